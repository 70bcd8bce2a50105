"""The report for an auditor: the policy as it is and what happened since a day, as a page or as one file of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.app import App
from bot.clock.today import today_at
from bot.console import incidents
from bot.console.access import HEAVY_A_MINUTE
from bot.console.announcing import VendorsPage
from bot.console.auditing import LedgerPage
from bot.console.deeds import keep_deed
from bot.console.doors import MatrixWish, Role
from bot.console.governing import AcknowledgedTables, GovernancePage
from bot.console.knowledge import KnowledgePage
from bot.console.matrix import matrix_of
from bot.console.pages import Pages
from bot.console.render import on_paper
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Matrix, Section, Table
from bot.desk.acknowledgements import Acknowledgements, Listed, listed
from bot.desk.versions import MOST, Revised, Versions, versions_of_ledger
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.parse import kind_of
from bot.ledger.asked.console import DeedRow
from bot.policy.changes.change import CellChange
from bot.policy.changes.compare import Compared, by_cause
from bot.policy.deciding.joint import Cause, How
from bot.policy.governance import OPEN
from bot.policy.vendors.facts import months_before
from bot.policy.words import Verdict
from bot.saying.words import marked, phrase

REPORTED = "reported"
"""The deed of an admin who notes that a report was made."""
MONTHS = 12
"""So far back where no day is chosen."""
NOTHING = ("", "–")
MOST_NOTES, MOST_LACKING = 5, 6
"""On the first sheet, which stands alone."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a report."""

    title: str
    section: Section
    counts: str = ""
    """What the first sheet says beside the sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an auditor reads: the policy as it is, and what happened since a day."""

    lead: str = ""
    since: str = ""
    """The day, ISO."""
    before: str = ""
    """Which report was the last before this one."""
    matrix: Matrix = field(default_factory=Matrix)
    summary: tuple[Table, ...] = ()
    """What the first sheet says of the matrix and of evidence; all of it stands in the annex."""
    some: tuple[str, ...] = ()
    """The first of the matrix's notes."""
    more: str = ""
    """How many more notes there are."""
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """What only a log knows. ``audit``: whether it is whole; None for who may not see that."""

    app: App
    people: dict[str, Listed] = field(default_factory=dict)
    audit: Section | None = None


def report_pages(pages: Pages) -> APIRouter:
    """The report that says what the pages say in one."""
    router, app = APIRouter(), pages.app

    @router.get("/console/report")
    def report(request: Request, since: str = "") -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.limit(request, HEAVY_A_MINUTE, "report")
        day, fault, is_admin = None, "", signed.person.role is Role.ADMIN
        try:
            day = date.fromisoformat(since) if since else None
        except ValueError:
            fault = "console.error.day"
        audit = LedgerPage.of(app.knowledge, language, app, pages.verifying).paper() if is_admin else None
        log, matrix = Log(app, listed(app), audit), matrix_of(pages, language, MatrixWish())
        page = ReportPage.of(app.knowledge, language, matrix, app.store, versions_of_ledger(app.ledger), log)
        return pages.show(request, "report", signed, report=page.report(day), fault=fault, can_note=is_admin)

    @router.post("/console/report")
    def note(request: Request, csrf: str = Form("")) -> Response:
        """The next report begins where this one was made."""
        signed, _ = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        keep_deed(app, signed.person, REPORTED)
        return RedirectResponse("/console/report", status_code=303)

    return router


def paper_of(report: Report, language: str) -> str:
    """The report as one file that fetches nothing: no link in it leads into the console."""
    chapters = tuple(replace(one, section=_unlinked(one.section)) for one in report.chapters)
    return on_paper("report", partial(phrase, language), language, can_note=False, report=replace(report, chapters=chapters))


def _unlinked(section: Section) -> Section:
    def cell(one: Cell) -> Cell:
        return replace(one, link="") if one.link.startswith("/") else one

    def table(one: Table) -> Table:
        return replace(one, rows=tuple(tuple(cell(each) for each in row) for row in one.rows))

    return replace(section, tables=tuple(table(one) for one in section.tables))


@dataclass(frozen=True, slots=True)
class ReportPage(Reader):
    """All of it, for one reader."""

    matrix: Matrix
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
        matrix = self.matrix
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


