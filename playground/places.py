"""What a person does besides writing and pressing in (channels, pins, profiles, the app's panel), events for the app out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from playground.company import Person
from playground.methods import reactions, rooms, steps
from playground.methods.people import described
from playground.refusal import Json, Refused
from playground.workspace import Channel, new_id
from playground.world import World

NEW = {"name", "real_name", "title", "email", "tz", "locale", "guest"}
PROFILE = {"name", "real_name", "title", "email", "tz", "locale", "admin", "guest"}


class Places:
    """Every deed takes the id or name of the person who does it. All raise Refused with words for that person."""

    def __init__(self, world: World) -> None:
        self.world = world

    # -- channels ------------------------------------------------------------------------------------------------------

    def create_channel(self, who: str, name: str, private: bool = False) -> str:
        """Returns the id of the new channel; the app is not in it."""
        return rooms.create(self.world, name, self.world.space.person(who).id, private).id

    def join(self, who: str, where: str) -> None:
        """Walk into a public channel."""
        user, channel = self._at(who, where)
        if channel.kind != "channel":
            raise Refused("method_not_supported_for_channel_type", "into this channel one is invited")
        if user in channel.members:
            raise Refused("already_in_channel", "you are in this channel")
        rooms.join(self.world, channel, user)

    def leave(self, who: str, where: str) -> None:
        user, channel = self._at(who, where, member=True)
        rooms.leave(self.world, channel, user)

    def invite(self, who: str, where: str, whom: str) -> None:
        """Bring a person, or by its name the app, into a channel."""
        user, channel = self._at(who, where, member=True)
        guest = self._member(whom)
        if guest in channel.members:
            raise Refused("already_in_channel", f"{whom} is in this channel")
        rooms.join(self.world, channel, guest, inviter=user)

    def remove(self, who: str, where: str, whom: str) -> None:
        """Take a person, or by its name the app, out of a channel."""
        _, channel = self._at(who, where, member=True)
        guest = self._member(whom)
        if guest not in channel.members:
            raise Refused("not_in_channel", f"{whom} is not in this channel")
        rooms.leave(self.world, channel, guest)

    def archive(self, who: str, where: str, closed: bool = True) -> None:
        user, channel = self._at(who, where, member=True)
        rooms.archive(self.world, channel, user, closed)

    def delete_channel(self, who: str, where: str) -> None:
        """Take a channel away for good: every method answers `channel_not_found` from now on."""
        user, channel = self._at(who, where, member=True)
        rooms.remove(self.world, channel, user)

    # -- messages ------------------------------------------------------------------------------------------------------

    def pin(self, who: str, where: str, ts: str) -> None:
        user, channel = self._at(who, where, member=True)
        reactions.pin(self.world, channel, self.world.space.message(channel, ts), user)

    def unreact(self, who: str, where: str, ts: str, name: str) -> None:
        user, channel = self._at(who, where, member=True)
        reactions.unreact(self.world, channel, self.world.space.message(channel, ts), name, user)

    def start_group(self, who: str, whom: list[str]) -> str:
        """Open the direct messages of several people and the app; returns the id."""
        users = [self.world.space.person(one).id for one in dict.fromkeys([who, *whom])]
        if len(users) < 2:
            raise Refused("not_enough_users", "with one person alone it is a direct message")
        return self.world.space.group_dm(users).id

    # -- people --------------------------------------------------------------------------------------------------------

    def change_person(self, who: str, changes: Json) -> None:
        """Change what a profile says (real_name, title, tz, locale, ...); the app gets `user_change`."""
        person = self.world.space.person(who)
        if unknown := set(changes) - PROFILE:
            raise Refused("invalid_arguments", f"a profile has no {', '.join(sorted(unknown))}")
        self.world.space.people[person.id] = replace(person, **changes)
        shown = described(self.world, self.world.space.people[person.id], True)
        event = {"type": "user_change", "user": shown, "cache_ts": int(self.world.clock.now())}
        self.world.space.tell_app("user_change", {**event, "event_ts": self.world.space.next_ts()})
        self.world.space.changed({"kind": "channels"})

    def join_company(self, name: str, **profile: Any) -> str:
        """Somebody new: in no channel yet, with a DM with the app. Returns their id; the app gets `team_join`."""
        space = self.world.space
        if unknown := set(profile) - NEW:
            raise Refused("invalid_arguments", f"a profile has no {', '.join(sorted(unknown))}")
        if any(person.name == name for person in space.people.values()):
            raise Refused("name_taken", f"there is a {name} already")
        made = Person(**{"id": new_id("U"), "name": name, "real_name": name.capitalize(), **profile})
        space.people[made.id] = made
        space.dm(self.world.company.app.bot_user, made.id)
        event = {"type": "team_join", "user": described(self.world, made, True), "cache_ts": int(self.world.clock.now())}
        space.tell_app("team_join", {**event, "event_ts": space.next_ts()})
        space.changed({"kind": "channels"})
        return made.id

    # -- workflows -----------------------------------------------------------------------------------------------------

    def run_step(self, callback_id: str, inputs: Json | None = None) -> str:
        """Let a workflow come to a step of the app. Returns the execution's id; how it ends stands in `steps` of the state."""
        return str(steps.run(self.world, callback_id, inputs or {})["id"])

    # -- the app's panel -----------------------------------------------------------------------------------------------

    def start_chat(self, who: str, context: str = "") -> str:
        """A new thread with an assistant (the older of Slack's two views); returns its ts. `context`: a channel beside it."""
        app, space = self.world.company.app, self.world.space
        if not app.assistant_view:
            raise Refused("feature_not_enabled", f"{app.name} has no assistant view (`assistant_view` in the company file)")
        user = space.person(who).id
        channel = space.dm(app.bot_user, user)
        ts = space.next_ts()
        root: Json = {"type": "message", "subtype": "assistant_app_thread", **self.world.team_fields(), "text": "New chat"}
        root |= {"ts": ts, "thread_ts": ts, "assistant_app_thread": {"title": "New chat", "title_blocks": [], "artifacts": []}}
        channel.messages[ts] = root
        space.changed({"kind": "message", "channel": channel.id, "message": root})
        self._tell_of_chat("assistant_thread_started", user, channel, ts, context)
        return ts

    def look_at(self, who: str, where: str) -> None:
        """Open a channel beside the app: its context changes."""
        user, seen = self._at(who, where, member=True)
        app, space = self.world.company.app, self.world.space
        own = space.dm(app.bot_user, user)
        if app.assistant_view:
            chats = [ts for ts, message in own.messages.items() if message.get("subtype") == "assistant_app_thread"]
            if chats:
                self._tell_of_chat("assistant_thread_context_changed", user, own, chats[-1], seen.id)
            return
        entity = {"type": "slack#/types/channel_id", "value": seen.id, "team_id": self.world.company.team_id}
        event: Json = {"type": "app_context_changed", "user": user, "channel": own.id, "context": {"entities": [entity]}}
        space.tell_app("app_context_changed", {**event, "event_ts": space.next_ts()})

    def _tell_of_chat(self, kind: str, user: str, channel: Channel, ts: str, context: str) -> None:
        seen: Json = {}
        if context:
            seen = {"channel_id": self.world.space.find_channel(context, user).id, "team_id": self.world.company.team_id}
            seen["enterprise_id"] = None
        thread = {"user_id": user, "context": seen, "channel_id": channel.id, "thread_ts": ts}
        self.world.space.tell_app(kind, {"type": kind, "assistant_thread": thread, "event_ts": self.world.space.next_ts()})

    def stop_session(self, who: str, where: str, thread_ts: str) -> None:
        """The stop button, which stands there while an agent session is `processing`. Slack ends the session's streams and tells
        the app, which has to end its work and the session's state itself (docs: events/agent_session_stopped)."""
        world = self.world
        user, channel = self._at(who, where, member=True)
        if world.space.sessions.get((channel.id, thread_ts), {}).get("status") != "processing":
            raise Refused("no_session", "there is no stop button: no agent session of this thread is `processing`")
        if "agent_session_stopped" not in world.company.app.events:
            raise Refused("no_session", "there is no stop button: the app does not listen to `agent_session_stopped`")
        streams = [m for m in channel.thread(thread_ts) if (channel.id, m["ts"]) in world.streams]
        for message in streams:
            del world.streams[channel.id, message["ts"]]
            world.space.edit_message(channel, message, {"streaming_state": "completed"}, by=message["user"], mark_edited=False)
        event: Json = {"type": "agent_session_stopped", "user": user, "channel": channel.id, "thread_ts": thread_ts}
        event["streaming_message_ts"] = [message["ts"] for message in streams]
        world.space.tell_app("agent_session_stopped", {**event, "event_ts": world.space.next_ts()})

    # -- finding -------------------------------------------------------------------------------------------------------

    def _at(self, who: str, where: str, member: bool = False) -> tuple[str, Channel]:
        user = self.world.space.person(who).id
        channel = self.world.space.find_channel(where, user)
        if member and user not in channel.members:
            raise Refused("not_in_channel", "you are not in this channel")
        return user, channel

    def _member(self, whom: str) -> str:
        app = self.world.company.app
        return app.bot_user if whom.removeprefix("@") in (app.name, app.bot_user) else self.world.space.person(whom).id
