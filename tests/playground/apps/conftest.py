"""A playground for an app of one's own, and the ways to connect one: threads or asyncio, sockets or signed HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from playground.company import Company, load_company
from playground.delivery import RETRY_AFTER
from playground.server import Playground
from playground.serving import bind
from tests.playground.conftest import BOT, CLUB, XAPP, let_go, listening

Json = dict[str, Any]
SECRET = "club-secret"
LOUNGE, QUIET = "C0LOUNGE01", "C0QUIET001"
ANNA, BEN, CLEO = "U0ANNA0001", "U0BEN00001", "U0CLEO0001"


def company(**app: Any) -> Company:
    """The chess club with another app installed."""
    club = load_company(CLUB)
    return replace(club, app=replace(club.app, **app))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mark(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "") -> Json:
    return {"text": plain(text), "value": value or text.lower()}


@contextmanager
def by_threads(build: Callable[[App], None], club: Company) -> Iterator[Playground]:
    """A synchronous app on a socket."""
    with Playground(club) as slack:
        app = App(name="club", client=WebClient(BOT, base_url=slack.api_url), signing_secret=SECRET)
        build(app)
        handler = SocketModeHandler(app, XAPP, web_client=WebClient(XAPP, base_url=slack.api_url))
        handler.connect()
        slack.wait_for_app()
        slack.ack_schedule(15, RETRY_AFTER)  # nothing here is about late acknowledgements, and machines that run tests are busy
        try:
            yield slack
        finally:
            let_go(handler)


@contextmanager
def by_asyncio(build: Callable[[AsyncApp], None], club: Company) -> Iterator[Playground]:
    """An asynchronous app on a socket of aiohttp."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(15)

    async def start(slack: Playground) -> AsyncSocketModeHandler:
        app = AsyncApp(name="club", client=AsyncWebClient(BOT, base_url=slack.api_url), signing_secret=SECRET)
        build(app)
        handler = AsyncSocketModeHandler(app, XAPP, web_client=AsyncWebClient(XAPP, base_url=slack.api_url))
        await handler.connect_async()
        return handler

    with Playground(club) as slack:
        handler = run(start(slack))
        slack.wait_for_app()
        slack.ack_schedule(15, RETRY_AFTER)  # nothing here is about late acknowledgements, and machines that run tests are busy
        try:
            yield slack
        finally:
            run(handler.close_async())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


@contextmanager
def by_http(build: Callable[[AsyncApp], None], club: Company) -> Iterator[Playground]:
    """An asynchronous app behind signed HTTP."""
    listener = bind(0)
    events = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    with Playground(club, http_events=events) as slack:
        app = AsyncApp(name="club", client=AsyncWebClient(BOT, base_url=slack.api_url), signing_secret=SECRET)
        build(app)
        handler = AsyncSlackRequestHandler(app)
        with listening(listener, handler.handle, slack):
            slack.ack_schedule(15, RETRY_AFTER)
            yield slack
    listener.close()
