"""The files change under a suspension: it holds all the same, and its card lifts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.desk.clauses import Clauses, lost_words, owners_channel, tell_lost
from bot.desk.tasks import tend
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import Deed, Done, Task, TaskKind
from bot.policy.house import Knowledge, Reminding, Vendor
from bot.policy.vendors.facts import PagePart, TermsPage
from bot.settings import read_settings
from tests.databases import ledger_in

TEAM, RENAMED = "chatgpt/team", "chatgpt/business"
DUE, MOVED = date(2026, 12, 1), date(2027, 1, 15)


@pytest.fixture(scope="module")
def shop() -> Knowledge:
    return load(Path(shipped("knowledge")), load_catalog()).or_raise()


def renamed(knowledge: Knowledge, new: str) -> Knowledge:
    known = dict(knowledge.policy.offerings)
    known[new] = replace(known.pop(TEAM), id=new)
    return replace(knowledge, policy=replace(knowledge.policy, offerings=known), version="renamed")


def lift(ledger: Ledger) -> str:
    """As the card does whose task has moved to another day."""
    task, done = Task("clause:x", TaskKind.CLAUSE, MOVED), Done(Deed.LIFT, datetime.now(UTC), "U1", id="d2")
    return tend(ledger, task, done, Reminding(), DUE)


def test_a_new_name_makes_nothing_usable_that_was_suspended(tmp_path: Path, shop: Knowledge) -> None:
    ledger = open_ledger(ledger_in(tmp_path / "mayi.db"), b"k" * 40)
    files = [shop]
    clauses = Clauses(lambda: files[-1])
    clauses.read(ledger)
    try:
        change = TermChange("x", "openai/commercial-terms", DUE, "We train now")
        assert ledger.keep_term_change(change, datetime.now(UTC))
        assert ledger.keep_deed("clause:x", DUE, 1, Done(Deed.SUSPEND, datetime.now(UTC), "U1", offerings=(TEAM,), id="d1"))
        clauses.look_again()
        assert clauses.current().policy.suspended == {TEAM}
        files.append(renamed(shop, RENAMED))
        suspended = clauses.current().policy.suspended
        assert RENAMED in suspended and all(one.startswith("chatgpt/") for one in suspended)

        # and the task's new day lifts it
        assert not lift(ledger)
        clauses.look_again()
        assert not clauses.current().policy.suspended
    finally:
        ledger.close()


ADDRESS = "https://example.org/openai/commercial"


def anew(knowledge: Knowledge, **vendor: Any) -> Knowledge:
    """The same files after tool and vendor have got other names; nothing of the old ones is left."""
    known = {
        one.id.replace("chatgpt/", "talk/"): replace(one, id=one.id.replace("chatgpt/", "talk/"), tool="talk", vendor="newco")
        for one in knowledge.policy.offerings.values()
        if one.tool == "chatgpt"
    }
    policy = replace(knowledge.policy, offerings=known)
    return replace(knowledge, policy=policy, vendors=(Vendor("newco", "NewCo", **vendor),), version="anew")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """ChatGPT Team is suspended."""
    ledger = open_ledger(ledger_in(tmp_path / "mayi.db"), b"k" * 40)
    change = TermChange("x", "openai/commercial-terms", DUE, "We train now", url=ADDRESS)
    assert ledger.keep_term_change(change, datetime.now(UTC))
    assert ledger.keep_deed("clause:x", DUE, 1, Done(Deed.SUSPEND, datetime.now(UTC), "U1", offerings=(TEAM,), id="d1"))
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    "vendor",
    [
        {"pages": (TermsPage("newco", "commercial-terms", ADDRESS),)},
        {"pages": (TermsPage("newco", "commercial-terms", parts=(PagePart(ADDRESS),)),)},
        {"catalog": "openai"},
    ],
    ids=["by the address of its page", "by a part of its page", "by its name in the catalog"],
)
def test_a_vendor_and_its_tool_with_new_names_are_found_again(ledger: Ledger, shop: Knowledge, vendor: dict[str, Any]) -> None:
    files = anew(shop, **vendor)
    clauses = Clauses(lambda: files)
    clauses.read(ledger)
    assert clauses.current().policy.suspended == set(files.policy.offerings)


class Queue:
    """An engine that keeps what is queued."""

    def __init__(self) -> None:
        self.queued: dict[str, dict[str, Any]] = {}

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(notice_id, notice)


def test_a_suspension_that_finds_nothing_any_more_is_told_every_week_until_it_is_lifted(ledger: Ledger, shop: Knowledge) -> None:
    files, queue = [shop], Queue()
    app = App(read_settings(), load_catalog(), ledger, lambda: files[-1])
    app.engine = queue  # type: ignore[assignment]
    at = datetime(2026, 12, 2, tzinfo=UTC)
    tell_lost(app, at)
    assert not queue.queued
    files.append(anew(shop))
    for later in (at, at + timedelta(days=1), at + timedelta(days=7)):
        tell_lost(app, later)
    assert list(queue.queued) == ["suspension-lost:chatgpt/team:2026-W49", "suspension-lost:chatgpt/team:2026-W50"]
    notice = queue.queued["suspension-lost:chatgpt/team:2026-W49"]
    said = lost_words(app, notice)
    assert said is not None and said["channel"] == owners_channel(shop)
    assert "ChatGPT Team" in said["words"] or "chatgpt/team" in said["words"]
    assert not lift(ledger)
    assert lost_words(app, notice) is None
    tell_lost(app, at + timedelta(days=14))
    assert len(queue.queued) == 2
