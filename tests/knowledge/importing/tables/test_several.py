"""A file with several tables: which one is read, and what becomes of the others."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import imported
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


# --- versions of one table ---------------------------------------------------------------------------------------------


def sheets(**tables: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return saved(book)


def test_a_sheet_that_is_a_draft_is_left_out(tmp_path: Path) -> None:
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
