"""What words and both passes said of each labelled change go in; which figures help, and by how much, comes out.

A figure, and the least confidence that it may rest on, is chosen on one half of the pairs and proved on the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from bot.exam.bounds import upper_bound
from bot.exam.marking import FLOORS, half
from bot.policy.vendors.terms import Direction, Severity
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, Figure, Opinion, Seen, TermsTrust, Weight, join

MOST_WORSE = 0.5
"""Of what a figure makes better or worse, with 95 % confidence less than so much is worse: the sign test, on one side."""
MOST_HARMED = {"raise": 0.15, "lower": 0.1}
"""Of the light changes that words leave for the digest at most so many are raised, and of the grave ones that they tell at
most so many lowered, with 95 % confidence. Nearly all that words leave in the stream is light: a figure must not rest on how
many grave ones an exam has."""


@dataclass(frozen=True, slots=True)
class TermsSat:
    """One pair of the exam with what each reader said of it."""

    id: str
    language: str
    label: Weight
    words: Weight
    a: Opinion | None
    b: Opinion | None
    seen: Seen = Seen()
    seconds: float = 0.0

    def joined(self, trust: TermsTrust) -> Weight:
        return join(self.words, self.a, self.b, trust, self.seen).weight

    @property
    def is_grave(self) -> bool:
        return self.label.severity is Severity.ALERT


@dataclass(frozen=True, slots=True)
class FigureMarks:
    """What became of one figure on the half that proves it."""

    helps: bool
    floor: float
    better: int
    worse: int
    bound: float
    """At most this share of what it makes better or worse is worse, with 95 % confidence."""
    harmed: float = 0.0
    """At most this share of the light (``raise``) or grave (``lower``) changes that words have right, with 95 % confidence."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How well changes are judged. ``direction``: of the grave ones that are told; ``not_looser``: of those labelled so."""

    severity: float
    recall: float
    precision: float
    direction: float
    not_looser: float


@dataclass(frozen=True, slots=True)
class TermsMarks:
    """The result of an exam on changes of terms. ``words`` and ``model``: on the half that proves, without it and with it."""

    n: int
    proved_on: int
    figures: dict[str, FigureMarks]
    words: Shares
    model: Shares
    heard: int
    """Pairs of which both passes gave an opinion."""
    agreed: int
    """Those in which they said the same."""
    seconds: float = 0.0
    by: dict[str, dict[str, float]] = field(default_factory=dict)
    """Language -> n, severity without and with the model, on all pairs."""
    mistakes: tuple[str, ...] = ()
    """Ids of the pairs that the model would have made worse."""

    @property
    def admitted(self) -> bool:
        return any(one.helps for one in self.figures.values())

    def trust(self, record: str = "") -> TermsTrust:
        """What these marks admit."""
        return TermsTrust(tuple((Figure(name), one.floor) for name, one in self.figures.items() if one.helps), record)


def terms_marks_of(sat: Sequence[TermsSat]) -> TermsMarks:
    choosing, proving = ([one for one in sat if half(one.id) == which] for which in (0, 1))
    figures = {figure.value: _figure(figure, choosing, proving) for figure in Figure}
    marks = TermsMarks(
        n=len(sat),
        proved_on=len(proving),
        figures=figures,
        words=shares(proving, NO_TERMS_TRUST),
        model=shares(proving, NO_TERMS_TRUST),
        heard=sum(one.a is not None and one.b is not None for one in sat),
        agreed=sum(one.a is not None and one.b is not None and one.a.weight == one.b.weight for one in sat),
        seconds=median([one.seconds for one in sat if one.seconds] or [0.0]),
    )
    trust, full = marks.trust(), TermsTrust(tuple((figure, 0.0) for figure in Figure))
    mistakes = tuple(one.id for one in sat if _is_worse(one, one.joined(full)))
    return replace(marks, model=shares(proving, trust), by=_by(sat, trust), mistakes=mistakes)


