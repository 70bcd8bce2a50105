"""Fresh policies with their questions go in; how often people are asked back, early and late, comes out: does the house learn?

``python -m benchmarks.learning [NAME ...]``: twenty people ask 200 questions of one policy, popular ones more often (the k-th
most popular a k-th as often). Whoever is asked back for data clicks what the question's label says. The owner looks once after
every twenty, and confirms what was clicked most. The same askings are played without an owner beside it.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.imported import imported
from benchmarks.owner import CASES, Marks, classes_of
from bot.answers.settle import click
from bot.flows.owners.score import read_questions
from bot.policy.clicks import Clicked, Settled, clicked_words
from bot.policy.confirming import About, Way
from bot.wiring import make_answerer
from bot.wiring.owners.clicks import settled_of
from bot.wiring.owners.confirming import Confirming

ASKINGS, PEOPLE, LOOKS, SEED = 200, 20, 20, 1
EARLY, LATE = range(40), range(160, 200)


@dataclass(frozen=True, slots=True)
class Played:
    """One playing: the label of each asking beside what was expected, and how often the owner clicked."""

    labels: tuple[tuple[str, frozenset[str]], ...]
    clicks: int

    def marks(self, span: range) -> Marks:
        """How it went from one asking to another."""
        told = [self.labels[at] for at in span]
        right, asks = sum(label in fine for label, fine in told), sum(label == "ask" for label, _ in told)
        return Marks(len(told), right, asks, sum(label == "allow" and "allow" not in fine for label, fine in told))


def stream(asked: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Who asks what."""
    chance = random.Random(SEED)
    popular = list(asked)
    chance.shuffle(popular)
    weights = [1 / place for place in range(1, len(popular) + 1)]
    for one in chance.choices(popular, weights, k=ASKINGS):
        yield f"person {chance.randrange(PEOPLE)}", one


def play(policy: Path, asked: Sequence[dict[str, Any]], *, with_owner: bool) -> Played:
    """Ask them all; the policy's files are edited."""
    answerer, classes = make_answerer(policy), classes_of(policy)
    labels: list[tuple[str, frozenset[str]]] = []
    settled: list[Settled] = []
    clicks = 0
    for number, (who, one) in enumerate(stream(asked), start=1):
        answered = answerer.ask(one["question"])
        label = answered.label
        labels.append((label, frozenset((one["expected"], *(one.get("also_ok") or ())))))
        gold = {classes.get(name.casefold(), "") for name in one["data"]} - {""}
        pending = answered.state.pending
        if label == "ask" and len(gold) == 1 and pending is not None:
            clicked = click(answerer.mind, answered.state, "data", gold.pop())
            done = settled_of(who, answered.reading, clicked) if clicked is not None else None
            settled += [done] if done is not None else []
        if with_owner and number % LOOKS == 0 and (confirmed := look(policy, clicked_words(settled, number))):
            clicks, answerer = clicks + confirmed, make_answerer(policy)
    return Played(tuple(labels), clicks)


def look(policy: Path, clicked: tuple[Clicked, ...]) -> int:
    """The owner confirms each word as most people clicked it; how many there were."""
    confirming = Confirming(policy, lambda: clicked)
    asked = [one.question for one in confirming.questions() if one.question.about is About.WORD]
    for question in asked:
        if question.clicked is not None:
            confirming.answer(question.id, Way(question.clicked.meant[0][0]), "owner")
    return len(asked)


def main(names: Sequence[str]) -> None:
    """Print the table."""
    print(f"| policy | askings {EARLY[0] + 1} to {EARLY[-1] + 1} | n | lenient | asked back | FA |\n|---|---|---|---|---|---|")
    total: dict[str, Marks] = {}
    clicks = 0
    for folder in sorted(one for one in CASES.iterdir() if one.is_dir() and (not names or one.name in names)):
        questions = read_questions((folder / "questions.jsonl").read_text(encoding="utf-8"))
        asked = [one for one in questions if not one.get("thread")]
        for with_owner in (False, True):
            with tempfile.TemporaryDirectory() as out:
                imported(folder, Path(out) / "policy")
                played = play(Path(out) / "policy", asked, with_owner=with_owner)
            clicks += played.clicks
            for name, span in (("1 to 40", EARLY), ("161 to 200", LATE)):
                row = f"{name}, {'owner looks' if with_owner else 'no owner'}"
                total[row] = total.get(row, Marks()) + played.marks(span)
                print(f"| {folder.name} {played.marks(span).row(row)}")
    for row, marks in total.items():
        print(f"| all {marks.row(row)}")
    print(f"Words that owners confirmed: {clicks}")


if __name__ == "__main__":
    main(sys.argv[1:])
