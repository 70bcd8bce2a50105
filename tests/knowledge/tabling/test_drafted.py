"""A model's entries for a document's lines become a table: what holds of them, and what it says where several lines meet."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.knowledge.grid.written import csv_of, terms_of
from bot.knowledge.tabling.drafted import TableDraft, draft_of
from bot.knowledge.tabling.entries import EVERY, OTHER, REST, Does, Entries, Holding, Ruling, checked, numbered
from bot.knowledge.tabling.written import grid_of, shown_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "cases" / "drafts.yaml").read_text(encoding="utf-8"))
FIELDS = ("line", "quote", "does", "tools", "data", "condition", "only_for", "about")


def reply_of(case: dict[str, Any]) -> dict[str, Any]:
    """As a model writes it."""
    rulings = [{"condition": "", "only_for": [], "about": [], **dict(zip(FIELDS, one, strict=False))} for one in case["rulings"]]
    classes = [dict(zip(("line", "name", "holds"), one, strict=True)) for one in case.get("classes", ())]
    changes = [
        dict(zip(("line", "quote", "data", "how", "once", "becomes"), one, strict=True)) for one in case.get("changes", ())
    ]
    return {"rulings": rulings, "classes": classes, "changes": changes}


def drafted(case: dict[str, Any]) -> tuple[TableDraft, Entries]:
    found = checked([reply_of(case)], numbered(case["document"]))
    return draft_of(found), found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_draft(case: dict[str, Any]) -> None:
    draft, found = drafted(case)
    cells: dict[str, dict[str, str]] = {}
    for (tool, column), cell in draft.cells.items():
        cells.setdefault(tool, {})[column] = cell.mark.name.lower()
    assert cells == case["cells"]
    assert len(found.refused) == case.get("refused", 0)
    if "columns" in case:
        assert {name: list(things) for name, things in draft.columns.items()} == case["columns"]
    conditions = {"/".join(place): list(cell.conditions) for place, cell in draft.cells.items() if cell.conditions}
    assert conditions == case.get("conditions", {})
    assert [who for one in draft.people for who in one.about] == case.get("people", [])
    assert [[list(one.data), one.becomes, one.once] for one in draft.changes] == case.get("becomes", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_its_files_say_the_same(case: dict[str, Any]) -> None:
    draft, _ = drafted(case)
    rows = list(csv.reader(StringIO(csv_of(grid_of(draft)))))
    assert rows[0] == ["tool", *draft.columns] and [row[0] for row in rows[1:]] == list(draft.tools)
    for row in rows[1:]:
        for column, said in zip(draft.columns, row[1:], strict=True):
            cell = draft.cells.get((row[0], column))
            assert said == (cell.mark.name.lower() if cell else "unknown")
    told = json.loads(terms_of(grid_of(draft)))
    assert [one["name"] for one in told["data_classes"]] == list(draft.columns)
    if "for_people" in case:
        assert [[one["who"], one["may"], one["tools"], one["class"]] for one in told["people"]] == case["for_people"]
    assert [[one["data"], one["becomes"]] for one in told["changes"]] == [one[:2] for one in case.get("becomes", [])]
    lines = numbered(case["document"])
    shown = shown_of(draft, lines).replace("\\|", "|")
    assert all(lines[rest.line - 1] in shown for cell in draft.cells.values() for rest in cell.rests)


def test_what_lets_something_in_switches_no_caution_off() -> None:
    document = "Claude Team takes drawings, unless the client has objected.\nOtter takes no drawings of any kind."
    allow = {"line": 1, "quote": "takes drawings", "does": "allow", "tools": ["Claude Team"], "data": ["drawings"]}
    forbid = {"line": 2, "quote": "takes no drawings of any kind", "does": "forbid", "tools": ["Otter"], "data": ["drawings"]}
    more = {"condition": "", "only_for": [], "about": []}
    found = checked([{"rulings": [allow | more, forbid | more], "classes": []}], numbered(document))
    assert json.loads(terms_of(grid_of(draft_of(found))))["read"] == ["takes no drawings of any kind"]


def test_another_form_is_no_entry() -> None:
    lines = ("Claude takes scripts.",)
    for odd in ({}, {"rulings": 3}, {"rulings": [None, 1, {}, {"line": "x"}], "classes": [[], {"name": 1}]}):
        assert not checked([odd], lines).rulings
    assert draft_of(Entries()).cells == {}


TOOLS, DATA = ("Claude", "Copilot", "Otter"), ("open", "client", "scripts")
RULINGS = some.builds(
    Ruling,
    line=some.just(1),
    quote=some.just("so"),
    does=some.sampled_from(Does),
    tools=some.lists(some.sampled_from((*TOOLS, EVERY, OTHER)), min_size=1, max_size=2).map(tuple),
    data=some.lists(some.sampled_from((*DATA, EVERY, REST)), min_size=1, max_size=2).map(tuple),
    condition=some.sampled_from(("", "ask first")),
    only_for=some.sampled_from(((), ("cooks",))),
    about=some.sampled_from(((), ("interns",))),
)
HOLDINGS = some.builds(Holding, line=some.just(1), name=some.sampled_from(DATA[:2]), holds=some.just(("scripts",)))


def marks(rulings: list[Ruling], classes: list[Holding]) -> dict[tuple[str, str], int]:
    return {place: cell.mark for place, cell in draft_of(Entries(tuple(rulings), tuple(classes))).cells.items()}


@given(some.lists(RULINGS, max_size=6), some.lists(HOLDINGS, max_size=2), some.randoms(use_true_random=False))
def test_the_order_of_lines_decides_nothing(rulings: list[Ruling], classes: list[Holding], chance: Any) -> None:
    mixed = list(rulings)
    chance.shuffle(mixed)
    assert marks(rulings, classes) == marks(mixed, classes)


@given(some.lists(RULINGS, max_size=6), some.lists(HOLDINGS, max_size=2), some.sampled_from(TOOLS), some.sampled_from(DATA))
def test_one_more_ban_of_a_thing_by_name_forbids_it_and_loosens_nothing(
    rulings: list[Ruling], classes: list[Holding], tool: str, thing: str
) -> None:
    rulings = [replace(one, about=()) for one in rulings]  # some people may what everybody else may not
    before = marks(rulings, classes)
    after = marks([*rulings, Ruling(1, "so", Does.FORBID, (tool,), (thing,))], classes)
    assert after[tool, thing] == 3
    assert all(after[place] >= mark for place, mark in before.items())
