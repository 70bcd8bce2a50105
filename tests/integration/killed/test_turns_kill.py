"""kill -9 while a follow-up waits for a question that a model still reads: both are answered, once, in their order."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.databases import new_database
from tests.integration.forks import Fleet
from tests.integration.killed.chat import Chat, Faults
from tests.integration.killed.killing import Plan, deliver
from tests.integration.killed.worker import main

PATIENT = 60.0


def wait_until(claim: Callable[[], Any]) -> None:
    """Wait until it holds."""
    end = time.monotonic() + PATIENT
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def said(chat: Chat) -> list[str]:
    return [message.key for message in chat.messages]


def ask_and_kill(folder: Path, ledger: str, engine: str) -> list[str]:
    """The keys of what was said, in order."""
    chat = Chat(Faults(limited=0, posted_but_failed=0, seen_later=0, slow_seconds=0))
    plan = Plan(slow=0.01)
    given = {"ledger": ledger, "engine": engine, "chat": chat.url, "slow": plan.slow, "grace": plan.grace}
    given |= {"takeover_wait": plan.takeover_wait, "changes": 0, "began": str(folder / "never"), "days_per_second": 0}
    fleet = Fleet(main, given)
    (port,) = fleet.ports
    read = folder / "read"

    def start() -> None:
        fleet.start(port)
        fleet.wait_ready(port)

    def ask(key: str, thread: str, turn: int, **more: str) -> None:
        wait_until(lambda: deliver(port, {"key": key, "text": key, "thread": thread, "turn": turn, **more}))

    try:
        start()
        ask("first", "t1", 1, until=str(read))
        ask("follow-up", "t1", 2)
        ask("other", "t2", 3)
        wait_until(lambda: said(chat) == ["other"])
        fleet.kill(port)
        start()
        ask("other again", "t2", 4)
        wait_until(lambda: said(chat) == ["other", "other again"])
        read.touch()
        wait_until(lambda: len(said(chat)) == 4)
        fleet.kill(port)
        start()
        ask("the end", "t1", 5)
        wait_until(lambda: "the end" in said(chat))
        return said(chat)
    finally:
        fleet.kill_all()
        chat.stop()


WANTED = ["other", "other again", "first", "follow-up", "the end"]


@pytest.mark.slow
def test_a_follow_up_keeps_its_turn_across_a_kill_on_sqlite(tmp_path: Path) -> None:
    found = ask_and_kill(tmp_path, f"sqlite:///{tmp_path}/bot.db", f"sqlite:///{tmp_path}/bot-engine.db")
    assert found == WANTED


@pytest.mark.slow
@pytest.mark.needs("postgres")
def test_a_follow_up_keeps_its_turn_across_a_kill_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    with new_database(postgres_url) as url:
        assert ask_and_kill(tmp_path, url, url) == WANTED
