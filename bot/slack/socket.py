"""An app and its app-level token go in; a Socket Mode connection that can be started and stopped comes out."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from socket import SHUT_RDWR

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from bot.slack.posts.post import build_client

CONCURRENCY = 32
PING_SECONDS = 5
QUIET_SECONDS = 60
NOTICE_SECONDS = 2
OPEN_SECONDS = 10
"""How long the first connection may take before the monitor is left to try again."""


class SocketMode:
    """One connection. Slack sends each envelope to one of an app's connections, so every replica may open its own."""

    def __init__(self, app: App, app_token: str, base_url: str = WebClient.BASE_URL) -> None:
        web_client = build_client(app_token, base_url)
        self._is_stopping = False
        logger = logging.getLogger(f"bot.slack.socket.{id(self):x}")
        logger.setLevel(logging.INFO)
        logger.addFilter(lambda _: not self._is_stopping)
        self._handler = SocketModeHandler(
            app, app_token, logger=logger, web_client=web_client, concurrency=CONCURRENCY, ping_interval=PING_SECONDS
        )

    def start(self) -> None:
        """Connect and return; deliveries come on the handler's own threads. Raises Slack's error where the token is refused.

        The client's monitor would look before the first connection is open, take it for closed and open a second one,
        and what came by the first in between would be lost until Slack sends it again: so it starts afterwards.
        """
        client = self._handler.client
        client.current_app_monitor_started = True
        self._handler.connect()  # type: ignore[no-untyped-call]
        end = time.monotonic() + OPEN_SECONDS
        while not client.is_connected() and time.monotonic() < end:
            time.sleep(0.01)
        client.current_app_monitor.start()

    def stop(self) -> None:
        """Close the connection; what was not acknowledged is sent again by Slack.

        The socket is shut down first: its reader would notice a closed one only after ten seconds. That it
        is lost then is no news.
        """
        self._is_stopping = True
        client = self._handler.client
        client.auto_reconnect_enabled = False
        session = client.current_session
        if session is not None and session.sock is not None and session.sock.sock is not None:
            with suppress(OSError):
                session.sock.sock.shutdown(SHUT_RDWR)
            end = time.monotonic() + NOTICE_SECONDS
            while session.sock is not None and time.monotonic() < end:
                time.sleep(0.01)
        client.closed = True
        client.message_queue.put(None)  # who waits for the next message would notice only after a second
        self._handler.close()  # type: ignore[no-untyped-call]

    def is_connected(self) -> bool:
        """Whether the connection is open and was heard of within the last minute (a dead one may still say it is open)."""
        client = self._handler.client
        if not client.is_connected():
            return False
        session = client.current_session
        heard = getattr(session, "last_ping_pong_time", None)
        return heard is None or time.time() - float(heard) < QUIET_SECONDS
