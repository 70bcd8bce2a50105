"""Marks behind the words of cells, the lines that explain them, and what the document's own table adds to a bare matrix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.attach import parts_of
from bot.knowledge.importing.cells.notes import find_notes, split_note
from bot.knowledge.importing.prose.duties import says
from bot.knowledge.load import load
from bot.wiring import import_policy
from tests.knowledge.importing.imports import import_matrix
from tests.knowledge.importing.test_tables import conditions, imported
from tests.yamls import read_yaml

PARTS = read_yaml((Path(__file__).parent / "note_parts.yaml").read_text(encoding="utf-8"))
NOTES = read_yaml((Path(__file__).parent / "notes.yaml").read_text(encoding="utf-8"))
_DOCUMENT = """# Policy
| Tool | Public | Internal | Personal |
|---|---|---|---|
| **Chatty** (our own assistant) | yes | yes (1) | no |
| Writer, team licence | yes (2) | no | no |

## Notes
(1) Only with the project leader's yes.
(2) Only without a login.
"""


@pytest.mark.parametrize("case", NOTES, ids=[case["name"] for case in NOTES])
def test_a_mark_behind_a_cells_word_sends_to_the_line_that_explains_it(case: dict[str, Any], tmp_path: Path) -> None:
    lines = ["| tool | A | B | C | D |", "|---|---|---|---|---|", f"| Chatty | {' | '.join(case['cells'])} |", "", *case["lines"]]
    _, _, knowledge = imported(tmp_path, "\n".join(lines) + "\n", "m.md")
    found = conditions(knowledge)
    assert {column: found[f"chatty:{column.lower()}"] for column in case["says"]} == case["says"]


def test_a_condition_of_the_glossary_stands_alone(tmp_path: Path) -> None:
    matrix = "tool,Public,Internal,Personal\nChatty,allow,conditional,deny\nWriter (team licence),allow,deny,deny\n"
    said = {"id": "c", "tools": ["Chatty"], "class": ["Internal"], "text": "The leader has agreed."}
    terms = json.dumps({"conditions": [said]})
    found = conditions(import_matrix(matrix, tmp_path / "out", terms, _DOCUMENT))
    assert found["chatty:internal"] == "The leader has agreed."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("yes (b)", ("yes", ("b",))),
        ("C ²", ("C", ("2",))),
        ("◐³", ("◐", ("3",))),
        ("2, 5", ("", ("2", "5"))),
        ("ja", ("ja", ())),
        ("GPT4", ("GPT4", ())),
        ("yes (see b", ("yes (see b", ())),
        ("yes, see notes 1 and 3", ("yes", ("1", "3"))),
        ("oui (voir notes 1 et 3)", ("oui", ("1", "3"))),
        ("siehe 1 und 3", ("", ("1", "3"))),
        ("x, y", ("", ("x", "y"))),
        ("sí a y b", ("sí", ("a", "b"))),
        ("yes a) b)", ("yes", ("a", "b"))),
    ],
)
def test_a_cell_is_parted_from_its_marks(text: str, parts: tuple[str, tuple[str, ...]]) -> None:
    assert split_note(text) == parts


def test_lines_that_explain_few_of_the_marks_are_no_notes() -> None:
    assert find_notes(["1. Read this.", "2. Then that."], frozenset({"1", "2", "3", "4", "5"})) == {}


@pytest.mark.parametrize("case", PARTS, ids=[case["name"] for case in PARTS])
def test_each_thing_that_a_note_asks_for_is_a_condition(case: dict[str, Any]) -> None:
    assert parts_of(case["text"], tuple(case["names"])) == case["parts"]


def test_a_cell_with_a_note_of_two_sentences_has_two_conditions(tmp_path: Path) -> None:
    table = "| tool | A | B |\n|--|--|--|\n| Writer | yes [1] | no |\n| Chatty | yes | no |\n\n[1] Writer and A. "
    table += "The client agreed. Names are replaced.\n"
    _, _, knowledge = imported(tmp_path, table, "m.md")
    assert [each.text["en"] for each in knowledge.policy.conditions.values()] == ["The client agreed.", "Names are replaced."]


_REGISTER = """
## Conditions

