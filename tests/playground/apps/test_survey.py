"""Every input of Block Kit, menus of a message, and both kinds of shortcut, on a synchronous app."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from playground.server import Playground
from tests.playground.apps import survey
from tests.playground.apps.conftest import ANNA, BEN, LOUNGE, QUIET, Json, by_threads, company
from tests.playground.conftest import BOT


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def slack(seen: list[Json]) -> Iterator[Playground]:
    with by_threads(survey.build(seen), company()) as running:
        yield running


def submitted(slack: Playground, seen: list[Json], values: Json) -> Json:
    """What the app was sent when Anna filled in the form in #lounge."""
    slack.command("anna", "lounge", "/poll")
    slack.wait_until(lambda: slack.modal("anna"))
    assert slack.submit("anna", {"words": "fine", **values}) == {}
    return seen[-1]


# name -> (what is filled in, what `state` holds, besides the type)
STATES: dict[str, tuple[Json, Json]] = {
    "checkboxes": ({"boxes": ["green", "blue"]}, {"selected_options": survey.COLOURS[1:]}),
    "checkboxes that start ticked": ({"words": "left as it is", "boxes": ["red"]}, {"selected_options": survey.COLOURS[:1]}),
    "radio buttons": ({"radio": "Green"}, {"selected_option": survey.COLOURS[1]}),
    "a menu with groups": ({"menu": "red"}, {"selected_option": survey.COLOURS[0]}),
    "a menu of several": ({"menus": ["red", "blue"]}, {"selected_options": [survey.COLOURS[0], survey.COLOURS[2]]}),
    "a person": ({"person": BEN}, {"selected_user": BEN}),
    "several people": ({"people": [ANNA, BEN]}, {"selected_users": [ANNA, BEN]}),
    "a conversation": ({"room": LOUNGE}, {"selected_conversation": LOUNGE}),
    "several conversations": ({"rooms": [LOUNGE, QUIET]}, {"selected_conversations": [LOUNGE, QUIET]}),
    "a channel": ({"channel": QUIET}, {"selected_channel": QUIET}),
    "several channels": ({"channels": [QUIET]}, {"selected_channels": [QUIET]}),
    "a day": ({"day": "2027-01-01"}, {"selected_date": "2027-01-01"}),
    "an hour": ({"hour": "09:30"}, {"selected_time": "09:30"}),
    "a moment": ({"moment": 1800000000}, {"selected_date_time": 1800000000}),
    "a whole number": ({"whole": "7"}, {"value": "7"}),
    "a decimal number": ({"decimal": "0.5"}, {"value": "0.5"}),
    "an address": ({"mail": "a@club.example"}, {"value": "a@club.example"}),
    "a link": ({"link": "https://club.example/"}, {"value": "https://club.example/"}),
    "words": ({"words": "two words"}, {"value": "two words"}),
}


@pytest.mark.parametrize("name", STATES)
def test_what_was_filled_in_comes_as_slack_words_it(slack: Playground, seen: list[Json], name: str) -> None:
    values, wanted = STATES[name]
    action = list(values)[-1]
    state = submitted(slack, seen, values)["view"]["state"]["values"][action][action]
    assert state == {"type": survey.INPUTS[action]["type"], **wanted}


def test_what_was_left_open_is_there_with_nothing_or_with_its_first_value(slack: Playground, seen: list[Json]) -> None:
    values = submitted(slack, seen, {})["view"]["state"]["values"]
    assert values["radio"]["radio"]["selected_option"] is None
    assert values["people"]["people"]["selected_users"] == []
    assert values["mail"]["mail"]["value"] is None
    assert values["day"]["day"]["selected_date"] == "2026-12-24"
    assert values["menu"]["menu"]["selected_option"]["value"] == "blue"
    assert values["room"]["room"]["selected_conversation"] == LOUNGE, "the channel in which the command was typed"
    assert values["rich"]["rich"]["rich_text_value"] is None


