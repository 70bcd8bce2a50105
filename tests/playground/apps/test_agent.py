"""The agent view: prompts, status, a stream with tasks, the stop button, and sessions that the app itself has to end."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.company import ALL_EVENTS
from playground.refusal import Refused
from playground.server import Playground
from tests.playground.apps import agent
from tests.playground.apps.conftest import QUIET, Json, by_threads, company
from tests.playground.conftest import BOT


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def go_on() -> threading.Event:
    return threading.Event()


@pytest.fixture
def slack(seen: list[Json], go_on: threading.Event) -> Iterator[Playground]:
    with by_threads(agent.build(seen, go_on), company()) as running:
        yield running
        go_on.set()


def answer(slack: Playground, ts: str) -> Json:
    return slack.wait_for("dm", lambda m: "bot_id" in m, user="anna", thread_ts=ts)


def test_opening_the_messages_tab_brings_prompts(slack: Playground) -> None:
    slack.open_home("anna", "messages")
    offer = slack.wait_until(lambda: list(slack.dump()["prompts"].values()))[0]
    assert (offer["title"], len(offer["prompts"])) == ("Shall we begin?", 2)


def test_an_answer_is_streamed_with_its_tasks_in_order(slack: Playground, seen: list[Json], go_on: threading.Event) -> None:
    ts = slack.say("anna", "dm", "Explain an opening")
    started = answer(slack, ts)
    assert [(block["type"], block.get("status")) for block in started["blocks"]] == [("task_card", "in_progress")]
    assert slack.dump()["sessions"][0] | {"channel": ""} == {
        "channel": "",
        "thread_ts": ts,
        "title": "Explain an opening",
        "status": "processing",
    }
    go_on.set()
    done = slack.wait_until(lambda: (m := answer(slack, ts))["streaming_state"] == "completed" and m)
    assert [block["type"] for block in done["blocks"]] == ["task_card", "task_card", "markdown", "context_actions"]
    assert done["text"] == done["blocks"][2]["text"] == "**Sicilian**, then French."
    assert done["blocks"][0]["status"] == "complete"
    assert "Two pages" in repr(done["blocks"][0]["output"])
    assert slack.dump()["sessions"][0]["status"] == "active"
    assert slack.dump()["statuses"] == []


def test_in_plan_mode_all_tasks_stand_in_one_block(slack: Playground, go_on: threading.Event) -> None:
    go_on.set()
    ts = slack.say("anna", "dm", "Make a plan")
    done = slack.wait_until(lambda: (m := answer(slack, ts))["streaming_state"] == "completed" and m)
    plan = done["blocks"][0]
    assert (plan["type"], plan["title"], [t["task_id"] for t in plan["tasks"]]) == (
        "plan",
        "How I go about it",
        ["read", "write"],
    )


def test_the_stop_button_ends_the_stream_and_the_app_ends_its_work(slack: Playground, seen: list[Json]) -> None:
    ts = slack.say("anna", "dm", "Explain an opening")
    stream = answer(slack, ts)
    slack.stop("anna", "dm", ts)
    slack.wait_until(lambda: {"gave up": ts} in seen)
    event = next(event for event in seen if event.get("type") == "agent_session_stopped")
    assert (event["thread_ts"], event["streaming_message_ts"]) == (ts, [stream["ts"]])
    client = WebClient(BOT, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        client.chat_appendStream(channel=event["channel"], ts=stream["ts"], markdown_text="still here")
    assert slack.dump()["sessions"][0]["status"] == "active"
    with pytest.raises(Refused, match="no stop button"):
        slack.stop("anna", "dm", ts)


def test_thumbs_and_icons_below_an_answer(slack: Playground, seen: list[Json], go_on: threading.Event) -> None:
    go_on.set()
    ts = slack.say("anna", "dm", "Explain an opening")
    done = slack.wait_until(lambda: (m := answer(slack, ts))["streaming_state"] == "completed" and m)
    slack.press("anna", "dm", done["ts"], "thumbs", "bad")
    slack.wait_until(lambda: seen and seen[-1].get("value") == "bad")
    assert seen[-1]["type"] == "feedback_buttons"
    slack.press("anna", "dm", done["ts"], "Throw away")
    slack.wait_until(lambda: len(slack.messages("dm", "anna")) == 1)


def test_the_app_hears_which_channel_is_looked_at(slack: Playground, seen: list[Json]) -> None:
    slack.act(lambda people: people.look_at("anna", "quiet"))
    slack.wait_until(lambda: seen)
    assert seen[0]["context"]["entities"][0] | {"team_id": ""} == {
        "type": "slack#/types/channel_id",
        "value": QUIET,
        "team_id": "",
    }


def test_without_the_subscription_there_is_a_warning_and_no_stop_button() -> None:
    events = tuple(event for event in ALL_EVENTS if event != "agent_session_stopped")
    with Playground(company(events=events)) as slack:
        client = WebClient(BOT, base_url=slack.api_url)
        ts = slack.say("anna", "lounge", "hello")
        told = client.agents_sessions_setStatus(channel_id="C0LOUNGE01", thread_ts=ts, status="processing")
        assert told["warning"] == "missing_agent_session_stopped_event_subscription"
        with pytest.raises(Refused, match="no stop button"):
            slack.stop("anna", "lounge", ts)


BAD_CHUNKS: dict[str, tuple[Json, str]] = {
    "an unknown chunk": ({"type": "sound"}, "invalid_chunks"),
    "a task without a title": ({"type": "task_update", "id": "a", "status": "pending"}, "invalid_chunks"),
    "a task in an unknown state": ({"type": "task_update", "id": "a", "title": "A", "status": "asleep"}, "invalid_chunks"),
    "a plan without a title": ({"type": "plan_update"}, "invalid_chunks"),
    "bad blocks": ({"type": "blocks", "blocks": [{"type": "marquee"}]}, "invalid_blocks"),
    "12,001 characters": ({"type": "markdown_text", "text": "x" * 12_001}, "msg_too_long"),
}


@pytest.mark.parametrize("name", BAD_CHUNKS)
def test_bad_chunks_are_refused_and_add_nothing(name: str) -> None:
    chunk, code = BAD_CHUNKS[name]
    with Playground(company()) as slack:
        client = WebClient(BOT, base_url=slack.api_url)
        root = slack.say("anna", "dm", "hello")
        channel = client.conversations_open(users="U0ANNA0001")["channel"]["id"]
        ts = client.chat_startStream(channel=channel, thread_ts=root, markdown_text="Once")["ts"]
        with pytest.raises(SlackApiError, match=code):
            client.chat_appendStream(channel=channel, ts=ts, chunks=[{"type": "markdown_text", "text": " more"}, chunk])
        assert slack.messages("dm", "anna")[-1]["text"] == "Once"
