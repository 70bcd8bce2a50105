"""An asynchronous app: tickets in modals of several steps, with searched lists, sums while typing, and every kind of reply."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from tests.playground.apps.conftest import Json, mark, option, plain

PLACES = {"Ground floor": ["Kitchen", "Lounge"], "First floor": ["Library", "Lab"]}

RULES = {"type": "button", "action_id": "rules", "text": plain("House rules")}


def first_step(count: str = "") -> Json:
    place = {"type": "external_select", "action_id": "place", "min_query_length": 0, "placeholder": plain("Where?")}
    many = {"type": "multi_external_select", "action_id": "helpers", "min_query_length": 1, "max_selected_items": 2}
    typed = {
        "type": "plain_text_input",
        "action_id": "what",
        "multiline": True,
        "max_length": 40,
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    return {
        "type": "modal",
        "callback_id": "first",
        "external_id": "ticket-first",
        "title": plain("New ticket"),
        "submit": plain("Next"),
        "close": plain("Never mind"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "place", "label": plain("Place"), "element": place},
            {"type": "input", "block_id": "helpers", "label": plain("Helpers"), "element": many, "optional": True},
            {"type": "input", "block_id": "what", "label": plain("What is wrong?"), "element": typed, "dispatch_action": True},
            {"type": "context", "block_id": "count", "elements": [plain(count or "Nothing typed yet")]},
            {
                "type": "actions",
                "block_id": "more",
                "elements": [{"type": "button", "action_id": "rules", "text": plain("House rules")}],
            },
        ],
    }


def last_step(what: str) -> Json:
    urgent = {"type": "checkboxes", "action_id": "urgent", "options": [option("It is urgent", "yes")]}
    return {
        "type": "modal",
        "callback_id": "last",
        "title": plain("Check it"),
        "submit": plain("Send"),
        "private_metadata": what,
        "blocks": [
            {"type": "section", "text": mark(f"*{what}*")},
            {"type": "input", "block_id": "urgent", "optional": True, "label": plain("Urgent?"), "element": urgent},
        ],
    }


def build(seen: list[Json]) -> Any:
    def register(app: AsyncApp) -> None:
        @app.shortcut("new_poll")
        async def opened(ack: Any, body: Json, client: Any) -> None:
            await ack()
            try:
                await client.views_open(trigger_id=body["trigger_id"], view=first_step())
            except SlackApiError as error:
                seen.append({"refused": error.response["error"]})

        @app.options("place")
        async def places(ack: Any, payload: Json) -> None:
            typed = payload["value"].lower()
            groups = [
                {"label": plain(floor), "options": [option(room) for room in rooms if typed in room.lower()]}
                for floor, rooms in PLACES.items()
            ]
            await ack(option_groups=[group for group in groups if group["options"]])

        @app.options("helpers")
        async def helpers(ack: Any, payload: Json) -> None:
            await ack(options=[option(name) for name in ("Ada", "Alan", "Grace") if payload["value"].lower() in name.lower()])

        @app.action("what")
        async def counting(ack: Any, body: Json, action: Json, client: Any) -> None:
            await ack()
            view = body["view"]
            words = f"{len(action['value'] or '')} of 40 characters"
            await client.views_update(view_id=view["id"], hash=view["hash"], view=first_step(words))

        @app.action("rules")
        async def rules(ack: Any, body: Json, client: Any) -> None:
            await ack()
            view = {"type": "modal", "title": plain("House rules"), "blocks": [{"type": "section", "text": mark("Be kind.")}]}
            await client.views_push(interactivity_pointer=body["trigger_id"], view=view)

        @app.view("first")
        async def next_step(ack: Any, view: Json) -> None:
            values = view["state"]["values"]
            seen.append(values)
            if values["place"]["place"]["selected_option"]["value"] == "lab":
                await ack(response_action="errors", errors={"place": "Nobody may enter the lab."})
                return
            await ack(response_action="push", view=last_step(values["what"]["what"]["value"]))

        @app.view("last")
        async def done(ack: Any, view: Json, body: Json, client: Any) -> None:
            if view["state"]["values"]["urgent"]["urgent"]["selected_options"]:
                changed = last_step(view["private_metadata"])
                changed["blocks"][0]["text"] = mark("*Urgent:* call the caretaker")
                changed["blocks"][1]["block_id"] = "really"
                await ack(response_action="update", view={**changed, "callback_id": "really"})
                return
            await ack(response_action="clear")
            await client.chat_postMessage(channel="lounge", text=f"Ticket: {view['private_metadata']}")

        @app.view_closed("first")
        async def closed(ack: Any, body: Json) -> None:
            await ack()
            seen.append({"closed": body["is_cleared"]})

    return register
