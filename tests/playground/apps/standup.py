"""A synchronous app: daily stand-ups for teams, with scheduled questions, talks of several people, and steps of workflows."""

from __future__ import annotations

import time
from collections.abc import Callable

from slack_bolt import App

from tests.playground.apps.conftest import Json, mark, plain

TEAM = {"type": "multi_users_select", "action_id": "team", "max_selected_items": 8}
HOUR = {"type": "timepicker", "action_id": "hour", "initial_time": "09:30", "timezone": "Europe/Berlin"}
REPORT = {"type": "button", "action_id": "report", "text": plain("Report"), "style": "primary"}


def plan_form() -> Json:
    return {
        "type": "modal",
        "callback_id": "plan",
        "title": plain("New stand-up"),
        "submit": plain("Start"),
        "blocks": [
            {"type": "input", "block_id": "team", "label": plain("Who?"), "element": TEAM},
            {"type": "input", "block_id": "hour", "label": plain("When?"), "element": HOUR},
        ],
    }


def report_form(place: str) -> Json:
    words = {"type": "plain_text_input", "action_id": "words", "multiline": True, "focus_on_load": True}
    return {
        "type": "modal",
        "callback_id": "report",
        "private_metadata": place,
        "title": plain("Today"),
        "submit": plain("Post"),
        "blocks": [{"type": "input", "block_id": "words", "label": plain("What will you do?"), "element": words}],
    }


def build(seen: list[Json]) -> Callable[[App], None]:
    def register(app: App) -> None:
        @app.event("team_join")
        def welcome(event, client):
            dm = client.conversations_open(users=event["user"]["id"])["channel"]["id"]
            client.chat_postMessage(channel=dm, text=f"Welcome, {event['user']['real_name']}")

        @app.event("message")
        def heard(event):
            seen.append(event)

        @app.event("subteam_members_changed")
        def changed(event):
            seen.append(event)

        @app.command("/poll")
        def plan(ack, body, client):
            ack()
            seen.append(body)
            client.views_open(trigger_id=body["trigger_id"], view=plan_form())

        @app.view("plan")
        def planned(ack, view, client):
            ack()
            users = view["state"]["values"]["team"]["team"]["selected_users"]
            talk = client.conversations_open(users=users, return_im=True)["channel"]
            seen.append(talk)
            at = int(time.time()) + 3600
            blocks = [{"type": "section", "text": mark("What is new?"), "accessory": REPORT}]
            client.chat_scheduleMessage(channel=talk["id"], post_at=at, text="What is new?", blocks=blocks)

        @app.action("report")
        def report(ack, body, client):
            ack()
            seen.append(body)
            client.views_open(trigger_id=body["trigger_id"], view=report_form(body["channel"]["id"]))

        @app.view("report")
        def reported(ack, view, body, client):
            ack()
            words = view["state"]["values"]["words"]["words"]["value"]
            client.chat_postMessage(channel=view["private_metadata"], text=f"<@{body['user']['id']}>: {words}")

        @app.function("ask_for_leave")
        def leave(inputs, say, fail):
            if not inputs.get("boss"):
                fail("nobody to ask")
                return
            yes = {"type": "button", "action_id": "granted", "text": plain("Granted"), "value": "yes"}
            say(channel=inputs["boss"], text="May they go?", blocks=[{"type": "actions", "elements": [yes]}])

        @app.action("granted")
        def granted(ack, body, complete, client):
            ack()
            complete({"by": body["user"]["id"]})
            client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Granted.")

    return register
