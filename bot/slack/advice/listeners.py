"""``/mayi advise`` goes in, alone or with words behind it; a form opens in which the data is chosen as it was understood, and
what is sent with it is answered on one screen."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack.advice.advise import Heard, asked, hear, tell
from bot.slack.advice.form import DATA, FORM, NOTHING, build, read, screen_of
from bot.slack.doors.all import Doors
from bot.slack.posts.search import search_data
from bot.slack.shortcuts.parts import remembered
from bot.slack.shortcuts.screen import Screen
from bot.slack.shortcuts.told import failing_inside, notice_view, who_of

WORDS = frozenset({"advise", "advice", "advies", "rat", "conseil", "consejo"})
"""What opens the form behind the command; a word of each language."""
SPOKEN = {"rat": "de"}
"""Those that mean something else in another language open it before words of their own alone: "rat genome data"."""


def register(app: App, doors: Doors) -> None:
    """Listen to the form and its search."""

    def submit(ack: Ack, body: dict[str, Any]) -> None:
        who, language = who_of(body), str(remembered(body["view"]).get("l", ""))
        if words := doors.checks.refusal(who, "", language):
            ack(response_action="update", view=notice_view(words, "console.page.advice", language, doors.texts))
            return
        data, answers = read(body["view"])
        # above the form, so that going back leads to the same answers, to change one
        told = tell(doors.app, doors.minds.today(), who, language, data, answers)
        ack(response_action="push", view=screen_of(told, language, doors.texts))

    app.view(FORM)(failing_inside(submit, doors))

    @app.options(DATA)
    def on_search(ack: Ack, body: dict[str, Any]) -> None:
        language = str(remembered(body.get("view") or {}).get("l", ""))
        ack(search_data(doors.checks, language, body.get("value") or ""))


def heard_in(doors: Doors, text: str) -> Heard | None:
    """What is behind the command, for the form; None where it does not ask for it, or what else it says is a question."""
    first, _, rest = text.partition(" ")
    word = first.rstrip(":,").casefold()
    if word not in WORDS:
        return None
    heard = hear(doors.minds.today(), rest) if rest.strip() else NOTHING
    is_other = heard is not None and bool(rest.strip()) and heard.language != SPOKEN.get(word, heard.language)
    return None if is_other else heard


def open_form(doors: Doors, screen: Screen, body: dict[str, Any], language: str, heard: Heard = NOTHING) -> bool:
    """Open the form, or say in a form why there is none; False where Slack did not open it."""
    language = heard.language or language
    if words := doors.checks.refusal(who_of(body), body.get("channel_id", ""), language):
        view = notice_view(words, "console.page.advice", language, doors.texts)
    else:
        view = build(asked(doors.minds.today(), language), language, doors.texts, heard)
    return bool(screen.open(body.get("trigger_id", ""), view))
