"""Bytes of a page and what its server says of them go in; words come out. What is said of a page is often wrong."""

from __future__ import annotations

import codecs
import re

_SAID = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_INSIDE = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Names that pages give to Windows's larger sets, as browsers read them: else a quotation mark would be a control character."""
_OF_NO_PAGE = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Python knows them, no browser does; the first takes the square of a page's length."""
_NOT_PLAIN = (b"\0", b"\x1b")
"""No text in UTF-8 has them: two bytes for each letter, or sets that are switched by a sign."""
FEWEST_GOOD = 10
"""So many whole signs of UTF-8 for each broken one, and it is UTF-8 with a fault."""


def decoded(body: bytes, content_type: str) -> str:
    """What is UTF-8 is UTF-8, whatever is said of it, with a broken sign here and there as well; else what is said; else
    Windows's."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    said, inside = _SAID.search(content_type), _INSIDE.search(body[:4096])
    named = [name for name in (said[1] if said else "", inside[1].decode("ascii") if inside else "") if name]
    is_plain = not any(sign in body[:4096] for sign in _NOT_PLAIN)
    for name in ["utf-8", *named] if is_plain else [*named, *_by_zeros(body), "utf-8"]:
        found = _read(body, name)
        if found is not None:
            return found
    return body.decode("cp1252", errors="replace")


def _read(body: bytes, name: str) -> str | None:
    try:
        codec = codecs.lookup(name).name
        if codec in _OF_NO_PAGE:
            return None
        return body.decode(_WIDER.get(codec, codec))
    except (UnicodeError, LookupError):
        return _nearly_utf8(body) if name == "utf-8" else None


def _nearly_utf8(body: bytes) -> str | None:
    """UTF-8 with a fault or two; None where it is something else."""
    found = body.decode("utf-8", errors="replace")
    broken = found.count("\ufffd")
    whole = sum(sign > "\x7f" for sign in found) - broken
    return found if whole >= FEWEST_GOOD * broken else None


def _by_zeros(body: bytes) -> list[str]:
    """UTF-16 without its mark, by the side on which letters of Latin have their zero."""
    even, odd = body[:4096:2].count(0), body[1:4096:2].count(0)
    if max(even, odd) < len(body[:4096]) // 8:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]
