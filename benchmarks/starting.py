"""Which-tool questions go in; how many were told where to start, and with a tool that a colleague would name, comes out.

Run: ``python -m benchmarks.starting [--each] [FILE ...]``. Each line of ``tests/cases/starting`` names a policy, a question and
``first``: the tools that somebody who has read the policy's document would start with; none where no tool will do.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reading import CASES, answerer_of
from bot.policy.talks.answer import Answer

SETS = CASES / "starting"
SCREEN = 12
"""Lines that a phone shows at once."""


@dataclass(frozen=True, slots=True)
class Started:
    """One question with what was said. ``first``: the tool that is named first, empty where none is."""

    asked: dict[str, Any]
    answer: Answer
    first: str

    @property
    def is_asked_back(self) -> bool:
        """Whether there is something to click before the answer."""
        return bool(self.answer.choices)

    @property
    def is_right(self) -> bool:
        """A tool that a colleague would name too; where none will do, none, or a question."""
        return self.first in self.asked["first"] if self.asked["first"] else not self.first

    @property
    def lines(self) -> int:
        """Of the whole answer, as plain text."""
        return len(self.answer.text.splitlines())


def first_of(answer: Answer) -> str:
    """The one tool that somebody is told to start with, also before something is asked."""
    return answer.start.label if answer.start else ""


def played(paths: list[Path]) -> Iterator[Started]:
    """Ask them all, without a model."""
    asked = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as made:
        for policy in dict.fromkeys(one["policy"] for one in asked):
            answerer = answerer_of(CASES / policy, Path(made) / policy)
            for one in asked:
                if one["policy"] == policy:
                    answer = answerer.ask(one["question"]).answer
                    yield Started(one, answer, first_of(answer))


def row(name: str, all_of_it: list[Started]) -> str:
    """One line of the table."""
    told = [one for one in all_of_it if one.first]
    lines = sorted(one.lines for one in all_of_it)
    n = len(all_of_it)
    return (
        f"{name:22} {n:3}  one first tool {len(told) / n:.2f}  asked back {sum(one.is_asked_back for one in all_of_it) / n:.2f}  "
        f"as a colleague {sum(one.is_right for one in all_of_it) / n:.2f}  lines {lines[n // 2]} / {lines[-1]}  "
        f"on one screen {sum(one <= SCREEN for one in lines) / n:.2f}"
    )


def main() -> None:
    """Print the table, and with ``--each`` what was named first."""
    for path in [Path(word) for word in sys.argv[1:] if word != "--each"] or sorted(SETS.glob("*.jsonl")):
        found = list(played([path]))
        print(f"== {path.stem}: lines are the median and the most")
        for policy in dict.fromkeys(one.asked["policy"] for one in found):
            print(row(policy.rpartition("/")[2], [one for one in found if one.asked["policy"] == policy]))
        print(row("all", found))
        if "--each" in sys.argv:
            for one in found:
                mark = "ok " if one.is_right else "?  " if one.is_asked_back else "NO "
                print(mark, one.asked["id"], "|", one.asked["question"], "|", one.answer.label, one.answer.intent.value)
                print("       ", one.first or one.answer.sentence, "| wanted", one.asked["first"])


if __name__ == "__main__":
    main()
