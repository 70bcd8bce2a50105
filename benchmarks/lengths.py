"""The questions of tests/cases in; how long their answers look in Slack, short and unfolded, out.

python -m benchmarks.lengths [SET ...]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.reading import CASES, answerer_of
from bot.answers.score import read_questions, turns_of
from bot.slack.posts.blocks import to_message, words_of
from bot.slack.posts.short import PHONE


def lengths(name: str) -> list[tuple[int, int]]:
    """Characters of each answer as it is shown, buttons included: folded, and whole."""
    with tempfile.TemporaryDirectory() as folder:
        answerer = answerer_of(CASES / name, Path(folder) / "knowledge")
        found = []
        for one in read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8")):
            answer = answerer.ask(one["question"], turns_of(one.get("thread") or [])).answer
            found.append((seen(to_message(answer)[1]), seen(to_message(answer, whole=True)[1])))
        return found


def seen(blocks: list[dict[str, object]]) -> int:
    """Characters that a person sees."""
    return sum(len(words) for block in blocks for words in words_of(block))


def show(name: str, found: list[tuple[int, int]]) -> None:
    """One line."""
    folded, whole = [one[0] for one in found], [one[1] for one in found]
    share, before = (sum(one < PHONE for one in each) / len(found) for each in (folded, whole))
    print(
        f"{name:<26} {len(found):>5} answers  below {PHONE}: {share:.1%} (whole: {before:.1%})  "
        f"median {statistics.median(folded):.0f}  longest {max(folded)} (whole: {max(whole)})",
        flush=True,
    )


def main(names: list[str]) -> None:
    """Print a line a set, and one for all."""
    every: list[tuple[int, int]] = []
    for name in names or sorted(path.name for path in CASES.iterdir() if (path / "questions.jsonl").exists()):
        found = lengths(name)
        every += found
        show(name, found)
    show("all", every)


if __name__ == "__main__":
    main(sys.argv[1:])
