"""Whatever somebody does in Slack has a pace; what is too much reaches no listener and is told kindly, where it was done."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.policy.talks.checks import Who
from bot.policy.talks.incoming import Incoming
from bot.saying.words import phrase
from bot.slack.checks import Checks
from tests.slack.payloads import app_with, click, event, interaction, send, slash

QUICK = phrase("en", "slack.quick")
FORM: dict[str, Any] = {
    "id": "V1",
    "type": "modal",
    "callback_id": "mayi_paste",
    "state": {"values": {}},
    "private_metadata": "{}",
}
BLOCKS = [{"type": "section", "block_id": "s"}, {"type": "input", "block_id": "first"}, {"type": "input", "block_id": "second"}]
DEEDS: dict[str, tuple[Callable[[], BoltRequest], str]] = {
    "a command": (lambda: slash("advise"), "deed"),
    "a question as a command": (lambda: slash("may I?"), "deed"),
    "a shortcut": (lambda: interaction({"type": "shortcut", "callback_id": "mayi_paste"}), "deed"),
    "the menu of a message": (
        lambda: interaction({"type": "message_action", "callback_id": "mayi_look", "message": {"text": "x"}}),
        "deed",
    ),
    "a form": (lambda: interaction({"type": "view_submission", "view": {**FORM, "blocks": BLOCKS}}), "deed"),
    "a form without an input": (
        lambda: interaction({"type": "view_submission", "view": {**FORM, "blocks": BLOCKS[:1]}}),
        "deed",
    ),
    "a click": (lambda: click("mayi_useful", "b"), "gesture"),
    "a search": (
        lambda: interaction({"type": "block_suggestion", "action_id": "tool", "block_id": "b", "value": "ch"}),
        "gesture",
    ),
    "App Home": (lambda: event({"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"}), "gesture"),
}
"""Each deed, signed at the moment it is done: Slack's signature holds for five minutes; and what it counts as."""


class Pace:
    """Nothing is within, but words for as often as ``words`` says; what was counted and told."""

    def __init__(self, words: int = 1) -> None:
        self.words = words
        self.counted: list[tuple[str, str, str]] = []
        self.told: list[tuple[str, str]] = []
        self.taken: list[Incoming] = []
        checks = Checks(language=lambda _: "en", tell=lambda who, _unique, words: self.tell(who, words))
        self.app = app_with(self.taken, within=self.within, checks=checks)

    def within(self, what: str, team: str, user: str) -> bool:
        self.counted.append((what, team, user))
        self.words -= what == "word"
        return what == "word" and self.words >= 0

    def tell(self, who: Who, words: str) -> None:
        self.told.append((who.user, words))


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_too_much_is_not_worked_on(name: str) -> None:
    pace = Pace()
    request_of, what = DEEDS[name]
    assert send(pace.app, request_of()).status == 200
    assert pace.counted[0] == (what, "T1", "U1")
    assert pace.taken == []


@pytest.mark.parametrize("name", ["a command", "a shortcut", "the menu of a message", "a click", "a form without an input"])
def test_it_is_told_once_a_minute(name: str) -> None:
    pace = Pace()
    for _ in range(5):
        send(pace.app, DEEDS[name][0]())
    assert pace.told == [("U1", QUICK)]


def test_a_form_keeps_what_was_typed_and_says_it_at_its_first_input() -> None:
    pace = Pace(words=0)
    told = json.loads(send(pace.app, DEEDS["a form"][0]()).body)
    assert told == {"response_action": "errors", "errors": {"first": QUICK}}
    assert pace.told == []


def test_what_is_searched_too_quickly_finds_nothing() -> None:
    assert json.loads(send(Pace().app, DEEDS["a search"][0]()).body) == {"options": []}


def test_what_is_written_is_counted_at_the_door_alone() -> None:
    pace = Pace()
    send(pace.app, event({"type": "app_mention", "channel": "C1", "user": "U1", "text": "<@UBOT> may I?", "ts": "10.1"}))
    assert pace.counted == []
    assert len(pace.taken) == 1