| Ref. | Condition |
|--|--|
| K1 | Names and numbers are removed. |
| K2 | The file carries a note. |
| K3 | No flag is set. |
"""


@pytest.mark.parametrize(
    ("cell", "effect", "told"),
    [
        ("If K1", "conditional", ["Names and numbers are removed."]),
        ("If K2 and K3", "conditional", ["The file carries a note.", "No flag is set."]),
        ("Yes (K2, K3)", "conditional", ["The file carries a note.", "No flag is set."]),
        ("K2 + K3", "review", ["The file carries a note.", "No flag is set."]),
        ("If K3 and you hold Band M access", "conditional", ["you hold Band M access.", "No flag is set."]),
        ("if K2 or K3", "conditional", ["The file carries a note or No flag is set"]),
        ("Yes, unless K3", "conditional", ["unless No flag is set"]),
        ("Ja, außer K3", "conditional", ["außer No flag is set"]),
        ("Yes, K1-K3", "conditional", ["K1-K"]),
        ("No", "deny", []),
    ],
)
def test_a_cell_that_names_conditions_by_their_marks_has_each_of_them(
    cell: str, effect: str, told: list[str], tmp_path: Path
) -> None:
    rows = f"| Writer | Yes | {cell} |\n| Chatty | If K1 | No |\n| Third | If K2 and K3 | No |\n"
    table = f"| tool | Open | Claim |\n|--|--|--|\n{rows}"
    matrix, _, knowledge = imported(tmp_path, table + _REGISTER, "m.md")
    assert matrix.splitlines()[1] == f"Writer,allow,{effect}"
    cells = {
        rule.id: [knowledge.policy.conditions[each].text["en"] for each in rule.conditions] for rule in knowledge.policy.rules
    }
    assert cells.get("matrix:writer:claim", []) == told


def test_a_products_name_that_looks_like_a_mark_takes_no_note_away(tmp_path: Path) -> None:
    rows = "| Writer | yes (1) | no |\n| Chatty | only with an E5 licence | no |\n| Third | M365 users only | no |\n"
    table = f"| tool | Open | Claim |\n|--|--|--|\n{rows}\n(1) Only on paper.\n"
    _, _, knowledge = imported(tmp_path, table, "m.md")
    assert conditions(knowledge)["writer:open"] == "Only on paper."


def test_marks_and_notes_may_stand_in_two_lists(tmp_path: Path) -> None:
    rows = "| Writer | yes (1) | If K1 |\n| Chatty | If K1 and K2 | no |\n"
    table = f"| tool | Open | Claim |\n|--|--|--|\n{rows}\n(1) Only on paper.\n{_REGISTER}"
    _, _, knowledge = imported(tmp_path, table, "m.md")
    told = conditions(knowledge)
    assert (told["writer:open"], told["writer:claim"]) == ("Only on paper.", "Names and numbers are removed.")
    assert told["chatty:open"] == "Names and numbers are removed. The file carries a note."


def test_a_mark_that_two_lists_explain_is_read_in_neither(tmp_path: Path) -> None:
    others = "\n## Products\n\n| Level | What |\n|--|--|\n| K1 | Toys for children. |\n| K2 | Kites and balloons. |\n"
    table = "| tool | Open | Claim |\n|--|--|--|\n| Writer | Yes | If K1 |\n| Chatty | If K1 and K2 | No |\n"
    _, _, knowledge = imported(tmp_path, table + others + _REGISTER, "m.md")
    assert not any("Toys" in said or "removed" in said for said in conditions(knowledge).values())


def test_a_note_goes_on_in_the_lines_below_it() -> None:
    lines = [
        "",
        "(1) Names are removed",
        "and the works council has agreed.",
        "(2) A manager has approved it.",
        "   - Only drafts.",
        "",
        "End.",
    ]
    told = {"1": "Names are removed and the works council has agreed.", "2": "A manager has approved it. Only drafts."}
    assert find_notes(lines, frozenset(("1", "2"))) == told


def test_whom_a_condition_shuts_out_is_not_let_in_by_saying_so() -> None:
    met, unmet = says("Nobody in Sales may.", "en")
    assert not met
    assert not unmet or all("sales" in one for one in unmet)


def test_marks_are_found_where_table_and_list_stand_in_the_document_alone(tmp_path: Path) -> None:
    table = "# Policy\n\n| Tool | Open | Claim |\n|--|--|--|\n| Writer | Yes | If K2 and K3 |\n| Chatty | If K1 | No |\n"
    (tmp_path / "policy.md").write_text(table + _REGISTER, encoding="utf-8")
    import_policy(tmp_path / "policy.md", None, tmp_path / "policy.md", tmp_path / "out")
    told = conditions(load(tmp_path / "out", load_catalog()).or_raise())
    assert told["writer:claim"] == "The file carries a note. No flag is set."