@dataclass(frozen=True, slots=True)
class RevisedPage(Reader):
    """What changed, for one reader."""

    versions: Versions
    found: Sequence[Revised]
    names_nobody: bool = False
    """Whether waivers are told without who holds them, and without their ids, which may say it."""

    def page(self) -> Section:
        """The newest first."""
        changes = [one.compared.change for one in self.found if one.compared]
        lead = self.words(
            "report.changes.lead",
            versions=self.number(len(self.found)),
            looser=self.number(sum(len(one.looser) for one in changes)),
            stricter=self.number(sum(len(one.stricter) for one in changes)),
            other=self.number(sum(len(one.changed_conditions) for one in changes)),
        )
        remarks = [
            *([self.words("report.changes.most", most=self.number(MOST))] if len(self.found) >= MOST else []),
            *([self.words("report.changes.commits")] if self.versions.are_commits else []),
        ]
        said = " ".join((lead, *remarks)) if self.versions.known else self.words("report.changes.unknown")
        return Section(said, (self._versions(), self._cells()) if self.versions.known else ())

    def lines(self, one: Revised) -> list[str]:
        """What one version turned, line by line."""
        if one.compared is None:
            return [self.words("report.unread" if one.before else "report.first")]
        return [": ".join(cell.text for cell in cells) for cells in self._by_cause(one.compared)]

    def _versions(self) -> Table:
        heads = (*self.heads("moment"), *(self.words(f"report.{one}") for one in ("version", "looser", "stricter", "other")))
        rows = tuple((self.when(one.at), Cell(one.version), *self._counts(one)) for one in self.found)
        return Table(self.words("report.versions"), heads, rows, self.words("report.versions.empty"))

    def _counts(self, one: Revised) -> tuple[Cell, ...]:
        if one.compared is None:
            said = self.words("report.unread" if one.before else "report.first")
            return (Cell(said), Cell("–", is_number=True), Cell("–", is_number=True))
        change = one.compared.change
        return tuple(
            Cell(self.number(len(cells)) if cells else "–", is_number=True)
            for cells in (change.looser, change.stricter, change.changed_conditions)
        )

    def _cells(self) -> Table:
        heads = (*self.heads("moment"), *(self.words(f"report.{one}") for one in ("version", "rule", "turn", "cells")))
        rows = tuple(
            (self.when(one.at), Cell(one.version), *rest)
            for one in self.found
            if one.compared
            for rest in self._by_cause(one.compared)
        )
        return Table(self.words("report.cells_changed"), heads, rows, self.words("report.cells_changed.empty"))

    def _by_cause(self, compared: Compared) -> Iterator[tuple[Cell, Cell, Cell]]:
        """Looser first, then stricter, then other conditions: what one rule turned in one direction stands on one line."""
        change = compared.change
        for kind, cells in (("looser", change.looser), ("stricter", change.stricter), ("other", change.changed_conditions)):
            for (cause, old, new), those in by_cause(cells).items():
                turn = f"{self._word(old)} → {self._word(new)}" if old is not new else self._word(new)
                yield (
                    Cell(self._cause(cause)),
                    Cell(f"{turn} ({self.words(f'report.{kind}').lower()})", mark=new.value),
                    Cell("; ".join(self._named(those, compared))),
                )

    def _word(self, verdict: Verdict) -> str:
        return self.words(f"word.{verdict.value}")

    def _cause(self, cause: Cause) -> str:
        if cause.how is How.SILENCE:
            return self.words("report.how.silence", rule=cause.rule)
        at = cause.new or cause.old
        how = "changed" if cause.kind == "name" else cause.how.value
        rule = self.words("console.kind.waiver") if self.names_nobody and at and kind_of(at.file) == "waivers" else cause.rule
        return self.words(f"report.how.{how}", rule=f"{rule} ({at})" if at else rule)

    def _named(self, cells: Sequence[CellChange], compared: Compared) -> Iterator[str]:
        """Tools of which the same data turned stand together."""
        of_tool: dict[tuple[str, str, str], list[str]] = {}
        for one in cells:
            named = self._label(one.data, compared) + one.name.removeprefix(one.data)
            alike = of_tool.setdefault((one.offering, self._for_whom(one), _needs(one)), [])
            alike += [named] if named not in alike else []  # of two whom nobody names one is told
        together: dict[tuple[str, str, str], list[str]] = {}
        for (offering, whom, needs), data in of_tool.items():
            together.setdefault((", ".join(data), whom, needs), []).append(self._label(offering, compared))
        for (data_said, whom, needs), tools in together.items():
            yield f"{', '.join(tools)} × {data_said}{whom}{needs}"

    def _label(self, id_: str, compared: Compared) -> str:
        """As it was called then: what is gone has no name today."""
        sides = (compared.new.labels, compared.old.labels)
        return next((said for side in sides if (said := self.words.pick(side.get(id_, {})))), id_)

    def _for_whom(self, one: CellChange) -> str:
        who = self.words("console.kind.waiver") if one.who and self.names_nobody else one.who
        said = [*one.context.values(), *([who] if who else []), *([self.day(one.since).text] if one.since else [])]
        return f" ({', '.join(said)})" if said else ""


def _needs(one: CellChange) -> str:
    """What is needed now and was not, and the other way round; ``~``: in other words or on other terms."""
    parts = [f"+{id_}" for id_ in one.new_conditions if id_ not in one.old_conditions]
    parts += [f"-{id_}" for id_ in one.old_conditions if id_ not in one.new_conditions]
    parts += [f"~{id_}" for id_ in one.reworded]
    return f" [{' '.join(parts)}]" if parts else ""
