"""Messages of staff about small policies go in; how well the class of data that each means is found comes out.

Run: ``python -m benchmarks.classes [--each] [NAME ...]``. Each policy below ``tests/cases/classes`` is imported as it stands,
with no hand edits, and its messages are read without a model. ``--each`` prints what was read where it was not right: never
for the policies that ``sets.yaml`` holds out, which nobody reads so that they can tell what the next policy meets.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.policy.house import Knowledge
from bot.policy.words import DataAsk, becomes_of
from bot.wiring import Answerer, import_policy, make_answerer

ROOT = Path(__file__).resolve().parents[1]
POLICIES = ROOT / "tests" / "cases" / "classes"
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


@dataclass(frozen=True)
class Policy:
    """A policy's messages, each with what was read of it."""

    name: str
    held: bool
    found: tuple[tuple[dict[str, Any], Found], ...]


class Judge:
    """Reads messages under one policy, and lays what was read beside what is meant."""

    def __init__(self, folder: Path, answerer: Answerer) -> None:
        self.answerer = answerer
        self.weights = weights_of(folder / "matrix.csv")

    def found(self, one: dict[str, Any]) -> Found:
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

    def _outcome(self, one: dict[str, Any], sure: set[str], guessed: set[str], open_: bool) -> tuple[str, bool]:
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


def read_policy(folder: Path, held: bool) -> Policy:
    """A policy that is imported for this alone."""
    lines = [json.loads(line) for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / folder.name
        import_policy(folder / "matrix.csv", folder / "terms.json", folder / "source.md", out)
        judge = Judge(folder, make_answerer(out))
        return Policy(folder.name, held, tuple((one, judge.found(one)) for one in lines))


def held_out() -> dict[str, bool]:
    """Each policy, and whether it is held out."""
    about = yaml.safe_load((POLICIES / "sets.yaml").read_text(encoding="utf-8"))
    return {name: bool(one["held"]) for name, one in about.items()}


def policies(names: Iterable[str]) -> Iterator[Policy]:
    """The policies of some names, or all of them."""
    about = held_out()
    for name in names or about:
        yield read_policy(POLICIES / name, about[name])


def share_right(found: Iterable[tuple[dict[str, Any], Found]]) -> float:
    """The share of messages that mean exactly the classes that were read."""
    right = [one.outcome == "right" for _, one in found]
    return sum(right) / len(right) if right else 0.0


def line_of(name: str, found: list[tuple[dict[str, Any], Found]]) -> str:
    """How many messages came out how."""
    counts = Counter(one.outcome for _, one in found)
    return f"{name:28} {len(found):4}  " + "  ".join(f"{outcome} {counts[outcome]:3}" for outcome in OUTCOMES)


def way_of(one: dict[str, Any]) -> str:
    """How a message is labelled."""
    if one["unclear"]:
        return "unclear"
    return "one class" if len(one["classes"]) == 1 else "several classes"


def print_half(name: str, found: list[tuple[dict[str, Any], Found]]) -> None:
    """A line for all, and one for each way in which a message may be labelled."""
    print(f"{line_of(name, found)}  right {share_right(found):.3f}")
    for way in dict.fromkeys(way_of(one) for one, _ in found):
        here = [(one, got) for one, got in found if way_of(one) == way]
        print(f"  {line_of(way, here)}  right {share_right(here):.3f}")


def main() -> None:
    """Print the tables, and with ``--each`` what was read where it was not right."""
    names = [word for word in sys.argv[1:] if not word.startswith("--")]
    halves: dict[bool, list[tuple[dict[str, Any], Found]]] = {False: [], True: []}
    for policy in policies(names):
        halves[policy.held] += policy.found
        if policy.held:
            continue
        print(line_of(policy.name, list(policy.found)))
        for one, got in policy.found if "--each" in sys.argv else ():
            if got.outcome != "right":
                meant = " | ".join(one["classes"]) or "unclear"
                read = f"{' | '.join(got.classes) or '-'} ? {' | '.join(got.guessed) or '-'}"
                print(f"   {got.outcome:8} {one['id']} {one['text']} || {meant} -> {read}")
    for held, found in halves.items():
        if found:
            print_half("held out" if held else "open", found)


if __name__ == "__main__":
    main()
