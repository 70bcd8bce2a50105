"""A global shortcut, or ``/mayi`` alone, goes in; a form opens that shows the ruling of whatever is picked in it, at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.desk import requests
from bot.policy.requests import RequestKind
from bot.policy.talks.checks import Chosen, Form, Shown
from bot.slack.click import acknowledge, is_in_form
from bot.slack.doors.all import Doors
from bot.slack.marks import from_block_id
from bot.slack.posts.blocks import CHOOSE
from bot.slack.posts.search import search, search_data
from bot.slack.shortcuts import by_now, picker
from bot.slack.shortcuts.parts import ASK_OWNER, remembered, said_instead
from bot.slack.shortcuts.screen import Screen, Seen
from bot.slack.shortcuts.told import failing_inside, notice_view, say_back, told_on_failure, who_of

SHORTCUT, BY_PICK = "mayi_ask", "pick"


def register(app: App, doors: Doors, screen: Screen) -> None:
    """Listen to the shortcut, the choices in its form, the searches, and the button to the owner."""

    def start(body: dict[str, Any]) -> None:
        pick(doors, screen, body)

    def change(body: dict[str, Any]) -> None:
        by_now.show(doors, screen, body, _by_now)

    def take(ack: Ack, body: dict[str, Any]) -> None:
        _to_owner(doors, body)
        ack()

    def ask_owner(body: dict[str, Any]) -> None:
        """Asking again is the same request, and gives the words for the form."""
        words, who = _to_owner(doors, body), who_of(body)
        if screen.update(body, said_instead(body["view"], ASK_OWNER, words)) is not Seen.YES:
            doors.checks.tell(who, f"owner:{body['actions'][0].get('block_id', '')}", words)

    def submit(ack: Ack, body: dict[str, Any]) -> None:
        by_now.answer(ack, doors, body, _by_now)

    app.shortcut(SHORTCUT)(ack=acknowledge, lazy=[told_on_failure(start, doors)])
    choices = f"^({picker.TOOL}|{picker.PLAN}|{picker.DATA})$|^{CHOOSE}"
    app.action(re.compile(choices), matchers=[is_in_form])(ack=acknowledge, lazy=[told_on_failure(change, doors)])
    app.view(picker.FORM)(failing_inside(submit, doors))
    app.action(ASK_OWNER)(ack=take, lazy=[told_on_failure(ask_owner, doors)])

    @app.options(re.compile(f"^({picker.TOOL}|{picker.DATA})$"))
    def on_search(ack: Ack, body: dict[str, Any]) -> None:
        language = str(remembered(body.get("view") or {}).get("l", ""))
        typed = body.get("value") or ""
        if body.get("action_id") == picker.TOOL:
            ack(search(doors.checks.entries("tool", language, ""), typed))
        else:
            ack(search_data(doors.checks, language, typed))


def pick(doors: Doors, screen: Screen, body: dict[str, Any]) -> None:
    """Open the form for whoever pressed a shortcut or a button, or say that it came too late."""
    language = doors.checks.language(who_of(body))
    if not open_picker(doors, screen, body, language):
        say_back(doors, body, doors.texts(language, "pick.late"))


def open_picker(doors: Doors, screen: Screen, body: dict[str, Any], language: str) -> bool:
    """Open the empty form, or say in a form why there is none; False where Slack did not open it."""
    who, trigger_id = who_of(body), body.get("trigger_id", "")
    if words := doors.checks.refusal(who, body.get("channel_id", ""), language):
        return bool(screen.open(trigger_id, notice_view(words, "pick.title", language, doors.texts)))
    shown = doors.checks.pick(Chosen(), Form(who, language, "", BY_PICK))
    return bool(screen.open(trigger_id, picker.build(Chosen(), shown, picker.Around(shown.version), doors.texts)))


def _by_now(doors: Doors, body: dict[str, Any]) -> tuple[Shown, dict[str, Any], dict[str, Any]]:
    """What is ruled of the present choice, the form that shows it, and the one for when nobody can tell what is newest."""
    view = body["view"]
    chosen, language, opened_with = picker.read(body)
    plans = tuple(doors.checks.entries("plan", language, chosen.tool)) if chosen.tool else ()
    if chosen.plan not in {entry.id for entry in plans}:
        chosen = replace(chosen, plan="")
    shown = doors.checks.pick(chosen, Form(who_of(body), language, view["id"], BY_PICK))
    around = picker.Around(opened_with, plans, picker.labels_in(view))
    return shown, picker.build(chosen, shown, around, doors.texts), picker.unsure(chosen, shown, around, doors.texts)


def _to_owner(doors: Doors, body: dict[str, Any]) -> str:
    """The button under an answer in a form: what to say to the one who pressed it."""
    mark = from_block_id(body["actions"][0].get("block_id", ""))
    return requests.ask(doors.app, RequestKind.OWNER, mark.receipt, mark.language, True, None)
