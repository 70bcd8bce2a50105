"""The policy document as a page of HTML: read as if it were Markdown. What cannot be read says how to get what can."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.files.guidance import read_guidance
from bot.knowledge.importing.door import read_sources, simple_names, write_files
from bot.knowledge.importing.tables.markup import read_html
from bot.knowledge.importing.tables.papers import read_document
from bot.knowledge.importing.texts.document import GUIDANCE, Document, parse
from bot.knowledge.sheets.sheet import Sheet
from tests.knowledge.importing.imports import CASES, catalog
from tests.knowledge.importing.test_tables import imported

PAGE = """<!DOCTYPE html>
<html><head><title>Ours</title><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a></nav>
<h1>AI policy</h1>
<div>Read this. <p>It is for <b>everybody </b>who works<br>here.</p> And this.</div>
<h2>Words</h2>
<p><strong>Redaction</strong>: names are <em>taken out</em>.</p>
<dl><dt>Prompt:</dt><dd>What you type.</dd></dl>
<ul><li>One<ul><li>Within <a href="x">a link</a></li></ul></li><li><p>Two</p></li></ul>
<ol><li>First</li><li>Second</li></ol>
<table><tr><th>Class</th><th>For</th></tr><tr><td>Public</td><td>all | any</td></tr></table>
<script>alert(1)</script><p style="display: none">Hidden</p><p>Stra\u00dfe</p>
</body></html>
"""
SAME = """# AI policy

Read this.

It is for **everybody** who works
here.

And this.

## Words

**Redaction**: names are *taken out*.

- **Prompt**: What you type.

- One
  - Within a link
- Two

1. First
2. Second

| Class | For |
|---|---|
| Public | all \\| any |

Stra\u00dfe
"""


def read(folder: Path, name: str, content: bytes) -> Document:
    path = folder / name
    path.write_bytes(content)
    return read_document(path)


def test_a_page_is_read_as_the_same_markdown(tmp_path: Path) -> None:
    document = read(tmp_path, "policy.html", PAGE.encode())
    assert document.text == SAME
    assert document == parse(SAME)
    assert [term.word for term in document.terms] == ["Redaction", "Prompt"]


def test_what_is_struck_through_is_marked_and_what_is_deleted_is_gone(tmp_path: Path) -> None:
    page = b"<p>Ask <s>Ann</s> <del>Bob</del> us.</p><ul><li><del>Never.</del></li><li><strike>Always.</strike></li></ul>"
    assert read(tmp_path, "policy.html", page).text == "Ask ~~Ann~~ us.\n\n- ~~Always.~~\n"


@pytest.mark.parametrize("name", ["policy.htm", "POLICY.HTML", "policy.xhtml"])
def test_a_page_is_known_by_its_ending(name: str, tmp_path: Path) -> None:
    assert read(tmp_path, name, b"<h1>Ours</h1>").headings == (("Ours", 1),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252"])
def test_a_page_may_say_how_its_letters_are_written(encoding: str, tmp_path: Path) -> None:
    page = PAGE.replace(
        "<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={encoding.removesuffix("-sig")}">'
    )
    assert "Stra\u00dfe" in read(tmp_path, "policy.html", page.encode(encoding)).text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("policy.odt", b"PK\x03\x04", "save it as .docx"),
        ("policy.md", b"PK\x03\x04\0", "save it as .docx, as Markdown in UTF-8, or as HTML"),
        ("policy.html", b"", "save it again as HTML"),
    ],
    ids=["OpenDocument", "bytes that are no text", "an empty page"],
)
def test_what_cannot_be_read_says_how_to_get_what_can(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read(tmp_path, name, content)
    assert [fault.at.file for fault in caught.value.faults] == [name]
    assert told in caught.value.faults[0].do


def test_an_import_keeps_the_page_as_its_guidance(tmp_path: Path) -> None:
    matrix, page, out = CASES / "stadtwerke" / "matrix.csv", tmp_path / "source.html", tmp_path / "out"
    page.write_text(PAGE, encoding="utf-8")
    write_files_of(matrix, page, out)
    assert "It is for **everybody** who works\nhere." in (out / "guidance" / "policy.md").read_text(encoding="utf-8")


def write_files_of(matrix: Path, document: Path, out: Path) -> None:
    """What the import makes of a matrix and a document, on disk."""
    for path, text in write_files(read_sources(matrix, None, document), catalog(), simple_names(catalog())).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "heading",
    [
        "14.5 What consent means",
        "§ 3 Wer? (Ausnahmen)",
        "R&D / labs: who's in",
        "L'IA – où ?",
        "¿Qué_es?  El **asistente**",
        "Bijlage {lang=nl}",
    ],
)
def test_a_heading_is_cited_as_the_guidance_names_it(heading: str) -> None:
    text = f"# Policy\n\n## {heading}\n\nWords.\n"
    (_, passage) = read_guidance(Sheet(GUIDANCE, text))
    assert parse(text).anchor(heading) == f"{GUIDANCE}#{passage.anchor}"


SAID = "Sealed means payslips and diaries. Never upload photos of drivers."
TABLE = "| Tool | Public | Sealed |\n|---|---|---|\n| ChatGPT | ✓ | ✗ |\n"


@pytest.mark.parametrize("name", ["policy.md", "policy.html"])
def test_a_page_that_says_more_than_its_table_is_its_own_document(name: str, tmp_path: Path) -> None:
    text = f"# AI policy\n\n{TABLE}\n## Words\n\n{SAID}\n"
    rows = "<tr><th>Tool</th><th>Public</th><th>Sealed</th></tr><tr><td>ChatGPT</td><td>✓</td><td>✗</td></tr>"
    page = f"<h1>AI policy</h1><table>{rows}</table><h2>Words</h2><p>{SAID}</p>"
    matrix, _, knowledge = imported(tmp_path, text if name.endswith("md") else f"<html><body>{page}</body></html>", name)
    assert matrix == "tool,Public,Sealed\nChatGPT,allow,deny\n"
    assert {each.label for each in knowledge.vocabulary.data.values()} >= {"payslips", "diaries"}
    assert (tmp_path / "out" / GUIDANCE).read_text().startswith("# AI policy")


def test_a_page_that_holds_a_table_with_its_legend_is_no_document(tmp_path: Path) -> None:
    imported(tmp_path, f"# AI policy\n\n{TABLE}\n\n✓ = may be used\n", "policy.md")
    assert not (tmp_path / "out" / GUIDANCE).exists()


@pytest.mark.parametrize("mark", ["div", "span", "font"])
def test_a_page_that_is_nested_deeper_than_anybody_reads_is_refused(mark: str, tmp_path: Path) -> None:
    """The parser stops there and tells nobody: the ban behind was gone."""
    deep = f"<p>All may.</p>{f'<{mark}>' * 300}x{f'</{mark}>' * 300}<p>Never enter passwords.</p>"
    with pytest.raises(KnowledgeError, match="nested so deep"):
        read(tmp_path, "policy.html", deep.encode())
    with pytest.raises(KnowledgeError, match="nested so deep"):
        read_html("policy.html", deep)
    flat = f"<p>All may.</p>{f'<{mark}>' * 100}x{f'</{mark}>' * 100}<p>Never enter passwords.</p>"
    assert "Never enter passwords." in read(tmp_path, "policy.html", flat.encode()).text
