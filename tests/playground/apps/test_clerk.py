"""Scheduled messages, reactions and pins, on an AsyncApp behind signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server import Playground
from tests.playground.apps import clerk
from tests.playground.apps.conftest import ANNA, BEN, LOUNGE, Json, by_http, company
from tests.playground.conftest import BOT


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def slack(seen: list[Json]) -> Iterator[Playground]:
    with by_http(clerk.build(seen), company()) as running:
        yield running


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient(BOT, base_url=slack.api_url)


def whispered(slack: Playground, words: str) -> str:
    return str(slack.wait_for("lounge", words, user="anna")["text"])


def test_a_scheduled_message_comes_when_its_time_has_come(slack: Playground) -> None:
    slack.command("anna", "lounge", "/poll 600 The match begins")
    noted = whispered(slack, "noted as Q").removeprefix("noted as ")
    slack.command("anna", "lounge", "/poll list")
    assert whispered(slack, "The match begins") == f"{noted}: The match begins"
    assert slack.messages("lounge") == []
    slack.advance(601)
    slack.wait_for("lounge", "The match begins")
    assert slack.dump()["scheduled"] == []


def test_a_scheduled_message_that_was_deleted_never_comes(slack: Playground) -> None:
    slack.command("anna", "lounge", "/poll 600 The match begins")
    noted = whispered(slack, "noted as Q").removeprefix("noted as ")
    slack.command("anna", "lounge", f"/poll forget {noted}")
    whispered(slack, "forgotten")
    slack.advance(601)
    slack.command("anna", "lounge", "/poll list")
    whispered(slack, "nothing")
    assert slack.messages("lounge") == []


REFUSED = {
    "a time that is over": ("-5 x", "time_in_past"),
    "a time in 121 days": (f"{121 * 24 * 3600} x", "time_too_far"),
    "a message without words": ("60 ", "no_text"),
    "a message that is not there": ("forget Q0", "invalid_scheduled_message_id"),
}


@pytest.mark.filterwarnings("ignore:The top-level `text` argument")  # one of the cases has none
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_scheduled_is_refused_with_slacks_code(slack: Playground, name: str) -> None:
    typed, code = REFUSED[name]
    slack.command("anna", "lounge", f"/poll {typed}")
    assert whispered(slack, "no: ") == f"no: {code}"


def test_thirty_messages_within_five_minutes_are_enough(client: WebClient, slack: Playground) -> None:
    at = int(slack.dump()["now"]) + 3600
    for number in range(30):
        client.chat_scheduleMessage(channel=LOUNGE, post_at=at + number, text="x")
    with pytest.raises(SlackApiError, match="restricted_too_many"):
        client.chat_scheduleMessage(channel=LOUNGE, post_at=at, text="x")
    assert client.chat_scheduleMessage(channel=LOUNGE, post_at=at + 400, text="x")["ok"]


def test_a_scheduled_message_with_metadata_never_comes(client: WebClient, slack: Playground) -> None:
    """Slack's own documentation warns of it, so that nobody builds on it here."""
    at = int(slack.dump()["now"]) + 60
    metadata = {"event_type": "a", "event_payload": {}}
    client.chat_scheduleMessage(channel=LOUNGE, post_at=at, text="with metadata", metadata=metadata)
    client.chat_scheduleMessage(channel=LOUNGE, post_at=at + 1, text="without")
    slack.advance(62)
    slack.wait_for("lounge", "without")
    assert [message["text"] for message in slack.messages("lounge")] == ["without"]


def test_the_second_reaction_pins_a_message(slack: Playground, client: WebClient, seen: list[Json]) -> None:
    ts = slack.say("anna", "lounge", "a fine game")
    slack.react("ben", "lounge", ts, "tada")
    slack.wait_until(lambda: any(event["type"] == "reaction_added" for event in seen))
    slack.react("cleo", "lounge", ts, "tada")
    slack.wait_until(lambda: client.pins_list(channel=LOUNGE)["items"])
    event = next(event for event in seen if event["type"] == "reaction_added")
    assert (event["user"], event["item_user"], event["reaction"]) == (BEN, ANNA, "tada")
    slack.act(lambda people: people.unreact("ben", "lounge", ts, "tada"))
    slack.wait_until(lambda: any(event["type"] == "reaction_removed" for event in seen))
    with pytest.raises(SlackApiError, match="already_pinned"):
        client.pins_add(channel=LOUNGE, timestamp=ts)
    client.pins_remove(channel=LOUNGE, timestamp=ts)
    with pytest.raises(SlackApiError, match="no_pin"):
        client.pins_remove(channel=LOUNGE, timestamp=ts)


def test_a_pin_of_a_person_is_told(slack: Playground, seen: list[Json]) -> None:
    ts = slack.say("anna", "lounge", "house rules")
    slack.act(lambda people: people.pin("anna", "lounge", ts))
    event = slack.wait_until(lambda: next((event for event in seen if event["type"] == "pin_added"), None))
    assert (event["user"], event["channel_id"], event["item"]["message"]["pinned_to"]) == (ANNA, LOUNGE, [LOUNGE])


def test_what_somebody_reacted_to_is_listed(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "lounge", "a fine game")
    slack.react("ben", "lounge", ts, "eyes")
    assert [item["message"]["ts"] for item in client.reactions_list(user=BEN)["items"]] == [ts]
    assert client.reactions_list(user=ANNA)["items"] == []
