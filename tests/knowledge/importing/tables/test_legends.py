"""A legend counts wherever it stands: a mark that it explains never keeps the meaning that the mark has by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.importing.test_tables import AMBER, GREEN, RED, conditions, imported
from tests.knowledge.importing.versions import sheets, workbook

MATRIX: list[list[str | None]] = [["Tool", "Public", "Secret"], ["ChatGPT", "✓", "✗"], ["Claude", "★", "✗"]]
PAIRS: list[list[str | None]] = [["✓", "only after approval"], ["★", "allowed"], ["✗", "not allowed"]]
LINES: list[list[str | None]] = [["✓ = only after approval"], ["★ = allowed"]]
HEADED: list[list[str | None]] = [["Symbol", "Meaning"], *PAIRS]
WANTED = "tool,Public,Secret\nChatGPT,review,deny\nClaude,allow,deny\n"


def row(cells: list[str | None]) -> str:
    return "<tr>" + "".join(f"<td>{cell or ''}" for cell in cells)


def page(*tables: list[list[str | None]], beside: str = "") -> str:
    return "<html><body>" + "".join(f"<table>{''.join(map(row, rows))}</table>" for rows in tables) + beside


def lines(*tables: list[list[str | None]]) -> str:
    def one(rows: list[list[str | None]]) -> str:
        told = ["|" + "|".join(cell or "" for cell in cells) + "|" for cells in rows]
        return "\n".join([told[0], "|" + "--|" * len(rows[0]), *told[1:]])

    return "\n\n".join(one(rows) for rows in tables)


PLACES: dict[str, tuple[str, bytes | str]] = {
    "on another sheet with a head": ("m.xlsx", sheets({"Tools": MATRIX, "Legend": HEADED})),
    "on another sheet before the matrix": ("m.xlsx", sheets({"Read me": PAIRS, "Tools": MATRIX})),
    "on another sheet in one column": ("m.xlsx", sheets({"Tools": MATRIX, "Notes": [["Read me"], *LINES]})),
    "right of the matrix behind an empty column": (
        "m.xlsx",
        workbook([[*MATRIX[0], None, "Legend"], [*MATRIX[1], None, *PAIRS[0]], [*MATRIX[2], None, *PAIRS[1]]]),
    ),
    "right of the matrix in one column": (
        "m.xlsx",
        workbook([[*MATRIX[0], "Legend"], [*MATRIX[1], *LINES[0]], [*MATRIX[2], *LINES[1]]]),
    ),
    "below the matrix in two columns": ("m.csv", "\n".join(",".join(cell or "" for cell in row) for row in [*MATRIX, *HEADED])),
    "above the matrix": ("m.csv", "✓ = only after approval\n★ = allowed\nTool,Public,Secret\nChatGPT,✓,✗\nClaude,★,✗\n"),
    "in another table of a page": ("m.html", page(HEADED, MATRIX)),
    "in a list of definitions": (
        "m.html",
        page(MATRIX, beside="<dl><dt>✓</dt><dd>only after approval</dd><dt>★<dd>allowed</dl>"),
    ),
    "in the caption of the table": (
        "m.html",
        page(MATRIX).replace("<table>", "<table><caption>✓ = only after approval; ★ = allowed</caption>"),
    ),
    "in another table of a document": ("m.md", lines(MATRIX, HEADED)),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_legend_says_what_marks_mean(place: str, tmp_path: Path) -> None:
    name, content = PLACES[place]
    matrix, _, knowledge = imported(tmp_path, content, name)
    assert matrix == WANTED
    assert conditions(knowledge) == {"chatgpt:public": "only after approval"}


@pytest.mark.parametrize("place", [place for place in PLACES if "another" in place or "right" in place])
def test_what_was_read_as_a_legend_elsewhere_is_listed(place: str, tmp_path: Path) -> None:
    name, content = PLACES[place]
    listed = imported(tmp_path, content, name)[1]
    assert "legend" in listed
    assert "“★ = allowed”" in listed


def test_colours_that_another_sheet_explains_mean_what_it_says(tmp_path: Path) -> None:
    tables: dict[str, list[list[str | None]]] = {
        "Tools": [["Tool", "A", "B", "C"], ["ChatGPT", None, None, None]],
        "Legend": [["Colour", "Meaning"], [None, "Allowed"], [None, "Only with approval"], [None, "Not allowed"]],
    }
    fills = {("Tools", 2, 2): GREEN, ("Tools", 2, 3): AMBER, ("Tools", 2, 4): RED}
    fills |= {("Legend", 2, 1): GREEN, ("Legend", 3, 1): AMBER, ("Legend", 4, 1): RED}
    matrix, listed, _ = imported(tmp_path, sheets(tables, fills))
    assert matrix == "tool,A,B,C\nChatGPT,allow,review,deny\n"
    assert "no legend says" not in listed
    assert "has no cells" not in listed


def test_a_mark_that_is_explained_in_words_that_nobody_can_read_means_nothing(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, workbook([*MATRIX, ["✓ = blue"], ["★ = allowed"]]))
    assert matrix == "tool,Public,Secret\nChatGPT,unknown,deny\nClaude,allow,deny\n"
    assert "`✓` is explained as “blue”" in listed


def test_of_two_meanings_of_a_mark_the_stricter_counts_and_is_listed(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, sheets({"Tools": [*MATRIX, ["★ = allowed"]], "Old": [["★ = not allowed"]]}))
    assert matrix == "tool,Public,Secret\nChatGPT,allow,deny\nClaude,deny,deny\n"
    assert "`★` is explained as allow as well; taken as deny" in listed


def test_a_letter_that_a_legend_narrows_is_no_plain_yes(tmp_path: Path) -> None:
    matrix, _, _ = imported(tmp_path, "Tool,A,B\nChatGPT,Y,N\nY = only after approval; N = allowed,,\n", "m.csv")
    assert matrix == "tool,A,B\nChatGPT,review,deny\n"


def test_a_column_that_only_stands_apart_is_of_the_matrix(tmp_path: Path) -> None:
    rows = [["Tool", "Public", None, "Secret"], ["ChatGPT", "yes", None, "no"], ["Claude", "yes", None, "yes"]]
    assert imported(tmp_path, workbook(rows))[0] == "tool,Public,Secret\nChatGPT,allow,deny\nClaude,allow,allow\n"


def test_a_matrix_may_begin_anywhere_on_its_sheet(tmp_path: Path) -> None:
    rows = [[], [], *([None, None, *row] for row in MATRIX), [None, None, "★ = allowed; ✓ = only after approval"]]
    assert imported(tmp_path, workbook(rows))[0] == WANTED


@pytest.mark.parametrize(
    ("table", "written"),
    [
        (
            "Tool,Public,Code,Marketing\nChatGPT,✓,✗,✓\nClaude,✗,✗,✓\n",
            "tool,Public,Code,Marketing\nChatGPT,allow,deny,allow\nClaude,deny,deny,allow\n",
        ),
        (
            "Tool,Public,Code,Marketing\nChatGPT,yes,no,yes\nClaude,no,yes,yes\n",
            "tool,Public,Code,Marketing\nChatGPT,allow,deny,allow\nClaude,deny,allow,allow\n",
        ),
    ],
    ids=["marks", "words"],
)
def test_a_class_that_is_called_like_a_legend_is_a_class(table: str, written: str, tmp_path: Path) -> None:
    assert imported(tmp_path, table, "m.csv")[0] == written


SIGNS: list[list[str | None]] = [["Tool", "Public", "Inside", "Secret"], ["ChatGPT", "●", "◑", "○"]]


@pytest.mark.parametrize(
    ("below", "written"),
    [
        ([["● full use"], ["◑ only with approval"], ["○ no use"]], "allow,review,deny"),
        ([["● no use · ◑ only with approval · ○ full use"]], "deny,review,allow"),
        ([["● purple"], ["◑ only with approval"], ["○ no use"]], "unknown,review,deny"),
        ([["● allowed for those who read on"]], "unknown,unknown,unknown"),
    ],
    ids=["each on its line", "all on one line", "one that nobody can read", "one alone is a line of text"],
)
def test_signs_of_the_matrix_need_no_sign_before_their_meaning(
    below: list[list[str | None]], written: str, tmp_path: Path
) -> None:
    assert imported(tmp_path, workbook([*SIGNS, [], *below]))[0].splitlines()[1] == f"ChatGPT,{written}"


def test_lines_of_a_list_are_no_legend(tmp_path: Path) -> None:
    rows = [["Tool", "Public", "Secret"], ["ChatGPT", "•", "-"], [], ["• allowed for marketing"], ["- no use at home"]]
    assert imported(tmp_path, workbook(rows))[0] == "tool,Public,Secret\nChatGPT,unknown,unknown\n"
