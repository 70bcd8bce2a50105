"""A private remark reaches the one who clicked by whichever way is left, and nobody is thanked for what was not kept."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.talks.checks import Who
from bot.slack.checks import Checks
from bot.slack.desk import answer, request, why
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.blocks import CORRECT, MORE, NOT_USEFUL, TELL, USEFUL
from bot.slack.posts.sharing import SHARE
from playground.server import Playground
from tests.slack import payloads as pay
from tests.slack.desk.conftest import World
from tests.slack.payloads import QuietClient, app_with, click, send
from tests.slack.test_dispatch import wait_for_calls

MINE = to_block_id(Mark("R-1", "markU1", "en", "answer"))


def broken(*_given: Any) -> Any:
    raise RuntimeError("no database")


def said() -> list[str]:
    return [how["text"] for method, how in QuietClient.calls if method in ("chat.postEphemeral", "chat.postMessage")]


@pytest.mark.parametrize("button", [USEFUL, NOT_USEFUL])
def test_feedback_that_could_not_be_kept_is_told_and_not_thanked_for(button: str) -> None:
    send(app_with([], on_feedback=broken), click(button, MINE))
    assert "try again" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert len(said()) == 1
    assert not [method for method, _ in QuietClient.calls if method == "views.open"]


def test_a_reason_that_could_not_be_kept_is_told_in_the_form_and_not_thanked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.ledger, "keep_feedback", broken)
    reply = send(world.slack(), world.sent(why.FORM, {}, {}))
    assert "try again" in reply.body
    assert said() == []


def test_a_request_form_that_could_not_be_kept_is_asked_once_and_told_in_the_form(world: World) -> None:
    world.queue.is_broken = True
    form = world.sent(request.FORM, {"request": "tool"}, {request.UNTIL: {"selected_date": "2099-01-01"}})
    reply = send(world.slack(), form)
    assert "try again" in reply.body
    assert world.queue.tries == 1
    assert said() == []


@pytest.mark.parametrize("button", [CORRECT, answer.ANSWER, request.RARER])
def test_what_breaks_after_the_acknowledgement_is_told(owned: World, monkeypatch: pytest.MonkeyPatch, button: str) -> None:
    for name in ("request", "question"):
        monkeypatch.setattr(owned.ledger, name, broken)
    assert send(owned.slack(understood=broken), click(button, owned.mine)).status == 200
    assert "try again" in wait_for_calls("chat.postEphemeral")[0]["text"]


def test_a_response_url_that_is_over_does_not_lose_the_words(world: World, slack: Playground) -> None:
    over = f"{slack.url}/response/over"  # the local Slack refuses it as the real one does
    place = {"type": "message", "message_ts": "11.1", "channel_id": "C1", "is_ephemeral": True}
    private = {"container": place, "response_url": over}
    send(world.slack(), click(TELL, world.mine, **private))
    assert "Security" in wait_for_calls("chat.postEphemeral")[0]["text"]


def test_a_click_in_a_form_on_a_question_that_is_gone_is_answered_by_direct_message() -> None:
    in_a_form = {"channel": {}, "message": {}, "container": {"type": "view", "view_id": "V1"}}
    send(app_with([], standing=lambda _: "gone"), click(MORE, MINE, **in_a_form))
    assert wait_for_calls("chat.postMessage")[0]["channel"] == pay.ASKER


@pytest.mark.parametrize("refusal", ["Answers are paused.", ""])
def test_an_answer_is_not_shared_while_answers_are_paused(refusal: str) -> None:
    shared: list[Any] = []

    def refuse(_who: Who, channel: str, _language: str) -> str:
        return refusal if channel == "C1" else ""

    def share(*given: Any) -> str:
        shared.append(given)
        return "Shared."

    send(app_with([], checks=Checks(refusal=refuse, share=share)), click(SHARE, MINE))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == (refusal or "Shared.")
    assert len(shared) == (0 if refusal else 1)


def test_the_thanks_for_a_reason_come_once(world: World) -> None:
    send(world.slack(), world.sent(why.FORM, {}, {}))
    assert len(wait_for_calls("chat.postEphemeral")) == 1
    assert len(world.ledger.feedback(world.receipt)) == 1
