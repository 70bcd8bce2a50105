"""An answered question with its gold tools and data goes in; its label after one click of a simulated asker comes out.

What ``mayi eval`` counts as right within one click, and as falsely allowed by a careless one, rests on these two askers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.answers.answer import Answered, answer_reading, label_of_reading
from bot.answers.answerer import Answerer, why
from bot.answers.mind import label_of
from bot.answers.settle import click, correction
from bot.clock.today import today_at
from bot.policy.deciding.offer import THAT_IS_ALL
from bot.policy.deciding.rulings import AskBack
from bot.policy.talks.talk import Reading, ThreadState
from bot.policy.words import DataAsk, Question, Slot, ToolAsk


class SimulatedAsker:
    """Asks one question after another of a policy, and clicks once under the last answer."""

    def __init__(self, answerer: Answerer, today: date | None = None) -> None:
        """``today``: another day than today's."""
        self._answerer, self._mind = answerer, answerer.mind
        self._today = today or today_at(answerer.mind.knowledge)
        self._words = answerer.mind.knowledge.vocabulary
        self._last: Answered | None = None

    @property
    def answered(self) -> Answered:
        """The last answer."""
        if self._last is None:
            raise ValueError("nothing was asked")
        return self._last

    def ask(self, text: str, turns: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """The label of the answer, and in a line what was read."""
        self._last = self._answerer.ask(text, turns, today=self._today)
        return self._last.label, why(self._last.ruled)

    def honest(self, one: dict[str, Any]) -> str | None:
        """The label after one click of an asker who knows what goes in and says nothing of conditions.

        ``one``: the question, with its gold ``tools`` (rows of the table) and ``data`` (its classes). A button of a question back
        is taken; else one chip of "Read as", tool or data, is changed. None where the question has no gold, or where one click
        cannot say it.
        """
        tools, data = frozenset(one.get("tools") or ()), frozenset(one.get("data") or ())
        if not tools or not data:
            return None
        reading = self._pick(tools, data) or self._with_one_chip(tools, data)
        if reading is None:
            return None
        return self._label(reading)

    def _label(self, reading: Reading) -> str:
        return label_of_reading(self._mind, reading, self.answered.state, self._today)

    def careless(self, label: str) -> str:
        """The label after the click of an asker who says of every offer that it is all; without an offer it stays."""
        state = self.answered.state
        if state.pending is None or not state.pending.is_offer:
            return label
        reading = click(self._mind, state, Slot.ALL, THAT_IS_ALL)
        return self._label(reading) if reading is not None else label

    def _pick(self, tools: frozenset[str], data: frozenset[str]) -> Reading | None:
        """The button of a question back that says what is true; of several kinds of data the strictest, which is the last."""
        state = self.answered.state
        if state.pending is None or state.item is None:
            return None
        if state.pending.is_offer:
            rows, classes = self._reads(state.item.question)
            is_read = classes == data and (rows == tools or (not rows and tools & self._rows(state.pending.options[0].offerings)))
            return click(self._mind, state, Slot.ALL, THAT_IS_ALL) if is_read else None
        reading = self._choose(state, state.pending, tools, data)
        if reading is None or state.pending.beneath is None:
            return reading
        left = answer_reading(self._mind, reading, state, "R-0", self._today).state
        other = left.pending.of(state.pending.beneath.slot) if left.pending is not None else None
        return (self._choose(left, other, tools, data) if other is not None else None) or reading

    def _choose(self, state: ThreadState, asked: AskBack, tools: frozenset[str], data: frozenset[str]) -> Reading | None:
        """The answer to one question back that says what is true; None where there is none."""
        slot, gold = asked.slot, data if asked.slot is Slot.DATA else tools
        fitting = [one for one in asked.options if gold & (self._rows(one.offerings) | self._classes((one.value,)))]
        return click(self._mind, state, slot, fitting[-1 if slot is Slot.DATA else 0].value) if fitting else None

    def _with_one_chip(self, tools: frozenset[str], data: frozenset[str]) -> Reading | None:
        """What was read, with the one chip that was wrong put right."""
        if self.answered.state.item is None:
            return None
        question = self.answered.state.item.question
        rows, classes = self._reads(question)
        is_tool, is_data = rows == tools, classes == data
        if is_tool == is_data:
            return None
        mended = self._with_data(question, data) if is_tool else self._with_tools(question, tools)
        if mended is None:
            return None
        reading = correction(self._mind, self.answered.state, {})
        return replace(reading, items=tuple(replace(item, question=mended) for item in reading.items))

    def _reads(self, question: Question) -> tuple[frozenset[str], frozenset[str]]:
        """The rows of the table and the classes that a question is about."""
        rows = self._rows(id_ for tool in question.tools for id_ in tool.offerings)
        return rows, self._classes(id_ for ask in question.data for id_ in ask.types)

    def _with_tools(self, question: Question, rows: frozenset[str]) -> Question | None:
        chosen = tuple(
            ToolAsk(row, offerings)
            for row in sorted(rows)
            if (offerings := tuple(id_ for id_ in self._words.offerings if row in self._rows((id_,))))
        )
        return replace(question, tools=chosen, asked_back=0) if len(chosen) == len(rows) else None

    def _with_data(self, question: Question, classes: frozenset[str]) -> Question | None:
        ids = [id_ for id_ in self._mind.knowledge.policy.data_classes if label_of(self._mind.knowledge, id_) in classes]
        chosen = tuple(DataAsk(label_of(self._mind.knowledge, id_), (id_,)) for id_ in ids)
        changed = replace(question, data=chosen, left_out=(), rest_named=False, asked_back=0, is_closed=True)
        return changed if len(chosen) == len(classes) else None

    def _rows(self, offerings: Iterable[str]) -> frozenset[str]:
        """Offering ids -> labels of their rows of the table."""
        known = (self._words.offerings[id_].tool for id_ in offerings if id_ in self._words.offerings)
        return frozenset(self._words.tools[row].label for row in known)

    def _classes(self, ids: Iterable[str]) -> frozenset[str]:
        """Data type or class ids -> labels of their classes."""
        held = self._mind.knowledge.policy.data_types
        classes = (class_ for id_ in ids for class_ in (held[id_].classes if id_ in held else (id_,)))
        return frozenset(label_of(self._mind.knowledge, id_) for id_ in classes)
