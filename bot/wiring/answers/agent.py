"""The house's rooms go in; the agent view comes out: suggested questions, the word while working, and the stop button."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError

from bot.clock.today import today_at
from bot.engine.engine import Engine
from bot.engine.patience import is_away
from bot.flows.questions.admit import Admit
from bot.flows.questions.suggest import Pair, Suggest, question_of
from bot.flows.questions.take_in import TakeIn
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, READING
from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.incoming import UNASKED, Incoming
from bot.policy.talks.persons import who_is
from bot.policy.talks.talk import Address, Asker, Reading
from bot.policy.words import Verdict
from bot.reading.door import make_safe
from bot.saying import agent as said
from bot.saying.words import phrase
from bot.settings import Settings
from bot.slack.agent.polite import Polite
from bot.slack.agent.working import Place, Working
from bot.slack.doors.agent import AgentDoors, Prompt, Suggestions
from bot.slack.people import People
from bot.slack.posts.post import Poster
from bot.wiring.answers.explaining import Explaining, explanation_of, is_explanation
from bot.wiring.answers.mind import Mind, Minds
from bot.wiring.answers.steps import Steps
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
ASKED_DAYS = 90
MOST_ROWS = 2000
FRESH_SECONDS = 600
"""How long suggestions hold before they are chosen anew."""
UNDECIDED = ("posting", "uncertain")


class Rooms(Protocol):
    """What of the house the agent view looks at. The engine is made later, and looked at only when it runs."""

    settings: Settings
    minds: Minds
    ledger: Ledger
    steps: Steps
    take_in: TakeIn
    people: People
    client: WebClient
    engine: Engine
    voices: Voices
    admit: Admit

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""


class Agent:
    """The agent view over the house's rooms."""

    def __init__(self, rooms: Rooms, poster: Poster) -> None:
        self._rooms = rooms
        self.working = Working(Polite(rooms.client), self._working_words, self._is_over)
        self.explaining = Explaining(rooms, poster, self.working)
        self._chosen: tuple[float, str, tuple[Pair, ...], bool] | None = None
        self.say = self.explaining.asking_for_more(rooms.steps.say)
        rooms.voices["stopped"] = Voice(self._stopped_words)

    def doors(self) -> AgentDoors:
        """As the Slack room wants them."""
        return AgentDoors(suggest=self.suggest, stop=self.stop)

    def watched(self, door: Callable[[Incoming], None]) -> Callable[[Incoming], None]:
        """The door, behind which it is watched whether an answer takes a while."""

        def take(incoming: Incoming) -> None:
            door(incoming)
            if incoming.trigger not in UNASKED | {"delete"} and incoming.channel_kind != "private" and incoming.thread_ts:
                key = self._rooms.take_in.identity_of(incoming)
                self.working.begin(key, Place(incoming.channel, incoming.thread_ts, incoming.user))

        return take

    # --- suggestions -----------------------------------------------------------------------------------------------------

    def suggest(self, user: str) -> Suggestions:
        """What somebody may want to ask; nothing for those who are not answered."""
        if self._rooms.admit.person(user, ""):
            return Suggestions()
        mind, language = self._rooms.minds.today(), self.language_of(user)
        pairs, asked = self._pairs(mind)
        prompts = tuple(Prompt(*said.suggestion(mind.knowledge, tool, data, language)) for tool, data in pairs)
        return Suggestions(said.above(mind.knowledge, language, asked), prompts)

    def _pairs(self, mind: Mind) -> tuple[tuple[Pair, ...], bool]:
        now, kept = time.monotonic(), self._chosen
        if kept is None or kept[1] != mind.version or now - kept[0] > FRESH_SECONDS:
            terms = mind.knowledge.vocabulary
            choose = Suggest(
                asked=self._asked,
                expected=lambda: self._expected(mind),
                tool_of=lambda id_: terms.offerings[id_].tool if id_ in terms.offerings else "",
                is_data=lambda id_: id_ in terms.data,
                is_refused=lambda pair: self._ruling(mind, pair).verdict is Verdict.FORBIDDEN,
            )
            self._chosen = kept = (now, mind.version, *choose())
        return kept[2], kept[3]

    def _asked(self) -> Iterator[tuple[str, Reading]]:
        since = datetime.now(UTC) - timedelta(days=ASKED_DAYS)
        for row in self._rooms.ledger.questions(since=since, limit=MOST_ROWS):
            if row.asker and row.reading:
                yield row.asker, READING.validate_python(row.reading)

    @staticmethod
    def _ruling(mind: Mind, pair: Pair) -> Ruling:
        question = question_of(pair, mind.knowledge, mind.reader.builder.unsaid)
        return mind.flow.decide(question, today_at(mind.knowledge))

    @staticmethod
    def _expected(mind: Mind) -> Iterator[Reading]:
        for test in mind.knowledge.tests:
            yield mind.reader.read_words(make_safe(test.question), None, Asker())

    # --- while working ---------------------------------------------------------------------------------------------------

    def _working_words(self, user: str) -> str:
        words = said.waiting if self._rooms.engine.waiting() else said.working
        return words(self._rooms.minds.today().knowledge, self.language_of(user))

    def _is_over(self, key: str) -> bool:
        """A message that grows stands from its first sentence on, and may be stopped until the model has said its last."""
        return not is_explanation(key) and self._is_said(key)

    def _is_said(self, key: str) -> bool:
        """Also where another process said it, or where it never will be."""
        try:
            out = self._rooms.ledger.outgoing(key)
        except DBAPIError as problem:
            if is_away(problem):
                return False  # nobody can tell now; it is looked at again
            raise
        return out is not None and out.state not in UNDECIDED

    def language_of(self, user: str) -> str:
        """User id -> as people.yaml says, else as they read Slack."""
        known = who_is(user, self._rooms.minds.today().knowledge.people, self._rooms.steps.look_up)
        return known.language or self._rooms.people.language(user)

    def failed(self, user: str) -> str:
        """What is said to somebody whose question could not be taken in."""
        return phrase(self.language_of(user), "slack.failed")

    def quick(self, user: str) -> str:
        """What is said to somebody who sends more at once than anybody reads."""
        return phrase(self.language_of(user), "slack.quick")

    # --- stop ------------------------------------------------------------------------------------------------------------

    def stop(self, team: str, channel: str, thread_ts: str, user: str) -> bool:
        """What this person asked in this thread is not answered any more. May be repeated.

        Whether nothing is under way there now: what somebody else asked goes on.
        Stopping claims the very row that saying claims, so that of an answer and its end one stands there, never both.
        """
        rooms = self._rooms
        person = rooms.hash_of("person", team, user)
        thread = rooms.hash_of("thread", team, channel, thread_ts, user)
        own = rooms.take_in.key_of(team, channel, thread_ts)
        for asked in rooms.engine.asked_under_way():
            out = rooms.ledger.outgoing(asked["key"])
            is_here = asked["key"] == own or asked["thread"] == thread or (out is not None and out.ts == thread_ts)
            if is_here and thread_ts and asked["asker"]["id"] == person:
                self._stop(asked)
        return not self.working.is_busy_for_others(Place(channel, thread_ts, user))

    def _stop(self, asked: Plain) -> None:
        ledger, key, now = self._rooms.ledger, asked["key"], datetime.now(UTC)
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
        self._rooms.engine.notify(f"stopped:{key}", {"kind": "stopped", "key": key, "below": thread_ts})
        self._rooms.engine.cancel(key)
        self.working.end(key)
        self.working.end(explanation_of(key))

    def _stopped_words(self, notice: Plain) -> Plain | None:
        kept = self._rooms.ledger.address(notice["key"])
        if kept is None:
            return None
        address: Address = ADDRESS.validate_python(kept)
        words = said.stopped(self._rooms.minds.today().knowledge, self.language_of(address.user))
        place = {"thread_ts": address.thread_ts or notice["below"]} if notice["below"] else {}
        return {"kind": "stopped", "key": notice["key"], "words": words, **place}
