"""A synchronous app: expenses, from a modal of several steps to an approval by clicks, written as Slack's guides write apps."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.playground.apps.conftest import Json, mark, option, plain

KINDS = [option("Travel"), option("Board"), option("Clock")]
PLACES = ["Berlin", "Bern", "Bonn", "Cologne"]


def claim_form(kind: str = "") -> Json:
    """Choosing a kind changes the form: a journey wants a place."""
    choose = {"type": "static_select", "action_id": "kind", "options": KINDS, "placeholder": plain("Which kind?")}
    place = {"type": "external_select", "action_id": "place", "min_query_length": 2, "placeholder": plain("Where?")}
    amount = {"type": "number_input", "action_id": "amount", "is_decimal_allowed": True, "min_value": "0.01", "max_value": "5000"}
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-01"}
    receipt = {"type": "file_input", "action_id": "receipt", "filetypes": ["pdf", "png"], "max_files": 1}
    boss = {"type": "conversations_select", "action_id": "boss", "response_url_enabled": True, "filter": {"include": ["public"]}}
    rules = {"type": "button", "action_id": "rules", "text": plain("What is paid?")}
    journey = [{"type": "input", "block_id": "place", "label": plain("Where?"), "element": place}] if kind == "travel" else []
    return {
        "type": "modal",
        "callback_id": "claim",
        "private_metadata": json.dumps({"kind": kind}),
        "title": plain("Claim an expense"),
        "submit": plain("Go on"),
        "clear_on_close": True,
        "blocks": [
            {"type": "section", "block_id": "kind", "text": mark("*What for?*"), "accessory": choose},
            *journey,
            {"type": "input", "block_id": "amount", "label": plain("How much?"), "element": amount},
            {"type": "input", "block_id": "day", "label": plain("When?"), "element": day},
            {"type": "input", "block_id": "receipt", "label": plain("Receipt"), "element": receipt, "optional": True},
            {"type": "input", "block_id": "boss", "label": plain("Who is told?"), "element": boss},
            {"type": "divider"},
            {"type": "actions", "block_id": "help", "elements": [rules]},
        ],
    }


def words(title: str, text: str, **more: object) -> Json:
    return {"type": "modal", "title": plain(title), "blocks": [{"type": "section", "text": mark(text)}], **more}


def card(who: str, what: str, claim: str) -> list[Json]:
    sure = {"title": plain("Sure?"), "text": mark("It will be *paid*."), "confirm": plain("Pay"), "deny": plain("Wait")}
    yes = {
        "type": "button",
        "action_id": "claim_yes",
        "text": plain("Approve"),
        "style": "primary",
        "value": claim,
        "confirm": sure,
    }
    no = {"type": "button", "action_id": "claim_no", "text": plain("Decline"), "style": "danger", "value": claim}
    return [
        {"type": "header", "text": plain("Expense")},
        {"type": "section", "fields": [mark(f"*Who*\n<@{who}>"), mark(f"*What*\n{what}")]},
        {"type": "actions", "block_id": f"claim-{claim}", "elements": [yes, no]},
    ]


def build(seen: list[Json]) -> Callable[[App], None]:  # noqa: PLR0915 - one app, one list of its listeners
    def register(app: App) -> None:  # noqa: PLR0915
        @app.middleware
        def known(context: BoltContext, next):
            context["at"] = time.time()
            next()

        @app.shortcut("new_expense")
        def begin(ack: Ack, shortcut: Json, client: WebClient):
            ack()
            client.views_open(trigger_id=shortcut["trigger_id"], view=claim_form())

        @app.action({"type": "block_actions", "block_id": "kind", "action_id": "kind"})
        def changed(ack: Ack, body: Json, client: WebClient):
            ack()
            seen.append(body)
            view, chosen = body["view"], body["actions"][0]["selected_option"]["value"]
            client.views_update(view_id=view["id"], hash=view["hash"], view=claim_form(chosen))

        @app.action("rules")
        def rules(ack: Ack, body: Json, client: WebClient):
            ack()
            client.views_push(trigger_id=body["trigger_id"], view=words("Rules", "Trains, not planes."))

        @app.options("place")
        def places(ack: Ack, payload: Json):
            seen.append(payload)
            ack(options=[option(one) for one in PLACES if one.casefold().startswith(payload["value"].casefold())])

        @app.view("claim")
        def check(ack: Ack, view: Json):
            seen.append(view)
            values = view["state"]["values"]
            if values["day"]["day"]["selected_date"] > "2026-12-01":
                ack(response_action="errors", errors={"day": "That day is still to come."})
                return
            told = f"{values['amount']['amount']['value']} on {values['day']['day']['selected_date']}"
            place = values.get("place", {}).get("place", {}).get("selected_option") or {}
            told += f" in {place['text']['text']}" if place else ""
            ack(
                response_action="push",
                view=words("Right?", told, callback_id="sure", submit=plain("Send"), private_metadata=told),
            )

        @app.view("sure")
        def sent(ack: Ack, body: Json, view: Json, client: WebClient):
            ack(response_action="clear")
            seen.append(body)
            who = body["user"]["id"]
            zone = client.users_info(user=who)["user"]["tz"]
            posted = client.chat_postMessage(
                channel="C0LOUNGE01",
                text="A new expense",
                blocks=card(who, f"{view['private_metadata']} ({zone})", "17"),
                metadata={"event_type": "expense", "event_payload": {"claim": "17", "who": who}},
            )
            client.reactions_add(channel=posted["channel"], timestamp=posted["ts"], name="hourglass")
            client.pins_add(channel=posted["channel"], timestamp=posted["ts"])
            at = int(time.time()) + 86_400
            client.chat_scheduleMessage(channel=posted["channel"], post_at=at, thread_ts=posted["ts"], text="Still open?")

        @app.action(re.compile("^claim_(yes|no)$"))
        def settled(ack: Ack, body: Json, action: Json, client: WebClient, respond: Respond):
            ack()
            seen.append(body)
            where, ts, verdict = body["channel"]["id"], body["message"]["ts"], action["action_id"].removeprefix("claim_")
            old = client.conversations_history(
                channel=where, latest=ts, oldest=ts, inclusive=True, limit=1, include_all_metadata=True
            )["messages"][0]
            who = old["metadata"]["event_payload"]["who"]
            if who == body["user"]["id"]:
                respond(text="Not your own, please.", response_type="ephemeral", replace_original=False)
                return
            dm = client.conversations_open(users=[who])["channel"]["id"]
            client.chat_postMessage(channel=dm, text=f"Your expense: {verdict}", unfurl_links=False)
            kept = [block for block in body["message"]["blocks"] if block["type"] != "actions"]
            done = {"type": "context", "elements": [mark(f"{verdict} by <@{body['user']['id']}>")]}
            respond(text=f"Expense: {verdict}", blocks=[*kept, done], replace_original=True)
            client.reactions_remove(channel=where, timestamp=ts, name="hourglass")
            client.pins_remove(channel=where, timestamp=ts)
            for waiting in client.chat_scheduledMessages_list(channel=where)["scheduled_messages"]:
                client.chat_deleteScheduledMessage(channel=where, scheduled_message_id=waiting["id"])

        @app.shortcut({"type": "message_action", "callback_id": "is_expense"})
        def from_message(ack: Ack, shortcut: Json, client: WebClient):
            ack()
            seen.append(shortcut)
            link = client.chat_getPermalink(channel=shortcut["channel"]["id"], message_ts=shortcut["message"]["ts"])["permalink"]
            wait = client.views_open(trigger_id=shortcut["trigger_id"], view=words("One moment", "Looking ..."))
            view = words("An expense?", f"<{link}|This message> by <@{shortcut['message']['user']}>")
            client.views_update(view_id=wait["view"]["id"], view=view)

        @app.command("/expense")
        def command(ack: Ack, command: Json, respond: Respond):
            ack({"response_type": "ephemeral", "text": f"Looking for {command['text']} ..."})
            remove = {"type": "button", "action_id": "remove", "text": plain("Hide")}
            respond(text="Nothing found", blocks=[{"type": "actions", "block_id": "gone", "elements": [remove]}])

        @app.action("remove")
        def remove(ack: Ack, respond: Respond):
            ack()
            respond(delete_original=True)

        @app.message(re.compile(r"(\d+) euros"))
        def heard(message: Json, say: Say, context: BoltContext, client: WebClient):
            say(text=f"Is {context['matches'][0]} an expense?", thread_ts=message["ts"])
            client.chat_postEphemeral(channel=message["channel"], user=message["user"], text="Only you see this.")

        @app.event("app_home_opened")
        def home(event: Json, client: WebClient):
            if event["tab"] != "home":
                return
            pick = {"type": "overflow", "action_id": "sort", "options": [option("Newest"), option("Dearest")]}
            blocks = [{"type": "section", "block_id": "mine", "text": mark("*Mine*"), "accessory": pick}]
            shown = event.get("view", {}).get("hash")
            client.views_publish(user_id=event["user"], hash=shown, view={"type": "home", "blocks": blocks})

        @app.action("sort")
        def sort(ack: Ack, body: Json, client: WebClient):
            ack()
            seen.append(body)
            blocks = [{"type": "section", "text": mark(body["actions"][0]["selected_option"]["value"])}]
            client.views_publish(user_id=body["user"]["id"], hash=body["view"]["hash"], view={"type": "home", "blocks": blocks})

        @app.function("file_expense")
        def step(inputs: Json, complete, fail, client: WebClient):
            try:
                client.chat_postMessage(channel=inputs["channel"], text=f"Filed: {inputs['amount']}")
            except SlackApiError as problem:
                fail(f"not filed: {problem.response['error']}")
            else:
                complete({"claim": "18"})

        @app.error
        def broken(error, body):
            seen.append({"error": repr(error)})

    return register
