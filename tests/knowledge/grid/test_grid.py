"""A grid that an owner fills in: what each change does, and that an import of it says what its cells say."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.catalog import load_catalog
from bot.knowledge.grid.grid import LONGEST, MOST, Cell, Grid, GridError, Sign, cell_of
from bot.knowledge.grid.written import csv_of, grid_of, kept_of, terms_of
from bot.knowledge.load import load
from bot.owners.tabling import written
from bot.policy.changes.change import cell_question
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.words import Question, Verdict
from bot.saying import labels
from bot.saying.words import words_for
from bot.wiring import import_policy

LINES = ("# AI at the mill", "Copilot takes *internal* papers.", "Level 2 data is our minutes.")
VERDICTS = {
    Sign.ALLOW: Verdict.ALLOWED,
    Sign.CONDITIONAL: Verdict.CONDITIONAL,
    Sign.REVIEW: Verdict.REVIEW,
    Sign.DENY: Verdict.FORBIDDEN,
    None: Verdict.UNCOVERED,
}


def made(tools: tuple[str, ...] = ("Copilot", "Claude Team"), classes: tuple[str, ...] = ("Public", "Level 2")) -> Grid:
    grid = Grid(lines=LINES)
    for name in tools:
        grid = grid.added("tools", name)
    for name in classes:
        grid = grid.added("classes", name)
    return grid


def test_a_click_goes_through_the_signs_and_back_to_not_covered() -> None:
    grid, seen = made(), []
    for _ in range(5):
        grid = grid.next_of(("t0", "c0"), "the client agreed")
        seen.append(grid.cells.get(("t0", "c0")))
    assert seen == [
        Cell(Sign.ALLOW),
        Cell(Sign.CONDITIONAL, ("the client agreed",)),
        Cell(Sign.REVIEW),
        Cell(Sign.DENY),
        None,
    ]


def test_a_name_knows_the_line_of_the_document_and_stays_known_when_it_is_called_otherwise() -> None:
    grid = made().renamed("c1", "Internal papers")
    assert (grid.head("t0").line, grid.head("c1").line, grid.head("t1").line) == (2, 3, 0)
    assert grid.head("c1").also == ("Level 2",), "the document goes on to speak of it by that name"
    assert made().renamed("t1", "Claude for teams").head("t1").also == (), "no document has the old one"


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        (Cell(Sign.ALLOW), Cell(Sign.DENY), Cell(Sign.DENY)),
        (Cell(Sign.CONDITIONAL, ("a",)), Cell(Sign.CONDITIONAL, ("b",)), Cell(Sign.CONDITIONAL, ("a", "b"))),
        (Cell(Sign.CONDITIONAL, ("a",)), Cell(Sign.REVIEW), Cell(Sign.REVIEW)),
        (Cell(Sign.ALLOW), None, Cell(Sign.ALLOW)),
        (None, None, None),
    ],
)
def test_of_two_that_are_merged_the_stricter_cell_stays(one: Cell | None, other: Cell | None, kept: Cell | None) -> None:
    for first, second in ((one, other), (other, one)):
        grid = made().filled(("t0",), ("c0",), first).filled(("t1",), ("c0",), second).merged("t0", "t1")
        found = grid.cells.get(("t1", "c0"))
        assert (found and {*found.conditions}) == (kept and {*kept.conditions}) and (found and found.sign) == (kept and kept.sign)
        assert [(head.name, head.also) for head in grid.tools] == [("Claude Team", ("Copilot",))]


def test_a_row_that_goes_takes_its_cells_along() -> None:
    grid = made().filled(("t0", "t1"), ("c0", "c1"), Cell(Sign.ALLOW)).without("t0")
    assert {*grid.cells} == {("t1", "c0"), ("t1", "c1")} and grid.added("tools", "Copilot").cells == grid.cells


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda grid: grid.added("tools", " "), "no_name"),
        (lambda grid: grid.added("classes", "level  2"), "taken"),
        (lambda grid: grid.renamed("t0", "claude team"), "taken"),
        (lambda grid: grid.merged("t0", "c0"), "gone"),
        (lambda grid: grid.merged("t0", "t0"), "gone"),
        (lambda grid: grid.filled(("t9",), ("c0",), None), "gone"),
        (lambda grid: grid.without("c9"), "gone"),
    ],
    ids=[
        "no name",
        "a name that is there",
        "another's name",
        "a tool into a class",
        "into itself",
        "a row gone",
        "a column gone",
    ],
)
def test_what_cannot_be_done_is_refused(change: object, why: str) -> None:
    with pytest.raises(GridError) as problem:
        change(made())  # type: ignore[operator]
    assert problem.value.why == why


def test_a_grid_has_bounds() -> None:
    grid = made(tuple(f"Tool {number}" for number in range(MOST["tools"])))
    with pytest.raises(GridError):
        grid.added("tools", "one more")
    assert len(made().added("tools", "x" * 5000).tools[-1].name) == LONGEST


def test_cells_of_a_draft_count_as_looked_at_once_somebody_says_so_or_puts_a_sign() -> None:
    draft = Grid(made().tools, made().classes, {("t0", "c0"): Cell(Sign.ALLOW, (), (2,), is_draft=True)}, lines=LINES)
    assert not draft.looked_at("t0").cells["t0", "c0"].is_draft and draft.looked_at("t1").cells["t0", "c0"].is_draft
    clicked = draft.filled(("t0",), ("c0",), cell_of(Sign.DENY)).cells["t0", "c0"]
    assert clicked == Cell(Sign.DENY, (), (2,)), "the line that the draft rests on stays"


TOOLS = ["Copilot", "Claude Team", "Zorblax", "The wiki's helper", "ChatGPT (free)", "Staff chat"]
CLASSES = ["Public", "Staff", "Level 2", "Client – files", "Never shared", "Papers (draft)"]
CONDITIONS = st.sampled_from(["", "the client agreed", "never on Fridays, and only with names taken out", "ask Ada first"])
CELLS = st.one_of(st.none(), st.builds(cell_of, st.sampled_from(Sign), CONDITIONS))


def test_what_stands_beside_the_cells_goes_with_its_rows_and_follows_their_names(tmp_path: Path) -> None:
    people = [
        {"id": "p1", "who": "interns", "may": "never", "tools": ["Copilot"], "class": [], "text": "Interns never use Copilot"},
        {"id": "p2", "who": "interns", "may": "ask", "tools": ["Claude Team"], "class": ["Public"], "text": "Interns ask first"},
    ]
    changes = [{"id": "c1", "data": ["Level 2"], "becomes": "Public", "text": "once it is published"}]
    draft = replace(made(), beside={"people": people, "changes": changes, "read": []}).filled(
        ("t0", "t1"), ("c0",), Cell(Sign.ALLOW)
    )
    grid = draft.renamed("t1", "Claude for teams").without("t0").without("c1")
    told = json.loads(terms_of(grid))
    assert [one["id"] for one in told["people"]] == ["p2"] and told["changes"] == []
    table, terms = written(grid, tmp_path)
    import_policy(table, terms, None, tmp_path / "out")
    assert "Interns ask first" in (tmp_path / "out" / "rules.yaml").read_text(encoding="utf-8")


def few(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), few(TOOLS), few(CLASSES))
def test_an_import_of_it_says_what_its_cells_say(data: st.DataObject, tools: list[str], classes: list[str]) -> None:
    grid = made(tuple(tools), tuple(classes))
    for tool in grid.tools:
        for class_ in grid.classes:
            grid = grid.filled((tool.key,), (class_.key,), data.draw(CELLS))
    assert grid_of(kept_of(grid), grid.beside, grid.lines) == grid
    with tempfile.TemporaryDirectory() as place:
        table, terms = written(grid, Path(place))
        import_policy(table, terms, None, Path(place) / "out")
        knowledge = load(Path(place) / "out", load_catalog()).or_raise()
    words, compiled = words_for("en", knowledge.organisation.languages), compile_policy(knowledge.policy)
    offerings = {labels.offering_label(one, knowledge, words): one for one in knowledge.policy.offerings}
    data_classes = {labels.data_label(one, knowledge, words): one for one in knowledge.policy.data_classes}
    for tool in grid.tools:
        for class_ in grid.classes:
            cell = grid.cells.get((tool.key, class_.key))
            question = cell_question(Question(), offerings[tool.name], data_classes[class_.name])
            ruling = decide(compiled, question, date(2026, 11, 30))
            assert ruling.verdict is VERDICTS[cell.sign if cell else None], (csv_of(grid), terms_of(grid))
            asked = {words.pick(need.text) for need in ruling.needs if not need.general}
            assert not cell or {*cell.conditions} <= asked
