"""A company in, a running playground in a thread out: for tests, and for trying a bot by hand."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from playground.company import Company, load_company
from playground.deeds import Deeds
from playground.faults import Fault
from playground.manifest import installed
from playground.places import Places
from playground.refusal import Json, Refused
from playground.serving import HOST, bind, server_of
from playground.world import World

PATIENCE = 60.0
"""Seconds for which a wait goes on when nobody says how long: for slow machines too, and only where it fails anyway."""
T = TypeVar("T")


class Playground:
    """A playground in a thread of its own: `with Playground() as slack: ...`. All methods may be called from any thread.

    `user` is always an id or a name of the company file, `channel` an id, a name with or without `#`, or `dm`.
    """

    def __init__(
        self,
        company: Company | Path | None = None,
        http_events: str | None = None,
        signing_secret: str | None = None,
        port: int = 0,
        manifest: Path | None = None,
    ) -> None:
        loaded = company if isinstance(company, Company) else load_company(company) if company else load_company()
        self.company = installed(loaded, manifest) if manifest else loaded
        self._http_events, self._signing_secret, self._port = http_events, signing_secret, port
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="playground", daemon=True)

    # -- its life ------------------------------------------------------------------------------------------------------

    def __enter__(self) -> Playground:
        self._listener = bind(self._port)
        self.url = f"http://{HOST}:{self._listener.getsockname()[1]}"
        self.api_url = f"{self.url}/api/"
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the playground did not start within 10 seconds")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.world = World(self.company, self._http_events, self._signing_secret)
        self.world.base_url = self.url
        self.deeds, self.places = Deeds(self.world), Places(self.world)
        self._server = server_of(self.world)
        serving = asyncio.create_task(self._server.serve(sockets=[self._listener]))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.005)
        self._ready.set()
        await serving

    def _await(self, deed: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(30)

    def _do(self, deed: Callable[[], T]) -> T:
        async def doing() -> T:
            return deed()

        return self._await(doing())

    # -- people --------------------------------------------------------------------------------------------------------

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None, files: list[Json] | None = None) -> str:
        """Write a message (`@may-i` mentions the app), perhaps with files (`{"name": ..., "mimetype": ...}`); returns its ts."""
        return str(self._do(lambda: self.deeds.say(user, channel, text, thread_ts, files))["ts"])

    def act(self, deed: Callable[[Places], T]) -> T:
        """Anything else that people do: `slack.act(lambda people: people.join("anna", "#quiet"))`; see playground.places."""
        return self._do(lambda: deed(self.places))

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        self._do(lambda: self.deeds.react(user, channel, ts, name))

    def stop(self, user: str, channel: str, thread_ts: str) -> None:
        """Press the stop button of an agent session that is `processing`."""
        self._do(lambda: self.places.stop_session(user, channel, thread_ts))

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        self._do(lambda: self.deeds.edit(user, channel, ts, text))

    def delete(self, user: str, channel: str, ts: str) -> None:
        self._do(lambda: self.deeds.delete(user, channel, ts))

    def press(self, user: str, channel: str, ts: str, action: str, value: Any = None, *, block_id: str | None = None) -> Json:
        """Press a button (by action_id or label) or choose `value` in a menu of a message; returns what the app was sent."""
        return self._await(self.deeds.press(user, channel, ts, action, value, block_id=block_id))

    def use(self, user: str, action: str, value: Any = None, home: bool = False) -> Json | None:
        """Use an element of the open modal, or of App Home; inputs are only filled in."""
        view = self.home(user) if home else self.modal(user)
        if view is None:
            raise Refused("not_found", "no view is open")
        return self._await(self.deeds.use(user, view["id"], action, value))

    def options(self, user: str, action_id: str, typed: str) -> list[Json]:
        """What the app offers in an external select of the open modal."""
        view = self.modal(user)
        if view is None:
            raise Refused("not_found", "no modal is open")
        block = next(
            b
            for b in view["blocks"]
            for e in (b.get("element"), *b.get("elements", ()))
            if (e or {}).get("action_id") == action_id
        )
        found: list[Json] = self._await(self.deeds.options(user, {"view": view["id"]}, action_id, block["block_id"], typed))[
            "options"
        ]
        return found

    def submit(self, user: str, values: Json | None = None) -> Json:
        """Fill in (action_id -> value) and submit the open modal; returns {} or {"errors": {block_id: words}}."""
        return self._await(self.deeds.submit(user, values))

    def close_view(self, user: str, everything: bool = False) -> None:
        self._await(self.deeds.close_view(user, everything))

    def command(self, user: str, channel: str, text: str) -> Json:
        """A slash command such as `/mayi use Claude?`."""
        return self._await(self.deeds.command(user, channel, text))

    def shortcut(self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None) -> None:
        self._await(self.deeds.shortcut(user, callback_id, channel, ts))

    def open_home(self, user: str, tab: str = "home") -> None:
        self._do(lambda: self.deeds.open_home(user, tab))

    # -- looking -------------------------------------------------------------------------------------------------------

    def messages(self, channel: str, user: str | None = None, thread_ts: str | None = None) -> list[Json]:
        """All messages, oldest first, thread replies included; with `user` also those only this person sees."""

        def look() -> list[Json]:
            space = self.world.space
            me = space.person(user or self.company.people[0].id).id
            found = space.find_channel(channel, me)
            seen = list(found.thread(thread_ts) if thread_ts else found.messages.values())
            if user:
                seen += [m for m in found.ephemerals if m["to"] == me and thread_ts in (None, m.get("thread_ts"))]
            return [dict(message) for message in sorted(seen, key=lambda m: str(m["ts"]))]

        return self._do(look)

    def modal(self, user: str) -> Json | None:
        """The person's top modal."""
        return self._do(lambda: self.world.views.top(self.world.space.person(user).id))

    def home(self, user: str) -> Json | None:
        """The person's App Home as last published."""
        return self._do(lambda: self.world.views.homes.get(self.world.space.person(user).id))

    def wait_for(
        self,
        channel: str,
        what: str | Callable[[Json], bool],
        *,
        user: str | None = None,
        thread_ts: str | None = None,
        timeout: float = PATIENCE,
    ) -> Json:
        """The newest message of the app that holds a text (blocks count) or fits a condition, within `timeout` seconds."""

        def fits(message: Json) -> bool:
            return what(message) if callable(what) else what in repr(message)

        def look() -> Json | None:
            seen = self.messages(channel, user, thread_ts)
            return next((m for m in reversed(seen) if m.get("bot_id") and fits(m)), None)

        return self.wait_until(
            look, timeout, lambda: f"no message of the app in {channel} fits {what!r}: {self.messages(channel, user)}"
        )

    def wait_until(
        self, look: Callable[[], T | None], timeout: float = PATIENCE, why: Callable[[], str] = lambda: "it did not happen"
    ) -> T:
        """What `look` gives once it is something; raises AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not (found := look()):
            if time.monotonic() > end:
                raise AssertionError(why())
            time.sleep(0.02)
        return found

    def wait_for_app(self, timeout: float = PATIENCE) -> None:
        """Until a socket of the app is open (at once when events go by HTTP)."""
        self.wait_until(lambda: self.world.delivery.sockets or self.world.delivery.http_url, timeout, lambda: "no app connected")

    # -- controls ------------------------------------------------------------------------------------------------------

    def inject(
        self, kind: str, method: str = "*", times: int | None = 1, seconds: float = 1.0, code: str = "internal_error"
    ) -> None:
        """Order a fault; see playground.faults.Fault."""
        self._do(lambda: self.world.faults.add(Fault(kind, method, times, seconds, code)))

    def clear_faults(self) -> None:
        """What was ordered and has not happened yet does not happen."""
        self._do(self.world.faults.clear)

    def rate_limits(self, on: bool = True) -> None:
        """Keep Slack's tiers of calls per minute, and one message a second in a channel."""
        self._do(lambda: setattr(self.world.rates, "on", on))

    def advance(self, seconds: float) -> None:
        """Skip time on the playground's clock."""
        self._do(lambda: self.world.clock.advance(seconds))

    def disconnect(self, reason: str = "refresh_requested") -> int:
        return self._await(self.world.delivery.say_goodbye(reason))

    def opened(self) -> int:
        """How many sockets the app has opened since the beginning."""
        return self._do(lambda: self.world.delivery.opened)

    def kill_sockets(self, only_one: bool = False) -> int:
        return self._await(self.world.delivery.kill_sockets(only_one))

    def ack_schedule(self, ack_seconds: float, retry_after: tuple[float, ...]) -> None:
        """How long an acknowledgement may take, and the pauses before each repetition."""

        def change() -> None:
            self.world.delivery.ack_seconds, self.world.delivery.retry_after = ack_seconds, retry_after

        self._do(change)

    def expire_streams(self) -> int:
        """Let every stream die now, as Slack does after five minutes. Returns how many."""
        return self._do(self.world.expire_streams)

    def dump(self) -> Json:
        return self._do(self.world.dump)

    def reset(self) -> None:
        self._do(self.world.reset)
