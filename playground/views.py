"""Views as an app sends them in, open modals and App Homes out: stacks of three, trigger ids that live three seconds."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from playground import limits
from playground.answers import initial_state
from playground.blocks import block_faults, with_ids
from playground.clock import Clock
from playground.elements import Checker
from playground.refusal import Json, Refused
from playground.workspace import Workspace, new_id

TRIGGER_SECONDS = 3.0
STACK = 3
VIEW_BYTES = 250_000
_KEYS = {
    "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close",
    "external_id", "submit_disabled",
}  # fmt: skip


@dataclass
class Triggers:
    """Trigger ids: each opens one modal, within three seconds."""

    clock: Clock
    live: dict[str, Json] = field(default_factory=dict)

    def make(self, user: str, channel: str = "") -> str:
        trigger_id = f"{int(self.clock.now() * 1000)}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self.live[trigger_id] = {
            "user": user,
            "channel": channel,
            "until": self.clock.now() + TRIGGER_SECONDS,
            "used": False,
        }
        return trigger_id

    def exchange(self, trigger_id: Any) -> Json:
        """The user whose click it was and the channel it was in; raises Refused."""
        trigger = self.live.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger["used"]:
            raise Refused("exchanged_trigger_id")
        if trigger["until"] < self.clock.now():
            raise Refused("expired_trigger_id")
        trigger["used"] = True
        return trigger


def checked_view(view: Any, kinds: tuple[str, ...]) -> Json:
    """A modal or home view with ids filled in; raises Refused."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", "view must be an object [json-pointer:/view]")
    if faults := view_faults(view, kinds):
        raise Refused("invalid_arguments", *faults)
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    return {**view, "blocks": with_ids(view["blocks"])}


def view_faults(view: Json, kinds: tuple[str, ...]) -> list[str]:
    """What Block Kit has against a view, each with its place."""
    checker = Checker()
    kind = view.get("type")
    if kind not in kinds:
        checker.fault("/view/type", f"must be one of: {', '.join(kinds)}; got {kind}")
    checker.keys(view, _KEYS, "/view", "view")
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        checker.fault("/view/blocks", "must be a list of blocks")
        blocks = []
    if kind == "modal":
        checker.text(view.get("title"), "/view/title", 24, plain_only=True)
        for key in ("submit", "close"):
            if view.get(key) is not None:
                checker.text(view[key], f"/view/{key}", 24, plain_only=True)
        if not view.get("submit") and any(block.get("type") == "input" for block in blocks):
            checker.fault("/view/submit", "a modal with input blocks needs `submit`")
    for key, most in (("private_metadata", 3000), ("callback_id", limits.ID), ("external_id", limits.ID)):
        checker.string(view, key, "/view", most, required=False, minimum=0)
    checker.faults += block_faults(blocks, "home" if kind == "home" else "modal", limits.VIEW_BLOCKS, "/view/blocks")
    return checker.faults


class Views:
    """Which modals each person has open (the last is on top), and each person's App Home."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self.stacks: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}

    def clear(self) -> None:
        self.stacks.clear()
        self.homes.clear()

    def stack(self, user: str) -> list[Json]:
        return self.stacks.setdefault(user, [])

    def top(self, user: str) -> Json | None:
        stack = self.stack(user)
        return stack[-1] if stack else None

    def find(self, view_id: Any = None, external_id: Any = None) -> tuple[str, Json]:
        """The person and the open view; raises Refused."""
        for user, stack in self.stacks.items():
            for view in stack:
                if (view_id and view["id"] == view_id) or (external_id and view.get("external_id") == external_id):
                    return user, view
        for user, view in self.homes.items():
            if view_id and view["id"] == view_id:
                return user, view
        raise Refused("not_found", f"no open view has the id {view_id or external_id!r}")

    def _check_external_id(self, view: Json, own: str = "") -> None:
        wanted = view.get("external_id")
        shown = [*self.homes.values(), *(one for stack in self.stacks.values() for one in stack)]
        if wanted and any(one.get("external_id") == wanted and one["id"] != own for one in shown):
            raise Refused("duplicate_external_id")

    def _dressed(self, view: Json, channel: str = "", ids: Json | None = None) -> Json:
        app = self.space.company.app
        team = self.space.company.team_id
        own = {"id": new_id("V"), "hash": f"{self.space.next_ts()}.{secrets.token_hex(4)}"}
        empty = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False, "notify_on_close": False}
        nothing = {"title": None, "submit": None, "close": None, "previous_view_id": None}
        named = {"team_id": team, "app_id": app.id, "app_installed_team_id": team, "bot_id": app.bot}
        state = {"values": initial_state(view["blocks"], channel)}
        return {**nothing, **empty, **view, **named, **own, **(ids or {}), "state": state}

    def open(self, user: str, view: Json, channel: str = "") -> Json:
        """Open a modal as a new stack. `channel`: where the person was, for `default_to_current_conversation`."""
        self.stacks.pop(user, None)
        self._check_external_id(view)
        opened = self._dressed(view, channel)
        opened["root_view_id"] = opened["id"]
        self.stacks[user] = [opened]
        self._show(user)
        return opened

    def push(self, user: str, view: Json, channel: str = "") -> Json:
        stack = self.stack(user)
        if not stack:
            raise Refused("not_found", "there is no open modal to push upon")
        if len(stack) >= STACK:
            raise Refused("push_limit_reached")
        self._check_external_id(view)
        pushed = self._dressed(view, channel, {"previous_view_id": stack[-1]["id"], "root_view_id": stack[0]["id"]})
        stack.append(pushed)
        self._show(user)
        return pushed

    def update(self, user: str, old: Json, view: Json, hash_: str | None = None) -> Json:
        """Replace a view in place; what was typed stays where block and action keep their ids."""
        if hash_ and hash_ != old["hash"]:
            raise Refused("hash_conflict")
        self._check_external_id(view, old["id"])
        kept = {key: old.get(key) for key in ("id", "previous_view_id", "root_view_id")}
        new = self._dressed(view, ids=kept)
        for block_id, actions in new["state"]["values"].items():
            for action_id, state in actions.items():
                before = old["state"]["values"].get(block_id, {}).get(action_id)
                if before is not None and before["type"] == state["type"]:
                    actions[action_id] = before
        if old["type"] == "home":
            self.homes[user] = new
        else:
            stack = self.stack(user)
            stack[stack.index(old)] = new
        self._show(user)
        return new

    def publish(self, user: str, view: Json, hash_: str | None = None) -> Json:
        """Set a person's App Home."""
        old = self.homes.get(user)
        if old is not None:
            return self.update(user, old, view, hash_)
        self._check_external_id(view)
        self.homes[user] = self._dressed(view)
        self.homes[user]["root_view_id"] = self.homes[user]["id"]
        self._show(user)
        return self.homes[user]

    def close(self, user: str, everything: bool = False) -> list[Json]:
        """Close the top modal, or all; returns those closed, top first."""
        stack = self.stack(user)
        closed = [stack.pop() for _ in range(len(stack) if everything else min(1, len(stack)))]
        self._show(user)
        return closed

    def _show(self, user: str) -> None:
        self.space.changed({"kind": "views", "to": user, "modal": self.top(user), "home": self.homes.get(user)})
