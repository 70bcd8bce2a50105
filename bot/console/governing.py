"""An owner or admin looks at what governance demands and who has read the policy; names are shown for a reason that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.clock.today import today_at
from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.deeds import keep_deed
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages
from bot.console.questions import SHORTEST_REASON
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Section, Table
from bot.desk.acknowledgements import FEWEST, Acknowledgements, Listed, listed
from bot.desk.governance import by_demand, by_offering, by_turn, counted, governed, turns_of
from bot.ledger.store.errors import LedgerError
from bot.policy.governance import OPEN, TO_DO, Evidence, Standing, State, demanded_of
from bot.policy.words import ANY
from bot.saying.labels import offering_label, tool_label

MARKS = {State.MISSING: "forbidden", State.EXPIRED: "forbidden", State.SOON: "review"}
MOST_NAMED = 4


def governance_pages(pages: Pages) -> APIRouter:
    """The page, and the names on it."""
    router, app = APIRouter(), pages.app

    def found() -> Acknowledgements:
        return Acknowledgements(app, listed(app))

    def shown(request: Request, signed: Signed, language: str, fault: str = "", names: tuple[str, ...] | None = None) -> Response:
        section = GovernancePage.of(app.knowledge, language).page()
        read = AcknowledgedTables.of(app.knowledge, language, found()).tables()
        return pages.show(request, "governance", signed, section=section, read=read, fault=fault, names=names)

    @router.get("/console/governance")
    def governance(request: Request) -> Response:
        return shown(request, *pages.enter(request, "governance"))

    @router.post("/console/governance/who")
    def who(request: Request, reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "who")
        if len(reason.strip()) < SHORTEST_REASON:
            return shown(request, signed, language, fault="console.who.reason_short")
        known = found()
        try:
            missing = known.look(by=signed.person.signed, reason=reason.strip()[:LONGEST])
        except LedgerError:
            raise RefusedError("console.who.reason_short") from None
        keep_deed(app, signed.person, "who_has_not_read")
        tables = AcknowledgedTables.of(app.knowledge, language, known)
        return shown(request, signed, language, names=tuple(tables.name(*one) for one in missing))

    return router


@dataclass(frozen=True, slots=True)
class GovernancePage(Reader):
    """What is demanded of the tools in use, for one reader."""

    most_named: int = MOST_NAMED
    """Tools of one piece of evidence that are named; of more the rest is counted."""

    def page(self) -> Section:
        """All of it."""
        found = governed(self.knowledge, today_at(self.knowledge))
        return Section(self._lead(found), (self._turns(found), self._tools(found), self._demands(found), self._evidence(found)))

    def _lead(self, found: Sequence[Standing]) -> str:
        missing = [one for one in found if one.state in OPEN]
        held = self.words("governance.enforced" if self.knowledge.policy.evidenced else "governance.not_enforced")
        tools = {one.offering for one in found}
        if not missing:
            return f"{self.words('governance.whole', tools=self.number(len(tools)))} {held}"
        told = self.words(
            "governance.lead",
            count=self.number(len(missing)),
            all=self.number(len(found)),
            tools=self.number(len({one.offering for one in missing})),
            of=self.number(len(tools)),
        )
        return f"{told} {held}"

    def _turns(self, found: Sequence[Standing]) -> Table:
        rows = tuple(
            (Cell(who or self.words("governance.nobody")), *self._numbers(counted(those, TO_DO))) for who, those in by_turn(found)
        )
        heads = (self.words("governance.turn"), *map(self._head, TO_DO))
        return Table(self.words("governance.turns"), heads, rows, self.words("governance.turns.empty"))

    def lacking(self) -> tuple[tuple[Cell, ...], ...]:
        """Each tool that lacks something, most first: how much is missing, how much has run out, whose turn it is."""
        nobody = self.words("governance.nobody")
        return tuple(
            (
                Cell(offering_label(offering, self.knowledge, self.words)),
                *self._numbers(counted(short, OPEN)),
                Cell(turns_of(short, nobody)),
            )
            for offering, those in by_offering(governed(self.knowledge, today_at(self.knowledge)))
            if (short := [one for one in those if one.state in OPEN])
        )

    def _tools(self, found: Sequence[Standing]) -> Table:
        rows = tuple(
            (
                Cell(offering_label(offering, self.knowledge, self.words)),
                *(self._named(those, state) for state in TO_DO),
                Cell(turns_of(those, self.words("governance.nobody"))),
            )
            for offering, those in by_offering(found)
            if any(one.state in TO_DO for one in those)
        )
        heads = (
            *self.heads("tool"),
            *map(self._head, TO_DO),
            self.words("governance.turn"),
        )
        return Table(self.words("governance.tools"), heads, rows, self.words("governance.tools.empty"))

    def _demands(self, found: Sequence[Standing]) -> Table:
        states = (*TO_DO, State.THERE, State.NOT_NEEDED)
        rows = tuple(
            (
                Cell(f"{self.words.pick(those[0].demand.label)}: {self.words.pick(those[0].demand.about)}"),
                *self._numbers(counted(those, states)),
                Cell(those[0].demand.law or "–"),
            )
            for _, those in by_demand(found)
        )
        heads = (
            self.words("governance.demand"),
            *map(self._head, states),
            self.words("governance.law"),
        )
        return Table(self.words("governance.demands"), heads, rows, self.words("governance.demands.empty"))

    def _head(self, state: State) -> str:
        """What is soon here is not what is soon on another page: it says how many days that is."""
        days = self.number(self.knowledge.governance.soon_days)
        return self.words("governance.soon_in", days=days) if state is State.SOON else self.words(f"governance.state.{state}")

    def _evidence(self, found: Sequence[Standing]) -> Table:
        """What has run out, or soon will, is marked where nothing newer stands in for it."""
        places = {one.id: place for place, one in enumerate(self.knowledge.governance.demands)}
        states = {id(one.evidence): one.state for one in found if one.evidence}
        labels = {one.id: self.words.pick(one.label) for one in self.knowledge.governance.demands}
        rows = tuple(
            (
                Cell(labels.get(one.demand, one.demand)),
                self._reached(one),
                self._where(one),
                self._until(one, states.get(id(one))),
                Cell(one.owner or "–"),
            )
            for one in sorted(self.knowledge.governance.evidence, key=lambda one: places.get(one.demand, len(places)))
        )
        heads = (self.words("governance.demand"), *self.heads("tool", "where", "until", "owner"))
        return Table(self.words("governance.evidence"), heads, rows, self.words("governance.evidence.empty"))

    def _where(self, one: Evidence) -> Cell:
        said = one.where or self.words("governance.because", why=one.not_needed)
        more = f" · {one.note}" if one.note else ""
        return Cell(said + more, link=one.where if one.where.startswith(("https://", "http://")) else "")

    def _until(self, one: Evidence, state: State | None) -> Cell:
        day = self.day(one.until)
        return (
            replace(day, text=f"{day.text} · {self.words(f'governance.state.{state}')}", mark=MARKS[state])
            if state in MARKS
            else day
        )

    def _reached(self, one: Evidence) -> Cell:
        """Whole tools by their name, others one by one; of many the first, and the rest opens. Those of which
        nobody demands it are not named."""
        if ANY in one.offerings:
            return Cell(self.words("governance.every"))
        demands = [demand for demand in self.knowledge.governance.demands if demand.id == one.demand]
        offerings = self.knowledge.policy.offerings.values()
        named = {each.id for each in offerings if each.id in one.offerings and demanded_of(each, demands)} or one.offerings
        names: list[str] = []
        for tool in dict.fromkeys(offering.tool for offering in offerings if offering.id in named):
            of_tool = {offering.id for offering in offerings if offering.tool == tool}
            if of_tool <= named:
                names.append(tool_label(tool, self.knowledge, self.words))
            else:
                names += [offering_label(id_, self.knowledge, self.words) for id_ in sorted(of_tool & named)]
        if len(names) <= self.most_named:
            return Cell(", ".join(names))
        few = self.most_named - 1
        more = self.words("governance.more", names=", ".join(names[:few]), count=self.number(len(names) - few))
        return Cell(more, whole=", ".join(names))

    def _named(self, some: Sequence[Standing], state: State) -> Cell:
        named = [
            self.words.pick(one.demand.label) + (f" ({self.day(one.until).text})" if one.until else "")
            for one in some
            if one.state is state
        ]
        return Cell(", ".join(named) or "–", mark=MARKS[state] if named else "")

    def _numbers(self, numbers: dict[str, int]) -> tuple[Cell, ...]:
        return tuple(
            Cell(self.number(count) if count else "–", is_number=True, mark=MARKS.get(State(state), "") if count else "")
            for state, count in numbers.items()
        )


@dataclass(frozen=True, slots=True)
class AcknowledgedTables(Reader):
    """Figures for one reader."""

    found: Acknowledgements

    def tables(self) -> tuple[Table, ...]:
        """By version and by team; empty ones where the policy asks for none."""
        wanted = self.found.is_wanted
        versions = tuple(
            (Cell(version), self.when(at) if at else Cell("–"), self._number(count))
            for version, at, count in (self.found.by_version() if wanted else ())
        )
        teams = tuple(
            (
                Cell(one.name or self.words(f"acknowledged.{one.kind}", fewest=str(FEWEST))),
                self._number(one.read),
                self._number(one.not_read),
                self._number(one.reminded),
            )
            for one in (self.found.by_team() if wanted else ())
        )
        empty = self.words("acknowledged.empty")
        read = self.words("acknowledged.read")
        by_version = (self.words("acknowledged.version"), self.words("acknowledged.published"), read)
        not_read = (self.words("acknowledged.not_read"), self.words("acknowledged.reminded"))
        by_team = (self.words("acknowledged.team"), read, *not_read)
        return (
            Table(self.words("acknowledged.versions"), by_version, versions, empty),
            Table(self.words("acknowledged.teams", version=self.knowledge.version), by_team, teams, empty),
        )

    def name(self, person: str, one: Listed) -> str:
        """Who has not read it, with their team, and how often and when last they were reminded."""
        name, (times, last) = self.found.app.name_of(one.user), self.found.reminded(person)
        reminded = self.words("acknowledged.reminded_at", times=str(times), day=self.when(last).text) if last else ""
        return (f"{name} ({one.team})" if one.team else name) + reminded

    def _number(self, number: int) -> Cell:
        return Cell(self.number(number), is_number=True)