def shares(sat: Sequence[TermsSat], trust: TermsTrust) -> Shares:
    """How well changes are judged under a trust."""
    made = [(one, one.joined(trust)) for one in sat]
    told = [(one, weight) for one, weight in made if weight.severity is Severity.ALERT]
    found = [(one, weight) for one, weight in told if one.is_grave]
    others = [(one, weight) for one, weight in found if one.label.direction is not Direction.LOOSER]
    return Shares(
        _share(_is_told_right(one, weight) for one, weight in made),
        _share(weight.severity is Severity.ALERT for one, weight in made if one.is_grave),
        _share(one.is_grave for one, _ in told),
        _share(weight.direction is one.label.direction for one, weight in found),
        _share(weight.direction is one.label.direction for one, weight in others),
    )


def _figure(figure: Figure, choosing: Sequence[TermsSat], proving: Sequence[TermsSat]) -> FigureMarks:
    """The mildest floor with the most gain on the first half, and what it comes to on the other."""
    floor = max(FLOORS, key=lambda one: (_gain(figure, one, choosing), -one))
    better, worse = _moved(figure, floor, proving)
    bound = upper_bound(worse, better + worse)
    helps = _gain(figure, floor, choosing) > 0 and bound < MOST_WORSE
    if figure is Figure.TURN:
        return FigureMarks(helps, floor, better, worse, bound)
    harmed = upper_bound(worse, _harmable(figure, proving))
    is_recall_kept = figure is Figure.RAISE or worse == 0
    return FigureMarks(helps and harmed <= MOST_HARMED[figure.value] and is_recall_kept, floor, better, worse, bound, harmed)


def _gain(figure: Figure, floor: float, sat: Sequence[TermsSat]) -> int:
    better, worse = _moved(figure, floor, sat)
    return better - worse


def _moved(figure: Figure, floor: float, sat: Sequence[TermsSat]) -> tuple[int, int]:
    """How many pairs the figure alone makes better, and how many worse."""
    moved = [(one, one.joined(TermsTrust(((figure, floor),)))) for one in sat]
    worth = _worth_of_direction if figure is Figure.TURN else _is_told_right
    changed = [(worth(one, one.words), worth(one, weight)) for one, weight in moved if weight != one.words]
    return sum(now > was for was, now in changed), sum(was > now for was, now in changed)


def _harmable(figure: Figure, sat: Sequence[TermsSat]) -> int:
    """What words have right and the figure could change."""
    if figure is Figure.RAISE:
        return sum(not one.is_grave and one.words.severity is Severity.DIGEST for one in sat)
    return sum(one.is_grave and one.words.severity is Severity.ALERT and one.seen.may_soften for one in sat)


def _is_told_right(one: TermsSat, weight: Weight) -> bool:
    return (weight.severity is Severity.ALERT) == one.is_grave


def _worth_of_direction(one: TermsSat, weight: Weight) -> int:
    """2 where the direction is right, 1 where it is left open, 0 where it is wrong."""
    return 2 if weight.direction is one.label.direction else int(weight.direction is Direction.UNCLEAR)


def _is_worse(one: TermsSat, weight: Weight) -> bool:
    rights = ((_is_told_right(one, some), _worth_of_direction(one, some)) for some in (one.words, weight))
    was, now = rights
    return now < was


def _share(rights: Iterable[bool]) -> float:
    found = list(rights)
    return round(sum(found) / len(found), 4) if found else 0.0


def _by(sat: Sequence[TermsSat], trust: TermsTrust) -> dict[str, dict[str, float]]:
    found: dict[str, list[TermsSat]] = {}
    for one in sat:
        found.setdefault(one.language, []).append(one)
    return {
        language: {
            "n": len(some),
            "words": shares(some, NO_TERMS_TRUST).severity,
            "model": shares(some, trust).severity,
        }
        for language, some in sorted(found.items())
    }
