"""Messages of staff about small policies go in; how well the class of data that each means is found comes out.

Run: ``python -m benchmarks.classes [--each] [NAME ...]``. Each policy below ``tests/cases/classes`` is imported as it stands,
with no hand edits, and its messages are read without a model. ``--each`` prints what was read where it was not right: never
for the policies that ``sets.yaml`` holds out, which nobody reads so that they can tell what the next policy meets.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.small_policies import CASES, Bench, Message
from bot.policy.house import Knowledge
from bot.policy.policy import becomes_of
from bot.policy.words import DataAsk
from bot.wiring import Answerer

OUTCOMES = ("right", "more", "some", "milder", "stricter", "asks", "none", "sure")
"""``more``: the right classes and others; ``some``: the strictest of the right ones, but not all; ``milder`` and ``stricter``:
another class that is so; ``asks``: something was read that may be a stricter class; ``sure``: a class was read where a colleague
would have to ask."""
_WEIGHT = {"allow": 0, "conditional": 1, "review": 2, "deny": 3}
_OTHER = 1
"""What a cell weighs that says something else."""


@dataclass(frozen=True)
class Found:
    """What was read of one message."""

    outcome: str
    classes: tuple[str, ...]
    """Those that were read for sure."""
    guessed: tuple[str, ...]
    """What else it may be."""
    milder: bool
    """Read for sure, and the strictest class that was read is milder than the strictest that is meant."""


class Judge:
    """Reads messages under one policy, and lays what was read beside what is meant."""

    def __init__(self, folder: Path, answerer: Answerer) -> None:
        self.answerer = answerer
        self.weights = weights_of(folder / "matrix.csv")

    def found(self, one: Message) -> Found:
        """One message, by itself."""
        knowledge = self.answerer.mind.knowledge
        asks = [ask for item in self.answerer.ask(one["text"]).reading.items for ask in item.question.data]
        sure: set[str] = set()
        guessed: set[str] = set()
        unread = False
        for ask in asks:
            classes = classes_of(ask, knowledge)
            if ask.grounded and len(classes) == 1:
                sure |= classes
            else:
                guessed |= classes
                unread |= not classes
        open_ = unread or any(self._weight({one}) > self._weight(sure) for one in guessed)
        outcome, milder = self._outcome(one, sure, guessed, open_)
        return Found(outcome, tuple(sorted(sure)), tuple(sorted(guessed - sure)), milder)

    def _outcome(self, one: Message, sure: set[str], guessed: set[str], open_: bool) -> tuple[str, bool]:
        """``open_``: whether what was not read for sure may be stricter."""
        if one["unclear"]:
            return ("right" if open_ or not sure else "sure"), False
        if open_ or not sure:
            return ("asks" if open_ or guessed else "none"), False
        meant = set(one["classes"])
        if sure == meant or (len(sure) == 1 and sure <= set(one["also"])):
            return "right", False
        if self._weight(sure) < min(map(self._weight, [meant, *({also} for also in one["also"])])):
            return "milder", True
        return ("more" if meant < sure else "some" if sure < meant else "stricter"), False

    def _weight(self, classes: set[str]) -> int:
        return max((self.weights.get(one, 0) for one in classes), default=-1)


def weights_of(path: Path) -> dict[str, int]:
    """How much each class of a matrix is held back: the policy's own order, as its cells say it."""
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return {
        name: sum(_WEIGHT.get(row[column].strip().lower(), _OTHER) for row in rows if len(row) > column)
        for column, name in enumerate(head)
        if column
    }


def classes_of(ask: DataAsk, knowledge: Knowledge) -> set[str]:
    """The names of the classes that data may be, with what is done to it before."""
    terms, types = knowledge.vocabulary.data, knowledge.policy.data_types
    found: set[str] = set()
    for id_ in ask.types:
        became, left = id_, list(ask.transformations)
        while step := next((one for one in left if one in becomes_of(knowledge.policy, became)), ""):
            became = becomes_of(knowledge.policy, became)[step]
            left.remove(step)
        classes = (became,) if became in terms and terms[became].is_class else types[became].classes if became in types else ()
        found |= {terms[class_].label for class_ in classes if class_ in terms} or {became}
    return found


def way_of(one: Message) -> str:
    """How a message is labelled."""
    if one["unclear"]:
        return "unclear"
    return "one class" if len(one["classes"]) == 1 else "several classes"


def shown(one: Message, got: Found) -> str:
    """The classes that are meant and those that were read, for sure and perhaps."""
    meant = " | ".join(one["classes"]) or "unclear"
    return f"{meant} -> {' | '.join(got.classes) or '-'} ? {' | '.join(got.guessed) or '-'}"


BENCH = Bench(CASES / "classes", OUTCOMES, lambda folder, answerer: Judge(folder, answerer).found, way_of, shown)


if __name__ == "__main__":
    BENCH.main()
