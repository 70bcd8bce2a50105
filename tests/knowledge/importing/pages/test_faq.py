"""Pages of questions with answers, and all that owners write beside a yes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.door import read_sources, simple_names, write_files
from bot.knowledge.importing.pages.faq import read_faq
from bot.knowledge.load import load
from tests.knowledge.importing.imports import catalog
from tests.knowledge.importing.test_tables import conditions, imported
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "faq.yaml").read_text(encoding="utf-8"))
TURNS = [(place, said) for place, told in CASES["turns"].items() for said in told]
PLAINS = [(place, said) for place, told in CASES["plains"].items() for said in told]


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda case: case["name"])
def test_a_page_of_answers_says_what_its_owner_means(case: dict[str, Any], tmp_path: Path) -> None:
    matrix, confirm, knowledge = imported(tmp_path, case["document"], case.get("file", "faq.md"))
    assert matrix == case["matrix"]
    assert "It was read as questions with answers" in confirm
    if "conditions" in case:
        assert conditions(knowledge) == case["conditions"]


PAGE = """# AI at Tolgate House

## May I put customer letters into Copilot?
No.

## May I put board papers into ChatGPT?
Yes, if the secretary agrees.

## Can I use ChatGPT for published reports?
Yes.
"""


def test_a_cell_cites_the_answer_of_the_page_until_somebody_changes_it(tmp_path: Path) -> None:
    _, _, knowledge = imported(tmp_path, PAGE, "faq.md")
    cited = {rule.id: rule.cites for rule in knowledge.policy.rules}
    places = {id_: (at.file, at.line) for id_, at in cited.items() if at}
    assert places == {
        "matrix:copilot:customer-letters": ("guidance/policy.md", 4),
        "matrix:chatgpt:board-papers": ("guidance/policy.md", 7),
        "matrix:chatgpt:published-reports": ("guidance/policy.md", 10),
    }
    assert conditions(knowledge)["chatgpt:board-papers"] == "the secretary agrees"
    matrix = tmp_path / "out" / "matrix.csv"
    matrix.write_text(matrix.read_text().replace("deny", "review"))
    changed = {rule.id: rule.cites for rule in load(tmp_path / "out", catalog()).or_raise().policy.rules}
    assert changed["matrix:copilot:customer-letters"] is None


@pytest.mark.parametrize(("place", "said"), [("title", "Questions and answers"), *PLAINS], ids=str)
def test_a_plain_yes_allows(place: str, said: str) -> None:
    assert any("letters" in name for name in yes(CASES["turn"].format(**{**CASES["plain"], place: said})))


@pytest.mark.parametrize(("place", "said"), TURNS, ids=str)
def test_whatever_turns_a_yes_leaves_none(place: str, said: str) -> None:
    assert not any("letters" in name for name in yes(CASES["turn"].format(**{**CASES["plain"], place: said})))


@pytest.mark.parametrize("said", [CASES["listed"]["answer"], *CASES["listed_plains"]])
def test_a_plain_list_allows(said: str) -> None:
    assert any("etters" in name for name in yes(CASES["turn"].format(**{**CASES["plain"], **CASES["listed"], "answer": said})))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        *((place, said) for place, said in TURNS if place not in CASES["listed"]),
        *(("answer", said) for said in CASES["listed_turns"]),
    ],
    ids=str,
)
def test_whatever_turns_a_list_leaves_no_yes(place: str, said: str) -> None:
    page = CASES["turn"].format(**{**CASES["plain"], **CASES["listed"], place: said})
    assert not any("etters" in name for name in yes(page))


@pytest.mark.parametrize("asked", ["Which tools may I use for letters?", "May I use an AI tool for letters?"])
@pytest.mark.parametrize("said", CASES["which"])
def test_a_tool_that_an_answer_refuses_is_none_of_its_tools(asked: str, said: str) -> None:
    page = CASES["turn"].format(**{**CASES["plain"], "question": asked, "answer": said})
    listed = read_faq("faq.md", page)
    rows = listed.rows if listed else ()
    told = {
        head.text: cell.text
        for row in rows[1:]
        for head, cell in zip(rows[0][1:], row[1:], strict=True)
        if "Copilot" in row[0].text
    }
    assert told.get("letters", "").partition(":")[0] in ("", "no", "review")


def yes(page: str) -> list[str]:
    """Data that some tool may have without a condition."""
    listed = read_faq("faq.md", page)
    rows = listed.rows if listed else ()
    return sorted({head.text for row in rows[1:] for head, cell in zip(rows[0][1:], row[1:], strict=True) if cell.text == "yes"})


def test_a_yes_for_what_is_published_is_none_for_what_is_not(tmp_path: Path) -> None:
    page = "# Answers\n\n## May I put published minutes into Copilot?\n\nYes.\n\n## Can I put payslips into Copilot?\n\nNo.\n"
    (tmp_path / "faq.md").write_text(page, encoding="utf-8")
    catalog = load_catalog()
    data = read_yaml(write_files(read_sources(tmp_path / "faq.md", None, None), catalog, simple_names(catalog))["data.yaml"])
    (published,) = [one for one in data["classes"] if one["id"] == "published-minutes"]
    assert "meeting-notes" not in published.get("catalog", ())


def test_answers_beside_a_table_are_rules(tmp_path: Path) -> None:
    (tmp_path / "policy.md").write_text(CASES["beside"]["document"], encoding="utf-8")
    catalog = load_catalog()
    rules = read_yaml(write_files(read_sources(tmp_path / "policy.md", None, None), catalog, simple_names(catalog))["rules.yaml"])
    told = {one["because"].partition("?")[0]: f"{one['effect']} {one['tools'][0]}" for one in rules}
    assert told == CASES["beside"]["rules"]
