"""Policies in forms that organisations publish, and hostile tables, go in; how questions about them are answered comes out.

Run: ``python -m benchmarks.published [--misses] [--record] [NAME ...]``. ``tests/published`` holds a policy, in Markdown, HTML,
CSV, Word or XLSX, and its questions in each folder; ``policies`` and ``tables`` were written by people who saw no code. Words
alone read the questions. Of folders that ``sets.yaml`` does not call looked at only figures are shown. Exit code 1 where more is
falsely allowed, or less is right at once, than was recorded.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.heard import LABELS, says
from bot.knowledge.faults import KnowledgeError
from bot.policy.talks.label import ALLOW, ASK, CONDITIONAL, DENY, NOT_LISTED
from bot.wiring import import_policy, make_answerer
from bot.wiring.answers.answering import asker_of

PUBLISHED = Path(__file__).resolve().parents[1] / "tests" / "published"
KINDS = ("tables", "policies")
DAY = date(2026, 11, 30)
"""Every question is asked on this day."""
PAGES = (".md", ".html", ".docx")
COLUMNS = ("asked", "right", "falsely allowed", "falsely yes, if", "wrong no", "asked or not covered", "refused")
Figures = dict[str, int]
Row = dict[str, Any]


def main(names: list[str], *, misses: bool, record: bool) -> int:
    """Print a line for each group of policies; gives the exit code."""
    recorded_at = PUBLISHED / "recorded.json"
    recorded = json.loads(recorded_at.read_text(encoding="utf-8")) if recorded_at.exists() else {}
    looked_at = set(yaml.safe_load((PUBLISHED / "sets.yaml").read_text(encoding="utf-8"))["looked_at"])
    made: dict[str, Figures] = {}
    for folder in (folder for kind in KINDS for folder in sorted((PUBLISHED / kind).iterdir())):
        if names and folder.name not in names:
            continue
        asked = list(answers_of(folder))
        made[folder.name] = figures(asked)
        for one, said in asked if misses and folder.name in looked_at else ():
            if not wanted(one) & said:
                print(f"{folder.name}: {'+'.join(sorted(said))}, wanted {'/'.join(one['right'])}: {one['ask']}  [{one['why']}]")
    print(f"| policies | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}")
    for kind in KINDS:
        of_kind = [name for name in made if (PUBLISHED / kind / name).exists()]
        for group, those in (("looked at", looked_at & {*of_kind}), ("not looked at", {*of_kind} - looked_at)):
            total = sum((Counter(made[name]) for name in those), Counter())
            print(f"| {len(those)} {kind}, {group} | {' | '.join(str(total[column]) for column in COLUMNS)} |")
    if record:
        recorded_at.write_text(json.dumps({**recorded, **made}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    return int(any(is_worse(told, recorded.get(name, {})) for name, told in made.items()))


def answers_of(folder: Path) -> Iterator[tuple[Row, set[str]]]:
    """Each question of a policy with what its answer comes to; ``refused`` where it cannot be imported."""
    questions = yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8"))["questions"]
    source = next(folder.glob("policy.*"))
    with tempfile.TemporaryDirectory() as place:
        try:
            import_policy(source, None, source if source.suffix in PAGES else None, Path(place) / folder.name)
        except KnowledgeError:
            yield from ((one, {"refused"}) for one in questions)
            return
        answerer = make_answerer(Path(place) / folder.name)
        for one in questions:
            answered = answerer.answer_next(one["ask"], (), None, asker_of({}), "R-PUBLISHED", today=DAY)
            yield one, says(answerer, answered, {**one, "label": one["right"][0]})


def wanted(one: Row) -> set[str]:
    """Labels that its author takes."""
    return {LABELS[label] for label in one["right"]}


def figures(asked: list[tuple[Row, set[str]]]) -> Figures:
    """Counts of one policy's questions."""
    told = [(wanted(one), said) for one, said in asked]
    return {
        "asked": len(told),
        "right": sum(bool(every & said) for every, said in told),
        "falsely allowed": sum(ALLOW in said and not every & said for every, said in told),
        "falsely yes, if": sum(CONDITIONAL in said and not every & ({ALLOW, CONDITIONAL} | said) for every, said in told),
        "wrong no": sum(DENY in said and not every & said for every, said in told),
        "asked or not covered": sum(bool(said & {ASK, NOT_LISTED}) and not every & said for every, said in told),
        "refused": sum("refused" in said for _, said in told),
    }


def is_worse(told: Figures, recorded: Figures) -> bool:
    """Whether more is falsely allowed than was recorded, or less is right."""
    return bool(recorded) and (told["falsely allowed"] > recorded["falsely allowed"] or told["right"] < recorded["right"])


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(main(given, misses="--misses" in sys.argv, record="--record" in sys.argv))
