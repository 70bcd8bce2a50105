"""The policy, and the log where there is one, go in; the report for an auditor comes out, as a page or as one file of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.app import App
from bot.clock.today import today_at
from bot.console import incidents
from bot.console.doors import REPORTED, MatrixWish, Role
from bot.console.governing import AcknowledgedTables
from bot.console.render import on_paper
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Chapter, Matrix, Report, Section, Table
from bot.desk.acknowledgements import Acknowledgements, Listed, listed
from bot.desk.versions import Versions, versions_of_git, versions_of_ledger
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.asked.console import DeedRow
from bot.ledger.ledger import Ledger
from bot.policy.governance import OPEN
from bot.policy.vendors.facts import months_before
from bot.saying.words import marked, phrase
from bot.settings import Settings, read_settings
from bot.wiring.answers.mind import Mind, Minds, make_mind
from bot.wiring.console.changed.revised import RevisedPage
from bot.wiring.console.changed.vendors import VendorsPage
from bot.wiring.console.gate import slack_people
from bot.wiring.console.governed import GovernancePage
from bot.wiring.console.knowledge import KnowledgePage
from bot.wiring.console.matrix import sheet_of

MONTHS = 12
"""So far back where no day is chosen."""
NOTHING = ("", "–")
MOST_NOTES, MOST_LACKING = 5, 6
"""On the first sheet, which stands alone."""


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def minds(self) -> Minds: ...

    @property
    def store(self) -> KnowledgeStore: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def settings(self) -> Settings: ...


@dataclass(frozen=True, slots=True)
class Log:
    """What only a log knows. ``audit``: whether it is whole; None for who may not see that."""

    app: App
    people: dict[str, Listed] = field(default_factory=dict)
    audit: Section | None = None


def report_doors(app: App, rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The door of the report."""

    def report(language: str, since: date | None, audit: Section | None) -> Report:
        log = Log(app, listed(app), audit)
        mind = rooms.minds.today()
        versions = versions_of_ledger(rooms.ledger)
        return ReportPage.of(mind.knowledge, language, mind, rooms.store, versions, log).report(since)

    return {"report": report}


def report_file(folder: Path, *, since: date | None, language: str, ledger: Ledger | None) -> str:
    """The report as one file that fetches nothing. Without a ledger, versions are those of git, and what only a log knows is not
    in it. Raises ``KnowledgeError``."""
    catalog = load_catalog()
    store = KnowledgeStore(folder, catalog)
    knowledge = store.current()
    versions = versions_of_ledger(ledger) if ledger else versions_of_git(folder)
    if not versions.known:
        versions = versions_of_git(folder)
    settings = read_settings()
    slack = slack_people(settings, lambda: knowledge.organisation.audience)
    log = Log(App(settings, catalog, ledger, store.current, slack)) if ledger else None
    page = ReportPage.of(knowledge, language, make_mind(knowledge, catalog), store, versions, log)
    return on_paper("report", partial(phrase, language), language, can_note=False, report=_alone(page.report(since)))


def _alone(report: Report) -> Report:
    """Without links that lead into the console."""
    return replace(report, chapters=tuple(replace(one, section=_unlinked(one.section)) for one in report.chapters))


def _unlinked(section: Section) -> Section:
    def cell(one: Cell) -> Cell:
        return replace(one, link="") if one.link.startswith("/") else one

    def table(one: Table) -> Table:
        return replace(one, rows=tuple(tuple(cell(each) for each in row) for row in one.rows))

    return replace(section, tables=tuple(table(one) for one in section.tables))


