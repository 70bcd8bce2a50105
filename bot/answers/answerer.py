"""A knowledge folder goes in; an answerer comes out that needs neither Slack nor a ledger: for ``mayi ask`` and ``mayi eval``."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.answers.answer import Answered, after, answer, answer_reading, label_of_one, rule_all
from bot.answers.mind import make_mind
from bot.answers.settle import press
from bot.answers.vectors import Embedder
from bot.clock.today import today_at
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.house import Knowledge
from bot.policy.talks.label import strictest_label
from bot.policy.talks.talk import Asker, Reading, Ruled, ThreadState
from bot.reading.door import make_safe
from bot.reading.model.hearing import Model


@dataclass(frozen=True, slots=True)
class TypedMessage:
    """What was typed: a recorded reply is found by it, however the prompt words it today."""

    message: str = ""
    thread: tuple[str, ...] = ()
    """What the asker typed before, oldest first."""
    policies: tuple[str, ...] = ()
    """Names of the policy that it is asked of; a record is written with the first."""


NOTHING = TypedMessage()
CURRENT_MESSAGE: ContextVar[TypedMessage] = ContextVar("current_message", default=NOTHING)
"""The message that is being answered."""


CLICK, BAR = "click", "|"
"""Who speaks in a turn that is a click, and what parts its slot, its value, its moment and the card that it was made on."""


def click_of(slot: str, value: str, state: ThreadState) -> str:
    """The text of a turn that is a click made now."""
    card = state.pending.card if state.pending is not None else ""
    return BAR.join((slot, value, datetime.now(UTC).isoformat(timespec="seconds"), card))


class Answerer:
    """Answers questions for one policy version."""

    def __init__(self, knowledge: Knowledge, model: Model | None = None, embedder: Embedder | None = None) -> None:
        self.mind = make_mind(knowledge, load_catalog(), model, embedder)
        self.mind.build()
        self.policy_names: tuple[str, ...] = (knowledge.organisation.name,)
        """What the policy is called in records of replies."""

    def ask(
        self,
        text: str,
        turns: Sequence[tuple[str, str]] = (),
        as_: dict[str, str] | None = None,
        today: date | None = None,
    ) -> Answered:
        """Answer one message; without one, the last click. ``turns``: (``user``, ``bot`` or ``CLICK``, text), oldest first; the
        bot's turns are made anew from the others. ``as_``: role, country, language, and ``group`` (several joined by ``+``).
        ``today``: another day than today's."""
        asker = asker_of(as_ or {})
        state: ThreadState | None = None
        today = today or today_at(self.mind.knowledge)
        thread: tuple[str, ...] = ()
        receipt, clicked = f"R-{secrets.token_hex(3).upper()}", None
        for who, turn in turns:
            if who == "user":
                clicked, state = None, self.answer_next(turn, thread, state, asker, today=today).state
                thread = (*thread, turn)
            elif who == CLICK and state is not None:
                clicked = self._clicked(state, turn, receipt, today)
                state = clicked.state
        return clicked if clicked and not text else self.answer_next(text, thread, state, asker, receipt, today=today)

    def _clicked(self, state: ThreadState, click: str, receipt: str, today: date) -> Answered:
        """The answer to a click, as ``click_of`` has it, on the last answer of a thread. What is asked no more changes nothing;
        an offer holds for what it showed when it was taken."""
        slot, value, at, card = click.split(BAR, 3)
        if state.pending is not None:
            state = replace(state, pending=replace(state.pending, card=card))

        def rule(reading: Reading) -> tuple[Ruled, ...]:
            return rule_all(self.mind, reading, today)

        same = Reading("", state.language, (state.item,) if state.item else ())
        reading = press(self.mind, state, rule, (slot, value), at) or same
        answered = answer_reading(self.mind, reading, None, receipt, today)
        return replace(answered, state=after(state, reading, answered.ruled, receipt))

    def answer_next(
        self,
        text: str,
        thread: tuple[str, ...],
        state: ThreadState | None,
        asker: Asker,
        receipt: str = "",
        *,
        today: date,
    ) -> Answered:
        """Answer the next message of a thread. ``thread``: what the asker typed before; ``state``: what that settled."""
        with self._typed(text, thread):
            return answer(self.mind, make_safe(text), state, asker, receipt, today)

    @contextmanager
    def _typed(self, text: str, thread: tuple[str, ...] = ()) -> Iterator[None]:
        """That a message is being answered."""
        token = CURRENT_MESSAGE.set(TypedMessage(text, thread, self.policy_names))
        try:
            yield
        finally:
            CURRENT_MESSAGE.reset(token)

    def heard_by(self, model: Model) -> Answerer:
        """The same answerer, index and all, with a model that reads along."""
        answerer = copy(self)
        answerer.mind = self.mind.heard_by(model)
        return answerer

    def rule(self, text: str, as_: dict[str, str], today: date) -> tuple[Ruled, ...]:
        """What is read and ruled, for whoever wants neither words nor ways out; they take a good part of an answer's time."""
        with self._typed(text):
            reading = self.mind.reader.read(make_safe(text), None, asker_of(as_))
        return rule_all(replace(self.mind, background=None), reading, today, with_ways_out=False)

    def label_and_why(self, text: str, turns: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """The label, and in a line what was read and decided."""
        ruled = self.ask(text, turns).ruled if turns else self.rule(text, {}, today_at(self.mind.knowledge))
        return strictest_label(map(label_of_one, ruled)), why(ruled)


def why(ruled: tuple[Ruled, ...]) -> str:
    """What was read and decided, in a line."""
    verdicts = (one.ruling.verdict.value if one.ruling else "-" for one in ruled)
    return " | ".join(
        f"{one.item.intent.value}: {one.item.read_as or '-'} -> {got}" for one, got in zip(ruled, verdicts, strict=True)
    )


def asker_of(said: dict[str, str]) -> Asker:
    """Who asks, of ``role``, ``country``, ``language``, and ``group`` (several joined by ``+``)."""
    groups = {word for word in (*said.get("group", "").split("+"), said.get("role", "")) if word}
    return Asker("", said.get("role", ""), said.get("country", ""), said.get("language", ""), frozenset(groups))


def make_answerer(folder: Path | None) -> Answerer:
    """Load a knowledge folder (None: the sample company); raises ``KnowledgeError`` with every fault."""
    return Answerer(load(folder or shipped("knowledge"), load_catalog()).or_raise())