def test_rich_text_comes_as_a_block(slack: Playground, seen: list[Json]) -> None:
    state = submitted(slack, seen, {"rich": "hello"})["view"]["state"]["values"]["rich"]["rich"]
    assert state["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "hello"}]


def test_a_file_comes_with_all_that_slack_tells_of_it(slack: Playground, seen: list[Json]) -> None:
    (file,) = submitted(slack, seen, {"score": [{"name": "game.pgn", "content": "1. e4"}]})["view"]["state"]["values"]["score"][
        "score"
    ]["files"]
    assert (file["name"], file["filetype"], file["size"], file["user"]) == ("game.pgn", "pgn", 5, ANNA)
    held = httpx.get(file["url_private"], headers={"Authorization": f"Bearer {BOT}"}, trust_env=False)
    assert held.text == "1. e4"


def test_a_chosen_conversation_brings_a_response_url(slack: Playground, seen: list[Json]) -> None:
    urls = submitted(slack, seen, {"room": LOUNGE})["response_urls"]
    assert [(one["block_id"], one["action_id"], one["channel_id"]) for one in urls] == [("room", "room", LOUNGE)]
    httpx.post(urls[0]["response_url"], json={"text": "thank you", "response_type": "in_channel"}, trust_env=False)
    assert slack.messages("lounge")[-1]["text"] == "thank you"


REFUSED = {
    "an address without a domain": ({"mail": "anna"}, "mail", "a valid e-mail address"),
    "a link without a scheme": ({"link": "club.example"}, "link", "a full address"),
    "words for a number": ({"whole": "seven"}, "whole", "a number"),
    "a fraction for a whole number": ({"whole": "1.5"}, "whole", "a whole number"),
    "a number that is too small": ({"whole": "0"}, "whole", "1 or more"),
    "a number that is too large": ({"whole": "11"}, "whole", "10 or less"),
    "words that are too short": ({"words": "x"}, "words", "at least 2 characters"),
    "nothing where something is needed": ({"words": ""}, "words", "required"),
    "a file of another type": ({"score": [{"name": "game.exe"}]}, "score", "of these types: pgn, pdf"),
    "three files of two": ({"score": [{"name": f"{n}.pgn"} for n in range(3)]}, "score", "at most 2"),
    "three choices of two": ({"menus": ["red", "green", "blue"]}, "menus", "at most 2"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_value_never_reaches_the_app(slack: Playground, seen: list[Json], name: str) -> None:
    values, block, words = REFUSED[name]
    slack.shortcut("anna", "new_poll")
    slack.wait_until(lambda: slack.modal("anna"))
    before = len(seen)
    errors = slack.submit("anna", {"words": "fine", "room": LOUNGE, **values})["errors"]
    assert list(errors) == [block]
    assert words in errors[block]
    assert len(seen) == before


def test_a_global_shortcut_has_no_channel_and_no_response_url(slack: Playground, seen: list[Json]) -> None:
    slack.shortcut("ben", "new_poll")
    slack.wait_until(lambda: seen)
    assert (seen[0]["type"], seen[0]["callback_id"], seen[0]["user"]["id"]) == ("shortcut", "new_poll", BEN)
    assert not {"channel", "response_url", "message"} & set(seen[0])


def test_a_message_shortcut_has_all_of_them(slack: Playground, seen: list[Json]) -> None:
    ts = slack.say("ben", "lounge", "Tea or coffee?")
    slack.wait_until(lambda: seen)
    slack.shortcut("anna", "poll_this", "lounge", ts)
    slack.wait_for("lounge", "Noted: Tea or coffee?")
    body = next(body for body in seen if body.get("type") == "message_action")
    assert (body["message_ts"], body["channel"]["name"], body["message"]["text"]) == (ts, "lounge", "Tea or coffee?")


# name -> (action, what is chosen, fields of the entry in `actions`)
USED: dict[str, tuple[str, object, Json]] = {
    "a menu": ("colour", "Green", {"type": "static_select", "selected_option": survey.COLOURS[1]}),
    "people": ("who", [ANNA], {"type": "multi_users_select", "selected_users": [ANNA]}),
    "a day": ("when", "2027-02-03", {"type": "datepicker", "selected_date": "2027-02-03"}),
    "ticks": ("ticks", ["red"], {"type": "checkboxes", "selected_options": survey.COLOURS[:1]}),
    "an overflow menu": (
        "more",
        "Close",
        {"type": "overflow", "selected_option": {"text": {"type": "plain_text", "text": "Close"}, "value": "close"}},
    ),
}


@pytest.mark.parametrize("name", USED)
def test_a_menu_of_a_message_is_told_with_the_state_of_all_others(slack: Playground, seen: list[Json], name: str) -> None:
    action, given, fields = USED[name]
    slack.command("anna", "lounge", "/poll card")
    card = slack.wait_for("lounge", "Survey")
    slack.press("anna", "lounge", card["ts"], "colour", "Red")
    slack.press("anna", "lounge", card["ts"], action, given)
    body = slack.wait_until(lambda: seen[-1] if action in repr(seen[-1].get("actions")) else None)
    assert fields.items() <= body["actions"][0].items()
    assert body["container"] == {"type": "message", "message_ts": card["ts"], "channel_id": LOUNGE, "is_ephemeral": False}
    if action != "colour":
        assert body["state"]["values"]["row"]["colour"]["selected_option"]["value"] == "red"
