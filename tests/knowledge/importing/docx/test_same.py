"""Word documents: the same policy as their Markdown, with its headings, lists and lines."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from bot.knowledge.importing.door import DOCUMENT_SUFFIXES, MATRIX_SUFFIXES
from bot.knowledge.importing.table import read_source
from tests.knowledge.importing.docx.read import HEAD, said
from tests.knowledge.importing.docx.word import (
    document,
    from_markdown,
    heading,
    of_rows,
    paragraph,
    words,
)
from tests.knowledge.importing.imports import run

PAPERS = Path(__file__).resolve().parents[3] / "documents"
TUNED = [name for name, told in yaml.safe_load((PAPERS / "sets.yaml").read_text(encoding="utf-8")).items() if told["tuned"]]


@pytest.mark.parametrize("name", TUNED)
def test_a_policy_is_the_same_as_its_markdown(name: str, tmp_path: Path) -> None:
    """In cells, classes, tools and rules; only the numbers of lines differ."""
    text = (PAPERS / name / "policy.md").read_text(encoding="utf-8")
    for form, content in (("md", text.encode()), ("docx", from_markdown(text))):
        (tmp_path / form).mkdir()
        (tmp_path / form / f"matrix.{form}").write_bytes(content)
        run(tmp_path / form, tmp_path / "out" / form)
    one, two = (policy_in(tmp_path / "out" / form) for form in ("md", "docx"))
    assert "matrix.csv" in one
    assert two == one


def policy_in(folder: Path) -> dict[str, str]:
    """Path -> text, of what rules; lines of the document are left out."""
    paths = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".csv")]
    texts = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}
    return {path: re.sub(r"(guidance/policy\.md|matrix\.(?:md|docx)):[\d:]+", "there", text) for path, text in texts.items()}


def test_a_page_in_word_keeps_headings_lists_and_what_is_bold(tmp_path: Path) -> None:
    text = "# Ours\n\nIt is for **all** *staff*.\n\n## Never\n\n- codes\n- keys:\n  - of safes\n\n1. Ask.\n2. Wait."
    assert said(from_body(text), tmp_path) == f"{text}\n"


def from_body(text: str) -> str:
    with zipfile.ZipFile(io.BytesIO(from_markdown(text))) as archive:
        return archive.read("word/document.xml").decode().split("<w:body>")[1].split("</w:body>")[0]


def test_headings_of_a_companys_own_are_headings(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Acme"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    )
    assert (
        said(paragraph(words("Policy"), "t") + paragraph(words("Tools"), "b"), tmp_path, styles=styles)
        == "# Policy\n\n## Tools\n"
    )


def test_lines_of_a_citation_count_paragraphs_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "policy.docx"
    path.write_bytes(document(heading("AI") + paragraph(words("Hello.")) + of_rows([HEAD, ("ChatGPT", "yes", "no")])))
    found = read_source(path).rows[1][2].at
    assert (found.file, found.line, found.column, found.quote) == ("policy.docx", 4, 3, "no")


def test_the_endings_of_what_can_be_read_are_told_in_one_place() -> None:
    assert set(DOCUMENT_SUFFIXES) < set(MATRIX_SUFFIXES)
    assert {".docx", ".html", ".md", ".csv", ".xlsx"} <= set(MATRIX_SUFFIXES)


def test_what_reads_documents_is_imported_only_where_one_is_read() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, bot.wiring.house; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert {"mammoth", "numpy", "bot.knowledge.importing.door"}.isdisjoint(told.stdout.split())
