"""Word documents that cannot be read, and files that are none: refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.cells.raw_tables import MAX_UNPACKED
from bot.knowledge.importing.table import read_source
from bot.knowledge.importing.tables.papers import read_document
from tests.knowledge.importing.docx.read import cells, of_head, ruled, said
from tests.knowledge.importing.docx.word import (
    W,
    cell,
    document,
    of_rows,
    paragraph,
    row,
    table,
    words,
)
from tests.knowledge.importing.docx.word import run as letters


def test_words_that_would_get_lost_refuse_the_document(tmp_path: Path) -> None:
    with pytest.raises(
        KnowledgeError, match="some words of the Word document cannot be read, among them “Never enter passwords”"
    ):
        said(paragraph(words("Hello.") + f"<w:odd>{letters('Never enter passwords')}</w:odd>"), tmp_path)


def refused(content: bytes, folder: Path, name: str = "policy.docx") -> str:
    """What is told of a file, as the matrix and as the document: the same."""
    path = folder / name
    path.write_bytes(content)
    found = []
    for read in (read_source, read_document):
        with pytest.raises(KnowledgeError) as caught:
            read(path)
        assert [fault.at.file for fault in caught.value.faults] == [name]
        found.append(caught.value.faults[0].what + "; " + caught.value.faults[0].do)
    assert found[0] == found[1]
    return found[0]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("policy.docx", b"Dear all", "the Word document cannot be read; open it in Word, save it again as .docx"),
        ("policy.docx", b"PK\x03\x04 broken", "the Word document cannot be read"),
        ("policy.docx", b"", "the Word document cannot be read"),
        (
            "policy.docx",
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            "this is a Word document with a password; in Word, take the password off",
        ),
        ("policy.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "this is a Word document of the old kind; open it in Word"),
        ("policy.rtf", b"{\\rtf1 Hello}", "this is an RTF file; open it in Word"),
        (
            "policy.pdf",
            b"%PDF-1.7",
            "this is a PDF, which keeps no tables, headings or lists that can be relied on; give the Word",
        ),
        ("policy.docx", document("", extra={"word/vbaProject.bin": "x"}), "the document holds macros, which are never opened"),
        ("policy.docm", document("", extra={"word/vbaProject.bin": "x"}), "the document holds macros, which are never opened"),
    ],
    ids=["text", "a broken file", "nothing", "a password", "old Word", "rich text", "PDF", "macros", "macros by name"],
)
def test_what_is_no_word_document_says_what_it_is(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    assert refused(content, tmp_path, name).startswith(told)


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return out.getvalue()


def test_a_file_of_another_program_says_so(tmp_path: Path) -> None:
    assert refused(packed({"mimetype": "application/vnd.oasis.opendocument.text"}), tmp_path, "policy.odt").startswith(
        "this is an OpenDocument file; save it as .docx (a text) or .xlsx (a table)"
    )
    assert refused(packed({"xl/workbook.xml": ""}), tmp_path).startswith("this is no Word document, whatever its name says")


def test_a_bomb_is_never_unpacked(tmp_path: Path) -> None:
    large = packed({"word/document.xml": b" " * (MAX_UNPACKED + 1)})
    assert refused(large, tmp_path).startswith(f"the text of the document unpacks to {MAX_UNPACKED + 1:,} bytes")
    assert "pieces of text; give the policy alone" in refused(document(f"<w:p>{letters('a') * 30_001}</w:p>"), tmp_path)
    wide = of_rows([("x" * 1_000,) * 3] * 3_000)
    assert "bytes of text and tables; give the policy alone" in refused(document(wide), tmp_path)
    pictures = document(paragraph(words("Hello.")), extra={"word/media/a.png": "0" * (MAX_UNPACKED + 1)})
    (tmp_path / "policy.docx").write_bytes(pictures)
    assert read_document(tmp_path / "policy.docx").text == "Hello.\n"


@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels"])
@pytest.mark.parametrize("bomb", [BOMB, '<!DOCTYPE x [<!ENTITY j "Anything goes.">'], ids=["many", "one"])
def test_entities_are_not_unfolded(bomb: str, part: str, tmp_path: Path) -> None:
    text = f'{bomb}]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
    told = refused(packed({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body/></w:document>', part: text}), tmp_path)
    assert told.startswith(
        f"the part `{part}` of the Word document {'is damaged' if bomb == BOMB else 'defines words of its own'}"
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<w:p>" * 300 + "</w:p>" * 300, "the part `word/document.xml` of the Word document is damaged"),
        (ruled(words("yes"), '<w:gridSpan w:val="99999"/>'), "a table with a cell of `99999` columns"),
        (ruled(words("yes"), '<w:gridSpan w:val="two"/>'), "a table with a cell of `two` columns"),
        (ruled(words("yes"), "<w:cellDel/>"), "tracked changes insert, delete or merge cells of a table"),
    ],
    ids=["nested deep", "a wide cell", "an odd width", "cells deleted by tracked changes"],
)
def test_what_would_make_columns_unsure_is_refused(body: str, told: str, tmp_path: Path) -> None:
    assert refused(document(body), tmp_path).startswith(told)


def test_formulas_refuse_the_document(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMath xmlns:m="{space}"><m:r><m:t>never above 3</m:t></m:r></m:oMath>'
    told = refused(document(paragraph(words("Use it above never 3, ") + formula)), tmp_path)
    assert "the document holds a formula, which cannot be read: “never above 3”" in told.replace("Word ", "")


@pytest.mark.parametrize(
    ("grid", "rows", "told"),
    [
        (0, [(1, 1, 1), (1, 1), (1, 1, 1)], "row 2 of a table of 3 columns has 2"),
        (0, [(1, 1, 1), (1, 1, 1, 1), (1, 2)], "row 2 of a table of 3 columns has 4"),
        (3, [(1, 1), (1, 1)], "row 1 of a table of 3 columns has 2"),
        (3, [(1, 2), (1, 1, 2)], "row 2 of a table of 3 columns has 4"),
    ],
)
def test_a_row_that_is_not_as_wide_as_its_table_is_refused(
    grid: int, rows: list[tuple[int, ...]], told: str, tmp_path: Path
) -> None:
    """A cell that is not there may have stood anywhere."""
    lines = [row(*(cell(words("yes"), f'<w:gridSpan w:val="{wide}"/>') for wide in widths)) for widths in rows]
    body = table(*lines).replace("<w:tblGrid/>", f"<w:tblGrid>{'<w:gridCol/>' * grid}</w:tblGrid>")
    assert told in refused(document(body), tmp_path)


def test_a_row_that_says_where_it_ends_is_as_wide_as_its_table(tmp_path: Path) -> None:
    short = row(cell(words("Claude")), cell(words("no")), looks='<w:gridAfter w:val="1"/>')
    assert cells(of_head(short), tmp_path / "out") == ["Claude,deny,unknown"]
