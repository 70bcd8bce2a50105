"""What is shared is today's answer under today's announcement, and a try that has ended can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.mind import Minds
from bot.app import App
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Who
from bot.policy.talks.talk import Intent
from bot.settings import read_settings
from bot.slack.shortcuts.share import share, share_words
from tests.console.place import answerer
from tests.databases import ledger_in

SECRET = "a secret for tests only, 32 bytes"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
THEN = Answer("en", "allow", "allowed", Intent.MAY_I, "✓", "Allowed", "Yes.", announcement="Of another day.")


class World:
    """An answer of a real ledger, shared by an app whose engine only keeps the ids that it is given."""

    def __init__(self, at: Path) -> None:
        self.ledger = open_ledger(ledger_in(at / "bot.db"), SECRET.encode())
        mind = answerer().mind
        self.receipt = self.ledger.keep_question(
            "k1", at=NOW, asker="sanne", text="May I?", policy_version=mind.version, answer=plain(ANSWER, THEN)
        )
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), self.ledger, lambda: mind.knowledge)
        self.app.engine = self  # type: ignore[assignment]
        self.minds = Minds(self.app.current, lambda _known: mind)
        self.queued: list[str] = []

    def notify(self, id_: str, _notice: dict[str, Any]) -> None:
        self.queued.append(id_)

    def share(self) -> str:
        return share(self.app, self.receipt, Who("T1", "U1"), "C1", "http://127.0.0.1:1/hook", "en")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.ledger.close()


@pytest.mark.parametrize("hanging", ["", "Of today."])
def test_above_a_shared_answer_hangs_what_hangs_there_today(world: World, hanging: str) -> None:
    if hanging:
        world.ledger.put_up("announce", {"name": "marit"}, NOW, hanging, None)
    said = share_words(world.app, world.minds, {"key": "share:R:0", "receipt": world.receipt, "language": "en"})
    assert said is not None
    assert said["answer"]["announcement"] == hanging


@pytest.mark.parametrize(("state", "tries"), [("", "00"), ("posting", "00"), ("late", "01"), ("refused", "01")])
def test_a_second_click_is_a_new_try_only_where_the_first_has_ended(world: World, state: str, tries: str) -> None:
    assert world.share() == ""
    if state:
        world.ledger.begin_saying(world.queued[0], NOW)
    if state in ("late", "refused"):
        world.ledger.give_up(world.queued[0], state, "nobody knows")
    assert world.share() == ""
    assert [id_.rsplit(":", 1)[-1] for id_ in world.queued] == list(tries)


def test_what_stands_there_is_not_shared_twice(world: World) -> None:
    world.share()
    world.ledger.begin_saying(world.queued[0], NOW)
    world.ledger.said(world.queued[0], "12.1")
    assert world.share() != ""
    assert len(world.queued) == 1
