"""Slack's word on people and people.yaml go in; who is signed in, and which pseudonym is whose, come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.console.access import AT_MACHINE
from bot.console.doors import Person, Role, SignIn
from bot.policy.house import Person as Entry
from bot.policy.talks.home import Viewer
from bot.policy.talks.persons import as_asker, who_is
from bot.slack.people import Seen
from bot.wiring.console import state
from bot.wiring.console.acknowledged import Acknowledgements, Listed


class Rooms(state.Rooms, Protocol):
    """What of the house the console looks at."""

    def hash_of(self, *parts: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What can be asked about people. Without Slack nobody is known but by their own entry in people.yaml."""

    of: Callable[[str], Seen] = lambda _user: Seen()
    name: Callable[[str], str] = str
    language: Callable[[str], str] = lambda _user: ""
    barred: Callable[[str], str] = lambda _user: "stranger"
    team: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Gate:
    """Signing in, over the ledger and people.yaml."""

    rooms: Rooms
    known: Known

    def doors(self) -> SignIn:
        """What the console calls."""
        ledger = self.rooms.ledger
        return SignIn(
            role_of=self.role_of,
            person=self.person,
            is_link=lambda token: ledger.is_link(token, datetime.now(UTC)),
            use_link=lambda token: ledger.use_link(token, datetime.now(UTC)),
            keep=lambda token, who, **rest: ledger.keep_session(token, who, now=datetime.now(UTC), **rest),
            find=self._find,
            replace=lambda token: ledger.replace_session(token, datetime.now(UTC)),
            end=ledger.end_session,
            is_ours=lambda team: bool(team) and team == self.known.team(),
        )

    def role_of(self, user: str) -> Role | None:
        """As people.yaml says now; nobody who gets no answers in Slack sees anything here."""
        at_machine, _, role = user.partition(":")
        if at_machine == AT_MACHINE:
            return Role(role)
        if not user or self.known.barred(user):
            return None
        known = who_is(user, self.rooms.minds.today().knowledge.people, self.known.of)
        return Role.ADMIN if known.is_admin else Role.OWNER if known.is_owner else Role.EMPLOYEE

    def person(self, user: str, role: Role) -> Person | None:
        """Who it is, for the pages."""
        if user.startswith(AT_MACHINE):
            return Person(user, self.rooms.hash_of("person", "", user), role, AT_MACHINE.removeprefix("@"))
        known = who_is(user, self.rooms.minds.today().knowledge.people, self.known.of)
        language = known.language or self.known.language(user)
        return Person(user, self.pseudonym(user), role, self.known.name(user), language, known.team)

    def viewer(self, person: Person) -> Viewer | None:
        """Who it is, as App Home sees them; None for somebody at the machine, who may be anybody."""
        if person.user.startswith(AT_MACHINE):
            return None
        known = who_is(person.user, self.rooms.minds.today().knowledge.people, self.known.of)
        return Viewer(as_asker(person.id, known), known.is_admin, is_owner=known.is_owner)

    def pseudonym(self, user: str) -> str:
        """Under which somebody's questions are kept."""
        return self.rooms.hash_of("person", self.known.team(), user)

    def _find(self, token: str) -> tuple[str, str, str, datetime, datetime] | None:
        found = self.rooms.ledger.session(token, datetime.now(UTC))
        if found is None:
            return None
        row, user = found
        return user, row.role, row.family, row.made_at, row.expires_at


def teams_of(rooms: Rooms, gate: Gate) -> Callable[[], dict[str, str]]:
    """Pseudonym -> team of everybody whom people.yaml names one by one."""
    return lambda: {person: one.team for person, one in listed_of(rooms, gate)().items() if one.team}


def listed_of(rooms: Rooms, gate: Gate) -> Callable[[], dict[str, Listed]]:
    """Pseudonym -> everybody whom people.yaml names one by one."""
    return lambda: {
        gate.pseudonym(one.match): Listed(one.match, one.team)
        for one in rooms.minds.today().knowledge.people
        if _is_somebody(one)
    }


def _is_somebody(one: Entry) -> bool:
    """Whether an entry of people.yaml is of one person, not of a group or a domain: Slack's ids of users begin so."""
    return one.match[:1] in ("U", "W")


def acknowledgements_of(rooms: Rooms, known: Known) -> Acknowledgements:
    """Who has read which version, as things are now."""
    return Acknowledgements(rooms.ledger, rooms.minds.today().knowledge, listed_of(rooms, Gate(rooms, known))())


def carers_of(rooms: Rooms, gate: Gate) -> Callable[[str], str]:
    """Pseudonym -> name of those whom people.yaml makes owner or admin, and of the machine: what they do here is no secret."""

    def name_of(pseudonym: str) -> str:
        people = rooms.minds.today().knowledge.people
        users = {one.match for one in people if (one.is_admin or one.is_owner) and _is_somebody(one)}
        for role in Role:
            if pseudonym == gate.person(f"{AT_MACHINE}:{role.value}", role).id:  # type: ignore[union-attr]
                return AT_MACHINE.removeprefix("@")
        return next((gate.known.name(user) for user in users if gate.pseudonym(user) == pseudonym), "")

    return name_of
