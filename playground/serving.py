"""A world goes in; its web application, and a server of it on 127.0.0.1, come out."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from playground.api import WebApi
from playground.deeds import Deeds
from playground.pages import Pages
from playground.world import World

HOST = "127.0.0.1"
WEB = Path(__file__).with_name("web")
_CSP = "default-src 'self'; img-src data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def bind(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes a free one. Raises OSError when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


def build(world: World) -> Starlette:
    """The web application of one world."""
    api, pages = WebApi(world), Pages(world, Deeds(world))

    async def link(ws: WebSocket) -> None:
        until = world.tickets.pop(ws.query_params.get("ticket", ""), 0.0)
        if until < world.clock.now():
            await ws.close(4001)
            return
        await world.delivery.serve_socket(ws)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await world.close()

    return Starlette(
        routes=[
            Route("/", _page),
            Route("/api/{method}", api.call, methods=["GET", "POST"]),
            Route("/hooks/{token}", api.hook, methods=["POST"]),
            Route("/upload/v1/{file}", api.upload, methods=["POST"]),
            Route("/files-pri/{file}/{name:path}", api.private_file),
            Route("/archives/{channel}/{point}", _permalink),
            WebSocketRoute("/link/", link),
            *pages.routes(),
            Mount("/web", StaticFiles(directory=WEB)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
        lifespan=lifespan,
    )


async def _page(request: Request) -> Response:
    return FileResponse(WEB / "index.html", headers={"Cache-Control": "no-store", "Content-Security-Policy": _CSP})


async def _permalink(request: Request) -> Response:
    """Slack's address of a message, as a place in the page."""
    point = request.path_params["point"].removeprefix("p")
    ts = f"{point[:-6]}.{point[-6:]}"
    thread = request.query_params.get("thread_ts")
    query = {"channel": request.path_params["channel"], "ts": ts, **({"thread": thread} if thread else {})}
    return RedirectResponse(f"/?{urlencode(query)}")


class Server(uvicorn.Server):
    """Ends the pages' streams of changes before it waits for open requests."""

    def __init__(self, config: uvicorn.Config, world: World) -> None:
        super().__init__(config)
        self.world = world

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.world.space.changed({"kind": "end"})
        await super().shutdown(sockets)


def server_of(world: World) -> Server:
    """A server that is not yet running; log lines are warnings only."""
    config = uvicorn.Config(
        build(world),
        host=HOST,
        ws="websockets-sansio",
        log_level="warning",
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    return Server(config, world)
