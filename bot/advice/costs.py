"""A costing goes in; totals by year and part, break-even, the course of costs and what matters most come out, exactly.

Numbers are fractions until somebody shows them: nothing is rounded on the way, and nothing can overflow. What is paid once is
paid at the start; what comes in the course of a year is discounted as if paid at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from bot.policy.costs import OF_SEATS, OF_TOKENS, Assumption, BreakEven, Cost, Costed, Costing, Option, OptionCost, Swing

MONTHS = 12
Given = Mapping[str, Decimal]
"""Assumption's id -> what it is taken to be instead of its value."""


def cost(costing: Costing) -> Costed:
    """Everything at once."""
    return Costed(
        costing,
        tuple(_option(costing, option, {}) for option in costing.options),
        tuple(_break_even(costing)),
        tuple(sorted(_swings(costing), key=lambda one: -one.width)),
        tuple(_course(costing, option) for option in costing.options),
    )


def _option(costing: Costing, option: Option, given: Given) -> OptionCost:
    years = [Fraction(0)] * costing.years
    parts: dict[str, Fraction] = {}
    for one in option.costs:
        for year, paid in enumerate(_paid(costing, one, given)):
            years[year] += paid
            parts[one.part] = parts.get(one.part, Fraction(0)) + paid
    return OptionCost(option.id, option.name, tuple(years), parts)


def _paid(costing: Costing, one: Cost, given: Given) -> Iterator[Fraction]:
    """What is paid of one cost in each year."""
    start, year = _at_start(costing, one, given), _a_year(costing, one, given)
    grown, kept = 1 + _figure(costing.growth, given), 1 + _figure(costing.discount, given)
    grows = one.per in OF_SEATS + OF_TOKENS
    for number in range(costing.years):
        yield (start if number == 0 else 0) + year * (grown**number if grows else 1) / kept ** (number + 1)


def _at_start(costing: Costing, one: Cost, given: Given) -> Fraction:
    return _each(costing, one, given) if one.per == "once" else Fraction(0)


def _a_year(costing: Costing, one: Cost, given: Given) -> Fraction:
    """In the first year, not discounted."""
    match one.per:
        case "once":
            times = Fraction(0)
        case "month":
            times = Fraction(MONTHS)
        case "seat-month":
            times = MONTHS * _figure(costing.seats, given)
        case "seat-year":
            times = _figure(costing.seats, given)
        case "million-tokens":
            times = MONTHS * _figure(costing.tokens, given)
        case "hour":
            times = _figure(one.hours, given)
        case _:
            times = Fraction(1)
    return _each(costing, one, given) * times


def _each(costing: Costing, one: Cost, given: Given) -> Fraction:
    rate = _figure(costing.rates[one.currency], given) if one.currency else Fraction(1)
    count = _figure(one.count, given) if one.count else Fraction(1)
    return _figure(one.amount, given) * count * rate


def _figure(assumption: Assumption | None, given: Given) -> Fraction:
    if assumption is None:
        return Fraction(0)
    return Fraction(given.get(assumption.id, assumption.value))


def _break_even(costing: Costing) -> Iterator[BreakEven]:
    """Costs rise evenly with seats and with tokens, so that two of them cross at most once."""
    for of, usage in (("seats", costing.seats), ("tokens", costing.tokens)):
        if usage is None:
            continue
        lines = []
        for option in costing.options:
            none, one = (_option(costing, option, {usage.id: Decimal(use)}).total for use in (0, 1))
            lines.append((option.id, none, one - none))
        for (a, fixed_a, each_a), (b, fixed_b, each_b) in combinations(lines, 2):
            if each_a == each_b or (at := (fixed_a - fixed_b) / (each_b - each_a)) <= 0:
                continue
            yield BreakEven(of, a, b, at) if each_a < each_b else BreakEven(of, b, a, at)


def _swings(costing: Costing) -> Iterator[Swing]:
    for one in costing.assumptions():
        if one.low is None and one.high is None:
            continue
        ends = [{one.id: end if end is not None else one.value} for end in (one.low, one.high)]
        for option in costing.options:
            low, high = (_option(costing, option, given).total for given in ends)
            if low != high:
                yield Swing(option.id, one, low, high)


def _course(costing: Costing, option: Option) -> tuple[Fraction, ...]:
    """Within a year every month costs the same."""
    paid = [sum((_at_start(costing, one, {}) for one in option.costs), Fraction(0))]
    for number, year in enumerate(_option(costing, option, {}).by_year):
        each = (year - (paid[0] if number == 0 else 0)) / MONTHS
        for _ in range(MONTHS):
            paid.append(paid[-1] + each)
    return tuple(paid)
