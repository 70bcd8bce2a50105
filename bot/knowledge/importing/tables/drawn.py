"""A workbook's bytes, or its theme, in; the lines of its text boxes, and the theme's colours by name, out.

Both are looked through once, piece by piece: whatever stands in a part, and closes nothing, takes no more time than its length.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

_PARAGRAPH, _END = re.compile(r"<a:p\b"), "</a:p>"
_RUN = re.compile(r"<a:t[^<>]*>([^<]*)</a:t>")
_THEME = re.compile(rb"<a:(lt1|dk1|lt2|dk2|accent[1-6])>|(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"")


def boxes_of(raw: bytes) -> Iterator[str]:
    """The lines of text boxes: a legend may be among them."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/drawings/drawing") and name.endswith(".xml"):
                text = archive.read(name).decode("utf-8", errors="replace")
                lines = ("".join(_RUN.findall(paragraph)) for paragraph in _paragraphs(text))
                yield from (" ".join(html.unescape(line).split()) for line in lines if line.strip())


def _paragraphs(text: str) -> Iterator[str]:
    for piece in text.split(_END)[:-1]:
        if begin := _PARAGRAPH.search(piece):
            yield piece[begin.start() :]


def theme_of(part: bytes) -> dict[bytes, str]:
    """The first colour after each name."""
    colours: dict[bytes, str] = {}
    name = b""
    for found in _THEME.finditer(part):
        if found[1]:
            name = found[1]
        elif name:
            colours[name], name = found[2].decode().lower(), b""
    return colours
