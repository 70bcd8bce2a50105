"""The app and its minds go in; the agent view comes out: suggested questions, the word while working, and the stop button."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError

from bot.answers.admit import Admit
from bot.answers.mind import Mind, Minds
from bot.answers.suggest import Pair, suggest
from bot.answers.take_in import identity_of, key_of
from bot.app import App
from bot.engine.patience import is_away
from bot.ledger.plain import ADDRESS
from bot.policy.talks.incoming import UNASKED, Incoming
from bot.policy.talks.talk import Address
from bot.saying import agent as said
from bot.slack.agent.explaining import Explaining, explanation_of, is_explanation
from bot.slack.agent.polite import Polite
from bot.slack.agent.working import Place, Working
from bot.slack.doors.agent import AgentDoors, Prompt, Suggestions
from bot.slack.posts.post import Poster
from bot.slack.posts.stream import Streams

Plain = dict[str, Any]
FRESH_SECONDS = 600
"""How long suggestions hold before they are chosen anew."""
UNDECIDED = ("posting", "uncertain")


class Agent:
    """What it keeps while the bot runs: what is under way, and what it suggested last."""

    def __init__(self, app: App, minds: Minds, admit: Admit, client: WebClient, poster: Poster) -> None:
        self._app, self._minds, self._admit = app, minds, admit
        self.working = Working(Polite(client), self._working_words, self._is_over)
        self.explaining = Explaining(app, minds, Streams(client, poster), poster, self.working)
        self._chosen: tuple[float, str, tuple[Pair, ...], bool] | None = None

    def doors(self) -> AgentDoors:
        """As the Slack room wants them."""
        return AgentDoors(suggest=self.suggest, stop=self.stop)

    def watched(self, door: Callable[[Incoming], None]) -> Callable[[Incoming], None]:
        """The door, behind which it is watched whether an answer takes a while."""

        def take(incoming: Incoming) -> None:
            door(incoming)
            if incoming.trigger not in UNASKED | {"delete"} and incoming.channel_kind != "private" and incoming.thread_ts:
                key = identity_of(self._app, incoming)
                self.working.begin(key, Place(incoming.channel, incoming.thread_ts, incoming.user))

        return take

    # --- suggestions -----------------------------------------------------------------------------------------------------

    def suggest(self, user: str) -> Suggestions:
        """What somebody may want to ask; nothing for those who are not answered."""
        if self._admit.person(user, ""):
            return Suggestions()
        mind, language = self._minds.today(), self._app.language_of(user)
        pairs, asked = self._pairs(mind)
        prompts = tuple(Prompt(*said.suggestion(mind.knowledge, tool, data, language)) for tool, data in pairs)
        return Suggestions(said.above(mind.knowledge, language, asked), prompts)

    def _pairs(self, mind: Mind) -> tuple[tuple[Pair, ...], bool]:
        now, kept = time.monotonic(), self._chosen
        if kept is None or kept[1] != mind.version or now - kept[0] > FRESH_SECONDS:
            self._chosen = kept = (now, mind.version, *suggest(self._app, mind))
        return kept[2], kept[3]

    # --- while working ---------------------------------------------------------------------------------------------------

    def _working_words(self, user: str) -> str:
        words = said.waiting if self._app.engine.waiting() else said.working
        return words(self._minds.today().knowledge, self._app.language_of(user))

    def _is_over(self, key: str) -> bool:
        """A message that grows stands from its first sentence on, and may be stopped until the model has said its last."""
        return not is_explanation(key) and self._is_said(key)

    def _is_said(self, key: str) -> bool:
        """Also where another process said it, or where it never will be."""
        try:
            out = self._app.ledger.outgoing(key)
        except DBAPIError as problem:
            if is_away(problem):
                return False  # nobody can tell now; it is looked at again
            raise
        return out is not None and out.state not in UNDECIDED

    # --- stop ------------------------------------------------------------------------------------------------------------

    def stop(self, team: str, channel: str, thread_ts: str, user: str) -> bool:
        """What this person asked in this thread is not answered any more. May be repeated.

        Whether nothing is under way there now: what somebody else asked goes on.
        Stopping claims the very row that saying claims, so that of an answer and its end one stands there, never both.
        """
        app = self._app
        person = app.hash_of("person", team, user)
        thread = app.hash_of("thread", team, channel, thread_ts, user)
        own = key_of(app, team, channel, thread_ts)
        for asked in app.engine.asked_under_way():
            out = app.ledger.outgoing(asked["key"])
            is_here = asked["key"] == own or asked["thread"] == thread or (out is not None and out.ts == thread_ts)
            if is_here and thread_ts and asked["asker"]["id"] == person:
                self._stop(asked)
        return not self.working.is_busy_for_others(Place(channel, thread_ts, user))

    def _stop(self, asked: Plain) -> None:
        ledger, key, now = self._app.ledger, asked["key"], datetime.now(UTC)
        thread_ts = ""
        if ledger.stop_saying(key, now):
            fields = ("thread", "channel_kind", "trigger", "kinds", "text")
            ledger.keep_question(
                key, at=now, asker=asked["asker"]["id"], posted="stopped", **{name: asked[name] for name in fields}
            )
        elif self._is_said(key):
            ledger.cut_short(explanation_of(key), now)
            thread_ts = out.ts if (out := ledger.outgoing(key)) else ""
        else:
            return  # the answer is on its way into Slack at this moment
        self._app.engine.notify(f"stopped:{key}", {"kind": "stopped", "key": key, "below": thread_ts})
        self._app.engine.cancel(key)
        self.working.end(key)
        self.working.end(explanation_of(key))

    def stopped_words(self, notice: Plain) -> Plain | None:
        kept = self._app.ledger.address(notice["key"])
        if kept is None:
            return None
        address: Address = ADDRESS.validate_python(kept)
        words = said.stopped(self._minds.today().knowledge, self._app.language_of(address.user))
        place = {"thread_ts": address.thread_ts or notice["below"]} if notice["below"] else {}
        return {"kind": "stopped", "key": notice["key"], "words": words, **place}
