"""Rows that somebody wrote into the engine's database as code: none of it runs."""

from __future__ import annotations

import base64
import os
import pickle
from pathlib import Path

import pytest

from bot.engine.engine import Engine
from tests.engine.conftest import House, wait_for
from tests.engine.rows import put_in
from tests.engine.test_engine import ASKED


class Program:
    """Whoever unpickles it makes a file."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.open, (str(self.made), os.O_CREAT)


def pickled(made: Path) -> str:
    return base64.b64encode(pickle.dumps(Program(made))).decode()


@pytest.mark.parametrize("changed", ["answer:k2", "answer:k1"], ids=["a row put in", "a row that was answered"])
def test_a_row_that_says_it_is_a_pickle_is_an_error_and_nothing_runs(
    engine: Engine, engine_url: str, house: House, tmp_path: Path, changed: str
) -> None:
    engine.ask(ASKED)
    wait_for(lambda: house.logged and not engine.under_way())
    made = tmp_path / "made"
    put_in(engine_url, changed, lambda _: pickled(made), serialization="py_pickle")
    wait_for(lambda: engine.failed() == [changed])
    assert not made.exists()
    assert len(house.chat) == 1


def test_a_pickle_that_waits_is_no_question_under_way(engine: Engine, engine_url: str, house: House, tmp_path: Path) -> None:
    engine.ask(ASKED)
    wait_for(lambda: house.logged and not engine.under_way())
    made = tmp_path / "made"
    put_in(engine_url, "answer:k2", lambda _: pickled(made), serialization="py_pickle", queue_name="nobodys")
    assert engine.under_way() == ["answer:k2"] and engine.asked_under_way() == []
    assert not made.exists()
