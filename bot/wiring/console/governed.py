"""The policy of today goes in; the console's page of governance comes out: by tool, by demand, and all evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.clock.today import today_at
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Section, Table
from bot.policy.governance import OPEN, TO_DO, Evidence, Standing, State, demanded_of
from bot.policy.words import ANY
from bot.saying.labels import offering_label, tool_label
from bot.wiring.answers.mind import Minds
from bot.wiring.due.governing import by_demand, by_offering, by_turn, counted, governed, turns_of

MARKS = {State.MISSING: "forbidden", State.EXPIRED: "forbidden", State.SOON: "review"}
MOST_NAMED = 4


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def minds(self) -> Minds: ...


def governance_doors(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The door of the page."""
    return {"governance": lambda language: GovernancePage.of(rooms.minds.today().knowledge, language).page()}


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
