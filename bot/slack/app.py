"""Callables of the house go in; a Bolt app comes out that hands every question to the door before Slack is acknowledged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack import actions, commands, events, views
from bot.slack.doors import Doors

LISTENERS = 64
"""Bolt's own pool of five leaves a slash command without its acknowledgement while five listeners are busy."""


class NotKnownYetError(Exception):
    """Slack did not say who we are: the delivery is not acknowledged, so that Slack sends it again."""


def remembering_identity(client: WebClient) -> Callable[..., AuthorizeResult]:
    """Bolt's ``authorize``: who the bot is, asked of Slack once (``auth.test``) and then remembered.

    Bolt acknowledges when ``authorize`` raises Slack's own error, so another one is raised.
    """
    known: list[AuthorizeResult] = []
    lock = Lock()

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        with lock:
            if not known:
                known.append(_who_we_are(client, enterprise_id, team_id))
            return known[0]

    return authorize


def _who_we_are(client: WebClient, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    try:
        reply = client.auth_test()
    except SlackApiError as problem:
        raise NotKnownYetError(f"auth.test: {problem.response.get('error')}") from problem
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_user_id=reply.get("user_id"),
        bot_id=reply.get("bot_id"),
        bot_token=client.token,
    )


def quiet_libraries() -> logging.Logger:
    """Slack's libraries write whole messages at debug level, so they never get that low; gives the app's own logger."""
    logger = logging.getLogger("bot.slack.bolt")
    for one in (logger, *(logging.getLogger(name) for name in ("slack_bolt", "slack_sdk", "websocket"))):
        one.setLevel(logging.INFO)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns that a token is not used where ``authorize`` and a client are given: that is what we want."""
    return not str(record.msg).endswith(("will be ignored.", "will be unused."))


def build_app(doors: Doors, client: WebClient, signing_secret: str = "") -> App:
    """The app for one workspace. ``client`` comes from ``post.build_client`` (no repeats of its own).

    Listeners run before the response: what the door raises becomes a 500 (over a socket: no acknowledgement), and Slack
    sends the event again. Without a signing secret only Socket Mode works, where Slack signs nothing.
    """
    app = App(
        client=client,
        authorize=remembering_identity(client),
        signing_secret=signing_secret,
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="slack"),
        logger=quiet_libraries(),
    )
    events.register(app, doors)
    actions.register(app, doors, client)
    commands.register(app, doors)
    views.register(app, doors)
    return app
