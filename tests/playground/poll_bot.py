"""A small bolt app of another kind: polls with buttons, a modal, App Home, shortcuts. It shares no line with the product."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

OPENINGS = ["Sicilian Defence", "Italian Game", "Queen's Gambit", "Queen's Indian", "King's Indian", "French Defence"]
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def poll_blocks(question: str, votes: Json) -> list[Json]:
    lines = [f"*{name}* — {len(who)} {'vote' if len(who) == 1 else 'votes'}" for name, who in votes.items()]
    buttons = [{"type": "button", "action_id": f"vote_{n}", "text": plain(name), "value": name} for n, name in enumerate(votes)]
    end = {"type": "button", "action_id": "end", "text": plain("End"), "style": "danger", "confirm": sure()}
    return [
        {"type": "header", "text": plain(question[:150])},
        {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines)}, "accessory": menu()},
        {"type": "actions", "block_id": "votes", "elements": [*buttons, end]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "One vote each. `pollster` counts."}]},
    ]


def sure() -> Json:
    return {
        "title": plain("End the poll?"),
        "text": plain("Nobody can vote then."),
        "confirm": plain("End it"),
        "deny": plain("Wait"),
    }


def menu() -> Json:
    options = [option("Show who voted", "who"), option("Remind me", "remind")]
    return {"type": "overflow", "action_id": "more", "options": options}


def new_poll_modal(question: str = "", channel: str = "C0LOUNGE01") -> Json:
    styles = [option("Public", "public"), option("Secret", "secret")]
    return {
        "type": "modal",
        "callback_id": "new_poll",
        "title": plain("New poll"),
        "submit": plain("Start"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "private_metadata": channel,
        "blocks": [
            {
                "type": "input",
                "block_id": "question",
                "label": plain("What do you want to know?"),
                "element": {"type": "plain_text_input", "action_id": "text", **({"initial_value": question} if question else {})},
                "hint": plain("A question ends with a question mark."),
            },
            {
                "type": "input",
                "block_id": "style",
                "label": plain("How do people vote?"),
                "element": {"type": "radio_buttons", "action_id": "style", "options": styles, "initial_option": styles[0]},
            },
            {
                "type": "input",
                "block_id": "answers",
                "label": plain("Answers"),
                "element": {
                    "type": "checkboxes",
                    "action_id": "answers",
                    "options": [option(name, name) for name in ("Yes", "No", "Perhaps")],
                },
            },
            {
                "type": "input",
                "block_id": "days",
                "optional": True,
                "label": plain("Days to vote"),
                "element": {
                    "type": "static_select",
                    "action_id": "days",
                    "placeholder": plain("For ever"),
                    "options": [option(f"{n} days", str(n)) for n in (1, 3, 7)],
                },
            },
            {
                "type": "input",
                "block_id": "opening",
                "optional": True,
                "label": plain("About which opening?"),
                "element": {
                    "type": "external_select",
                    "action_id": "opening",
                    "min_query_length": 1,
                    "placeholder": plain("Type to look"),
                },
            },
        ],
    }


def build_poll_bot(api_url: str) -> App:  # noqa: PLR0915 - one app, read from top to bottom
    """The bolt app; `seen` on it is a list of what it was told."""
    app = App(name="club", client=WebClient("xoxb-club-bot", base_url=api_url), signing_secret="club-secret")
    seen: list[tuple[str, Json]] = []
    app.seen = seen  # type: ignore[attr-defined]
    polls: dict[str, Json] = {}

    @app.middleware
    def remember(body: Json, next: Any) -> None:
        kind = (
            body.get("event", {}).get("subtype") or body.get("event", {}).get("type") or body.get("type") or body.get("command")
        )
        seen.append((str(kind), body))
        next()

    @app.event("app_mention")
    def mentioned(event: Json, say: Any) -> None:
        question = event["text"].split(">", 1)[1].strip() or "Shall we play?"
        votes: Json = {"Yes": [], "No": []}
        sent = say(text=question, blocks=poll_blocks(question, votes), thread_ts=event["ts"])
        polls[sent["ts"]] = {"question": question, "votes": votes}

    @app.event("message")
    def heard(event: Json, say: Any) -> None:
        if event["channel_type"] == "im" and "subtype" not in event:
            say(f"You said: {event['text']}")

    @app.action({"block_id": "votes", "action_id": "end"})
    def ended(ack: Any, respond: Any) -> None:
        ack()
        respond(replace_original=True, text="The poll has ended.")

    @app.action({"block_id": "votes"})
    def voted(ack: Any, body: Json, action: Json, client: WebClient, respond: Any) -> None:
        ack()
        poll, user = polls[body["message"]["ts"]], body["user"]["id"]
        if any(user in who for who in poll["votes"].values()):
            respond(text="You have voted already.", response_type="ephemeral")
            return
        poll["votes"][action["value"]].append(user)
        client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text=poll["question"],
            blocks=poll_blocks(poll["question"], poll["votes"]),
        )

    @app.action("more")
    def more(ack: Any, body: Json, action: Json, client: WebClient) -> None:
        ack()
        where = {"channel": body["channel"]["id"], "user": body["user"]["id"], "thread_ts": body["message"].get("thread_ts")}
        client.chat_postEphemeral(text=f"You chose {action['selected_option']['value']}.", **where)

    @app.command("/poll")
    def command(ack: Any, body: Json, client: WebClient) -> None:
        if body["text"] == "help":
            ack("Type /poll and a question.")
            return
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=new_poll_modal(body["text"], body["channel_id"]))

    @app.shortcut("new_poll")
    def shortcut(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=new_poll_modal())

    @app.shortcut("poll_this")
    def message_shortcut(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=new_poll_modal(body["message"]["text"], body["channel"]["id"]))

    @app.options("opening")
    def openings(ack: Any, payload: Json) -> None:
        ack(options=[option(name, name.lower()) for name in OPENINGS if payload["value"].lower() in name.lower()])

    @app.view("new_poll")
    def submitted(ack: Any, view: Json, client: WebClient) -> None:
        values = view["state"]["values"]
        question = values["question"]["text"]["value"]
        if not question.endswith("?"):
            ack(response_action="errors", errors={"question": "Please end with a question mark."})
            return
        ack()
        votes: Json = {chosen["value"]: [] for chosen in values["answers"]["answers"]["selected_options"]}
        sent = client.chat_postMessage(channel=view["private_metadata"], text=question, blocks=poll_blocks(question, votes))
        polls[sent["ts"]] = {"question": question, "votes": votes}

    @app.view_closed("new_poll")
    def closed(ack: Any) -> None:
        ack()

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        if event["tab"] == "messages":
            client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], thread_ts=None, prompts=[{"title": "Say hello", "message": "Hello there"}]
            )
            return
        text = {"type": "mrkdwn", "text": f"*Your polls*: {len(polls)}"}
        button = {"type": "button", "action_id": "from_home", "text": plain("New poll"), "style": "primary"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}, {"type": "actions", "elements": [button]}]}
        client.views_publish(user_id=event["user"], view=view)

    @app.action("from_home")
    def from_home(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=new_poll_modal())

    @app.error
    def failed(error: Exception) -> None:
        seen.append(("error", {"error": error.response.data if isinstance(error, SlackApiError) else repr(error)}))

    return app
