"""What words say of a change of terms and what two passes of a model say go in; what counts comes out. Pure.

The laws: without an admitted figure, without both passes, or where they differ in how grave it is, words count. Where both find
it grave and differ in the way it goes, the way is unclear. What words hold by name, and what the model did not see whole, becomes
no milder. Noise stays noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.policy.vendors.terms import Direction, Severity


class Figure(StrEnum):
    """What a model may change of words' judgement; an exam admits each by itself."""

    RAISE = "raise"
    """Have told at once what words leave for the week's digest."""
    LOWER = "lower"
    """Leave for the digest what words would have told at once."""
    TURN = "turn"
    """Say another direction of what is told at once."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How grave a change is, and which way it goes for customers' data."""

    severity: Severity
    direction: Direction


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one pass says of a change. ``quotes``: true ones; a reply without them is no opinion."""

    weight: Weight
    quotes: tuple[str, ...] = ()
    sure: float = 1.0
    """The least probability of an id in the reply."""


@dataclass(frozen=True, slots=True)
class TermsTrust:
    """What the record of an exam admits. ``floors``: an admitted figure, and the least probability that it may rest on."""

    floors: tuple[tuple[Figure, float], ...] = ()
    record: str = ""

    def admits(self, figure: Figure, sure: float = 1.0) -> bool:
        return any(one is figure and sure >= floor for one, floor in self.floors)


NO_TERMS_TRUST = TermsTrust()


@dataclass(frozen=True, slots=True)
class Seen:
    """What binds a model beside its replies."""

    is_held: bool = False
    """Words found by name that data is used for training."""
    is_whole: bool = True
    """The model saw each changed clause to its end."""

    @property
    def may_soften(self) -> bool:
        return self.is_whole and not self.is_held


@dataclass(frozen=True, slots=True)
class Weighted:
    """What counts, and the figures by which it is not what words say."""

    weight: Weight
    by: tuple[Figure, ...] = ()


_LOOSENESS = {Direction.STRICTER: 0, Direction.NEUTRAL: 1, Direction.UNCLEAR: 2, Direction.LOOSER: 2}
"""Unclear is treated as looser is: somebody must look."""


def join(words: Weight, a: Opinion | None, b: Opinion | None, trust: TermsTrust, seen: Seen) -> Weighted:
    """Both passes must say the same, each by itself, for either to count."""
    if a is None or b is None:
        return Weighted(words)
    sure, agreed = min(a.sure, b.sure), a.weight.severity is b.weight.severity
    wanted = a.weight.severity if agreed else words.severity
    turned = _turned(a.weight, b.weight) if trust.admits(Figure.TURN, sure) else None
    if wanted is Severity.ALERT and words.severity is Severity.DIGEST and trust.admits(Figure.RAISE, sure):
        raised = Weight(Severity.ALERT, turned or Direction.UNCLEAR)
        return Weighted(raised, (Figure.RAISE, *((Figure.TURN,) if raised.direction is turned else ())))
    if wanted is Severity.DIGEST and words.severity is Severity.ALERT and trust.admits(Figure.LOWER, sure) and seen.may_soften:
        return Weighted(Weight(Severity.DIGEST, Direction.NEUTRAL), (Figure.LOWER,))
    if words.severity is Severity.ALERT and turned and turned is not words.direction and _may_turn(words.direction, turned, seen):
        return Weighted(Weight(Severity.ALERT, turned), (Figure.TURN,))
    return Weighted(words)


def _turned(a: Weight, b: Weight) -> Direction | None:
    """The direction that both give to what both find grave; unclear where they differ."""
    if a.severity is not Severity.ALERT or b.severity is not Severity.ALERT:
        return None
    return a.direction if a.direction is b.direction else Direction.UNCLEAR


def _may_turn(was: Direction, now: Direction, seen: Seen) -> bool:
    return seen.may_soften or _LOOSENESS[now] >= _LOOSENESS[was]