@dataclass(frozen=True, slots=True)
class ReportPage(Reader):
    """All of it, for one reader."""

    mind: Mind
    store: KnowledgeStore
    versions: Versions
    log: Log | None

    def report(self, since: date | None = None) -> Report:
        """``since``: the first day of what happened; else that on which the last report was made, else a year ago."""
        today = today_at(self.knowledge)
        words, last = self.words, self._last()
        day = since or (self._local(last.at) if last else months_before(today, MONTHS))
        lead = words(
            "console.report.lead",
            organisation=self.knowledge.organisation.name,
            day=self.day(today).text,
            since=self.day(day).text,
        )
        chapters = {
            "knowledge": KnowledgePage.of(self.knowledge, words.language, self.store).page(),
            "changes": self._changes(day, today),
            "governance": self._governance(),
            **self._incidents(),
            "vendors": self._vendors(day),
            **({"ledger": self.log.audit} if self.log and self.log.audit else {}),
        }
        matrix = sheet_of(self.mind, words.language, MatrixWish()).matrix()
        rest = len(matrix.notes) - MOST_NOTES
        return Report(
            f"{lead} {words('console.report.log' if self.log else 'console.report.no_log')}",
            day.isoformat(),
            self._before(last) if self.log else "",
            matrix,
            (self._counts(matrix), self._open()),
            matrix.notes[:MOST_NOTES],
            words("console.report.more", count=self.number(rest)) if rest > 0 else "",
            tuple(
                Chapter(words(f"console.page.{name}"), quiet(section), self._told(section) if name == "vendors" else "")
                for name, section in chapters.items()
            ),
        )

    def _told(self, section: Section) -> str:
        """How much stands in its first tables: of vendors, announced changes and those on watched pages."""
        counted = ((one.title, self.number(len(one.rows))) for one in section.tables[:2])
        return " ".join(f"{self.words('advice.pair', name=title, value=count)}." for title, count in counted)

    def _counts(self, matrix: Matrix) -> Table:
        """The matrix in a few lines: of each class, how many tools and plans have each verdict, by the legend."""
        rows = tuple(
            (
                Cell(column.label),
                *(
                    Cell(self.number(count) if count else "–", is_number=True)
                    for one in matrix.legend
                    for count in (sum(row.cells[place].verdict == one.verdict for row in matrix.rows),)
                ),
                Cell(self.number(sum(bool(row.cells[place].notes) for row in matrix.rows)), is_number=True),
            )
            for place, column in enumerate(matrix.columns)
        )
        heads = (self.words("console.report.class"), *(marked(one.shape, one.word) for one in matrix.legend))
        heads += (self.words("console.report.some"),)
        return Table(self.words("console.report.counts"), heads, rows, self.words("console.matrix.empty"))

    def _open(self) -> Table:
        """The tools that lack most; how many more there are is the last line."""
        rows = GovernancePage.of(self.knowledge, self.words.language).lacking()
        rest = len(rows) - MOST_LACKING
        more = ((Cell(self.words("console.report.more", count=self.number(rest))), *(Cell(""),) * 3),) if rest > 0 else ()
        states = (self.words(f"governance.state.{state}") for state in OPEN)
        heads = (*self.heads("tool"), *states, self.words("governance.turn"))
        title, empty = self.words("console.report.open"), self.words("console.report.open.empty")
        return Table(title, heads, (*rows[:MOST_LACKING], *more), empty)

    def _last(self) -> DeedRow | None:
        return self.log.app.ledger.last_console_deed(REPORTED) if self.log else None

    def _local(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.knowledge.organisation.time_zone)).date()

    def _before(self, last: DeedRow | None) -> str:
        if last is None:
            return self.words("console.report.none_before")
        return self.words("console.report.before", day=self.day(self._local(last.at)).text)

    def _changes(self, day: date, today: date) -> Section:
        moment = datetime.combine(day, time(), ZoneInfo(self.knowledge.organisation.time_zone))
        found = self.versions.since(moment, today)
        return RevisedPage.of(self.knowledge, self.words.language, self.versions, found).page()

    def _governance(self) -> Section:
        section = GovernancePage.of(self.knowledge, self.words.language, sys.maxsize).page()
        if self.log is None:
            return section
        read = Acknowledgements(self.log.app, self.log.people)
        tables = AcknowledgedTables.of(self.knowledge, self.words.language, read).tables() if read.is_wanted else ()
        return replace(section, tables=(*section.tables, *tables))

    def _incidents(self) -> dict[str, Section]:
        if self.log is None:
            return {}
        return {"incidents": incidents.section_of(self.log.app, self.words.language, Role.OWNER)}

    def _vendors(self, day: date) -> Section:
        ledger, name_of = (self.log.app.ledger, self.log.app.name_of) if self.log else (None, str)
        return VendorsPage.of(self.knowledge, self.words.language, ledger, name_of, day).page()


def quiet(section: Section) -> Section:
    """Without columns that have nothing to read: buttons, and those in which nothing stands."""
    return replace(section, tables=tuple(_quiet(one) for one in section.tables))


def _quiet(table: Table) -> Table:
    says = [
        place
        for place in range(len(table.heads))
        if not table.rows or any(row[place].text not in NOTHING and not row[place].forms for row in table.rows)
    ]
    rows = tuple(tuple(row[place] for place in says) for row in table.rows)
    return replace(table, heads=tuple(table.heads[place] for place in says), rows=rows)
