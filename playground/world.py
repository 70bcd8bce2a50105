"""A company in, everything that one running playground is made of out."""

from __future__ import annotations

import asyncio
import copy
import secrets
from collections.abc import Coroutine
from typing import Any

from playground.clock import Clock
from playground.company import Company
from playground.delivery import Delivery
from playground.faults import Faults
from playground.rates import Rates
from playground.refusal import Json, Refused
from playground.streamed import Streamed
from playground.views import Triggers, Views
from playground.workspace import Channel, Workspace, new_id

HOOK_SECONDS = 30 * 60
HOOK_USES = 5
WITHOUT_TEAM = ("shortcut", "view_submission", "view_closed")
"""Payloads that name no workspace where the app is installed for a whole organisation."""


class World:
    """Parts that know each other only through here. Build it inside the event loop that serves it."""

    def __init__(self, company: Company, http_events: str | None = None, signing_secret: str | None = None) -> None:
        self.company = company
        self.clock = Clock()
        self.faults = Faults()
        self.rates = Rates(self.clock)
        self.space = Workspace(company, self.clock)
        self.views = Views(self.space)
        self.triggers = Triggers(self.clock)
        secret = signing_secret or company.app.signing_secret
        self.delivery = Delivery(self.clock, self.faults, company.app.id, secret, http_events)
        self.hooks: dict[str, Json] = {}
        self.tickets: dict[str, float] = {}  # of Socket Mode urls -> until when
        self.calls: list[Json] = []
        self.scheduled: dict[str, Json] = {}  # id -> as chat.scheduledMessages.list shows it
        self.steps: dict[str, Json] = {}  # of workflows, by execution id
        self.of_step: dict[str, str] = {}  # message (channel and ts) or view id -> execution id of the step it was made in
        self.unfurls: dict[str, tuple[str, str]] = {}  # unfurl_id -> (channel, ts)
        self.contents: dict[str, bytes] = {}  # file id -> what is in it
        self.uploads: dict[str, Json] = {}  # file id -> an upload that is not yet complete
        self._tasks: set[asyncio.Task[None]] = set()
        self.streams: dict[tuple[str, str], Streamed] = {}  # by channel and ts
        self.message_state: dict[tuple[str, str], Json] = {}  # (user, ts) -> state.values
        self.offered: dict[tuple[str, str], list[Json]] = {}  # (user, action id) -> options that the app offered
        self.base_url = ""
        self.space.tell_app = self._tell_app
        self.delivery.on_sockets = lambda connected: self.space.changed({"kind": "app", "connected": connected})

    def reset(self) -> None:
        """Back to the seeded company; connections stay."""
        self.faults.clear()
        self.rates.clear()
        self.views.clear()
        self.triggers.live.clear()
        for state in (self.hooks, self.calls, self.streams, self.message_state, self.offered, self.scheduled, self.unfurls):
            state.clear()
        for kept in (self.contents, self.uploads, self.steps, self.of_step):
            kept.clear()
        self.delivery.record.clear()
        self.space.seed()
        self.space.changed({"kind": "reset"})

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop what runs in the background and close every connection."""
        for task in list(self._tasks):
            task.cancel()
        await self.delivery.close()

    # -- payloads ------------------------------------------------------------------------------------------------------

    def _tell_app(self, subscription: str, event: Json) -> None:
        if subscription in self.company.app.events:
            self.delivery.send_event(self.event_body(event))

    def event_body(self, event: Json) -> Json:
        """The Events API wrapper. The event is copied: later edits do not change what is on its way."""
        team, app, enterprise = self.company.team_id, self.company.app, self.company.enterprise or None
        # an installation for a whole organisation names none of its workspaces
        who: Json = {"enterprise_id": enterprise, "team_id": None if enterprise else team, "user_id": app.bot_user}
        who |= {"is_bot": True, "is_enterprise_install": bool(enterprise)}
        return {
            "token": "playground",
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": enterprise,
            **({"enterprise_id": enterprise} if enterprise else {}),
            "api_app_id": app.id,
            "event": copy.deepcopy(event),
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(self.clock.now()),
            "authorizations": [who],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_urlsafe(24)}",
        }

    def step_of(self, place: str) -> Json:
        """What an interaction says of the workflow's step in which its message or view was made."""
        step = self.steps.get(self.of_step.get(place, ""))
        if step is None:
            return {}
        function = {"execution_id": step["id"], "function": {"callback_id": step["function"]["callback_id"]}}
        return {"function_data": {**function, "inputs": step["inputs"]}, "bot_access_token": step["token"]}

    def interaction(self, kind: str, user: str, **more: Any) -> Json:
        """What every interactive payload has. Where it names a channel, a modal opened for it knows where the person was."""
        person = self.space.people[user]
        enterprise = self.company.enterprise
        team = {"id": self.team_of(user), "domain": self.company.domain}
        return {
            "type": kind,
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": team["id"]},
            "api_app_id": self.company.app.id,
            "token": "playground",
            "trigger_id": self.triggers.make(user, more.get("channel", {}).get("id", "")),
            "team": None if enterprise and kind in WITHOUT_TEAM else team,
            "enterprise": {"id": enterprise, "name": self.company.name} if enterprise else None,
            "is_enterprise_install": bool(enterprise),
            **copy.deepcopy(more),
        }

    def team_of(self, user: str) -> str:
        """The workspace that a person belongs to."""
        return self.space.people[user].team or self.company.team_id

    def team_fields(self) -> Json:
        """What every message of the app carries."""
        app = self.company.app
        return {"user": app.bot_user, "bot_id": app.bot, "app_id": app.id, "team": self.company.team_id}

    # -- response_url --------------------------------------------------------------------------------------------------

    def make_hook(self, channel: Channel, user: str, message: Json | None = None) -> str:
        """A response_url: five uses within thirty minutes."""
        token = secrets.token_urlsafe(18)
        until = self.clock.now() + HOOK_SECONDS
        self.hooks[token] = {"channel": channel.id, "user": user, "message": message, "uses": 0, "until": until}
        return f"{self.base_url}/hooks/{token}"

    def use_hook(self, token: str) -> Json:
        """Count one use; raises Refused."""
        hook = self.hooks.get(token)
        if hook is None:
            raise Refused("invalid_url")
        if hook["until"] < self.clock.now():
            raise Refused("expired_url")
        if hook["uses"] >= HOOK_USES:
            raise Refused("used_url")
        hook["uses"] += 1
        return hook

    def expire_streams(self) -> int:
        """Let every stream die now. Returns how many."""
        dying = [stream for stream in self.streams.values() if stream.until > self.clock.now()]
        for stream in dying:
            stream.until = self.clock.now() - 1
        return len(dying)

    def dump(self) -> Json:
        """The whole state as JSON, for tests and for looking."""
        channels = [
            {
                "id": channel.id,
                "name": channel.name,
                "kind": channel.kind,
                "members": sorted(channel.members),
                "messages": list(channel.messages.values()),
                "ephemerals": channel.ephemerals,
            }
            for channel in self.space.channels.values()
        ]
        return {
            "now": self.clock.now(),
            "channels": channels,
            "modals": self.views.stacks,
            "homes": self.views.homes,
            "statuses": self.space.live_statuses(),
            "prompts": self.space.prompts,
            "sessions": [{"channel": c, "thread_ts": ts, **kept} for (c, ts), kept in self.space.sessions.items()],
            "scheduled": list(self.scheduled.values()),
            "steps": list(self.steps.values()),
            "files": list(self.space.files.values()),
            "sockets": [s.number for s in self.delivery.sockets],
            "deliveries": self.delivery.record,
            "calls": self.calls,
            "faults": self.faults.as_json(),
        }
