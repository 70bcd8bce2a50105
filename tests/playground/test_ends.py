"""What ends by itself: addresses to answer at, streams and the word that says what an app is doing."""

from __future__ import annotations

import httpx
from slack_sdk import WebClient

from playground.server import Playground
from tests.playground.conftest import refused

LOUNGE = "C0LOUNGE01"


def test_a_response_url_works_five_times_for_half_an_hour(slack: Playground) -> None:
    space = slack.world.space
    first, late = (slack._do(lambda: slack.world.make_hook(space.channels[LOUNGE], "U0ANNA0001")) for _ in range(2))
    answers = [httpx.post(first, json={"text": str(n)}, trust_env=False) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[5].json()["error"] == "used_url"
    slack.advance(30 * 60 + 1)
    assert httpx.post(late, json={"text": "x"}, trust_env=False).json()["error"] == "expired_url"


def test_a_stream_grows_ends_and_dies_after_five_minutes(slack: Playground, client: WebClient) -> None:
    root = slack.say("anna", "lounge", "tell me more")
    who = {"recipient_team_id": "T0CHESSCLB", "recipient_user_id": "U0ANNA0001"}
    ts = client.chat_startStream(channel=LOUNGE, thread_ts=root, markdown_text="Once", **who)["ts"]
    client.chat_appendStream(channel=LOUNGE, ts=ts, markdown_text=" upon")
    assert refused(lambda: client.chat_update(channel=LOUNGE, ts=ts, text="x"))[0] == "streaming_state_conflict"
    assert client.chat_stopStream(channel=LOUNGE, ts=ts, markdown_text=" a time")["message"]["text"] == "Once upon a time"
    assert (
        refused(lambda: client.chat_appendStream(channel=LOUNGE, ts=ts, markdown_text="x"))[0] == "message_not_in_streaming_state"
    )
    dying = client.chat_startStream(channel=LOUNGE, thread_ts=root, markdown_text="Once", **who)["ts"]
    slack.advance(301)
    assert (
        refused(lambda: client.chat_appendStream(channel=LOUNGE, ts=dying, markdown_text="x"))[0]
        == "message_not_in_streaming_state"
    )
    assert client.chat_update(channel=LOUNGE, ts=dying, text="ended in another way")["ok"]


def test_suggested_prompts_with_a_thread_silently_do_nothing(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "dm", "hello")
    channel = client.conversations_open(users="U0ANNA0001")["channel"]["id"]
    prompts = [{"title": "a", "message": "b"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=ts, prompts=prompts)
    assert slack.dump()["prompts"] == {}


def test_a_status_goes_with_the_next_message_or_after_two_minutes(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "lounge", "think")
    client.assistant_threads_setStatus(channel_id=LOUNGE, thread_ts=ts, status="is thinking")
    assert [status["status"] for status in slack.dump()["statuses"]] == ["is thinking"]
    client.chat_postMessage(channel=LOUNGE, thread_ts=ts, text="done")
    assert slack.dump()["statuses"] == []
    client.assistant_threads_setStatus(channel_id=LOUNGE, thread_ts=ts, status="is thinking")
    slack.advance(121)
    assert slack.dump()["statuses"] == []
