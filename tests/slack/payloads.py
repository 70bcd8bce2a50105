"""Slack's payloads, signed as Slack signs them, and an app whose Slack is answered by plain functions."""

from __future__ import annotations

import json
import time
import urllib.parse
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.policy.talks.incoming import Incoming
from bot.saying.words import phrase
from bot.slack.app import build_app
from bot.slack.doors.all import Doors

SECRET = "secret"
BOT, BOT_ID, TEAM, ASKER, OTHER = "UBOT", "BBOT", "T1", "U1", "U2"


class Reply(dict[str, Any]):
    """What Slack replied, as its client gives it."""

    @property
    def data(self) -> dict[str, Any]:
        return self


class QuietClient(WebClient):
    """A client that says who the bot is and remembers what was called; nothing leaves the machine."""

    calls: list[tuple[str, dict[str, Any]]] = []  # noqa: RUF012 - one list for all of a test

    def api_call(self, api_method: str, **how: Any) -> Any:  # type: ignore[override]
        QuietClient.calls.append((api_method, how.get("json") or how.get("params") or {}))
        return Reply(ok=True, user_id=BOT, bot_id=BOT_ID, ts="12.1")


def marked(_team: str, user: str) -> str:
    return f"mark{user}"


def app_with(incoming: list[Incoming], **more: Any) -> App:
    """An app whose door collects; ``more`` replaces callables of ``Doors``."""
    QuietClient.calls.clear()
    doors = Doors(**{"door": incoming.append, "texts": phrase, "app": None, "minds": None, "mark": marked, **more})
    return build_app(doors, QuietClient(token="xoxb-test"), SECRET)


def signed(body: str, age: int = 0, secret: str = SECRET, kind: str = "application/json", **headers: str) -> BoltRequest:
    """A request of that age in seconds."""
    stamp = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    names = {"content-type": kind, "x-slack-signature": signature, "x-slack-request-timestamp": stamp, **headers}
    return BoltRequest(body=body, headers={name: [value] for name, value in names.items()})


def event(payload: dict[str, Any], **how: Any) -> BoltRequest:
    """An Events API delivery."""
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": payload, "authorizations": [{"team_id": TEAM}]}
    return signed(json.dumps(body), **how)


def message(text: str = "may I?", kind: str = "channel", **more: Any) -> dict[str, Any]:
    channel = {"im": "D1", "channel": "C1", "group": "G1"}[kind]
    return {"type": "message", "channel": channel, "channel_type": kind, "user": ASKER, "text": text, "ts": "10.1", **more}


def interaction(payload: dict[str, Any], **how: Any) -> BoltRequest:
    """A click, a form or a search."""
    body = {"team": {"id": TEAM}, "user": {"id": ASKER}, "trigger_id": "tr1", **payload}
    return signed(urllib.parse.urlencode({"payload": json.dumps(body)}), kind="application/x-www-form-urlencoded", **how)


def click(action_id: str, block_id: str, value: str = "x", user: str = ASKER, **more: Any) -> BoltRequest:
    action = {"type": "button", "action_id": action_id, "block_id": block_id, "value": value, "action_ts": "20.2"}
    payload = {
        "type": "block_actions",
        "user": {"id": user},
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "11.1", "channel_id": "C1"},
        "message": {"ts": "11.1", "thread_ts": "10.1"},
        "actions": [action],
        **more,
    }
    return interaction(payload)


def slash(text: str, **how: Any) -> BoltRequest:
    fields = {"command": "/mayi", "text": text, "team_id": TEAM, "channel_id": "C1", "user_id": ASKER, "trigger_id": "tr9"}
    fields["response_url"] = "http://127.0.0.1:1/hook"
    return signed(urllib.parse.urlencode(fields), kind="application/x-www-form-urlencoded", **how)


def send(app: App, request: BoltRequest) -> BoltResponse:
    return app.dispatch(request)
