"""The house's rooms, or settings alone, go in; the console's doors come out, and one-time links that open them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from fastapi import FastAPI

from bot.answers.mind import Minds, make_mind
from bot.app import AT_MACHINE, App
from bot.clock.clock import Tick
from bot.console.access import role_of
from bot.console.app import build_console, build_server
from bot.console.doors import ConsoleDoors, Role
from bot.console.signin import Oidc
from bot.desk.clauses import Clauses
from bot.engine.engine import Engine
from bot.environment import SettingsError
from bot.exam.belief import Believer, believer_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.undoing import finish
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.talks.admission import STRANGER, UNKNOWN
from bot.policy.talks.checks import Who
from bot.saying.findings import worded
from bot.settings import Settings
from bot.slack.people import People
from bot.wiring.console.gate import slack_people
from bot.wiring.console.health import Kept, Rooms, Work, health
from bot.wiring.serving import Serving

LINK_MINUTES = 15
COUNT_SECONDS, COUNTED_AT_ONCE = 300, 60


def doors_of(rooms: Rooms, believer: Believer | None, work: Work | None = None) -> ConsoleDoors:
    """Everything that the pages ask for. ``work``: the engine's, where it runs in this process."""
    kept = Kept()
    return ConsoleDoors(believer, lambda language: [worded(one, language) for one in kept.of(lambda: health(rooms, work))])


def make_link(ledger: Ledger, user: str, role: Role, now: datetime) -> str:
    """A one-time token. Without a user: somebody at the machine, in this role."""
    token = secrets.token_urlsafe(16)
    person = user or f"{AT_MACHINE}:{role.value}"
    ledger.keep_link(token, person, role.value, now + timedelta(minutes=LINK_MINUTES))
    return token


def oidc_of(settings: Settings) -> Oidc | None:
    """How Slack is asked who somebody is; None where the app's id and secret are not set."""
    client_secret = settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else ""
    if not settings.slack_client_id or not client_secret:
        return None
    issuer = settings.slack_issuer.rstrip("/")
    return Oidc(issuer, settings.slack_client_id, client_secret, f"{settings.console_address}/console/callback")


@dataclass(frozen=True, slots=True)
class Alone:
    """The console without the bot: the same pages over the same ledger."""

    app: App
    minds: Minds

    @property
    def settings(self) -> Settings:
        return self.app.settings

    @property
    def store(self) -> KnowledgeStore:
        return self.app.store

    @property
    def ledger(self) -> Ledger:
        return self.app.ledger

    def make_link(self, user: str, role: str) -> str:
        """A one-time token."""
        return make_link(self.ledger, user, Role(role), datetime.now(UTC))

    def site(self, **more: Any) -> FastAPI:
        """Its pages. ``more``: as ``build_console`` has it."""
        return site_of(self.app, self.minds, doors_of(self, believer_of(self.settings)), **more)

    def close(self) -> None:
        """Let go of the database."""
        self.ledger.close()


def alone(settings: Settings) -> Alone:
    """Raises ``SettingsError``, ``KnowledgeError`` or ``LedgerError``."""
    if not settings.secret:
        raise SettingsError("MAYI_KEY: is missing; set it to the key of the bot whose questions you want to see")
    catalog = load_catalog()
    finish(settings.knowledge)
    store = KnowledgeStore(settings.knowledge, catalog)
    clauses = Clauses(store.current)
    minds = Minds(clauses.current, lambda known: clauses.noting(make_mind(known, catalog)))
    minds.today()
    ledger = open_ledger(settings.database, settings.secret)
    clauses.read(ledger)
    slack = slack_people(settings, lambda: store.current().organisation.audience)
    app = App(settings, catalog, ledger, clauses.current, slack, clauses.look_again)
    app.store = store
    return Alone(app, minds)


def site_of(app: App, minds: Minds, doors: ConsoleDoors, **more: Any) -> FastAPI:
    """The pages, as the settings want them. ``more``: as ``build_console`` has it."""
    settings = app.settings
    given = {"oidc": oidc_of(settings), "is_secure": _is_secure(settings), "hosts": settings.console_names, **more}
    return build_console(app, minds, doors, **given)


class Running(Rooms, Protocol):
    """The house, with its engine, which is looked at only when it runs."""

    @property
    def app(self) -> App: ...
    @property
    def minds(self) -> Minds: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def believer(self) -> Believer | None: ...


class InHouse:
    """The console in the bot's own process: a server in a thread, where a port is set."""

    def __init__(self, rooms: Running, people: People) -> None:
        self._rooms, self._people = rooms, people
        settings = rooms.settings
        self._serving = None
        if settings.console_port:
            doors = doors_of(rooms, rooms.believer, lambda: work_of(rooms.engine))
            site = site_of(rooms.app, rooms.minds, doors)
            self._serving = Serving(build_server(site, settings.console_host, settings.console_port), "console")

    def way_in(self, who: Who) -> tuple[str, str]:
        """For somebody in Slack: the key of what to say, and a link that signs in them alone, once; empty where they get none.

        Staff of ours get one, as far as Slack itself says that they are: where it cannot be asked, nobody does.
        """
        settings = self._rooms.settings
        if not (address := settings.console_for_slack):
            return "slack.console.near" if settings.console_port else "slack.console.none", ""
        is_ours = self._people.standing(who.user) not in (STRANGER, UNKNOWN)
        role = role_of(self._rooms.app, who.user) if is_ours else None
        if role is None:
            return "console.error.stranger", ""
        token = make_link(self._rooms.ledger, who.user, role, datetime.now(UTC))
        return f"slack.console.{role.value}", f"{address}/console/link/{token}"

    def start(self) -> None:
        """Open it, if it is wanted."""
        if self._serving:
            self._serving.start()

    def end(self) -> None:
        """Begin to close it; returns at once."""
        if self._serving:
            self._serving.end()

    def stop(self) -> None:
        """Close it."""
        if self._serving:
            self._serving.stop()


def counting(ledger: Ledger) -> Tick:
    """Days are counted before anybody looks at them."""
    return Tick("usage", COUNT_SECONDS, lambda now: ledger.count_days(now, COUNTED_AT_ONCE))


def work_of(engine: Engine) -> tuple[int, int, int]:
    """How many pieces of work are under way, how many failed for good, and how many wait for a database."""
    return len(engine.under_way()), len(engine.failed()), len(engine.waiting())


def _is_secure(settings: Settings) -> bool:
    return settings.console_address.startswith("https://")
