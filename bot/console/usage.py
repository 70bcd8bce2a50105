"""Usage: what people ask, and do not get, as sentences, figures and charts beside the period before; and the same as a file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.app import App
from bot.console.access import HEAVY_A_MINUTE
from bot.console.charts import Bar, Drawing
from bot.console.deeds import keep_deed
from bot.console.pages import Pages
from bot.console.values.shown import Cell, Choice, Table
from bot.desk.acknowledgements import listed
from bot.ledger.asked.exporting import csv_cell
from bot.ledger.asked.usage import MARK, Counts
from bot.ledger.ledger import Ledger
from bot.policy.words import Verdict
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import Words, marked, words_for

SPANS = (7, 30, 90, 365)
"""Days to choose from."""
COUNTED_NOW = 40
"""Days that a page counts itself; the clock counts the rest."""
MOST_BARS = 10
SMALLEST_GROUP = 5
"""People; a smaller team is not shown, so that no one person is."""
MOST_DAY_BARS = 62
SLOWEST_MS = 60_000
"""Stands for whatever took longer than is counted in steps."""
Sums = Mapping[str, Counter[str]]
Was = Callable[[str], int | None]
"""Label of a bar -> its number in the period before; None where that is not shown."""
OTHER = "other"
"""The colour of what was answered with no verdict."""
VERDICTS = (*(verdict.value for verdict in Verdict), "ask")
MINUTES_SAVED = 10
"""What one settled answer is taken to save: somebody would have asked a colleague. It is said beside the figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name, and how it was before."""

    name: str
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What people ask."""

    sentence: str = ""
    figures: tuple[Figure, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    remark: str = ""


def usage_pages(pages: Pages) -> APIRouter:
    """The page, and its file."""
    router, app = APIRouter(), pages.app

    @router.get("/console/usage")
    def usage(request: Request, days: str = "30") -> Response:
        signed, language = pages.enter(request, "usage")
        chosen = span_of(days)
        found = usage_page(app.ledger, _words(app, language), chosen, _teams(app))
        return pages.show(request, "usage", signed, usage=found, days=chosen, spans=SPANS)

    @router.get("/console/usage/export")
    def export(request: Request, days: str = "30") -> Response:
        signed, language = pages.enter(request, "usage")
        pages.access.limit(request, HEAVY_A_MINUTE, "export")
        keep_deed(app, signed.person, "usage_exported")
        name = {"Content-Disposition": 'attachment; filename="usage.csv"'}
        content = usage_file(app.ledger, _words(app, language), span_of(days), _teams(app))
        return Response(content, media_type="text/csv; charset=utf-8", headers=name)

    return router


def span_of(days: str) -> int:
    """The span that is meant."""
    return next((one for one in SPANS if str(one) == days), 30)


def _words(app: App, language: str) -> Words:
    return words_for(language, app.knowledge.organisation.languages)


def _teams(app: App) -> dict[str, str]:
    """Pseudonym -> team of those whom people.yaml names."""
    return {person: one.team for person, one in listed(app).items() if one.team}


def usage_page(ledger: Ledger, words: Words, days: int, teams: Mapping[str, str]) -> Usage:
    """The last days, and as many before them."""
    page, missing = _page_of(Page, ledger, words, days, teams)
    return page.usage(missing)


def usage_file(ledger: Ledger, words: Words, days: int, teams: Mapping[str, str]) -> str:
    """The same as CSV: a line for each part of each bar, numbers and days as programs read them."""
    page, missing = _page_of(Sheet, ledger, words, days, teams)
    usage = page.usage(missing)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(words(f"console.head.{name}") for name in ("about", "what", "kind", "questions", "before"))
    for one in usage.drawings:
        before = {row[0].text: row[2].text for row in one.table.rows if len(row) > 2}  # label, now, before
        kinds = {kind.value: kind.label for kind in one.legend}
        for bar in one.bars:
            for kind, number in bar.parts:
                if number:
                    write(map(csv_cell, (one.title, bar.label, kinds.get(kind, ""), number, before.get(bar.label, ""))))
    return out.getvalue()


def _page_of(kind: type[Page], ledger: Ledger, words: Words, days: int, teams: Mapping[str, str]) -> tuple[Page, int]:
    now = datetime.now(UTC)
    today = now.date()
    first, before = today - timedelta(days=days - 1), today - timedelta(days=2 * days - 1)
    found, missing = ledger.usage(before, today, now, COUNTED_NOW)
    this = {day: counts for day, counts in found.items() if day >= first}
    sums, earlier = _sums(this), _sums({day: counts for day, counts in found.items() if day < first})
    return kind(words, sums, earlier, this, teams), missing


def _steps(counts: Counter[str]) -> list[tuple[int, str]]:
    """Milliseconds up to which answers took, and the name under which they are counted, shortest first."""
    return sorted((int(name) or SLOWEST_MS, name) for name in counts)


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
        how = self.words("console.usage.saved.how", minutes=str(MINUTES_SAVED))
        return (
            self._figure("questions", lambda sums: self._number(self._total(sums))),
            self._figure("people", self._people),
            self._figure("saved", self._saved, how),
            self._figure("model", self._model),
            self._figure("latency", self._median),
        )

    def _figure(self, name: str, told: Callable[[Sums], str], more: str = "") -> Figure:
        """One number beside that of the period before, where there was one."""
        was = self.words("console.usage.was", count=told(self.earlier)) if self._total(self.earlier) else ""
        return Figure(self.words(f"console.usage.{name}"), told(self.sums), " · ".join(one for one in (was, more) if one))

    def _people(self, sums: Sums) -> str:
        people = len([asker for asker in sums.get("asker", ()) if asker])
        return self._number(people) if people >= SMALLEST_GROUP else f"< {SMALLEST_GROUP}"

    def _saved(self, sums: Sums) -> str:
        settled = sum(sums.get("verdict", Counter())[one] for one in ("allowed", "conditional", "forbidden"))
        return self.words("console.usage.hours", count=self._number(settled * MINUTES_SAVED // 60))

    def _model(self, sums: Sums) -> str:
        model = sum(number for name, number in sums.get("model", Counter()).items() if name)
        return str(format_percent(model / max(1, self._total(sums)), locale=self.words.language))

    def _over_time(self) -> Drawing:
        weekly = len(self.days) > MOST_DAY_BARS
        groups: dict[date, Counter[str]] = {}
        for day, counts in sorted(self.days.items()):
            begin = day - timedelta(days=day.weekday()) if weekly else day
            groups.setdefault(begin, Counter()).update(counts.get("verdict", {}))
        bars = tuple(
            Bar(self._day(day), (*((verdict, counts[verdict]) for verdict in VERDICTS), (OTHER, counts[""])))
            for day, counts in groups.items()
        )
        legend = tuple(Choice(one or OTHER, self._verdict(one)) for one in (*VERDICTS, "") if self.sums["verdict"][one])
        busiest = max(bars, key=lambda bar: bar.total)
        sentence = self.words("console.usage.busiest", day=busiest.label, count=self._number(busiest.total))
        heads = (self.words("console.day"), self.words("console.usage.questions"))
        rows = tuple((Cell(bar.label), self._cell(bar.total)) for bar in bars)
        return Drawing(self.words("console.usage.time"), sentence, bars, Table("", heads, rows), legend, is_wide=True)

    def _verdicts(self) -> Drawing:
        counts = self.sums["verdict"]
        each = (*VERDICTS, "")
        bars = tuple(Bar(self._verdict(one), ((one or OTHER, counts[one]),)) for one in each if counts[one])
        share = (counts["forbidden"] + counts["uncovered"]) / max(1, sum(counts.values()))
        sentence = self.words("console.usage.refused", share=format_percent(share, locale=self.words.language))
        return self._drawing(
            "console.usage.verdicts", sentence, bars, self._was("verdict", {self._verdict(one): one for one in each})
        )

    def _named(self, counted: str, key: str) -> Drawing:
        most = self.sums[counted].most_common(MOST_BARS)
        bars = tuple(Bar(name or "?", (("", number),)) for name, number in most)
        if not bars:
            return Drawing("", "")
        most_often = self.words(f"{key}.most", name=bars[0].label, count=self._number(bars[0].total))
        sentence = f"{most_often} {self.words('console.usage.named')}"
        return self._drawing(key, sentence, bars, self._was(counted, {}))

    def _teams(self) -> Drawing:
        now, before = self._of_teams(self.sums), self._of_teams(self.earlier)
        bars = tuple(Bar(team, (("", number),)) for team, number in now.most_common(MOST_BARS))
        sentence = self.words("console.usage.teams.small", count=str(SMALLEST_GROUP))
        return self._drawing("console.usage.teams", sentence, bars, before.get)

    def _of_teams(self, sums: Sums) -> Counter[str]:
        """Questions of each team in which enough people asked."""
        teams = {pseudonym[:MARK]: team for pseudonym, team in self.teams.items()}
        people, asked = Counter[str](), Counter[str]()
        for asker, number in sums.get("asker", Counter()).items():
            if team := teams.get(asker):
                people[team] += 1
                asked[team] += number
        return Counter({team: number for team, number in asked.items() if people[team] >= SMALLEST_GROUP})

    def _latency(self) -> Drawing:
        told = {f"≤ {self._number(step)} ms": name for step, name in _steps(self.sums["ms"])}
        bars = tuple(Bar(label, (("", self.sums["ms"][name]),)) for label, name in told.items())
        sentence = self.words("console.usage.speed.most", most=self._median(self.sums))
        return self._drawing("console.usage.speed", sentence, bars, self._was("ms", told))

    def _feedback(self) -> Drawing:
        counts = self.sums["feedback"]
        colours = {"helpful": "allowed", "not_right": "forbidden"}
        bars = tuple(
            Bar(self.words(f"console.feedback.{one}"), ((colour, counts[one]),)) for one, colour in colours.items() if counts[one]
        )
        given = sum(bar.total for bar in bars)
        share = format_percent(counts["helpful"] / max(1, given), locale=self.words.language)
        was = self._was("feedback", {self.words(f"console.feedback.{one}"): one for one in colours})
        return self._drawing("console.feedback", self.words("console.usage.helpful", share=share), bars, was)

    def _was(self, counted: str, ids: Mapping[str, str]) -> Was:
        """What a bar was in the period before. ``ids``: a bar's label -> what it counts, where that is something else."""
        return lambda label: self.earlier.get(counted, Counter())[ids.get(label, label)]

    def _drawing(self, key: str, sentence: str, bars: tuple[Bar, ...], was: Was) -> Drawing:
        title = self.words(key)
        heads = (title, self.words("console.usage.questions"), self.words("console.usage.before"))
        rows = tuple((Cell(bar.label), self._cell(bar.total), self._cell(was(bar.label))) for bar in bars)
        return Drawing(title, sentence, bars, Table("", heads, rows))

    def _median(self, sums: Sums) -> str:
        counts = sums.get("ms", Counter())
        half, seen = sum(counts.values()) / 2, 0
        for step, name in _steps(counts):
            seen += counts[name]
            if seen >= half:
                return f"≤ {self._number(step)} ms"
        return "–"

    def _verdict(self, verdict: str) -> str:
        if not verdict:
            return self.words("console.no_verdict")
        return (
            marked(ASK_SHAPE, self.words("word.ask"))
            if verdict == "ask"
            else marked(SHAPES[Verdict(verdict)], self.words(f"word.{verdict}"))
        )

    def _total(self, sums: Sums) -> int:
        return sums.get("all", Counter())["n"]

    def _cell(self, number: int | None) -> Cell:
        return Cell("–" if number is None else self._number(number), is_number=True)

    def _number(self, number: int) -> str:
        return str(format_decimal(number, locale=self.words.language))

    def _day(self, day: date) -> str:
        return str(format_date(day, format="d MMM", locale=self.words.language))


class Sheet(Page):
    """For programs."""

    def _number(self, number: int) -> str:
        return str(number)

    def _day(self, day: date) -> str:
        return day.isoformat()
