"""Durable answers and notices on DBOS, in one process."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from bot.engine.engine import Engine
from bot.engine.errors import EngineError
from bot.policy.talks.posting import RateLimited, Refused, Uncertain
from tests.engine.conftest import House, wait_for

ASKED = {"key": "k1", "text": "May names go into Le Chat?"}


def test_a_question_is_answered_once_and_logged_with_all_that_led_to_it(engine: Engine, house: House) -> None:
    engine.ask(ASKED)
    engine.ask(ASKED)
    wait_for(lambda: house.logged)
    engine.ask(ASKED)
    wait_for(lambda: not engine.under_way())
    assert house.chat == [("k1", {"words": "No: May names go into Le Chat?"})]
    (state,) = house.logged
    assert state["asked"] == ASKED
    assert state["posted"] == {"state": "posted", "ts": "1.0", "seconds": 0.0, "reason": ""}
    assert set(state["timings_ms"]) == {"read", "decide", "say"}


@pytest.mark.parametrize("step", ["read", "decide", "say"])
def test_a_step_that_fails_each_time_still_gives_a_reply(engine: Engine, house: House, step: str) -> None:
    house.failing = {step}
    engine.ask(ASKED)
    wait_for(lambda: house.logged)
    assert house.chat == [("k1", {"words": f"Sorry: {step}"})]
    assert house.logged[0]["failed"] == step


def test_trouble_with_the_chat_is_waited_out_and_the_answer_comes_once(engine: Engine, house: House) -> None:
    house.trouble = [RateLimited(0.1), Uncertain(), RateLimited(0.1)]
    engine.ask(ASKED)
    wait_for(lambda: house.logged)
    assert [key for key, _ in house.chat] == ["k1"]


def test_a_refused_answer_is_logged_and_the_owner_is_told(engine: Engine, house: House) -> None:
    house.trouble = [Refused("channel_not_found")]
    engine.ask(ASKED)
    wait_for(lambda: house.kept)
    assert house.logged[0]["posted"]["state"] == "refused"
    assert house.chat == [("owner:k1", {"words": "note refused"})]
    assert house.kept[0][0] == {"kind": "refused", "key": "k1", "reason": "channel_not_found", "failed": ""}


def test_a_notice_is_said_once_under_its_own_id(engine: Engine, house: House) -> None:
    for _ in range(3):
        engine.notify("reminder:x:2026-12-01T09:00", {"kind": "reminder"})
    wait_for(lambda: house.kept and not engine.under_way())
    assert house.chat == [("reminder:x:2026-12-01T09:00", {"words": "note reminder"})]
    assert house.kept[0][1]["ts"] == "1.0"


def test_what_a_notice_leads_to_is_queued_from_its_own_step(engine: Engine, house: House) -> None:
    house.leads_to = lambda: [engine.notify("desk:R-1:sent", {"kind": "sent"}) for _ in range(2)]
    engine.notify("desk:R-1:card", {"kind": "card"})
    wait_for(lambda: len(house.kept) == 2 and not engine.under_way())
    assert [key for key, _ in house.chat] == ["desk:R-1:card", "desk:R-1:sent"]


def test_a_notice_with_nothing_to_say_any_more_is_dropped(engine: Engine, house: House) -> None:
    engine.notify("correct:R-1:v2", {"kind": "correction", "stale": True})
    wait_for(lambda: house.kept)
    assert (house.chat, house.kept[0][1]["state"]) == ([], "dropped")


def test_what_was_dropped_can_be_owed_again(engine: Engine, house: House) -> None:
    """An edit that was taken back in time, and made again later."""
    engine.notify_again("correct:R-1:v2", {"kind": "correction", "stale": True})
    wait_for(lambda: house.kept and not engine.under_way())
    for _ in range(2):
        engine.notify_again("correct:R-1:v2", {"kind": "correction"}, 1)
    assert len(engine.under_way()) == 1
    wait_for(lambda: len(house.kept) == 2 and not engine.under_way())
    assert house.chat == [("correct:R-1:v2:1", {"words": "note correction"})]


def test_many_questions_at_once_are_all_answered(engine: Engine, house: House) -> None:
    for number in range(40):
        engine.ask({"key": f"k{number}", "text": "?"})
    wait_for(lambda: len(house.logged) == 40, 60)
    assert len({key for key, _ in house.chat}) == len(house.chat) == 40


def test_only_plain_data_is_queued(engine: Engine) -> None:
    class Payload:
        text = "secret"

    with pytest.raises(TypeError, match="not JSON serializable"):
        engine.ask({"key": "k1", "text": Payload()})


def test_dates_cross_a_step_as_text(engine: Engine, house: House) -> None:
    engine.ask({"key": "k1", "text": str(date(2026, 12, 1))})
    wait_for(lambda: house.logged)
    assert house.logged[0]["asked"]["text"] == "2026-12-01"


def test_rows_are_readable_json_so_that_a_search_for_a_text_finds_it(engine: Engine, engine_url: str, house: House) -> None:
    engine.ask(ASKED)
    wait_for(lambda: not engine.under_way())
    assert "Le Chat" in everything_in(engine_url)


def test_rows_go_a_day_after_the_answer_and_not_before(engine: Engine, engine_url: str) -> None:
    engine.ask(ASKED)
    wait_for(lambda: not engine.under_way())
    now = datetime.now(UTC)
    assert engine.prune(now + timedelta(hours=23)) == 0
    assert engine.prune(now + timedelta(hours=25)) == 1
    assert "Le Chat" not in everything_in(engine_url)


def test_erasing_an_answered_question_leaves_no_row_of_it(engine: Engine, engine_url: str) -> None:
    engine.ask(ASKED)
    engine.notify("correct:R-1:v2", {"kind": "Le Chat"})
    wait_for(lambda: not engine.under_way())
    engine.erase("k1", "R-1")
    assert "Le Chat" not in everything_in(engine_url)


def test_what_was_erased_is_in_no_file_of_the_engine(engine: Engine, engine_url: str) -> None:
    if not engine_url.startswith("sqlite"):
        return
    engine.ask(ASKED)
    wait_for(lambda: not engine.under_way())
    file = Path(make_url(engine_url).database or "")
    files = [file, file.with_name(f"{file.name}-wal")]
    assert any(b"Le Chat" in one.read_bytes() for one in files)
    engine.erase("k1", "R-1")
    assert not any(b"Le Chat" in one.read_bytes() for one in files)


def test_erasing_a_question_under_way_stops_it(engine: Engine, engine_url: str, house: House) -> None:
    house.gate.clear()
    engine.ask(ASKED)
    wait_for(lambda: any(flow.status == "PENDING" for flow in DBOS.list_workflows()))
    engine.erase("k1")
    house.gate.set()
    engine.ask({"key": "k2", "text": "another"})
    wait_for(lambda: house.logged)
    assert [key for key, _ in house.chat] == ["k2"]
    assert "Le Chat" not in everything_in(engine_url)


def test_an_answer_that_wants_more_is_explained_after_it_stands(engine: Engine, house: House) -> None:
    house.wants_more, house.tries = True, ["wait", "wait"]
    engine.ask(ASKED)
    wait_for(lambda: len(house.explained) == 3)
    wait_for(lambda: not engine.under_way())
    assert house.explained[0] == {"asked": ASKED, "explain": {"language": "en"}}
    assert len(house.logged) == len(house.chat) == 1


def test_an_explanation_that_fails_leaves_the_answer_as_it_is(engine: Engine, house: House) -> None:
    house.wants_more, house.failing = True, {"explain"}
    engine.ask(ASKED)
    wait_for(lambda: len(house.explained) == 3)
    wait_for(lambda: not engine.under_way())
    assert (len(house.chat), engine.failed()) == (1, [])


def test_what_was_stopped_before_it_was_said_is_not_said_and_nobody_is_alarmed(engine: Engine, house: House) -> None:
    house.gate.clear()
    engine.ask(ASKED)
    wait_for(lambda: engine.asked_under_way() == [ASKED])
    assert house.ledger.stop_saying("k1", datetime.now(UTC))
    house.gate.set()
    wait_for(lambda: not engine.under_way())
    assert house.chat == []
    assert house.logged[0]["posted"]["state"] == "stopped"
    assert house.kept == []


def test_a_question_that_waits_can_be_taken_out_of_the_queue(engine: Engine, house: House) -> None:
    house.gate.clear()
    for number in range(10):
        engine.ask({**ASKED, "key": f"k{number}"})
    wait_for(lambda: len(DBOS.list_workflows(status="PENDING")) == 8 and len(engine.asked_under_way()) == 10)
    engine.cancel("k9")
    engine.cancel("k0")
    house.gate.set()
    wait_for(lambda: not engine.under_way())
    assert {key for key, _ in house.chat} == {f"k{number}" for number in range(9)}


def test_work_that_failed_for_good_is_listed(engine: Engine, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.failing = {"say"}
    object.__setattr__(engine._house.answer, "sorry", lambda state, step: (_ for _ in ()).throw(RuntimeError("worse")))
    engine.ask(ASKED)
    wait_for(engine.failed)
    assert engine.failed() == ["answer:k1"]


def everything_in(url: str) -> str:
    """All rows of all of DBOS's tables, as text."""
    database = create_engine(url)
    schema = None if url.startswith("sqlite") else "dbos"
    with database.connect() as connection:
        names = inspect(connection).get_table_names(schema=schema)
        prefix = f"{schema}." if schema else ""
        found = [str(connection.execute(text(f'SELECT * FROM {prefix}"{name}"')).all()) for name in names]  # noqa: S608
    database.dispose()
    return "\n".join(found)


