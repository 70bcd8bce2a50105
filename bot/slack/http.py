"""An app goes in; a signed HTTP door for Slack (ASGI) comes out: ``POST /slack/events``, and ``GET /healthz``."""

from __future__ import annotations

import logging
from time import monotonic

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/slack/events"
LARGEST_BODY, MOST_DIGITS = 1_000_000, 20
QUIET_SECONDS = 60.0
"""Between two lines of the log about what nobody signed: anybody can send such."""
log = logging.getLogger("bot.slack")


class SigningSecretMissingError(Exception):
    """Without a signing secret anybody could speak as Slack."""


def build_asgi(app: App, signing_secret: str) -> Starlette:
    """The web application. A request without Slack's signature, or older than 5 minutes, gets 401.

    It is looked at here, since Bolt, which looks as well, would write the whole of a bad one into the log.

    Raises ``SigningSecretMissingError`` where the secret is empty.
    """
    if not signing_secret:
        raise SigningSecretMissingError("signed HTTP needs SLACK_SIGNING_SECRET; set it, or use MAYI_MODE=socket")

    verifier, refused = SignatureVerifier(signing_secret), Refused()

    async def on_delivery(request: Request) -> Response:
        body = await bounded(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413, headers={"connection": "close"})
        if not _is_signed(verifier, body, request):
            refused.tell()
            return PlainTextResponse("invalid request", status_code=401)
        try:
            return to_starlette_response(await run_in_threadpool(lambda: app.dispatch(to_bolt_request(request, body))))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:  # Bolt itself cannot read it
            log.warning("a signed request that is no delivery of Slack's was refused: %s", type(problem).__name__)
            return PlainTextResponse("invalid request", status_code=400)

    async def on_health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route(PATH, on_delivery, methods=["POST"]), Route("/healthz", on_health)])


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    try:
        return verifier.is_valid_request(body, request.headers)
    except (TypeError, ValueError, OverflowError):  # a time of no digits or of 400, a signature or a text of no letters
        return False


class Refused:
    """Tells the operator of requests that were refused, once a minute at most and without a word of them."""

    def __init__(self) -> None:
        self._count, self._last = 0, float("-inf")

    def tell(self) -> None:
        """One more."""
        self._count += 1
        if monotonic() - self._last < QUIET_SECONDS:
            return
        log.warning(
            "%d requests to %s refused: not signed with SLACK_SIGNING_SECRET, or 5 minutes old and more: is the clock right?",
            self._count,
            PATH,
        )
        self._count, self._last = 0, monotonic()


async def bounded(request: Request) -> bytes | None:
    """What was sent; None where it is too large, or does not say how large it is in digits: then no more of it is read. Who sends
    is known by the signature alone, which takes the whole."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or len(said) > MOST_DIGITS or int(said) > LARGEST_BODY:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def build_server(asgi: Starlette, host: str = "127.0.0.1", port: int = 3000) -> uvicorn.Server:
    """A server to ``run()`` in a thread; set ``should_exit`` to stop it. What a header says of who sends is not believed."""
    return uvicorn.Server(uvicorn.Config(asgi, host=host, port=port, log_config=None, access_log=False, proxy_headers=False))
