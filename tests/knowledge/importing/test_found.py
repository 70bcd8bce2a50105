"""A policy without a table that rules: the tools and classes that it names stand in a matrix that grants and forbids nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import imported

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
