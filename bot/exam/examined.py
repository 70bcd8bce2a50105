"""Records of exams and the model as it is now go in; the record that holds for it comes out, or why none does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from bot.exam.sealed import NO_RECORD, Sealed, loaded


@dataclass(frozen=True, slots=True)
class Examined:
    """What was examined: a record holds for this alone. All but ``model`` are hashes, as the server and the files give them."""

    model: str
    digest: str
    reading: str
    """Of prompts, reply schema, ``reconcile`` and the code around them."""
    quantisation: str = ""
    size: str = ""
    """Number of parameters, as Ollama reports it."""


class _Examined(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def examined(self) -> Examined: ...


_Kept = TypeVar("_Kept", bound=_Examined)


def fitting(records: Sequence[tuple[_Kept, bool]], now: Examined) -> tuple[_Kept | None, str]:
    """The newest record that holds for the model as it is now; else one of its name, and why that does not (``Belief.why``)."""
    of_model = [(record, is_ours) for record, is_ours in records if record.examined.model == now.model]
    if not of_model:
        return None, "none"
    ours = [record for record, is_ours in of_model if is_ours]
    if not ours:
        return of_model[0][0], "edited"
    same = [record for record in ours if (record.examined.digest, record.examined.reading) == (now.digest, now.reading)]
    return (same[0], "") if same else (ours[0], "changed")


def kept_in(sealed: Sealed, pattern: str, record_of: Callable[[dict[str, Any]], _Kept]) -> list[tuple[_Kept, bool]]:
    """The records in files that are called so, newest first, and whether their seal is ours. What is no record is left out."""
    found = []
    for path in sealed.folder.glob(pattern):
        with suppress(*NO_RECORD):
            found.append((record_of(loaded(path)), sealed.is_ours(path)))
    return sorted(found, key=lambda one: (one[0].day, one[0].id), reverse=True)
