"""The bytes of an HTML page in; all of its elements out, or a refusal where the parser gives only the beginning."""

from __future__ import annotations

from lxml import etree
from lxml import html as parser

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
