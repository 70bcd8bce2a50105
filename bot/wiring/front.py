"""The app of Slack and the settings go in; the line by which Slack reaches it comes out: a socket, or signed HTTP."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.settings import Settings
from bot.slack.http import build_asgi, build_server
from bot.slack.reach import NotReachedError, reach
from bot.slack.socket import SocketMode
from bot.wiring.machine import is_taken, secret
from bot.wiring.serving import Serving


class Front:
    """One line. Built closed."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.host, self.port = settings.http_host, settings.http_port
        is_socket = settings.mode == "socket"
        self._socket = SocketMode(app, secret(settings.slack_app_token), settings.slack_api_url) if is_socket else None
        self._serving = None if is_socket else self._by_http(app, settings)

    def _by_http(self, app: App, settings: Settings) -> Serving:
        return Serving(build_server(build_asgi(app, secret(settings.slack_signing_secret)), self.host, self.port), "http")

    def check(self) -> None:
        """Raises ``NotReachedError`` where another program listens at our port."""
        if self._serving and is_taken(self.host, self.port):
            raise NotReachedError(f"port {self.port} on {self.host} is in use; set MAYI_HTTP_PORT to another")

    def reach(self, client: WebClient) -> str:
        """Connect a socket; gives who we are in Slack. Raises ``NotReachedError``."""
        return reach(client, self._socket)

    def open(self) -> None:
        """Listen, where Slack comes by HTTP."""
        if self._serving:
            self._serving.start()

    def close(self) -> None:
        """Take in nothing more."""
        if self._socket:
            self._socket.stop()
        if self._serving:
            self._serving.stop()

    def is_well(self) -> bool:
        """Whether Slack can reach us."""
        if self._socket:
            return self._socket.is_connected()
        return bool(self._serving and self._serving.is_open)
