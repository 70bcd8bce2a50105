"""Words above several rows or columns, and at a name, narrow every yes below them; and what stands where a table goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import conditions, imported
from tests.knowledge.importing.versions import workbook


def test_a_yes_below_a_heading_that_forbids_is_none(tmp_path: Path) -> None:
    rows = [["Tool", "Public", "Secret"], ["Not approved", None, None], ["ChatGPT", "yes", "no"], ["Approved", None, None]]
    matrix, listed, _ = imported(tmp_path, workbook([*rows, ["Claude", "yes", "yes"]], merged=["A2:C2", "A4:C4"]))
    assert matrix == "tool,Public,Secret\nChatGPT,unknown,deny\nClaude,allow,allow\n"
    assert "allow, and its heading is “Not approved”; taken as unknown" in listed


def test_a_row_without_cells_may_be_such_a_heading(tmp_path: Path) -> None:
    table = "Tool,Public,Secret\nApproved tools,,\nChatGPT,yes,no\nForbidden tools,,\nDeepL,yes,yes\nGemini,,\nClaude,yes,no\n"
    matrix, _, _ = imported(tmp_path, table, "m.csv")
    assert "ChatGPT,allow,deny\n" in matrix
    assert "DeepL,unknown,unknown\n" in matrix
    assert matrix.endswith("Claude,unknown,deny\n")


def test_a_heading_that_asks_for_approval_makes_each_yes_a_condition(tmp_path: Path) -> None:
    rows = [["Tool", "Public", "Secret"], ["Only with approval of IT", None, None], ["ChatGPT", "yes", "no"]]
    matrix, _, knowledge = imported(tmp_path, workbook(rows, merged=["A2:C2"]))
    assert matrix == "tool,Public,Secret\nChatGPT,conditional,deny\n"
    assert conditions(knowledge) == {"chatgpt:public": "Only with approval of IT"}


def test_words_over_several_columns_hold_for_each(tmp_path: Path) -> None:
    rows = [
        ["Tool", "Without approval", None, "With approval", None, "Forbidden", None],
        [None, "Public", "Internal", "Customer", "Staff", "Health", "Secrets"],
        ["ChatGPT", "yes", "no", "yes", "no", "yes", "no"],
    ]
    matrix, _, _ = imported(tmp_path, workbook(rows, merged=["A1:A2", "B1:C1", "D1:E1", "F1:G1"]))
    assert matrix.splitlines()[1] == "ChatGPT,allow,deny,conditional,deny,unknown,deny"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Customer data (with approval)", "conditional"),
        ("Kundendaten (nur mit Genehmigung)", "conditional"),
        ("Klantgegevens, na akkoord", "conditional"),
        ("Données clients avec accord", "conditional"),
        ("Datos de clientes con autorización", "conditional"),
        ("Customer data (without approval)", "allow"),
        ("Pages that wait for approval by us", "allow"),
        ("Customer data", "allow"),
    ],
)
def test_a_name_that_asks_for_an_approval_makes_no_plain_yes(name: str, word: str, tmp_path: Path) -> None:
    assert imported(tmp_path, f'Tool,Public,"{name}"\nChatGPT,yes,yes\n', "m.csv")[0].endswith(f"ChatGPT,allow,{word}\n")
    turned = imported(tmp_path, f'Tool,Public,Secret\n"{name}",yes,no\nChatGPT,yes,no\n', "n.csv")[0]
    assert turned.splitlines()[1].endswith(f"{word},deny")


def test_columns_that_say_who_may_allow_no_data(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, "Tool,Employees,Contractors,Interns\nChatGPT,yes,limited,no\n", "m.csv")
    assert matrix == "tool,Other data\nChatGPT,review\n"
    assert "were read as who may use a tool, not as data" in listed


def test_columns_of_people_that_data_is_about_are_data(tmp_path: Path) -> None:
    assert imported(tmp_path, "Tool,Employees,Students\nChatGPT,yes,no\n", "m.csv")[0].endswith("ChatGPT,allow,deny\n")


@pytest.mark.parametrize(
    "said", ["same as above", "idem", "〃", "wie oben", "zoals boven", "comme ci-dessus", "Igual que arriba."]
)
def test_a_cell_that_repeats_the_one_above_is_listed(said: str, tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, f"Tool,Public,Secret\nChatGPT,yes,no\nClaude,{said},{said}\n", "m.csv")
    assert matrix == "tool,Public,Secret\nChatGPT,allow,deny\nClaude,allow,deny\n"
    assert f"`{said}` was taken as the cell above it, `yes`" in listed


def test_a_cell_that_repeats_nothing_says_nothing(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, "Tool,Public,Secret\nChatGPT,idem,no\nClaude,no,no\n", "m.csv")
    assert matrix == "tool,Public,Secret\nChatGPT,unknown,deny\nClaude,deny,deny\n"
    assert "nothing stands above it" in listed


def test_a_head_that_stands_again_goes_on_with_the_table(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, "Tool,Public\nChatGPT,yes\nTool,Public\nClaude,no\n", "m.csv")
    assert matrix == "tool,Public\nChatGPT,allow\nClaude,deny\n"
    assert "stands again on line 3" in listed


@pytest.mark.parametrize("between", ["Finance,\n", "\n"])
def test_a_head_below_a_title_or_a_gap_begins_another_table(between: str, tmp_path: Path) -> None:
    with pytest.raises(
        KnowledgeError, match=r"m.csv:4:1: the head of the table stands here again: another table begins; give each"
    ):
        imported(tmp_path, f"Tool,Public\nChatGPT,yes\n{between}Tool,Public\nClaude,no\n", "m.csv")
