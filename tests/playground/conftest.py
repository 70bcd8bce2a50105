"""A running playground, and the poll bot connected to it either way."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

import httpx
import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from playground.company import load_company
from playground.server import Playground
from playground.serving import bind
from tests.playground.poll_bot import build_poll_bot

CLUB = Path(__file__).with_name("club.yaml")
BOT, XAPP = "xoxb-club-bot", "xapp-club-app"


def refused(call: Callable[[], Any]) -> tuple[str, str]:
    """The error code and all messages of a call that must fail."""
    with pytest.raises(SlackApiError) as caught:
        call()
    answer = caught.value.response.data
    assert isinstance(answer, dict)
    return answer["error"], " ".join(answer.get("response_metadata", {}).get("messages", []))


def let_go(handler: SocketModeHandler) -> None:
    """Stop a handler without waiting: its own `close` may wait for a select of 10 seconds, and its threads are daemons."""
    client = handler.client
    client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
    client.closed = True
    for runner in (client.current_session_runner, client.current_app_monitor, client.message_processor):
        runner.event.set()
    client.message_workers.shutdown(wait=False)


@dataclass
class Club:
    """The chess club's playground with its poll bot."""

    slack: Playground
    app: App

    @property
    def seen(self) -> list[tuple[str, dict[str, Any]]]:
        return self.app.seen  # type: ignore[attr-defined,no-any-return]

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.seen]


@contextmanager
def listening(listener: socket, handle: Callable[[Request], Awaitable[Response]], slack: Playground) -> Iterator[None]:
    """An app behind HTTP. ``handle``: of Bolt's adapter."""

    async def endpoint(request: Request) -> Response:
        return await handle(request)

    starlette = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(starlette, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    slack.wait_until(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A playground that no app is connected to."""
    with Playground(load_company(CLUB)) as running:
        yield running


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient(BOT, base_url=slack.api_url)


@pytest.fixture
def by_socket() -> Iterator[Club]:
    with Playground(load_company(CLUB)) as running:
        app = build_poll_bot(running.api_url)
        handler = SocketModeHandler(app, XAPP, web_client=WebClient(XAPP, base_url=running.api_url))
        handler.connect()
        running.wait_for_app()
        yield Club(running, app)
        let_go(handler)


@pytest.fixture
def by_http() -> Iterator[Club]:
    listener = bind(0)
    events = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    with Playground(load_company(CLUB), http_events=events) as running:
        app = build_poll_bot(running.api_url)
        handler = SlackRequestHandler(app)
        with listening(listener, handler.handle, running):
            yield Club(running, app)
    listener.close()


@pytest.fixture(params=["by_socket", "by_http"])
def club(request: pytest.FixtureRequest) -> Club:
    made: Club = request.getfixturevalue(request.param)
    return made


def post(slack: Playground, path: str, body: Any = None, **more: Any) -> httpx.Response:
    """One request to the playground, straight."""
    return httpx.post(f"{slack.url}{path}", json={} if body is None else body, trust_env=False, **more)
