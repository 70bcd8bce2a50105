"""A sent "why was it not useful" form goes in; the reason is kept with the answer's receipt. All of it is optional."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk.requests import Clicker, keep_reason
from bot.slack.click import Click, whisper
from bot.slack.desk import forms
from bot.slack.doors.all import Doors
from bot.slack.posts.post import BROKEN_LINE
from bot.slack.posts.text import safe

FORM, REASON, WORDS = "mayi_why", "mayi_why_reason", "mayi_why_words"
REASONS = {
    "wrong": "desk.reason.wrong",
    "misread": "desk.reason.misread",
    "unclear": "desk.reason.unclear",
    "no_help": "desk.reason.no_help",
    "other": "desk.reason.other",
}
log = logging.getLogger("bot.slack.why")


def open_why(click: Click, doors: Doors, client: WebClient) -> bool:
    """Open the form; False where Slack does not."""
    language = click.mark.language

    def texts(key: str) -> str:
        return doors.texts(language, key)

    blocks = [
        forms.say(texts("desk.feedback.intro")),
        forms.choose(REASON, texts("desk.feedback.reason"), [(id_, texts(key)) for id_, key in REASONS.items()], optional=True),
        forms.write(WORDS, texts("desk.form.words"), optional=True),
    ]
    words = (texts("desk.feedback.title"), texts("desk.form.send"), texts("slack.form.close"))
    try:
        client.views_open(trigger_id=click.trigger_id, view=forms.modal(FORM, words, blocks, forms.remember(click)))
    except (SlackApiError, *BROKEN_LINE) as problem:
        log.warning("the form that asks why did not open: %s", type(problem).__name__)
        return False
    return True


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the form."""

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click, _ = forms.recall(body)
        if refused := doors.citizen.refuse(click.user, body["user"].get("team_id") or "", click.mark.language):
            ack()
            whisper(click, safe(refused), client)
            return
        reason, words = forms.filled(body, REASON), forms.filled(body, WORDS)
        keep_reason(doors.app, click.mark.receipt, Clicker(click.team, click.user), reason, words)
        ack()
        whisper(click, safe(doors.texts(click.mark.language, "slack.feedback.thanks")), client)

    app.view(FORM)(forms.taken_in(take, doors, "a reason", WORDS))
