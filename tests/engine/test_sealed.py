"""Rows that somebody wrote into the engine's database: no question of anybody's, no notice, and no result of a step."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from bot.engine.engine import Engine
from tests.engine.conftest import House, wait_for
from tests.engine.rows import put_in, tables_of
from tests.engine.test_engine import ASKED

NOTICE = {"kind": "reminder", "of": "t1"}


def unsealed(inputs: str) -> str:
    return re.sub(r',?\s*"seal":\s*"[0-9a-f]{64}"', "", inputs)


FORGED: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "a question of another's": ("answer:k2", "answer:k1", lambda row: row.replace("k1", "k2")),
    "other words in a question": ("answer:k2", "answer:k1", lambda row: row.replace("names", "passports")),
    "a question under another id": ("answer:k2", "answer:k1", lambda row: row),
    "a question without a seal": ("answer:k2", "answer:k1", lambda row: unsealed(row).replace("k1", "k2")),
    "a notice of one's own": ("mine:1", "reminder:1", lambda row: row.replace("reminder", "other")),
    "a notice under another id": ("mine:1", "reminder:1", lambda row: row),
    "a notice without a seal": ("mine:1", "reminder:1", unsealed),
}


@pytest.mark.parametrize("name", FORGED)
def test_work_that_the_house_did_not_queue_is_refused_and_told(
    engine: Engine, engine_url: str, house: House, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    id_, like, given = FORGED[name]
    engine.ask(ASKED)
    engine.notify("reminder:1", NOTICE)
    wait_for(lambda: house.logged and house.kept and not engine.under_way())
    put_in(engine_url, id_, given, like)
    wait_for(lambda: engine.failed() == [id_])
    assert (len(house.chat), len(house.logged), len(house.kept)) == (2, 1, 1)


def test_a_question_that_somebody_put_in_is_none_under_way(engine: Engine, engine_url: str, house: House) -> None:
    engine.ask(ASKED)
    wait_for(lambda: house.logged and not engine.under_way())
    put_in(engine_url, "answer:k2", lambda row: row.replace("k1", "k2"), queue_name="nobodys")
    assert engine.under_way() == ["answer:k2"] and engine.asked_under_way() == []


def test_a_question_that_waits_comes_out_as_it_was_asked(engine: Engine, house: House) -> None:
    house.gate.clear()
    engine.ask(ASKED)
    assert engine.asked_under_way() == [ASKED]


def test_a_question_of_the_release_before_is_answered_where_its_address_is_proved(
    engine: Engine, engine_url: str, house: House
) -> None:
    house.of_before |= {"k2", "k3"}
    engine.ask(ASKED)
    wait_for(lambda: house.logged and not engine.under_way())
    put_in(engine_url, "answer:k2", lambda row: unsealed(row).replace("k1", "k2"))
    wait_for(lambda: len(house.logged) == 2 and not engine.under_way())
    assert house.logged[1]["asked"] == {**ASKED, "key": "k2"}
    put_in(engine_url, "answer:k3", lambda row: unsealed(row).replace("k1", "k2"))
    put_in(engine_url, "answer:k4", lambda row: unsealed(row).replace("k1", "k4"))
    wait_for(lambda: sorted(engine.failed()) == ["answer:k3", "answer:k4"])
    assert len(house.chat) == 2


@pytest.mark.parametrize("is_of_before", [False, True])
def test_what_a_step_gave_is_believed_where_the_house_wrote_it(engine_url: str, house: House, is_of_before: bool) -> None:
    """What began before a crash goes on with what its steps gave; the release before sealed none of it."""
    house.gate.clear()
    first = house.engine(engine_url)
    first.start()
    first.ask(ASKED)
    wait_for(lambda: house.begun)
    first.stop(0)
    house.gate.set()
    ruled = {"output": json.dumps([{"read": "something harmless"}, 1.0]), "error": None}
    with tables_of(engine_url) as (connection, tables):
        given, steps = tables["workflow_input"], tables["operation_outputs"]
        row = {"workflow_uuid": "answer:k1", "function_id": 1, "function_name": "read", "serialization": "portable_json", **ruled}
        connection.execute(steps.insert().values(row))
        if is_of_before:
            house.of_before.add("k1")
            inputs = unsealed(connection.execute(given.select()).mappings().one()["inputs"])
            connection.execute(given.update().values(inputs=inputs))
    second = house.engine(engine_url)
    second.start()
    wait_for(lambda: house.logged or second.failed())
    assert [said["words"] for _, said in house.chat] == (["No: something harmless"] if is_of_before else [])
    second.stop(0)
