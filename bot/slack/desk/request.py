"""An entry of an answer's menu goes in; a form for a tool or an exception opens, and what it says goes to the owner, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk import requests
from bot.desk.requests import Offered
from bot.policy.requests import RequestKind, Wish
from bot.slack.click import Click, acknowledge, is_asker, read_click, whisper, working
from bot.slack.desk import forms
from bot.slack.doors.all import Doors
from bot.slack.form import DATA, TOOL, pick_input
from bot.slack.posts.blocks import RARER
from bot.slack.posts.text import safe

FORM = "mayi_request"
NAME, WHY, UNTIL = "mayi_request_name", "mayi_request_why", "mayi_request_until"
USUAL_DAYS = 90


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the menu and to the form."""

    def open_form(body: dict[str, Any]) -> None:
        click = read_click(body)
        language = click.mark.language
        if not is_asker(click, doors):
            whisper(click, safe(doors.texts(language, "slack.not_yours")), client)
            return
        offered = requests.understood(doors.app, click.mark.receipt)
        if offered is None or click.value not in (RequestKind.TOOL, RequestKind.EXCEPTION):
            whisper(click, safe(doors.texts(language, "desk.gone")), client)
            return
        client.views_open(trigger_id=click.trigger_id, view=build(click, RequestKind(click.value), offered, doors))

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click, kept = forms.recall(body)
        if wrong := faults(body, doors, kept):
            ack(response_action="errors", errors=wrong)
            return
        words = ask(body, doors)
        ack()
        whisper(click, safe(words), client)

    app.action(RARER)(ack=acknowledge, lazy=[working(open_form, doors, client)])
    app.view(FORM)(forms.taken_in(take, doors, "a request", WHY))


def offered(understood: Offered | None, wish: Wish) -> Offered:
    """What a form is filled in with where a button says for whom it is."""
    known = understood or Offered()
    return replace(known, wish=replace(known.wish, tool=wish.tool or known.wish.tool, to=wish.to))


def build(click: Click, kind: RequestKind, offered: Offered, doors: Doors) -> dict[str, Any]:
    """The form: a tool by its name where it is not listed, else from the list; the data, what for, until when. What somebody is
    asked for by a button is an approval that a rule wants, and no exception from it."""
    language, wish = click.mark.language, offered.wish
    picks = doors.picks(language)

    def texts(key: str) -> str:
        return doors.texts(language, key)

    by_name = forms.write(NAME, texts("slack.form.tool"), given=wish.tool_name, lines=False)
    from_list = pick_input(TOOL, texts("slack.form.tool"), picks.tools, wish.tool)
    approval = (
        [forms.say(texts("desk.form.approval")), forms.say(requests.consent(doors.app, kind, wish, language))] if wish.to else []
    )
    blocks = [
        *approval,
        from_list if kind is RequestKind.EXCEPTION and from_list else by_name,
        pick_input(DATA, texts("slack.form.data"), picks.data, wish.data),
        forms.write(WHY, texts("desk.form.why")),
        forms.pick_day(UNTIL, texts("desk.form.until"), (doors.app.today + timedelta(days=USUAL_DAYS)).isoformat()),
        *([] if wish.to else [forms.say(texts("desk.form.consent"))]),
    ]
    for block in blocks:
        block.pop("optional", None)
    remembered = forms.remember(click, request=kind.value, to=wish.to)
    title = "desk.ask.approval" if wish.to else f"desk.request.{kind.value}"  # a button names whom, the menu nobody
    words = (texts(title), texts("desk.form.send"), texts("slack.form.close"))
    return forms.modal(FORM, words, blocks, remembered)


def faults(body: dict[str, Any], doors: Doors, kept: dict[str, str]) -> dict[str, str]:
    """What is wrong with a sent form, by input."""
    language, wrong = kept.get("language", ""), {}
    if kept.get("asker") and kept["asker"] != doors.mark(kept.get("team", ""), body["user"]["id"]):
        wrong[WHY] = doors.texts(language, "slack.not_yours")
    if forms.filled(body, UNTIL) <= doors.app.today.isoformat():
        wrong[UNTIL] = doors.texts(language, "desk.form.past")
    return wrong


def ask(body: dict[str, Any], doors: Doors) -> str:
    """Hand a sent form on; gives the words for the asker."""
    click, kept = forms.recall(body)
    wish = Wish(
        tool=forms.filled(body, TOOL),
        tool_name=forms.filled(body, NAME),
        data=forms.filled(body, DATA),
        why=forms.filled(body, WHY),
        until=forms.filled(body, UNTIL),
        to=kept.get("to", ""),
    )
    return requests.ask(doors.app, RequestKind(kept["request"]), click.mark.receipt, click.mark.language, click.is_private, wish)
