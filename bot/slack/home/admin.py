"""An admin's click goes in; the bot is paused or answers again, an announcement hangs or is gone. Anybody else is refused."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.talks.home import Clicker, HomePage, Wish
from bot.slack.click import acknowledge
from bot.slack.doors.all import Doors
from bot.slack.home import view as drawn
from bot.slack.home.tab import Done, clicker, on_click, publish
from bot.slack.posts.post import BROKEN_LINE
from bot.slack.posts.text import plain_text

log = logging.getLogger("bot.slack.home")
PAUSE_FORM, ANNOUNCE_FORM = "mayi_pause", "mayi_announce"
WORDS, UNTIL = "mayi_words", "mayi_until"
LONGEST = 500
USUAL_DAYS = 7
DONE = "mayi_done"
"""Where the acknowledging listener tells the one after it that the form was carried out."""
Form = Callable[[Doors, HomePage, str], dict[str, Any]]
"""Doors, the page and what the Home tab remembers -> the form."""


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the admin's buttons and their two forms. Who is an admin is looked up at each click."""
    app.action(drawn.PAUSE)(ack=acknowledge, lazy=[_opens(doors, client, pause_form)])
    app.action(drawn.ANNOUNCE)(ack=acknowledge, lazy=[_opens(doors, client, announce_form)])
    app.action(drawn.RESUME)(ack=acknowledge, lazy=[on_click(doors, client, _resume)])
    app.action(drawn.WITHDRAW)(ack=acknowledge, lazy=[on_click(doors, client, _withdraw)])

    def on_pause(body: dict[str, Any], view: dict[str, Any]) -> str:
        return "" if doors.home.pause(clicker(body), _words(view)) else "refused"

    def on_announce(body: dict[str, Any], view: dict[str, Any]) -> str:
        return announced(clicker(body), view)

    def announced(who: Clicker, view: dict[str, Any]) -> str:
        until = _until(view)
        return doors.home.announce(who, _words(view), until) if until else "past"

    def show_again(body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        if context.get(DONE):
            publish(doors, client, clicker(body), drawn.recall(view).wish)

    app.view(PAUSE_FORM)(ack=_told_inside(on_pause, doors), lazy=[show_again])
    app.view(ANNOUNCE_FORM)(ack=_told_inside(on_announce, doors), lazy=[show_again])


def pause_form(doors: Doors, page: HomePage, remembered: str) -> dict[str, Any]:
    """Words for the people who ask meanwhile; none are needed."""
    words = partial(doors.texts, page.language)
    blocks = [_text(words("home.pause.words"), words("home.pause.hint"), optional=True)]
    return _form(PAUSE_FORM, blocks, remembered, words, ("home.pause.title", "home.admin.pause"))


def announce_form(doors: Doors, page: HomePage, remembered: str) -> dict[str, Any]:
    """Words, and the last day on which they hang. What hangs there now stands in the form, to be changed."""
    words, now = partial(doors.texts, page.language), page.board.announcement
    usual = datetime.now(UTC).date() + timedelta(days=USUAL_DAYS)
    last = ((now.until if now else None) or usual).isoformat()
    picker = {"type": "datepicker", "action_id": UNTIL, "initial_date": last}
    until = {"type": "input", "block_id": UNTIL, "label": plain_text(words("home.announce.until"), 2000), "element": picker}
    hint = words("home.announce.replaces" if now else "home.announce.hint")
    blocks = [_text(words("home.announce.words"), hint, now.words if now else ""), until]
    return _form(ANNOUNCE_FORM, blocks, remembered, words, ("home.announce.title", "home.announce.submit"))


def _form(
    callback: str, blocks: list[dict[str, Any]], remembered: str, words: Callable[[str], str], keys: tuple[str, str]
) -> dict[str, Any]:
    """``keys``: of the title and of the button that sends it."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": remembered,
        "title": plain_text(words(keys[0]), 24),
        "submit": plain_text(words(keys[1]), 24),
        "close": plain_text(words("slack.form.close"), 24),
        "blocks": blocks,
    }


def _text(label: str, hint: str, now: str = "", *, optional: bool = False) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": WORDS, "max_length": LONGEST, "multiline": True}
    element |= {"initial_value": now[:LONGEST]} if now else {}
    named = {"label": plain_text(label, 2000), "hint": plain_text(hint, 2000)}
    return {"type": "input", "block_id": WORDS, "optional": optional, "element": element, **named}


def _opens(doors: Doors, client: WebClient, form: Form) -> Callable[..., None]:
    """A button that opens a form, for an admin; anybody else sees on the page that it is not for them."""

    def opened(body: dict[str, Any]) -> None:
        view = body.get("view") or {}
        wish, who = drawn.recall(view).wish, clicker(body)
        if not doors.home.is_admin(who):
            publish(doors, client, who, wish, drawn.Note("home.admin.refused"))
            return
        page = doors.home.page(who.team, who.user, Wish())
        try:
            client.views_open(trigger_id=body["trigger_id"], view=form(doors, page, view.get("private_metadata", "")))
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("an admin's form did not open: %s", problem)
            publish(doors, client, who, wish, drawn.Note("slack.failed"))

    return opened


def _resume(doors: Doors, who: Clicker, wish: Wish, _action: dict[str, Any]) -> Done:
    return wish, "" if doors.home.resume(who) else "home.admin.refused"


def _withdraw(doors: Doors, who: Clicker, wish: Wish, _action: dict[str, Any]) -> Done:
    return wish, "" if doors.home.withdraw(who) else "home.admin.refused"


def _words(view: dict[str, Any]) -> str:
    return str(_value(view, WORDS).get("value") or "")


def _until(view: dict[str, Any]) -> date | None:
    chosen = _value(view, UNTIL).get("selected_date")
    return date.fromisoformat(chosen) if chosen else None


def _value(view: dict[str, Any], place: str) -> dict[str, Any]:
    found: dict[str, Any] = view.get("state", {}).get("values", {}).get(place, {}).get(place, {})
    return found


WRONG = {
    "refused": (WORDS, "home.admin.refused"),
    "words": (WORDS, "home.announce.none"),
    "past": (UNTIL, "home.announce.past"),
    "far": (UNTIL, "home.announce.far"),
}
"""Why something cannot hang there -> the input that it is said at, and its words."""


def _answer(ack: Ack, doors: Doors, view: dict[str, Any], wrong: str) -> None:
    """Close the form, or say in it what is wrong."""
    if not wrong:
        ack()
        return
    place, key = WRONG[wrong]
    there = {block["block_id"] for block in view.get("blocks", ())}
    ack(response_action="errors", errors={place if place in there else WORDS: doors.texts(_language(view), key)})


def _language(view: dict[str, Any]) -> str:
    try:
        return str(json.loads(view.get("private_metadata") or "{}").get("language", ""))
    except json.JSONDecodeError:
        return ""


def _told_inside(take: Callable[[dict[str, Any], dict[str, Any]], str], doors: Doors) -> Callable[..., None]:
    """Slack does not send a form again, so a failure is said inside it. ``take`` gives why it was not done, else nothing."""

    def guarded(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        try:
            wrong = take(body, view)
            context[DONE] = not wrong
            _answer(ack, doors, view, wrong)
        except Exception:
            log.exception("an admin's form was not carried out")
            ack(response_action="errors", errors={WORDS: doors.texts(_language(view), "slack.failed")})

    return guarded
