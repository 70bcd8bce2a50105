"""A shortcut goes in; an owner types in what a vendor has announced, or pastes its notice, and an edit is proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.desk.announced import Typed, about_choices, propose
from bot.desk.requests import looks_after
from bot.saying.words import words_for
from bot.slack.click import acknowledge
from bot.slack.desk.forms import choose_some, chosen, filled
from bot.slack.doors.all import Doors, Texts
from bot.slack.posts.kit import Block, section
from bot.slack.posts.text import plain_text, safe
from bot.slack.shortcuts.parts import Frame, modal, remembered
from bot.slack.shortcuts.screen import Screen
from bot.slack.shortcuts.told import failing_inside, notice_view, say_back, told_on_failure, who_of

SHORTCUT, FORM = "mayi_announced", "mayi_announced_form"
VENDOR, TITLE, DAY = "mayi_vendor", "mayi_change_title", "mayi_change_day"
WHERE, NEEDED, NOTICE, ABOUT = "mayi_change_where", "mayi_change_needed", "mayi_change_notice", "mayi_change_about"
MOST_VENDORS = 100
"""As many as Slack takes in a select."""
LONGEST = {TITLE: 120, WHERE: 200, NEEDED: 500, NOTICE: 3000}
Choice = tuple[str, str]
"""Value and label."""
AT = {"title": TITLE, "day": DAY, "about": ABOUT}
"""What is missing -> where in the form it is said."""


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the shortcut and its form."""
    screen = Screen(client)

    def start(body: dict[str, Any]) -> None:
        who = who_of(body)
        language = doors.checks.language(who)
        if not screen.open(body.get("trigger_id", ""), _opened(doors, looks_after(doors.app, who.user), language)):
            say_back(doors, body, doors.texts(language, "pick.late"))

    def submit(ack: Ack, body: dict[str, Any]) -> None:
        language = str(remembered(body["view"]).get("l", ""))
        if not looks_after(doors.app, who_of(body).user):  # who may is looked up again: the form may be old
            ack(response_action="update", view=notice_view(doors.texts(language, "announced.refused"), *_named(language, doors)))
            return
        became = propose(doors.app, _typed(body))
        if became.said:
            ack(response_action="update", view=notice_view(became.said, *_named(language, doors)))
            return
        words = became.fault or doors.texts(language, f"announced.missing.{became.missing}")
        ack(response_action="errors", errors={AT.get(became.missing, VENDOR): words})

    app.shortcut(SHORTCUT)(ack=acknowledge, lazy=[told_on_failure(start, doors)])
    app.view(FORM)(failing_inside(submit, doors))


def build(vendors: tuple[Choice, ...], about: tuple[Choice, ...], language: str, texts: Texts) -> dict[str, Any]:
    """The form."""
    options = [{"text": plain_text(label, 75), "value": value} for value, label in vendors[:MOST_VENDORS]]
    select = {"type": "static_select", "action_id": VENDOR, "options": options}
    blocks = [
        section(safe(texts(language, "announced.intro"))),
        _input(VENDOR, texts(language, "announced.vendor"), select, optional=False),
        _words(NOTICE, texts(language, "announced.notice"), texts(language, "announced.notice_hint"), multiline=True),
        _words(TITLE, texts(language, "announced.what")),
        _input(DAY, texts(language, "announced.day"), {"type": "datepicker", "action_id": DAY}),
        *_about(about, language, texts),
        _words(WHERE, texts(language, "announced.where")),
        _words(NEEDED, texts(language, "announced.needed")),
    ]
    return modal(Frame(FORM, "announced.title", {"l": language}, "announced.submit"), blocks, texts)


def _opened(doors: Doors, may: bool, language: str) -> dict[str, Any]:
    """The form, or why there is none."""
    knowledge = doors.app.knowledge
    if may and knowledge.vendors:
        vendors = tuple((one.id, one.name) for one in knowledge.vendors)
        about = about_choices(knowledge, words_for(language, knowledge.organisation.languages))
        return build(vendors, about, language, doors.texts)
    words = doors.texts(language, "announced.nobody" if may else "announced.refused")
    return notice_view(words, *_named(language, doors))


def _named(language: str, doors: Doors) -> tuple[str, str, Texts]:
    return "announced.title", language, doors.texts


def _typed(body: dict[str, Any]) -> Typed:
    day = filled(body, DAY)
    return Typed(
        filled(body, VENDOR),
        str(remembered(body["view"]).get("l", "")),
        filled(body, TITLE),
        date.fromisoformat(day) if day else None,
        filled(body, WHERE),
        filled(body, NEEDED),
        filled(body, NOTICE),
        chosen(body, ABOUT),
    )


def _about(choices: tuple[Choice, ...], language: str, texts: Texts) -> list[Block]:
    """What it is about: at most as many as Slack takes."""
    block = choose_some(ABOUT, texts(language, "announced.about"), choices)
    return [{**block, "hint": plain_text(texts(language, "announced.about_hint"), 2000)}] if block else []


def _words(action: str, label: str, hint: str = "", *, multiline: bool = False) -> Block:
    element = {"type": "plain_text_input", "action_id": action, "max_length": LONGEST[action], "multiline": multiline}
    block = _input(action, label, element)
    return {**block, "hint": plain_text(hint, 2000)} if hint else block


def _input(action: str, label: str, element: dict[str, Any], *, optional: bool = True) -> Block:
    return {"type": "input", "block_id": action, "optional": optional, "label": plain_text(label, 2000), "element": element}
