"""The marks of an exam go in, a keyed record comes out; and what all records together say of a model as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.exam.admission import Admission, Admissions
from bot.exam.examined import Examined, ExamRecords, fitting
from bot.exam.marking import Marks
from bot.exam.sealed import loaded
from bot.policy.trust import NO_TRUST, Level, Trust

_TAKEN_BACK = "taken-back.json"


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
    """``none`` (no exam), ``refused`` (at its admission), ``changed`` (what was examined is another), ``edited`` (a record that
    is not ours), ``taken_back`` or empty."""
    about: str = ""
    """Of ``taken_back``: the receipt of the answer."""
    admission: Admission | None = None
    """Of the model as it is now; None where there was none yet."""


class Records(ExamRecords[Record]):
    """Of this exam alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "exam", _record)
        self.admissions = Admissions(folder)

    def belief(self, now: Examined) -> Belief:
        """How far the model is believed as it is now, whatever its owner lets it ground (``Trust.within``)."""
        admission = self.admissions.of(now)
        is_admitted = admission is not None and admission.marks.is_admitted
        least = Trust(Level.PROPOSES, record=admission.id, both=admission.marks.both) if admission and is_admitted else NO_TRUST
        record, why = fitting(self.all(), now)
        if record is None or why or record.marks.level is not Level.BELIEVED:
            is_refused = admission is not None and not is_admitted and (record is None or not why)
            return Belief(least, record, "refused" if is_refused else why, admission=admission)
        if receipt := self.taken_back(record):
            return Belief(least, record, "taken_back", receipt, admission)
        return Belief(Trust(Level.BELIEVED, lifts=True, floor=record.marks.floor, record=record.id), record, admission=admission)

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
