"""A click on a task's card goes in; what it does is kept before Slack is acknowledged, or a form asks for the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk import tasks
from bot.desk.requests import person
from bot.desk.tasks import Press, TaskForm
from bot.slack.click import Click, acknowledge, read_click, taking, whisper, working
from bot.slack.desk import forms
from bot.slack.doors.all import Doors
from bot.slack.posts.text import safe
from bot.slack.tasks.cards import ACTION, diff_blocks

AT_ONCE = ("acknowledge", "lift")
"""Deeds without a form."""
WITH_FORM = ("snooze", "assign", "resolve", "confirm", "suspend", "propose", "diff")
FORM = "mayi_task_form"
UNTIL, TO, NOTE = "mayi_task_until", "mayi_task_to", "mayi_task_note"
OFFERINGS, RULE, EFFECT = "mayi_task_offerings", "mayi_task_rule", "mayi_task_effect"
NOTED = ("resolve", "confirm", "suspend", "propose", "assign")


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons of cards and to their forms."""

    def at_once(ack: Ack, body: dict[str, Any]) -> None:
        click = own_language(read_click(body), doors)
        wrong = done(Press(**pressed(click, deed_of(body))), doors)
        ack()
        if wrong:
            whisper(click, safe(doors.texts(click.mark.language, wrong)), client)

    def open_form(body: dict[str, Any]) -> None:
        click, deed = own_language(read_click(body), doors), deed_of(body)
        language = click.mark.language
        if deed != "diff" and not tasks.may(doors.app, click.user, click.value):
            whisper(click, safe(doors.texts(language, "task.not_yours")), client)
            return
        form = tasks.form(doors.app, click.value, deed, language)
        if isinstance(form, str):
            whisper(click, safe(doors.texts(language, form)), client)
            return
        client.views_open(trigger_id=click.trigger_id, view=build(click, deed, form, doors))

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click, kept = forms.recall(body)
        press = filled(click, kept, body)
        wrong = done(press, doors)
        if wrong:
            first = next(block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input")
            ack(response_action="errors", errors={first: doors.texts(kept.get("language", ""), wrong)})
            return
        ack()

    app.action(re.compile(f"^{ACTION}({'|'.join(AT_ONCE)})$"))(taking(at_once, doors, client))
    app.action(re.compile(f"^{ACTION}({'|'.join(WITH_FORM)})$"))(ack=acknowledge, lazy=[working(open_form, doors, client)])
    app.view(FORM)(forms.taken_in(take, doors, "a task's form", NOTE))


def done(press: Press, doors: Doors) -> str:
    """Do it, for those who may; gives why not, as a key of words."""
    return tasks.do(doors.app, press) if tasks.may(doors.app, press.user, press.task) else "task.not_yours"


def deed_of(body: dict[str, Any]) -> str:
    """Which button it is."""
    return str(body["actions"][0]["action_id"]).removeprefix(ACTION)


def own_language(click: Click, doors: Doors) -> Click:
    """A card is written in the policy's language; who presses a button reads on in their own."""
    return replace(click, mark=replace(click.mark, language=person(doors.app, click.user).language or click.mark.language))


def pressed(click: Click, deed: str) -> dict[str, Any]:
    """What every deed says of its click."""
    unique = f"{click.channel}:{click.message_ts}:{click.action_ts}"
    place = {"channel": click.channel, "ts": click.message_ts}
    return {"task": click.value, "deed": deed, "team": click.team, "user": click.user, "unique": unique, **place}


def filled(click: Click, kept: dict[str, str], body: dict[str, Any]) -> Press:
    """A form that was sent: the deed and the task that it was opened for, and what stands in it."""
    until = forms.filled(body, UNTIL)
    return Press(
        **{**pressed(click, kept["deed"]), "task": kept["task"], "unique": kept["unique"]},
        until=date.fromisoformat(until) if until else None,
        to=forms.filled(body, TO),
        note=forms.filled(body, NOTE),
        offerings=forms.chosen(body, OFFERINGS),
        rule=forms.filled(body, RULE),
        effect=forms.filled(body, EFFECT),
    )


def build(click: Click, deed: str, form: TaskForm, doors: Doors) -> dict[str, Any]:
    """The form of one deed."""
    language = click.mark.language

    def texts(key: str) -> str:
        return doors.texts(language, key)

    blocks = [
        forms.say(form.intro),
        *diff_blocks(form.diff),
        forms.choose(UNTIL, texts("task.form.until"), form.until),
        forms.choose(TO, texts("task.form.to"), form.to),
        forms.choose_some(OFFERINGS, texts("task.form.tools"), form.offerings),
        forms.choose(RULE, texts("task.form.rule"), form.rules),
        forms.choose(EFFECT, texts("task.form.effect"), form.effects),
    ]
    if deed in NOTED:
        blocks.append(forms.write(NOTE, texts("task.form.note"), hint=texts("task.form.note.hint"), optional=deed != "resolve"))
    title, close = texts(f"task.form.title.{deed}"), texts("slack.form.close")
    unique = f"{click.channel}:{click.message_ts}:{click.action_ts}"
    remembered = forms.remember(click, task=click.value, deed=deed, unique=unique)
    view = forms.modal(FORM, (title, texts("desk.form.send"), close), blocks, remembered)
    if deed == "diff":
        del view["submit"]
    return view
