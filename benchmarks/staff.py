"""Talks as staff type them go in; pages with every answer as people see it come out, for a person to judge, or the points given.

Run: ``python -m benchmarks.staff FOLDER`` plays ``tests/staff/*.jsonl`` into a page for each policy; without a folder it prints
what a judge gave (``tests/staff/judged.jsonl``; how they judged stands in the README beside it).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.reading import CASES, answerer_of
from bot.answers.answer import answer
from bot.answers.mind import Mind
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.wiring import import_policy, make_answerer
from bot.wiring.answers.answering import Answerer

STAFF = Path(__file__).resolve().parents[1] / "tests" / "staff"
JUDGED = STAFF / "judged.jsonl"
POINTS = ("right", "understood", "short", "no needless click", "knows next")
GOOD = 4
"""Points, with "right" among them, of an answer that is clearly good."""
TODAY = date(2026, 11, 25)


def main(folder: Path | None) -> int:
    """Play the talks into ``folder``, or print the points."""
    if folder is None:
        print("\n".join(table(json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines())))
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        for path in sorted(STAFF.glob("*.jsonl")):
            if path == JUDGED:
                continue
            mind = _answerer(path, Path(made) / path.stem).mind
            talks = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
            pages = "\n".join(line for talk in talks for line in played(talk, mind))
            (folder / f"{path.stem}.txt").write_text(pages + "\n", encoding="utf-8")
    return 0


def _answerer(talks: Path, made: Path) -> Answerer:
    """Of a policy with its table and words, or of one that is only the document beside its talks."""
    document = talks.with_suffix(".md")
    if not document.is_file():
        return answerer_of(CASES / talks.stem, made)
    import_policy(document, None, document, made)
    return make_answerer(made)


def played(talk: dict[str, Any], mind: Mind) -> Iterator[str]:
    """One talk: each message, its answer, and what the policy says to it."""
    yield f"\n=== {talk['id']} ({talk['who']})"
    state = None
    for turn, wanted in zip(talk["turns"], talk["wants_each"], strict=True):
        answered = answer(mind, make_safe(turn), state, Asker(), "R-STAFF", TODAY)
        state = answered.state
        yield f"> {turn}"
        yield from (f"    {line}" for line in answered.answer.text.splitlines())
        yield f"  (the policy: {wanted})"


def table(judged: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The mean of each point and the share of clearly good answers, at first contact and after."""
    rows = list(judged)
    yield f"| | messages | {' | '.join(POINTS)} | clearly good |\n|---|---|{'---|' * (len(POINTS) + 1)}"
    for policy in (*sorted({row["policy"] for row in rows}), "all"):
        of = [row for row in rows if policy in (row["policy"], "all")]
        for when in ("first", "after"):
            means = (sum(row[when][at] for row in of) / len(of) for at in range(len(POINTS)))
            good = sum(bool(row[when][0]) and sum(row[when]) >= GOOD for row in of) / len(of)
            yield f"| {policy}, {when} | {len(of)} | {' | '.join(f'{mean:.2f}' for mean in means)} | {good:.0%} |"


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
