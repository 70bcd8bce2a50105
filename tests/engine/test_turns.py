"""One person's questions in one thread are answered in their order; nobody else waits for them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS

from bot.engine.engine import Engine
from bot.engine.steps import AnswerSteps
from bot.ledger.ledger import open_ledger
from tests.databases import ledger_in
from tests.engine.conftest import House, wait_for


@dataclass
class Thinking(House):
    """What is asked as ``slow`` is read by a model, which waits until it is let go."""

    model: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    """Keys of what the model has been asked."""
    seen: list[str] = field(default_factory=list)
    """Keys of what words are being looked at for."""
    words: threading.Event = field(default_factory=threading.Event)
    """What is asked as ``held`` is looked at until this is let go."""

    def steps(self) -> AnswerSteps:
        return replace(super().steps(), read=self.read_words, think=self.think)

    def read_words(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.seen.append(asked["key"])
        if asked.get("held"):
            self.words.wait(60)
        return {"later": True} if asked.get("slow") else self.read(asked)

    def think(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(asked["key"])
        self.model.wait(60)
        return self.read(asked)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Thinking]:
    """Steps with a model among them."""
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"secret")
    yield Thinking(ledger)
    ledger.close()


@pytest.fixture
def engine(engine_url: str, house: Thinking) -> Iterator[Engine]:
    """A running engine; at the end the model reads, and all that is left is answered."""
    running = house.engine(engine_url)
    running.start()
    yield running
    house.model.set()
    house.words.set()
    wait_for(lambda: not running.under_way(), 60)
    running.stop(0)


def asked(key: str, talk: str = "t1", turn: float = 0.0, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": key, "thread": talk, "turn": turn, **more}


def said(house: Thinking) -> list[str]:
    return [key for key, _ in house.chat]


def is_waiting(engine: Engine, key: str) -> bool:
    """Whether it was too early, and has gone back into the queue."""
    return any(id_.startswith(f"answer:{key}:turn") for id_ in engine.under_way())


def test_a_follow_up_waits_for_the_question_before_it_and_other_talks_do_not(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("k1", turn=1, slow=True))
    engine.ask(asked("k2", turn=2))
    engine.ask(asked("k3", talk="t2", turn=3))
    wait_for(lambda: said(house) == ["k3"] and is_waiting(engine, "k2"))
    house.model.set()
    wait_for(lambda: len(house.logged) == 3)
    assert said(house) == ["k3", "k1", "k2"]


def test_three_turns_are_answered_in_the_order_in_which_they_were_asked(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("k1", slow=True))
    engine.ask(asked("k2", slow=True))
    engine.ask(asked("k3"))
    wait_for(lambda: is_waiting(engine, "k2") and is_waiting(engine, "k3"))
    house.model.set()
    wait_for(lambda: len(house.logged) == 3, 60)
    assert said(house) == ["k1", "k2", "k3"]


def test_a_turn_that_waits_holds_no_worker(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("k0", turn=1, slow=True))
    waiting = [f"k{number}" for number in range(1, 21)]
    for number, key in enumerate(waiting, 2):
        engine.ask(asked(key, turn=number))
    wait_for(lambda: all(is_waiting(engine, key) for key in waiting), 60)
    engine.ask(asked("other", talk="t2", turn=50))
    wait_for(lambda: said(house) == ["other"])
    engine.drop("answer:k")


def test_a_turn_that_is_erased_is_in_nobodys_way(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("k1", turn=1, slow=True))
    engine.ask(asked("k2", turn=2))
    wait_for(lambda: house.asked == ["k1"] and is_waiting(engine, "k2"))
    engine.erase("k1")
    wait_for(lambda: said(house) == ["k2"])


def test_what_is_handed_to_the_model_while_it_is_being_erased_is_erased_as_well(
    engine: Engine, house: Thinking, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.ask(asked("k1", turn=1, slow=True, held=True))
    wait_for(lambda: house.seen == ["k1"])
    engine.ask(asked("k2", turn=2))
    look = DBOS.list_workflows

    def looks_and_is_overtaken(**what: Any) -> Any:
        found = look(**what)
        if "answer:k1" in (what.get("workflow_id_prefix") or ()) and not house.words.is_set():
            house.words.set()
            wait_for(lambda: house.asked == ["k1"])
        return found

    monkeypatch.setattr("bot.engine.engine.DBOS.list_workflows", looks_and_is_overtaken)
    engine.erase("k1")
    assert not [id_ for id_ in engine.under_way() if id_.startswith("answer:k1")]
    wait_for(lambda: said(house) == ["k2"])


def test_a_turn_that_waits_can_be_taken_out_of_the_queue(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("k1", turn=1, slow=True))
    engine.ask(asked("k10", turn=2))
    engine.ask(asked("k2", turn=3))
    wait_for(lambda: is_waiting(engine, "k2"))
    while is_waiting(engine, "k2"):  # it may be looking at this very moment
        engine.cancel("k2")
    house.model.set()
    wait_for(lambda: len(house.logged) == 2 and not engine.under_way())
    assert said(house) == ["k1", "k10"]


def test_another_wording_of_a_message_does_not_wait_for_the_first(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("k1", turn=1, slow=True))
    engine.ask(asked("k1-edited", turn=1))
    wait_for(lambda: said(house) == ["k1-edited"])


def test_a_click_does_not_wait_for_what_was_asked_after_the_answer_that_it_stands_under(engine: Engine, house: Thinking) -> None:
    engine.ask(asked("later", turn=5, slow=True))
    engine.ask(asked("click", turn=2))
    wait_for(lambda: said(house) == ["click"])
