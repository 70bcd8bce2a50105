"""A file with several tables: which one is read, and when several are one matrix."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import conditions, imported
from tests.knowledge.importing.versions import saved

# --- several tables ----------------------------------------------------------------------------------------------------

TWO = (
    "# Policy\n\n| Who | Mail |\n|---|---|\n| Kim | kim@example.org |\n\n## Staff\n\n| tool | A | B | C |\n|---|---|---|---|\n"
    "| ChatGPT | yes | no | no |\n| Claude | yes | yes | no |\n\n"
    "## Students\n\n| tool | A | B |\n|---|---|---|\n| ChatGPT | no | no |\n"
)


def test_the_table_that_says_yes_and_no_is_the_matrix_and_a_second_one_is_listed(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, TWO, "m.md")
    assert matrix == "tool,A,B,C\nChatGPT,allow,deny,deny\nClaude,allow,allow,deny\n"
    assert "Table 2 (Staff) was taken as the matrix." in listed
    assert "Table 3 (Students) looks like a matrix as well; import it with `--table 3`." in listed
    assert "Table 1 (Policy) was not used." in listed


@pytest.mark.parametrize("which", ["3", "students"])
def test_somebody_may_choose_the_table_by_number_or_name(which: str, tmp_path: Path) -> None:
    assert imported(tmp_path, TWO, "m.md", which)[0] == "tool,A,B\nChatGPT,deny,deny\n"


def test_a_table_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"there is no table `4`; use one of: 1 \(Policy\), 2 \(Staff\), 3 \(Students\)"):
        imported(tmp_path, TWO, "m.md", "4")


def test_sheets_of_names_and_examples_are_the_glossary(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets = {
        "Matrix": [["tool", "Public", "Secret"], ["ChatGPT", "yes", "no"]],
        "Names": [["tool", "aliases"], ["ChatGPT", "our chat; the bot"]],
        "Data": [["data class", "synonyms", "examples"], ["Secret", "Red", "payroll list; board minutes"]],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    _, listed, knowledge = imported(tmp_path, saved(book))
    assert {"our chat", "the bot"} <= set(knowledge.vocabulary.tools["chatgpt"].names)
    assert "Red" in knowledge.vocabulary.data["secret"].names
    assert {"payroll list", "board minutes"} <= {term.label for term in knowledge.vocabulary.data.values()}
    assert "not used" not in listed


# --- one matrix in several tables --------------------------------------------------------------------------------------


def sheets(**tables: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return saved(book)


def test_a_sheet_for_each_tool_is_one_matrix(tmp_path: Path) -> None:
    free = [["Data", "Allowed?"], ["Public", "Yes"], ["Internal", "No"]]
    team = [["Data", "Allowed?"], ["Internal", "Yes"], ["Secret", "Only redacted"], ["Public", "Yes"]]
    matrix, confirm, knowledge = imported(tmp_path, sheets(ChatGPT=free, Claude=team, Read_me=[["Ask", "IT"]]))
    assert matrix == "tool,Public,Internal,Secret\nChatGPT,allow,deny,unknown\nClaude,allow,allow,conditional\n"
    assert conditions(knowledge) == {"claude:secret": "Only redacted"}
    assert "Each of the tables `ChatGPT`, `Claude` is about one tool; they were put together." in confirm


def test_a_sheet_for_each_plan_is_one_matrix(tmp_path: Path) -> None:
    head = ["tool", "Public", "Internal"]
    matrix, confirm, _ = imported(
        tmp_path,
        sheets(
            Free=[head, ["ChatGPT", "yes", "no"], ["Claude", "yes", "no"]],
            Team_plan=[head, ["ChatGPT", "yes", "yes"]],
        ),
    )
    assert matrix == "tool,Public,Internal\nChatGPT Free,allow,deny\nClaude Free,allow,deny\nChatGPT Team plan,allow,allow\n"
    assert "Each of the tables `Free`, `Team plan` is about one plan; they were put together." in confirm


def test_sheets_that_are_no_plans_are_not_put_together(tmp_path: Path) -> None:
    head = ["tool", "Public", "Internal"]
    old, new = (
        [head, ["ChatGPT", "yes", "yes"], ["Claude", "yes", "yes"]],
        [head, ["ChatGPT", "yes", "no"], ["Claude", "no", "no"]],
    )
    matrix, confirm, _ = imported(tmp_path, sheets(Policy=new, Draft=old))
    assert matrix == "tool,Public,Internal\nChatGPT,allow,deny\nClaude,deny,deny\n"
    assert "The table `Draft` was left out: by its heading it is not in force." in confirm


def test_of_two_tables_of_one_shape_the_stricter_cell_counts(tmp_path: Path) -> None:
    head = ["tool", "Public", "Internal"]
    one, other = (
        [head, ["ChatGPT", "yes", "yes"], ["Claude", "no", "no"]],
        [head, ["ChatGPT", "yes", "no"], ["Claude", "yes", "no"]],
    )
    matrix, confirm, _ = imported(tmp_path, sheets(North=one, South=other))
    assert matrix == "tool,Public,Internal\nChatGPT,allow,deny\nClaude,deny,deny\n"
    assert "The tables `North`, `South` have the same rows and do not agree; the stricter cells were taken." in confirm


def test_what_stands_below_each_of_several_tables_stays_with_them(tmp_path: Path) -> None:
    one = [["Data", "Allowed?"], ["Public", "Yes"], ["Internal", "Yes*"], ["* Only from the office network"]]
    two = [["Data", "Allowed?"], ["Public", "Yes"], ["Internal", "No"]]
    _, _, knowledge = imported(tmp_path, sheets(ChatGPT=one, Claude=two))
    assert conditions(knowledge) == {"chatgpt:internal": "Only from the office network"}


DESKS = """# AI

## Buying

| Data | Gemini | Claude Team |
|---|---|---|
| Price lists | yes | no |

## {heading}

| Data | Gemini |
|---|---|
| {data} | {cell} |
| Stock counts | no |
"""


def test_a_table_of_each_department_with_data_of_its_own_is_one_matrix(tmp_path: Path) -> None:
    text = DESKS.format(heading="Shop floor", data="Rotas", cell="yes")
    matrix, confirm, _ = imported(tmp_path, text, "m.md")
    assert matrix == "tool,Price lists,Rotas,Stock counts\nGemini,allow,allow,deny\nClaude Team,deny,unknown,unknown\n"
    assert "Each of the tables `Buying`, `Shop floor` is about one part of the data; they were put together." in confirm


@pytest.mark.parametrize(
    "told",
    [
        {"heading": "Shop floor", "data": "Price lists", "cell": "yes"},
        {"heading": "Prohibited", "data": "Rotas", "cell": "yes"},
        {"heading": "Planned", "data": "Rotas", "cell": "yes"},
    ],
)
def test_tables_that_share_data_or_whose_heading_says_what_holds_stay_apart(told: dict[str, str], tmp_path: Path) -> None:
    assert "put together" not in imported(tmp_path, DESKS.format(**told), "m.md")[1]
