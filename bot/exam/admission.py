"""What a model made of each question of its admission goes in; whether it may propose comes out, and the record of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from bot.exam.examined import Examined, fitting, kept_in
from bot.exam.sealed import Sealed

PAPER = Path(__file__).with_name("admission")
"""A policy that is none of the exam's, as it was imported, and sixty questions."""
LEAST_VALID = 0.95
"""Of its replies, so many keep to the form."""
FEWEST = 60
"""Questions of the paper."""
MOST_WRONG, MOST_WRONG_OFFERS = 8, 2
"""Answers at once that are wrong, and offers of an allowed that is none."""
QUICK_SECONDS = 5.0
"""Where both passes together take no longer, both are asked."""
_RECORD = "admission-{}.json"


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of one question of the admission. Of one that words answer alone nothing comes of the model."""

    id: str
    is_asked: bool
    is_valid: bool
    """Whether its reply kept to the form."""
    is_wrong: bool
    is_wrong_offer: bool
    seconds: float
    both_seconds: float = 0.0
    """Of both passes; 0 where one was asked alone."""


@dataclass(frozen=True, slots=True)
class AdmissionMarks:
    """The result of an admission."""

    n: int
    """Questions that the model was asked."""
    invalid: int
    wrong: int
    wrong_offers: int
    seconds: float
    """Median of a reply."""
    both: bool
    """Whether both passes are quick enough for staff to wait for them."""

    @property
    def figures(self) -> dict[str, str]:
        """Each under the name that words have a place for."""
        told = {"count": self.n, "form": self.invalid, "wrong": self.wrong, "offers": self.wrong_offers}
        return {name: str(count) for name, count in told.items()}

    @property
    def is_admitted(self) -> bool:
        """Whether it may propose."""
        return self.n > 0 and self.invalid <= (1 - LEAST_VALID) * self.n and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Whether no later question can mend it: ``n`` still grows, so form is held against the whole paper's length."""
        too_many = self.invalid > (1 - LEAST_VALID) * max(self.n, FEWEST)
        return too_many or self.wrong > MOST_WRONG or self.wrong_offers > MOST_WRONG_OFFERS


def admission_marks_of(entered: Sequence[Entered]) -> AdmissionMarks:
    """The marks so far."""
    asked = [one for one in entered if one.is_asked]
    both = [one.both_seconds for one in asked if one.both_seconds]
    return AdmissionMarks(
        n=len(asked),
        invalid=sum(not one.is_valid for one in asked),
        wrong=sum(one.is_wrong for one in asked),
        wrong_offers=sum(one.is_wrong_offer for one in asked),
        seconds=round(median([one.seconds for one in asked if one.seconds] or [0.0]), 2),
        both=bool(both) and median(both) <= QUICK_SECONDS,
    )


@dataclass(frozen=True, slots=True)
class Admission:
    """One admission: what was examined, when, and what came of it."""

    id: str
    day: date
    examined: Examined
    marks: AdmissionMarks
    thinks: str = ""
    """As in ``Record``."""


@dataclass
class Admissions:
    """In the folder of all records of exams, under names of their own and the same key."""

    folder: Path

    def __post_init__(self) -> None:
        self._sealed = Sealed(self.folder)

    def keep(self, record: Admission) -> Path:
        """Raises ``RecordError``."""
        return self._sealed.write(_RECORD.format(record.id), asdict(record))

    def of(self, now: Examined) -> Admission | None:
        """The newest that holds for the model as it is now."""
        record, why = fitting(kept_in(self._sealed, _RECORD.format("*"), _record), now)
        return None if why else record


def _record(told: dict[str, Any]) -> Admission:
    day, thinks = date.fromisoformat(told["day"]), str(told.get("thinks", ""))
    return Admission(str(told["id"]), day, Examined(**told["examined"]), AdmissionMarks(**told["marks"]), thinks)
