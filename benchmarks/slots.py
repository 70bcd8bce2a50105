"""Labelled questions and what was read of them go in; how well tools, data, intents and languages were found comes out.

Tools and data are compared as the names of the policy's rows and classes: a data type counts as its classes. Questions
whose label names nothing, or that are off topic, or whose thread names it, count for what they name only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Reading

_SAME = {"vendor_terms": ("terms",), "other_task": ("task", "off_topic"), "off_topic": ("task",)}
"""Names of intents in the questions, and the reader's for the same."""


@dataclass
class Found:
    """True positives, false positives and false negatives of one slot."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, wanted: set[str], got: set[str]) -> None:
        """Count one question."""
        self.right += len(wanted & got)
        self.wrong += len(got - wanted)
        self.missed += len(wanted - got)

    @property
    def f1(self) -> float:
        """2 x right / (2 x right + wrong + missed); 1.0 where nothing was to be found and nothing was."""
        all_ = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / all_ if all_ else 1.0


@dataclass
class Slots:
    """Counts over a set of questions."""

    tool: Found = field(default_factory=Found)
    data: Found = field(default_factory=Found)
    intent: list[bool] = field(default_factory=list)
    language: list[bool] = field(default_factory=list)

    def add(self, one: dict[str, Any], reading: Reading, knowledge: Knowledge) -> None:
        """Count one labelled question."""
        rows = {terms.label for terms in knowledge.vocabulary.tools.values()}
        classes = {terms.label for terms in knowledge.vocabulary.data.values() if terms.is_class}
        if one.get("tools") and set(one["tools"]) <= rows and one.get("kind") != "which_tool":
            self.tool.add(set(one["tools"]), tools_of(reading, knowledge))
        if one.get("data") and set(one["data"]) <= classes:
            self.data.add(set(one["data"]), classes_of(reading, knowledge))
        if one.get("intent") and reading.items:
            got = {item.intent.value for item in reading.items}
            self.intent.append(bool(got & {one["intent"], *_SAME.get(one["intent"], ())}))
        if one.get("lang"):
            self.language.append(one["lang"] == reading.language)

    def joined(self, other: Slots) -> Slots:
        """Both counts together."""
        found = Slots(intent=self.intent + other.intent, language=self.language + other.language)
        for mine, a, b in ((found.tool, self.tool, other.tool), (found.data, self.data, other.data)):
            mine.right, mine.wrong, mine.missed = a.right + b.right, a.wrong + b.wrong, a.missed + b.missed
        return found


def sum_of(many: Iterable[Slots]) -> Slots:
    """The counts of several sets together."""
    return reduce(Slots.joined, many, Slots())


def share_of(right: list[bool]) -> str:
    """The share that is right, two digits; a dash where nothing was labelled."""
    return f"{sum(right) / len(right):.2f}" if right else "-"


def tools_of(reading: Reading, knowledge: Knowledge) -> set[str]:
    """The labels of the rows that were read; none where every row is meant."""
    terms, offerings = knowledge.vocabulary.tools, knowledge.vocabulary.offerings
    found: set[str] = set()
    for item in reading.items:
        for ask in item.question.tools:
            rows = {offerings[id_].tool for id_ in ask.offerings if id_ in offerings}
            if len(rows) < len(terms) or len(terms) == 1:
                found |= {terms[row].label for row in rows if row in terms}
    return found


def classes_of(reading: Reading, knowledge: Knowledge) -> set[str]:
    """The labels of the classes that were read."""
    data, types = knowledge.vocabulary.data, knowledge.policy.data_types
    found: set[str] = set()
    for item in reading.items:
        for ask in item.question.data:
            for id_ in ask.types if ask.grounded or len(ask.types) < len(knowledge.policy.data_classes) else ():
                classes = (id_,) if id_ in data and data[id_].is_class else types[id_].classes if id_ in types else ()
                found |= {data[class_].label for class_ in classes if class_ in data}
    return found
