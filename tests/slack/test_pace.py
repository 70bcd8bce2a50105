"""A person and a channel are answered at a human pace; who sends more is told so once a minute, and nobody else waits for it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from bot.policy.talks.incoming import Incoming
from bot.slack.pace import Pace

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class Door:
    """A door with a pace, what it took in, and what people were told."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.told: list[dict[str, Any]] = []
        self.pace = Pace(self.taken.append, self.polite, lambda user: f"a lot at once, {user}")

    def polite(self, method: str, **arguments: Any) -> bool:
        self.told.append({"method": method, **arguments})
        return True

    def comes(self, count: int, user: str = "U1", channel: str = "C1", kind: str = "channel", trigger: str = "mention") -> None:
        for number in range(count):
            self.pace(Incoming("T1", channel, kind, user, "may I?", trigger, f"{user}-{number}", ts=f"{number}"))


@pytest.fixture
def door() -> Iterator[Door]:
    with time_machine.travel(NOW, tick=False):
        yield Door()


def test_what_one_person_sends_is_taken_in_at_a_human_pace_and_they_are_told_once(door: Door) -> None:
    door.comes(1000)
    assert len(door.taken) == 20
    assert [(one["method"], one["user"], one["text"]) for one in door.told] == [
        ("chat.postEphemeral", "U1", "a lot at once, U1"),
    ]


def test_another_person_does_not_wait_for_it(door: Door) -> None:
    door.comes(1000)
    door.comes(3, user="U2")
    assert [one.user for one in door.taken[20:]] == ["U2"] * 3


def test_a_channel_has_a_pace_of_its_own_and_direct_messages_have_not(door: Door) -> None:
    for number in range(10):
        door.comes(10, user=f"U{number}")
    assert len(door.taken) == 60
    for number in range(10):
        door.comes(10, user=f"V{number}", channel="D1", kind="dm")
    assert len(door.taken) == 160


@pytest.mark.parametrize(("kind", "trigger"), [("group", "mention"), ("private", "slash")])
def test_a_private_channel_and_slash_commands_in_a_channel_have_its_pace_too(door: Door, kind: str, trigger: str) -> None:
    for number in range(70):
        door.comes(1, user=f"U{number}", kind=kind, trigger=trigger)
    assert len(door.taken) == 60


def test_many_at_the_same_moment_are_no_more(door: Door) -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(32) as pool:
            list(pool.map(lambda number: door.comes(5, channel=f"C{number}"), range(32)))
    finally:
        sys.setswitchinterval(interval)
    assert len(door.taken) == 20


def test_the_log_is_not_flooded_either(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "mayi.pace"):
        door.comes(1000)
        door.comes(1000, user="U2")
    assert len(caplog.records) == 2


def test_what_was_not_read_counts_for_nothing_and_a_minute_later_all_is_well(door: Door) -> None:
    door.comes(1000)
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        door.comes(1)
    assert len(door.taken) == 21


def test_over_an_hour_there_is_an_end_as_well(door: Door) -> None:
    for minute in range(40):
        with time_machine.travel(NOW + timedelta(minutes=minute * 1.1), tick=False):
            door.comes(20)
    assert len(door.taken) == 300


def test_what_is_deleted_is_always_taken_in(door: Door) -> None:
    door.comes(1000)
    door.comes(1, trigger="delete")
    assert door.taken[-1].trigger == "delete"


def test_a_slash_command_is_told_where_it_was_typed(door: Door) -> None:
    said: list[tuple[str, str]] = []

    def hook(url: str, words: str) -> bool:
        said.append((url, words))
        return True

    pace = Pace(door.taken.append, door.polite, lambda user: f"a lot at once, {user}", hook)
    for number in range(30):
        pace(Incoming("T1", "C1", "private", "U1", "may I?", "slash", f"{number}", response_url="https://slack.example/hook"))
    assert (len(door.taken), said) == (20, [("https://slack.example/hook", "a lot at once, U1")])
    assert door.told == []


def test_whoever_put_nothing_to_the_bot_is_not_told_that_it_is_too_much(door: Door) -> None:
    door.comes(1000, trigger="overheard")
    assert (len(door.taken), door.told) == (20, [])


def test_forms_and_clicks_have_a_pace_of_each_person_beside_their_messages(door: Door) -> None:
    taken = {what: sum(door.pace.within(what, "T1", "U1") for _ in range(1000)) for what in ("deed", "gesture", "word")}
    assert taken == {"deed": 20, "gesture": 120, "word": 1}
    assert door.pace.within("deed", "T1", "U2")
    door.comes(1)
    assert len(door.taken) == 1


def test_forms_have_an_end_over_an_hour_too(door: Door) -> None:
    taken = 0
    for minute in range(40):
        with time_machine.travel(NOW + timedelta(minutes=minute * 1.1), tick=False):
            taken += sum(door.pace.within("deed", "T1", "U1") for _ in range(20))
    assert taken == 300
