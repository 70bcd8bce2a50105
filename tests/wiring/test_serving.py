"""A server listens until it is told to end, and somebody who holds a line open keeps nothing alive."""

from __future__ import annotations

import socket
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.wiring.serving import Serving
from tests.integration.forks import free_port


def test_half_a_request_keeps_no_server_from_ending() -> None:
    begun, port = threading.Event(), free_port()

    async def take(request: Request) -> Response:
        begun.set()
        return PlainTextResponse(await request.body())

    server = uvicorn.Server(uvicorn.Config(Starlette(routes=[Route("/", take, methods=["POST"])]), port=port, log_config=None))
    serving = Serving(server, "held open")
    serving.start()
    while not serving.is_open:
        assert not begun.wait(0.01)
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf")
        assert begun.wait(60)
        serving.stop()
        assert "held open" not in [thread.name for thread in threading.enumerate()]
