"""Policies in forms that organisations publish, and hostile tables, go in; how questions about them are answered comes out.

Run: ``python -m benchmarks.published [--misses] [--record] [NAME ...]``. ``tests/published`` holds a policy, in Markdown, HTML,
CSV, Word or XLSX, and its questions in each folder; ``policies`` and ``tables`` were written by people who saw no code. Words
alone read the questions. With a policy stand the cells that its owner would fill in, and the table that a strong model drafted of
it (``tabled.json``). It is asked again once those cells stand in a grid, with the draft as it is, and once they stand in the
draft: by words, and with the recorded replies of a strong model (below ``grid``, ``drafted``, ``looked_at``). Of folders that
``sets.yaml`` does not call looked at only figures are shown. Exit code 1 where more is falsely allowed, or less is right at once,
than was recorded.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.heard import LABELS, says
from bot.answers.answerer import Answerer, asker_of, make_answerer
from bot.exam.replies import FULLY, RecordedReplies, read_replies
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.grid.grid import Grid, cell_of
from bot.knowledge.importing.texts.words import fold
from bot.knowledge.load import load
from bot.knowledge.tabling.drafted import draft_of
from bot.knowledge.tabling.entries import checked
from bot.knowledge.tabling.written import grid_of
from bot.owners.grids import VERDICTS
from bot.owners.tabling import lines_of, written
from bot.policy.changes.change import cell_question
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.talks.label import ALLOW, ASK, CONDITIONAL, DENY, NOT_LISTED
from bot.policy.words import STRICTNESS, Question, Verdict
from bot.saying import labels
from bot.saying.words import words_for
from bot.wiring import import_policy

PUBLISHED = Path(__file__).resolve().parents[1] / "tests" / "published"
KINDS = ("tables", "policies")
DAY = date(2026, 11, 30)
"""Every question is asked on this day."""
PAGES = (".md", ".html", ".docx")
COLUMNS = ("asked", "right", "falsely allowed", "falsely yes, if", "wrong no", "asked or not covered", "refused")
CELLS = ("cells", "right", "not there", "stricter", "milder")
BELIEVED = ", believed"
"""A way in which a policy is asked where the recorded replies are believed."""
SIGNS = {verdict: sign for sign, verdict in VERDICTS.items()}
Figures = dict[str, int]
Make = Callable[[Path], Grid]
"""A policy's folder -> the grid that is imported with its document."""
Row = dict[str, Any]


