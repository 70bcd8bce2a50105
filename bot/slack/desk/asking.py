"""A click on "Ask the owner", "Request ..." or "Tell ..." goes in; the request is kept, and the asker hears of it.

Before asking there is a form in which words can be added; only a mishap is told at once. Where Slack opens no form, it is asked
without them. The redacted question goes to the channel that policy.yaml names, and nowhere else.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import requests
from bot.policy.requests import APPROVED, RequestKind, Wish
from bot.policy.talks.answer import Answer
from bot.policy.talks.posting import PostingProblem
from bot.slack.click import Click, acknowledge, address_of, is_asker, read_click, taking, whisper, working
from bot.slack.desk import forms, request
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import FORM_LINK, OWNER, REQUEST, TELL
from bot.slack.posts.post import BROKEN_LINE, Poster
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

    poster = Poster(client, doors.mark)

    def tell(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        refused = refusal(click, doors)
        words = refused or _ask(click, RequestKind.INCIDENT, None, doors)
        ack()
        found = None if refused else doors.citizen.find(click.mark.receipt, click.message_ts)
        if found is None or not _say_in_its_place(click, told(found.answer, words), found.key):
            whisper(click, safe(words), client)

    def _say_in_its_place(click: Click, answer: Answer, key: str) -> bool:
        """The answer as it stands once its button was pressed; False where Slack does not take that."""
        try:
            if click.is_private:
                poster.private(address_of(click), answer, whole=True)
            else:
                poster.update(address_of(click), answer, key, whole=True)
        except PostingProblem as problem:
            log.warning("an answer kept its button: %s", problem)
            return False
        return True

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


def told(answer: Answer, words: str) -> Answer:
    """The answer to a mishap once its contact is told: that stands in the place of the button, which has done its work."""
    parts = tuple(replace(part, captions=_without_tell(part)) for part in answer.parts)
    return replace(answer, captions=_without_tell(answer), parts=parts, notes=(words, *answer.notes))


def _without_tell(answer: Answer) -> dict[str, str]:
    return {key: words for key, words in answer.captions.items() if key != "tell"}


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
        understood = requests.understood(doors.app, click.mark.receipt)
        return request.build(click, kind, request.offered(understood, wish), doors)

    def texts(key: str) -> str:
        return doors.texts(language, key)

    blocks = [
        forms.say(requests.consent(doors.app, kind, wish, language)),
        forms.write(WORDS, texts("desk.form.add"), hint=texts("desk.form.add.hint"), optional=True),
    ]
    remembered = forms.remember(click, request=kind.value, tool=wish.tool, to=wish.to)
    words = (texts(TITLES[kind]), texts("desk.form.send"), texts("slack.form.close"))
    return forms.modal(FORM, words, blocks, remembered)


def _ask(click: Click, kind: RequestKind, wish: Wish | None, doors: Doors) -> str:
    return requests.ask(doors.app, kind, click.mark.receipt, click.mark.language, click.is_private, wish)
