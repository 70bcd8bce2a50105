"""Columns of a table that are no class of data: what they keep their rows from, and that none of them loosens anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.confirming.questions import open_questions
from bot.knowledge.importing.texts.days import last_day
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.house import Knowledge
from bot.policy.words import DataAsk, Question, ToolAsk, Verdict
from tests.knowledge.importing.imports import catalog, import_matrix
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "other_columns.yaml").read_text())
TODAY = date(2026, 11, 30)
STRICT = {Verdict.ALLOWED: 0, Verdict.CONDITIONAL: 1, Verdict.REVIEW: 2, Verdict.UNCOVERED: 3, Verdict.FORBIDDEN: 4}


def _table(column: tuple[str, str, str]) -> str:
    rows = (("Tool", "Public", "Confidential"), ("Claude", "yes", "yes"), ("Copilot", "yes", "yes"))
    return "".join(",".join((*row, f'"{said}"')) + "\n" for row, said in zip(rows, column, strict=True))


def _verdict(knowledge: Knowledge, tool: str) -> Verdict:
    question = Question(tools=(ToolAsk(tool, (f"{tool}/any",)),), data=(DataAsk("confidential", ("confidential",)),))
    return decide(compile_policy(knowledge.policy), question, TODAY).verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_column_keeps_its_rows_from(case: dict[str, list[str]], tmp_path: Path) -> None:
    knowledge = import_matrix(_table(tuple(map(str, case["column"]))), tmp_path / "out")
    assert [_verdict(knowledge, tool).value for tool in ("claude", "copilot")] == case["answers"]


def test_an_owner_is_asked_what_a_column_means(tmp_path: Path) -> None:
    knowledge = import_matrix(_table(("RAG", "Z", "")), tmp_path / "out")
    files = {path.name: path.read_text() for path in (tmp_path / "out").glob("*.yaml")}
    asked = {one.id: one for one in open_questions(files, knowledge, catalog())}
    assert [way.id for way in asked["rule/column-rag"].ways] == ["drop", "keep", "forbid"]
    assert asked["rule/column-rag"].sentence == "The table says “RAG: Z”, and nobody has said yet what that means."


@settings(deadline=None)
@given(
    head=st.sampled_from(
        ("RAG", "Owner", "Sunset", "Since", "Region", "Approved", "Blocked", "Training required", "Notes", "Xq")
    ),
    word=st.sampled_from(("Z", "no", "yes", "2020-01-01", "not yet", "IT only", "all", "live", "")),
    cell=st.sampled_from(("yes", "limited", "review", "no")),
)
def test_no_column_makes_a_row_milder(head: str, word: str, cell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("column")
    lines = ("Tool,Public,Confidential", f"Claude,yes,{cell}", "Copilot,yes,yes")
    without = import_matrix("\n".join(lines) + "\n", folder / "without")
    beside = (head, word, "yes")
    wider = import_matrix("".join(f"{line},{said}\n" for line, said in zip(lines, beside, strict=True)), folder / "with")
    assert STRICT[_verdict(wider, "claude")] >= STRICT[_verdict(without, "claude")]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("30 juin 2026", "fr", date(2026, 6, 30)),
        ("30. Juni 2026", "de", date(2026, 6, 30)),
        ("31 de agosto de 2026", "es", date(2026, 8, 31)),
        ("eind 2026", "nl", date(2026, 12, 31)),
        ("June 30, 2026", "en", date(2026, 6, 30)),
        ("2026-02", "en", date(2026, 2, 28)),
        ("31.02.2026", "en", None),
        ("until further notice", "en", None),
    ],
)
def test_the_last_day_that_words_name(text: str, language: str, day: date | None) -> None:
    assert last_day(text, language) == day
