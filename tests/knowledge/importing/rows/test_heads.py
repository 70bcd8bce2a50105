"""Not every yes allows: below "Blocked", "Approval required" or a title that forbids it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.importing.test_tables import conditions, imported


@pytest.mark.parametrize("head", ["Blocked", "Prohibited?", "Not allowed", "Verboten", "Geblokkeerd", "Interdit", "Prohibido"])
def test_a_yes_in_a_column_that_forbids_forbids_the_row(head: str, tmp_path: Path) -> None:
    table = f"Tool,Public,Secret,{head}\nChatGPT,yes,yes,yes\nClaude,yes,no,no\nGemini,yes,no,pending\n"
    matrix, listed, _ = imported(tmp_path, table, "m.csv")
    assert matrix == "tool,Public,Secret\nChatGPT,deny,deny\nClaude,allow,deny\nGemini,deny,deny\n"
    assert f"A yes in the column `{head}` forbids the row." in listed


@pytest.mark.parametrize(
    ("head", "effect"),
    [
        ("Approval required", "review"),
        ("DPIA needed?", "conditional"),
        ("Freigabe erforderlich", "review"),
        ("Schulung nötig", "conditional"),
    ],
)
def test_a_yes_in_a_column_that_asks_for_something_narrows_the_row(head: str, effect: str, tmp_path: Path) -> None:
    table = f"Tool,Public,Secret,{head}\nChatGPT,yes,no,yes\nClaude,yes,no,no\n"
    matrix, _, knowledge = imported(tmp_path, table, "m.csv")
    assert matrix == f"tool,Public,Secret\nChatGPT,{effect},deny\nClaude,allow,deny\n"
    assert conditions(knowledge) == {"chatgpt:public": head}


@pytest.mark.parametrize(
    ("head", "cells"),
    [("Prohibited", "deny unknown"), ("Is it forbidden?", "deny unknown"), ("Approval needed", "conditional unknown")],
)
def test_where_such_a_column_stands_alone_its_yes_is_turned_and_its_no_says_nothing(
    head: str, cells: str, tmp_path: Path
) -> None:
    matrix, listed, _ = imported(tmp_path, f"Tool,{head}\nChatGPT,yes\nClaude,no\n", "m.csv")
    yes, no = cells.split()
    assert matrix == f"tool,{head}\nChatGPT,{yes}\nClaude,{no}\n"
    assert listed.count(f"below `{head}`") == 2


def test_a_class_of_data_that_is_called_prohibited_is_one(tmp_path: Path) -> None:
    table = "Tool,Public,Restricted,Prohibited\nChatGPT,yes,yes,no\nClaude,yes,no,never\n"
    matrix, _, _ = imported(tmp_path, table, "m.csv")
    assert matrix == "tool,Public,Restricted,Prohibited\nChatGPT,allow,allow,deny\nClaude,allow,deny,deny\n"


@pytest.mark.parametrize(
    ("title", "effect"),
    [
        ("Prohibited uses", "unknown"), ("Nicht erlaubt", "unknown"), ("Approved and prohibited tools", "allow"),
        ("What you may and may not do", "allow"), ("AI at work", "allow"),
    ],
)  # fmt: skip
def test_below_a_title_that_forbids_nobody_knows_whether_a_yes_is_one(title: str, effect: str, tmp_path: Path) -> None:
    for name, content in {
        "m.csv": f"{title},,\ntool,A,B\nChatGPT,yes,no\n",
        "m.md": f"## {title}\n\n|tool|A|B|\n|--|--|--|\n|ChatGPT|yes|no|\n",
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        matrix, listed, _ = imported(folder, content, name)
        assert matrix == f"tool,A,B\nChatGPT,{effect},deny\n"
        assert (f"above the table stands “{title}”" in listed) == (effect == "unknown")


@pytest.mark.parametrize("order", ["Approved,Status", "Status,Approved"])
def test_of_two_columns_about_the_row_neither_hides_the_other(order: str, tmp_path: Path) -> None:
    state = "no,active" if order.startswith("Approved") else "active,no"
    matrix, _, _ = imported(tmp_path, f"Tool,Public,Secret,{order}\nChatGPT,yes,no,{state}\n", "m.csv")
    assert matrix == "tool,Public,Secret\nChatGPT,deny,deny\n"


def test_names_that_only_a_blank_tells_apart_are_one_row_twice(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="the row `Chat GPT` is there twice"):
        imported(tmp_path, "Tool,A\nChatGPT,yes\nChat GPT,no\n", "m.csv")


def test_a_title_with_another_sign_between_its_words_does_not_part_the_columns(tmp_path: Path) -> None:
    text = "Policy, version 2, of 2026, final\nTool;Public;Secret\nChatGPT;yes;no\n"
    assert imported(tmp_path, text, "m.csv")[0] == "tool,Public,Secret\nChatGPT,allow,deny\n"


def test_columns_that_are_called_like_tools_are_listed_where_no_row_is(tmp_path: Path) -> None:
    said = "are called like tools, and no row is"
    assert said in imported(tmp_path, ",ChatGPT,Claude\nCustomer lists,yes,no\nDrawings,yes,yes\n", "m.csv")[1]
    (tmp_path / "right").mkdir()
    assert said not in imported(tmp_path / "right", ",Customer lists,Drawings\nChatGPT,yes,no\n", "m.csv")[1]
