"""Fresh policies, their questions, and what an owner answered go in; how right the answers are at each step comes out.

``python -m benchmarks.owner [NAME ...]``: after the import, after the first twelve answers, after all of them, with the words of
one half of the questions put into the right class (asked: the other half), and with everyday words that a strong model proposed.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.imported import imported
from bot.flows.owners.score import read_questions
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import names_added
from bot.knowledge.load import load
from bot.policy.confirming import Way
from bot.wiring import make_answerer
from bot.wiring.owners.confirming import Confirming

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "owners"
FIRST = 12
Asked = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Marks:
    """How one policy answers some questions."""

    n: int = 0
    right: int = 0
    asks: int = 0
    false_allows: int = 0

    def __add__(self, other: Marks) -> Marks:
        return Marks(self.n + other.n, self.right + other.right, self.asks + other.asks, self.false_allows + other.false_allows)

    def row(self, name: str) -> str:
        """A line of the table."""
        return f"| {name} | {self.n} | {self.right / self.n:.3f} | {self.asks / self.n:.0%} | {self.false_allows} |"


def marks_of(folder: Path, asked: Asked) -> tuple[Marks, list[list[str]]]:
    """The marks, and for each question the data in it that was not read for sure. Questions with a thread are left out."""
    answerer = make_answerer(folder)
    right = asks = false_allows = 0
    unread = []
    for one in asked:
        answered = answerer.ask(one["question"], (), {})
        label = answered.label
        fine = (one["expected"], *(one.get("also_ok") or ()))
        right += label in fine
        asks += label == "ask"
        false_allows += label == "allow" and "allow" not in fine
        data = [data for ruled in answered.ruled for data in ruled.item.question.data]
        unread.append([each.name for each in data if not each.grounded or not each.types])
    return Marks(len(asked), right, asks, false_allows), unread


def answers_of(folder: Path) -> Iterator[tuple[str, Way] | None]:
    """What was answered, in order; None for what was skipped."""
    for line in (folder / "answers.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# skipped"):
            yield None
        elif "=" in line and not line.startswith("#"):
            id_, _, said = line.strip().partition("=")
            way, *more = said.split(":")
            named = {key: tuple(value.split(",")) for key, _, value in (part.partition("=") for part in more)}
            yield id_, Way(way, named.get("tools", ()), named.get("data", ()))


def answer(policy: Path, answers: Iterable[tuple[str, Way] | None]) -> int:
    """Write them; how many were refused, since nothing open is called so any more or the answer is none."""
    refused = 0
    for one in answers:
        if one is not None:
            try:
                Confirming(policy).answer(*one, "owner")
            except KnowledgeError:
                refused += 1
    return refused


def classes_of(policy: Path) -> dict[str, str]:
    """A class as the table calls it, in small letters -> its id."""
    data = load(policy, load_catalog()).or_raise().vocabulary.data.values()
    return {terms.label.casefold(): terms.id for terms in data if terms.is_class}


def learn(policy: Path, asked: Asked, unread: Sequence[Sequence[str]]) -> None:
    """Put what was not read in these questions into the one class that their label names: an honest click on a question back."""
    classes = classes_of(policy)
    for one, names in zip(asked, unread, strict=True):
        gold = {classes.get(label.casefold(), "") for label in one["data"]}
        if len(gold) == 1 and (id_ := gold.pop()):
            add(policy, id_, names)


def add(policy: Path, id_: str, names: Sequence[str]) -> None:
    """More names of a class."""
    with suppress(KnowledgeError):
        for path, text in names_added(policy, id_, names).items():
            (policy / path).write_text(text, encoding="utf-8")


def propose(policy: Path, words: dict[str, list[str]]) -> None:
    """Add what a model proposed, without anybody's look."""
    classes = classes_of(policy)
    for label, names in words.items():
        if label.casefold() in classes:
            add(policy, classes[label.casefold()], names)


def steps_of(folder: Path, out: Path) -> Iterator[tuple[str, Marks]]:
    """Each step with its marks."""
    questions = read_questions((folder / "questions.jsonl").read_text(encoding="utf-8"))
    asked = [one for one in questions if not one.get("thread")]
    first, second = asked[::2], asked[1::2]
    imported(folder, out / "import")
    before, _ = marks_of(out / "import", asked)
    yield "after the import", before
    answers = list(answers_of(folder))
    clicked = _copy(out / "import", out / "clicked")
    answer(clicked, answers[:FIRST])
    yield f"after {FIRST} questions", marks_of(clicked, asked)[0]
    answer(clicked, answers[FIRST:])
    yield "after all that was answered", marks_of(clicked, asked)[0]
    yield "half of the questions", marks_of(out / "import", second)[0]
    learnt = _copy(out / "import", out / "learnt")
    learn(learnt, first, marks_of(learnt, first)[1])
    yield "the same, words of the other half learnt", marks_of(learnt, second)[0]
    told = _copy(out / "import", out / "told")
    propose(told, json.loads((folder / "everyday.json").read_text(encoding="utf-8")))
    yield "with a model's everyday words", marks_of(told, asked)[0]


def _copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


def main(names: Sequence[str]) -> None:
    """Print the table."""
    total: dict[str, Marks] = {}
    for folder in sorted(path for path in CASES.iterdir() if path.is_dir() and (not names or path.name in names)):
        with tempfile.TemporaryDirectory() as out:
            for name, marks in steps_of(folder, Path(out)):
                total[name] = total.get(name, Marks()) + marks
                print(f"{folder.name}: {name}: {marks}", file=sys.stderr, flush=True)
    print("| step | questions | lenient | asks back | false allows |\n|---|---|---|---|---|")
    for name, marks in total.items():
        print(marks.row(name))


if __name__ == "__main__":
    main(sys.argv[1:])
