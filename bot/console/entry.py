"""Whatever is sent to the console goes in; to its pages comes what they can use: for a host of ours, without signs that no store
keeps, one way of writing an address, and a HEAD as the GET that it asks about."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.text.storable import storable

FORM = "application/x-www-form-urlencoded"
NUL = re.compile(rb"%00")
STRANGE = "The console is not served under this name: MAYI_CONSOLE_URL or MAYI_CONSOLE_HOSTS can name it.\n"


class Entry:
    """Around all pages. No ``hosts``: any will do."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if self._hosts and _name_of(request.headers.get("host", "")) not in self._hosts:
            await PlainTextResponse(STRANGE, status_code=400)(scope, receive, send)
            return
        scope["path"] = storable(scope["path"]).rstrip("/") or "/"
        scope["query_string"] = NUL.sub(b"", scope["query_string"])
        is_head = scope["method"] == "HEAD"
        is_form = request.headers.get("content-type", "").startswith(FORM)
        whole = NUL.sub(b"", await request.body()) if is_form else b""
        is_read = not is_form

        async def cleaned() -> Message:
            nonlocal is_read
            if is_read:
                return await receive()
            is_read = True
            return {"type": "http.request", "body": whole, "more_body": False}

        async def headed(message: Message) -> None:
            await send({**message, "body": b""} if "body" in message and is_head else message)

        await self._app({**scope, "method": "GET"} if is_head else scope, cleaned, headed)


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
