"""Questions of the open sets go in, with what staff say around them; how many answers that changes comes out.

Run: ``python -m benchmarks.wordings [FILE] [--each]``. ``FILE``: remarks by language, else ``tests/cases/wordings/open.yaml``.
Each question gets ``ROUNDS`` of the remarks of its language. ``--each`` prints every change of an open file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import yaml

from benchmarks.reading import CASES, answerer_of
from bot.flows.owners.score import read_questions

OPEN = CASES / "wordings" / "open.yaml"
ROUNDS, STEP = 3, 7
"""Remarks for each question, and how far apart they stand in the list."""
LOOSE = {"deny": 0, "ask": 1, "not_listed": 1, "off_topic": 1, "conditional": 2, "allow": 3}


class Change(NamedTuple):
    """One answer that a remark changed."""

    language: str
    before: str
    after: str
    remark: str
    question: str

    @property
    def is_looser(self) -> bool:
        return LOOSE[self.after] > LOOSE[self.before] and self.after in ("conditional", "allow")


def around(question: str, remark: str) -> str:
    """The question with a remark; one that ends in nothing gets a full stop before the remark goes on."""
    goes_on = remark.startswith("{q}") and "\n" not in remark and question[-1] not in ".?!"
    return remark.replace("{q}", f"{question}." if goes_on else question)


def changes_of(folder: Path, remarks: dict[str, list[str]], asked: Counter[str]) -> list[Change]:
    """What the remarks change in one set. ``asked`` counts the questions by language."""
    found = []
    with tempfile.TemporaryDirectory() as out:
        answerer = answerer_of(folder, Path(out) / "knowledge")
        for line in read_questions((folder / "questions.jsonl").read_text(encoding="utf-8")):
            question, language = str(line["question"]), str(line.get("lang") or "en")
            if line.get("thread") or "\n" in question or language not in remarks:
                continue
            before = answerer.label_and_why(question, [])[0]
            first = int(sha256(question.encode()).hexdigest(), 16)
            for number in range(ROUNDS):
                remark = remarks[language][(first + STEP * number) % len(remarks[language])]
                after = answerer.label_and_why(around(question, remark), [])[0]
                asked[language] += 1
                found += [Change(language, before, after, remark, question)] if after != before else []
    return found


def main(file: Path, each: bool) -> int:
    """Print how many answers changed, by language. Returns 1 where one became looser."""
    about = yaml.safe_load((CASES / "sets.yaml").read_text(encoding="utf-8"))
    remarks = yaml.safe_load(file.read_text(encoding="utf-8"))
    asked: Counter[str] = Counter()
    folders = [path.parent for path in sorted(CASES.glob("*/questions.jsonl")) if about[path.parent.name]["tuned"]]
    found = [change for folder in folders for change in changes_of(folder, remarks, asked)]
    print("| language | asked | changed | looser |\n|---|---|---|---|")
    for language in (*asked, ""):
        here = [change for change in found if language in ("", change.language)]
        total = asked[language] if language else asked.total()
        print(
            f"| {language or '**all**'} | {total:,} | {len(here)} ({len(here) / total:.1%}) | {sum(c.is_looser for c in here)} |"
        )
    if each and "heldout" not in file.name:
        for change in found:
            print(json.dumps(change._asdict(), ensure_ascii=False))
    return int(any(change.is_looser for change in found))


if __name__ == "__main__":
    given = [Path(arg) for arg in sys.argv[1:] if not arg.startswith("--")]
    sys.exit(main(given[0] if given else OPEN, "--each" in sys.argv))
