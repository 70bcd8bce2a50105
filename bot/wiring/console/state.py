"""The house's state goes in; what admins and owners look after comes out as sentences and tables: reminders, and the doors
to to-dos and health."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.console.doors import MatrixWish, Person
from bot.console.knowledge import AHEAD_DAYS
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Mended, Section, Table, Try
from bot.desk.reminders import Coming
from bot.knowledge.edits.writing import looked_at
from bot.policy.talks.checks import Pressed
from bot.saying.findings import worded
from bot.wiring.answers.mind import Minds
from bot.wiring.console.edits.proposed import Proposals
from bot.wiring.console.health import Kept, Work, health
from bot.wiring.console.health import Rooms as Looked
from bot.wiring.console.todos import KeptGaps, Todos
from bot.wiring.console.trying import tried

OUTCOMES = {
    "posted": "console.outcome.posted",
    "owed": "console.outcome.owed",
    **dict.fromkeys(("covered", "settled", "dropped"), "console.outcome.settled"),
}
"""What became of a reminder -> its words; all else could not be posted."""


class Rooms(Looked, Protocol):
    """What these pages look at."""

    @property
    def minds(self) -> Minds: ...


def state_doors(rooms: Rooms, work: Work | None) -> dict[str, Callable[..., Any]]:
    """The doors about how things are. ``work``: of the engine, where it runs in this process."""
    kept, gaps = Kept(), KeptGaps()

    def state(language: str) -> State:
        return State.of(rooms.minds.today().knowledge, language, rooms)

    def todos(language: str) -> Todos:
        return Todos.of(rooms.minds.today().knowledge, language, rooms.ledger, rooms.settings, gaps)

    def mend(language: str, person: Person, gap: str, choice: str, seen: str) -> Mended | None:
        done = todos(language).mend(person, gap, choice, seen)
        if done and not done.waits:
            looked_at(rooms.settings, rooms.store.refresh)  # whoever wrote it looks at the list next
        return done

    def proposals(language: str) -> Proposals:
        return Proposals.of(rooms.minds.today().knowledge, language, rooms.settings)

    def try_it(language: str, text: str, wish: MatrixWish, proposal: str, pressed: tuple[Pressed, ...]) -> Try:
        return tried(proposals(language).mind(proposal) if proposal else rooms.minds.today(), language, text, wish, pressed)

    return {
        "waiting": lambda language: proposals(language).table(),
        "proposals": lambda language: proposals(language).choices(),
        "proposal": lambda language, name: proposals(language).shown(name),
        "try_it": try_it,
        "todos": lambda language, person: todos(language).page(person),
        "mend": mend,
        "reminders": lambda language: state(language).reminders(),
        "calendar": lambda: Coming(rooms.minds.today().knowledge, rooms.ledger).calendar(),
        "health": lambda language: [worded(one, language) for one in kept.of(lambda: health(rooms, work))],
    }


@dataclass(frozen=True, slots=True)
class State(Reader):
    """How things are, for one reader."""

    rooms: Rooms

    def reminders(self) -> Section:
        """What people will be reminded of, and what is overdue."""
        words = self.words
        found = Coming(self.knowledge, self.rooms.ledger).rows(AHEAD_DAYS, language=words.language)
        rows = tuple(
            (
                self.when(datetime.fromisoformat(row["at"]).replace(tzinfo=ZoneInfo(found["zone"]))),
                Cell(row["title"]),
                Cell(row["owner"]),
                self.day(date.fromisoformat(row["day"])),
                Cell(words(OUTCOMES.get(row["outcome"], "console.outcome.unposted")) if row["outcome"] else ""),
            )
            for row in found["reminders"]
        )
        late = tuple(
            (self.day(date.fromisoformat(row["day"])), Cell(row["title"]), Cell(row["owner"])) for row in found["overdue"]
        )
        sentence = words("console.reminders.sentence", count=str(len(rows)), days=str(AHEAD_DAYS), late=str(len(late)))
        return Section(
            sentence,
            (
                Table(
                    words("console.reminders.late"),
                    self.heads("when", "what", "owner"),
                    late,
                    words("console.reminders.late.empty"),
                ),
                Table(
                    words("console.reminders.ahead"),
                    self.heads("moment", "what", "owner", "effective", "state"),
                    rows,
                    words("console.reminders.empty"),
                ),
            ),
        )
