"""A clock that is wrong once throws nothing away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.ledger.ledger import Ledger
from bot.ledger.verifying.verify import verify
from bot.settings import Settings
from bot.wiring.housekeeping import pruning
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW, SECRET
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "cases" / "clocks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_clock_is_believed(ledger: Ledger, database_url: str, case: dict[str, Any]) -> None:
    assert ledger.is_clock_believed(NOW - timedelta(days=400)), "there is nothing to lose yet"
    ledger.note("purged", "", NOW, {})
    ledger.keep_question("k", **{**VALUES, "at": NOW})
    found = [[hours, ledger.is_clock_believed(NOW + timedelta(hours=hours))] for hours, _ in case["steps"]]
    assert found == case["steps"]
    ledger.seal()
    assert verify(database_url, key=SECRET).ok


def test_in_an_older_log_the_last_answer_counts(ledger: Ledger) -> None:
    ledger.keep_question("k", **{**VALUES, "at": NOW})
    assert not ledger.is_clock_believed(NOW + timedelta(days=1100))


def test_nothing_goes_by_a_clock_that_leapt_and_the_admins_are_told_once(ledger: Ledger) -> None:
    told: list[str] = []
    engine = SimpleNamespace(prune=lambda _now: told.append("pruned"), failed=list)
    rooms: Any = SimpleNamespace(ledger=ledger, engine=engine, settings=Settings(key="a key of the tests, long enough for all"))
    tick = pruning(rooms, lambda words: told.append(words(("en",))))
    ledger.keep_question("k", **{**VALUES, "at": NOW})
    for hours in (0, 1):
        tick.call(NOW + timedelta(days=1100, hours=hours))
    assert [line[:20] for line in told] == ["The clock of the bot"]
    row = ledger.question_by_key("k")
    assert row is not None and row.erased_at is None
    tick.call(NOW + timedelta(hours=2))
    assert told[-1] == "pruned"
