"""What somebody says should not have been allowed: the form, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.saying.words import phrase
from bot.slack.posts.blocks import DOUBT, RARER
from tests.slack import payloads as pay
from tests.slack.desk.test_desk import MINE, desk, views
from tests.slack.payloads import app_with, click, send
from tests.slack.test_dispatch import wait_for_calls


def doubts(user: str = pay.ASKER) -> Any:
    """The menu's entry."""
    chosen = {"type": "overflow", "action_id": RARER, "block_id": MINE, "selected_option": {"value": DOUBT}, "action_ts": "1.2"}
    return click(RARER, MINE, user=user, actions=[chosen])


@pytest.mark.parametrize("user", [pay.ASKER, pay.OTHER], ids=["who asked", "somebody else"])
def test_anybody_may_say_that_an_answer_should_not_have_been_allowed(user: str) -> None:
    said: list[Any] = []

    def doubt(*given: str) -> str:
        said.append(given)
        return "Thank you <!here>."

    app = app_with([], desk=desk(doubt=doubt))
    assert send(app, doubts(user)).status == 200
    assert said == [("R-1", pay.TEAM, user, "en")], "kept before Slack is acknowledged"
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == "Thank you &lt;!here&gt;."
    assert views() == []


def test_what_could_not_be_taken_back_is_told() -> None:
    def broken(*_given: str) -> str:
        raise OSError("the disk is full")

    send(app_with([], desk=desk(doubt=broken)), doubts())
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "slack.failed")
