"""A wish for an edit of the knowledge goes in; the edit is kept, in the files or as a proposal, and the owner is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar


class Kept(Protocol):
    """An edit that stands in the files, or waits for a person as a patch."""

    @property
    def path(self) -> Path | None: ...
    @property
    def file(self) -> str: ...
    @property
    def patch(self) -> str: ...


W = TypeVar("W")
K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class Propose(Generic[W, K]):
    """Edits that an owner has confirmed. Whoever confirmed it answers for it; it can be taken back."""

    write: Callable[[W], K]
    """wish -> what became of it; raises with the faults that the edit would bring, and then writes nothing"""
    digest: Callable[[str], str]
    """An edit's lines -> what tells it from others."""
    enqueue: Callable[[str, dict[str, Any]], None]

    def __call__(self, wish: W, because: str = "") -> K:
        """Keep the edit and tell the owner, once for each. ``because``: redacted words of whoever wishes it."""
        kept = self.write(wish)
        notice = {"kind": "proposal", "patch": str(kept.path or ""), "file": kept.file, "because": because}
        self.enqueue(f"propose:{self.digest(kept.patch)}", notice)
        return kept
