"""Each rule of Slack that the playground keeps, broken once."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from playground.refusal import Refused
from playground.server import Playground
from tests.playground.conftest import BOT, XAPP, post, refused

Json = dict[str, Any]
LOUNGE = "C0LOUNGE01"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mark(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words", **more: Any) -> Json:
    return {"type": "section", "text": mark(text), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def options(count: int, text: str = "one") -> list[Json]:
    return [{"text": plain(text), "value": f"v{n}"} for n in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(2), **more}


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


MODAL: Json = {"type": "modal", "title": plain("Title"), "blocks": [section()]}
BAD_VIEWS: dict[str, tuple[Json, str]] = {
    "a title of 25 characters": (
        {**MODAL, "title": plain("x" * 25)},
        "must be less than 25 characters, got 25 [json-pointer:/view/title/text]",
    ),
    "a submit of 25 characters": ({**MODAL, "submit": plain("x" * 25)}, "/view/submit/text"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field [json-pointer:/view/title]"),
    "private_metadata of 3001 characters": ({**MODAL, "private_metadata": "x" * 3001}, "/view/private_metadata"),
    "a callback_id of 256 characters": ({**MODAL, "callback_id": "x" * 256}, "/view/callback_id"),
    "101 blocks": ({**MODAL, "blocks": [section()] * 101}, "no more than 100 items allowed, got 101"),
    "an input without submit": (
        {**MODAL, "blocks": [{"type": "input", "label": plain("l"), "element": {"type": "plain_text_input", "action_id": "a"}}]},
        "a modal with input blocks needs `submit`",
    ),
    "a markdown block": (
        {**MODAL, "blocks": [{"type": "markdown", "text": "x"}]},
        "markdown blocks are not supported in a modal",
    ),
    "an unknown property": ({**MODAL, "colour": "red"}, "invalid additional property: colour"),
    "a home in place of a modal": ({"type": "home", "blocks": []}, "must be one of: modal; got home"),
}


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_bad_views_are_refused(client: WebClient, name: str) -> None:
    view, words = BAD_VIEWS[name]
    code, messages = refused(lambda: client.views_open(trigger_id="any", view=view))
    assert code == "invalid_arguments"
    assert words in messages


def trigger(slack: Playground) -> str:
    return slack._do(lambda: slack.world.triggers.make("U0ANNA0001"))


def test_a_trigger_opens_one_modal_within_three_seconds(slack: Playground, client: WebClient) -> None:
    once, late = trigger(slack), trigger(slack)
    assert client.views_open(trigger_id=once, view=MODAL)["ok"]
    assert refused(lambda: client.views_open(trigger_id=once, view=MODAL))[0] == "exchanged_trigger_id"
    slack.advance(3.1)
    assert refused(lambda: client.views_open(trigger_id=late, view=MODAL))[0] == "expired_trigger_id"


def test_modals_stack_three_high(slack: Playground, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(slack), view=MODAL)
    client.views_push(trigger_id=trigger(slack), view=MODAL)
    client.views_push(trigger_id=trigger(slack), view=MODAL)
    assert refused(lambda: client.views_push(trigger_id=trigger(slack), view=MODAL))[0] == "push_limit_reached"


def test_an_update_with_an_old_hash_conflicts(slack: Playground, client: WebClient) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=MODAL)["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert refused(lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL))[0] == "hash_conflict"


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
