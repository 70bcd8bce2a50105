"""What somebody says should not have been allowed: the form, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.saying.words import phrase
from bot.slack.citizen import Citizen
from bot.slack.desk import why
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.blocks import DOUBT, NOT_USEFUL, RARER, USEFUL
from tests.slack import payloads as pay
from tests.slack.desk.conftest import World
from tests.slack.desk.test_desk import views
from tests.slack.payloads import app_with, click, send
from tests.slack.test_dispatch import wait_for_calls

MINE = to_block_id(Mark("R-1", "markU1", "en", "answer"))


def doubts(user: str = pay.ASKER) -> Any:
    """The menu's entry."""
    chosen = {"type": "overflow", "action_id": RARER, "block_id": MINE, "selected_option": {"value": DOUBT}, "action_ts": "1.2"}
    return click(RARER, MINE, user=user, actions=[chosen])


PRESSED: dict[str, Callable[[World], Any]] = {
    "should not have been allowed": lambda _: doubts(),
    "useful": lambda _: click(USEFUL, MINE),
    "not useful": lambda _: click(NOT_USEFUL, MINE),
    "why it was not": lambda world: world.sent(why.FORM, {}, {}),
}


@pytest.mark.parametrize("user", [pay.ASKER, pay.OTHER], ids=["who asked", "somebody else"])
def test_anybody_may_say_that_an_answer_should_not_have_been_allowed(user: str) -> None:
    said: list[Any] = []

    def doubt(*given: str) -> str:
        said.append(given)
        return "Thank you <!here>."

    app = app_with([], doubt=doubt)
    assert send(app, doubts(user)).status == 200
    assert said == [("R-1", pay.TEAM, user, "en")], "kept before Slack is acknowledged"
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == "Thank you &lt;!here&gt;."
    assert views() == []


@pytest.mark.parametrize("press", PRESSED.values(), ids=PRESSED)
def test_the_word_of_somebody_who_is_not_answered_here_is_not_taken(world: World, press: Callable[[World], Any]) -> None:
    kept: list[Any] = []

    def keep(*given: Any) -> str:
        kept.append(given)
        return "kept"

    app = world.slack(doubt=keep, on_feedback=keep, citizen=Citizen(refuse=lambda *_: "I answer staff."))
    assert send(app, press(world)).status == 200
    assert [how["text"] for how in wait_for_calls("chat.postEphemeral")] == ["I answer staff."]
    assert (kept, views(), list(world.ledger.feedback(world.receipt))) == ([], [], [])


def test_what_could_not_be_taken_back_is_told() -> None:
    def broken(*_given: str) -> str:
        raise OSError("the disk is full")

    send(app_with([], doubt=broken), doubts())
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "slack.failed")
