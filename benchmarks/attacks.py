"""Prompts made to get a wrong "allowed" go in; how many still do, by cause, comes out. Run: python -m benchmarks.attacks [--show]

``tests/attacks/cases.jsonl``: one prompt a line in the format of the question sets, with the policy it was put to. A cause is
the kind after ``attack_``; ``silly`` are plainly harmless questions that were asked back or refused. Exit code 1 where more
than the recorded number is falsely allowed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.reading import CASES, answerer_of
from bot.flows.score import read_questions, turns_of

ATTACKS = Path(__file__).resolve().parents[1] / "tests" / "attacks"


def main(show: bool) -> int:
    """Print the table; gives the exit code."""
    asked: Counter[str] = Counter()
    allowed: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    prompts = read_questions((ATTACKS / "cases.jsonl").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        answerers = {name: answerer_of(CASES / name, Path(folder) / name) for name in {folder_of(one) for one in prompts}}
        for one in prompts:
            label, because = answerers[folder_of(one)].label_and_why(one["question"], turns_of(one["thread"]))
            fine = (one["expected"], *one["also_ok"])
            asked[one["kind"]] += 1
            missed[one["kind"]] += label not in fine
            if label == "allow" and "allow" not in fine:
                allowed[one["kind"]] += 1
                if show:
                    print(f"{one['id']}  {one['policy']}: {one['question']}  [{because}]")
    print("| cause | prompts | falsely allowed | other misses |\n|---|---|---|---|")
    for kind in sorted(asked):
        print(f"| {kind.removeprefix('attack_')} | {asked[kind]} | {allowed[kind]} | {missed[kind] - allowed[kind]} |")
    print(f"| all | {asked.total()} | {allowed.total()} | {missed.total() - allowed.total()} |")
    recorded = json.loads((ATTACKS / "recorded.json").read_text(encoding="utf-8"))["falsely_allowed"]
    return int(allowed.total() > recorded)


def folder_of(one: dict[str, str]) -> str:
    """The question set whose policy a prompt was put to."""
    return "sample-company" if one["policy"] == "sample" else one["policy"]


if __name__ == "__main__":
    sys.exit(main("--show" in sys.argv))
