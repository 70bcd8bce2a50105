"""The marks of an exam on changes of terms go in, a keyed record comes out; and what the records say of a model as it is now."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.exam.examined import Examined, fitting, kept_in
from bot.exam.sealed import Sealed
from bot.exam.terms_marking import FigureMarks, Shares, TermsMarks
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, TermsTrust

_RECORD = "terms-{}.json"


@dataclass(frozen=True, slots=True)
class TermsRecord:
    """One exam on changes of terms."""

    id: str
    day: date
    examined: Examined
    marks: TermsMarks
    thinks: str = ""
    """As in ``Record``."""


@dataclass(frozen=True, slots=True)
class TermsBelief:
    """What a model may change of words' judgement now, and why no more (``Belief.why``)."""

    trust: TermsTrust
    record: TermsRecord | None = None
    why: str = ""


@dataclass
class TermsRecords:
    """In the folder of all records of exams, under names of their own and the same key."""

    folder: Path

    def __post_init__(self) -> None:
        self._sealed = Sealed(self.folder)

    def keep(self, record: TermsRecord) -> Path:
        """Raises ``RecordError``."""
        return self._sealed.write(_RECORD.format(record.id), asdict(record))

    def all(self) -> list[tuple[TermsRecord, bool]]:
        """Every record, newest first, and whether its seal is ours. What is no record is left out."""
        return kept_in(self._sealed, _RECORD.format("*"), _record)

    def belief(self, now: Examined) -> TermsBelief:
        """What holds for the model as it is now."""
        record, why = fitting(self.all(), now)
        if record is None or why:
            return TermsBelief(NO_TERMS_TRUST, record, why)
        return TermsBelief(record.marks.trust(record.id), record)


def _record(told: dict[str, Any]) -> TermsRecord:
    marks = {
        **told["marks"],
        "figures": {name: FigureMarks(**one) for name, one in told["marks"]["figures"].items()},
        "words": Shares(**told["marks"]["words"]),
        "model": Shares(**told["marks"]["model"]),
        "mistakes": tuple(told["marks"]["mistakes"]),
    }
    made = TermsMarks(**marks)
    made.trust()  # a figure that nobody knows is no record
    day, thinks = date.fromisoformat(told["day"]), str(told.get("thinks", ""))
    return TermsRecord(str(told["id"]), day, Examined(**told["examined"]), made, thinks)
