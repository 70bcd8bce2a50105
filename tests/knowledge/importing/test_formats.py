"""One policy in every format: as a person would have it, exported, and imported again."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bot.knowledge.matrix.exporting import export_folder
from bot.knowledge.matrix.matrices import Matrix, make_matrix
from bot.policy.house import Knowledge
from tests.knowledge.importing.imports import CASES, catalog, import_folder, import_matrix
from tests.knowledge.importing.versions import as_coloured_workbook, as_document, as_page, as_workbook
from tests.knowledge.importing.views import view

SHARED = Path(__file__).resolve().parents[4] / "shared" / "cases"
POLICIES = {"garden-grove": CASES / "garden-grove", "tecnico-desk": CASES / "tecnico-desk"}
POLICIES |= {f"shared {path.name}": path for path in sorted(SHARED.glob("*")) if (path / "matrix.csv").is_file()}
NAMES = sorted(path.name for path in CASES.iterdir())
VERSIONS = {"xlsx": as_workbook, "coloured.xlsx": as_coloured_workbook, "html": as_page, "md": as_document}
AGAIN = ("xlsx", "html", "md")
"""Formats that hold the conditions themselves."""


def source(folder: Path, where: Path, name: str, content: bytes | str) -> Path:
    """The same policy with another matrix file."""
    where.mkdir()
    (where / f"matrix.{name}").write_bytes(content.encode() if isinstance(content, str) else content)
    for other in ("terms.json", "source.md"):
        if (folder / other).exists():
            (where / other).write_text((folder / other).read_text())
    return where


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("policy", POLICIES)
def test_a_matrix_in_a_workbook_or_on_a_page_gives_the_policy_of_its_csv(policy: str, version: str, tmp_path: Path) -> None:
    folder = POLICIES[policy]
    content = VERSIONS[version]((folder / "matrix.csv").read_text())
    wanted = import_folder(folder, tmp_path / "csv")
    found = import_folder(source(folder, tmp_path / "source", version, content), tmp_path / "out")
    assert (tmp_path / "out" / "matrix.csv").read_text() == (tmp_path / "csv" / "matrix.csv").read_text()
    assert view(found) == view(wanted)


def cells_of(matrix: Matrix) -> dict[tuple[str, str], tuple[str, list[tuple[str, str]]]]:
    """Row and column -> the cell's word, and text and time of each of its conditions."""
    return {
        (row.label, column): (
            word,
            sorted(
                (matrix.needs[number - 1].text, matrix.needs[number - 1].when)
                for number in matrix.numbers(row.label, column)
                if word in ("conditional", "review")
            ),
        )
        for row in matrix.rows
        for column, word in zip(matrix.columns, row.cells, strict=True)
    }


def matrix_of(folder: Path, knowledge: Knowledge) -> Matrix:
    return make_matrix(knowledge, (folder / "matrix.csv").read_text())


def same_policy(folder: Path, first: Knowledge, again_folder: Path, again: Knowledge) -> None:
    """Every cell, the conditions of every cell, and every general duty."""
    one, two = matrix_of(folder, first), matrix_of(again_folder, again)
    assert cells_of(two) == cells_of(one)
    general = [{(need.text, need.when, need.tools, need.data) for need in each.needs if need.general} for each in (one, two)]
    assert general[1] == general[0]


@pytest.mark.parametrize("form", AGAIN)
@pytest.mark.parametrize("name", [*NAMES, *(name for name in POLICIES if name not in NAMES)])
def test_an_export_is_imported_as_the_same_policy(name: str, form: str, tmp_path: Path) -> None:
    folder = POLICIES.get(name, CASES / name)
    first = import_folder(folder, tmp_path / "first")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / f"matrix.{form}").write_bytes(export_folder(tmp_path / "first", form, catalog()))
    again = import_folder(tmp_path / "source", tmp_path / "again")
    assert (tmp_path / "again" / "matrix.csv").read_text() == (tmp_path / "first" / "matrix.csv").read_text()
    same_policy(tmp_path / "first", first, tmp_path / "again", again)


@pytest.mark.parametrize("form", AGAIN)
def test_what_a_cell_in_need_of_a_review_asks_for_is_kept(form: str, tmp_path: Path) -> None:
    table = "tool,Public,Secret\nUniGPT,yes,see the team lead\nDeepL Pro,see the team lead,no\n"
    one = import_matrix(table, tmp_path / "first")
    two = import_matrix(export_folder(tmp_path / "first", form, catalog()), tmp_path / "again", name=f"matrix.{form}")
    same_policy(tmp_path / "first", one, tmp_path / "again", two)
    cells = cells_of(matrix_of(tmp_path / "again", two))
    assert [cells[cell][0] for cell in (("UniGPT", "Secret"), ("DeepL Pro", "Public"))] == ["review", "review"]
    assert [text for text, _ in cells["UniGPT", "Secret"][1]] == ["see the team lead"]
    assert cells["UniGPT", "Public"] == ("allow", [])


@pytest.mark.parametrize("name", NAMES)
def test_a_csv_with_its_glossary_is_imported_as_the_same_policy(name: str, tmp_path: Path) -> None:
    first = import_folder(CASES / name, tmp_path / "first")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "matrix.csv").write_bytes(export_folder(tmp_path / "first", "csv", catalog()))
    (tmp_path / "source" / "terms.json").write_bytes(export_folder(tmp_path / "first", "terms", catalog()))
    again = import_folder(tmp_path / "source", tmp_path / "again")
    same_policy(tmp_path / "first", first, tmp_path / "again", again)


@pytest.mark.parametrize("form", ["csv", "html", "md", "terms"])
def test_an_export_of_a_reimport_is_the_same_file(form: str, tmp_path: Path) -> None:
    """But for the policy's version, which is that of its files."""
    import_folder(CASES / "garden-grove", tmp_path / "first")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "matrix.xlsx").write_bytes(export_folder(tmp_path / "first", "xlsx", catalog()))
    import_folder(tmp_path / "source", tmp_path / "again")

    def told(folder: str) -> str:
        text = export_folder(tmp_path / folder, form, catalog()).decode()
        return "\n".join(line for line in text.splitlines() if "Policy version" not in line and "<main>" not in line)

    if form == "terms":
        one, two = (json.loads(told(folder)) for folder in ("first", "again"))
        assert two["conditions"] == one["conditions"]
    else:
        assert told("again") == told("first")


def test_the_csv_of_an_export_has_the_cells_alone(tmp_path: Path) -> None:
    import_folder(CASES / "garden-grove", tmp_path / "out")
    given = list(csv.reader(io.StringIO((CASES / "garden-grove" / "matrix.csv").read_text())))
    assert list(csv.reader(io.StringIO(export_folder(tmp_path / "out", "csv", catalog()).decode()))) == given
