"""Talks of several messages go in; how often the last answer uses what was said before comes out, by kind.

Run: ``python -m benchmarks.talks [FILE ...] [--show]``; without a file ``tests/talks/*.jsonl``. One message a line, in the
format of the question sets (``question``, ``thread``, ``expected``, ``also_ok``, ``kind``), with the ``policy`` that it was put
to. What begins a talk (``talk_first``) is counted apart: it has nothing to use. Authors write ``review`` where the policy has no
ruling, and ``other`` where none was asked for. Exit code 1 where more of a set than the recorded number is falsely allowed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.attacks import folder_of
from benchmarks.reading import CASES, answerer_of
from bot.answers.answerer import Answerer
from bot.answers.score import read_questions, turns_of
from bot.policy.deciding.rulings import Note
from bot.policy.talks.label import ALLOW, ASK, CONDITIONAL, NOT_LISTED, OFF_TOPIC
from bot.policy.talks.talk import Intent
from bot.policy.words import Verdict

TALKS = Path(__file__).resolve().parents[1] / "tests" / "talks"
FIRST, NO_RULING, NOT_ASKED = "talk_first", "review", "other"


class Outcome(StrEnum):
    """What became of one message; the columns of the table, in their order."""

    RIGHT = "right"
    ASKED = "asked back"
    STRICT = "wrong, strict"
    MILD = "falsely “yes, if”"
    ALLOWED = "falsely allowed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of a talk with its answer."""

    one: dict[str, Any]
    label: str
    says: frozenset[str]
    """All that the answer comes to, in words of the authors: everything that it hangs on is met, so it is allowed."""
    because: str

    @property
    def outcome(self) -> Outcome:
        """Whether it is right, and if not, to which side it errs."""
        if self.says & {self.one["expected"], *(self.one.get("also_ok") or ())}:
            return Outcome.RIGHT
        if ALLOW in self.says:
            return Outcome.ALLOWED
        if self.label == ASK:
            return Outcome.ASKED
        return Outcome.MILD if self.label == CONDITIONAL and self.one["expected"] != ALLOW else Outcome.STRICT


def main(files: list[Path], show: bool) -> int:
    """Print a table for each set; gives the exit code."""
    recorded = json.loads((TALKS / "recorded.json").read_text(encoding="utf-8"))["falsely_allowed"]
    worse = False
    with tempfile.TemporaryDirectory() as folder:
        answerers: dict[str, Answerer] = {}
        for path in files:
            asked = []
            for one in read_questions(path.read_text(encoding="utf-8")):
                name = folder_of(one)
                if name not in answerers:
                    answerers[name] = answerer_of(CASES / name, Path(folder) / name)
                asked.append(ask(one, answerers[name]))
            print(f"\n## {path.stem}\n")
            print_table(asked)
            for row in asked if show else ():
                print_miss(row)
            worse |= sum(row.outcome is Outcome.ALLOWED for row in asked) > recorded.get(path.stem, 0)
    return int(worse)


def ask(one: dict[str, Any], answerer: Answerer) -> Asked:
    """Put a message to its policy, behind what was said before it."""
    answered = answerer.ask(one["question"], turns_of(one["thread"]))
    label, says = answered.label, set()
    rulings = [ruled.ruling for ruled in answered.ruled if ruled.ruling is not None]
    if label == CONDITIONAL and all(Note.ALL_MET in ruling.notes for ruling in rulings):
        says.add(ALLOW)
    if label == NOT_LISTED or any(ruling.verdict is Verdict.REVIEW for ruling in rulings):
        says.add(NO_RULING)
    if label == OFF_TOPIC or all(item.intent is Intent.EXPLAIN for item in answered.reading.items):
        says.add(NOT_ASKED)
    read = " | ".join(f"{ruled.item.intent.value}: {ruled.item.read_as or '-'}" for ruled in answered.ruled)
    return Asked(one, label, frozenset({label, *says}), read)


def print_table(asked: list[Asked]) -> None:
    """One line for each kind, one for all that follows something, and one for how talks begin."""
    print(f"| kind | messages | {' | '.join(Outcome)} |\n|{'---|' * (len(Outcome) + 2)}")
    later = [row for row in asked if row.one.get("kind") != FIRST]
    for kind in sorted({str(row.one.get("kind", "")) for row in later}):
        print_line(kind.removeprefix("talk_"), (row for row in later if row.one.get("kind", "") == kind))
    print_line("**all follow-ups**", later)
    print_line("first messages", (row for row in asked if row.one.get("kind") == FIRST))


def print_line(name: str, asked: Iterable[Asked]) -> None:
    """How many there are, and how many ended in which way."""
    outcomes = [row.outcome for row in asked]
    print(f"| {name} | {len(outcomes)} | {' | '.join(str(outcomes.count(one)) for one in Outcome)} |")


def print_miss(asked: Asked) -> None:
    """One message that is not answered right, with what was said before it."""
    if asked.outcome is not Outcome.RIGHT:
        one = asked.one
        said = " >> ".join((*(text for who, text in turns_of(one["thread"]) if who == "user"), one["question"]))
        print(f"{one['id']} {one.get('kind', '')}, {asked.outcome}: {said}")
        print(f"    {one['expected']}, got {asked.label} [{asked.because}]")


if __name__ == "__main__":
    named = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    sys.exit(main(named or sorted(TALKS.glob("*.jsonl")), "--show" in sys.argv))
