"""A stop while there is work: nothing is lost, nothing is said of it, and it goes on at the next start."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

import pytest
from dbos import DBOS, _queue

from bot.policy.talks.posting import RateLimited
from tests.engine.conftest import House, wait_for, wait_for_workers

ASKED = {"key": "k1", "text": "May names go into Le Chat?"}
A_MOMENT = 0.5
"""Seconds in which ``destroy`` would have taken the threads away."""


def test_what_is_just_being_taken_at_a_stop_is_not_taken_from_under_it(
    engine_url: str, house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("dbos"), "handlers", [caplog.handler])
    taken, take = threading.Event(), _queue.execute_dequeued_workflow

    def slowly(dbos: Any, *given: Any) -> None:
        taken.set()
        assert all(event.wait(20) for event in dbos.background_thread_stop_events)
        end = time.monotonic() + A_MOMENT
        while dbos._executor_field is not None and time.monotonic() < end:
            time.sleep(0.01)
        take(dbos, *given)

    monkeypatch.setattr(_queue, "execute_dequeued_workflow", slowly)
    before = set(threading.enumerate())
    first = house.engine(engine_url)
    first.start()
    first.ask(ASKED)
    assert taken.wait(20)
    first.stop(0)
    wait_for_workers(before)
    assert [record.getMessage() for record in caplog.records if record.name == "dbos"] == []
    monkeypatch.setattr(_queue, "execute_dequeued_workflow", take)
    second = house.engine(engine_url)
    second.start()
    wait_for(lambda: not second.under_way())
    second.stop(0)
    assert [key for key, _ in house.chat] == ["k1"]


def test_what_was_queued_before_a_stop_is_answered_after_the_next_start(engine_url: str, house: House) -> None:
    first = house.engine(engine_url)
    first.start()
    house.gate.clear()
    for number in range(12):
        first.ask({"key": f"k{number}", "text": "?"})
    first.stop(0)
    house.gate.set()
    second = house.engine(engine_url)
    second.start()
    wait_for(lambda: len(house.logged) >= 12)
    wait_for(lambda: not second.under_way())
    second.stop(0)
    assert sorted(key for key, _ in house.chat) == sorted(f"k{number}" for number in range(12))


@pytest.mark.parametrize("step", ["none", "fails", "waits"])
def test_what_is_under_way_at_a_stop_ends_without_a_word_and_goes_on_at_the_next_start(
    engine_url: str, house: House, step: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``step``: what its step does once the engine has stopped."""
    monkeypatch.setattr(logging.getLogger("dbos"), "handlers", [caplog.handler])
    before = set(threading.enumerate())
    first = house.engine(engine_url)
    first.start()
    house.gate.clear()
    for number in range(3):
        first.ask({"key": f"k{number}", "text": "?"})
    wait_for(lambda: house.begun == 3)
    first.stop(0)
    house.failing, house.away = ({"read"} if step == "fails" else set()), ({"read"} if step == "waits" else set())
    house.gate.set()
    wait_for_workers(before)
    assert [record.getMessage() for record in caplog.records if record.name == "dbos"] == []
    house.failing, house.away = set(), set()
    second = house.engine(engine_url)
    second.start()
    wait_for(lambda: not second.under_way())
    assert second.failed() == []
    second.stop(0)
    assert sorted(key for key, _ in house.chat) == sorted(state["asked"]["key"] for state in house.logged) == ["k0", "k1", "k2"]


def test_what_rests_at_a_stop_ends_at_once_and_goes_on_at_the_next_start(engine_url: str, house: House) -> None:
    before = set(threading.enumerate())
    first = house.engine(engine_url)
    first.start()
    house.trouble = [RateLimited(60)]
    first.ask(ASKED)
    wait_for(lambda: any("DBOS.sleep" in str(step["function_name"]) for step in DBOS.list_workflow_steps("answer:k1")))
    first.stop(0)
    wait_for_workers(before)
    second = house.engine(engine_url)
    second.start()
    assert second.under_way() == ["answer:k1"]
    second.stop(0)
