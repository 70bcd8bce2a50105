"""Somebody says that an answer should not have been allowed; the model that grounded it is believed no more, and what came of
that comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Ended = Literal["done", "already", "gone"]
"""``gone``: nothing is kept of such an answer, or no model grounded it."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """An allowed that a model grounded."""

    receipt: str
    question: str
    """Redacted."""
    records: tuple[str, ...]
    """Ids of the exams' records that had the model believed: when it answered, and now."""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Disbelieve:
    """The steps, each a callable that wiring gives. Each may be repeated."""

    answer: Callable[[str], Doubted | None]
    """Receipt, however it was typed -> the answer; None where there is nothing to take back."""
    is_case: Callable[[str], bool]
    """Receipt -> whether somebody said so before."""
    take_back: Callable[[str, str], None]
    """Record and receipt."""
    forget: Callable[[], None]
    """What was believed is looked at again at the next question."""
    keep_feedback: Callable[[str, str], None]
    """Receipt and pseudonym."""
    tell_owner: Callable[[Doubted], None]
    """Who said so is not told."""
    keep_case: Callable[[Doubted], None]
    """The next exam asks it."""

    def __call__(self, receipt: str, who: str) -> Ended:
        """Belief goes first; the case is kept last, so that what was cut short is done whole by the next click."""
        doubted = self.answer(receipt)
        if doubted is None:
            return "gone"
        if self.is_case(doubted.receipt):
            return "already"
        for record in doubted.records:
            self.take_back(record, doubted.receipt)
        self.forget()
        self.keep_feedback(doubted.receipt, who)
        self.tell_owner(doubted)
        self.keep_case(doubted)
        return "done"
