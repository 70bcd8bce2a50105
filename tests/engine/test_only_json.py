"""Rows that somebody wrote into the engine's database as code: none of it runs."""

from __future__ import annotations

import base64
import os
import pickle
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.engine import make_url

from bot.engine.engine import Engine
from tests.engine.conftest import House, wait_for
from tests.engine.test_engine import ASKED


class Program:
    """Whoever unpickles it makes a file."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.open, (str(self.made), os.O_CREAT)


@pytest.mark.parametrize("changed", ["answer:k2", "answer:k1"], ids=["a row put in", "a row that was answered"])
def test_a_row_that_says_it_is_a_pickle_is_an_error_and_nothing_runs(
    engine: Engine, engine_url: str, house: House, tmp_path: Path, changed: str
) -> None:
    engine.ask(ASKED)
    wait_for(lambda: house.logged and not engine.under_way())
    made = tmp_path / "made"
    write_pickle(engine_url, changed, Program(made), {"status": "ENQUEUED"})
    wait_for(lambda: engine.failed() == [changed])
    assert not made.exists()
    assert len(house.chat) == 1


def test_a_pickle_that_waits_is_no_question_under_way(engine: Engine, engine_url: str, house: House, tmp_path: Path) -> None:
    engine.ask(ASKED)
    wait_for(lambda: house.logged and not engine.under_way())
    made = tmp_path / "made"
    write_pickle(engine_url, "answer:k2", Program(made), {"status": "ENQUEUED", "queue_name": "nobodys"})
    assert engine.under_way() == ["answer:k2"] and engine.asked_under_way() == []
    assert not made.exists()


def write_pickle(url: str, id_: str, program: Program, also: dict[str, str]) -> None:
    """Put a row in as whoever can write the database does: the answered one again, with a pickle for what was asked."""
    pickled = base64.b64encode(pickle.dumps(program)).decode()
    database, known = create_engine(url), MetaData()
    known.reflect(database, schema=None if make_url(url).get_backend_name() == "sqlite" else "dbos")
    tables = {table.name: table for table in known.tables.values()}
    status, given = tables["workflow_status"], tables["workflow_input"]
    anew = {"output": None, "error": None, "executor_id": None, "started_at_epoch_ms": None, "completed_at": None}
    with database.begin() as connection:
        for table, more in ((status, {**anew, "serialization": "py_pickle", **also}), (given, {"inputs": pickled})):
            row = dict(connection.execute(table.select().where(table.c.workflow_uuid == "answer:k1")).mappings().one())
            connection.execute(table.delete().where(table.c.workflow_uuid == id_))
            connection.execute(table.insert().values(row | {"workflow_uuid": id_} | more))
    database.dispose()
