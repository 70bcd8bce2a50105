"""A database that goes away while questions are on their way: they wait as long as it takes, none is lost, none is doubled."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from bot.engine import patience as waits
from bot.engine.engine import Engine
from bot.engine.patience import is_away
from bot.ledger.ledger import open_ledger
from tests.broken import full_disk, server_away
from tests.databases import engine_in
from tests.engine.conftest import House, wait_for
from tests.engine.test_engine import ASKED

LONG = {"key": "k1", "text": "May names go into Le Chat? " * 5_000}
STEPS = ["read", "decide", "say", "log"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are short."""
    monkeypatch.setattr(waits, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(waits, "MOST_SECONDS", 0.5)


def waits_for(engine: Engine, tries: int = 3) -> None:
    """The question waits, and was tried often enough that a step with three tries would have given up."""

    def tried() -> bool:
        return sum("DBOS.sleep" in str(step["function_name"]) for step in DBOS.list_workflow_steps("answer:k1")) >= tries

    wait_for(lambda: "answer:k1" in engine.waiting() and tried())


@pytest.mark.parametrize("step", STEPS)
def test_a_question_waits_for_the_database_and_is_answered_and_logged_once(engine: Engine, house: House, step: str) -> None:
    house.away = {step}
    engine.ask(ASKED)
    waits_for(engine)
    assert house.logged == [] and engine.failed() == []
    assert len(house.chat) == (1 if step == "log" else 0), "who was answered has the answer, whatever becomes of the log"
    house.away = set()
    wait_for(lambda: not engine.under_way(), seconds=60)
    assert house.chat == [("k1", {"words": "No: May names go into Le Chat?"})], "and nobody is told that anything failed"
    assert len(house.logged) == 1
    assert engine.waiting() == {}


def test_an_apology_waits_as_well(engine: Engine, house: House) -> None:
    house.failing, house.away = {"read"}, {"sorry"}
    engine.ask(ASKED)
    wait_for(lambda: "answer:k1" in engine.waiting(), seconds=40)
    house.away = set()
    wait_for(lambda: not engine.under_way(), seconds=60)
    assert house.chat == [("k1", {"words": "Sorry: read"})]


def test_a_notice_is_kept_when_the_database_is_back(engine: Engine, house: House) -> None:
    house.away = {"keep"}
    engine.notify("reminder:1", {"kind": "reminder"})
    wait_for(lambda: "reminder:1" in engine.waiting())
    house.away = set()
    wait_for(lambda: not engine.under_way(), seconds=60)
    assert len(house.kept) == len(house.chat) == 1


def test_what_waited_for_the_log_goes_on_after_a_restart(engine_url: str, house: House) -> None:
    house.away = {"log"}
    first = house.engine(engine_url)
    first.start()
    first.ask(ASKED)
    waits_for(first)
    first.stop(0)
    house.away = set()
    second = house.engine(engine_url)
    second.start()
    try:
        wait_for(lambda: not second.under_way(), seconds=60)
        assert {state["asked"]["key"] for state in house.logged} == {"k1"}
        assert len(house.chat) == 1
    finally:
        second.stop(0)


def test_a_question_that_waits_can_be_erased(engine: Engine, house: House) -> None:
    house.away = {"log"}
    engine.ask(ASKED)
    waits_for(engine, 1)
    engine.erase("k1")
    wait_for(lambda: engine.waiting() == {}, seconds=60)
    assert (house.logged, engine.under_way()) == ([], [])


def test_a_fault_of_ours_is_not_waited_for(engine: Engine, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = OperationalError("INSERT", None, RuntimeError("no such column: words"))
    object.__setattr__(engine._house.answer, "read", raising(missing))
    engine.ask(ASKED)
    wait_for(lambda: house.chat, seconds=60)
    assert house.chat == [("k1", {"words": "Sorry: read"})]


def raising(problem: Exception) -> Callable[..., Any]:
    def step(*_: Any) -> None:
        raise problem

    return step


@pytest.mark.parametrize(
    ("problem", "away"),
    [
        (OperationalError("", None, RuntimeError("database or disk is full")), True),
        (OperationalError("", None, RuntimeError("connection refused")), True),
        (OperationalError("", None, RuntimeError("no such table: questions")), False),
        (ProgrammingError("", None, RuntimeError("column words does not exist")), False),
        (DBAPIError("", None, RuntimeError("cut"), connection_invalidated=True), True),
        (RuntimeError("disk is full"), False),
    ],
)
def test_only_what_passes_by_itself_counts_as_away(problem: Exception, away: bool) -> None:
    assert is_away(problem) is away


# --- a disk without room: the engine's file, the ledger's, and both -------------------------------------------------


@pytest.fixture
def on_file(tmp_path: Path, house: House) -> Iterator[Engine]:
    """A running engine on SQLite."""
    running = house.engine(engine_in(tmp_path / "engine.db"))
    running.start()
    yield running
    house.gate.set()
    running.stop(0)


def own(_engine: Engine) -> Any:
    """The engine's own database, which only its library has open."""
    from dbos._dbos import _get_dbos_instance

    return _get_dbos_instance()._sys_db.engine


def test_a_full_disk_under_the_engine_keeps_a_question_waiting_and_loses_nothing(
    on_file: Engine, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.gate.clear()
    on_file.ask(LONG)
    wait_for(lambda: DBOS.list_workflows(status="PENDING"))
    with full_disk(own(on_file)):
        house.gate.set()
        wait_for(lambda: "until there is room" in caplog.text)
        assert house.chat == []
    wait_for(lambda: not on_file.under_way(), seconds=90)
    assert on_file.failed() == []
    assert len(house.chat) == len(house.logged) == 1


def test_on_a_full_disk_the_door_is_told_at_once_and_may_try_again(on_file: Engine, house: House) -> None:
    with full_disk(own(on_file)), pytest.raises(OperationalError, match="full") as told:
        on_file.ask(LONG)
    assert "Le Chat" not in str(told.value)
    on_file.ask(LONG)
    wait_for(lambda: not on_file.under_way())
    assert len(house.chat) == len(house.logged) == 1


def test_a_full_disk_under_the_ledger_writes_the_row_when_there_is_room(
    on_file: Engine, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    keeping = house.ledger.keep_question
    words = {"text": "a long story " * 20_000, "at": datetime.now(UTC)}
    object.__setattr__(on_file._house.answer, "log", lambda state: keeping(state["asked"]["key"], **words))
    with full_disk(house.ledger._engine), caplog.at_level(logging.WARNING):
        on_file.ask(ASKED)
        waits_for(on_file, 2)
        assert house.ledger.questions() == []
    wait_for(lambda: not on_file.under_way(), seconds=60)
    assert [row.key for row in house.ledger.questions()] == ["k1"]
    assert len(house.chat) == 1
    assert "Traceback" not in caplog.text and "a long story" not in caplog.text


# --- a server that goes away ------------------------------------------------------------------------------------------


@pytest.mark.needs("postgres")
def test_a_server_that_goes_away_and_comes_back_loses_nothing_and_doubles_nothing(tmp_path: Path, postgres_place: str) -> None:
    house = House(open_ledger(postgres_place, b"secret"))
    house.gate.clear()
    running = house.engine(engine_in(tmp_path / "engine.db"))
    keeping, now = house.ledger.keep_question, datetime.now(UTC)
    object.__setattr__(running._house.answer, "log", lambda state: keeping(state["asked"]["key"], at=now))
    running.start()
    try:
        for number in range(5):
            running.ask({**ASKED, "key": f"k{number}"})
        wait_for(lambda: len(DBOS.list_workflows(status="PENDING")) == 5)
        with server_away(postgres_place):
            house.gate.set()
            wait_for(lambda: len(running.waiting()) == 5)
            assert house.chat == []
        wait_for(lambda: not running.under_way(), seconds=60)
        keys = [f"k{number}" for number in range(5)]
        assert sorted(key for key, _ in house.chat) == keys
        assert sorted(row.key for row in house.ledger.questions()) == keys
        assert running.failed() == []
    finally:
        running.stop(0)
        house.ledger.close()
