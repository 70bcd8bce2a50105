"""What people said they have read goes in; how many read which version comes out, by team, and by name for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol

from bot.console.doors import Person, RefusedError
from bot.console.values.shown import Cell, Table
from bot.ledger.acknowledged import READ
from bot.ledger.ledger import Ledger
from bot.ledger.store.errors import LedgerError
from bot.policy.house import Knowledge
from bot.policy.talks.home import LOOKED_READ, News, Viewer
from bot.reading.door import make_safe
from bot.saying.words import words_for
from bot.wiring.answers.mind import Minds
from bot.wiring.console.reading import Reader
from bot.wiring.owners.published import Published
from bot.wiring.owners.revised import versions_of_ledger
from bot.wiring.owners.unread import Unread
from bot.wiring.today import today_at

FEWEST = 5
"""A team is shown by itself from so many people on: what one person read is no figure."""


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def minds(self) -> Minds: ...

    @property
    def ledger(self) -> Ledger: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody whom people.yaml names one by one."""

    user: str
    team: str = ""


People = Callable[[], dict[str, Listed]]
"""Pseudonym -> who."""


@dataclass(frozen=True, slots=True)
class Read:
    """Of some people: how many have read what the policy says today, and how many know an older one or none."""

    name: str
    kind: str
    """``team``, ``small`` (teams too small to be shown), ``no_team``, or ``unlisted`` (not in people.yaml one by one)."""
    read: int
    not_read: int
    reminded: int = 0
    """Of those who have not: how many were reminded of it in a message of their own."""


@dataclass(frozen=True)  # without slots: what is known is read once
class Acknowledgements:
    """Over the ledger and people.yaml, as they are now: of those whom the bot has met, and those whom people.yaml names."""

    ledger: Ledger
    knowledge: Knowledge
    people: dict[str, Listed]

    @property
    def is_wanted(self) -> bool:
        return self.knowledge.organisation.acknowledge

    @cached_property
    def _known(self) -> list[tuple[str, str, str]]:
        return self.ledger.all_known()

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        """Version -> pseudonyms of all who said that they have read it."""
        found: dict[str, set[str]] = {}
        for person, version, how in self._known:
            if how == READ:
                found.setdefault(version, set()).add(person)
        return found

    @cached_property
    def _have(self) -> set[str]:
        """Pseudonyms of all who read today's version, or one since which nothing changed for anybody: a new comma asks nobody to
        read again."""
        return {one for version in self._today for one in self._readers.get(version, ())}

    @cached_property
    def _today(self) -> set[str]:
        """Today's version, and those since which nothing changed."""
        today = self.knowledge.version
        alike = versions_of_ledger(self.ledger).alike(today_at(self.knowledge))
        return {today} | alike if today in alike else {today}

    @cached_property
    def _reminded(self) -> dict[str, list[datetime]]:
        """Pseudonym -> when they were reminded of what the policy says today."""
        kept = self.ledger.reminded().items()
        found = {person: [at for version, at in asked if version in self._today] for person, asked in kept}
        return {person: days for person, days in found.items() if days}

    def everybody(self) -> set[str]:
        """Pseudonyms of those who are counted."""
        return set(self.people) | {person for person, _, _ in self._known}

    def by_version(self) -> list[tuple[str, datetime | None, int]]:
        """Version, when it was published here, how many have read it; today's first, then the newest."""
        readers, days = {**self._readers, self.knowledge.version: self._have}, self.ledger.published_at()
        versions = dict.fromkeys((self.knowledge.version, *reversed(days)))
        return [(one, days.get(one), len(readers.get(one, ()))) for one in versions]

    def by_team(self) -> list[Read]:
        """Teams in order of their names, then who has none, and who is not listed."""
        sizes = Counter(one.team for one in self.people.values() if one.team)
        groups: dict[tuple[int, str, str], list[str]] = {}
        for person in self.everybody():
            groups.setdefault(self._group(self.people.get(person), sizes), []).append(person)
        return [
            Read(
                name,
                kind,
                read := sum(person in self._have for person in group),
                len(group) - read,
                sum(person in self._reminded and person not in self._have for person in group),
            )
            for (_, kind, name), group in sorted(groups.items())
        ]

    def missing(self) -> list[tuple[str, Listed]]:
        """Those of people.yaml who have not said that they have read today's version: pseudonym and who, by team."""
        missing = [(person, one) for person, one in self.people.items() if person not in self._have]
        return sorted(missing, key=lambda pair: (pair[1].team, pair[1].user))

    def reminded(self, person: str) -> tuple[int, datetime | None]:
        """How often somebody was reminded of what the policy says today, and when last."""
        days = self._reminded.get(person, [])
        return len(days), max(days, default=None)

    def look(self, *, by: str, reason: str) -> list[tuple[str, Listed]]:
        """``missing``, after a look at each of them was kept; nobody where the policy asks nobody to acknowledge it. Raises
        ``LedgerError`` where the reason says nothing."""
        found, safe, now = self.missing() if self.is_wanted else [], make_safe(reason).text, datetime.now(UTC)
        for person, _ in found:
            self.ledger.keep_look(f"{LOOKED_READ}{self.knowledge.version}", person, by=by, reason=safe, at=now)
        return found

    def as_object(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "wanted": self.is_wanted,
            "version": self.knowledge.version,
            "versions": [
                {"version": version, "published": at.isoformat(timespec="seconds") if at else None, "read": count}
                for version, at, count in self.by_version()
            ],
            "teams": [
                {"team": one.name, "kind": one.kind, "read": one.read, "not_read": one.not_read, "reminded": one.reminded}
                for one in self.by_team()
            ],
        }

    @staticmethod
    def _group(one: Listed | None, sizes: Counter[str]) -> tuple[int, str, str]:
        if one is None:
            return 3, "unlisted", ""
        if not one.team:
            return 2, "no_team", ""
        return (0, "team", one.team) if sizes[one.team] >= FEWEST else (1, "small", "")


