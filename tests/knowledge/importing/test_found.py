"""A policy without a table that rules: the tools and classes that it names stand in a matrix that grants and forbids nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import conditions, imported

LEVELS = """# How we use AI

## What our data is

- **Public**: what stands on our website.
- **Internal**: rotas and minutes.
- **Confidential**: contracts.

## Tools

### ChatGPT Enterprise

For Public and Internal data. Never put contracts into it.

### Other tools

- Claude: translations only
- We tried Le Chat in spring, and nobody liked it.

## Whom to ask

| Step | What |
|---|---|
| 1 | Write to Kim |
| 2 | Wait |
"""


def test_a_page_of_prose_gives_its_tools_and_classes_and_no_cell(tmp_path: Path) -> None:
    matrix, confirm, knowledge = imported(tmp_path, LEVELS, "policy.md")
    assert matrix.splitlines() == [
        "tool,Public,Internal,Confidential",
        "ChatGPT Enterprise,unknown,unknown,unknown",
        "Claude,unknown,unknown,unknown",
        "Le Chat,unknown,unknown,unknown",
    ]
    assert not [rule for rule in knowledge.policy.rules if rule.id.startswith("matrix:")]
    assert "every cell is not covered until somebody fills it" in confirm
    assert (tmp_path / "out" / "guidance" / "policy.md").read_text().startswith("# How we use AI")


def test_a_page_that_names_no_class_has_one_column_for_all_data(tmp_path: Path) -> None:
    matrix, _, _ = imported(tmp_path, "# AI\n\nUse ChatGPT with care. Claude is for developers.\n", "policy.md")
    assert matrix.splitlines() == ["tool,Everything else", "ChatGPT,unknown", "Claude,unknown"]


@pytest.mark.parametrize(
    "text",
    ["# AI\n\nThink before you paste. Ask Kim.\n", "# AI\n\n- **Public**: our website.\n- **Internal**: minutes.\n"],
    ids=["prose about nothing", "classes and no tool"],
)
def test_a_page_that_names_no_tool_is_refused_with_a_way_on(text: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as error:
        imported(tmp_path, text, "policy.md")
    (fault,) = error.value.faults
    assert "names no tool" in fault.what and "mayi table" in fault.do


def test_a_class_is_the_item_that_a_list_stands_below_and_a_plan_belongs_to_its_tool(tmp_path: Path) -> None:
    page = (
        "# Ours\n\n- Public\n  - our leaflets\n- Donor\n  - who gave what\n- Family\n  - case notes\n\nWe bought Claude Team.\n"
    )
    matrix, _, _ = imported(tmp_path, page, "policy.md")
    assert matrix.splitlines() == ["tool,Public,Donor,Family", "Claude Team,unknown,unknown,unknown"]


def test_the_page_is_called_by_its_own_heading_and_not_by_that_of_a_menu(tmp_path: Path) -> None:
    page = "<h2>In this section</h2><ul><li>News</li></ul><h1>AI at Hollow Mill</h1><p>Use ChatGPT with care.</p>"
    _, _, knowledge = imported(tmp_path, page, "policy.html")
    assert knowledge.organisation.name == "AI at Hollow Mill"


LISTED = """<h1>Rules</h1><table>
<tr><th>Category</th><th>What belongs here</th><th>Approved tools</th><th>Before you start</th></tr>
<tr><th>A. Open</th><td>web pages, agendas, notices</td><td><ul><li>Claude</li><li>ChatGPT</li></ul></td><td>&ndash;</td></tr>
<tr><th>B. Internal</th><td>minutes, rotas, draft plans</td><td><ul><li>Claude</li></ul></td><td>Use your work sign-in</td></tr>
<tr><th>C. Secret</th><td>health, salaries, passwords</td><td>None, but see below</td><td></td></tr>
</table>"""


def test_classes_down_the_side_with_their_tools_in_one_cell(tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, LISTED, "policy.html")
    assert matrix.splitlines() == [
        "tool,A. Open,B. Internal,C. Secret",
        "Claude,allow,conditional,unknown",
        "ChatGPT,allow,deny,unknown",
    ], "a cell that is no list of tools grants nothing, and makes the rest of the table no riddle"
    assert conditions(knowledge) == {"claude:b-internal": "Use your work sign-in"}
    assert {one.label for one in knowledge.vocabulary.data.values()} >= {"rotas", "salaries"}
