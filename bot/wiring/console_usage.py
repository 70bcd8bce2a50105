"""Counted days go in; what people ask, and do not get, comes out as sentences, figures and charts, beside the period before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot.console.shown import Bar, Cell, Choice, Drawing, Figure, Table, Usage
from bot.ledger.ledger import Ledger
from bot.ledger.usage import MARK, Counts
from bot.policy.words import Verdict
from bot.saying.asking import ASK_SHAPE
from bot.saying.ruling import SHAPES
from bot.saying.words import Words, marked

COUNTED_NOW = 40
"""Days that a page counts itself; the clock counts the rest."""
MOST_BARS = 10
SMALLEST_GROUP = 5
"""People; a smaller team is not shown, so that no one person is."""
MOST_DAY_BARS = 62
VERDICTS = (*(verdict.value for verdict in Verdict), "ask")
MINUTES_SAVED = 10
"""What one settled answer is taken to save: somebody would have asked a colleague. It is said beside the figure."""


def usage_page(ledger: Ledger, words: Words, days: int, teams: Mapping[str, str]) -> Usage:
    """The last days, and as many before them."""
    now = datetime.now(UTC)
    today = now.date()
    first, before = today - timedelta(days=days - 1), today - timedelta(days=2 * days - 1)
    found, missing = ledger.usage(before, today, now, COUNTED_NOW)
    this = {day: counts for day, counts in found.items() if day >= first}
    sums, earlier = _sums(this), _sums({day: counts for day, counts in found.items() if day < first})
    return Page(words, sums, earlier, this, teams).usage(missing)


def _sums(found: Mapping[date, Counts]) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for counts in found.values():
        for name, values in counts.items():
            sums.setdefault(name, Counter()).update(values)
    return sums


class Page:
    """One span of days beside the one before."""

    def __init__(
        self,
        words: Words,
        sums: dict[str, Counter[str]],
        earlier: dict[str, Counter[str]],
        days: dict[date, Counts],
        teams: Mapping[str, str],
    ) -> None:
        self.words, self.sums, self.earlier, self.days, self.teams = words, sums, earlier, days, teams

    def usage(self, missing: int) -> Usage:
        """The whole page."""
        total, before = self._total(self.sums), self._total(self.earlier)
        if not total:
            return Usage(self.words("console.usage.empty"))
        if before:
            key = "console.usage.more" if total >= before else "console.usage.fewer"
            share = format_percent(abs(total - before) / before, locale=self.words.language)
            sentence = self.words(key, count=self._number(total), share=share)
        else:
            sentence = self.words("console.usage.first", count=self._number(total))
        drawings = (
            self._over_time(), self._verdicts(), self._named("tool", "console.usage.tools"),
            self._named("data", "console.usage.data"),
            self._named("unmet", "console.usage.unmet"), self._teams(), self._latency(), self._feedback(),
        )  # fmt: skip
        remark = self.words("console.usage.missing", count=str(missing)) if missing else ""
        return Usage(sentence, self._figures(), tuple(one for one in drawings if one.bars), remark)

    def _figures(self) -> tuple[Figure, ...]:
        settled = self._of("verdict", "allowed", "conditional", "forbidden")
        model = sum(number for name, number in self.sums["model"].items() if name)
        people = len([asker for asker in self.sums["asker"] if asker])
        share = format_percent(model / max(1, self._total(self.sums)), locale=self.words.language)
        return (
            Figure(self.words("console.usage.questions"), self._number(self._total(self.sums)), self._before("all", "n")),
            Figure(
                self.words("console.usage.people"), self._number(people) if people >= SMALLEST_GROUP else f"< {SMALLEST_GROUP}"
            ),
            Figure(
                self.words("console.usage.saved"),
                self.words("console.usage.hours", count=self._number(settled * MINUTES_SAVED // 60)),
                self.words("console.usage.saved.how", minutes=str(MINUTES_SAVED)),
            ),
            Figure(self.words("console.usage.model"), share),
            Figure(self.words("console.usage.latency"), self._median()),
        )

    def _over_time(self) -> Drawing:
        weekly = len(self.days) > MOST_DAY_BARS
        groups: dict[date, Counter[str]] = {}
        for day, counts in sorted(self.days.items()):
            begin = day - timedelta(days=day.weekday()) if weekly else day
            groups.setdefault(begin, Counter()).update(counts.get("verdict", {}))
        bars = tuple(
            Bar(self._day(day), (*((verdict, counts[verdict]) for verdict in VERDICTS), ("other", counts[""])))
            for day, counts in groups.items()
        )
        legend = tuple(Choice(one, self._verdict(one)) for one in VERDICTS if self.sums["verdict"][one])
        busiest = max(bars, key=lambda bar: bar.total)
        sentence = self.words("console.usage.busiest", day=busiest.label, count=self._number(busiest.total))
        heads = (self.words("console.day"), self.words("console.usage.questions"))
        rows = tuple((Cell(bar.label), self._cell(bar.total)) for bar in bars)
        return Drawing(self.words("console.usage.time"), sentence, bars, Table("", heads, rows), legend, is_wide=True)

    def _verdicts(self) -> Drawing:
        counts = self.sums["verdict"]
        bars = tuple(Bar(self._verdict(one), ((one, counts[one]),)) for one in VERDICTS if counts[one])
        share = (counts["forbidden"] + counts["uncovered"]) / max(1, sum(counts.values()))
        sentence = self.words("console.usage.refused", share=format_percent(share, locale=self.words.language))
        return self._drawing(
            "console.usage.verdicts",
            sentence,
            bars,
            "verdict",
            dict(zip((self._verdict(one) for one in VERDICTS), VERDICTS, strict=True)),
        )

    def _named(self, counted: str, key: str) -> Drawing:
        most = self.sums[counted].most_common(MOST_BARS)
        bars = tuple(Bar(name or "?", (("", number),)) for name, number in most)
        if not bars:
            return Drawing("", "")
        sentence = self.words(f"{key}.most", name=bars[0].label, count=self._number(bars[0].total))
        return self._drawing(key, sentence, bars, counted, {})

    def _teams(self) -> Drawing:
        people: dict[str, set[str]] = {}
        teams = {pseudonym[:MARK]: team for pseudonym, team in self.teams.items()}
        asked: Counter[str] = Counter()
        for asker, number in self.sums["asker"].items():
            if team := teams.get(asker):
                people.setdefault(team, set()).add(asker)
                asked[team] += number
        bars = tuple(
            Bar(team, (("", number),)) for team, number in asked.most_common(MOST_BARS) if len(people[team]) >= SMALLEST_GROUP
        )
        sentence = self.words("console.usage.teams.small", count=str(SMALLEST_GROUP))
        return self._drawing("console.usage.teams", sentence, bars, "", {})

    def _latency(self) -> Drawing:
        steps = sorted((int(step) or 60_000, number) for step, number in self.sums["ms"].items())
        bars = tuple(Bar(f"≤ {self._number(step)} ms", (("", number),)) for step, number in steps)
        return self._drawing("console.usage.speed", self.words("console.usage.speed.most", most=self._median()), bars, "", {})

    def _feedback(self) -> Drawing:
        counts = self.sums["feedback"]
        colours = {"helpful": "allowed", "not_right": "forbidden"}
        bars = tuple(
            Bar(self.words(f"console.feedback.{one}"), ((colour, counts[one]),)) for one, colour in colours.items() if counts[one]
        )
        given = sum(bar.total for bar in bars)
        share = format_percent(counts["helpful"] / max(1, given), locale=self.words.language)
        return self._drawing("console.feedback", self.words("console.usage.helpful", share=share), bars, "", {})

    def _drawing(self, key: str, sentence: str, bars: tuple[Bar, ...], counted: str, ids: Mapping[str, str]) -> Drawing:
        title = self.words(key)
        heads = (title, self.words("console.usage.questions"), *([self.words("console.usage.before")] if counted else []))
        rows = tuple(
            (
                Cell(bar.label),
                self._cell(bar.total),
                *([self._cell(self.earlier.get(counted, Counter())[ids.get(bar.label, bar.label)])] if counted else []),
            )
            for bar in bars
        )
        return Drawing(title, sentence, bars, Table("", heads, rows))

    def _median(self) -> str:
        steps = sorted((int(step) or 60_000, number) for step, number in self.sums["ms"].items())
        half, seen = sum(number for _, number in steps) / 2, 0
        for step, number in steps:
            seen += number
            if seen >= half:
                return f"≤ {self._number(step)} ms"
        return "–"

    def _before(self, name: str, value: str) -> str:
        number = self.earlier.get(name, Counter())[value]
        return self.words("console.usage.was", count=self._number(number)) if number else ""

    def _of(self, name: str, *values: str) -> int:
        return sum(self.sums[name][value] for value in values)

    def _verdict(self, verdict: str) -> str:
        return (
            marked(ASK_SHAPE, self.words("word.ask"))
            if verdict == "ask"
            else marked(SHAPES[Verdict(verdict)], self.words(f"word.{verdict}"))
        )

    def _total(self, sums: Mapping[str, Counter[str]]) -> int:
        return sums.get("all", Counter())["n"]

    def _cell(self, number: int) -> Cell:
        return Cell(self._number(number), is_number=True)

    def _number(self, number: int) -> str:
        return str(format_decimal(number, locale=self.words.language))

    def _day(self, day: date) -> str:
        return str(format_date(day, format="d MMM", locale=self.words.language))
