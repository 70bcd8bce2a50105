"""Policies as documents, with nothing beside them, go in; how their questions are answered once they are imported comes out.

Run: ``python -m benchmarks.documents [--misses] [--record] [NAME ...]``. ``tests/documents`` holds a document and its questions
for each policy; of those that ``sets.yaml`` there calls untuned only figures are shown. Where ``proposed.json`` holds what a
strong model read in the document, its questions are asked again once an owner has taken it over (``NAME, confirmed``); where
``tabled.json`` holds what one read into a table, once an owner has imported that (``NAME, tabled``). An answer is right where
its label is the wanted one; who has to be asked is a condition. Exit code 1 where more is falsely allowed, or less is right,
than was recorded.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.taken_over import PROPOSED, TABLED, confirm_all, tabled_in
from bot.answers.answerer import make_answerer
from bot.exam.tables_paper import LABELS as OF_PAPER
from bot.exam.tables_paper import PAPER
from bot.knowledge.faults import KnowledgeError
from bot.wiring import import_policy
from bot.wiring.tables_exam import label_of

DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "documents"
DAY = date(2026, 11, 26)
"""Every question is asked on this day."""
LABELS = {**OF_PAPER, "ask": "ask", "unknown": "not_listed", "uncovered": "not_listed"}
"""What a question's author calls an answer -> its label."""
KINDS = ("plain", "tricky")
WAYS = {"confirmed": PROPOSED, "tabled": TABLED}
"""What an owner took over, each with the file of what a model read."""
COLUMNS = ("asked", "right", "asked back", "right yes", "falsely allowed")
Figures = dict[str, int]


def main(names: list[str], *, misses: bool, record: bool) -> int:
    """Print a line for each policy and kind of question; gives the exit code."""
    sets = yaml.safe_load((DOCUMENTS / "sets.yaml").read_text(encoding="utf-8"))
    recorded = json.loads((DOCUMENTS / "recorded.json").read_text(encoding="utf-8"))
    made: dict[str, dict[str, Figures]] = {}
    print(f"| policy | questions | {' | '.join(COLUMNS)} |\n|---|---|{'---|' * len(COLUMNS)}")
    for name in names or sorted(sets):
        asked = list(answers_of(name))
        made[name] = by_kind(asked)
        made |= {f"{name}, {way}": by_kind(answers_of(name, way)) for way in ways_of(name)}
        for row in (row for row in made if row.partition(", ")[0] == name):
            for kind, told in made[row].items():
                print(f"| {row} | {kind} | {' | '.join(str(told[column]) for column in COLUMNS)} |")
        for one, label in asked if misses and sets[name]["tuned"] else ():
            if label != LABELS[one["label"]]:
                print(f"{one['id']}: {label}, wanted {LABELS[one['label']]}: {one['text']}  [{one['why']}]")
    plain = {name: told for name, told in made.items() if name in sets}
    groups = {"all": plain}
    for way in WAYS:
        read = {f"{name}, {way}": told for name, told in plain.items() if way in ways_of(name)}
        groups |= {f"those {way}, before": read, f"those {way}": {row: made[row] for row in read}}
    for of, group in groups.items():
        for kind in KINDS:
            total = sum((Counter(told[kind]) for told in group.values()), Counter())
            print(f"| {of} | {kind} | {' | '.join(str(total[column]) for column in COLUMNS)} |")
    if record:
        (DOCUMENTS / "recorded.json").write_text(json.dumps({**recorded, **made}, indent=1) + "\n", encoding="utf-8")
        return 0
    return int(any(is_worse(made[name][kind], recorded.get(name, {}).get(kind, {})) for name in made for kind in KINDS))


def ways_of(name: str) -> list[str]:
    """What a model read in the document, and its owner took over."""
    return [way for way, file in WAYS.items() if (DOCUMENTS / name / file).exists()]


def place_of(name: str) -> Path:
    """The folder with a policy's document and questions: some are the paper of the exam on tables."""
    return PAPER / name if (PAPER / name).exists() else DOCUMENTS / name


def by_kind(asked: Iterable[tuple[dict[str, Any], str]]) -> dict[str, Figures]:
    """The figures of plain and of tricky questions."""
    every = list(asked)
    return {kind: figures([one for one in every if one[0]["kind"] == kind]) for kind in KINDS}


def answers_of(name: str, way: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Each question of a policy with the label of its answer; ``refused`` where its document cannot be imported.
    ``way``: one of ``WAYS``, once an owner has taken it over."""
    questions = map(json.loads, (place_of(name) / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    document = place_of(name) / "policy.md"
    with tempfile.TemporaryDirectory() as folder:
        table, terms = tabled_in(DOCUMENTS / name / TABLED, document, Path(folder)) if way == "tabled" else (document, None)
        try:
            import_policy(table, terms, document, Path(folder) / name)
        except KnowledgeError:
            yield from ((one, "refused") for one in questions)
            return
        if way == "confirmed":
            confirm_all(Path(folder) / name, DOCUMENTS / name / PROPOSED)
        answerer = make_answerer(Path(folder) / name)
        for one in questions:
            yield one, label_of(answerer, one["text"], LABELS[one["label"]], DAY)


def figures(asked: list[tuple[dict[str, Any], str]]) -> Figures:
    """Counts of one kind of question."""
    wanted = [(LABELS[one["label"]], label) for one, label in asked]
    return {
        "asked": len(wanted),
        "right": sum(want == label for want, label in wanted),
        "asked back": sum(label == "ask" for _, label in wanted),
        "right yes": sum(want == label == "allow" for want, label in wanted),
        "falsely allowed": sum(label == "allow" != want for want, label in wanted),
    }


def is_worse(now: Figures, before: Figures) -> bool:
    """Whether more is falsely allowed than was recorded, or more is wrong at once: a question back is no wrong answer."""
    return bool(before) and (now["falsely allowed"] > before["falsely allowed"] or wrong_in(now) > wrong_in(before))


def wrong_in(told: Figures) -> int:
    """How many answers are wrong at once."""
    return told["asked"] - told["right"] - told["asked back"]


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(main(given, misses="--misses" in sys.argv, record="--record" in sys.argv))
