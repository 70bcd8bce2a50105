"""Colours of a page's style sheet count as those that stand at a cell; what of them cannot be read is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.importing.test_tables import imported

SHEET = ":root{--stop:#f55} .ok{background:#92d050} .x td.ask , td.ask{background-color : #FC0} .no {background:var(--stop)}"
CELLS = "<tr><th>Tool<th>Public<th>Internal<th>Secret<tr><td>ChatGPT<td class=ok><td class='wide ask'><td class=no>"
KEYS = (
    "<p><span class=ok>allowed</span> <span style='background:#ffc000'>only with approval</span> <span class=no>forbidden</span>"
)


def page(cells: str = CELLS, sheet: str = SHEET, more: str = KEYS) -> str:
    return f"<html><head><style>{sheet}</style></head><body><table>{cells}</table>{more}"


def matrix(tmp_path: Path, content: str) -> str:
    return imported(tmp_path, content, "m.html")[0].splitlines()[1]


def test_colours_by_classes_mean_what_the_legend_shows(tmp_path: Path) -> None:
    assert matrix(tmp_path, page()) == "ChatGPT,allow,review,deny"


def test_a_legend_may_be_a_table_of_colours_that_mean_the_opposite(tmp_path: Path) -> None:
    keys = "<table><tr><td class=ok>&nbsp;<td>never<tr><td class=ask>&nbsp;<td>allowed<tr><td class=no><td>with approval</table>"
    assert matrix(tmp_path, page(more=keys)) == "ChatGPT,deny,allow,review"


def test_a_legend_may_be_a_list_of_coloured_signs(tmp_path: Path) -> None:
    keys = "<ul><li><i class=ok>&nbsp;</i> never<li><i class=no>&nbsp;</i> allowed</ul>"
    assert matrix(tmp_path, page(more=keys)) == "ChatGPT,deny,conditional,allow"


def test_without_a_legend_a_colour_of_a_class_allows_nothing(tmp_path: Path) -> None:
    assert matrix(tmp_path, page(more="")) == "ChatGPT,unknown,conditional,deny"


@pytest.mark.parametrize(
    ("sheet", "word"),
    [
        (".ok{color:red}", "unknown"),
        (".ok{text-decoration:line-through}", "unknown"),
        ("td.ok{background:red} .ok{background:lime}", "unknown"),
        ("#a{background:red} td.ok.ok{background:lime}", "unknown"),
        (".ok{background:lime} .ok{background:red}", "unknown"),
        ("table tr > td.ok{background:red}", "unknown"),
        ("/* .ok{color:red} */ @media print{.ok{background:red}} td{color:red;background:red}", "allow"),
        ("div .ok{background:red}", "allow"),
    ],
)
def test_a_yes_in_a_colour_of_the_style_sheet(sheet: str, word: str, tmp_path: Path) -> None:
    cells = "<tr><th>Tool<th>Public<th>Secret<tr><td>ChatGPT<td class=ok id=a>yes<td>no"
    assert matrix(tmp_path, page(cells, sheet, "")) == f"ChatGPT,{word},deny"


def test_what_a_style_sheet_hides_is_not_read(tmp_path: Path) -> None:
    cells = "<tr><th>Tool<th>Public<th>Secret<tr><td>ChatGPT<td><s class=gone>yes</s>no<td>no"
    assert matrix(tmp_path, page(cells, ".gone{display:none}", "")) == "ChatGPT,deny,deny"


@pytest.mark.parametrize(
    ("hidden", "word"),
    [("only after redaction", "conditional"), ("not allowed", "deny"), ("allowed", "allow"), ("", "allow")],
)
@pytest.mark.parametrize("sheet", [".tip{visibility:hidden} td:hover .tip{visibility:visible}", "td .tip{display:none}"])
def test_a_condition_that_is_hidden_until_somebody_points_at_the_cell_counts(
    sheet: str, hidden: str, word: str, tmp_path: Path
) -> None:
    cells = f"<tr><th>Tool<th>Public<th>Secret<tr><td>ChatGPT<td>yes <span class=tip>{hidden}</span><td>no"
    assert matrix(tmp_path, page(cells, sheet, "")) == f"ChatGPT,{word},deny"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("<style>td[data-x=yes]{background:red}</style>", "Colours of the page for `td[data-x=yes]` were not read."),
        ("<link rel=stylesheet href=looks.css>", "Colours from another file (looks.css) were not read."),
    ],
)
def test_colours_that_are_not_read_are_listed(head: str, told: str, tmp_path: Path) -> None:
    cells = "<tr><th>Tool<th>Public<th>Secret<tr><td>ChatGPT<td class=ok>yes<td>no"
    assert told in imported(tmp_path, f"<html><head>{head}</head><body><table>{cells}</table>", "m.html")[1]
