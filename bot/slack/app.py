"""Callables of the house go in; a Bolt app comes out that hands every question to the door before Slack is acknowledged."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient

from bot.slack import actions, announced, commands, console, events, home, paced, shortcuts, taken_back, views
from bot.slack.advice import listeners as advice
from bot.slack.agent import listeners as agent
from bot.slack.desk import listeners as desk
from bot.slack.doors.all import Doors
from bot.slack.gaps import listeners as gaps
from bot.slack.identity import Identity, at_home, authorize_as
from bot.slack.tasks import listeners as tasks
from bot.text.storable import storable

log = logging.getLogger("bot.slack")
LISTENERS = 64
"""Bolt's own pool of five leaves a slash command without its acknowledgement while five listeners are busy."""


def quiet_libraries() -> logging.Logger:
    """Slack's libraries write whole messages into the log, Bolt above debug level as well, so they never get that low; gives the
    app's own logger."""
    logger = logging.getLogger("bot.slack.bolt")
    for one in (logger, logging.getLogger("slack_bolt")):
        one.setLevel(logging.WARNING)
    for name in ("slack_sdk", "websocket"):
        logging.getLogger(name).setLevel(logging.INFO)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns that a token is not used where ``authorize`` and a client are given: that is what we want. Of what no listener
    knows it would write what somebody typed."""
    if str(record.msg).startswith("Unhandled request"):
        record.msg, record.args = "a request that no listener knows was left out: a form of an earlier release?", ()
    return not str(record.msg).endswith(("will be ignored.", "will be unused."))


def build_app(doors: Doors, client: WebClient, signing_secret: str = "", identity: Identity | None = None) -> App:
    """The app for one workspace, or for one organisation with all of its own.

    ``client`` comes from ``post.build_client`` (no repeats of its own).

    Listeners run before the response: what the door raises becomes a 500 (over a socket: no acknowledgement), and Slack
    sends the event again. Without a signing secret only Socket Mode works, where Slack signs nothing.
    """
    identity = identity or Identity(client)
    app = App(
        name="may-i",  # else Bolt reads the source of whoever calls, and of all who called them
        client=client,
        authorize=authorize_as(identity, client),
        signing_secret=signing_secret,
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="slack"),
        logger=quiet_libraries(),
    )
    app.error(_failed)
    app.use(_readable)
    app.use(at_home(identity))
    paced.register(app, doors)
    taken_back.register(app, doors, client)
    home.register(app, doors, client)
    agent.register(app, doors, client)
    events.register(app, doors)
    actions.register(app, doors, client)
    desk.register(app, doors, client)
    tasks.register(app, doors, client)
    gaps.register(app, doors, client)
    commands.register(app, doors, client)
    console.register(app, doors, client)
    views.register(app, doors)
    shortcuts.register(app, doors, client)
    announced.register(app, doors, client)
    advice.register(app, doors)
    return app


def _readable(body: dict[str, Any], next: Callable[[], None]) -> None:
    """What no store keeps is gone before anything is done with a delivery, whatever it is."""
    cleaned = storable(body)
    body.clear()
    body.update(cleaned)
    next()


def _failed(error: Exception) -> BoltResponse:
    """500 for what broke behind the door, so that Slack sends it again; 400 for what is no delivery of Slack's."""
    names = [str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(error.__traceback__)]
    reached = any(name.startswith("bot.") and not name.startswith("bot.slack.") for name in names)
    is_junk = not reached and isinstance(error, LookupError | TypeError | AttributeError)
    log.error("a delivery %s", "of another shape than Slack's was refused" if is_junk else "was not taken in", exc_info=error)
    return BoltResponse(status=400 if is_junk else 500)
