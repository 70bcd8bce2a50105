"""Answers and a table go in; what each way is worth in each dimension, the first choice and what would change it come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.policy.advice import (
    DIMENSIONS,
    INPUTS,
    MOST_POINTS,
    USUAL,
    VERDICTS,
    WAYS,
    Advice,
    AdviceTable,
    Cell,
    Fit,
    Split,
    WayAdvice,
)
from bot.policy.words import Texts

Fits = Mapping[tuple[str, str], tuple[Fit, ...]]
"""Kind of data and its level -> what the policy says of each way."""
MAY = ("allowed", "conditional")
PERHAPS = ("ask", "review")
"""Verdicts that leave a way open where no other is."""
MOST_REASONS = 5


class Chooser:
    """One table, asked many times."""

    def __init__(self, table: AdviceTable) -> None:
        self.table = table
        self._start = {way: sum(table.weights[name] * table.base[name].points[way] for name in DIMENSIONS) for way in WAYS}
        self._worth = {(name, value): table.worth(name, value) for name, values in INPUTS.items() for value in values}
        self._out = {(name, value): table.ruled_out(name, value) for name, values in INPUTS.items() for value in values}

    def totals(self, answers: Mapping[str, str]) -> dict[str, int]:
        """Way -> what it is worth."""
        return {way: self._start[way] + sum(self._worth[one][way] for one in answers.items()) for way in WAYS}

    def best(self, answers: Mapping[str, str], barred: frozenset[str] = frozenset()) -> list[str]:
        """Ways that nothing rules out, best first; of equals the one with more control."""
        gone = barred.union(*(self._out[one] for one in answers.items()))
        totals = self.totals(answers)
        return sorted((way for way in WAYS if way not in gone), key=lambda way: (-totals[way], -WAYS.index(way)))

    def first(self, answers: Mapping[str, str], barred: frozenset[str] = frozenset()) -> str:
        """The first choice; empty where there is none."""
        return next(iter(self.best(answers, barred)), "")

    # --- with reasons ---------------------------------------------------------------------------------------------------

    def advise(self, given: Mapping[str, str], fits: Fits, inside: Mapping[str, Fits] | None = None) -> Advice:
        """``given``: what was answered; the rest is assumed. ``fits``: the policy's word on the kinds of data that it is about.

        ``inside``: class -> the same for the kinds in it; those that are ruled stricter than their class are told apart.
        """
        answers = {name: given.get(name, USUAL[name]) for name in INPUTS}
        barred = barred_by(fits)
        order = self.best(answers, frozenset(barred))
        first, second = (*order, "", "")[:2]
        totals = self.totals(answers)
        ways = sorted(WAYS, key=lambda way: (order.index(way) if way in order else len(WAYS), -totals[way]))
        return Advice(
            answers,
            tuple(name for name in INPUTS if name not in given),
            tuple(WayAdvice(way, totals[way], self._cells(way, answers), tuple(self._ruled_out(way, answers))) for way in ways),
            first,
            barred,
            tuple(self._decided(first, second, answers)) if first and second else (),
            tuple(self._drawbacks(first, answers)) if first else (),
            second,
            tuple(self._changes(answers, first, frozenset(barred))),
            tuple(self._splits(answers, fits, inside or {})),
            (*self.table.demands.get("all", ()), *self.table.demands.get(first, ())) if first else (),
        )

    def _cells(self, way: str, answers: Mapping[str, str]) -> tuple[Cell, ...]:
        return tuple(self._cell(way, dimension, answers) for dimension in DIMENSIONS)

    def _cell(self, way: str, dimension: str, answers: Mapping[str, str]) -> Cell:
        base = self.table.base[dimension]
        points = self._points(way, dimension, answers)
        because: list[tuple[str, str, Texts]] = [("", "", base.because)]
        change = []
        for name, value in answers.items():
            because += [
                (name, value, entry.because)
                for entry in self.table.entries.get((name, value), ())
                if entry.dimension == dimension and entry.points.get(way)
            ]
            for other in INPUTS[name]:
                then = _shown(self._points(way, dimension, {**answers, name: other}))
                if then != _shown(points):
                    change.append((name, other, then))
        return Cell(dimension, points, _shown(points), tuple(because), tuple(change))

    def _points(self, way: str, dimension: str, answers: Mapping[str, str]) -> int:
        return self.table.base[dimension].points[way] + sum(
            entry.points.get(way, 0)
            for one in answers.items()
            for entry in self.table.entries.get(one, ())
            if entry.dimension == dimension
        )

    def _ruled_out(self, way: str, answers: Mapping[str, str]) -> Iterator[tuple[str, str, Texts]]:
        for name, value in answers.items():
            for entry in self.table.entries.get((name, value), ()):
                if way in entry.rules_out:
                    yield name, value, entry.because

    def _decided(self, first: str, second: str, answers: Mapping[str, str]) -> list[tuple[str, str, str, int, Texts]]:
        """What speaks for the first against the second, most first: answers, and what is always so."""
        found: list[tuple[str, str, str, int, Texts]] = []
        for dimension in DIMENSIONS:
            base, weight = self.table.base[dimension], self.table.weights[dimension]
            found.append(("", "", dimension, weight * (base.points[first] - base.points[second]), base.because))
        for name, value in answers.items():
            for entry in self.table.entries.get((name, value), ()):
                apart = entry.points.get(first, 0) - entry.points.get(second, 0)
                found.append((name, value, entry.dimension, apart * self.table.weights[entry.dimension], entry.because))
        return sorted((one for one in found if one[3] > 0), key=lambda one: -one[3])[:MOST_REASONS]

    def _drawbacks(self, first: str, answers: Mapping[str, str]) -> list[tuple[str, str, str, int, Texts]]:
        """What the answers take from the first choice, most first."""
        found = [
            (name, value, entry.dimension, points * self.table.weights[entry.dimension], entry.because)
            for name, value in answers.items()
            for entry in self.table.entries.get((name, value), ())
            if (points := entry.points.get(first, 0)) < 0
        ]
        return sorted(found, key=lambda one: one[3])[:MOST_REASONS]

    def _changes(self, answers: Mapping[str, str], first: str, barred: frozenset[str]) -> Iterator[tuple[str, str, str]]:
        """Each single answer that would put another way first. What the policy bars stays barred."""
        for name, value in answers.items():
            for other in INPUTS[name]:
                if other != value and (then := self.first({**answers, name: other}, barred)) != first:
                    yield name, other, then

    def _splits(self, answers: Mapping[str, str], fits: Fits, inside: Mapping[str, Fits]) -> Iterator[Split]:
        for (data, level), found in fits.items():
            whole = self._split(data, level, answers, found)
            yield whole
            for (kind, of), those in inside.get(data, {}).items():
                part = self._split(kind, of, answers, those)
                if stricter := _stricter(part, whole):
                    yield replace(part, within=data, stricter=stricter)

    def _split(self, data: str, level: str, answers: Mapping[str, str], fits: tuple[Fit, ...]) -> Split:
        """The best way among those that the policy lets this kind of data have; what needs a person's word comes after."""
        there = {**answers, "data": level}
        for verdicts in (MAY, PERHAPS):
            closed = frozenset(WAYS) - {fit.way for fit in fits if fit.verdict in verdicts}
            if way := self.first(there, closed):
                return Split(data, level, way, fits)
        return Split(data, level, "", fits)


def barred_by(fits: Fits) -> dict[str, tuple[str, ...]]:
    """Way -> kinds of data that the policy does not let it have. Where it names no data at all, it lets no way have any."""
    found: dict[str, tuple[str, ...]] = {}
    for way in WAYS:
        closed = tuple(
            data for (data, _), those in fits.items() if not any(fit.way == way and fit.verdict in MAY for fit in those)
        )
        if closed or not fits:
            found[way] = closed
    return found


def _stricter(part: Split, whole: Split) -> tuple[str, ...]:
    """Offerings of which what goes for the class must not be read as going for this kind of data in it."""
    named = next((fit.offerings for fit in whole.fits if fit.way == whole.way), ())
    there = next((fit.verdicts for fit in part.fits if fit.way == whole.way), {})
    return tuple(id_ for id_ in named if VERDICTS.index(there.get(id_, VERDICTS[-1])) > VERDICTS.index(whole.verdict))


def _shown(points: int) -> int:
    return max(0, min(MOST_POINTS, points))
