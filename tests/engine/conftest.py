"""A fresh engine for each test, once on SQLite and once on PostgreSQL, answering into a chat in memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.engine.engine import Engine, Pace
from bot.engine.outbox import Outcome, Patience, Sayer
from bot.engine.sealed import Proof
from bot.engine.steps import AnswerSteps, NoticeSteps
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.keyed import keyed
from tests.databases import engine_in, ledger_in, new_database, prepare_engine

QUICK = Patience(grace=0.3, fresh=3)


@dataclass
class House:
    """Steps and a chat that remember what was done. ``failing`` names steps that raise each time, ``away`` those whose database
    does not answer."""

    ledger: Ledger
    chat: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    logged: list[dict[str, Any]] = field(default_factory=list)
    kept: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    wants_more: bool = False
    """Answers ask for an explanation."""
    explained: list[dict[str, Any]] = field(default_factory=list)
    leads_to: Callable[[], Any] = lambda: None
    """What is done when a card is kept."""
    tries: list[str] = field(default_factory=list)
    """How the next tries at an explanation end, in turn; after that it is posted."""
    trouble: list[Exception] = field(default_factory=list)
    """What the next posts raise."""
    gate: threading.Event = field(default_factory=threading.Event)
    """``read`` waits for it."""
    begun: int = 0
    """How often ``read`` was called."""

    of_before: set[str] = field(default_factory=set)
    """Keys of questions whose address the release before kept."""

    def __post_init__(self) -> None:
        self.gate.set()

    def post(self, key: str, said: dict[str, Any]) -> str:
        if self.trouble:
            raise self.trouble.pop(0)
        self.chat.append((key, said))
        return f"{len(self.chat)}.0"

    def find(self, key: str, said: dict[str, Any]) -> str | None:
        return next((f"{n}.0" for n, (found, _) in enumerate(self.chat, 1) if found == key), None)

    def _step(self, name: str, result: dict[str, Any]) -> dict[str, Any]:
        if name in self.away:
            raise OperationalError("INSERT", None, RuntimeError("the server closed the connection"))
        if name in self.failing:
            raise RuntimeError(f"{name} is broken")
        return result

    def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.begun += 1
        self.gate.wait(20)
        return self._step("read", {"read": asked["text"]})

    def steps(self) -> AnswerSteps:
        return AnswerSteps(
            read=self.read,
            decide=lambda state: self._step("decide", {"from": state["reading"]["read"]}),
            say=lambda state: self._step("say", self._said(state)),
            sorry=lambda state, step: self._step("sorry", {"words": f"Sorry: {step}"}),
            log=self._log,
        )

    def _log(self, state: dict[str, Any]) -> None:
        self.logged.append(self._step("log", state))

    def _said(self, state: dict[str, Any]) -> dict[str, Any]:
        more = {"explain": {"language": "en"}} if self.wants_more else {}
        return {"words": f"No: {state['ruled']['from']}", **more}

    def explain(self, told: dict[str, Any]) -> Outcome:
        self.explained.append(told)
        self._step("explain", {})
        return Outcome("wait" if self.tries and self.tries.pop(0) == "wait" else "posted", seconds=0.05)

    def notice_steps(self) -> NoticeSteps:
        return NoticeSteps(
            word=lambda notice: None if notice.get("stale") else {"words": f"note {notice['kind']}"},
            keep=self.keep_notice,
        )

    def keep_notice(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        self._step("keep", {})
        if notice["kind"] == "card":
            self.leads_to()
        self.kept.append((notice, outcome))

    def engine(self, url: str, **how: Any) -> Engine:
        sayer = Sayer(self.ledger, self, lambda: datetime.now(UTC), patience=QUICK)
        pace = Pace(poll_seconds=0.02, takeover_wait_seconds=how.pop("takeover_wait_seconds", 0.0))
        proof = Proof(lambda *parts: keyed(b"secret", *parts), self.of_before.__contains__)
        return Engine(url, self.steps(), self.notice_steps(), sayer, proof=proof, explain=self.explain, pace=pace, **how)


def wait_for(claim: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until a claim holds; fail where it does not come to."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def wait_for_workers(before: set[threading.Thread]) -> None:
    """A workflow that ``stop`` left behind ends by itself; its database must not go before it does."""
    wait_for(lambda: all(thread.daemon or thread in before for thread in threading.enumerate()))


@pytest.fixture(scope="session")
def postgres_pattern() -> Iterator[str]:
    """The address of an engine's database with nothing in it, to be copied."""
    with new_database(os.environ["MAYI_TEST_POSTGRES"]) as url:
        prepare_engine(url)
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where DBOS keeps its rows: a place of the test's own."""
    before = set(threading.enumerate())
    if request.param == "sqlite":
        yield engine_in(tmp_path / "engine.db")
        wait_for_workers(before)
        return
    with new_database(os.environ["MAYI_TEST_POSTGRES"], request.getfixturevalue("postgres_pattern")) as url:
        yield url
        wait_for_workers(before)


@pytest.fixture
def postgres_place() -> Iterator[str]:
    """A place for a ledger on PostgreSQL."""
    before = set(threading.enumerate())
    with new_database(os.environ["MAYI_TEST_POSTGRES"]) as url:
        yield url
        wait_for_workers(before)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Steps, a chat, and real outbox rows."""
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"secret")
    yield House(ledger)
    ledger.close()


@pytest.fixture
def engine(engine_url: str, house: House) -> Iterator[Engine]:
    """A running engine."""
    running = house.engine(engine_url)
    running.start()
    yield running
    house.gate.set()
    running.stop(0)
