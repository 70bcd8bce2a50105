"""Whole policies of several styles: what the import makes of matrix, glossary and document together."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.knowledge.load import load
from bot.knowledge.matrix.exporting import export_folder, make_matrix, to_csv, to_html, to_xlsx
from tests.knowledge.importing.imports import CASES, catalog, import_folder, import_matrix, noted
from tests.knowledge.importing.views import view
from tests.yamls import read_yaml

NAMES = sorted(path.name for path in CASES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_is_read_as_its_author_meant_it(name: str, tmp_path: Path) -> None:
    expected = read_yaml((CASES / name / "expected.yaml").read_text())
    assert view(import_folder(CASES / name, tmp_path / "out")) == expected


@pytest.mark.parametrize("name", NAMES)
def test_export_of_an_import_imports_to_the_same_cells(name: str, tmp_path: Path) -> None:
    import_folder(CASES / name, tmp_path / "out")
    once = export_folder(tmp_path / "out", "csv", catalog()).decode()
    assert once == (tmp_path / "out" / "matrix.csv").read_text()
    import_matrix(once, tmp_path / "again")
    assert export_folder(tmp_path / "again", "csv", catalog()).decode() == once


@pytest.mark.parametrize("name", ["garden-grove", "tecnico-desk"])
def test_a_plain_matrix_comes_back_cell_by_cell(name: str, tmp_path: Path) -> None:
    import_folder(CASES / name, tmp_path / "out")
    given = list(csv.reader(io.StringIO((CASES / name / "matrix.csv").read_text())))
    assert list(csv.reader(io.StringIO(export_folder(tmp_path / "out", "csv", catalog()).decode()))) == given


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_gives_the_same_policy_as_the_csv(name: str, tmp_path: Path) -> None:
    knowledge = import_folder(CASES / name, tmp_path / "out")
    matrix = make_matrix(knowledge, (tmp_path / "out" / "matrix.csv").read_text())
    source = tmp_path / "xlsx"
    source.mkdir()
    (source / "matrix.xlsx").write_bytes(to_xlsx(matrix))
    again = import_folder(source, tmp_path / "again")
    assert to_csv(make_matrix(again, (tmp_path / "again" / "matrix.csv").read_text())) == to_csv(matrix)


def test_a_tool_whose_name_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    knowledge = import_matrix('tool,Public\n"=HYPERLINK(""http://x"")",deny\n', tmp_path / "out")
    content = to_xlsx(make_matrix(knowledge, (tmp_path / "out" / "matrix.csv").read_text()))
    (tmp_path / "m.xlsx").write_bytes(content)
    from openpyxl import load_workbook

    cell = load_workbook(tmp_path / "m.xlsx").worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


def test_the_page_shows_each_verdict_as_shape_and_word_and_escapes_names(tmp_path: Path) -> None:
    knowledge = import_matrix("tool,Public,Internal\n<b>Tool</b>,allow,deny\n", tmp_path / "out")
    page = to_html(make_matrix(knowledge))
    assert "&lt;b&gt;Tool&lt;/b&gt;" in page
    assert '<td class="v v-allowed"><span aria-hidden="true">✓</span> allowed</td>' in page
    assert "<script" not in page


def test_a_workbook_may_hold_numbers_and_empty_lines(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["tool", "Public", 2026], [], ["ChatGPT", "yes", "no"], [None, None, None]):
        book.worksheets[0].append(row)
    source = tmp_path / "source"
    source.mkdir()
    book.save(source / "matrix.xlsx")
    import_folder(source, tmp_path / "out")
    assert (tmp_path / "out" / "matrix.csv").read_text() == "tool,Public,2026\nChatGPT,allow,deny\n"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_unsure_is_listed_for_a_person(name: str, tmp_path: Path) -> None:
    import_folder(CASES / name, tmp_path / "out")
    listed = noted(tmp_path / "out")
    lines = [line.strip() for path in (tmp_path / "out").rglob("*.yaml") for line in path.read_text().splitlines()]
    unsure = [line.split()[1] for line in lines if line.startswith("- ") and "# confirm" in line]
    assert unsure
    assert [name for name in unsure if f"`{name}`" not in listed] == []


def test_nothing_but_a_matrix_is_enough(tmp_path: Path) -> None:
    knowledge = import_matrix("tool,Public,Secret\nChatGPT,allow,deny\n", tmp_path / "out")
    assert sorted(rule.id for rule in knowledge.policy.rules) == ["matrix:chatgpt:public", "matrix:chatgpt:secret"]
    assert load(tmp_path / "out", catalog()).knowledge is not None
