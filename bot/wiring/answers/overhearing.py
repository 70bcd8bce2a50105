"""The house's rooms go in; what is made of messages that nobody put to the bot comes out: an answer, a hint once, mostly nothing.

Nothing of a message that is not answered is queued, stored or logged, not even that there was one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from bot.clock.today import today_at
from bot.engine.engine import Engine
from bot.flows.questions.admit import Admit
from bot.flows.questions.overhear import Overhear, is_outright
from bot.flows.questions.take_in import TakeIn
from bot.ledger.ledger import Ledger
from bot.ledger.outbox import TOLD_ONCE
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import OVERHEARD, Incoming
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address
from bot.reading.outright import asked_outright, may_be_asked
from bot.saying.words import phrase
from bot.slack.commands.mayi import COMMAND
from bot.slack.people import People
from bot.slack.posts.channels import Channels
from bot.slack.posts.post import Poster
from bot.slack.shortcuts.told import kind_of
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.steps import rule_for
from bot.wiring.board import board_of
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
KIND = "ask_me"
log = logging.getLogger("mayi.overhearing")


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    minds: Minds
    ledger: Ledger
    people: People
    admit: Admit
    channels: Channels
    take_in: TakeIn
    engine: Engine
    voices: Voices

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""


class Overhearing:
    """The flow over the house's rooms, and the voice of its hints."""

    def __init__(self, rooms: Rooms, poster: Poster, language: Callable[[str], str], now: Callable[[], datetime]) -> None:
        """``language``: user id -> the language that they are spoken to in."""
        self._rooms, self._poster, self._language, self._now = rooms, poster, language, now
        self._flow = Overhear(
            audience=lambda: rooms.minds.today().knowledge.organisation.audience,
            is_worth_reading=lambda incoming: may_be_asked(incoming.text),
            is_one_of=rooms.channels.is_one_of,
            is_told=lambda incoming: rooms.ledger.outgoing(self._hint_of(incoming)) is not None,
            is_sure=self._is_sure,
            is_closed=lambda: board_of(rooms.ledger, today_at(rooms.minds.today().knowledge, now())).pause is not None,
            admit=rooms.admit,
            tell=self._tell,
        )
        rooms.voices[KIND] = Voice(
            dict, lambda notice, _: rooms.ledger.erase_address(notice["key"]), self._post, is_whispered=True
        )

    def __call__(self, incoming: Incoming) -> bool:
        """Whether it is answered. What breaks here is no question: nobody waits for an answer, and nothing is said."""
        try:
            return self._flow(incoming)
        except Exception as problem:  # noqa: BLE001 - a door: its words may hold what people said to each other
            log.error("a message could not be looked at: %s", kind_of(problem))
            return False

    def has_answered(self, team: str, channel: str, ts: str) -> bool:
        """Whether a message that calls nobody is answered, or was, though nobody put it to the bot."""
        key = self._rooms.take_in.key_of(team, channel, ts)
        row = self._rooms.ledger.question_by_key(key)
        return row.trigger == OVERHEARD if row else self._rooms.ledger.has_address(key)

    def _is_sure(self, incoming: Incoming) -> bool:
        """Whether words alone read a question, and the policy answers it without asking back."""
        mind = self._rooms.minds.today()
        asker = as_asker("", who_is(incoming.user, mind.knowledge.people, self._rooms.people.of))
        reading = asked_outright(incoming.text, mind.reader, asker)
        if reading is None:
            return False
        today = today_at(mind.knowledge, self._now())
        answer: Answer = mind.flow.say(reading, rule_for(mind, reading, asker.groups, today), "", today)
        return is_outright(answer)

    def _hint_of(self, incoming: Incoming) -> str:
        return f"{TOLD_ONCE}{self._rooms.hash_of(KIND, incoming.team, incoming.user)}"

    def _tell(self, incoming: Incoming) -> None:
        key, person = self._hint_of(incoming), self._rooms.hash_of("person", incoming.team, incoming.user)
        self._rooms.take_in.keep_address(key, Address(incoming.team, incoming.channel, incoming.user, private=True), person)
        self._rooms.engine.notify(key, {"kind": KIND, "key": key})

    def _post(self, _key: str, said: Plain, address: Address) -> str:
        self._poster.hint(address, phrase(self._language(address.user), "ask_me.hint", command=COMMAND))
        return ""