def acknowledged_doors(
    rooms: Rooms, people: People, name_of: Callable[[str], str], who_looks: Callable[[Person], Viewer | None]
) -> dict[str, Callable[..., Any]]:
    """The doors. ``name_of``: Slack user -> name; ``who_looks``: whoever may be asked to read the policy."""
    unread = Unread(rooms.minds, rooms.ledger, Published(rooms.minds, rooms.ledger))

    def owed(language: str, person: Person) -> News | None:
        viewer = who_looks(person)
        found = unread.owed(viewer) if viewer else None
        words = words_for(language, rooms.minds.today().knowledge.organisation.languages)
        return unread.news(found, words) if found else None

    def read(person: Person, version: str) -> None:
        if viewer := who_looks(person):
            unread.read(viewer, version)

    def found() -> Acknowledgements:
        return Acknowledgements(rooms.ledger, rooms.minds.today().knowledge, people())

    def who(language: str, person: Person, reason: str) -> tuple[str, ...]:
        known = found()
        try:
            named = known.look(by=person.signed, reason=reason)
        except LedgerError:
            raise RefusedError("console.who.reason_short") from None
        tables = AcknowledgedTables.of(rooms.minds.today().knowledge, language, known)
        return tuple(
            (f"{name_of(one.user)} ({one.team})" if one.team else name_of(one.user)) + tables.reminded(pseudonym)
            for pseudonym, one in named
        )

    return {
        "acknowledged": lambda language: AcknowledgedTables.of(rooms.minds.today().knowledge, language, found()).tables(),
        "who_has_not_read": who,
        "unread": owed,
        "have_read": read,
    }


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

    def reminded(self, person: str) -> str:
        """How often and when last, behind a name; empty where never."""
        times, last = self.found.reminded(person)
        return self.words("acknowledged.reminded_at", times=str(times), day=self.when(last).text) if last else ""

    def _number(self, number: int) -> Cell:
        return Cell(self.number(number), is_number=True)
