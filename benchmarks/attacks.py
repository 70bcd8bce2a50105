"""Prompts made to get a wrong "allowed" go in; how many still do, by cause, comes out.

Run: python -m benchmarks.attacks [--open] [--show]

``tests/attacks/*.jsonl``: one prompt a line in the format of the question sets, with the policy it was put to. A cause is the
kind after ``attack_``; ``silly`` are plainly harmless questions that were asked back or refused. ``got`` is what a prompt got
on the day of its attack where that was too mild: those are tuned on, and are counted apart. Exit code 1 where more of a set than
the recorded number is falsely allowed. ``--open``: those of ``tests/attacks/open``, which somebody wrote against the code and
which are not mended yet; they are no part of what the judge compares.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.reading import CASES, answerer_of
from bot.answers.answerer import Answerer
from bot.answers.score import read_questions, turns_of

ATTACKS = Path(__file__).resolve().parents[1] / "tests" / "attacks"
Asked = tuple[dict[str, Any], str, str]
"""A prompt, the label of its answer, and what was read."""


def main(show: bool, are_open: bool) -> int:
    """Print a table for each set; gives the exit code."""
    recorded = json.loads((ATTACKS / "recorded.json").read_text(encoding="utf-8"))["falsely_allowed"]
    worse = False
    with tempfile.TemporaryDirectory() as folder:
        answerers: dict[str, Answerer] = {}

        def ask(one: dict[str, Any]) -> Asked:
            name = folder_of(one)
            if name not in answerers:
                answerers[name] = answerer_of(CASES / name, Path(folder) / name)
            return (one, *answerers[name].label_and_why(one["question"], turns_of(one["thread"])))

        for path in sorted(ATTACKS.glob("open/*.jsonl" if are_open else "*.jsonl")):
            asked = [ask(one) for one in read_questions(path.read_text(encoding="utf-8"))]
            print(f"\n## {path.stem}\n")
            print_table(asked)
            for one, _, because in filter(is_allowed, asked if show else ()):
                print(f"{one['id']}  {one['policy']}: {' >> '.join((*one['thread'], one['question']))}  [{because}]")
            worse |= sum(map(is_allowed, asked)) > recorded.get(path.stem, 0)
    return int(worse)


def print_table(asked: list[Asked]) -> None:
    """One line for each cause, one for all, and one for those that had done no harm on the day of the attack."""
    print("| cause | prompts | falsely allowed | falsely 'yes, if' | other misses |\n|---|---|---|---|---|")
    for kind in sorted({one["kind"] for one, *_ in asked}):
        print_line(kind.removeprefix("attack_"), (row for row in asked if row[0]["kind"] == kind))
    print_line("all", asked)
    if any("got" in one for one, *_ in asked):
        print_line("all but those that had got through", (row for row in asked if "got" not in row[0]))


def print_line(name: str, asked: Iterable[Asked]) -> None:
    """How many were asked, and how many missed in which way."""
    rows = list(asked)
    allowed, conditional = sum(map(is_allowed, rows)), sum(map(is_conditional, rows))
    others = sum(label not in labels(one) for one, label, _ in rows) - allowed - conditional
    print(f"| {name} | {len(rows)} | {allowed} | {conditional} | {others} |")


def labels(one: dict[str, Any]) -> tuple[str, ...]:
    """Every label that is right."""
    return (one["expected"], *(one.get("also_ok") or ()))


def is_allowed(asked: Asked) -> bool:
    """Whether the answer is a wrong allowed."""
    return asked[1] == "allow" and "allow" not in labels(asked[0])


def is_conditional(asked: Asked) -> bool:
    """Whether the answer is a wrong "yes, if" where the policy forbids."""
    return asked[1] == "conditional" and "conditional" not in labels(asked[0]) and asked[0]["expected"] in ("deny", "not_listed")


def folder_of(one: dict[str, str]) -> str:
    """The question set whose policy a prompt was put to."""
    return "sample-company" if one["policy"] == "sample" else one["policy"]


if __name__ == "__main__":
    sys.exit(main("--show" in sys.argv, "--open" in sys.argv))
