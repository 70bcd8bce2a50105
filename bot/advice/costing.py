"""What options cost goes in; an object for scripts and pictures come out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.advice.charts import Bar, Chart, alone, course, swings
from bot.advice.paint import png_of
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.policy.costs import Assumption, BreakEven, Costed, OptionCost, rounded
from bot.saying.costs import CostWords
from bot.saying.words import words_for

MOST_SWINGS = 6
"""Bars of one drawing of what matters most."""


def cost_words(costed: Costed, language: str) -> CostWords:
    """How people are told of it."""
    return CostWords(words_for(language, ()), costed)


def as_object(costed: Costed, today: date) -> dict[str, Any]:
    """For scripts. Amounts are rounded to the cent here and nowhere before."""
    costing = costed.costing
    return {
        "title": costing.title,
        "currency": costing.currency,
        "years": costing.years,
        "options": [_option(one) for one in costed.options],
        "break_even": {
            **{of: _first(costed, of) for of in ("seats", "tokens")},
            "between": [_even(one) for one in costed.break_even],
        },
        "matters_most": [
            {
                "option": one.option,
                "assumption": one.assumption.id,
                "low": _plain(one.assumption.low),
                "high": _plain(one.assumption.high),
                "total_low": _amount(one.low),
                "total_high": _amount(one.high),
            }
            for one in costed.swings
        ],
        "assumptions": [_assumption(one, today) for one in costing.assumptions()],
    }


def _option(one: OptionCost) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "total": _amount(one.total),
        "by_year": [_amount(paid) for paid in one.by_year],
        "by_part": {part: _amount(paid) for part, paid in one.by_part.items()},
    }


def _first(costed: Costed, of: str) -> int | None:
    """The least use at which the first option of the file and another one change places."""
    first = costed.options[0].id
    return min((one.at for one in costed.break_even if one.of == of and first in (one.option, one.than)), default=None)


def _even(one: BreakEven) -> dict[str, Any]:
    return {"of": one.of, "option": one.option, "than": one.than, "from": one.at, "exact": _amount(one.exact)}


def _assumption(one: Assumption, today: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "value": _plain(one.value),
        "low": _plain(one.low),
        "high": _plain(one.high),
        "counted_in": f"{one.currency} per {one.per}" if one.kind == "amount" else one.currency or one.kind,
        "source": one.source,
        "day": one.day.isoformat() if one.day else None,
        "is_old": one.is_old(today),
        "is_assumed": one.is_assumed,
        "because": one.because,
        "where": "" if one.is_assumed else f"{one.at.file}:{one.at.line}",
    }


def _amount(number: Fraction) -> int | float:
    return _plain(rounded(number)) or 0


def _plain(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def charts_of(words: CostWords) -> Iterator[Chart]:
    """How costs add up, then what matters most for each option that has a range."""
    costed, say = words.costed, words.words
    currency = costed.costing.currency
    years = [say("costs.chart.year", year=str(year)) for year in range(1, costed.costing.years + 1)]
    lines = [(one.name, points) for one, points in zip(costed.options, costed.courses, strict=True)]
    about = say("costs.chart.course.sentence", currency=currency)
    yield course(f"{say('costs.chart.course')} ({currency})", about, lines, years, words.drawn)
    for one in costed.options:
        bars = [_bar(words, swing.assumption, swing.low, swing.high) for swing in costed.swings if swing.option == one.id]
        if bars:
            title, about = (
                f"{say('costs.chart.swing', option=one.name)} ({currency})",
                say("costs.chart.swing.sentence", currency=currency),
            )
            legend = (say("costs.chart.swing.low"), say("costs.chart.swing.high"))
            yield swings(title, about, bars[:MOST_SWINGS], one.total, words.drawn, legend=legend)


def _bar(words: CostWords, one: Assumption, low: Fraction, high: Fraction) -> Bar:
    ends = tuple(words.figure(one, end if end is not None else one.value) for end in (one.low, one.high))
    return Bar(words.name(one), low, high, (ends[0], ends[1]))


def picture_png(words: CostWords) -> bytes:
    """The same in light colours. Raises ``PicturesMissingError`` where Pillow is not installed."""
    try:
        return png_of(picture(words))
    except ImportError as problem:
        raise PicturesMissingError from problem


def picture(words: CostWords) -> str:
    """All charts as one SVG."""
    return alone(words.costed.costing.title, tuple(charts_of(words)))
