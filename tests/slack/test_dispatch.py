"""Signed payloads in, what reaches the door out: every way in, and what is refused."""

from __future__ import annotations

import json
import logging
import time
from typing import Any
from urllib.parse import quote

import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.testclient import TestClient

from bot.answers.mind import Minds
from bot.policy.talks.incoming import Incoming
from bot.slack.checks import Checks
from bot.slack.http import build_asgi
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.blocks import CHOOSE, NOT_USEFUL, USEFUL
from bot.slack.posts.kit import NO_VALUE
from tests.console.place import answerer
from tests.slack import payloads as pay
from tests.slack.payloads import QuietClient, app_with, click, event, message, send, slash

MINE = to_block_id(Mark("R-1", "markU1", "nl", "tool"))
CALLED = "<@UBOT> may I?"


def wait_for_calls(*methods: str) -> list[dict[str, Any]]:
    """The calls that listeners make after the acknowledgement, once all of them are there."""
    import time

    end = time.monotonic() + 10
    while time.monotonic() < end:
        made = [how for method, how in list(QuietClient.calls) if method in methods]
        if made:
            return made
        time.sleep(0.01)
    raise AssertionError(f"none of {methods} was called: {QuietClient.calls}")


# --- signatures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "status"),
    [({}, 200), ({"secret": "other"}, 401), ({"age": 301}, 401), ({"age": 200}, 200)],
    ids=["signed", "signed by somebody else", "older than five minutes", "a little old"],
)
def test_only_fresh_requests_with_slacks_signature_reach_the_door(how: dict[str, Any], status: int) -> None:
    got: list[Incoming] = []
    assert send(app_with(got), event(message(kind="im"), **how)).status == status
    assert len(got) == (1 if status == 200 else 0)


