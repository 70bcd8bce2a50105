"""What a sentence allows by the names of a page's classes, and what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.permits.blocks import blocks_of
from bot.knowledge.importing.permits.own_classes import own_classes
from bot.knowledge.importing.permits.permit_words import said_of
from bot.knowledge.importing.permits.permits import read_permits
from bot.knowledge.importing.permits.product_names import products_in, with_plan
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "permits.yaml").read_text(encoding="utf-8"))
CLASSES = ("Open", "Working", "Sealed")
PAGE = """# AI at Alder

## The kinds of information

**Open**: flyers. **Working** papers are ours, Open ones are not.

**Working**: rotas.

**Sealed**: payslips, whatever is Working or Open beside them.

## Tools

**Claude.** {claude}

**ChatGPT.** You may use it for Open information.

**Gemini.** You may use it for Open information.
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_sentence_says_of_each_class_that_it_names_whether_it_may_go_in(case: dict[str, Any]) -> None:
    assert {one.name: one.effect for one in said_of(case["text"], CLASSES)} == case["said"]


@pytest.mark.parametrize(
    "denied",
    ["Sealed information must never go in.", "You may not use it for Sealed information.", "No Sealed information goes in."],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_what_one_sentence_denies_no_other_sentence_allows(denied: str, is_first: bool) -> None:
    allowed = "You may use it for Open and Sealed information."
    listed = read_permits("page.md", PAGE.format(claude=f"{denied} {allowed}" if is_first else f"{allowed} {denied}"))
    assert listed is not None
    cells = {row[0].text: [cell.text for cell in row[1:]] for row in listed.rows}
    assert cells["Claude"] == ["yes", "review", "no"] or cells["Claude"] == ["yes", "no", "no"]


def test_a_tool_of_which_nothing_is_allowed_makes_no_yes() -> None:
    listed = read_permits("page.md", PAGE.format(claude="We have looked at it and like it for Sealed information."))
    assert listed is not None
    assert all(cell.text != "yes" for row in listed.rows if row[0].text == "Claude" for cell in row[1:])


def test_a_page_without_classes_of_its_own_or_with_one_tool_is_none_of_permissions() -> None:
    assert read_permits("page.md", "# AI\n\n**Claude.** You may use it for anything.\n") is None
    assert read_permits("page.md", PAGE.format(claude="").split("**ChatGPT.**", maxsplit=1)[0]) is None


def test_classes_are_those_that_a_page_sets_apart_where_it_speaks_of_data() -> None:
    assert own_classes(PAGE, blocks_of(PAGE)) == CLASSES
    turned = PAGE.replace("Open", "Public").replace("Working", "Internal").replace("Sealed", "Confidential")
    assert own_classes(turned, blocks_of(turned)) == ("Public", "Internal", "Confidential")
    assert own_classes("# Steps\n\n**First.** Do this. First.\n\n**Then.** Do that. Then.\n", []) == ()


def test_a_product_is_named_with_its_plan() -> None:
    assert products_in("use ChatGPT Team, Copilot Chat and DeepL Pro (our licence)") == [
        "ChatGPT Team", "Copilot Chat", "DeepL Pro (our licence)",
    ]  # fmt: skip
    assert with_plan("ChatGPT", "ChatGPT. We have seats on ChatGPT Business.") == "ChatGPT Business"
    assert with_plan("ChatGPT", "Not ChatGPT Free. We have ChatGPT Business.") == "ChatGPT"
