"""An app with one question that was answered, and what its asker, owners and contacts press in Slack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.desk import requests
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.plain import question_values
from bot.policy.house import Contact, Knowledge, Person
from bot.policy.requests import Request, RequestKind, Wish, request_id
from bot.policy.talks.talk import Address
from bot.settings import read_settings
from bot.slack.marks import Mark, to_block_id
from tests.console.place import answerer
from tests.databases import ledger_in
from tests.slack import payloads as pay
from tests.slack.payloads import app_with, interaction

SECRET = "a secret for tests only, 32 bytes"
TEXT = "May I put invoices into Perplexity Enterprise?"
CONTACTS = (
    Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy"),
    Contact("finance", "Finance", "finance@example.org", "#finance"),
    Contact("incident", "Security <!here>", "security@example.org", "#security"),
)


@dataclass
class Queue:
    """An engine that keeps what is queued, or breaks. ``tries``: how often something was to be queued."""

    queued: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_broken: bool = False
    tries: int = 0

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.tries += 1
        if self.is_broken:
            raise RuntimeError("no database")
        self.queued.setdefault(notice_id, notice)


class World:
    """The sample company. Nobody is its owner before a test says so."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.queue, now = ledger, Queue(), datetime.now(UTC)
        answered = answerer().ask(TEXT)
        values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
        self.receipt = ledger.keep_question("k1", at=now, asker="someone", channel_kind="dm", trigger="dm", **values)
        address = asdict(Address(pay.TEAM, "C1", "U0SOMEONE1"))
        ledger.keep_address("k1", address, expires_at=now + timedelta(days=9), person="someone")
        self.people: tuple[Person, ...] = ()
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), ledger, self.knowledge)
        self.app.engine = self.queue  # type: ignore[assignment]

    def knowledge(self) -> Knowledge:
        known = answerer().mind.knowledge
        return replace(known, people=self.people, organisation=replace(known.organisation, contacts=CONTACTS))

    def slack(self, **doors: Any) -> Any:
        return app_with([], app=self.app, **doors)

    @property
    def mine(self) -> str:
        """The block of an answer's buttons."""
        return to_block_id(Mark(self.receipt, "markU1", "en", "answer"))

    @property
    def card(self) -> str:
        """The block of a card's buttons."""
        return to_block_id(Mark(self.receipt, "", "en", "desk"))

    def of(self, kind: RequestKind = RequestKind.OWNER) -> str:
        return request_id(self.receipt, kind)

    def row(self, kind: RequestKind = RequestKind.OWNER) -> Request:
        found = self.ledger.request(self.of(kind))
        assert found
        return found

    def asked(self) -> dict[RequestKind, Wish]:
        """All that was asked for."""
        return {one.kind: one.wish for one in self.ledger.requests()}

    def open(self, kind: RequestKind = RequestKind.OWNER, to: str = "", ts: str = "5.5") -> str:
        """A request whose card stands, or is still to be posted; gives its id."""
        requests.open_request(self.app, kind, self.receipt, Wish(to=to, until="2099-03-01"))
        if ts:
            requests.keep_card(self.app, {"request": self.of(kind)}, {"state": "posted", "ts": ts})
        return self.of(kind)

    def sent(self, callback: str, remembered: dict[str, str], values: dict[str, Any], user: str = pay.ASKER) -> Any:
        """A sent form."""
        kept = {"team": pay.TEAM, "channel": "C1", "kind": "channel", "ts": "11.1", "thread": "10.1", "receipt": self.receipt}
        state = {action: {action: value} for action, value in values.items()}
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": callback,
            "private_metadata": json.dumps({**kept, "asker": "markU1", "language": "en", "url": "", **remembered}),
            "blocks": [],
            "state": {"values": state},
        }
        return interaction({"type": "view_submission", "user": {"id": user, "name": "noor"}, "view": view})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), SECRET.encode())
    yield World(ledger)
    ledger.close()


@pytest.fixture
def owned(world: World) -> World:
    """Whoever asks in other tests is the policy's owner."""
    world.people = (Person(pay.ASKER, is_owner=True),)
    return world


@pytest.fixture
def passed(world: World) -> World:
    """Whoever asks in other tests is of the team that a request was passed to, and no owner."""
    world.people = (Person(pay.ASKER, team="finance"),)
    return world