def test_a_repeated_delivery_has_the_same_unique_so_that_it_is_one_question() -> None:
    got: list[Incoming] = []
    app = app_with(got)
    send(app, event(message(kind="im")))
    again = event(message(kind="im"), **{"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    assert send(app, again).status == 200
    assert got[0].unique == got[1].unique


def test_a_first_socket_delivery_with_retry_number_zero_is_taken() -> None:
    got: list[Incoming] = []
    send(app_with(got), event(message(kind="im"), **{"x-slack-retry-num": "0"}))
    assert len(got) == 1


def test_of_a_form_that_no_listener_knows_nothing_typed_comes_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    typed = {"type": "block_suggestion", "action_id": "of an earlier release", "block_id": "b", "value": "Zorb" + "lax7"}
    with caplog.at_level(logging.DEBUG):
        send(app_with([]), pay.interaction(typed))
    assert "Zorb" not in caplog.text
    assert "no listener knows" in caplog.text


# --- the door comes before the acknowledgement -------------------------------------------------------------------


def test_a_failing_door_leaves_an_event_without_acknowledgement_so_that_slack_sends_it_again() -> None:
    def failing(_: Incoming) -> None:
        raise RuntimeError("the queue is full")

    app = app_with([], door=failing)
    assert send(app, event(message(kind="im"))).status == 500
    assert send(app, event({**message(CALLED), "type": "app_mention"})).status == 500


def test_the_door_has_been_called_when_the_acknowledgement_is_given() -> None:
    got: list[Incoming] = []
    response = send(app_with(got), event({**message(CALLED), "type": "app_mention"}))
    assert (response.status, len(got)) == (200, 1)


def test_without_knowing_who_we_are_nothing_is_acknowledged() -> None:
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web import SlackResponse

    class Broken(QuietClient):
        def auth_test(self, **_: Any) -> SlackResponse:
            response: Any = {"ok": False, "error": "internal_error"}
            raise SlackApiError("auth.test failed", response)

    from bot.saying.words import phrase
    from bot.slack.app import build_app
    from bot.slack.doors.all import Doors

    got: list[Incoming] = []
    app = build_app(Doors(door=got.append, texts=phrase, app=None, minds=None), Broken(token="xoxb-test"), pay.SECRET)
    assert (send(app, event(message(kind="im"))).status, got) == (500, [])


@pytest.mark.parametrize("make", [lambda: slash("may I?"), lambda: click(f"{CHOOSE}_0", MINE)], ids=["slash", "click"])
def test_what_slack_does_not_send_again_is_told_to_have_failed(make: Any) -> None:
    def failing(_: Incoming) -> None:
        raise RuntimeError("the queue is full")

    response = send(app_with([], door=failing), make())
    assert response.status == 200
    said = response.body or json.dumps(wait_for_calls("chat.postEphemeral"))
    assert "try again" in said or "nog eens" in said


def test_no_words_of_a_question_reach_the_log_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    app = app_with([])
    send(app, event(message("may Zanzibar go in?", kind="im")))
    send(app, slash("may Zanzibar go in?"))
    send(app, event({"type": "pin_added", "item": {"text": "Zanzibar"}}))
    assert "Zanzibar" not in caplog.text


# --- messages ----------------------------------------------------------------------------------------------------


def test_a_mention_in_a_channel_is_asked_without_the_mention() -> None:
    got: list[Incoming] = []
    send(app_with(got), event({**message("<@UBOT>, may I &amp; <@U9> use <https://x.y|Claude>?"), "type": "app_mention"}))
    assert got == [Incoming("T1", "C1", "channel", "U1", "may I & use Claude?", "mention", "10.1", "10.1", "10.1")]


def test_a_direct_message_is_asked() -> None:
    got: list[Incoming] = []
    send(app_with(got), event(message(kind="im")))
    assert (got[0].trigger, got[0].channel_kind, got[0].thread_ts) == ("dm", "dm", "10.1")


@pytest.mark.parametrize(
    ("name", "payload", "ours", "asked"),
    [
        ("a reply in a thread of ours", message(thread_ts="9.9"), True, ["thread"]),
        ("a reply in another thread", message(thread_ts="9.9"), False, []),
        ("a reply that calls somebody else", message("<@U9> what do you think?", thread_ts="9.9"), True, []),
        ("a reply about somebody else", message("may <@U9> use Claude?", thread_ts="9.9"), True, ["thread"]),
        ("a channel message outside a thread", message(), True, []),
        ("a mention in a thread has its own event", message(CALLED, thread_ts="9.9"), True, []),
        ("another bot", message(kind="im", bot_id="B9"), True, []),
        ("ourselves", message(kind="im", user="UBOT"), True, []),
        ("a join message", message(kind="im", subtype="channel_join"), True, []),
        ("a file with words", message(kind="im", subtype="file_share"), True, ["dm"]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_what_is_for_the_bot_and_what_is_not(name: str, payload: dict[str, Any], ours: bool, asked: list[str]) -> None:
    got: list[Incoming] = []
    response = send(app_with(got, is_ours=lambda *_: ours), event(payload))
    assert (response.status, [one.trigger for one in got]) == (200, asked), name


def edit(before: str, after: str, kind: str = "channel", **more: Any) -> dict[str, Any]:
    new = {"user": "U1", "text": after, "ts": "10.1", "edited": {"user": "U1", "ts": "12.2"}, **more}
    old = {"user": "U1", "text": before, "ts": "10.1"}
    return {**message(kind=kind, subtype="message_changed", ts="12.2"), "message": new, "previous_message": old}


def test_an_edit_is_a_question_of_its_own_about_the_same_message() -> None:
    got: list[Incoming] = []
    send(app_with(got), event(edit("<@UBOT> may I?", "<@UBOT> may we?")))
    assert (got[0].trigger, got[0].text, got[0].unique, got[0].ts) == ("edit", "may we?", "10.1:12.2", "10.1")


@pytest.mark.parametrize(
    "payload",
    [edit("same", "same", "im"), edit("a", "b"), edit("a", "b", "im", bot_id="BBOT")],
    ids=["a link preview", "not for us", "our own update"],
)
def test_an_edit_that_changes_no_question_is_left_alone(payload: dict[str, Any]) -> None:
    got: list[Incoming] = []
    assert (send(app_with(got), event(payload)).status, got) == (200, [])


def test_a_deletion_hands_on_no_words() -> None:
    got: list[Incoming] = []
    payload = message(kind="im", subtype="message_deleted", deleted_ts="10.1")
    send(app_with(got), event({**payload, "previous_message": {"user": "U1", "text": "secret", "ts": "10.1"}}))
    assert (got[0].trigger, got[0].text, got[0].unique) == ("delete", "", "10.1:deleted")


def test_a_deleted_question_with_replies_becomes_a_tombstone_and_is_deleted_too() -> None:
    got: list[Incoming] = []
    tombstone = {
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "text": "This message was deleted.",
        "ts": "10.1",
        "thread_ts": "10.1",
    }
    payload = {**message(kind="im", subtype="message_changed", ts="12.2"), "message": tombstone}
    send(
        app_with(got), event({**payload, "previous_message": {"user": "U1", "text": "secret", "ts": "10.1", "thread_ts": "10.1"}})
    )
    assert [(one.trigger, one.text, one.unique, one.user) for one in got] == [("delete", "", "10.1:deleted", "U1")]


def test_a_slash_command_is_answered_in_private() -> None:
    got: list[Incoming] = []
    response = send(app_with(got), slash("may I use Claude?"))
    assert (response.status, response.body) == (200, "")
    assert (got[0].trigger, got[0].channel_kind, got[0].unique) == ("slash", "private", "tr9")
    assert got[0].response_url


def test_a_slash_command_without_words_opens_the_form() -> None:
    got: list[Incoming] = []
    assert send(app_with(got), slash("  ")).status == 200
    opened = wait_for_calls("views.open")[0]
    assert (opened["trigger_id"], opened["view"]["callback_id"]) == ("tr9", "mayi_ask_form")
    assert got == []


@pytest.mark.parametrize("word", ["help", "Hulp", "hilfe", "AIDE", "ayuda", "?"])
def test_a_slash_command_for_help_is_no_question(word: str) -> None:
    got: list[Incoming] = []
    told: list[str] = []
    checks = Checks(tell=lambda _who, _unique, words: told.append(words))
    assert send(app_with(got, checks=checks), slash(word)).status == 200
    end = time.monotonic() + 10
    while not told and time.monotonic() < end:
        time.sleep(0.01)
    assert "/mayi" in told[0]
    assert got == []


@pytest.mark.parametrize(
    ("text", "note"),
    [("Advise customer emails, 40 people", "Client names"), ("advies: broncode", "Broncode"), ("advise", "")],
)
def test_a_slash_command_for_advice_opens_its_form_with_what_was_understood(text: str, note: str) -> None:
    got: list[Incoming] = []
    assert send(advising(got), slash(text)).status == 200
    view = wait_for_calls("views.open")[0]["view"]
    assert view["callback_id"] == "mayi_advice_form"
    assert note in json.dumps(view)
    assert ('"initial_options"' in json.dumps(view)) == bool(note)
    assert got == []


@pytest.mark.parametrize("text", ["advise whether Claude is fine", "advisers' letters in Claude?"])
def test_a_slash_command_for_advice_on_a_tool_is_a_question(text: str) -> None:
    got: list[Incoming] = []
    assert send(advising(got), slash(text)).status == 200
    assert [one.text for one in got] == [text]


def advising(got: list[Incoming]) -> Any:
    """An app over the sample company's policy."""
    mind = answerer().mind
    return app_with(got, minds=Minds(lambda: mind.knowledge, lambda _known: mind))


# --- clicks ------------------------------------------------------------------------------------------------------


def test_a_click_of_the_asker_is_taken_with_its_slot_and_value() -> None:
    got: list[Incoming] = []
    assert send(app_with(got), click(f"{CHOOSE}_1", MINE, "claude/team")).status == 200
    assert got[0].choice == ("tool", "claude/team")
    assert (got[0].receipt, got[0].unique, got[0].thread_ts, got[0].ts) == ("R-1", "11.1:20.2", "10.1", "11.1")


def test_the_click_i_do_not_know_has_an_empty_value() -> None:
    got: list[Incoming] = []
    send(app_with(got), click(f"{CHOOSE}_1", MINE, NO_VALUE))
    assert got[0].choice == ("tool", "")


def test_a_select_gives_its_value() -> None:
    got: list[Incoming] = []
    action = {"type": "static_select", "action_id": CHOOSE, "block_id": MINE, "action_ts": "20.2"}
    action["selected_option"] = {"value": "llama/inhouse"}  # type: ignore[assignment]
    send(app_with(got), click(CHOOSE, MINE, actions=[action]))
    assert got[0].choice == ("tool", "llama/inhouse")


def test_a_click_of_somebody_else_is_politely_refused_in_private() -> None:
    got: list[Incoming] = []
    assert send(app_with(got), click(f"{CHOOSE}_1", MINE, user=pay.OTHER)).status == 200
    call = wait_for_calls("chat.postEphemeral")[0]
    assert (call["user"], call["channel"], got) == ("U2", "C1", [])
    assert call["text"].startswith("Deze vraag is van iemand anders.")


def test_a_click_on_a_message_that_carries_no_mark_is_answered_too() -> None:
    got: list[Incoming] = []
    assert send(app_with(got), click(f"{CHOOSE}_1", "somebody-elses")).status == 200
    assert wait_for_calls("chat.postEphemeral")[0]["text"].startswith("I could not take this in")
    assert got == []


def test_a_click_on_a_private_answer_stays_private() -> None:
    got: list[Incoming] = []
    container = {"type": "message", "message_ts": "11.1", "channel_id": "C1", "is_ephemeral": True}
    request = click(f"{CHOOSE}_1", MINE, message={}, container=container, response_url="https://hooks.example/1")
    send(app_with(got), request)
    assert (got[0].channel_kind, got[0].response_url) == ("private", "https://hooks.example/1")


def test_feedback_is_kept_with_the_receipt_and_thanked_for() -> None:
    kept: list[tuple[Any, ...]] = []
    app = app_with([], on_feedback=lambda *given: kept.append(given))
    assert send(app, click(USEFUL, MINE, user=pay.OTHER)).status == 200
    assert kept == [("R-1", "T1", "U2", True)]
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == "Dank je, genoteerd."


def test_not_useful_is_kept_at_once_and_a_form_asks_why() -> None:
    kept: list[tuple[Any, ...]] = []
    app = app_with([], on_feedback=lambda *given: kept.append(given))
    assert send(app, click(NOT_USEFUL, MINE, user=pay.OTHER)).status == 200
    assert kept == [("R-1", "T1", "U2", False)]
    view = wait_for_calls("views.open")[0]["view"]
    assert [block.get("optional") for block in view["blocks"] if block["type"] == "input"] == [True, True]


# --- what is no delivery, and what no store keeps -----------------------------------------------------------------


HALF = "\ud83d"
JUNK: list[Any] = [[], 1, "x", None, {"type": "event_callback", "event": "x"}, {"type": "event_callback", "event": None}]
JUNK += [
    {"type": "event_callback", "event": {"type": "message", "channel_type": "im", "user": "U1", "text": one}} for one in JUNK[:4]
]
JUNK += [{"type": "block_actions", "user": one, "actions": one} for one in JUNK[:4]]


@pytest.mark.parametrize("body", ["", "{", "[" * 50_000, *(json.dumps(one) for one in JUNK)])
@pytest.mark.parametrize("is_form", [False, True], ids=["as JSON", "as a form"])
def test_signed_junk_is_a_bad_request_and_reaches_no_door(body: str, is_form: bool) -> None:
    got: list[Incoming] = []
    sent = f"payload={quote(body)}" if is_form else body
    stamp = str(int(time.time()))
    signature = SignatureVerifier(pay.SECRET).generate_signature(timestamp=stamp, body=sent) or ""
    kind = "application/x-www-form-urlencoded" if is_form else "application/json"
    headers = {"content-type": kind, "x-slack-signature": signature, "x-slack-request-timestamp": stamp}
    with TestClient(build_asgi(app_with(got), pay.SECRET)) as client:
        status = client.post("/slack/events", content=sent, headers=headers).status_code
    assert (status in (400, 404), got) == (True, []), status


@pytest.mark.parametrize(
    "sign", [HALF, "\x00", "\ufffe", "\U0001ffff"], ids=["half an emoji", "NUL", "no character", "no character, far"]
)
def test_signs_that_no_store_keeps_come_through_no_way_in(sign: str) -> None:
    got: list[Incoming] = []
    app = app_with(got)
    said = f"may I{sign}?"
    send(app, event(message(said, kind="im")))
    send(app, event({**message(f"<@UBOT> {said}"), "type": "app_mention"}))
    send(app, event(edit("<@UBOT> may I", f"<@UBOT> {said}")))
    send(app, event(message(said, kind="im", subtype="file_share", files=[{"name": f"a{sign}.csv", "filetype": "csv"}])))
    send(app, click(f"{CHOOSE}_0", MINE, value=f"chatgpt{sign}"))
    assert [one.text for one in got[:4]] == ["may I?"] * 4
    assert got[3].files[0].startswith("a.csv") and got[4].choice == ("tool", "chatgpt")


@pytest.mark.parametrize(
    "text",
    [
        "`<@UBOT>` may I?",
        "see ```\n<@UBOT> may I use Claude?\n```",
        "&gt; <@UBOT> may I?\nno idea",
        "so:\n&gt;&gt;&gt; a\n<@UBOT> may I?",
    ],
    ids=["in code", "in a fence", "in a quoted line", "in a quoted rest"],
)
def test_a_mention_that_is_only_shown_is_no_question(text: str) -> None:
    got: list[Incoming] = []
    send(app_with(got), event({**message(text), "type": "app_mention"}))
    send(app_with(got), event(edit("before", text)))
    assert got == []
    send(
        app_with(got), event({**message(f"{text}\n\n".replace("&gt;&gt;&gt;", "&gt;") + "<@UBOT> may I?"), "type": "app_mention"})
    )
    assert len(got) == 1, "one that calls as well is"
