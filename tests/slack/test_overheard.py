"""Messages that nobody put to the bot: which of them the house is asked about at all. All others are dropped unread."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.talks.incoming import Incoming
from tests.slack.payloads import BOT, app_with, event, message, send

TEXT = "May I put customer names into ChatGPT Free?"


def heard(payload: dict[str, Any], answers: bool = True) -> tuple[list[Incoming], list[Incoming]]:
    """What the house was asked about, and what came in at the door."""
    asked: list[Incoming] = []
    taken: list[Incoming] = []

    def hears(incoming: Incoming) -> bool:
        asked.append(incoming)
        return answers

    send(app_with(taken, hears=hears), event(payload))
    return asked, taken


@pytest.mark.parametrize("kind", ["channel", "group"])
def test_what_the_house_answers_comes_in_as_a_question_in_its_own_thread(kind: str) -> None:
    asked, taken = heard(message(TEXT, kind))
    assert asked == taken
    assert (taken[0].trigger, taken[0].text, taken[0].ts, taken[0].thread_ts) == ("overheard", TEXT, "10.1", "10.1")


def test_what_it_does_not_answer_goes_nowhere() -> None:
    asked, taken = heard(message(TEXT), answers=False)
    assert (len(asked), taken) == (1, [])


def test_by_default_nothing_is_answered() -> None:
    taken: list[Incoming] = []
    send(app_with(taken), event(message(TEXT)))
    assert taken == []


EDIT = {"type": "message", "channel": "C1", "channel_type": "channel", "subtype": "message_changed", "ts": "11.1"}


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(message(TEXT, thread_ts="9.1"), id="a reply among people in a thread"),
        pytest.param(
            message(TEXT, thread_ts="9.1", subtype="thread_broadcast"), id="a reply that is sent to the channel as well"
        ),
        pytest.param(message(TEXT, bot_id="B2"), id="another bot"),
        pytest.param(message(TEXT, user=BOT), id="the bot itself"),
        pytest.param(message(f"<@{BOT}> {TEXT}"), id="a mention, which has an event of its own"),
        pytest.param(message(f"{TEXT} <@U7>"), id="somebody is called"),
        pytest.param(message(f"<!here> {TEXT}"), id="everybody is called"),
        pytest.param(message(f"<!subteam^S1> {TEXT}"), id="a group is called"),
        pytest.param(message(TEXT, files=[{"name": "list.xlsx"}], subtype="file_share"), id="a file"),
        pytest.param(message(TEXT, attachments=[{"text": "forwarded"}]), id="something forwarded"),
        pytest.param(message(TEXT, subtype="channel_topic"), id="a remark of Slack's own"),
        pytest.param(message(TEXT, subtype="me_message"), id="what somebody says of themselves"),
        pytest.param({**EDIT, "message": message(TEXT), "previous_message": message("hi")}, id="an edit"),
    ],
)
def test_the_house_is_not_even_asked(payload: dict[str, Any]) -> None:
    assert heard(payload) == ([], [])


def reworded(after: dict[str, Any], before: str = TEXT, is_sure: bool = True, is_ours: bool = True) -> list[Incoming]:
    """What comes in at the door where a message that was answered unasked is edited."""
    taken: list[Incoming] = []
    how = {"hears": lambda _: is_sure, "is_overheard": lambda *_: is_ours, "is_ours": lambda *_: True}
    send(app_with(taken, **how), event({**EDIT, "message": after, "previous_message": message(before)}))
    return taken


@pytest.mark.parametrize(
    ("after", "is_sure", "wanted"),
    [
        pytest.param(message("May I put memos into ChatGPT Free?"), True, "reworded", id="a sure question is answered anew"),
        pytest.param(message("never mind, lunch?"), False, "delete", id="small talk counts as taken back"),
        pytest.param(message(f"{TEXT} <@U7>"), True, "delete", id="what is said to somebody else counts as taken back"),
        pytest.param(message(f"<@{BOT}> so, what?"), False, "edit", id="whoever calls the bot puts it to the bot"),
    ],
)
def test_the_edit_of_what_was_answered_unasked(after: dict[str, Any], is_sure: bool, wanted: str) -> None:
    [came] = reworded(after, is_sure=is_sure)
    assert came.trigger == wanted and (came.text == "") is (wanted == "delete")


def test_the_edit_of_what_was_put_to_the_bot_stays_an_edit() -> None:
    assert [one.trigger for one in reworded(message("never mind"), is_sure=False, is_ours=False)] == ["edit"]


def test_what_is_being_answered_unasked_can_be_deleted_before_the_answer_stands() -> None:
    taken: list[Incoming] = []
    gone = {**EDIT, "subtype": "message_deleted", "deleted_ts": "10.1", "previous_message": message(TEXT)}
    send(app_with(taken, is_overheard=lambda *place: place == ("T1", "C1", "10.1")), event(gone))
    assert [one.trigger for one in taken] == ["delete"]


def test_a_direct_message_is_put_to_the_bot_anyway() -> None:
    asked, taken = heard(message(TEXT, "im"))
    assert (asked, [one.trigger for one in taken]) == ([], ["dm"])
