"""The files change under a suspension: it holds all the same, and its card lifts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.flows.tend import Tend
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import open_ledger
from bot.policy.clauses import TermChange
from bot.policy.house import Knowledge, Reminding
from bot.policy.tasks import Deed, Done, Task, TaskKind
from bot.settings import shipped
from bot.wiring.clauses import Clauses

TEAM, RENAMED = "chatgpt/team", "chatgpt/business"
DUE, MOVED = date(2026, 12, 1), date(2027, 1, 15)


@pytest.fixture(scope="module")
def shop() -> Knowledge:
    return load(Path(shipped("knowledge")), load_catalog()).or_raise()


def renamed(knowledge: Knowledge, new: str) -> Knowledge:
    known = dict(knowledge.policy.offerings)
    known[new] = replace(known.pop(TEAM), id=new)
    return replace(knowledge, policy=replace(knowledge.policy, offerings=known), version="renamed")


def test_a_new_name_makes_nothing_usable_that_was_suspended(tmp_path: Path, shop: Knowledge) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'mayi.db'}", b"k" * 40)
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
        tend = Tend(ledger.deeds, ledger.keep_deed, Reminding, lambda: DUE)
        assert not tend(Task("clause:x", TaskKind.CLAUSE, MOVED), Done(Deed.LIFT, datetime.now(UTC), "U1", id="d2"))
        clauses.look_again()
        assert not clauses.current().policy.suspended
    finally:
        ledger.close()
