"""A synchronous app: one form with every input there is, menus in messages, and questions before dangerous deeds."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App

from tests.playground.apps.conftest import ANNA, LOUNGE, Json, mark, option, plain

COLOURS = [option(name) for name in ("Red", "Green", "Blue")]
GROUPS = [{"label": plain("Warm"), "options": COLOURS[:1]}, {"label": plain("Cold"), "options": COLOURS[1:]}]
INPUTS: dict[str, Json] = {
    "boxes": {"type": "checkboxes", "options": COLOURS, "initial_options": COLOURS[:1]},
    "radio": {"type": "radio_buttons", "options": COLOURS},
    "menu": {"type": "static_select", "option_groups": GROUPS, "initial_option": COLOURS[2]},
    "menus": {"type": "multi_static_select", "option_groups": GROUPS, "max_selected_items": 2},
    "person": {"type": "users_select", "initial_user": ANNA},
    "people": {"type": "multi_users_select"},
    "room": {"type": "conversations_select", "default_to_current_conversation": True, "response_url_enabled": True},
    "rooms": {"type": "multi_conversations_select", "filter": {"include": ["public"]}},
    "channel": {"type": "channels_select"},
    "channels": {"type": "multi_channels_select"},
    "day": {"type": "datepicker", "initial_date": "2026-12-24"},
    "hour": {"type": "timepicker"},
    "moment": {"type": "datetimepicker"},
    "whole": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "10"},
    "decimal": {"type": "number_input", "is_decimal_allowed": True},
    "mail": {"type": "email_text_input"},
    "link": {"type": "url_text_input"},
    "words": {"type": "plain_text_input", "min_length": 2, "max_length": 20},
    "rich": {"type": "rich_text_input"},
    "score": {"type": "file_input", "filetypes": ["pgn", "pdf"], "max_files": 2},
}


def form() -> Json:
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "optional": name not in ("words", "room"),
            "label": plain(name.title()),
            "hint": plain(f"Here goes the {name}."),
            "element": {**element, "action_id": name},
        }
        for name, element in INPUTS.items()
    ]
    return {"type": "modal", "callback_id": "form", "title": plain("Survey"), "submit": plain("Send"), "blocks": blocks}


def sure(what: str) -> Json:
    return {"title": plain(what), "text": mark("_There is no way back._"), "confirm": plain("Yes"), "deny": plain("No")}


def card() -> list[Json]:
    delete = {"type": "button", "action_id": "drop", "text": plain("Drop"), "style": "danger", "confirm": sure("Drop it?")}
    return [
        {
            "type": "section",
            "block_id": "top",
            "text": mark("*Survey*"),
            "accessory": {"type": "overflow", "action_id": "more", "options": [option("Open"), option("Close")]},
        },
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {"type": "static_select", "action_id": "colour", "options": COLOURS, "placeholder": plain("Colour")},
                {"type": "multi_users_select", "action_id": "who", "placeholder": plain("Who")},
                {"type": "datepicker", "action_id": "when"},
                {"type": "checkboxes", "action_id": "ticks", "options": COLOURS},
                delete,
            ],
        },
    ]


def build(seen: list[Json]) -> Callable[[App], None]:
    def register(app: App) -> None:
        @app.command("/poll")
        def command(ack, body, client):
            ack()
            if body["text"] == "card":
                client.chat_postMessage(channel=body["channel_id"], text="Survey", blocks=card())
                return
            client.views_open(trigger_id=body["trigger_id"], view=form())

        @app.shortcut({"type": "message_action", "callback_id": "poll_this"})
        def of_message(ack, body, respond, client):
            ack()
            seen.append(body)
            respond(text=f"Noted: {body['message']['text']}", response_type="in_channel")

        @app.shortcut({"type": "shortcut", "callback_id": "new_poll"})
        def anywhere(ack, body, client):
            ack()
            seen.append(body)
            client.views_open(trigger_id=body["trigger_id"], view=form())

        @app.view("form")
        def submitted(ack, body, view):
            ack()
            seen.append(body)

        @app.action({"block_id": "row"})
        @app.action("more")
        def used(ack, body, action):
            ack()
            seen.append(body)

        @app.event("message")
        def heard(event):
            seen.append(event)

    return register


__all__ = ["COLOURS", "LOUNGE", "build", "card", "form"]
