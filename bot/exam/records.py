"""The marks of an exam go in, a keyed record comes out; and what all records together say of a model as it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bot.exam.marking import Marks
from bot.exam.sealed import NO_RECORD, Sealed, loaded
from bot.policy.trust import NO_TRUST, Level, Trust

_RECORD, _TAKEN_BACK = "exam-{}.json", "taken-back.json"


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


@dataclass(frozen=True, slots=True)
class Record:
    """One exam: what was examined, when, and what came of it."""

    id: str
    day: date
    examined: Examined
    marks: Marks
    bound_wanted: float
    thinks: str = ""
    """How thinking was switched: empty (left to the model), ``false`` or ``low``."""


@dataclass(frozen=True, slots=True)
class Belief:
    """How far a model is believed now, and why no further."""

    trust: Trust
    record: Record | None = None
    why: str = ""
    """``none`` (no exam), ``changed`` (what was examined is another), ``edited`` (a record that is not ours), ``taken_back`` or
    empty."""
    about: str = ""
    """Of ``taken_back``: the receipt of the answer."""


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


@dataclass
class Records:
    """Records in a folder, newest first."""

    folder: Path

    def __post_init__(self) -> None:
        self._sealed = Sealed(self.folder)

    def keep(self, record: Record) -> Path:
        """Write a record. It takes the place of an earlier one, and ends a taking back. Raises ``RecordError``."""
        return self._sealed.write(_RECORD.format(record.id), asdict(record))

    def all(self) -> list[tuple[Record, bool]]:
        """Every record, newest first, and whether its seal is ours. What is no record is left out."""
        return kept_in(self._sealed, _RECORD.format("*"), _record)

    def belief(self, now: Examined) -> Belief:
        """How far the model is believed as it is now, whatever its owner lets it ground (``Trust.within``)."""
        record, why = fitting(self.all(), now)
        if record is None or why:
            return Belief(NO_TRUST, record, why)
        level, receipt = record.marks.level, self.taken_back(record)
        if receipt and level.rank > Level.GUARD.rank:
            return Belief(Trust(Level.GUARD, record=record.id), record, "taken_back", receipt)
        trust = Trust(level, lifts=level is Level.FULL, floor=record.marks.floor, record=record.id)
        return Belief(trust, record)

    def take_back(self, record: str, receipt: str, at: datetime) -> None:
        """Somebody said that an answer should not have been allowed: the record grounds nothing until a new exam."""
        path = self.folder / _TAKEN_BACK
        told = loaded(path)
        earlier = {**told.get("earlier", {}), told["record"]: told["receipt"]} if self._sealed.is_ours(path) else {}
        earlier.pop(record, None)
        body = {"record": record, "receipt": receipt, "at": at.astimezone(UTC).isoformat(), "earlier": earlier}
        self._sealed.write(_TAKEN_BACK, body)

    def taken_back(self, record: Record) -> str:
        """The receipt for which a record was taken back; empty where it was not. A file that is not ours takes it back too."""
        path = self.folder / _TAKEN_BACK
        if not path.exists():
            return ""
        told, is_ours = loaded(path), self._sealed.is_ours(path)
        if not is_ours or told.get("record") == record.id:
            return str(told.get("receipt") or "?")
        return str(told.get("earlier", {}).get(record.id, ""))


def _record(told: dict[str, Any]) -> Record:
    marks = {**told["marks"], "level": Level(told["marks"]["level"]), "mistakes": tuple(told["marks"]["mistakes"])}
    return Record(
        str(told["id"]),
        date.fromisoformat(told["day"]),
        Examined(**told["examined"]),
        Marks(**marks),
        float(told["bound_wanted"]),
        str(told.get("thinks", "")),
    )
