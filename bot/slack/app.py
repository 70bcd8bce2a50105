"""Callables of the house go in; a Bolt app comes out that hands every question to the door before Slack is acknowledged."""

from __future__ import annotations

import logging
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


class Identity:
    """Who the bot is, asked of Slack once (``auth.test``) and then remembered."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None
        self._lock = Lock()

    def __call__(self, enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        """Bolt's ``authorize``. Bolt acknowledges when this raises Slack's own error, so another one is raised."""
        with self._lock:
            if self._known is None:
                self._known = self._ask(enterprise_id, team_id)
            return self._known

    def _ask(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        try:
            reply = self._client.auth_test()
        except SlackApiError as problem:
            raise NotKnownYetError(f"auth.test: {problem.response.get('error')}") from problem
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=reply.get("user_id"),
            bot_id=reply.get("bot_id"),
            bot_token=self._client.token,
        )


def build_app(doors: Doors, client: WebClient, signing_secret: str = "", logger: logging.Logger | None = None) -> App:
    """The app for one workspace. ``client`` comes from ``post.build_client`` (no repeats of its own).

    Listeners run before the response: what the door raises becomes a 500 (over a socket: no acknowledgement), and Slack
    sends the event again. Without a signing secret only Socket Mode works, where Slack signs nothing.
    """
    app = App(
        client=client,
        authorize=Identity(client),
        signing_secret=signing_secret,
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="slack"),
        logger=logger or logging.getLogger("bot.slack"),
    )
    for listeners in (events, actions, commands, views):
        listeners.register(app, doors)
    return app
