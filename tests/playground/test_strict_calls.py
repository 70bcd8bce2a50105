"""Each rule of Slack about calls, tokens and messages, broken once."""

from __future__ import annotations

import json

import httpx
import pytest
from slack_sdk import WebClient

from playground.server import Playground
from tests.playground.blocks import LOUNGE, Json, actions, button, plain
from tests.playground.conftest import BOT, XAPP, post, refused

BAD_CALLS: dict[str, tuple[str, Json, str]] = {
    "a channel that is not there": ("chat.postMessage", {"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
    "a channel that the app is not in": ("chat.postMessage", {"channel": "C0QUIET001", "text": "x"}, "not_in_channel"),
    "no channel": ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    "no words": ("chat.postMessage", {"channel": LOUNGE}, "no_text"),
    "40,001 characters": ("chat.postMessage", {"channel": LOUNGE, "text": "x" * 40_001}, "msg_too_long"),
    "a thread that is not there": (
        "chat.postMessage",
        {"channel": LOUNGE, "text": "x", "thread_ts": "1.000001"},
        "cannot_reply_to_message",
    ),
    "blocks that are no list": ("chat.postMessage", {"channel": LOUNGE, "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    "metadata without an event type": (
        "chat.postMessage",
        {"channel": LOUNGE, "text": "x", "metadata": {"a": 1}},
        "invalid_metadata_format",
    ),
    "metadata without a payload": (
        "chat.postMessage",
        {"channel": LOUNGE, "text": "x", "metadata": {"event_type": "a"}},
        "invalid_metadata_format",
    ),
    "an update of nothing": ("chat.update", {"channel": LOUNGE, "ts": "1.000001", "text": "x"}, "message_not_found"),
    "a deletion of nothing": ("chat.delete", {"channel": LOUNGE, "ts": "1.000001"}, "message_not_found"),
    "a private message to someone outside": (
        "chat.postEphemeral",
        {"channel": "C0BOARD001", "user": "U0CLEO0001", "text": "x"},
        "user_not_in_channel",
    ),
    "an unknown person": ("users.info", {"user": "U0NOBODY01"}, "user_not_found"),
    "an unknown group": ("usergroups.users.list", {"usergroup": "S0NOBODY01"}, "no_such_subteam"),
    "a thread to read that is not there": ("conversations.replies", {"channel": LOUNGE, "ts": "1.000001"}, "thread_not_found"),
    "a channel to read that the app is not in": ("conversations.history", {"channel": "C0QUIET001"}, "not_in_channel"),
    "a limit of 0": ("conversations.history", {"channel": LOUNGE, "limit": "0"}, "invalid_limit"),
    "a cursor that is none": ("users.list", {"cursor": "abc"}, "invalid_cursor"),
    "a trigger that never was": (
        "views.open",
        {"trigger_id": "1.2.3", "view": {"type": "modal", "title": plain("t"), "blocks": []}},
        "invalid_trigger_id",
    ),
    "a method that is not there": ("chat.shout", {}, "unknown_method"),
    "5 suggested prompts": (
        "assistant.threads.setSuggestedPrompts",
        {"channel_id": LOUNGE, "prompts": [{"title": "a", "message": "b"}] * 5},
        "invalid_arguments",
    ),
    "a stream in a channel for nobody": (
        "chat.startStream",
        {"channel": LOUNGE, "thread_ts": "1.000001"},
        "missing_recipient_team_id",
    ),
    "an app token where a bot token is needed": ("apps.connections.open", {}, "not_allowed_token_type"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_wrong_calls_are_refused_with_slacks_own_code(slack: Playground, name: str) -> None:
    method, arguments, code = BAD_CALLS[name]
    form = {key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()}
    answer = httpx.post(f"{slack.api_url}{method}", data=form, headers={"Authorization": f"Bearer {BOT}"}, trust_env=False).json()
    assert (answer["ok"], answer["error"]) == (False, code)


TOKENS: dict[str, tuple[Json, str]] = {
    "no token": ({}, "not_authed"),
    "a made-up token": ({"Authorization": "Bearer xoxb-made-up"}, "invalid_auth"),
    "the app's token for a bot's method": ({"Authorization": f"Bearer {XAPP}"}, "not_allowed_token_type"),
}


@pytest.mark.parametrize("name", TOKENS)
def test_wrong_tokens_are_refused(slack: Playground, name: str) -> None:
    headers, code = TOKENS[name]
    assert post(slack, "/api/chat.postMessage", {"channel": LOUNGE, "text": "x"}, headers=headers).json()["error"] == code


def test_a_token_in_a_json_body_does_not_count(slack: Playground) -> None:
    assert post(slack, "/api/chat.postMessage", {"token": BOT, "channel": LOUNGE, "text": "x"}).json()["error"] == "not_authed"


def test_a_token_in_an_address_does_not_count(slack: Playground) -> None:
    assert post(slack, f"/api/auth.test?token={BOT}").json()["error"] == "not_authed"


def test_reading_methods_take_no_json_body(slack: Playground) -> None:
    headers = {"Authorization": f"Bearer {BOT}"}
    assert post(slack, "/api/conversations.history", {"channel": LOUNGE}, headers=headers).json()["error"] == "invalid_arguments"


def test_unknown_arguments_are_tolerated(client: WebClient) -> None:
    assert client.api_call("chat.postMessage", json={"channel": LOUNGE, "text": "x", "mood": "good"})["ok"]


def test_broken_json_is_refused(slack: Playground) -> None:
    headers = {"Authorization": f"Bearer {BOT}", "Content-Type": "application/json"}
    answer = httpx.post(f"{slack.api_url}chat.postMessage", content="{", headers=headers, trust_env=False)
    assert answer.json()["error"] == "invalid_json"


def test_only_own_messages_may_be_changed(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "lounge", "mine")
    assert refused(lambda: client.chat_update(channel=LOUNGE, ts=ts, text="yours"))[0] == "cant_update_message"
    assert refused(lambda: client.chat_delete(channel=LOUNGE, ts=ts))[0] == "cant_delete_message"


def test_an_update_holds_4000_bytes_at_most(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=LOUNGE, text="short")["ts"]
    assert client.chat_update(channel=LOUNGE, ts=ts, text="x" * 4000)["ok"]
    assert refused(lambda: client.chat_update(channel=LOUNGE, ts=ts, text="é" * 2001))[0] == "msg_too_long"
    assert refused(lambda: client.chat_update(channel=LOUNGE, ts=ts, text="x" * 4001))[0] == "msg_too_long"


def test_an_update_with_text_alone_takes_the_blocks_away(slack: Playground, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=LOUNGE, text="t", blocks=[actions(button())])["ts"]
    client.chat_update(channel=LOUNGE, ts=ts, text="only words")
    assert "blocks" not in slack.messages("lounge")[0]


def test_timestamps_only_rise(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=LOUNGE, text=str(n))["ts"] for n in range(20)]
    assert stamps == sorted(set(stamps), key=float)


def test_metadata_is_given_back_only_when_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "answer", "event_payload": {"key": "k1"}}
    root = client.chat_postMessage(channel=LOUNGE, text="root")["ts"]
    client.chat_postMessage(channel=LOUNGE, text="reply", thread_ts=root, metadata=metadata)
    without = client.conversations_replies(channel=LOUNGE, ts=root)["messages"][1]
    with_it = client.conversations_replies(channel=LOUNGE, ts=root, include_all_metadata=True)["messages"][1]
    assert "metadata" not in without
    assert with_it["metadata"] == metadata


def test_history_is_newest_first_and_paged_and_without_replies(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=LOUNGE, text=str(n))["ts"] for n in range(5)]
    client.chat_postMessage(channel=LOUNGE, text="reply", thread_ts=stamps[0])
    first = client.conversations_history(channel=LOUNGE, limit=3)
    assert [m["ts"] for m in first["messages"]] == stamps[:1:-1]
    rest = client.conversations_history(channel=LOUNGE, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [m["ts"] for m in rest["messages"]] == stamps[1::-1]
    assert not rest["has_more"]


def test_a_deleted_parent_leaves_a_tombstone(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "lounge", "to be deleted")
    client.chat_postMessage(channel=LOUNGE, text="reply", thread_ts=ts)
    slack.delete("anna", "lounge", ts)
    assert slack.messages("lounge")[0]["subtype"] == "tombstone"


def test_a_reaction_is_given_once(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "lounge", "nice")
    client.reactions_add(channel=LOUNGE, timestamp=ts, name="eyes")
    assert refused(lambda: client.reactions_add(channel=LOUNGE, timestamp=ts, name="eyes"))[0] == "already_reacted"


def test_people_write_as_slack_encodes_them(slack: Playground) -> None:
    slack.say("anna", "lounge", "<b> & @ben, @board, @here, #quiet: mail a.b@club.example or see club.nl")
    assert slack.messages("lounge")[0]["text"] == (
        "&lt;b&gt; &amp; <@U0BEN00001>, <!subteam^S0BOARD001|@board>, <!here>, <#C0QUIET001|quiet>: "
        "mail <mailto:a.b@club.example|a.b@club.example> or see <http://club.nl|club.nl>"
    )


def test_everyone_is_described_with_zone_and_role(client: WebClient) -> None:
    anna = client.users_info(user="U0ANNA0001", include_locale=True)["user"]
    assert (anna["tz"], anna["locale"], anna["is_admin"], anna["profile"]["email"]) == (
        "Europe/Berlin",
        "de-DE",
        True,
        "anna@club.example",
    )
    assert client.usergroups_users_list(usergroup="S0BOARD001")["users"] == ["U0ANNA0001", "U0BEN00001"]
    assert {user["id"] for user in client.users_list()["members"]} >= {"U0CLEO0001", "U0POLLBOT1"}
    assert [c["name"] for c in client.conversations_list(types="public_channel,private_channel")["channels"]] == [
        "lounge",
        "board-room",
        "quiet",
    ]
