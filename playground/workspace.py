"""Deeds of people and of the app in, the state of the pretend workspace out: channels, messages, and who is told of a change."""

from __future__ import annotations

import copy
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.clock import Clock
from playground.company import Company, Group, Person
from playground.refusal import Json, Refused

SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}
STATUS_SECONDS = 120  # a status goes away when no message came for 2 minutes (docs: assistant.threads.setStatus)


@dataclass
class Channel:
    id: str
    name: str
    kind: str  # channel, group, im or mpim: the `channel_type` of events
    members: set[str]
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    creator: str = ""
    created: int = 0
    pins: list[str] = field(default_factory=list)  # ts of pinned messages, oldest pin first
    bookmarks: list[Json] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)  # by ts, oldest first
    ephemerals: list[Json] = field(default_factory=list)  # each with `to`: the one who sees it

    @property
    def told_name(self) -> str:
        """What commands and clicks call it: of what is not public Slack says the kind alone."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.kind, self.name)

    def thread(self, ts: str) -> list[Json]:
        """The parent and its replies, oldest first; empty when there is no such message."""
        if ts not in self.messages:
            return []
        root = self.messages[ts].get("thread_ts", ts)
        return [m for m in self.messages.values() if m["ts"] == root or m.get("thread_ts") == root]

    def top_level(self) -> list[Json]:
        """Messages that are no thread replies, oldest first."""
        return [m for m in self.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"]]


class Workspace:
    """All that Slack would keep. Lives in one event loop; `tell_app` gets events, `watchers` get changes for the pages."""

    def __init__(self, company: Company, clock: Clock) -> None:
        self.company = company
        self.clock = clock
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, Json] = {}
        self.statuses: dict[tuple[str, str], Json] = {}
        self.prompts: dict[str, Json] = {}  # DM channel, or of an assistant's thread `channel thread_ts` -> suggested prompts
        self.sessions: dict[tuple[str, str], Json] = {}  # (channel, thread_ts) -> agent session
        self.watchers: set[Callable[[Json], None]] = set()
        self.tell_app: Callable[[str, Json], None] = lambda subscription, event: None
        self._last_ts = 0
        self.seed()

    # -- people and channels -------------------------------------------------------------------------------------------

    def seed(self) -> None:
        """Back to the company file: no messages, the channels as listed, a DM with the app for everyone."""
        for kept in (self.statuses, self.prompts, self.sessions, self.files):
            kept.clear()
        self.people = {person.id: person for person in self.company.people}
        self.groups = {group.id: group for group in self.company.groups}
        self.channels = {}
        for room in self.company.rooms:
            members = set(room.people) | ({self.company.app.bot_user} if room.bot else set())
            self.channels[room.id] = Channel(room.id, room.name, "group" if room.private else "channel", members, room.topic)
        for person in self.company.people:
            self.dm(self.company.app.bot_user, person.id)

    def is_user(self, user: str) -> bool:
        return user in self.people or user == self.company.app.bot_user

    def person(self, who: str) -> Person:
        """By id or name; raises Refused."""
        for person in self.people.values():
            if who in (person.id, person.name, f"@{person.name}"):
                return person
        raise Refused("user_not_found", f"no person `{who}` in the company file")

    def dm(self, one: str, other: str) -> Channel:
        """The direct message channel of two users, made when there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {one, other}:
                return channel
        made = Channel(
            f"D0{len([c for c in self.channels.values() if c.kind == 'im']) + 1:04d}" + one[-4:], "", "im", {one, other}
        )
        self.channels[made.id] = made
        return made

    def group_dm(self, users: list[str]) -> Channel:
        """The direct message channel of several people and the app, made when there is none."""
        members = {*users, self.company.app.bot_user}
        for channel in self.channels.values():
            if channel.kind == "mpim" and channel.members == members:
                return channel
        names = [self.people[user].name for user in users]
        made = Channel(new_id("C"), f"mpdm-{'--'.join([*names, self.company.app.name])}-1", "mpim", members)
        self.channels[made.id] = made
        self.changed({"kind": "channels"})
        return made

    def channel(self, channel_id: Any) -> Channel:
        """By id; raises Refused as Slack does."""
        found = self.channels.get(channel_id) if isinstance(channel_id, str) else None
        if found is None:
            raise Refused("channel_not_found")
        return found

    def find_channel(self, where: str, user: str) -> Channel:
        """For people and tests: an id, `#name`, a name, or `dm` for the person's DM with the app."""
        if where in self.channels:
            return self.channels[where]
        if where.lower() in ("dm", "@" + self.company.app.name):
            return self.dm(self.company.app.bot_user, user)
        for channel in self.channels.values():
            if channel.name and where.lstrip("#") == channel.name:
                return channel
        raise Refused("channel_not_found", f"no channel `{where}`")

    def bot_in(self, channel: Channel) -> bool:
        return self.company.app.bot_user in channel.members

    # -- messages ------------------------------------------------------------------------------------------------------

    def next_ts(self) -> str:
        """A ts that is later than every ts before it; microseconds of the playground's clock."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def message(self, channel: Channel, ts: Any, code: str = "message_not_found") -> Json:
        found = channel.messages.get(ts) if isinstance(ts, str) else None
        if found is None:
            raise Refused(code)
        return found

    def add_message(self, channel: Channel, message: Json) -> Json:
        """Give it a ts, put it in the channel, tell the pages and the app. The message is kept as given."""
        message["ts"] = self.next_ts()
        root_ts = message.get("thread_ts")
        if root_ts is not None:
            root = self.message(channel, root_ts, "cannot_reply_to_message")
            root = channel.messages.get(root.get("thread_ts", ""), root)
            root_ts = message["thread_ts"] = root["ts"]
            self._count_reply(channel, root, message)
        channel.messages[message["ts"]] = message
        if message.get("bot_id") and (status := self.statuses.pop((channel.id, root_ts or ""), None)):
            self.changed({"kind": "status", **status, "status": ""})
        self.changed({"kind": "message", "channel": channel.id, "message": message})
        self._tell_of_message(channel, message)
        return message

    def _count_reply(self, channel: Channel, root: Json, reply: Json) -> None:
        root["thread_ts"] = root["ts"]
        root["reply_count"] = root.get("reply_count", 0) + 1
        root["latest_reply"] = reply["ts"]
        root["reply_users"] = sorted({*root.get("reply_users", ()), reply["user"]})
        root["reply_users_count"] = len(root["reply_users"])
        reply["parent_user_id"] = root["user"]
        self.changed({"kind": "message", "channel": channel.id, "message": root})

    def _tell_of_message(self, channel: Channel, message: Json) -> None:
        if not self.bot_in(channel):
            return
        event = {**with_blocks(message), "channel": channel.id, "event_ts": message["ts"], "channel_type": channel.kind}
        self.tell_app(_subscription(channel), event)
        mention = f"<@{self.company.app.bot_user}>"
        if mention in message.get("text", "") and channel.kind != "im" and message["user"] != self.company.app.bot_user:
            without = {key: value for key, value in event.items() if key not in ("channel_type", "parent_user_id")}
            self.tell_app("app_mention", {**without, "type": "app_mention"})

    def edit_message(self, channel: Channel, message: Json, changes: Json, by: str, mark_edited: bool = True) -> Json:
        """Change a message in place; the app gets `message_changed` with both versions. None removes a field."""
        before = copy.deepcopy(message)
        for key, value in changes.items():
            if value is None:
                message.pop(key, None)
            else:
                message[key] = value
        now = self.next_ts()
        if mark_edited:
            message["edited"] = {"user": by, "ts": now}
        self.changed({"kind": "message", "channel": channel.id, "message": message})
        self._tell_hidden(
            channel, now, {"subtype": "message_changed", "message": copy.deepcopy(message), "previous_message": before}
        )
        return message

    def delete_message(self, channel: Channel, message: Json) -> None:
        """A parent with replies leaves a tombstone, as in Slack; any other message goes."""
        now = self.next_ts()
        if message.get("reply_count"):
            changes = {
                "subtype": "tombstone",
                "text": "This message was deleted.",
                "blocks": None,
                "hidden": True,
                "metadata": None,
            }
            self.edit_message(channel, message, {**changes, "user": "USLACKBOT"}, by="USLACKBOT", mark_edited=False)
            return
        del channel.messages[message["ts"]]
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None:
            replies = [m for m in channel.thread(root["ts"]) if m is not root]
            root["reply_count"] = len(replies)
            root["latest_reply"] = replies[-1]["ts"] if replies else root["ts"]
            self.changed({"kind": "message", "channel": channel.id, "message": root})
        self.changed({"kind": "deleted", "channel": channel.id, "ts": message["ts"]})
        self._tell_hidden(channel, now, {"subtype": "message_deleted", "deleted_ts": message["ts"], "previous_message": message})

    def _tell_hidden(self, channel: Channel, ts: str, event: Json) -> None:
        if self.bot_in(channel):
            common = {"type": "message", "hidden": True, "channel": channel.id, "ts": ts, "event_ts": ts}
            self.tell_app(_subscription(channel), {**common, "channel_type": channel.kind, **event})

    def add_ephemeral(self, channel: Channel, to: str, message: Json) -> Json:
        """A message that one person sees and that no method can find again."""
        message["ts"] = self.next_ts()
        message["to"] = to
        message["is_ephemeral"] = True
        channel.ephemerals.append(message)
        self.changed({"kind": "ephemeral", "channel": channel.id, "to": to, "message": message})
        return message

    def change_ephemeral(self, channel: Channel, message: Json, changes: Json | None) -> None:
        """Change an ephemeral message, or take it away with None."""
        if changes is None:
            channel.ephemerals.remove(message)
            self.changed({"kind": "deleted", "channel": channel.id, "ts": message["ts"], "to": message["to"]})
            return
        message.update(changes)
        self.changed({"kind": "ephemeral", "channel": channel.id, "to": message["to"], "message": message})

    # -- status, and who hears of it -----------------------------------------------------------------------------------

    def set_status(self, channel: Channel, thread_ts: str, status: str, loading: list[str]) -> None:
        """The line below a thread that says what the app is doing; empty text takes it away."""
        entry = {"channel": channel.id, "thread_ts": thread_ts, "status": status, "loading_messages": loading}
        if status:
            self.statuses[channel.id, thread_ts] = {**entry, "until": self.clock.now() + STATUS_SECONDS}
        else:
            self.statuses.pop((channel.id, thread_ts), None)
        self.changed({"kind": "status", **entry})

    def live_statuses(self) -> list[Json]:
        """Statuses that have not run out."""
        return [status for status in self.statuses.values() if status["until"] > self.clock.now()]

    def changed(self, change: Json) -> None:
        """Tell the pages and whoever waits in a test."""
        for watcher in list(self.watchers):
            watcher(change)


def _subscription(channel: Channel) -> str:
    return SUBSCRIPTIONS[channel.kind]


def with_blocks(message: Json) -> Json:
    """What Slack makes of an app's plain text: the same as a rich_text block (bolt's own store of contexts counts on it)."""
    if not message.get("text") or message.get("blocks") or "bot_id" not in message or message.get("subtype") == "tombstone":
        return message
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": message["text"]}]}
    return {**message, "blocks": [{"type": "rich_text", "block_id": "text", "elements": [section]}]}


def new_id(prefix: str) -> str:
    """An id in Slack's way: a prefix and ten capitals or digits."""
    return prefix + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(10))
