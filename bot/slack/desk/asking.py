"""A click on "Ask the owner", "Request ..." or "Tell ..." goes in; the request is kept, and the asker hears of it.

Before asking there is a form in which words can be added; only a mishap is told at once. Where Slack opens no form, it is asked
without them. The redacted question goes to the channel that policy.yaml names, and nowhere else.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.requests import APPROVED, RequestKind, Wish
from bot.slack.click import Click, acknowledge, is_asker, read_click, taking, whisper, working
from bot.slack.desk import forms, request
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import FORM_LINK, OWNER, REQUEST, TELL
from bot.slack.posts.post import BROKEN_LINE
from bot.slack.posts.text import safe

FORM, WORDS = "mayi_asking", "mayi_asking_words"
TITLES = {
    RequestKind.OWNER: "desk.ask.owner",
    RequestKind.ACCESS: "desk.ask.access",
    RequestKind.APPROVAL: "desk.ask.approval",
}
log = logging.getLogger("bot.slack.asking")


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons and to the form."""

    def tell(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        words = refusal(click, doors) or _ask(click, RequestKind.INCIDENT, None, doors)
        ack()
        whisper(click, safe(words), client)

    def open_form(body: dict[str, Any]) -> None:
        click = read_click(body)
        if words := refusal(click, doors):
            whisper(click, safe(words), client)
            return
        kind, wish = wished(click, body["actions"][0]["action_id"])
        try:
            client.views_open(trigger_id=click.trigger_id, view=build(click, kind, wish, doors))
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("a form to ask with did not open: %s", type(problem).__name__)
            words = doors.texts(click.mark.language, "slack.failed")
            whisper(click, safe(words if kind in APPROVED else _ask(click, kind, wish, doors)), client)

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click, kept = forms.recall(body)
        if not is_asker(click, doors):
            ack(response_action="errors", errors={WORDS: doors.texts(click.mark.language, "slack.not_yours")})
            return
        wish = Wish(tool=kept["tool"], why=forms.filled(body, WORDS), to=kept["to"])
        words = _ask(click, RequestKind(kept["request"]), wish, doors)
        ack()
        whisper(click, safe(words), client)

    app.action(TELL)(taking(tell, doors, client))
    app.action(FORM_LINK)(acknowledge)  # the address is opened by Slack
    app.action(re.compile(f"^({OWNER}|{REQUEST}_[0-9])$"))(ack=acknowledge, lazy=[working(open_form, doors, client)])
    app.view(FORM)(forms.taken_in(take, doors, "a request", WORDS))


def refusal(click: Click, doors: Doors) -> str:
    """Why somebody cannot ask with this button; empty where they can."""
    if not click.mark.receipt:
        return doors.texts(click.mark.language, "slack.failed")
    return "" if is_asker(click, doors) else doors.texts(click.mark.language, "slack.not_yours")


def wished(click: Click, action: str) -> tuple[RequestKind, Wish]:
    """What a button asks for."""
    if action == OWNER:
        return RequestKind.OWNER, Wish()
    kind, tool, to = click.value.split("|")
    return RequestKind(kind), Wish(tool=tool, to=to)


def build(click: Click, kind: RequestKind, wish: Wish, doors: Doors) -> dict[str, Any]:
    """The form: who will see what, and words to add. A new tool or an exception asks for its tool, its data and its last day."""
    language = click.mark.language
    if kind in APPROVED:
        understood = doors.desk.understood(click.mark.receipt)
        return request.build(click, kind, request.offered(understood, wish), doors)

    def texts(key: str) -> str:
        return doors.texts(language, key)

    blocks = [
        forms.say(doors.desk.consent(kind, wish, language)),
        forms.write(WORDS, texts("desk.form.add"), hint=texts("desk.form.add.hint"), optional=True),
    ]
    remembered = forms.remember(click, request=kind.value, tool=wish.tool, to=wish.to)
    words = (texts(TITLES[kind]), texts("desk.form.send"), texts("slack.form.close"))
    return forms.modal(FORM, words, blocks, remembered)


def _ask(click: Click, kind: RequestKind, wish: Wish | None, doors: Doors) -> str:
    return doors.desk.ask(kind, click.mark.receipt, click.mark.language, click.is_private, wish)
