"""Each rule of Slack about blocks, broken once."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from playground.refusal import Refused
from playground.server import Playground
from tests.playground.blocks import LOUNGE, Json, actions, button, mark, options, plain, section, select
from tests.playground.conftest import refused

BAD_BLOCKS: dict[str, tuple[list[Json], str]] = {
    "51 blocks": ([section() for _ in range(51)], "no more than 50 items allowed, got 51 [json-pointer:/blocks]"),
    "a section of 3001 characters": (
        [section("x" * 3001)],
        "must be less than 3001 characters, got 3001 [json-pointer:/blocks/0/text/text]",
    ),
    "an empty section": ([section(""), section()], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "a section with neither text nor fields": ([{"type": "section"}], "section needs `text` or `fields`"),
    "11 fields": (
        [{"type": "section", "fields": [mark("x")] * 11}],
        "no more than 10 items allowed, got 11 [json-pointer:/blocks/0/fields]",
    ),
    "a field of 2001 characters": ([{"type": "section", "fields": [mark("x" * 2001)]}], "/blocks/0/fields/0/text"),
    "a header of 151 characters": ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    "a header in mrkdwn": (
        [{"type": "header", "text": mark("x")}],
        "must be plain_text, got mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "26 buttons": ([actions(*[button(action_id=f"a{n}") for n in range(26)])], "no more than 25 items allowed, got 26"),
    "a button text of 76 characters": ([actions(button(text=plain("x" * 76)))], "must be less than 76 characters"),
    "a button value of 2001 characters": ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    "a button in mrkdwn": ([actions(button(text=mark("x")))], "must be plain_text"),
    "a button of an unknown style": ([actions(button(style="green"))], "must be primary or danger, got green"),
    "an action_id of 256 characters": ([actions(button(action_id="x" * 256))], "must be less than 256 characters"),
    "one action_id twice in a block": ([actions(button(), button())], "`action_id` 'press' is used twice in this block"),
    "one block_id twice": ([section(block_id="b"), section(block_id="b")], "`block_id` 'b' is used twice"),
    "a block_id of 256 characters": ([section(block_id="b" * 256)], "/blocks/0/block_id"),
    "an unknown block": ([{"type": "marquee"}], "unsupported type: marquee [json-pointer:/blocks/0/type]"),
    "an unknown property": ([section(colour="red")], "invalid additional property: colour"),
    "an element where it may not stand": (
        [section(accessory={"type": "plain_text_input", "action_id": "a"})],
        "unsupported type: plain_text_input",
    ),
    "101 options": ([actions(select(options=options(101)))], "no more than 100 items allowed, got 101"),
    "an option text of 76 characters": ([actions(select(options=options(1, "x" * 76)))], "/options/0/text/text"),
    "an option value of 151 characters": (
        [actions(select(options=[{"text": plain("a"), "value": "x" * 151}]))],
        "/options/0/value",
    ),
    "a placeholder of 151 characters": ([actions(select(placeholder=plain("x" * 151)))], "/placeholder/text"),
    "a menu of several in which none may be chosen": (
        [actions({"type": "multi_users_select", "action_id": "a", "max_selected_items": 0})],
        "must be 1 or more, got 0 [json-pointer:/blocks/0/elements/0/max_selected_items]",
    ),
    "an initial option that is no option": (
        [actions(select(initial_option=options(3)[2]))],
        "must be exactly one of the options",
    ),
    "6 options in an overflow menu": (
        [section(accessory={"type": "overflow", "options": options(6)})],
        "no more than 5 items allowed, got 6",
    ),
    "11 radio buttons": ([actions({"type": "radio_buttons", "options": options(11)})], "no more than 10 items allowed, got 11"),
    "11 elements of context": ([{"type": "context", "elements": [mark("x")] * 11}], "no more than 10 items allowed, got 11"),
    "a button in a context": ([{"type": "context", "elements": [button()]}], "must be plain_text or mrkdwn, got button"),
    "an image without words": (
        [{"type": "image", "image_url": "https://a.example/b.png"}],
        "missing required field [json-pointer:/blocks/0/alt_text]",
    ),
    "a confirm title of 101 characters": (
        [actions(button(confirm={"title": plain("x" * 101), "text": plain("t"), "confirm": plain("y"), "deny": plain("n")}))],
        "/confirm/title/text",
    ),
    "12001 characters of markdown": (
        [{"type": "markdown", "text": "x" * 6001}, {"type": "markdown", "text": "x" * 6000}],
        "at most 12000 fit",
    ),
    "a day in another form": (
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "24-12-2026"})],
        "must be a day such as 2026-12-24 [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "an hour without its zero": (
        [actions({"type": "timepicker", "action_id": "t", "initial_time": "9:00"})],
        "must be a time such as 09:30",
    ),
    "a moment in milliseconds": (
        [actions({"type": "datetimepicker", "action_id": "m", "initial_date_time": 1795239440000})],
        "must be a Unix time in seconds",
    ),
    "a filter of unknown conversations": (
        [actions({"type": "conversations_select", "action_id": "c", "filter": {"include": ["channels"]}})],
        "must be one of: im, mpim, private, public; got channels",
    ),
    "two elements that want the focus": (
        [actions(select(focus_on_load=True), {"type": "datepicker", "action_id": "d", "focus_on_load": True})],
        "only one element may have `focus_on_load`, got 2",
    ),
    "a chart of no known kind": ([{"type": "data_visualization", "title": "x", "chart": {"type": "radar"}}], "/blocks/0/chart"),
    "a pie of seven pieces": (
        [
            {
                "type": "data_visualization",
                "title": "x",
                "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}] * 7},
            }
        ],
        "no more than 6 items allowed, got 7",
    ),
    "bars without an axis": (
        [{"type": "data_visualization", "title": "x", "chart": {"type": "bar", "series": [{"name": "a", "data": []}]}}],
        "missing required field [json-pointer:/blocks/0/chart/axis_config]",
    ),
    "an address that is none": ([actions(button(url="example.org"))], "must be a full address"),
    "6 context actions": (
        [
            {
                "type": "context_actions",
                "elements": [
                    {"type": "icon_button", "icon": "trash", "text": plain("x"), "action_id": f"a{n}"} for n in range(6)
                ],
            }
        ],
        "no more than 5 items allowed",
    ),
    "a table without rows": ([{"type": "table"}], "table"),
}


@pytest.mark.parametrize("name", BAD_BLOCKS)
def test_bad_blocks_are_refused_with_place_and_limit(client: WebClient, name: str) -> None:
    blocks, words = BAD_BLOCKS[name]
    code, messages = refused(lambda: client.chat_postMessage(channel=LOUNGE, text="t", blocks=blocks))
    assert code == "invalid_blocks"
    assert words in messages


def test_all_faults_of_all_blocks_are_told_at_once(client: WebClient) -> None:
    blocks = [section(""), actions(button(text=plain("x" * 76))), {"type": "marquee"}]
    _, messages = refused(lambda: client.chat_postMessage(channel=LOUNGE, text="t", blocks=blocks))
    assert messages.count("[ERROR]") == 3


def test_blocks_at_their_limits_pass(client: WebClient) -> None:
    full = [
        section("x" * 3000),
        actions(*[button(action_id=f"a{n}", text=plain("x" * 75)) for n in range(25)]),
        *[section()] * 48,
    ]
    assert client.chat_postMessage(channel=LOUNGE, text="t", blocks=full)["ok"]


NEWER: list[Json] = [
    actions(button(visible_to_user_ids=["U0ANNA0001"], agent_prompt="Sum it up")),
    section(accessory={"type": "multi_conversations_select", "action_id": "m", "default_to_current_conversation": True}),
    actions({"type": "rich_text_input", "action_id": "r", "min_lines": 2, "max_lines": 9}),
    {"type": "auth_provider", "value": "drive", "name": plain("Drive"), "is_connected": False, "auth_url": "https://a.example/"},
    {
        "type": "data_visualization",
        "title": "Games",
        "chart": {
            "type": "line",
            "series": [{"name": "won", "data": [{"label": "May", "value": 3}]}],
            "axis_config": {"categories": ["May"], "x_label": "Month"},
        },
    },
]


@pytest.mark.parametrize("block", NEWER, ids=lambda block: str(block["type"]))
def test_blocks_and_properties_of_this_year_pass(client: WebClient, block: Json) -> None:
    assert client.chat_postMessage(channel=LOUNGE, text="t", blocks=[block])["ok"]


def test_a_button_of_a_card_in_a_carousel_is_pressed(slack: Playground, client: WebClient) -> None:
    card = {"type": "card", "title": mark("Chess"), "actions": [button(action_id="join", text=plain("Join"))]}
    ts = client.chat_postMessage(channel=LOUNGE, text="t", blocks=[{"type": "carousel", "elements": [card]}])["ts"]
    slack.ack_schedule(0.05, ())
    with pytest.raises(Refused, match="not_answered"):
        slack.press("anna", LOUNGE, ts, "Join")


def test_more_than_13200_characters_in_all_blocks_are_too_long(client: WebClient) -> None:
    blocks = [section("x" * 2900) for _ in range(5)]
    code, messages = refused(lambda: client.chat_postMessage(channel=LOUNGE, text="t", blocks=blocks))
    assert (code, "14500 characters" in messages) == ("msg_blocks_too_long", True)
