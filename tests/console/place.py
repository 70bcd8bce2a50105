"""A console over a real ledger and the sample company, with people whom a stand-in of Slack knows; for tests and pictures."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer

from bot.answers.answerer import Answerer, make_answerer
from bot.answers.mind import Minds
from bot.answers.seeding import Seeder
from bot.app import App, SlackPeople
from bot.console.access import SESSION_COOKIE
from bot.console.app import build_console
from bot.console.doors import ConsoleDoors, Role
from bot.console.render import LANGUAGE_COOKIE
from bot.console.signin import Oidc
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger, open_ledger
from bot.settings import Settings, read_settings
from bot.wiring.console.doors import Alone, doors_of, make_link
from tests.databases import ledger_in

SECRET = b"a key of the tests, long enough for all"
TEAM = "T0MEANDER1"
PEOPLE = {Role.ADMIN: "U0JOOST001", Role.OWNER: "U0NOOR0001", Role.EMPLOYEE: "U0SANNE001"}
"""People of the sample company, by their role there."""


@cache
def answerer() -> Answerer:
    """The sample company's, made once."""
    return make_answerer(None)


@dataclass
class Place:
    """A console and what is behind it."""

    ledger: Ledger
    settings: Settings
    barred: set[str] = field(default_factory=set)
    oidc: Oidc | None = None
    pages_a_minute: int = 10_000

    @property
    def rooms(self) -> Alone:
        """What the pages look at."""
        mind = answerer().mind
        return Alone(self.may_i, Minds(lambda: mind.knowledge, lambda _known: mind))

    @property
    def known(self) -> SlackPeople:
        """Slack's word on people."""
        return SlackPeople(
            name=lambda user: f"Name of {user}", barred=lambda user: "guest" if user in self.barred else "", team=lambda: TEAM
        )

    @property
    def store(self) -> KnowledgeStore:
        """The policy's files."""
        return sample_files()

    @property
    def may_i(self) -> App:
        """What the uses take."""
        app = App(self.settings, load_catalog(), self.ledger, lambda: self.rooms.minds.today().knowledge, self.known)
        app.store = self.store
        return app

    def doors(self) -> ConsoleDoors:
        """As the house gives them."""
        return doors_of(self.rooms, None)

    @cached_property
    def app(self) -> FastAPI:
        """The application."""
        return build_console(self.may_i, self.rooms.minds, self.doors(), oidc=self.oidc, pages_a_minute=self.pages_a_minute)

    def pseudonym(self, role: Role) -> str:
        """Under which a person's questions are kept."""
        return self.may_i.pseudonym(PEOPLE[role])

    def link(self, role: Role) -> str:
        """A one-time token for that person."""
        return make_link(self.ledger, PEOPLE[role], role, datetime.now(UTC))

    def seed(self, count: int) -> None:
        """Made-up questions."""
        Seeder(answerer(), self.ledger, SECRET).fill(count, datetime.now(UTC), lambda _done: None)

    @contextmanager
    def client(self, role: Role | None = None) -> Iterator[TestClient]:
        """Somebody's browser, signed in where a role is given."""
        client = TestClient(self.app, follow_redirects=True)
        client.cookies.set(LANGUAGE_COOKIE, "en", path="/console")
        if role:
            now = datetime.now(UTC)
            token = f"{role.value}-{now.timestamp()}"
            who = (PEOPLE[role], role.value)
            self.ledger.keep_session(token, who, family=token, now=now, expires_at=now + timedelta(hours=8))
            client.cookies.set(SESSION_COOKIE, signed(token), path="/console", domain="testserver.local")
        yield client


def signed(token: str) -> str:
    """A session's number as a browser keeps it."""
    return str(URLSafeTimedSerializer(sha256(b"console session" + SECRET).digest()).dumps(token))


@cache
def sample_files() -> KnowledgeStore:
    """The sample company's files."""
    return KnowledgeStore(shipped("knowledge"), load_catalog())


@contextmanager
def place_in(folder: Path) -> Iterator[Place]:
    """A console over a new ledger in a folder, and over files of its own: what is edited there is nobody else's."""
    if not (folder / "knowledge").exists():
        shutil.copytree(shipped("knowledge"), folder / "knowledge")
    url = ledger_in(folder / "console.db")
    ledger = open_ledger(url, SECRET)
    settings = read_settings(
        knowledge=folder / "knowledge",
        database=url,
        key=SECRET.decode(),
        slack_bot_token=None,
        model="",
        embeddings="",
        proposals=folder / "proposals",
        cache=folder / "cache",
    )
    yield Place(ledger, settings)
    ledger.close()


@contextmanager
def served(app: FastAPI, port: int) -> Iterator[str]:
    """The application on loopback, for a real browser."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)
