"""What a sentence allows by the names of a page's classes, and what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.permits.blocks import blocks_of
from bot.knowledge.importing.permits.own_classes import as_named, own_classes
from bot.knowledge.importing.permits.permit_words import said_of
from bot.knowledge.importing.permits.permits import read_open, read_permits
from bot.knowledge.importing.permits.product_names import products_in, with_plan
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "permits.yaml").read_text(encoding="utf-8"))
NO_YES = [one for held in read_yaml((Path(__file__).parent / "no_yes.yaml").read_text(encoding="utf-8")).values() for one in held]
BESIDE: dict[str, Any] = read_yaml((Path(__file__).parent / "pages.yaml").read_text(encoding="utf-8"))
TEAMS: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "teams.yaml").read_text(encoding="utf-8"))
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
    said = said_of(case["text"], CLASSES, is_label=case.get("label", False))
    assert {one.name: one.effect for one in said} == case["said"]


@pytest.mark.parametrize("is_label", [False, True])
@pytest.mark.parametrize("text", NO_YES)
def test_what_no_honest_reader_takes_for_a_plain_yes_is_none(text: str, is_label: bool) -> None:
    assert not [one.name for one in said_of(text, CLASSES, is_label=is_label) if one.effect == "yes"]


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


def _sealed(part: str) -> dict[str, str]:
    """Tool -> its cell for Sealed, of a page with a part before two tools that are read."""
    top = PAGE.split("## Tools", maxsplit=1)[0]
    tail = PAGE.split("**Claude.** {claude}", maxsplit=1)[1]
    listed = read_permits("page.md", f"{top}{part}\n## More tools\n{tail}")
    assert listed is not None
    return {row[0].text: row[-1].text for row in listed.rows[1:]}


@pytest.mark.parametrize("name", BESIDE["pages"])
def test_what_stands_beside_a_leave_takes_it_back_or_narrows_it(name: str) -> None:
    found = _sealed(BESIDE["pages"][name])
    assert not [tool for tool, cell in found.items() if cell == "yes" and tool != "DeepL Pro"], found
    assert found.get("DeepL Pro") != "yes" or name in DEEPL_MAY


DEEPL_MAY = ("nested", "struck item")
"""Parts in which one tool has what another has not."""


@pytest.mark.parametrize("head", BESIDE["heads"])
@pytest.mark.parametrize(
    "below",
    [
        "## {head}\n\n**Claude.** {leave}",
        "## {head}\n\n### Chat\n\n#### Big ones\n\n**Claude.** {leave}",
        "## Tools\n\n**{head}**\n\n**Claude.** {leave}",
        "## Tools\n\n{head}:\n\n- **Claude**: up to Sealed",
        "## Tools\n\n{head}:\n\n- Claude may be used for Sealed information",
    ],
)
def test_below_a_heading_that_takes_back_no_leave_holds(head: str, below: str) -> None:
    found = _sealed(below.format(head=head, leave="You may use it for Sealed information.") + "\n")
    assert not found.get("Claude", "no").startswith("yes")


def test_a_plain_leave_beside_plain_sentences_stays_one() -> None:
    assert (
        _sealed("## Tools\n\n**Claude.** It does not learn from us. You may use it for Sealed information.\n")["Claude"] == "yes"
    )
    assert (
        _sealed("## Tools\n\n**Claude.** We have the Team plan. It may be used for Sealed information.\n")["Claude Team"] == "yes"
    )
    assert _sealed("## Tools\n\nSealed: these tools may be used\n\n- Claude\n- Mistral, by everyone\n") == {
        "Claude": "yes", "Mistral (by everyone)": "yes", "ChatGPT": "no", "Gemini": "no",
    }  # fmt: skip


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


UNREAD = """# AI at Birch

## The kinds of information

- **Open**: flyers.
- **Working**: rotas, though Open ones are not.

## Tools

3.1 The planning team may use Claude Team with open and working information, if they fancy it. Gemini may not be used.

**Birchbot** runs in our cellar. Planners may use it for Working papers.
"""


def test_of_a_page_of_which_too_little_is_read_tools_and_classes_are_kept_and_stay_open() -> None:
    assert read_permits("page.md", UNREAD) is None
    listed = read_open("page.md", UNREAD)
    assert listed is not None
    assert [cell.text for cell in listed.rows[0]] == ["tool", "Open", "Working"]
    assert {row[0].text for row in listed.rows[1:]} == {"Claude Team", "Birchbot"}
    assert not [cell for row in listed.rows[1:] for cell in row[1:] if cell.text.startswith("yes") and ":" not in cell.text]
    assert read_open("page.md", UNREAD.partition("## Tools")[0]) is None
    assert read_open("page.md", UNREAD.replace("**", "")) is None


@pytest.mark.parametrize("case", TEAMS, ids=lambda case: case["name"])
def test_what_one_department_may_use_is_a_condition_of_everybody(case: dict[str, Any]) -> None:
    listed = read_permits("page.md", case["page"])
    assert listed is not None
    assert {row[0].text: [cell.text for cell in row[1:]] for row in listed.rows[1:]} == case["cells"]


def test_classes_in_small_letters_before_the_word_that_they_share_are_named() -> None:
    page = "3.1 You may use it with open, working or sealed information, and leave the door open. Staff open information packs."
    assert as_named(page, CLASSES) == page.replace(
        "open, working or sealed information", "Open, Working or Sealed information"
    ).replace("open information", "Open information")
    assert as_named("It is open. Working hours are sealed.", CLASSES) == "It is open. Working hours are sealed."
