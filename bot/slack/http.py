"""An app goes in; a signed HTTP door for Slack (ASGI) comes out: ``POST /slack/events``, and ``GET /healthz``."""

from __future__ import annotations

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/slack/events"
LARGEST_BODY = 1_000_000


class SigningSecretMissingError(Exception):
    """Without a signing secret anybody could speak as Slack."""


def build_asgi(app: App, signing_secret: str) -> Starlette:
    """The web application. Bolt checks each request's signature and age (5 minutes); a bad one gets 401.

    Raises ``SigningSecretMissingError`` where the secret is empty.
    """
    if not signing_secret:
        raise SigningSecretMissingError("signed HTTP needs SLACK_SIGNING_SECRET; set it, or use MAYI_MODE=socket")

    async def on_delivery(request: Request) -> Response:
        body = await request.body()
        if len(body) > LARGEST_BODY:
            return PlainTextResponse("too large", status_code=413)
        return to_starlette_response(await run_in_threadpool(app.dispatch, to_bolt_request(request, body)))

    async def on_health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route(PATH, on_delivery, methods=["POST"]), Route("/healthz", on_health)])


def build_server(asgi: Starlette, host: str = "127.0.0.1", port: int = 3000) -> uvicorn.Server:
    """A server to ``run()`` in a thread; set ``should_exit`` to stop it."""
    return uvicorn.Server(uvicorn.Config(asgi, host=host, port=port, log_config=None, access_log=False))
