"""What a reader sees of a cell and its text alone does not say: struck through, coloured letters, letters that are pictures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from tests.knowledge.importing.test_tables import AMBER, conditions, imported
from tests.knowledge.importing.versions import commented, lettered, saved, workbook

ROWS = [["tool", "A", "B"], ["ChatGPT", "yes", "no"], ["Claude", "✓", "no"]]
STRUCK = Font(strike=True)


def parted(struck: str, rest: str) -> CellRichText:
    return CellRichText(TextBlock(InlineFont(strike=True), struck), rest)


def cell(inner: str) -> str:
    return f"<table><tr><td>tool<td>A<td>B<tr><td>ChatGPT<td>{inner}</td><td>no</table>"


def line(inner: str) -> str:
    return f"|tool|A|B|\n|--|--|--|\n|ChatGPT|{inner}|no|\n"


GONE: dict[str, tuple[str, bytes | str]] = {
    "workbook": ("m.xlsx", lettered(ROWS[:2], {(2, 2): STRUCK})),
    "part of a workbook's cell": ("m.xlsx", workbook([ROWS[0], ["ChatGPT", parted("yes", ""), "no"]])),
    "page": ("m.html", cell("<p><del>yes</del></p>")),
    "page by its style": ("m.html", cell('<span style="text-decoration: line-through">yes</span>')),
    "document": ("m.md", line("~~yes~~")),
    "document with markup": ("m.md", line("<s>yes</s>")),
}


@pytest.mark.parametrize("where", GONE)
def test_a_yes_that_is_struck_through_is_none_and_is_listed(where: str, tmp_path: Path) -> None:
    name, content = GONE[where]
    matrix, listed, _ = imported(tmp_path, content, name)
    assert matrix == "tool,A,B\nChatGPT,unknown,deny\n"
    assert "`yes` is struck through" in listed


@pytest.mark.parametrize(("before", "after"), [("yes", "no"), ("no", "yes")])
def test_of_a_word_that_is_struck_through_and_the_one_beside_it_the_stricter_counts(
    before: str, after: str, tmp_path: Path
) -> None:
    for name, content in {
        "m.xlsx": workbook([ROWS[0], ["ChatGPT", parted(before, f" {after}"), "no"]]),
        "m.html": cell(f"<s>{before}</s> {after}"),
        "m.md": line(f"~~{before}~~ {after}"),
    }.items():
        folder = tmp_path / name[2:]
        folder.mkdir()
        matrix, listed, _ = imported(folder, content, name)
        assert matrix == "tool,A,B\nChatGPT,deny,deny\n"
        assert f"`{before}` is struck through" in listed


@pytest.mark.parametrize("place", [(2, 1), (1, 2)])
def test_below_a_name_that_is_struck_through_nothing_is_allowed(place: tuple[int, int], tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, lettered(ROWS[:2], {place: STRUCK}))
    assert matrix == "tool,A,B\nChatGPT,unknown,deny\n"
    assert "is struck through; taken as unknown" in listed


@pytest.mark.parametrize(("colour", "effect"), [("FFFF0000", "unknown"), ("FFFFC000", "conditional"), ("FF00B050", "allow")])
def test_a_yes_in_red_letters_is_no_yes(colour: str, effect: str, tmp_path: Path) -> None:
    assert imported(tmp_path, lettered(ROWS[:2], {(2, 2): Font(color=colour)}))[0] == f"tool,A,B\nChatGPT,{effect},deny\n"
    page = cell(f'<span style="font-weight: bold; color: #{colour[2:]}">yes</span>')
    (tmp_path / "page").mkdir()
    assert imported(tmp_path / "page", page, "m.html")[0] == f"tool,A,B\nChatGPT,{effect},deny\n"


def test_a_yes_on_amber_without_a_legend_is_conditional_and_is_listed(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, workbook(ROWS[:2], {(2, 2): AMBER}))
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\n"
    assert "`yes` stands on amber" in listed


@pytest.mark.parametrize(
    ("font", "yes", "no", "row"),
    [
        ("Wingdings", "ü", "û", "allow,deny"), ("Wingdings 2", "P", "O", "allow,deny"), ("Webdings", "a", "r", "allow,deny"),
        ("Wingdings", "J", "û", "unknown,deny"), ("Calibri", "yes", "no", "allow,deny"),
        ("Wingdings", "yes", "no", "unknown,unknown"),
    ],
)  # fmt: skip
def test_letters_that_are_pictures_mean_what_they_show(font: str, yes: str, no: str, row: str, tmp_path: Path) -> None:
    content = lettered([ROWS[0], ["ChatGPT", yes, no]], {(2, 2): Font(name=font), (2, 3): Font(name=font)})
    matrix, listed, _ = imported(tmp_path, content)
    assert matrix == f"tool,A,B\nChatGPT,{row}\n"
    assert ("that nobody knows" in listed) == ("unknown" in row)


def test_an_error_of_a_formula_is_no_word_and_is_listed(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, workbook([ROWS[0], ["ChatGPT", "#N/A", "no"]]))
    assert matrix == "tool,A,B\nChatGPT,unknown,deny\n"
    assert "ends in the error #N/A" in listed


@pytest.mark.parametrize(
    ("inner", "effect", "said"),
    [
        ('<span title="only anonymised">✓</span>', "conditional", "it has a comment: “only anonymised”"),
        ('<abbr title="not allowed">✓</abbr>', "deny", "it has a comment: “not allowed”"),
        ('<span role="img" aria-label="forbidden">✓</span>', "deny", "it has a comment: “forbidden”"),
        ('<span title="allowed">✓</span>', "allow", ""),
        ('<i class="fa fa-check"></i>', "unknown", "a picture or a box without words"),
        ('<input type="checkbox" checked>', "unknown", "a picture or a box without words"),
        ('<img src="x.png">', "unknown", "a picture or a box without words"),
        ('<img src="x.png" alt="Green tick">', "allow", ""),
        ('<img src="x.png" alt="(error)">', "deny", ""),
        ('<span style="visibility: hidden">yes</span>', "unknown", ""),
        ('<span style="background: #ff0000">yes</span>', "unknown", "stands on red"),
        ('yes <sup><a href="#n" aria-label="note">1</a></sup>', "conditional", "footnote 1"),
    ],
)
def test_what_a_page_shows_or_tells_of_a_cell_counts(inner: str, effect: str, said: str, tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, cell(inner), "m.html")
    assert matrix == f"tool,A,B\nChatGPT,{effect},deny\n"
    assert said in listed


def test_a_comment_at_a_name_that_restricts_narrows_its_row_or_column(tmp_path: Path) -> None:
    content = commented(ROWS, {(2, 1): "only until 31 March", (1, 3): "Board of 2026", (3, 1): "Ask Kim"})
    matrix, listed, knowledge = imported(tmp_path, content)
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\nClaude,allow,deny\n"
    assert conditions(knowledge) == {"chatgpt:a": "only until 31 March"}
    assert "The comment at `B` became no condition: “Board of 2026”" in listed
    assert "The comment at `Claude` became no condition: “Ask Kim”" in listed


def test_what_an_import_cannot_read_of_a_sheet_is_listed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    red = PatternFill(bgColor="FFFF0000")
    sheet.conditional_formatting.add("B2:C3", FormulaRule(formula=["TRUE"], fill=red))
    sheet.oddFooter.center.text = "Draft, not in force"
    sheet.column_dimensions.group("B", "C", hidden=True)
    listed = imported(tmp_path, saved(book))[1]
    assert "colours cells by their values; these colours were not read" in listed
    assert "“Draft, not in force”" in listed
    assert "were read as well: B-C." in listed


@pytest.mark.parametrize("shape", ['"not "@', '"forbidden";"forbidden";"forbidden";"forbidden"', ";;;"])
def test_a_yes_that_the_format_of_its_cell_shows_as_something_else_is_none(shape: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["tool", "A", "B"], ["ChatGPT", "allowed", "no"]):
        book.worksheets[0].append(line)
    book.worksheets[0]["B2"].number_format = shape
    matrix, listed, _ = imported(tmp_path, saved(book))
    assert matrix == "tool,A,B\nChatGPT,review,deny\n"
    assert f"the sheet shows it in the format `{shape}`" in listed
