"""bolt's Assistant middleware in the older of Slack's two views for such apps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.refusal import Refused
from playground.server import Playground
from tests.playground.apps import panel
from tests.playground.apps.conftest import ANNA, LOUNGE, QUIET, Json, by_threads, company
from tests.playground.conftest import BOT


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def slack(seen: list[Json]) -> Iterator[Playground]:
    with by_threads(panel.build(seen), company(assistant_view=True, agent_view=False)) as running:
        yield running


def test_a_new_chat_is_greeted_with_prompts_of_its_own_thread(slack: Playground, seen: list[Json]) -> None:
    ts = slack.act(lambda people: people.start_chat("anna", "lounge"))
    greeting = slack.wait_for("dm", "How can I help?", user="anna")
    assert greeting["thread_ts"] == ts
    prompts = slack.wait_until(lambda: slack.dump()["prompts"])
    ((place, offer),) = prompts.items()
    assert place == f"{greeting_channel(slack)} {ts}"
    assert [one["message"] for one in offer["prompts"]] == ["Who won?", "What are the rules?"]
    assert seen[0]["started"]["user_id"] == ANNA
    assert seen[0]["started"]["context"]["channel_id"] == LOUNGE


def greeting_channel(slack: Playground) -> str:
    return slack._do(lambda: slack.world.space.find_channel("dm", ANNA).id)


def test_a_question_is_answered_titled_and_its_status_goes(slack: Playground) -> None:
    ts = slack.act(lambda people: people.start_chat("anna"))
    slack.wait_for("dm", "How can I help?", user="anna")
    slack.say("anna", "dm", "Who won?", thread_ts=ts)
    slack.wait_for("dm", "You asked: Who won?", user="anna")
    root = slack.messages("dm", "anna", thread_ts=ts)[0]
    assert (root["subtype"], root["assistant_app_thread"]["title"]) == ("assistant_app_thread", "Who won?")
    assert slack.dump()["statuses"] == []
    assert "assistant.threads.setStatus" in [call["method"] for call in slack.dump()["calls"]]


def test_the_context_is_kept_in_the_metadata_of_the_first_answer(slack: Playground) -> None:
    ts = slack.act(lambda people: people.start_chat("anna", "lounge"))
    slack.wait_for("dm", "How can I help?", user="anna")
    slack.act(lambda people: people.look_at("anna", "quiet"))
    slack.wait_until(lambda: QUIET in repr([m.get("metadata") for m in slack.messages("dm", "anna")]))
    slack.say("anna", "dm", "And now?", thread_ts=ts)
    slack.wait_for("dm", f"looking at {QUIET}", user="anna")


def test_prompts_without_a_thread_are_refused_here(slack: Playground) -> None:
    client = WebClient(BOT, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.assistant_threads_setSuggestedPrompts(channel_id=greeting_channel(slack), prompts=[{"title": "a", "message": "b"}])


def test_such_an_app_has_no_agent_sessions(slack: Playground) -> None:
    ts = slack.act(lambda people: people.start_chat("anna"))
    client = WebClient(BOT, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="feature_not_enabled"):
        client.agents_sessions_setStatus(channel_id=greeting_channel(slack), thread_ts=ts, status="processing")


def test_an_app_without_the_panel_has_no_chats() -> None:
    with Playground(company()) as slack, pytest.raises(Refused, match="no assistant view"):
        slack.act(lambda people: people.start_chat("anna"))
