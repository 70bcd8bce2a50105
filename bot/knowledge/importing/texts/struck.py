"""Text of a page goes in; the same comes out with what begins struck words and has no end made unreadable for a moment: whoever
looks for the end of each anew takes the square of their number."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree
from lxml import html as parser

TAGS = ("del", "s", "strike")
_BEGIN, _WAVES = "\ue0f5", "\ue0f6"
_OURS = re.compile(f"[{_BEGIN}{_WAVES}]")
_PAIRS = (
    *((re.compile(rf"<(?={tag}\b)", re.IGNORECASE), re.compile(rf"</{tag}>", re.IGNORECASE), _BEGIN) for tag in TAGS),
    (re.compile("~~"), re.compile(r"(?<=\S)~~"), _WAVES),
)


def with_ends_only(change: Callable[[str], str], text: str) -> str:
    """``change``: what is done with the text while a beginning without an end is none."""
    text = _OURS.sub("", text)
    for begins, ends, instead in _PAIRS:
        last = max((found.end() for found in ends.finditer(text)), default=0)
        text = text[:last] + begins.sub(instead, text[last:])
    return change(text).replace(_BEGIN, "<").replace(_WAVES, "~~")


_MOST = 40
_PAGE = re.compile(rf"((?:[^\w\r\n|]|_){{1,3}}?)\1{{{_MOST},}}")
_TABLE = re.compile(rf"((?:[^\w\r\n|,;\t]|_){{1,3}}?)\1{{{_MOST},}}")
_BLANKS = re.compile(rf"[^\S\r\n\t]{{{_MOST},}}")


def short_runs(text: str, *, is_table: bool = False) -> str:
    """``is_table``: commas, semicolons and tabs may part its cells."""
    return (_TABLE if is_table else _PAGE).sub(lambda run: run[1] * _MOST, _BLANKS.sub(" " * _MOST, text))


TOO_DEEP = (
    "the page is nested so deep that what comes behind cannot be read",
    "copy its text into a new document, and save that as .docx or as HTML",
)
"""What is told of it, and what to do."""


class TooDeepError(ValueError):
    """A page of which the parser gives only the beginning."""


def page_of(raw: bytes, encoding: str | None) -> etree._Element:
    """Raises TooDeepError where the parser stopped before the end, which it tells nobody: a ban may stand behind."""
    reader = parser.HTMLParser(encoding=encoding, huge_tree=False)
    root = parser.document_fromstring(raw, parser=reader)
    if len(reader.error_log.filter_from_fatals()):
        raise TooDeepError
    return root
