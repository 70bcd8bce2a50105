"""What Word alone has: notes, tracked changes, comments, hidden words, boxes, fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.importing.tables.papers import read_document
from tests.knowledge.importing.docx.read import HEAD, cells, of_head, ruled, said
from tests.knowledge.importing.docx.word import (
    cell,
    of_rows,
    paragraph,
    row,
    words,
)
from tests.knowledge.importing.docx.word import run as letters
from tests.knowledge.importing.imports import noted


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
        "Headers and footers of the Word document hold words, which were not read: look whether they say what holds.",
        "Hidden words of the Word document were not read.",
    )


def test_pictures_beside_tables_are_told_as_not_read(tmp_path: Path) -> None:
    picture = '<w:r><w:drawing><wp:inline><wp:docPr descr="A chart of what is allowed"/></wp:inline></w:drawing></w:r>'
    assert said(paragraph(words("See below.")) + paragraph(picture), tmp_path) == "See below.\n"
    told = "Pictures and drawings of the Word document were not read: there are 1."
    assert read_document(tmp_path / "policy.docx").remarks == (told,)


def test_hidden_words_of_a_cell_may_be_its_condition(tmp_path: Path) -> None:
    assert cells(ruled(letters("yes") + letters("not before May", "<w:vanish/>")), tmp_path / "out") == [
        "ChatGPT,allow,conditional"
    ]


def test_what_word_wraps_words_in_is_read_and_what_repeats_or_waits_is_not(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="v1"><w:name w:val="toc 1"/></w:style>'
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt>"
    body = (
        paragraph(words("1 Tools 3"), "v1")
        + paragraph(words("Tools"))
        + paragraph(
            f"<w:hyperlink r:id='none'>{letters('Ask ')}</w:hyperlink><w:fldSimple w:instr='X'>{letters('the ')}</w:fldSimple>"
            f"<w:smartTag>{letters('help')}</w:smartTag><w:r><w:noBreakHyphen/></w:r>{letters('desk')}{empty}"
        )
    )
    assert said(body, tmp_path, styles=styles) == "Tools\n\nAsk the help-desk\n"


@pytest.mark.parametrize("name", ["toc 1", "toc of rules"])
def test_a_line_in_the_style_of_a_table_of_contents_that_no_heading_says_is_kept(name: str, tmp_path: Path) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="v1"><w:name w:val="{name}"/></w:style>'
    body = paragraph(words("Patient data must never go into any tool."), "v1")
    assert said(body, tmp_path, styles=styles) == "Patient data must never go into any tool.\n"


@pytest.mark.parametrize(
    ("shown", "text"),
    [("Forbidden %1:", "1. Forbidden: Patient data in Claude\n"), ("Article %1.", "1. Patient data in Claude\n")],
)
def test_the_words_of_a_numbering_stand_before_its_paragraphs(shown: str, text: str, tmp_path: Path) -> None:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{shown}"/></w:lvl>'
    kinds = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert said(paragraph(words("Patient data in Claude"), listed=(1, 0)), tmp_path, numbering=kinds) == text


def test_words_that_a_tab_of_any_kind_parts_are_two(tmp_path: Path) -> None:
    assert said(paragraph("<w:r><w:t>not</w:t><w:ptab/><w:t>allowed</w:t></w:r>"), tmp_path) == "not allowed\n"


def test_the_words_of_a_text_box_stand_behind_its_paragraph_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(words('Never enter passwords.'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(words("Hello.") + f"<w:r>{both}</w:r>") + paragraph(words("Bye."))
    assert said(body, tmp_path) == "Hello.\n\nNever enter passwords.\n\nBye.\n"


def test_a_header_of_page_numbers_alone_is_not_told(tmp_path: Path) -> None:
    said(paragraph(words("Ask first.")), tmp_path, footer1=paragraph(words("3 / 7")))
    assert read_document(tmp_path / "policy.docx").remarks == ()


@pytest.mark.parametrize(("off", "text"), [("0", "Never enter passwords.\n"), ("false", "Never enter passwords.\n"), ("1", "\n")])
def test_a_control_that_somebody_filled_in_is_read(off: str, text: str, tmp_path: Path) -> None:
    told = f'<w:sdtPr><w:showingPlcHdr w:val="{off}"/></w:sdtPr>'
    control = f"<w:sdt>{told}<w:sdtContent>{letters('Never enter passwords.')}</w:sdtContent></w:sdt>"
    assert said(paragraph(control), tmp_path) == text


def test_a_row_that_is_said_to_be_shown_is_read(tmp_path: Path) -> None:
    shown = row(*(cell(words(text)) for text in ("DeepL", "no", "no")), looks='<w:hidden w:val="0"/>')
    assert cells(of_head(shown), tmp_path / "out") == ["DeepL,deny,deny"]
