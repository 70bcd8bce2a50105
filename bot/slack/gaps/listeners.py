"""A click on a gap goes in; a form opens that shows the edit and what it would change, and proposes it once that is confirmed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import gaps
from bot.desk.gaps import Outcome
from bot.desk.requests import looks_after, person
from bot.slack.click import acknowledge, read_click, whisper, working
from bot.slack.desk.forms import filled
from bot.slack.doors.all import Doors
from bot.slack.gaps import cards
from bot.slack.posts.kit import Block
from bot.slack.posts.post import BROKEN_LINE, reason_of
from bot.slack.posts.text import safe
from bot.slack.shortcuts.parts import remembered
from bot.slack.shortcuts.screen import Screen

Memory = dict[str, str]
"""What a form remembers: ``l`` language, ``g`` gap, ``w`` what was chosen, ``d`` the digest of the edit that is shown."""
log = logging.getLogger("bot.slack.gaps")


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons of the digest and to the forms that they open."""
    screen = Screen(client)

    def show(view_id: str, view: Block) -> None:
        try:
            client.views_update(view_id=view_id, view=view)
        except (SlackApiError, *BROKEN_LINE) as problem:  # it was closed meanwhile, which is the owner's right
            log.warning("a form was not changed: %s", reason_of(problem))

    def start(body: dict[str, Any]) -> None:
        click = read_click(body)
        language = person(doors.app, click.user).language or click.mark.language
        if not looks_after(doors.app, click.user):
            whisper(click, safe(doors.texts(language, "task.not_yours")), client)
            return
        memory = {"l": language, "g": click.value}
        view_id = screen.open(click.trigger_id, cards.waiting(memory, doors.texts))
        if not view_id:
            whisper(click, safe(doors.texts(language, "pick.late")), client)
            return
        show(view_id, failing(lambda: opened(memory, doors), memory, doors))

    def wait(ack: Ack, body: dict[str, Any]) -> None:
        ack(response_action="update", view=cards.waiting(remembered(body["view"]), doors.texts))

    def choose(body: dict[str, Any]) -> None:
        memory = {**remembered(body["view"]), "w": filled(body, cards.WAY)}
        show(body["view"]["id"], failing(lambda: drafted(body["user"]["id"], memory, doors), memory, doors))

    def confirm(body: dict[str, Any]) -> None:
        memory = remembered(body["view"])
        show(body["view"]["id"], failing(lambda: proposed(body["user"]["id"], memory, doors), memory, doors))

    app.action(cards.ACTION)(ack=acknowledge, lazy=[working(start, doors, client)])
    app.view(cards.CHOOSE)(ack=wait, lazy=[choose])
    app.view(cards.CONFIRM)(ack=wait, lazy=[confirm])


def opened(memory: Memory, doors: Doors) -> Block:
    """The gap with what may be chosen; where there is but one way, the edit at once."""
    form = gaps.form(doors.app, memory["g"], memory["l"])
    if form is None:
        return cards.told(doors.texts(memory["l"], "gaps.form.gone"), memory, doors.texts)
    return cards.to_form(form, memory, doors.texts)


def drafted(user: str, memory: Memory, doors: Doors) -> Block:
    """The edit that was chosen."""
    if not looks_after(doors.app, user):  # who may is looked up again: the form may be old
        return cards.told(doors.texts(memory["l"], "task.not_yours"), memory, doors.texts)
    return _shown(gaps.draft(doors.app, memory["g"], memory["w"], memory["l"]), memory, doors)


def proposed(user: str, memory: Memory, doors: Doors) -> Block:
    """It is proposed; where the policy has moved on since it was shown, the edit as it would be now."""
    if not looks_after(doors.app, user):
        return cards.told(doors.texts(memory["l"], "task.not_yours"), memory, doors.texts)
    outcome = gaps.propose(doors.app, memory["g"], memory["w"], memory["d"], memory["l"])
    return _shown(outcome, memory, doors, doors.texts(memory["l"], "gaps.form.changed"))


def failing(draw: Callable[[], Block], memory: Memory, doors: Doors) -> Block:
    """What breaks is said in the form: it would wait for ever."""
    try:
        return draw()
    except Exception:
        log.exception("a gap's form was not worked on")
        return cards.told(doors.texts(memory["l"], "slack.failed"), memory, doors.texts)


def _shown(outcome: Outcome, memory: Memory, doors: Doors, remark: str = "") -> Block:
    if outcome.draft is not None:
        return cards.to_preview(outcome.draft, memory, doors.texts, remark)
    return cards.told(outcome.said or doors.texts(memory["l"], "gaps.form.gone"), memory, doors.texts)
