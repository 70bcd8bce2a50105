"""Slack's word on people and people.yaml go in; who is signed in, and which pseudonym is whose, come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answers.admit import Admit
from bot.app import AT_MACHINE, App, SlackPeople
from bot.console.doors import Person, Role, SignIn
from bot.policy.house import Audience
from bot.policy.talks.admission import STRANGER
from bot.policy.talks.persons import who_is
from bot.settings import Settings
from bot.slack.identity import Identity
from bot.slack.people import People
from bot.slack.posts.channels import Channels
from bot.slack.posts.post import build_client


@dataclass(frozen=True, slots=True)
class Gate:
    """Signing in, over the ledger and people.yaml."""

    app: App

    def doors(self) -> SignIn:
        """What the console calls."""
        ledger = self.app.ledger
        return SignIn(
            role_of=self.role_of,
            person=self.person,
            is_link=lambda token: ledger.is_link(token, datetime.now(UTC)),
            use_link=lambda token: ledger.use_link(token, datetime.now(UTC)),
            keep=lambda token, who, **rest: ledger.keep_session(token, who, now=datetime.now(UTC), **rest),
            find=self._find,
            replace=lambda token: ledger.replace_session(token, datetime.now(UTC)),
            end=ledger.end_session,
            is_ours=lambda team: bool(team) and team == self.app.slack.team(),
        )

    def role_of(self, user: str) -> Role | None:
        """As people.yaml says now; nobody who gets no answers in Slack sees anything here."""
        at_machine, _, role = user.partition(":")
        if at_machine == AT_MACHINE:
            return Role(role)
        if not user or self.app.slack.barred(user):
            return None
        known = who_is(user, self.app.knowledge.people, self.app.slack.of)
        return Role.ADMIN if known.is_admin else Role.OWNER if known.is_owner else Role.EMPLOYEE

    def person(self, user: str, role: Role) -> Person:
        """Who it is, for the pages."""
        if user.startswith(AT_MACHINE):
            return Person(user, self.app.hash_of("person", "", user), role, AT_MACHINE.removeprefix("@"))
        known = who_is(user, self.app.knowledge.people, self.app.slack.of)
        language = known.language or self.app.slack.language(user)
        return Person(user, self.app.pseudonym(user), role, self.app.slack.name(user), language, known.team)

    def _find(self, token: str) -> tuple[str, str, str, datetime, datetime] | None:
        found = self.app.ledger.session(token, datetime.now(UTC))
        if found is None:
            return None
        row, user = found
        return user, row.role, row.family, row.made_at, row.expires_at


def carers_of(gate: Gate) -> Callable[[str], str]:
    """Pseudonym -> name of those whom people.yaml makes owner or admin, and of the machine: what they do here is no secret."""
    app = gate.app

    def name_of(pseudonym: str) -> str:
        users = {one.match for one in app.knowledge.people if (one.is_admin or one.is_owner) and one.match[:1] in ("U", "W")}
        for role in Role:
            if pseudonym == gate.person(f"{AT_MACHINE}:{role.value}", role).id:
                return AT_MACHINE.removeprefix("@")
        return next((app.slack.name(user) for user in users if app.pseudonym(user) == pseudonym), "")

    return name_of


def slack_people(settings: Settings, audience: Callable[[], Audience]) -> SlackPeople:
    """What Slack says of people, where there is a token."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    if not token:
        return SlackPeople()
    client = build_client(token, settings.slack_api_url)
    identity = Identity(client)
    people = People(client, who=identity.who)
    return known_of(people, Admit(audience, people.standing, Channels(client).is_one_of), identity)


def known_of(people: People, admit: Admit, identity: Identity) -> SlackPeople:
    """What Slack knows of people. Who has left sees nothing, also where the policy answers everybody."""

    def barred(user: str) -> str:
        return STRANGER if people.has_left(user) else admit.person(user, identity.who().team)

    return SlackPeople(people.of, people.name, people.language, barred, lambda: identity.who().home, people.has_left)
