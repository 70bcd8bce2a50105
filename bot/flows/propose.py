"""A wish for an edit of the knowledge goes in; a patch file that the owner may apply comes out, and the owner is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar


class Proposed(Protocol):
    """A patch that waits for a person. Nothing in the knowledge folder is changed by it."""

    @property
    def path(self) -> Path: ...
    @property
    def file(self) -> str: ...
    @property
    def patch(self) -> str: ...


W = TypeVar("W")
P = TypeVar("P", bound=Proposed)


@dataclass(frozen=True, slots=True)
class Propose(Generic[W, P]):
    """Proposals. The bot never edits the policy: a person reads the patch, applies it and answers for it."""

    write: Callable[[W], P]
    """wish -> patch file; raises with the faults that the edit would bring, and then writes none"""
    digest: Callable[[str], str]
    """A patch's text -> what tells it from others."""
    enqueue: Callable[[str, dict[str, Any]], None]

    def __call__(self, wish: W, because: str = "") -> P:
        """Write the patch and tell the owner, once for each patch. ``because``: redacted words of whoever wishes it."""
        proposed = self.write(wish)
        notice = {"kind": "proposal", "patch": str(proposed.path), "file": proposed.file, "because": because}
        self.enqueue(f"propose:{self.digest(proposed.patch)}", notice)
        return proposed
