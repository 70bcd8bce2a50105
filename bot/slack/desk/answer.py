"""A click on a card goes in; for an owner a form opens, and what they say is kept once. Anybody else is politely refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.policy.requests import Settlement
from bot.policy.words import Verdict
from bot.slack.click import Click, acknowledge, read_click, whisper, working
from bot.slack.desk import forms
from bot.slack.desk.cards import ANSWER, APPROVE, DECLINE
from bot.slack.doors.all import Doors
from bot.slack.doors.desk import Clicker, Offered
from bot.slack.posts.text import safe

FORM = "mayi_desk_form"
VERDICT, WORDS, CONDITIONS = "mayi_desk_verdict", "mayi_desk_words", "mayi_desk_conditions"
KNOWLEDGE, UNTIL = "mayi_desk_knowledge", "mayi_desk_until"


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons of cards and to their forms."""

    def open_form(body: dict[str, Any]) -> None:
        click = in_own_language(read_click(body), doors)
        language = click.mark.language
        if not doors.desk.may_settle(click.user):
            whisper(click, safe(doors.texts(language, "desk.not_owner")), client)
            return
        offered = doors.desk.open_request(click.value)
        if offered is None:
            whisper(click, safe(doors.texts(language, "desk.too_late")), client)
            return
        view = build(click, body["actions"][0]["action_id"], offered, doors)
        client.views_open(trigger_id=click.trigger_id, view=view)

    def take(ack: Ack, body: dict[str, Any]) -> None:
        _, kept = forms.recall(body)
        wrong = faults(body, kept, doors) or settle(body, kept, doors)
        if wrong:
            language = kept.get("language", "")
            ack(response_action="errors", errors={block: doors.texts(language, key) for block, key in wrong.items()})
            return
        ack()

    app.action(re.compile(f"^({ANSWER}|{APPROVE}|{DECLINE})$"))(ack=acknowledge, lazy=[working(open_form, doors, client)])
    app.view(FORM)(forms.taken_in(take, doors, "an owner's answer", WORDS))


def in_own_language(click: Click, doors: Doors) -> Click:
    """A card is written in the policy's language; who presses a button reads on in their own."""
    return replace(click, mark=replace(click.mark, language=doors.desk.language(click.user) or click.mark.language))


def build(click: Click, action: str, offered: Offered, doors: Doors) -> dict[str, Any]:
    """The form of one button: an answer has a verdict, an approval its last day, a no only words."""
    language = click.mark.language

    def texts(key: str) -> str:
        return doors.texts(language, key)

    conditions = forms.choose_some(CONDITIONS, texts("desk.form.conditions"), doors.desk.conditions(language))
    words = forms.write(WORDS, texts("desk.form.words"), hint=texts("desk.form.words.hint"), optional=action == APPROVE)
    blocks = {
        ANSWER: [
            forms.choose(VERDICT, texts("desk.form.verdict"), doors.desk.verdicts(language)),
            words,
            conditions,
            forms.tick(KNOWLEDGE, texts("desk.form.for_all"), texts("desk.form.knowledge"), texts("desk.form.knowledge.hint")),
        ],
        APPROVE: [forms.pick_day(UNTIL, texts("desk.form.until"), offered.wish.until), conditions, words],
        DECLINE: [words],
    }[action]
    title = {ANSWER: "desk.answer", APPROVE: "desk.approve", DECLINE: "desk.decline"}[action]
    remembered = forms.remember(click, request=click.value, action=action)
    around = (texts(title), texts("desk.form.send"), texts("slack.form.close"))
    return forms.modal(FORM, around, [forms.say(offered.about), *blocks], remembered)


def faults(body: dict[str, Any], kept: dict[str, str], doors: Doors) -> dict[str, str]:
    """What keeps a sent form from being taken, as keys of words by input."""
    if not doors.desk.may_settle(body["user"]["id"]):
        return {WORDS: "desk.not_owner"}
    if kept["action"] == APPROVE and forms.filled(body, UNTIL) <= doors.desk.today().isoformat():
        return {UNTIL: "desk.form.past"}
    return {}


def settle(body: dict[str, Any], kept: dict[str, str], doors: Doors) -> dict[str, str]:
    """Keep what the owner says; gives what to tell them where it came too late."""
    said = Settlement(
        verdict=forms.filled(body, VERDICT),
        words=forms.filled(body, WORDS),
        conditions=forms.chosen(body, CONDITIONS),
        until=forms.filled(body, UNTIL),
        as_knowledge=bool(forms.chosen(body, KNOWLEDGE)),
    )
    if kept["action"] == ANSWER and said.verdict not in set(Verdict):
        return {VERDICT: "slack.failed"}
    user = body["user"]
    clicker = Clicker(kept["team"], user["id"], user.get("name") or user.get("username") or "")
    ended = doors.desk.settle(kept["request"], clicker, said, kept["action"] == DECLINE)
    return {"too_late": {WORDS: "desk.too_late"}, "gone": {WORDS: "desk.withdrawn"}}.get(ended, {})
