"""Advisory locks tell the living from the dead, and what the dead left is taken over."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest
from dbos import DBOS
from sqlalchemy.exc import OperationalError

from bot.engine.engine import Engine
from bot.engine.errors import EngineError
from bot.engine.liveness import Liveness, executors_with_work, number_of, recover
from tests.engine.conftest import House, wait_for

pytestmark = pytest.mark.needs("postgres")


@pytest.fixture
def url(postgres_url: str) -> str:
    """The server, as psycopg wants it."""
    return postgres_url.replace("+psycopg", "")


@pytest.fixture
def recovered() -> list[str]:
    """Executors that were taken over."""
    return []


@pytest.fixture
def watching(url: str, recovered: list[str]) -> Iterator[Liveness]:
    """The process ``me``, which sees work of itself, of a living peer and of a dead one."""
    me = Liveness(url, "me", working=lambda: ["me", "alive", "dead"], recover=recovered.append, wait_seconds=0)
    yield me
    me.stop()


def test_only_the_dead_are_taken_over(url: str, watching: Liveness, recovered: list[str]) -> None:
    alive = Liveness(url, "alive", working=list, recover=recovered.append)
    watching.take_over()
    assert recovered == ["dead"]
    alive.stop()
    recovered.clear()
    watching.take_over()
    assert recovered == ["alive", "dead"]


def test_a_lock_that_was_tried_is_given_back(url: str, watching: Liveness) -> None:
    watching.take_over()
    with psycopg.connect(url, autocommit=True) as other:
        row = other.execute("SELECT pg_try_advisory_lock(%s, %s)", (0x6D6179, number_of("dead"))).fetchone()
    assert row == (True,)


def test_who_loses_the_connection_stops(url: str) -> None:
    lost = threading.Event()
    me = Liveness(url, "doomed", working=list, recover=lambda _: None, on_lost=lost.set, every_seconds=0.05)
    me.start()
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s)", (me._connection.info.backend_pid,))
    assert lost.wait(10)
    me.stop()


def test_after_a_start_nobody_is_taken_over_for_a_while(url: str, recovered: list[str]) -> None:
    looked = threading.Event()
    me = Liveness(
        url, "new", working=lambda: looked.set() or ["dead"], recover=recovered.append, every_seconds=0.02, wait_seconds=60
    )
    me.start()
    assert not looked.wait(0.3)
    me.stop()
    assert recovered == []


def test_a_look_that_fails_does_not_end_the_looking(url: str, recovered: list[str]) -> None:
    looks = iter([OperationalError("SELECT", {}, Exception("busy"))])

    def working() -> list[str]:
        for problem in looks:
            raise problem
        return ["dead"]

    me = Liveness(url, "patient", working=working, recover=recovered.append, every_seconds=0.02, wait_seconds=0)
    me.start()
    wait_for(lambda: recovered)
    me.stop()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        Liveness("postgresql://mayi@127.0.0.1:1/x", "me", working=list, recover=lambda _: None)


@pytest.mark.parametrize("engine_url", ["postgresql"], indirect=True)
def test_dbos_still_recovers_as_the_take_over_needs_it(engine: Engine, house: House) -> None:
    """The contract of the private call: work of that executor goes back to its own queue, and its attempts are counted on."""
    house.gate.clear()
    engine.ask({"key": "k1", "text": "?"})
    wait_for(lambda: any(flow.status == "PENDING" for flow in DBOS.list_workflows()))
    (mine,) = executors_with_work()
    (before,) = DBOS.list_workflows()
    recover("somebody else")
    assert [flow.executor_id for flow in DBOS.list_workflows(status="PENDING")] == [mine]
    recover(mine)
    wait_for(lambda: DBOS.list_workflows()[0].recovery_attempts > before.recovery_attempts)
    assert DBOS.list_workflows()[0].queue_name == "answers"
    house.gate.set()
    wait_for(lambda: not engine.under_way())
    assert [key for key, _ in house.chat] == ["k1"]
