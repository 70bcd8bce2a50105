"""Payloads for the app in, envelopes on one socket or signed HTTP posts out, and the app's acknowledgement back."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
import time
import urllib.parse
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from playground.clock import Clock
from playground.faults import Faults
from playground.refusal import Json
from playground.workspace import new_id

log = logging.getLogger(__name__)

ACK_SECONDS = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)  # seconds after the failed attempt: at once, a minute, five minutes
MAX_SOCKETS = 10
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
GOODBYE_SECONDS = 10.0  # from a `disconnect` frame to the end of the connection


class NotAnsweredError(Exception):
    """The app did not acknowledge in time, or there is no app; the text says which."""

    def __init__(self, reason: str, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.reason = reason
        self.final = final  # the app asked not to be told again


@dataclass(eq=False)
class Socket:
    """One Socket Mode connection; `waiting` are the envelopes that it has not acknowledged."""

    ws: WebSocket
    number: int
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    leaving: bool = False  # was sent a `disconnect` frame: gets nothing new

    async def send(self, frame: Json) -> None:
        await self.ws.send_text(json.dumps(frame))


class Delivery:
    """Carries each payload to exactly one place, repeats events that were not acknowledged, and keeps a record of all it did."""

    def __init__(self, clock: Clock, faults: Faults, app_id: str, signing_secret: str, http_url: str | None = None) -> None:
        self.clock = clock
        self.faults = faults
        self.app_id = app_id
        self.signing_secret = signing_secret
        self.http_url = http_url
        self.ack_seconds = ACK_SECONDS
        self.retry_after: tuple[float, ...] = RETRY_AFTER
        self.sockets: list[Socket] = []
        self.record: list[Json] = []
        self._turn = 0
        self.opened = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._verified = False
        self._http = httpx.AsyncClient(trust_env=False)
        self.on_sockets: Callable[[bool], None] = lambda connected: None

    # -- what goes out -------------------------------------------------------------------------------------------------

    def send_event(self, body: Json) -> None:
        """Deliver an Events API body in the background, with retries."""
        self._later(self._deliver_event(body))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_event(self, body: Json) -> None:
        reason = ""
        for attempt in range(len(self.retry_after) + 1):
            if attempt:
                await self.clock.sleep_until(self.clock.now() + self.retry_after[attempt - 1])
            try:
                await self._attempt("events_api", body, attempt, reason)
                return
            except NotAnsweredError as error:
                reason = error.reason
                if error.final:
                    break
        log.warning("event %s was given up after %d attempts", body["event_id"], attempt + 1)

    async def ask(self, kind: str, payload: Json) -> Json:
        """Deliver an interaction or a slash command once and return the app's reply; raises NotAnsweredError."""
        return await self._attempt(kind, payload, 0, "")

    async def _attempt(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        entry: Json = {"kind": kind, "attempt": attempt, "reason": reason, "at": self.clock.now(), "result": "waiting"}
        entry["name"] = payload.get("event", {}).get("type") or payload.get("type") or payload.get("command")
        entry["event_id"] = payload.get("event_id")
        self.record.append(entry)
        try:
            send = self._by_http if self.http_url else self._by_socket
            reply = await send(kind, payload, attempt, reason, entry)
        except NotAnsweredError as error:
            entry["result"] = error.reason
            raise
        entry["result"] = "acknowledged"
        entry["seconds"] = round(self.clock.now() - entry["at"], 4)
        return reply

    # -- Socket Mode ---------------------------------------------------------------------------------------------------

    async def serve_socket(self, ws: WebSocket) -> None:
        """One connection from hello to its end."""
        await ws.accept()
        self.opened += 1
        socket = Socket(ws, self.opened)
        if len(self.sockets) >= MAX_SOCKETS:
            await socket.send(self._goodbye("too_many_websockets"))
            await ws.close()
            return
        self.sockets.append(socket)
        self.on_sockets(True)
        await socket.send(
            {
                "type": "hello",
                "num_connections": len(self.sockets),
                "connection_info": {"app_id": self.app_id},
                "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 3600},
            }
        )
        try:
            while True:
                self._hear(socket, await ws.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            log.debug("socket %d closed", socket.number)
        finally:
            self._forget(socket)

    def _hear(self, socket: Socket, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        waiting = socket.waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if waiting is None or waiting.done() or self.faults.loses_ack():
            return
        waiting.set_result(frame.get("payload") or {})

    def _forget(self, socket: Socket) -> None:
        if socket in self.sockets:
            self.sockets.remove(socket)
            self.on_sockets(bool(self.sockets))
        for waiting in socket.waiting.values():
            if not waiting.done():
                waiting.set_exception(NotAnsweredError("connection_failed", "the app's socket closed before it acknowledged"))

    async def _by_socket(self, kind: str, payload: Json, attempt: int, reason: str, entry: Json) -> Json:
        ready = [socket for socket in self.sockets if not socket.leaving]
        if not ready:
            if kind == "events_api":
                await self.clock.sleep_until(self.clock.now() + self.ack_seconds)
            raise NotAnsweredError("connection_failed", "the app is not connected")
        self._turn += 1
        socket = ready[self._turn % len(ready)]
        envelope_id = new_id("envelope-")
        envelope: Json = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.waiting[envelope_id] = waiting
        entry["socket"] = socket.number
        try:
            await socket.send(envelope)
            return await self._in_time(waiting)
        except (WebSocketDisconnect, RuntimeError) as error:
            raise NotAnsweredError("connection_failed", "the app's socket is closed") from error
        finally:
            socket.waiting.pop(envelope_id, None)

    async def _in_time(self, waiting: asyncio.Future[Json]) -> Json:
        timer = asyncio.create_task(self.clock.sleep_until(self.clock.now() + self.ack_seconds))
        timer.add_done_callback(lambda _: waiting.cancel())
        try:
            return await waiting
        except asyncio.CancelledError:
            if not timer.done():
                raise
        finally:
            timer.cancel()
        raise NotAnsweredError("timeout", f"the app did not acknowledge within {self.ack_seconds:g} seconds")

    async def say_goodbye(self, reason: str = "refresh_requested") -> int:
        """Send a `disconnect` frame to every socket; they get nothing new, the app has to reconnect. Returns how many."""
        sockets = list(self.sockets)
        for socket in sockets:
            socket.leaving = True
            await socket.send(self._goodbye(reason))
            self._later(self._close_after_a_while(socket))
        return len(sockets)

    async def _close_after_a_while(self, socket: Socket) -> None:
        await self.clock.sleep_until(self.clock.now() + GOODBYE_SECONDS)
        self._forget(socket)
        if socket.ws.application_state is not WebSocketState.DISCONNECTED:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the app was faster
                await socket.ws.close()

    async def kill_sockets(self, only_one: bool = False) -> int:
        """Cut connections without a word. Returns how many."""
        sockets = self.sockets[:1] if only_one else list(self.sockets)
        for socket in sockets:
            self._forget(socket)
            if socket.ws.application_state is not WebSocketState.DISCONNECTED:
                await socket.ws.close(1011)
        return len(sockets)

    def _goodbye(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}

    # -- signed HTTP ---------------------------------------------------------------------------------------------------

    async def _by_http(self, kind: str, payload: Json, attempt: int, reason: str, entry: Json) -> Json:
        if not self._verified:
            await self._verify_url()
        if kind == "events_api":
            headers = {"Content-Type": "application/json"}
            body = json.dumps(payload)
            if attempt:
                headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason}
        else:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body = urllib.parse.urlencode(form)
        response = await self._post(body, headers)
        entry["status"] = response.status_code
        if response.status_code >= 300:
            final = response.headers.get("x-slack-no-retry") == "1"
            raise NotAnsweredError("http_error", f"the app answered with HTTP status {response.status_code}", final)
        if self.faults.loses_ack():
            raise NotAnsweredError("http_timeout", "the acknowledgement was lost on purpose")
        return _reply(response)

    async def _verify_url(self) -> None:
        challenge = new_id("challenge")
        body = json.dumps({"token": "playground", "challenge": challenge, "type": "url_verification"})
        response = await self._post(body, {"Content-Type": "application/json"})
        if challenge not in response.text:
            raise NotAnsweredError("http_error", f"{self.http_url} did not give back the url_verification challenge")
        self._verified = True

    async def _post(self, body: str, headers: dict[str, str]) -> httpx.Response:
        assert self.http_url is not None  # noqa: S101 - callers checked
        stamp = str(int(time.time()))  # real time: the app checks it on its own clock, which nobody moves on
        digest = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        signed = {**headers, "User-Agent": USER_AGENT, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
        try:
            return await self._http.post(self.http_url, content=body, headers=signed, timeout=self.ack_seconds)
        except httpx.TimeoutException as error:
            raise NotAnsweredError("http_timeout", f"no answer within {self.ack_seconds:g} seconds") from error
        except httpx.TransportError as error:
            raise NotAnsweredError("connection_failed", f"{self.http_url} cannot be reached") from error

    async def close(self) -> None:
        """Stop retries and close every connection."""
        for task in list(self._tasks):
            task.cancel()
        await self.kill_sockets()
        await self._http.aclose()


def _reply(response: httpx.Response) -> Json:
    text = response.text.strip()
    if not text:
        return {}
    try:
        reply = json.loads(text)
    except ValueError:
        return {"text": text}
    return reply if isinstance(reply, dict) else {"text": text}