def main(names: list[str], *, misses: bool, record: bool) -> int:
    """Print a line for each group of policies; gives the exit code."""
    recorded_at = PUBLISHED / "recorded.json"
    recorded = json.loads(recorded_at.read_text(encoding="utf-8")) if recorded_at.exists() else {}
    looked_at = set(yaml.safe_load((PUBLISHED / "sets.yaml").read_text(encoding="utf-8"))["looked_at"])
    made: dict[str, Figures] = {}
    cells: dict[str, Counter[str]] = {}
    for folder in (folder for kind in KINDS for folder in sorted((PUBLISHED / kind).iterdir())):
        if names and folder.name not in names:
            continue
        for way, asked in ways_of(folder):
            made[f"{folder.name}{way}"] = figures(asked)
            for one, said in asked if misses and folder.name in looked_at else ():
                if not wanted(one) & said:
                    told = f"{'+'.join(sorted(said))}, wanted {'/'.join(one['right'])}: {one['ask']}  [{one['why']}]"
                    print(f"{folder.name}{way}: {told}")
        if cells_of(folder):
            cells |= {f"{folder.name}{way}": cells_in(folder, grid) for way, grid in GRIDS.items()}
    print(f"| policies | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}")
    ways = [("tables", "")] + [("policies", f"{way}{by}") for way in GRIDS for by in ("", BELIEVED) if way or not by]
    for kind, way in ways:
        of_kind = [name for name in made if (PUBLISHED / kind / name).exists()]
        for group, those in (("looked at", looked_at & {*of_kind}), ("not looked at", {*of_kind} - looked_at)):
            total = sum((Counter(made[f"{name}{way}"]) for name in those), Counter())
            print(f"| {len(those)} {kind}{way}; {group} | {' | '.join(str(total[column]) for column in COLUMNS)} |")
    print(f"\n| cells of an owner | {' | '.join(CELLS)} |\n|---|{'---|' * len(CELLS)}")
    for way in GRIDS:
        total = sum((found for name, found in cells.items() if name.endswith(way) and bool(way) == (" " in name)), Counter())
        print(f"| {way.strip() or 'as imported'} | {' | '.join(str(total[column]) for column in CELLS)} |")
    if record:
        recorded_at.write_text(json.dumps({**recorded, **made}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    return int(any(is_worse(told, recorded.get(name, {})) for name, told in made.items()))


def ways_of(folder: Path) -> Iterator[tuple[str, list[tuple[Row, set[str]]]]]:
    """Each way in which a policy is asked, with each question and what its answer comes to."""
    yield "", list(answers_of(folder))
    for way, grid in GRIDS.items():
        if grid and cells_of(folder):
            yield way, list(answers_of(folder, grid))
            yield f"{way}{BELIEVED}", list(answers_of(folder, grid, folder / REPLIES[way]))


def answers_of(folder: Path, grid: Make | None = None, replies: Path | None = None) -> Iterator[tuple[Row, set[str]]]:
    """Each question of a policy with what its answer comes to; ``refused`` where it cannot be imported. ``replies``: where those
    are that are believed."""
    questions = yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8"))["questions"]
    with tempfile.TemporaryDirectory() as place:
        try:
            answerer = make_answerer(imported(folder, Path(place), grid))
        except KnowledgeError:
            yield from ((one, {"refused"}) for one in questions)
            return
        if replies:
            recorded = RecordedReplies(read_replies(*(replies / f"{task}.jsonl" for task in ("read", "check"))))
            answerer = answerer.heard_by(recorded.model(FULLY))
        yield from ((one, asked(answerer, one)) for one in questions)


def asked(answerer: Answerer, one: Row) -> set[str]:
    """What the answer to a question comes to."""
    answered = answerer.answer_next(one["ask"], (), None, asker_of({}), "R-PUBLISHED", today=DAY)
    return says(answerer, answered, {**one, "label": one["right"][0]})


def imported(folder: Path, place: Path, grid: Make | None = None) -> Path:
    """The policy of a folder, below ``place``: of its document alone, or with a grid. Raises ``KnowledgeError``."""
    source, out = next(folder.glob("policy.*")), place / folder.name
    if grid is None:
        import_policy(source, None, source if source.suffix in PAGES else None, out)
        return out
    table, terms = written(grid(folder), place)
    import_policy(table, terms, source, out)
    return out


def cells_of(folder: Path) -> list[Row]:
    """What its owner would fill in; none of a hostile table."""
    return list(yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8")).get("cells", ()))


def signs_of(cell: Row) -> list[Verdict]:
    """What may stand there, the strictest last."""
    said = cell["is"] if isinstance(cell["is"], list) else [cell["is"]]
    return sorted(map(Verdict, said), key=STRICTNESS.__getitem__)


def drafted(folder: Path) -> Grid:
    """What a strong model drafted."""
    lines = lines_of(next(folder.glob("policy.*")))
    reply = json.loads((folder / "tabled.json").read_text(encoding="utf-8"))
    return grid_of(draft_of(checked([reply], lines)), lines)


def filled(folder: Path, grid: Grid | None = None) -> Grid:
    """The grid, or an empty one, with the strictest that its owner may say of each of their cells; a row or a column that is not
    there is added."""
    grid = grid or Grid(lines=lines_of(next(folder.glob("policy.*"))))
    for one in cells_of(folder):
        for side, name in (("tools", one["tool"]), ("classes", one["class"])):
            if not _key(grid, side, name):
                grid = grid.added("tools" if side == "tools" else "classes", name)
        sign = SIGNS.get(signs_of(one)[-1])
        cell = cell_of(sign, one.get("condition", "")) if sign else None
        grid = grid.filled((_key(grid, "tools", one["tool"]),), (_key(grid, "classes", one["class"]),), cell)
    return grid


def _key(grid: Grid, side: str, name: str) -> str:
    return next((one.key for one in getattr(grid, side) if fold(name) in map(fold, (one.name, *one.also))), "")


def cells_in(folder: Path, grid: Make | None) -> Counter[str]:
    """How many of the owner's cells a policy has, by its names of tools and classes, and which way the others differ."""
    found: Counter[str] = Counter(cells=len(cells_of(folder)))
    with tempfile.TemporaryDirectory() as place:
        try:
            loaded = load(imported(folder, Path(place), grid), load_catalog())
        except KnowledgeError:
            return found + Counter({"not there": found["cells"]})
    knowledge = loaded.knowledge
    assert knowledge, loaded.faults
    words, compiled = words_for("en", knowledge.organisation.languages), compile_policy(knowledge.policy)
    tools = {fold(labels.offering_label(one, knowledge, words)): one for one in knowledge.policy.offerings}
    classes = {fold(labels.data_label(one, knowledge, words)): one for one in knowledge.policy.data_classes}
    for cell in cells_of(folder):
        tool, class_ = tools.get(fold(cell["tool"])), classes.get(fold(cell["class"]))
        if not tool or not class_:
            found["not there"] += 1
            continue
        ruling = decide(compiled, cell_question(Question(), tool, class_), DAY)
        now = Verdict.REVIEW if ruling.ask_back else ruling.verdict
        may = signs_of(cell)
        is_milder = STRICTNESS[now] < STRICTNESS[may[0]]
        found["right" if now in may else "milder" if is_milder else "stricter"] += 1
    return found


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


GRIDS: dict[str, Make | None] = {
    "": None,
    " in the grid": filled,
    " as drafted": drafted,
    " as drafted and looked at": lambda folder: filled(folder, drafted(folder)),
}
"""Ways to make a policy of a document."""
REPLIES = {" in the grid": "grid", " as drafted": "drafted", " as drafted and looked at": "looked_at"}


def is_worse(told: Figures, recorded: Figures) -> bool:
    """Whether more is falsely allowed than was recorded, or less is right."""
    return bool(recorded) and (told["falsely allowed"] > recorded["falsely allowed"] or told["right"] < recorded["right"])


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(main(given, misses="--misses" in sys.argv, record="--record" in sys.argv))
