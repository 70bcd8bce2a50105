"""A contact is told of a mishap with one click, and the answer says so where its button stood."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError

from bot.answers.again import Found
from bot.slack.citizen import Citizen
from bot.slack.desk.asking import told
from bot.slack.posts.blocks import TELL
from tests.slack.answers import INCIDENT, SEVERAL, TOLD
from tests.slack.desk.conftest import World
from tests.slack.payloads import QuietClient, click, send
from tests.slack.test_dispatch import wait_for_calls

CITIZEN = Citizen(find=lambda *_: Found(TOLD, "k1"))


def test_after_the_click_the_button_is_gone_and_the_answer_says_what_was_done(world: World) -> None:
    send(world.slack(citizen=CITIZEN), click(TELL, world.mine))
    (changed,) = wait_for_calls("chat.update")
    drawn = json.dumps(changed["blocks"])
    assert TELL not in drawn and "Security &lt;!here&gt;" in drawn
    assert "chat.postEphemeral" not in [method for method, _ in QuietClient.calls], "said once, where it was pressed"


def test_where_slack_does_not_take_that_whoever_pressed_is_told_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = QuietClient.api_call

    def refusing(client: QuietClient, api_method: str, **how: object) -> object:
        if api_method == "chat.update":
            raise SlackApiError("no", REFUSED)
        return quiet(client, api_method, **how)

    monkeypatch.setattr(QuietClient, "api_call", refusing)
    send(world.slack(citizen=CITIZEN), click(TELL, world.mine))
    assert "Security" in wait_for_calls("chat.postEphemeral")[0]["text"]


def test_one_mishap_among_several_questions_loses_its_button_too() -> None:
    parts = replace(SEVERAL, parts=(*SEVERAL.parts, TOLD))
    after = told(parts, "Told.")
    assert after.notes[0] == "Told." and all("tell" not in part.captions for part in after.parts)
    assert told(INCIDENT, "Told.").captions == {**INCIDENT.captions}


class _Refused:
    """A reply of Slack's that says no."""

    status_code, headers = 200, {}
    data = {"ok": False, "error": "cant_update_message"}  # noqa: RUF012


REFUSED = _Refused()
