"""Pages without a table that list data for each tool, or for each colour, and all that owners write beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.pages.page_lists import read_page_lists
from tests.knowledge.importing.test_tables import conditions, imported
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "page_lists.yaml").read_text(encoding="utf-8"))
TOOL = [(place, said) for place, told in CASES["turns"].items() for said in told]
COLOUR = [(place, said) for place, told in CASES["shades"].items() for said in told]


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda case: case["name"])
def test_a_page_says_what_its_owner_means(case: dict[str, Any], tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, case["document"], "m.md")
    assert matrix == case["matrix"]
    if "conditions" in case:
        assert conditions(knowledge) == case["conditions"]


def test_the_pages_that_are_turned_allow_letters_as_they_are() -> None:
    assert yes(CASES["tool"].format(**CASES["plain"])) == ["letters", "rosters"]
    assert yes(CASES["colour"].format(**CASES["colours"])) == ["letters", "rosters"]


@pytest.mark.parametrize(("place", "said"), TOOL, ids=str)
def test_a_sentence_that_turns_a_yes_of_a_tool_leaves_none(place: str, said: str) -> None:
    assert "letters" not in yes(CASES["tool"].format(**{**CASES["plain"], place: said}))


@pytest.mark.parametrize(("place", "said"), COLOUR, ids=str)
def test_a_sentence_that_turns_a_yes_of_a_colour_leaves_none(place: str, said: str) -> None:
    assert "letters" not in yes(CASES["colour"].format(**{**CASES["colours"], place: said}))


def yes(page: str) -> list[str]:
    """Data that some tool may have without a condition."""
    listed = read_page_lists("m.md", page)
    rows = listed.rows if listed else ()
    return sorted({head.text for row in rows[1:] for head, cell in zip(rows[0][1:], row[1:], strict=True) if cell.text == "yes"})
