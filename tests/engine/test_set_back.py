"""A clock that is set back while work waits: nobody waits for the same hour to come again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from dbos import DBOS
from sqlalchemy import MetaData, create_engine, select, update
from sqlalchemy.engine import make_url

from bot.engine import amendments, workflows
from bot.engine.amendments import LONGEST_WAITS, PAUSES
from bot.engine.engine import Engine
from bot.engine.outbox import Patience, Sayer
from bot.engine.turns import AT_ONCE
from bot.policy.talks.posting import Uncertain
from tests.engine.conftest import House, wait_for
from tests.engine.test_engine import ASKED

HOUR = 3600


def as_if_set_back(url: str) -> None:
    """All that is to happen, an hour later: the same as a clock that went an hour back."""
    engine = create_engine(url)
    schema = "dbos" if make_url(url).get_backend_name() == "postgresql" else None
    known = MetaData()
    known.reflect(engine, schema=schema, only=["operation_outputs", "workflow_status"])
    tables = {table.name: table for table in known.tables.values()}
    steps, work = tables["operation_outputs"], tables["workflow_status"]
    with engine.begin() as connection:
        for step in connection.execute(select(steps).where(steps.c.function_name == "DBOS.sleep")).all():
            this = (steps.c.workflow_uuid == step.workflow_uuid, steps.c.function_id == step.function_id)
            connection.execute(update(steps).where(*this).values(output=json.dumps(json.loads(step.output) + HOUR)))
        connection.execute(update(work).values(delay_until_epoch_ms=work.c.delay_until_epoch_ms + HOUR * 1000))
    engine.dispose()


def test_what_waits_for_a_look_goes_on_after_a_restart(engine_url: str, house: House) -> None:
    def running() -> Engine:
        made = house.engine(engine_url)
        sayer = Sayer(house.ledger, house, lambda: datetime.now(UTC), patience=Patience(grace=4, fresh=3))
        object.__setattr__(made._house, "sayer", sayer)
        made.start()
        return made

    house.trouble = [Uncertain("cut")]
    first = running()
    first.ask(ASKED)
    wait_for(lambda: any("DBOS.sleep" in str(step["function_name"]) for step in DBOS.list_workflow_steps("answer:k1")))
    first.stop(0)
    as_if_set_back(engine_url)
    second = running()
    try:
        wait_for(lambda: len(house.logged) == 1, seconds=60)
        assert len(house.chat) == 1
    finally:
        second.stop(0)


def test_a_follow_up_that_was_too_early_is_asked_again(engine: Engine, engine_url: str, house: House) -> None:
    house.gate.clear()
    engine.ask({**ASKED, "thread": "t", "turn": 1.0})
    wait_for(lambda: house.begun)
    engine.ask({**ASKED, "key": "k2", "thread": "t", "turn": 2.0})
    wait_for(lambda: DBOS.list_workflows(status="DELAYED"), seconds=60)
    as_if_set_back(engine_url)
    house.gate.set()
    wait_for(lambda: "k1" in {key for key, _ in house.chat})
    engine.hurry(datetime.now(UTC))
    wait_for(lambda: [key for key, _ in house.chat] == ["k1", "k2"], seconds=60)
    assert engine.failed() == []


def test_what_was_put_off_after_the_look_began_or_by_a_clock_that_is_ahead_keeps_its_wait(engine: Engine) -> None:
    def until() -> int:
        (work,) = DBOS.list_workflows(workflow_id_prefix="check:k1")
        return work.delay_until_epoch_ms or 0

    amendments.enqueue_check({"asked": ASKED}, len(PAUSES))
    meant = until()
    engine.hurry(datetime.now(UTC) - timedelta(seconds=2))
    assert until() == meant
    engine.hurry(datetime.now(UTC) - timedelta(seconds=HOUR))
    assert until() < meant


def test_all_work_that_is_ever_put_off_has_a_longest_wait(engine: Engine) -> None:
    workflows.enqueue_turn(ASKED, AT_ONCE + 1)
    amendments.enqueue_amendment({**ASKED, "key": "k2", "turn": 1.0}, {}, AT_ONCE + 1)
    amendments.enqueue_check({"asked": ASKED}, len(PAUSES))
    workflows.enqueue_notice("correct:R-1:v2", {"kind": "correction"}, LONGEST_WAITS["notice"])
    found = {work.name: ((work.delay_until_epoch_ms or 0) - (work.created_at or 0)) / 1000 for work in DBOS.list_workflows()}
    assert found == pytest.approx(LONGEST_WAITS, abs=5)
