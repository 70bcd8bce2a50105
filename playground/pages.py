"""Requests of the web page and of tests in, deeds of people, controls and live changes out (all JSON, loopback only)."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from playground.company import Person
from playground.deeds import Deeds
from playground.faults import Fault
from playground.places import Places
from playground.refusal import Json, Refused
from playground.workspace import Channel
from playground.world import World

HEARTBEAT_SECONDS = 15.0


class Pages:
    """`/ui/*` is what the page calls, `/control/*` is for tests and for trying faults."""

    def __init__(self, world: World, deeds: Deeds) -> None:
        self.world = world
        self.deeds = deeds

    def routes(self) -> list[Route]:
        deeds, places, world = self.deeds, Places(self.world), self.world
        ui: dict[str, Callable[..., Any]] = {
            "say": deeds.say,
            "edit": deeds.edit,
            "delete": deeds.delete,
            "react": deeds.react,
            "press": deeds.press,
            "use": deeds.use,
            "fill": deeds.fill,
            "options": deeds.options,
            "submit": deeds.submit,
            "close": deeds.close_view,
            "command": deeds.command,
            "shortcut": deeds.shortcut,
            "home": deeds.open_home,
            "stop": places.stop_session,
            "unreact": places.unreact,
            "pin": places.pin,
            "create_channel": places.create_channel,
            "join": places.join,
            "leave": places.leave,
            "invite": places.invite,
            "remove": places.remove,
            "archive": places.archive,
            "delete_channel": places.delete_channel,
            "change_person": places.change_person,
            "join_company": places.join_company,
            "start_group": places.start_group,
            "run_step": places.run_step,
            "start_chat": places.start_chat,
            "look_at": places.look_at,
        }
        control: dict[str, Callable[..., Any]] = {
            "fault": lambda **fault: world.faults.add(Fault(**fault)),
            "clear_faults": world.faults.clear,
            "rate_limits": self._rate_limits,
            "expire_streams": world.expire_streams,
            "advance": world.clock.advance,
            "disconnect": world.delivery.say_goodbye,
            "kill": world.delivery.kill_sockets,
            "ack_schedule": self._schedule,
            "reset": world.reset,
        }
        return [
            *(Route(f"/ui/{name}", _door(call), methods=["POST"]) for name, call in ui.items()),
            *(Route(f"/control/{name}", _door(call), methods=["POST"]) for name, call in control.items()),
            Route("/control/state", self._state, methods=["GET"]),
            Route("/ui/start", self._start, methods=["GET"]),
            Route("/ui/changes", self._changes, methods=["GET"]),
        ]

    def _rate_limits(self, on: bool) -> None:
        self.world.rates.on = on

    def _schedule(self, ack_seconds: float | None = None, retry_after: list[float] | None = None) -> None:
        if ack_seconds is not None:
            self.world.delivery.ack_seconds = ack_seconds
        if retry_after is not None:
            self.world.delivery.retry_after = tuple(retry_after)

    async def _state(self, request: Request) -> Response:
        return JSONResponse(self.world.dump())

    async def _start(self, request: Request) -> Response:
        """All that the page needs to draw itself for one person."""
        try:
            user = self._reader(request)
        except Refused as refused:
            return JSONResponse(refused.body(), status_code=404)
        return JSONResponse(self._seen_by(user))

    def _reader(self, request: Request) -> str:
        return self.world.space.person(request.query_params.get("as") or self.world.company.people[0].id).id

    def _seen_by(self, user: str) -> Json:
        world, company = self.world, self.world.company
        return {
            "team": {"id": company.team_id, "name": company.name},
            "me": user,
            "app": {
                "user": company.app.bot_user,
                "name": company.app.name,
                "commands": list(company.app.commands),
                "shortcuts": list(company.app.shortcuts),
                "assistant_view": company.app.assistant_view,
                "stoppable": "agent_session_stopped" in company.app.events,
                "connected": bool(world.delivery.sockets) or bool(world.delivery.http_url),
            },
            "people": [_shown(person) for person in world.space.people.values()],
            "groups": [{"id": g.id, "handle": g.handle} for g in world.space.groups.values()],
            "channels": [self._open_to(user, channel) for channel in world.space.channels.values() if user in channel.members],
            "others": [
                {"id": c.id, "name": c.name}
                for c in world.space.channels.values()
                if c.kind == "channel" and user not in c.members and not c.archived
            ],
            "sessions": [{"channel": c, "thread_ts": ts, **kept} for (c, ts), kept in world.space.sessions.items()],
            "modal": world.views.top(user),
            "home": world.views.homes.get(user),
            "statuses": world.space.live_statuses(),
            "prompts": world.space.prompts,
        }

    def _open_to(self, user: str, channel: Channel) -> Json:
        """A channel as one of its members sees it: with what was said to them alone."""
        private = [m for m in channel.ephemerals if m["to"] == user]
        return {
            "id": channel.id,
            "name": self._name_for(user, channel),
            "kind": channel.kind,
            "topic": channel.topic,
            "app_in": self.world.space.bot_in(channel),
            "messages": [*channel.messages.values(), *private],
        }

    def _name_for(self, user: str, channel: Channel) -> str:
        if channel.kind == "mpim":  # the others in it
            people = self.world.space.people
            return ", ".join(people[one].real_name for one in sorted(channel.members) if one in people and one != user)
        return channel.name or self.world.company.app.name

    async def _changes(self, request: Request) -> Response:
        """Server-sent events: what changed that this person may see."""
        try:
            user = self._reader(request)
        except Refused as refused:
            return JSONResponse(refused.body(), status_code=404)
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self.world.space.watchers.add(queue.put_nowait)  # before the answer begins: the page asks for the state after that
        return StreamingResponse(self._stream(user, queue), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self, user: str, queue: asyncio.Queue[Json]) -> AsyncIterator[str]:
        yield ": hello\n\n"
        try:
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if change["kind"] == "end":
                    return
                if self._may_see(user, change):
                    yield f"data: {json.dumps(change)}\n\n"
        finally:
            self.world.space.watchers.discard(queue.put_nowait)

    def _may_see(self, user: str, change: Json) -> bool:
        if "to" in change:
            return bool(change["to"] == user)
        channel = self.world.space.channels.get(change.get("channel", ""))
        return channel is None or user in channel.members


def _shown(person: Person) -> Json:
    role = "guest" if person.guest else "admin" if person.admin else ""
    return {"id": person.id, "name": person.name, "real_name": person.real_name, "title": person.title, "role": role}


def _door(call: Callable[..., Any]) -> Callable[[Request], Awaitable[Response]]:
    """A POST with a JSON object, whose keys are the arguments of `call`."""

    async def answer(request: Request) -> Response:
        media, _, _ = request.headers.get("content-type", "").partition(";")
        if media.strip().lower() != "application/json":  # any other one a page of somebody else's may send without asking
            return JSONResponse({"ok": False, "error": "json_needed"}, status_code=415)
        try:
            given = json.loads(await request.body() or b"{}")
            bound = inspect.signature(call).bind(**given)
        except (ValueError, TypeError) as error:
            return JSONResponse({"ok": False, "error": "invalid_arguments", "what": str(error)}, status_code=400)
        try:
            made = call(*bound.args, **bound.kwargs)
            result = await made if inspect.isawaitable(made) else made
        except Refused as refused:
            return JSONResponse({**refused.body(), "what": "; ".join(refused.messages) or refused.code}, status_code=409)
        except (ValueError, TypeError) as error:
            return JSONResponse({"ok": False, "error": "invalid_arguments", "what": str(error)}, status_code=400)
        return JSONResponse({"ok": True, "result": result})

    return answer
