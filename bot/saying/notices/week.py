"""A week's counts and those of the week before go in; what the admins are told on Monday comes out, in the policy's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot.policy.words import Verdict
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import Words, marked, words_for

MOST = 3
FEEDBACK = ("helpful", "not_right")
ORDER = (*(verdict.value for verdict in Verdict), "ask")


@dataclass(frozen=True, slots=True)
class Week:
    """What was counted in one week."""

    questions: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    unmet: Counter[str] = field(default_factory=Counter)
    """Tools that people asked for and did not get."""
    feedback: Counter[str] = field(default_factory=Counter)
    incidents: int = 0
    """Told to a contact."""


def figures(monday: date, now: Week, before: Week, policy_languages: tuple[str, ...], address: str = "") -> str:
    """The week from this Monday. Counts only: never who, and never what somebody wrote. ``address``: of the console, where
    one is served."""
    words = words_for("", policy_languages)
    lines = [words("week.head", **_span(monday, words)), _total(now.questions, before.questions, words)]
    names = {verdict.value: marked(shape, words(f"word.{verdict.value}")) for verdict, shape in SHAPES.items()}
    names["ask"] = marked(ASK_SHAPE, words("word.ask"))
    lines += [
        _line(names[one], now.verdicts[one], before.verdicts[one], words)
        for one in ORDER
        if now.verdicts[one] or before.verdicts[one]
    ]
    if now.incidents or before.incidents:
        lines.append(_line(words("week.incidents"), now.incidents, before.incidents, words))
    if now.unmet:
        wanted = ", ".join(f"{name} ({_number(count, words)})" for name, count in now.unmet.most_common(MOST))
        lines.append(words("week.unmet", tools=wanted))
    lines += [
        _line(words(f"console.feedback.{one}"), now.feedback[one], before.feedback[one], words)
        for one in FEEDBACK
        if now.feedback[one]
    ]
    return "\n".join([*lines, *([words("week.more_at", address=address)] if address else [])])


@dataclass(frozen=True, slots=True)
class Chart:
    """The week as bars, in words."""

    title: str
    bars: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """Day; how many of each verdict, the mildest first."""
    names: dict[str, str]
    """Verdicts that came up -> their word."""
    number: Callable[[int], str]


def chart(monday: date, days: Mapping[date, Counter[str]], policy_languages: tuple[str, ...]) -> Chart:
    """The week from this Monday. ``days``: verdicts of each day on which somebody asked."""
    words = words_for("", policy_languages)
    week = [monday + timedelta(days=number) for number in range(7)]
    there = [one for one in ORDER if any(counts[one] for counts in days.values())]
    bars = tuple((_day(day, words, "EEE d MMM"), tuple((one, days.get(day, Counter())[one]) for one in there)) for day in week)
    names = {one: words(f"word.{one}") for one in there}
    return Chart(words("week.chart", **_span(monday, words)), bars, names, lambda number: _number(number, words))


def _span(monday: date, words: Words) -> dict[str, str]:
    return {"first": _day(monday, words), "last": _day(monday + timedelta(days=6), words)}


def _total(now: int, before: int, words: Words) -> str:
    count = _number(now, words)
    if not before:
        return words("week.first", count=count)
    if now == before:
        return words("week.same", count=count)
    share = format_percent(abs(now - before) / before, locale=words.language)
    return words("week.more" if now > before else "week.fewer", count=count, share=share)


def _line(name: str, now: int, before: int, words: Words) -> str:
    return "• " + words("week.line", name=name, count=_number(now, words), before=_number(before, words))


def _number(number: int, words: Words) -> str:
    return str(format_decimal(number, locale=words.language))


def _day(day: date, words: Words, form: str = "d MMM") -> str:
    return str(format_date(day, format=form, locale=words.language))
