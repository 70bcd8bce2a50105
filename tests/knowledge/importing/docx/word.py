"""Paragraphs and tables in; the bytes of a Word document that holds them out, written by hand as Word writes them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_KINDS = ("styles", "numbering", "footnotes", "comments", "header1")
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="berschrift{level}"><w:name w:val="heading {level}"/>'
    f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
    for level in range(1, 7)
)
"""Headings as a German Word calls them; their names are English everywhere."""
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{{kind}}"/></w:lvl>' for level in range(3)
)  # fmt: skip
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">{_LEVELS.format(kind=kind)}</w:abstractNum>'
    for number, kind in enumerate(("bullet", "decimal"))
) + "".join(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(2))
BULLET, NUMBER = 1, 2


def document(body: str, *, extra: dict[str, str] | None = None, **parts: str) -> bytes:
    """``parts``: what stands in ``styles``, ``footnotes`` and the like; ``extra``: further files, by their path."""
    parts = {"styles": STYLES, "numbering": _NUMBERING, **parts}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr("_rels/.rels", _links({"officeDocument": "word/document.xml"}))
        archive.writestr("word/_rels/document.xml.rels", _links({name.rstrip("1"): f"{name}.xml" for name in parts}))
        archive.writestr("word/document.xml", f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_SPACES}>{text}</w:{name}>")
        for path, text in (extra or {}).items():
            archive.writestr(path, text)
    return out.getvalue()


def _links(targets: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def run(text: str, looks: str = "") -> str:
    """``looks``: properties as Word writes them, ``<w:b/>``."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


_STAR = "\ue000"
"""A star that is one, and sets nothing off, while the others are looked for."""


def words(text: str) -> str:
    """Runs of a line of Markdown."""
    parts = re.split(r"(\*\*.+?\*\*|(?<!\w)\*[^*]+\*(?!\w))", text.replace("\\*", _STAR))
    return "".join(
        run(part.strip("*").replace(_STAR, "*"), "<w:b/>" if part.startswith("**") else "<w:i/>")
        if len(part) > 2 and part[0] == part[-1] == "*"
        else run(part.replace(_STAR, "*"))
        for part in parts
    )


def paragraph(inner: str, style: str = "", listed: tuple[int, int] | None = None) -> str:
    """``inner``: runs. ``listed``: the kind of list and how deep it stands."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>' if listed else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{inner}</w:p>"


def heading(text: str, level: int = 1) -> str:
    return paragraph(words(text), f"berschrift{level}")


def cell(inner: str, looks: str = "") -> str:
    """``inner``: runs, or whole paragraphs. ``looks``: properties of the cell."""
    held = inner if "<w:p>" in inner else paragraph(inner)
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{held}</w:tc>"


def row(*cells: str, looks: str = "") -> str:
    return f"<w:tr><w:trPr>{looks}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def of_rows(rows: Iterable[Iterable[str]], fills: dict[tuple[int, int], str] | None = None) -> str:
    """``fills``: (row, column) from 1 -> colour of the cell's ground."""
    colours = fills or {}
    return table(
        *(
            row(*(cell(words(text), shaded(colours.get((down, across), ""))) for across, text in enumerate(line, 1)))
            for down, line in enumerate(rows, 1)
        )
    )


def shaded(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""


def from_markdown(text: str) -> bytes:
    """The Word document of headings, paragraphs, lists and tables."""
    return document("".join(map(_block, re.split(r"\n\s*\n", text.strip()))))


def _block(block: str) -> str:
    lines = block.split("\n")
    if lines[0].startswith("#"):
        level = len(lines[0]) - len(lines[0].lstrip("#"))
        rest = "\n".join(lines[1:])
        return heading(lines[0].lstrip("# "), level) + (_block(rest) if rest else "")
    if lines[0].startswith("|"):
        return of_rows([part.strip() for part in line.strip().strip("|").split("|")] for line in lines if "|--" not in line)
    found, said = "", ""
    for line in lines:
        item = re.match(r"(\s*)(-|\d+\.)\s+(.+)", line)
        if item:
            listed = (BULLET if item[2] == "-" else NUMBER, len(item[1]) // 2)
            found, said = found + (paragraph(said) if said else "") + paragraph(words(item[3]), listed=listed), ""
        else:
            said += ("<w:r><w:br/></w:r>" if said else "") + words(line.strip())
    return found + (paragraph(said) if said else "")
