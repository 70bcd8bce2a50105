"""An opened Home tab or a click on it goes in; the person's page, as it is now, is published."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.talks.home import MOST_ASKED, Clicker, Wish
from bot.slack.click import acknowledge
from bot.slack.doors.all import Doors
from bot.slack.home import view as drawn
from bot.slack.home.pick import FILTER, found
from bot.slack.posts.post import BROKEN_LINE

log = logging.getLogger("bot.slack.home")
STEP = 10


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the tab, to its filter and to its buttons. The page is made after the acknowledgement."""

    def open_(event: dict[str, Any], context: dict[str, Any]) -> None:
        memory = drawn.recall(event.get("view") or {})
        who = Clicker(context.get("team_id") or "", event["user"], event.get("channel", "") or memory.channel)
        publish(doors, client, who, memory.wish)

    app.event("app_home_opened", matchers=[_is_home])(ack=acknowledge, lazy=[open_])

    turns = (drawn.MORE, drawn.SHOW, drawn.ALL, drawn.EARLIER, drawn.LATER, FILTER)
    app.action(re.compile(f"^({'|'.join(turns)})$"))(ack=acknowledge, lazy=[on_click(doors, client, _turned)])
    app.action(drawn.READ)(ack=acknowledge, lazy=[on_click(doors, client, _read)])
    app.action(drawn.GO_ON)(ack=acknowledge, lazy=[on_click(doors, client, _go_on)])
    app.action(drawn.EXPORT)(ack=acknowledge, lazy=[on_click(doors, client, _export)])
    app.action(drawn.ERASE)(ack=acknowledge, lazy=[on_click(doors, client, _erase)])

    @app.options(FILTER)
    def on_search(ack: Ack, body: dict[str, Any]) -> None:
        page = doors.home.page(_team(body), body["user"]["id"], Wish())
        ack(found(doors.picks(page.language), body.get("value") or ""))


Done = tuple[Wish, str]
"""What to show now, and the key of what to say of the click."""


def on_click(doors: Doors, client: WebClient, act: Callable[[Doors, Clicker, Wish, dict[str, Any]], Done]) -> Callable[..., None]:
    """A click: do it, then show the page as it is after it. A failure is said on the page."""

    def clicked(body: dict[str, Any]) -> None:
        wish = drawn.recall(body.get("view") or {}).wish
        who = clicker(body)
        try:
            wish, note = act(doors, who, wish, body["actions"][0])
        except Exception:
            log.exception("a click in App Home was not carried out")
            note = "slack.failed"
        publish(doors, client, who, wish, drawn.Note(note, body["actions"][0]["action_id"]) if note else None)

    return clicked


def clicker(body: dict[str, Any]) -> Clicker:
    """Who clicked. Two clicks on one published page carry that page's hash."""
    view = body.get("view") or {}
    return Clicker(_team(body), body["user"]["id"], drawn.recall(view).channel, f"{view.get('id', '')}:{view.get('hash', '')}")


def publish(doors: Doors, client: WebClient, who: Clicker, wish: Wish, note: drawn.Note | None = None) -> None:
    """Make the page and publish it. Where it cannot be made, the page says so; where Slack refuses, the log does."""
    memory = drawn.Memory(wish, who.channel)
    try:
        page = doors.home.page(who.team, who.user, wish)
        view = drawn.build_home(page, memory, doors.texts, doors.picks(page.language), note)
    except Exception:
        log.exception("an App Home could not be made")
        view = drawn.build_failed(doors.texts("", "slack.failed"), memory)
    try:
        client.views_publish(user_id=who.user, view=view)
    except (SlackApiError, *BROKEN_LINE) as problem:
        log.warning("an App Home was not published: %s", problem)


def _is_home(event: dict[str, Any]) -> bool:
    return str(event.get("tab", "home")) == "home"


def _turned(_doors: Doors, _who: Clicker, wish: Wish, action: dict[str, Any]) -> Done:
    """Another part of the matrix, or more questions."""
    name, value = action["action_id"], action.get("value") or (action.get("selected_option") or {}).get("value", "")
    if name == drawn.MORE:
        return replace(wish, asked=min(wish.asked + STEP, MOST_ASKED)), ""
    if name in (drawn.EARLIER, drawn.LATER):
        return replace(wish, page=int(value) if value.isdigit() else 0), ""
    return replace(wish, about="" if name == drawn.ALL else value, page=0), ""


def _read(doors: Doors, who: Clicker, wish: Wish, action: dict[str, Any]) -> Done:
    doors.home.read(who, action.get("value", ""))
    return wish, "home.news.thanks"


def _go_on(doors: Doors, who: Clicker, wish: Wish, action: dict[str, Any]) -> Done:
    return wish, doors.home.go_on(who, action.get("value", ""))


def _export(doors: Doors, who: Clicker, wish: Wish, _action: dict[str, Any]) -> Done:
    doors.home.export(who)
    return wish, "home.export.sent"


def _erase(doors: Doors, who: Clicker, wish: Wish, _action: dict[str, Any]) -> Done:
    doors.home.erase(who)
    return wish, "home.erase.done"


def _team(body: dict[str, Any]) -> str:
    return str((body.get("team") or {}).get("id") or body["user"].get("team_id", ""))
