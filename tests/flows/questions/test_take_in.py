"""The door: what is one happening, what is enqueued, where it goes; with plain functions in the place of the rooms."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from bot.flows.questions.take_in import TakeIn
from bot.policy.talks.incoming import Asked, Incoming
from bot.policy.talks.talk import Address, SafeText

MENTION = Incoming(
    team="T1",
    channel="C1",
    channel_kind="channel",
    user="U1",
    text="my secret",
    trigger="mention",
    unique="1.0",
    ts="1.0",
    thread_ts="1.0",
)


@dataclass
class Room:
    """Remembers what the door did."""

    enqueued: list[Asked] = field(default_factory=list)
    addresses: dict[str, Address] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)
    is_full: bool = False

    def enqueue(self, asked: Asked) -> None:
        if self.is_full:
            raise RuntimeError("the queue is away")
        self.enqueued.append(asked)

    def keep(self, key: str, address: Address, _person: str) -> None:
        self.addresses[key] = address

    def door(self) -> TakeIn:
        return TakeIn(
            make_safe=lambda text: SafeText(text.replace("secret", "[password]"), ("password",)),
            hash_of=lambda *parts: "/".join(parts),
            thread_of={"R-1": "the thread of R-1"}.get,
            answer_ts=lambda key: "9.0" if key == "question/T1/C1/1.0" else "",
            keep_address=self.keep,
            enqueue=self.enqueue,
            erase=self.erased.append,
        )


@pytest.fixture
def room() -> Room:
    return Room()


def test_only_redacted_text_is_enqueued(room: Room) -> None:
    room.door()(MENTION)
    assert [(asked.text, asked.kinds) for asked in room.enqueued] == [("my [password]", ("password",))]


def test_the_same_message_has_the_same_key_and_an_edit_another(room: Room) -> None:
    door = room.door()
    door(MENTION)
    door(replace(MENTION, trigger="thread"))
    door(replace(MENTION, trigger="edit", unique="1.0:2.0"))
    first, again, edit = (asked.key for asked in room.enqueued)
    assert first == again == "question/T1/C1/1.0"
    assert edit == "question/T1/C1/1.0:2.0"


def test_an_edit_replaces_the_answer_that_was_given_before(room: Room) -> None:
    room.door()(replace(MENTION, trigger="edit", unique="1.0:2.0"))
    assert next(iter(room.addresses.values())).message_ts == "9.0"


def test_a_slash_command_is_known_by_its_trigger_and_answered_in_private(room: Room) -> None:
    room.door()(
        replace(
            MENTION, trigger="slash", channel_kind="private", unique="trigger.1", ts="", thread_ts="", response_url="http://x"
        )
    )
    assert room.enqueued[0].key == "question/T1/trigger.1"
    assert next(iter(room.addresses.values())).private


def test_a_click_goes_on_with_the_thread_of_its_answer_and_replaces_that_answer(room: Room) -> None:
    room.door()(replace(MENTION, trigger="click", unique="5.0:6.0", ts="5.0", receipt="R-1", choice=("tool", "x")))
    assert room.enqueued[0].thread == "the thread of R-1"
    assert next(iter(room.addresses.values())).message_ts == "5.0"


def test_two_people_in_one_thread_have_a_thread_each(room: Room) -> None:
    door = room.door()
    door(MENTION)
    door(replace(MENTION, user="U2", unique="1.1", ts="1.1"))
    assert len({asked.thread for asked in room.enqueued}) == 2


def test_a_direct_message_outside_a_thread_goes_on_with_the_talk_and_is_answered_beside_it(room: Room) -> None:
    door = room.door()
    for ts in ("1.0", "2.0"):
        door(replace(MENTION, channel="D1", channel_kind="dm", trigger="dm", unique=ts, ts=ts, thread_ts=ts))
    assert len({asked.thread for asked in room.enqueued}) == 1
    assert {address.thread_ts for address in room.addresses.values()} == {""}


def test_a_deleted_question_is_erased_and_never_enqueued(room: Room) -> None:
    room.door()(replace(MENTION, trigger="delete", text="", unique="1.0:deleted"))
    assert (room.erased, room.enqueued) == (["question/T1/C1/1.0"], [])


def test_a_queue_that_is_away_is_no_acknowledgement(room: Room) -> None:
    room.is_full = True
    with pytest.raises(RuntimeError):
        room.door()(MENTION)


def test_a_new_wording_has_the_turn_of_its_message_and_a_click_that_of_the_answer_it_stands_under(room: Room) -> None:
    door = room.door()
    door(replace(MENTION, ts="1700000000.000100"))
    door(replace(MENTION, ts="1700000000.000100", trigger="edit", unique="1700000000.000100:1700000009.000100"))
    door(replace(MENTION, ts="1700000001.000100", trigger="click", unique="1700000001.000100:1700000005.000100", receipt="R-1"))
    door(replace(MENTION, ts="", trigger="slash", channel_kind="private", unique="trigger-1"))
    assert [asked.turn for asked in room.enqueued] == [1700000000.0001, 1700000000.0001, 1700000001.0001, 0]
