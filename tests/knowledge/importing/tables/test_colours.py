"""What the colours of a table's cells mean: by its legend, by its words, and never looser by themselves."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.knowledge.importing.cells.hues import colour_of, family_of
from bot.knowledge.importing.door import read_sources
from tests.knowledge.importing.test_tables import AMBER, GREEN, GREY, RED, conditions, imported
from tests.knowledge.importing.versions import saved, workbook

COLOURED = [["tool", "Public", "Internal", "Secret"], ["ChatGPT", None, None, None]]
FILLS = {(2, 2): GREEN, (2, 3): AMBER, (2, 4): RED}


def test_colours_mean_what_the_legend_below_says(tmp_path: Path) -> None:
    legend = [["Legend"], ["Allowed"], ["Case by case"], ["Not allowed"]]
    fills = {**FILLS, (4, 1): RED, (5, 1): AMBER, (6, 1): GREEN}  # upside down on purpose
    matrix, listed, _ = imported(tmp_path, workbook([*COLOURED, *legend], fills))
    assert matrix == "tool,Public,Internal,Secret\nChatGPT,deny,review,allow\n"
    assert "no legend says" not in listed


def test_a_legend_may_stand_beside_its_colours_or_name_them(tmp_path: Path) -> None:
    rows = [*COLOURED, [], [None, "Allowed"], ["green = allowed; amber = allowed with approval; red = forbidden"]]
    matrix, _, knowledge = imported(tmp_path, workbook(rows, {**FILLS, (4, 1): GREEN}))
    assert matrix == "tool,Public,Internal,Secret\nChatGPT,allow,review,deny\n"
    assert conditions(knowledge) == {"chatgpt:internal": "allowed with approval"}


def test_without_a_legend_colours_never_allow_and_are_listed(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, workbook(COLOURED, FILLS))
    assert matrix == "tool,Public,Internal,Secret\nChatGPT,unknown,conditional,deny\n"
    assert listed.count("no legend says") == 3


def test_where_word_and_colour_do_not_agree_the_stricter_counts(tmp_path: Path) -> None:
    rows = [["tool", "A", "B", "C"], ["ChatGPT", "yes", "no", "yes"], [], ["Allowed"], ["Not allowed"]]
    matrix, listed, _ = imported(
        tmp_path, workbook(rows, {(2, 2): RED, (2, 3): GREEN, (2, 4): GREEN, (4, 1): GREEN, (5, 1): RED})
    )
    assert matrix == "tool,A,B,C\nChatGPT,deny,deny,allow\n"
    assert listed.count("stands on a colour") == 2


@pytest.mark.parametrize(
    "words",
    [
        "Pending legal sign-off", "To be decided by CISO", "not assessed yet by privacy",
        "Dutch staff data stays in Utrecht offices", "*", "–", "tbd", ".",
    ],
)  # fmt: skip
@pytest.mark.parametrize("meaning", ["Allowed", "Allowed with approval"])
def test_words_that_nobody_can_read_are_no_yes_on_whatever_colour_and_are_listed(
    tmp_path: Path, words: str, meaning: str
) -> None:
    rows = [["tool", "A", "B"], ["ChatGPT", words, "no"], [], [meaning]]
    matrix, listed, _ = imported(tmp_path, workbook(rows, {(2, 2): GREEN, (4, 1): GREEN}))
    assert matrix == "tool,A,B\nChatGPT,unknown,deny\n"
    assert f"`{words}` stands on a colour" in listed


def test_words_that_nobody_can_read_take_no_colour_that_forbids_away(tmp_path: Path) -> None:
    rows = [["tool", "A"], ["ChatGPT", "Pending legal sign-off"], [], ["Not allowed"]]
    matrix, listed, _ = imported(tmp_path, workbook(rows, {(2, 2): RED, (4, 1): RED}))
    assert matrix == "tool,A\nChatGPT,deny\n"
    assert "`Pending legal sign-off` stands on a colour that means deny" in listed


@pytest.mark.parametrize("fill", ["FFC6EFCE", "FFCCFF99", "FFAAFFDD"])
@pytest.mark.parametrize(
    ("meaning", "word", "stands"),
    [
        ("Allowed", None, "unknown"), ("Allowed with approval", None, "unknown"), ("Not allowed", None, "deny"),
        ("Allowed", "yes", "allow"), ("Allowed", "Pending legal sign-off", "unknown"), ("Not allowed", "yes", "deny"),
    ],
)  # fmt: skip
def test_another_green_than_the_legends_allows_nothing_by_itself_and_is_listed(
    tmp_path: Path, fill: str, meaning: str, word: str | None, stands: str
) -> None:
    rows = [["tool", "A", "B"], ["ChatGPT", word, "no"], [], [meaning]]
    matrix, listed, _ = imported(tmp_path, workbook(rows, {(2, 2): fill, (4, 1): "FF00AA00"}))
    assert matrix == f"tool,A,B\nChatGPT,{stands},deny\n"
    assert "another green than the legend's" in listed


def test_a_colour_that_the_legend_only_names_allows_where_the_table_has_one_of_it(tmp_path: Path) -> None:
    rows = [["tool", "A", "B"], ["ChatGPT", None, None], ["Claude", None, None], ["green = allowed; red = forbidden"]]
    one, _, _ = imported(tmp_path, workbook(rows, {(2, 2): GREEN, (3, 2): GREEN, (2, 3): RED, (3, 3): RED}))
    assert one == "tool,A,B\nChatGPT,allow,deny\nClaude,allow,deny\n"
    two, listed, _ = imported(tmp_path, workbook(rows, {(2, 2): GREEN, (3, 2): "FFCCFF99", (2, 3): RED, (3, 3): RED}))
    assert two == "tool,A,B\nChatGPT,unknown,deny\nClaude,unknown,deny\n"
    assert "more than one green" in listed


def test_names_and_colours_that_a_legend_gives_two_meanings_have_the_stricter(tmp_path: Path) -> None:
    rows = [
        ["tool", "A", "B"],
        ["ChatGPT", None, None],
        [],
        ["Allowed"],
        ["Not allowed"],
        ["yellow = allowed; orange = forbidden"],
    ]
    matrix, _, _ = imported(tmp_path, workbook(rows, {(2, 2): AMBER, (2, 3): GREEN, (4, 1): GREEN, (5, 1): GREEN}))
    assert matrix == "tool,A,B\nChatGPT,deny,deny\n"


def test_a_yes_on_red_without_a_legend_is_no_yes(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, workbook([["tool", "A"], ["ChatGPT", "yes"]], {(2, 2): RED}))
    assert matrix == "tool,A\nChatGPT,unknown\n"
    assert "stands on red" in listed


def test_a_striped_table_says_nothing_by_its_stripes(tmp_path: Path) -> None:
    rows = [["tool", "A", "B"], ["ChatGPT", "yes", None], ["Claude", "no", "yes"]]
    matrix, _, _ = imported(tmp_path, workbook(rows, {(2, 1): GREY, (2, 2): GREY, (2, 3): GREY, (1, 1): "FF1F4E78"}))
    assert matrix == "tool,A,B\nChatGPT,allow,unknown\nClaude,deny,allow\n"


@pytest.mark.parametrize(
    ("written", "code", "family"),
    [
        ("FF92D050", "92d050", "green"), ("#fff", "", ""), ("red", "ff0000", "red"), ("rgb(255, 192, 0)", "ffc000", "amber"),
        ("rgba(255,0,0,0)", "", ""), ("#D9D9D9", "d9d9d9", ""), ("transparent", "", ""), ("FF4472C4", "4472c4", ""), ("", "", ""),
        ("#ffc7ce", "ffc7ce", "red"), ("#c6efce", "c6efce", "green"), ("#ffeb9c", "ffeb9c", "amber"),
    ],
)  # fmt: skip
def test_colours_as_programs_write_them(written: str, code: str, family: str) -> None:
    assert (colour_of(written), family_of(colour_of(written))) == (code, family)


def test_colours_of_a_theme_count_as_well(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["tool", "A"], ["ChatGPT", "yes"]]:
        book.worksheets[0].append(row)
    colour = openpyxl.styles.colors.Color(theme=6, tint=0.4)  # the third accent of the usual theme: a green
    book.worksheets[0]["A1"].fill = openpyxl.styles.PatternFill("solid", fgColor=colour)
    (tmp_path / "matrix.xlsx").write_bytes(saved(book))
    cell = read_sources(tmp_path / "matrix.xlsx", None, None).table.rows[0][0]
    assert family_of(cell.fill) == "green"