def test_a_second_process_on_one_sqlite_file_is_refused(tmp_path: Path, house: House) -> None:
    url = f"sqlite:///{tmp_path}/engine.db"
    first = house.engine(url)
    first.start()
    try:
        with pytest.raises(EngineError, match="another may-i process") as caught:
            house.engine(url).start()
        assert "PostgreSQL" in caught.value.do
    finally:
        first.stop(0)


def test_sqlite_is_in_wal_mode(tmp_path: Path, house: House) -> None:
    running = house.engine(f"sqlite:///{tmp_path}/engine.db")
    running.start()
    running.stop(0)
    with sqlite3.connect(tmp_path / "engine.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("nonsense", "no database URL"),
        ("oracle://h/x", "cannot run on"),
        ("postgresql+psycopg://mayi@127.0.0.1:1/x?connect_timeout=2", "cannot be reached"),
        ("sqlite:////proc/nowhere/engine.db", "cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used_is_told(house: House, url: str, what: str) -> None:
    with pytest.raises(EngineError, match=what):
        house.engine(url).start()


def test_a_file_that_is_no_database_is_told_and_can_be_named_again_later(tmp_path: Path, house: House) -> None:
    path: Any = tmp_path / "engine.db"
    path.write_text("my notes, long enough to be no SQLite header" * 30)
    for _ in range(2):
        with pytest.raises(EngineError, match="cannot be used"):
            house.engine(f"sqlite:///{path}").start()
