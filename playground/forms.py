"""What a person does with elements and modals in, what the app is asked and how the modal changes out."""

from __future__ import annotations

from typing import Any

from playground import answers
from playground.blocks import elements_of
from playground.delivery import NotAnsweredError
from playground.elements import Checker
from playground.methods.files import described_file
from playground.refusal import Json, Refused
from playground.required import missing_inputs
from playground.views import checked_view
from playground.world import World


class Forms:
    """The part of all deeds that is about blocks and views. All raise Refused with words for the person."""

    def __init__(self, world: World) -> None:
        self.world = world

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
        more = self.world.step_of(view["id"])
        payload = self.world.interaction("block_actions", user, container=container, view=view, actions=[entry], **more)
        payload["state"] = payload["view"]["state"]
        await self._ask("interactive", payload)
        return payload

    def _entry(self, user: str, block: Json, element: Json, given: Any) -> Json:
        offered = self.world.offered.get((user, element.get("action_id", "")), [])
        return answers.action_entry(block, element, given, offered, self.world.space.next_ts())

    def _keep(self, values: Json, user: str, block: Json, element: Json, given: Any) -> None:
        kept = values.get(block["block_id"], {})
        if element["type"] == "file_input":
            given = [self._file(user, one) for one in given or []]
        if element.get("action_id") in kept:
            offered = self.world.offered.get((user, element["action_id"]), [])
            kept[element["action_id"]] = answers.state_of(element, given, offered)

    def _file(self, user: str, given: Json) -> Json:
        """A file that was put into a form; what is known of it is its name, type and size, unless a test gives more."""
        known = self.world.space.files.get(str(given.get("id")))
        return known or described_file(self.world, user, given)

    async def options(self, who: str, where: Json, action_id: str, block_id: str, typed: str) -> Json:
        """Ask the app for the options of an external select. `where`: {"view": id} or {"channel": id, "ts": ts}."""
        user = self.world.space.person(who).id
        more: Json = {"action_id": action_id, "block_id": block_id, "value": typed}
        if "view" in where:
            view = self.world.views.find(where["view"])[1]
            more |= {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        else:
            channel = self.world.space.find_channel(where["channel"], user)
            container = {"type": "message", "channel_id": channel.id, "message_ts": where["ts"]}
            more |= {"container": container, "channel": {"id": channel.id, "name": channel.told_name}}
            if where["ts"] in channel.messages:
                more["message"] = channel.messages[where["ts"]]
        payload = self.world.interaction("block_suggestion", user, **more)
        payload.pop("trigger_id")  # from a search nothing can be opened
        reply = await self._ask("interactive", payload)
        groups = reply.get("option_groups") or []
        options = [*(reply.get("options") or []), *(option for group in groups for option in group.get("options", []))]
        if len(options) > 100:
            raise Refused("invalid_options", f"no more than 100 options allowed, got {len(options)}")
        checker = Checker()
        for number, option in enumerate(options):
            checker.option(option, "external_select", f"/options/{number}")
        for number, group in enumerate(groups):
            checker.text(group.get("label"), f"/option_groups/{number}/label", 75, plain_only=True)
        if checker.faults:
            raise Refused("invalid_options", *checker.faults)
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
        if wrong := missing_inputs(view):
            return {"errors": wrong}
        urls = self._response_urls(user, view)
        more = {"response_urls": urls, **self.world.step_of(view["id"])}
        reply = await self._ask("interactive", self.world.interaction("view_submission", user, view=view, **more))
        return self._after_submit(user, view, reply)

    def _response_urls(self, user: str, view: Json) -> list[Json]:
        """One for each chosen conversation of an input with `response_url_enabled`."""
        made: list[Json] = []
        for block in view["blocks"]:
            element = block.get("element") or {}
            if block["type"] != "input" or not element.get("response_url_enabled"):
                continue
            state = view["state"]["values"][block["block_id"]][element["action_id"]]
            chosen = state.get("selected_conversation") or state.get("selected_channel")
            if chosen in self.world.space.channels:
                url = self.world.make_hook(self.world.space.channels[chosen], user)
                place = {"block_id": block["block_id"], "action_id": element["action_id"]}
                made.append({**place, "channel_id": chosen, "response_url": url})
        return made

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
                more = {"is_cleared": everything, **self.world.step_of(view["id"])}
                payload = self.world.interaction("view_closed", user, view=view, **more)
                payload.pop("trigger_id")
                await self._ask("interactive", payload)

    def _top(self, user: str) -> Json:
        view = self.world.views.top(user)
        if view is None:
            raise Refused("not_found", "no modal is open")
        return view

    async def _ask(self, kind: str, payload: Json) -> Json:
        try:
            return await self.world.delivery.ask(kind, payload)
        except NotAnsweredError as error:
            raise Refused("not_answered", f"{self.world.company.app.name} did not answer: {error}") from error
