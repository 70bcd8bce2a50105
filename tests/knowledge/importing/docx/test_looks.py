"""Cells of Word documents: what their colours, signs and places say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.door import read_sources
from bot.knowledge.importing.table import read_source
from tests.knowledge.importing.docx.read import AMBER, GREEN, HEAD, RED, cells, of_head, ruled
from tests.knowledge.importing.docx.word import (
    cell,
    document,
    of_rows,
    paragraph,
    row,
    shaded,
    table,
    words,
)
from tests.knowledge.importing.docx.word import run as letters


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
        "Claude,allow,review",
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


WAITING = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_a_control_around_a_cell_that_nobody_filled_in_leaves_the_cell(tmp_path: Path) -> None:
    """Without it, each answer behind stood below the head before its own."""
    heads = row(*(cell(words(text)) for text in ("Tool", "Secret", "Inside", "Public")))
    empty = WAITING.format(cell(words("Choose an item.")))
    body = table(heads, row(cell(words("Claude")), empty, cell(words("no")), cell(words("yes"))))
    assert cells(body, tmp_path / "out") == ["Claude,unknown,deny,allow"]


def test_a_control_around_a_row_that_nobody_filled_in_says_nothing(tmp_path: Path) -> None:
    waiting = WAITING.format(row(*(cell(words("Click here")) for _ in HEAD)))
    filled = row(*(cell(words(text)) for text in ("Claude", "yes", "no")))
    assert cells(of_head(waiting, filled), tmp_path / "out") == ["Claude,allow,deny"]


@pytest.mark.parametrize(
    ("looks", "effect"),
    [
        ("<w:strike/>", "unknown"),
        ("<w:dstrike/>", "unknown"),
        ('<w:color w:val="FF0000"/>', "unknown"),
        ('<w:highlight w:val="yellow"/>', "conditional"),
        ("<w:vanish/>", "unknown"),
        ('<w:strike w:val="0"/>', "allow"),
        ("<w:b/>", "allow"),
    ],
)
def test_how_the_style_of_a_paragraph_writes_a_yes_may_take_it_back(looks: str, effect: str, tmp_path: Path) -> None:
    """By its own style, by the one that stands upon, by the usual one, and by what holds for the whole document."""
    base = f'<w:style w:type="paragraph" w:styleId="base"><w:name w:val="Base"/><w:rPr>{looks}</w:rPr></w:style>'
    over = '<w:style w:type="paragraph" w:styleId="over"><w:name w:val="Over"/><w:basedOn w:val="base"/></w:style>'
    off = '<w:style w:type="character" w:styleId="off"><w:name w:val="Off"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>'
    for name in ("base", "over"):
        body = ruled(paragraph(words("yes"), name))
        assert cells(body, tmp_path / name, styles=base + over) == [f"ChatGPT,allow,{effect}"]
    struck = paragraph(letters("yes", '<w:rStyle w:val="off"/>'), "base")
    assert cells(ruled(struck), tmp_path / "off", styles=base + off) == [f"ChatGPT,allow,{effect}"]


@pytest.mark.parametrize("where", ["usual", "document"])
def test_what_holds_for_all_words_holds_for_a_yes(where: str, tmp_path: Path) -> None:
    looks = "<w:rPr><w:strike/></w:rPr>"
    usual = f'<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/>{looks}</w:style>'
    styles = usual if where == "usual" else f"<w:docDefaults><w:rPrDefault>{looks}</w:rPrDefault></w:docDefaults>"
    not_so = [letters(text, '<w:strike w:val="0"/>') for text in (*HEAD, "Claude", "yes")]
    body = table(row(*map(cell, not_so[:3])), row(*map(cell, not_so[3:]), cell(letters("yes"))))
    assert cells(body, tmp_path / "out", styles=styles) == ["Claude,allow,unknown"]
