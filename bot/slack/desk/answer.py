"""A click on a card goes in; for an owner a form opens, and what they say is kept once. Anybody else is politely refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk import requests
from bot.desk.requests import Clicker, Ended, Offered, may_rule
from bot.policy.requests import Settlement
from bot.policy.words import Verdict
from bot.saying.notices import desk as said_of
from bot.slack.click import Click, acknowledge, read_click, whisper, working
from bot.slack.desk import forms
from bot.slack.desk.cards import ACTIONS, ANSWER, APPROVE, DECLINE, GRANT, PASS, RULE, told
from bot.slack.doors.all import Doors
from bot.slack.posts.text import safe

FORM = "mayi_desk_form"
VERDICT, WORDS, CONDITIONS = "mayi_desk_verdict", "mayi_desk_words", "mayi_desk_conditions"
KNOWLEDGE, UNTIL, TO = "mayi_desk_knowledge", "mayi_desk_until", "mayi_desk_to"
ANSWERS, RULINGS = (ANSWER, RULE), (RULE, APPROVE)
"""The last end in a rule or an exception of the policy, and are for those who may change it."""
TITLES = {
    **{ANSWER: "desk.answer", RULE: "desk.rule", APPROVE: "desk.approve", DECLINE: "desk.decline", PASS: "desk.pass"},
    GRANT: "desk.form.granted",
}


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons of cards and to their forms."""

    def open_form(body: dict[str, Any]) -> None:
        click = in_own_language(read_click(body), doors)
        language = click.mark.language
        action = body["actions"][0]["action_id"]
        if not may_use(action, click.user, click.value, doors):
            whisper(click, safe(doors.texts(language, "desk.not_owner")), client)
            return
        offered = requests.answer_form(doors.app, click.value, language)
        if offered is None:
            whisper(click, safe(doors.texts(language, "desk.too_late")), client)
            return
        view = build(click, action, offered, doors)
        client.views_open(trigger_id=click.trigger_id, view=view)

    def take(ack: Ack, body: dict[str, Any]) -> None:
        _, kept = forms.recall(body)
        wrong = faults(body, kept, doors) or settle(body, kept, doors)
        if wrong:
            language = kept.get("language", "")
            ack(response_action="errors", errors={block: doors.texts(language, key) for block, key in wrong.items()})
            return
        ack()

    app.action(re.compile(f"^({'|'.join(ACTIONS.values())})$"))(ack=acknowledge, lazy=[working(open_form, doors, client)])
    app.view(FORM)(forms.taken_in(take, doors, "an owner's answer", WORDS))


def in_own_language(click: Click, doors: Doors) -> Click:
    """A card is written in the policy's language; who presses a button reads on in their own."""
    return replace(
        click, mark=replace(click.mark, language=requests.person(doors.app, click.user).language or click.mark.language)
    )


def may_use(action: str, user: str, request: str, doors: Doors) -> bool:
    """Whether a button of a card is for somebody. A team that it was passed to may answer; what holds for everybody it may not
    say."""
    return requests.may_settle(doors.app, user, request) and (action not in RULINGS or may_rule(doors.app, user))


def build(click: Click, action: str, offered: Offered, doors: Doors) -> dict[str, Any]:
    """The form of one button: an answer has a verdict, an approval its last day, a yes or no only words."""
    language = click.mark.language

    def texts(key: str) -> str:
        return doors.texts(language, key)

    conditions = forms.choose_some(CONDITIONS, texts("desk.form.conditions"), said_of.conditions(doors.app.knowledge, language))
    optional = action in (APPROVE, GRANT)
    words = forms.write(WORDS, texts("desk.form.words"), hint=texts("desk.form.words.hint"), optional=optional)
    verdict = forms.choose(VERDICT, texts("desk.form.verdict"), said_of.verdicts(language), given=offered.verdict)
    blocks = {
        RULE: [verdict, words, conditions, forms.say(texts("desk.form.knowledge.hint"))],
        GRANT: [words],
        PASS: [forms.choose(TO, texts("desk.form.to"), offered.contacts)],
        ANSWER: [
            forms.choose(VERDICT, texts("desk.form.verdict"), said_of.verdicts(language)),
            words,
            conditions,
            forms.tick(KNOWLEDGE, texts("desk.form.for_all"), texts("desk.form.knowledge"), texts("desk.form.knowledge.hint")),
        ],
        APPROVE: [forms.pick_day(UNTIL, texts("desk.form.until"), offered.wish.until), conditions, words],
        DECLINE: [words],
    }[action]
    if action == ANSWER and not may_rule(doors.app, click.user):
        del blocks[-1]  # the box that makes a rule of it
    remembered = forms.remember(click, request=click.value, action=action)
    around = (texts(TITLES[action]), texts("desk.form.send"), texts("slack.form.close"))
    return forms.modal(FORM, around, [*told(offered.about, offered.lines), *blocks], remembered)


def faults(body: dict[str, Any], kept: dict[str, str], doors: Doors) -> dict[str, str]:
    """What keeps a sent form from being taken, as keys of words by input."""
    user = body["user"]["id"]
    if not may_use(RULE if forms.chosen(body, KNOWLEDGE) else kept["action"], user, kept["request"], doors):
        return {_first(kept): "desk.not_owner"}
    if kept["action"] == APPROVE and forms.filled(body, UNTIL) <= doors.app.today.isoformat():
        return {UNTIL: "desk.form.past"}
    return {}


def settle(body: dict[str, Any], kept: dict[str, str], doors: Doors) -> dict[str, str]:
    """Keep what the owner says; gives what to tell them where it came too late."""
    if kept["action"] == PASS:
        return _too_late(requests.pass_on(doors.app, kept["request"], forms.filled(body, TO)), TO)
    said = Settlement(
        verdict=forms.filled(body, VERDICT),
        words=forms.filled(body, WORDS),
        conditions=forms.chosen(body, CONDITIONS),
        until=forms.filled(body, UNTIL),
        as_knowledge=kept["action"] == RULE or bool(forms.chosen(body, KNOWLEDGE)),
    )
    if kept["action"] in ANSWERS and said.verdict not in set(Verdict):
        return {VERDICT: "slack.failed"}
    user = body["user"]
    clicker = Clicker(kept["team"], user["id"], user.get("name") or user.get("username") or "")
    ended = requests.settle(doors.app, kept["request"], clicker, said, kept["action"] == DECLINE)
    return _too_late(ended, WORDS)


def _too_late(ended: Ended, at: str) -> dict[str, str]:
    said = {"too_early": "slack.failed", "too_late": "desk.too_late", "gone": "desk.withdrawn"}
    return {at: said[ended]} if ended in said else {}


def _first(kept: dict[str, str]) -> str:
    return TO if kept["action"] == PASS else WORDS
