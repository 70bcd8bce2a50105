"""What a person does in, what happens in the workspace and what the app is told out."""

from __future__ import annotations

from typing import Any

from playground import answers
from playground.blocks import elements_of, with_ids
from playground.composer import compose
from playground.delivery import NotAnsweredError
from playground.methods.channels import react
from playground.methods.chat import content
from playground.methods.private import respond
from playground.refusal import Json, Refused
from playground.registry import Args
from playground.views import checked_view
from playground.workspace import Channel, new_id
from playground.world import World

MAX_TYPED = 40_000


class Deeds:
    """Every deed takes the id or name of the person who does it. All raise Refused with words for that person."""

    def __init__(self, world: World) -> None:
        self.world = world

    # -- writing -------------------------------------------------------------------------------------------------------

    def _written(self, typed: str) -> Json:
        company = self.world.company
        people = {**{person.name: person.id for person in company.people}, company.app.name: company.app.bot_user}
        rooms = {channel.name: channel.id for channel in self.world.space.channels.values() if channel.name}
        text, blocks = compose(typed, people, rooms, {group.handle: group.id for group in company.groups})
        return {"text": text, "blocks": with_ids(blocks)}

    def say(self, who: str, where: str, typed: str, thread_ts: str | None = None, files: list[Json] | None = None) -> Json:
        """Write a message; `@name` becomes a mention. Returns the message."""
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        if not typed.strip() and not files:
            raise Refused("no_text", "an empty message cannot be sent")
        if len(typed) > MAX_TYPED:
            raise Refused("msg_too_long", f"a message holds at most {MAX_TYPED} characters")
        message: Json = {"type": "message", "user": user, "team": self.world.company.team_id, "client_msg_id": new_id("m")}
        message |= self._written(typed)
        if thread_ts:
            message["thread_ts"] = thread_ts
        if files:
            message |= {"subtype": "file_share", "files": files}
        sent = self.world.space.add_message(channel, message)
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

    def _element(self, blocks: list[Json], action: str, block_id: str | None) -> tuple[Json, Json]:
        labelled: list[tuple[Json, Json]] = []
        for block in blocks:
            for element in elements_of(block):
                if block_id not in (None, block["block_id"]):
                    continue
                if element.get("action_id") == action:
                    return block, element
                if (element.get("text") or {}).get("text") == action:
                    labelled.append((block, element))
        if not labelled:
            raise Refused("no_such_element", f"nothing here has the action_id or label {action!r}")
        return labelled[0]

    async def press(self, who: str, where: str, ts: str, action: str, given: Any = None, *, block_id: str | None = None) -> Json:
        """Use an element of a message: `action` is its action_id or label, `given` the chosen value. Returns the payload."""
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        message = channel.messages.get(ts) or next((m for m in channel.ephemerals if m["ts"] == ts and m["to"] == user), None)
        if message is None:
            raise Refused("message_not_found")
        block, element = self._element(message.get("blocks", []), action, block_id)
        entry = self._entry(user, block, element, given)
        values = self.world.message_state.setdefault((user, ts), answers.initial_state(message["blocks"]))
        self._keep(values, user, block, element, given)
        private = bool(message.get("is_ephemeral"))
        container: Json = {"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": private}
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        named = channel.name or "directmessage"
        more: Json = {"container": container, "channel": {"id": channel.id, "name": named}, "state": {"values": values}}
        if not private:
            more["message"] = {key: value for key, value in message.items() if key != "hidden"}
        payload = self.world.interaction("block_actions", user, **more, actions=[entry])
        payload["response_url"] = self.world.make_hook(channel, user, message)
        await self._ask("interactive", payload)
        return payload

    async def use(self, who: str, view_id: str, action: str, given: Any = None, *, block_id: str | None = None) -> Json | None:
        """Use an element of a modal or of App Home. The app hears of it where Slack tells it; returns the payload then."""
        user = self.world.space.person(who).id
        owner, view = self.world.views.find(view_id)
        if owner != user:
            raise Refused("not_found", "this view belongs to someone else")
        block, element = self._element(view["blocks"], action, block_id)
        self._keep(view["state"]["values"], user, block, element, given)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        entry = self._entry(user, block, element, given)
        container = {"type": "view", "view_id": view["id"]}
        payload = self.world.interaction("block_actions", user, container=container, view=view, actions=[entry])
        payload["state"] = payload["view"]["state"]
        await self._ask("interactive", payload)
        return payload

    def _entry(self, user: str, block: Json, element: Json, given: Any) -> Json:
        offered = self.world.offered.get((user, element.get("action_id", "")), [])
        return answers.action_entry(block, element, given, offered, self.world.space.next_ts())

    def _keep(self, values: Json, user: str, block: Json, element: Json, given: Any) -> None:
        kept = values.get(block["block_id"], {})
        if element.get("action_id") in kept:
            offered = self.world.offered.get((user, element["action_id"]), [])
            kept[element["action_id"]] = answers.state_of(element, given, offered)

    async def options(self, who: str, where: Json, action_id: str, block_id: str, typed: str) -> Json:
        """Ask the app for the options of an external select. `where`: {"view": id} or {"channel": id, "ts": ts}."""
        user = self.world.space.person(who).id
        more: Json = {"action_id": action_id, "block_id": block_id, "value": typed}
        if "view" in where:
            view = self.world.views.find(where["view"])[1]
            more |= {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        else:
            container = {"type": "message", "channel_id": where["channel"], "message_ts": where["ts"]}
            more |= {"container": container, "channel": {"id": where["channel"]}}
        reply = await self._ask("interactive", self.world.interaction("block_suggestion", user, **more))
        groups = reply.get("option_groups") or []
        options = [*(reply.get("options") or []), *(option for group in groups for option in group.get("options", []))]
        if len(options) > 100:
            raise Refused("invalid_options", f"no more than 100 options allowed, got {len(options)}")
        known = self.world.offered.setdefault((user, action_id), [])
        known.extend(option for option in options if option not in known)
        return {"options": options, **({"option_groups": groups} if groups else {})}

    def fill(self, who: str, view_id: str, inputs: dict[str, Json]) -> None:
        """Type into a view without telling the app: block id -> action id -> what is in it."""
        user = self.world.space.person(who).id
        view = self.world.views.find(view_id)[1]
        for block_id, given in inputs.items():
            for action_id, value in given.items():
                block, element = self._element(view["blocks"], action_id, block_id)
                self._keep(view["state"]["values"], user, block, element, value)

    async def submit(self, who: str, values: Json | None = None, inputs: dict[str, Json] | None = None) -> Json:
        """Submit the top modal. `values`: action_id -> what to fill in first. Returns {"errors": {block_id: words}} or {}."""
        user = self.world.space.person(who).id
        view = self._top(user)
        self.fill(who, view["id"], inputs or {})
        for action_id, given in (values or {}).items():
            block, element = self._element(view["blocks"], action_id, None)
            self._keep(view["state"]["values"], user, block, element, given)
        if wrong := answers.missing_inputs(view):
            return {"errors": wrong}
        reply = await self._ask("interactive", self.world.interaction("view_submission", user, view=view, response_urls=[]))
        return self._after_submit(user, view, reply)

    def _after_submit(self, user: str, view: Json, reply: Json) -> Json:
        views = self.world.views
        action = reply.get("response_action")
        if action == "errors":
            errors = reply.get("errors") or {}
            inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            if not errors or set(errors) - inputs:
                raise Refused(
                    "invalid_response_action", f"errors must name input blocks; this view has: {', '.join(sorted(inputs))}"
                )
            return {"errors": errors}
        if view not in views.stack(user):
            return {}  # the app changed or closed it while it was being asked
        if action == "update":
            views.update(user, view, checked_view(reply.get("view"), ("modal",)))
        elif action == "push":
            views.push(user, checked_view(reply.get("view"), ("modal",)))
        elif action == "clear":
            views.close(user, everything=True)
        elif action is None:
            views.close(user, everything=bool(view.get("clear_on_close")))
        else:
            raise Refused("invalid_response_action", f"unknown response_action: {action}")
        return {}

    async def close_view(self, who: str, everything: bool = False) -> None:
        """Cancel the top modal, or all of them; the app hears of it where a view asked for that."""
        user = self.world.space.person(who).id
        for view in self.world.views.close(user, everything or bool(self._top(user).get("clear_on_close"))):
            if view.get("notify_on_close"):
                payload = self.world.interaction("view_closed", user, view=view, is_cleared=everything)
                payload.pop("trigger_id")
                await self._ask("interactive", payload)

    def _top(self, user: str) -> Json:
        view = self.world.views.top(user)
        if view is None:
            raise Refused("not_found", "no modal is open")
        return view

    # -- commands, shortcuts, App Home ---------------------------------------------------------------------------------

    async def command(self, who: str, where: str, typed: str) -> Json:
        """A slash command as typed. Returns the app's reply."""
        user = self.world.space.person(who)
        channel = self._my_channel(user.id, where)
        name, _, text = typed.strip().partition(" ")
        app, company = self.world.company.app, self.world.company
        if name == "/invite" and text.strip().lstrip("@") == app.name:
            channel.members.add(app.bot_user)
            self._whisper(channel, user.id, f"@{app.name} is now in this channel.")
            return {}
        if name not in {command["command"] for command in app.commands}:
            raise Refused("invalid_command", f"{name} is not a command here")
        payload = {
            "token": "playground",
            "team_id": company.team_id,
            "team_domain": company.domain,
            "channel_id": channel.id,
            "channel_name": channel.name or "directmessage",
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": text.strip(),
            "api_app_id": app.id,
            "is_enterprise_install": "false",
            "response_url": self.world.make_hook(channel, user.id),
            "trigger_id": self.world.triggers.make(user.id),
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
        if kinds.get(callback_id) != ("message" if ts else "global"):
            raise Refused("no_such_shortcut", f"no such shortcut: {callback_id}")
        more: Json = {"callback_id": callback_id, "action_ts": self.world.space.next_ts()}
        if where is None or ts is None:
            await self._ask("interactive", self.world.interaction("shortcut", user, **more))
            return
        channel = self._my_channel(user, where)
        message = self.world.space.message(channel, ts)
        more |= {"channel": {"id": channel.id, "name": channel.name or "directmessage"}, "message_ts": ts, "message": message}
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

    def stop_session(self, who: str, where: str, thread_ts: str) -> None:
        """The stop button of an agent's thread: the app hears of it, and has to end its work itself."""
        user = self.world.space.person(who).id
        channel = self._my_channel(user, where)
        event = {"type": "agent_session_stopped", "user": user, "channel": channel.id, "thread_ts": thread_ts}
        self.world.space.tell_app("agent_session_stopped", {**event, "event_ts": self.world.space.next_ts()})

    async def _ask(self, kind: str, payload: Json) -> Json:
        try:
            return await self.world.delivery.ask(kind, payload)
        except NotAnsweredError as error:
            raise Refused("not_answered", f"{self.world.company.app.name} did not answer: {error}") from error
