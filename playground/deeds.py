"""What a person does in, what happens in the workspace and what the app is told out."""

from __future__ import annotations

from typing import Any

from playground import answers
from playground.blocks import with_ids
from playground.composer import compose
from playground.forms import Forms
from playground.methods.chat import content
from playground.methods.files import described_file, share
from playground.methods.private import respond
from playground.methods.reactions import react
from playground.methods.rooms import join
from playground.methods.unfurl import tell_of_links
from playground.refusal import Json, Refused
from playground.registry import Args
from playground.workspace import Channel, new_id

MAX_TYPED = 40_000


class Deeds(Forms):
    """Every deed takes the id or name of the person who does it. All raise Refused with words for that person."""

    # -- writing -------------------------------------------------------------------------------------------------------

    def _written(self, typed: str) -> Json:
        company = self.world.company
        people = {person.name: person.id for person in self.world.space.people.values()}
        people[company.app.name] = company.app.bot_user
        rooms = {channel.name: channel.id for channel in self.world.space.channels.values() if channel.name}
        text, blocks = compose(typed, people, rooms, {group.handle: group.id for group in self.world.space.groups.values()})
        return {"text": text, "blocks": with_ids(blocks)}

    def say(self, who: str, where: str, typed: str, thread_ts: str | None = None, files: list[Json] | None = None) -> Json:
        """Write a message; `@name` becomes a mention. Returns the message."""
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        if not typed.strip() and not files:
            raise Refused("no_text", "an empty message cannot be sent")
        if len(typed) > MAX_TYPED:
            raise Refused("msg_too_long", f"a message holds at most {MAX_TYPED} characters")
        message: Json = {"type": "message", "user": user, "team": self.world.team_of(user), "client_msg_id": new_id("m")}
        message |= self._written(typed)
        if thread_ts:
            message["thread_ts"] = thread_ts
        if files:
            files = [described_file(self.world, user, file) for file in files]
            message |= {"subtype": "file_share", "files": files, "upload": True}
        if channel.archived:
            raise Refused("is_archived", "this channel is closed")
        sent = self.world.space.add_message(channel, message)
        share(self.world, channel.id, user, files or [])
        tell_of_links(self.world, channel, sent)
        bot = self.world.company.app
        if f"<@{bot.bot_user}>" in message["text"] and not self.world.space.bot_in(channel):
            self._whisper(channel, user, f"@{bot.name} is not in this channel. Type `/invite @{bot.name}` to add it.")
        return sent

    def edit(self, who: str, where: str, ts: str, typed: str) -> Json:
        """Change one's own message."""
        channel, message = self._own(who, where, ts)
        changes = {**self._written(typed)}
        return self.world.space.edit_message(channel, message, changes, by=message["user"])

    def delete(self, who: str, where: str, ts: str) -> None:
        """Take one's own message away."""
        channel, message = self._own(who, where, ts)
        self.world.space.delete_message(channel, message)

    def react(self, who: str, where: str, ts: str, name: str) -> None:
        """Put an emoji, by its name, on a message."""
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        react(self.world, channel, self.world.space.message(channel, ts), name, user)

    def _my_channel(self, user: str, where: str) -> Channel:
        channel = self.world.space.find_channel(where, user)
        if user not in channel.members:
            raise Refused("not_in_channel", "you are not in this channel")
        return channel

    def _own(self, who: str, where: str, ts: str) -> tuple[Channel, Json]:
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        message = self.world.space.message(channel, ts)
        if message["user"] != user:
            raise Refused("cant_update_message", "only your own messages can be changed")
        return channel, message

    def _whisper(self, channel: Channel, user: str, text: str) -> None:
        self.world.space.add_ephemeral(channel, user, {"type": "message", "user": "USLACKBOT", "text": text})

    # -- buttons, menus, modals ----------------------------------------------------------------------------------------

    async def press(self, who: str, where: str, ts: str, action: str, given: Any = None, *, block_id: str | None = None) -> Json:
        """Use an element of a message: `action` is its action_id or label, `given` the chosen value. Returns the payload."""
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        message = channel.messages.get(ts) or next((m for m in channel.ephemerals if m["ts"] == ts and m["to"] == user), None)
        if message is None:
            raise Refused("message_not_found")
        blocks = [*message.get("blocks", []), *(b for a in message.get("attachments", []) for b in a.get("blocks", []))]
        block, element = self._element(blocks, action, block_id)
        entry = self._entry(user, block, element, given)
        values = self.world.message_state.setdefault((user, ts), answers.initial_state(blocks))
        self._keep(values, user, block, element, given)
        private = bool(message.get("is_ephemeral"))
        unfurled = any(a.get("is_app_unfurl") and block in a.get("blocks", []) for a in message.get("attachments", []))
        kind = "message_attachment" if unfurled else "message"
        container: Json = {"type": kind, "message_ts": ts, "channel_id": channel.id, "is_ephemeral": private}
        if unfurled:
            container["is_app_unfurl"] = True
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        named = {"id": channel.id, "name": channel.told_name}
        more: Json = {"container": container, "channel": named, "state": {"values": values}}
        more |= self.world.step_of(f"{channel.id} {ts}")
        if not private:
            more["message"] = {key: value for key, value in message.items() if key != "hidden"}
        payload = self.world.interaction("block_actions", user, **more, actions=[entry])
        payload["response_url"] = self.world.make_hook(channel, user, message)
        await self._ask("interactive", payload)
        return payload

    # -- commands, shortcuts, App Home ---------------------------------------------------------------------------------

    async def command(self, who: str, where: str, typed: str) -> Json:
        """A slash command as typed. Returns the app's reply."""
        user = self.world.space.person(who)
        channel = self._my_channel(user.id, where)
        name, _, text = typed.strip().partition(" ")
        app, company = self.world.company.app, self.world.company
        if name == "/invite" and text.strip().lstrip("@") == app.name:
            if self.world.space.bot_in(channel):
                raise Refused("already_in_channel", f"{app.name} is in this channel")
            join(self.world, channel, app.bot_user, inviter=user.id)
            return {}
        if app.commands and name not in {command["command"] for command in app.commands}:
            raise Refused("invalid_command", f"{name} is not a command here")
        payload = {
            "token": "playground",
            "team_id": self.world.team_of(user.id),
            "team_domain": company.domain,
            "channel_id": channel.id,
            "channel_name": channel.told_name,
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": text.strip(),
            "api_app_id": app.id,
            "is_enterprise_install": "true" if company.enterprise else "false",
            **({"enterprise_id": company.enterprise, "enterprise_name": company.name} if company.enterprise else {}),
            "response_url": self.world.make_hook(channel, user.id),
            "trigger_id": self.world.triggers.make(user.id, channel.id),
        }
        reply = await self._ask("slash_commands", payload)
        if reply:
            content(Args(reply))
            respond(self.world, payload["response_url"].rsplit("/", 1)[-1], reply)
        return reply

    async def shortcut(self, who: str, callback_id: str, where: str | None = None, ts: str | None = None) -> None:
        """A global shortcut, or with a channel and a ts the one in a message's menu."""
        user = self.world.space.person(who).id
        kinds = {shortcut["callback_id"]: shortcut["type"] for shortcut in self.world.company.app.shortcuts}
        if kinds and kinds.get(callback_id) != ("message" if ts else "global"):
            raise Refused("no_such_shortcut", f"no such shortcut: {callback_id}")
        more: Json = {"callback_id": callback_id, "action_ts": self.world.space.next_ts()}
        if where is None or ts is None:
            await self._ask("interactive", self.world.interaction("shortcut", user, **more))
            return
        channel = self._my_channel(user, where)
        message = self.world.space.message(channel, ts)
        more |= {"channel": {"id": channel.id, "name": channel.told_name}, "message_ts": ts, "message": message}
        payload = self.world.interaction("message_action", user, **more)
        payload["response_url"] = self.world.make_hook(channel, user)
        await self._ask("interactive", payload)

    def open_home(self, who: str, tab: str = "home") -> None:
        """Open the app's Home or Messages tab."""
        user = self.world.space.person(who).id
        channel = self.world.space.dm(self.world.company.app.bot_user, user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
        event["event_ts"] = self.world.space.next_ts()
        if tab == "home" and user in self.world.views.homes:
            event["view"] = self.world.views.homes[user]
        self.world.space.tell_app("app_home_opened", event)
