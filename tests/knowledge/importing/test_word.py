"""Word documents: the same policy as their Markdown, what Word alone has, and files that are none."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.cells.raw_tables import MAX_UNPACKED
from bot.knowledge.importing.door import DOCUMENTS, MATRICES, read_sources
from bot.knowledge.importing.table import read_source
from bot.knowledge.importing.tables.papers import read_document
from bot.policy.house import Knowledge
from tests.knowledge.importing.imports import import_matrix, noted, run
from tests.knowledge.importing.word import (
    W,
    cell,
    document,
    from_markdown,
    heading,
    of_rows,
    paragraph,
    row,
    shaded,
    table,
    words,
)
from tests.knowledge.importing.word import run as letters

PAPERS = Path(__file__).resolve().parents[2] / "documents"
TUNED = [name for name, told in yaml.safe_load((PAPERS / "sets.yaml").read_text(encoding="utf-8")).items() if told["tuned"]]
HEAD = ("Tool", "Public", "Secret")
GREEN, RED, AMBER = "C6EFCE", "FFC7CE", "FFEB9C"


def made(body: str, out: Path, **parts: str) -> Knowledge:
    return import_matrix(document(body, **parts), out, name="matrix.docx")


def cells(body: str, out: Path, **parts: str) -> list[str]:
    """Lines of the matrix, without its head."""
    made(body, out, **parts)
    return (out / "matrix.csv").read_text().splitlines()[1:]


def said(body: str, folder: Path, **parts: str) -> str:
    """What the guidance keeps of a document."""
    path = folder / "policy.docx"
    path.write_bytes(document(body, **parts))
    return read_document(path).text


def of_head(*rows: str) -> str:
    return table(row(*(cell(words(text)) for text in HEAD)), *rows)


def ruled(secret: str, looks: str = "") -> str:
    """A table of one tool, with the properties of its last cell, and what stands in that."""
    return of_head(row(cell(words("ChatGPT")), cell(words("yes")), cell(secret, looks)))


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


@pytest.mark.parametrize(
    ("fill", "text", "effect"),
    [(GREEN, "", "unknown"), (RED, "", "deny"), (AMBER, "", "conditional"), (RED, "yes", "unknown"), (GREEN, "no", "deny")],
)
def test_colours_of_cells_narrow_and_never_allow_without_a_legend(fill: str, text: str, effect: str, tmp_path: Path) -> None:
    assert cells(ruled(words(text), shaded(fill)), tmp_path / "out") == [f"ChatGPT,allow,{effect}"]


def test_a_traffic_light_table_is_read_by_its_legend(tmp_path: Path) -> None:
    rows = [HEAD, ("ChatGPT", "", ""), ("Claude", "", "")]
    fills = {(2, 2): GREEN, (2, 3): RED, (3, 2): GREEN, (3, 3): AMBER}
    legend = of_rows(
        [("", "allowed"), ("", "only after approval"), ("", "not allowed")], {(1, 1): GREEN, (2, 1): AMBER, (3, 1): RED}
    )
    assert cells(of_rows(rows, fills) + paragraph("") + legend, tmp_path / "out") == [
        "ChatGPT,allow,deny",
        "Claude,allow,conditional",
    ]


@pytest.mark.parametrize(
    ("looks", "effect"),
    [
        ('<w:color w:val="FF0000"/>', "unknown"),
        ('<w:highlight w:val="yellow"/>', "conditional"),
        ('<w:shd w:val="clear" w:fill="FF0000"/>', "unknown"),
        ("<w:strike/>", "unknown"),
        ('<w:dstrike w:val="true"/>', "unknown"),
        ('<w:strike w:val="false"/>', "allow"),
        ('<w:rStyle w:val="gone"/>', "unknown"),
        ('<w:color w:val="1F3864"/>', "allow"),
    ],
)
def test_how_a_yes_is_written_may_take_it_back(looks: str, effect: str, tmp_path: Path) -> None:
    styles = '<w:style w:type="character" w:styleId="gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>'
    assert cells(ruled(letters("yes", looks)), tmp_path / "out", styles=styles) == [f"ChatGPT,allow,{effect}"]


@pytest.mark.parametrize(
    ("inner", "effect"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "allow"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r>', "deny"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>', "allow"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "unknown"),
        ('<w:r><w:sym w:font="Odd" w:char="F0FC"/></w:r>', "unknown"),
        (letters("û", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "deny"),
        (letters("\uf0fb", '<w:rFonts w:ascii="Wingdings"/>'), "deny"),
        (letters("✗"), "deny"),
        ("<w:r><w:drawing><wp:inline><wp:docPr descr=''/></wp:inline></w:drawing></w:r>", "unknown"),
        ("<w:r><w:drawing><wp:inline><wp:docPr descr='no'/></wp:inline></w:drawing></w:r>", "deny"),
    ],
)
def test_symbols_and_pictures_are_what_people_see(inner: str, effect: str, tmp_path: Path) -> None:
    assert cells(ruled(inner), tmp_path / "out") == [f"ChatGPT,allow,{effect}"]


@pytest.mark.parametrize(("state", "effect"), [("1", "allow"), ("0", "unknown")])
def test_a_box_to_tick_is_its_sign(state: str, effect: str, tmp_path: Path) -> None:
    """Word shows a ticked one as a cross in a box, which is a no where people draw it."""
    box = f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr><w:sdtContent>'
    assert cells(ruled(f"{box}{letters('☒')}</w:sdtContent></w:sdt>"), tmp_path / "new") == [f"ChatGPT,allow,{effect}"]
    old = f'<w:ffData><w:checkBox><w:default w:val="{state}"/></w:checkBox></w:ffData>'
    field = f'<w:r><w:fldChar w:fldCharType="begin">{old}</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>'
    assert cells(ruled(field), tmp_path / "old") == [f"ChatGPT,allow,{effect}"]


def test_an_open_box_before_a_yes_is_no_plain_yes(tmp_path: Path) -> None:
    box = "<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    assert cells(ruled(f"{box}{letters(' Yes')}"), tmp_path / "out") == ["ChatGPT,allow,conditional"]


def test_merged_cells_count_for_all_that_they_cover(tmp_path: Path) -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = of_head(
        row(cell(words("ChatGPT")), cell(words("no"), '<w:gridSpan w:val="2"/>')),
        row(cell(words("Claude")), cell(words("yes")), cell(words("no"), start)),
        row(cell(words("DeepL")), cell(words("yes")), cell("", on)),
    )
    assert cells(body, tmp_path / "out") == ["ChatGPT,deny,deny", "Claude,allow,deny", "DeepL,allow,deny"]


def test_a_row_that_begins_at_a_later_column_keeps_its_places(tmp_path: Path) -> None:
    """Its words stand below the second head; read from the left, the yes would be one for another class."""
    body = table(
        row(*(cell(words(text)) for text in ("Tool", "Public", "Inside", "Secret"))),
        row(cell(words("ChatGPT"), '<w:vMerge w:val="restart"/>'), cell(words("yes")), cell(words("yes")), cell(words("no"))),
        row(cell(words("Claude")), cell(words("no")), cell(words("no")), cell(words("no"))),
    ) + paragraph("")
    late = row(cell(words("yes")), cell(words("no")), looks='<w:gridBefore w:val="2"/>')
    path = tmp_path / "policy.docx"
    path.write_bytes(document(body.replace("</w:tbl>", f"{late}</w:tbl>")))
    with pytest.raises(KnowledgeError, match="a row without a tool"):
        read_sources(path, None, None)
    assert [one.text for one in read_source(path).rows[3]] == ["", "", "yes", "no"]


def test_a_cell_that_goes_on_from_nothing_is_empty(tmp_path: Path) -> None:
    """Word leaves such where a row was deleted: it goes on from no cell of another place."""
    body = of_head(
        row(cell(words("ChatGPT")), cell(words("yes"), '<w:gridSpan w:val="2"/>')),
        row(cell(words("Claude")), cell(words("no")), cell("", "<w:vMerge/>")),
    )
    assert cells(body, tmp_path / "out") == ["ChatGPT,allow,allow", "Claude,deny,unknown"]


def test_a_footnote_of_a_cell_is_its_condition(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2">{paragraph(words("Only after the names are taken out."))}</w:footnote>'
    reference = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    assert cells(ruled(words("yes") + reference), tmp_path / "out", footnotes=note) == ["ChatGPT,allow,conditional"]
    assert "Only after the names are taken out." in (tmp_path / "out" / "conditions.yaml").read_text()


def test_a_footnote_of_a_sentence_stands_behind_it(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2">{paragraph(words("Not from abroad."))}</w:footnote>'
    body = paragraph(words("Use Copilot.") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + words(" Ask us."))
    assert said(body, tmp_path, footnotes=note) == "Use Copilot. (Not from abroad.) Ask us.\n"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def inserted(text: str) -> str:
    return f"<w:ins>{letters(text)}</w:ins>"


def test_what_tracked_changes_delete_is_no_policy_and_what_they_insert_is(tmp_path: Path) -> None:
    gone = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{deleted('Passwords may go into ChatGPT.')}</w:p>"
    moved = f"<w:p><w:moveFrom>{letters('Old place.')}</w:moveFrom><w:moveTo>{letters('New place.')}</w:moveTo></w:p>"
    body = gone + paragraph(deleted("Use") + inserted("Never use") + letters(" Claude for passwords.")) + moved
    assert said(body, tmp_path) == "Never use Claude for passwords.\n\nNew place.\n"
    assert "tracked changes" in read_document(tmp_path / "policy.docx").remarks[0]


def test_a_paragraph_whose_end_is_deleted_does_not_end_up_in_a_table(tmp_path: Path) -> None:
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Ours.</w:t></w:r></w:p>"
    assert cells(gone + of_rows([HEAD, ("ChatGPT", "yes", "no")]), tmp_path / "out") == ["ChatGPT,allow,deny"]
    joined = gone + paragraph(words(" And yours."))
    assert said(joined, tmp_path) == "Ours. And yours.\n"


@pytest.mark.parametrize(
    ("inner", "effect"),
    [
        (deleted("no") + inserted("yes"), "deny"),
        (deleted("yes") + inserted("no"), "deny"),
        (deleted("yes"), "unknown"),
        (inserted("no"), "deny"),
    ],
)
def test_a_change_of_a_cell_that_nobody_accepted_yet_never_loosens_it(inner: str, effect: str, tmp_path: Path) -> None:
    assert cells(ruled(inner), tmp_path / "out") == [f"ChatGPT,allow,{effect}"]
    assert "tracked changes" in noted(tmp_path / "out")


def test_a_deleted_row_makes_no_rule(tmp_path: Path) -> None:
    gone = row(*(cell(deleted(text)) for text in ("Claude", "yes", "yes")), looks="<w:del/>")
    assert cells(of_head(gone, row(*(cell(words(text)) for text in ("DeepL", "yes", "no")))), tmp_path / "out") == [
        "DeepL,allow,deny"
    ]


def test_comments_headers_and_hidden_words_are_not_read(tmp_path: Path) -> None:
    marks = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    hidden = letters("Anything goes.", "<w:vanish/>")
    body = (
        paragraph(marks[0] + words("Ask first.") + marks[1] + hidden)
        + '<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr>'
        + (letters("Nobody reads this.") + "</w:p>")
    )
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="Note"/><w:rPr><w:vanish/></w:rPr></w:style>'
    comment = f'<w:comment w:id="1">{paragraph(words("Is that so?"))}</w:comment>'
    assert said(body, tmp_path, styles=styles, comments=comment, header1=paragraph(words("Draft"))) == "Ask first.\n"
    assert read_document(tmp_path / "policy.docx").remarks == (
        "Comments of the Word document were not read: there are 1.",
        "Hidden words of the Word document were not read.",
    )


def test_hidden_words_of_a_cell_may_be_its_condition(tmp_path: Path) -> None:
    assert cells(ruled(letters("yes") + letters("not before May", "<w:vanish/>")), tmp_path / "out") == [
        "ChatGPT,allow,conditional"
    ]


def test_what_word_wraps_words_in_is_read_and_what_repeats_or_waits_is_not(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="v1"><w:name w:val="toc 1"/></w:style>'
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt>"
    body = paragraph(words("1 Tools 3"), "v1") + paragraph(
        f"<w:hyperlink r:id='none'>{letters('Ask ')}</w:hyperlink><w:fldSimple w:instr='X'>{letters('the ')}</w:fldSimple>"
        f"<w:smartTag>{letters('help')}</w:smartTag><w:r><w:noBreakHyphen/></w:r>{letters('desk')}{empty}"
    )
    assert said(body, tmp_path, styles=styles) == "Ask the help-desk\n"


def test_the_words_of_a_text_box_stand_behind_its_paragraph_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(words('Never enter passwords.'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(words("Hello.") + f"<w:r>{both}</w:r>") + paragraph(words("Bye."))
    assert said(body, tmp_path) == "Hello.\n\nNever enter passwords.\n\nBye.\n"


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


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    for part in ("word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels"):
        text = f'{BOMB}]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
        parts = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body/></w:document>', part: text}
        told = refused(packed(parts), tmp_path)
        assert told.startswith(
            (f"the part `{part}` of the Word document defines words of its own", f"the part `{part}` of the Word")
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


def test_the_endings_of_what_can_be_read_are_told_in_one_place() -> None:
    assert set(DOCUMENTS) < set(MATRICES)
    assert {".docx", ".html", ".md", ".csv", ".xlsx"} <= set(MATRICES)


def test_mammoth_is_imported_only_where_a_word_document_is_read() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, bot.wiring; print('mammoth' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
