"""HTTP requests to /api/METHOD in, JSON as Slack's Web API answers out; tokens, arguments and injected faults included."""

from __future__ import annotations

import asyncio
import inspect
import json
import math

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

import playground.methods  # noqa: F401 - fills METHODS
from playground.methods.private import respond
from playground.refusal import Json, Refused, TooFast
from playground.registry import METHODS, Args, Method
from playground.world import World

EVENT_SCOPES = ("app_mentions:read", "commands", "im:history", "mpim:history")
EVERY_SCOPE = tuple(sorted({*EVENT_SCOPES, *(scope for method in METHODS.values() for scope in method.scope)}))
"""What an app has been granted whose company file names no scopes."""
MAX_BODY = 4 * 1024 * 1024
SECRET = {"token"}
HOOK = "response_url"


class WebApi:
    """The endpoint behind /api/ and /hooks/."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def call(self, request: Request) -> Response:
        """One Web API call."""
        name = request.path_params["method"]
        entry: Json = {"method": name, "at": self.world.clock.now()}
        self.world.calls.append(entry)
        if slow := self.world.faults.take("slow", name):
            await asyncio.sleep(slow.seconds)
        try:
            if limited := self.world.faults.take("rate_limited", name):
                raise TooFast(limited.seconds)
            body = await self._answer(request, name, entry)
        except ClientDisconnect:
            entry["error"] = "the app hung up"
            return Response(status_code=400)
        except TooFast as refused:
            entry["error"] = refused.code
            headers = {"Retry-After": str(math.ceil(refused.seconds))}
            return JSONResponse(refused.body(), status_code=429, headers=headers)
        except Refused as refused:
            entry["error"] = refused.code
            entry["messages"] = list(refused.messages)
            body = refused.body()
        if body["ok"] and self.world.faults.take("fail_after", name):
            entry["error"] = "HTTP 500 after the deed"
            return PlainTextResponse("internal error", status_code=500)
        return JSONResponse(body, headers={"x-oauth-scopes": ",".join(self.world.company.app.scopes or EVERY_SCOPE)})

    async def _answer(self, request: Request, name: str, entry: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        given = await _arguments(request, method)
        entry["args"] = {key: value for key, value in given.items() if key not in SECRET}
        step = self._check_token(request, given, method)
        if seconds := self.world.rates.wait(name, method.tier, given):
            raise TooFast(seconds)
        if fault := self.world.faults.take("error", name):
            raise Refused(fault.code)
        absent = [key for key in method.needs if given.get(key) is None]
        if absent:
            raise Refused("invalid_arguments", *(f"missing required field: {key}" for key in absent))
        made = method.call(self.world, Args(given, step))
        answer = await made if inspect.isawaitable(made) else made
        return {"ok": True, **answer}

    def _check_token(self, request: Request, given: Json, method: Method) -> str:
        """The workflow's step whose token it is, or nothing; raises Refused."""
        if method.token == "none":  # noqa: S105 - a kind of token
            return ""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            is_json = "json" in request.headers.get("content-type", "")
            token = "" if is_json else str(given.get("token") or "")  # Slack takes a token in a form, never in a JSON body
        app = self.world.company.app
        if not token:
            raise Refused("not_authed")
        step = next((one["id"] for one in self.world.steps.values() if one["token"] == token), "")
        if token not in (app.bot_token, app.app_token) and not step:
            raise Refused("invalid_auth")
        kind = "app" if token == app.app_token else "bot"
        if method.token not in ("any", kind):
            prefix = "xapp-" if method.token == "app" else "xoxb-"  # noqa: S105
            raise Refused("not_allowed_token_type", f"{method.name} needs the {prefix} token")
        if app.scopes and method.scope and not set(method.scope) & set(app.scopes):
            raise Refused("missing_scope", needed=",".join(method.scope), provided=",".join(app.scopes))
        return step

    async def upload(self, request: Request) -> Response:
        """The bytes of a file, to an address of files.getUploadURLExternal."""
        waiting = self.world.uploads.get(request.path_params["file"])
        if waiting is None:
            return PlainTextResponse("not found", status_code=404)
        if "multipart/form-data" in request.headers.get("content-type", ""):
            parts = [part for part in (await request.form()).values() if not isinstance(part, str)]
            raw = await parts[0].read() if parts else b""
        else:
            raw = await request.body()
        if len(raw) != waiting["length"]:
            return PlainTextResponse(f"{waiting['length']} bytes were announced, {len(raw)} came", status_code=400)
        waiting["content"] = raw
        return PlainTextResponse(f"OK - {len(raw)}")

    async def private_file(self, request: Request) -> Response:
        """A `url_private`: for the bot's token alone; everybody else is sent to the page, as Slack sends people to its login."""
        file_id = request.path_params["file"].rpartition("-")[2]
        entry: Json = {"method": "url_private", "at": self.world.clock.now(), "args": {"file": file_id}}
        self.world.calls.append(entry)
        app = self.world.company.app
        allowed = not app.scopes or "files:read" in app.scopes
        if request.headers.get("authorization") != f"Bearer {app.bot_token}" or not allowed:
            entry["error"] = "no token of an app with files:read"
            return RedirectResponse("/", status_code=302)
        if file_id not in self.world.space.files:
            return PlainTextResponse("not found", status_code=404)
        return Response(self.world.contents[file_id], media_type=self.world.space.files[file_id]["mimetype"])

    async def hook(self, request: Request) -> Response:
        """One post to a response_url. For faults it is a method too: `response_url`."""
        entry: Json = {"method": HOOK, "at": self.world.clock.now()}
        self.world.calls.append(entry)
        if slow := self.world.faults.take("slow", HOOK):
            await asyncio.sleep(slow.seconds)
        if limited := self.world.faults.take("rate_limited", HOOK):
            entry["error"] = "ratelimited"
            return PlainTextResponse("ratelimited", status_code=429, headers={"Retry-After": str(math.ceil(limited.seconds))})
        try:
            given = json.loads(await request.body())
            if not isinstance(given, dict):
                raise Refused("invalid_payload")
            entry["args"] = given
            if fault := self.world.faults.take("error", HOOK):
                raise Refused(fault.code)
            respond(self.world, request.path_params["token"], given)
        except ValueError:
            entry["error"] = "invalid_payload"
            return PlainTextResponse("invalid_payload", status_code=400)
        except Refused as refused:
            entry["error"] = refused.code
            gone = refused.code in ("expired_url", "used_url", "invalid_url")
            return JSONResponse(refused.body(), status_code=404 if gone else 200)
        if self.world.faults.take("fail_after", HOOK):
            entry["error"] = "HTTP 500 after the deed"
            return PlainTextResponse("internal error", status_code=500)
        return PlainTextResponse("ok")


async def _arguments(request: Request, method: Method) -> Json:
    """Arguments of query, form or JSON body."""
    given: Json = {key: value for key, value in request.query_params.items() if key not in SECRET}  # no token in an address
    if request.method == "GET":
        return given
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        raw = await request.body()
        if len(raw) > MAX_BODY:
            raise Refused("request_too_large")
        try:
            body = json.loads(raw or b"{}")
        except ValueError as error:
            raise Refused("invalid_json") from error
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        if body and not method.json:
            raise Refused("invalid_arguments", f"{method.name} takes form arguments, not a JSON body")
        return given | body
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return given | {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    if kind and await request.body():
        raise Refused("invalid_post_type", f"content type {kind} is not known")
    return given
