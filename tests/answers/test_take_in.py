"""The door: what is one happening, what is enqueued, where it goes; over a real ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.take_in import take_in
from bot.app import App
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import ADDRESS, ASKED
from bot.policy.talks.incoming import Asked, Incoming
from bot.policy.talks.talk import Address
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in

MENTION = Incoming(
    team="T1",
    channel="C1",
    channel_kind="channel",
    user="U1",
    text="my password is Winter-2026!",
    trigger="mention",
    unique="1.0",
    ts="1.0",
    thread_ts="1.0",
)


SECRET = "a secret for tests only, 32 bytes"


class Room:
    """An app over a real ledger, whose engine only remembers what is asked."""

    def __init__(self, at: Path) -> None:
        self.ledger = open_ledger(ledger_in(at / "log.db"), SECRET.encode())
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), self.ledger, lambda: answerer().mind.knowledge)
        self.app.engine = self  # type: ignore[assignment]
        self.enqueued: list[Asked] = []
        self.is_full = False

    def ask(self, asked: dict[str, Any]) -> None:
        if self.is_full:
            raise RuntimeError("the queue is away")
        self.enqueued.append(ASKED.validate_python(asked))

    def cancel(self, key: str) -> None:
        """Nothing is under way."""

    def door(self, incoming: Incoming) -> None:
        take_in(self.app, incoming)

    def key(self, *parts: str) -> str:
        return self.app.hash_of("question", "T1", *parts)

    @property
    def addresses(self) -> list[Address]:
        """Of all that was asked, in this order."""
        return [ADDRESS.validate_python(self.ledger.address(asked.key)) for asked in self.enqueued]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.ledger.close()


def test_only_redacted_text_is_enqueued(room: Room) -> None:
    room.door(MENTION)
    assert [(asked.text, asked.kinds) for asked in room.enqueued] == [("my password is [password]", ("password",))]


def test_the_same_message_has_the_same_key_and_an_edit_another(room: Room) -> None:
    door = room.door
    door(MENTION)
    door(replace(MENTION, trigger="thread"))
    door(replace(MENTION, trigger="edit", unique="1.0:2.0"))
    first, again, edit = (asked.key for asked in room.enqueued)
    assert first == again == room.key("C1", "1.0")
    assert edit == room.key("C1", "1.0:2.0")


def test_an_edit_replaces_the_answer_that_was_given_before(room: Room) -> None:
    room.ledger.begin_saying(room.key("C1", "1.0"), datetime.now(UTC))
    room.ledger.said(room.key("C1", "1.0"), "9.0")
    room.door(replace(MENTION, trigger="edit", unique="1.0:2.0"))
    assert room.addresses[0].message_ts == "9.0"


def test_a_slash_command_is_known_by_its_trigger_and_answered_in_private(room: Room) -> None:
    room.door(
        replace(
            MENTION, trigger="slash", channel_kind="private", unique="trigger.1", ts="", thread_ts="", response_url="http://x"
        )
    )
    assert room.enqueued[0].key == room.key("trigger.1")
    assert room.addresses[0].private


def test_a_click_goes_on_with_the_thread_of_its_answer_and_replaces_that_answer(room: Room) -> None:
    receipt = room.ledger.keep_question("k1", at=datetime.now(UTC), asker="someone", thread="the thread", text="May I?")
    room.door(replace(MENTION, trigger="click", unique="5.0:6.0", ts="5.0", receipt=receipt, choice=("tool", "x")))
    assert room.enqueued[0].thread == "the thread"
    assert room.addresses[0].message_ts == "5.0"


def test_two_people_in_one_thread_have_a_thread_each(room: Room) -> None:
    door = room.door
    door(MENTION)
    door(replace(MENTION, user="U2", unique="1.1", ts="1.1"))
    assert len({asked.thread for asked in room.enqueued}) == 2


def test_a_direct_message_outside_a_thread_goes_on_with_the_talk_and_is_answered_beside_it(room: Room) -> None:
    door = room.door
    for ts in ("1.0", "2.0"):
        door(replace(MENTION, channel="D1", channel_kind="dm", trigger="dm", unique=ts, ts=ts, thread_ts=ts))
    assert len({asked.thread for asked in room.enqueued}) == 1
    assert {address.thread_ts for address in room.addresses} == {""}


def test_a_queue_that_is_away_is_no_acknowledgement(room: Room) -> None:
    room.is_full = True
    with pytest.raises(RuntimeError):
        room.door(MENTION)


def test_a_new_wording_has_the_turn_of_its_message_and_a_click_that_of_the_answer_it_stands_under(room: Room) -> None:
    door = room.door
    door(replace(MENTION, ts="1700000000.000100"))
    door(replace(MENTION, ts="1700000000.000100", trigger="edit", unique="1700000000.000100:1700000009.000100"))
    door(replace(MENTION, ts="1700000001.000100", trigger="click", unique="1700000001.000100:1700000005.000100", receipt="R-1"))
    door(replace(MENTION, ts="", trigger="slash", channel_kind="private", unique="trigger-1"))
    assert [asked.turn for asked in room.enqueued] == [1700000000.0001, 1700000000.0001, 1700000001.0001, 0]
