"""Bytes of a PDF go in, its words come out, within limits: a small file may unpack to days of work."""

from __future__ import annotations

import io
import logging
import re
import time

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError

MOST_PAGES = 400
MOST_BYTES = 20_000_000
"""Of all its pages, unpacked."""
MOST_SECONDS = 60.0
MOST_BYTES_OF_A_PAGE = 5_000_000
FEWEST_WORDS = 40
"""A document of terms has more; below this it is a scan."""

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells of every small fault of a file at length


def words_of(body: bytes) -> str:
    """The words; raises ``UnreadError`` where it has none, or is too much."""
    try:
        text = _text(PdfReader(io.BytesIO(body)))
    except UnreadError:
        raise
    except DependencyError as problem:
        raise UnreadError(Look.BLOCKED, "the PDF is locked in a way that cannot be opened") from problem
    # a broken file breaks its reader in any way that there is
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        raise UnreadError(Look.BROKEN, f"the PDF cannot be read: {type(problem).__name__}") from problem
    if len(text.split()) < FEWEST_WORDS:
        raise UnreadError(Look.EMPTIED, "the PDF holds no text; it may be a scan")
    return text.strip()


def _text(reader: PdfReader) -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadError(Look.BLOCKED, "the PDF asks for a password")
    pages = len(reader.pages)
    if pages > MOST_PAGES:
        raise UnreadError(Look.BROKEN, f"the PDF has {pages} pages; {MOST_PAGES} is the most")
    found, size, until = [], 0, time.monotonic() + MOST_SECONDS
    for page in reader.pages:
        this = _size(page)
        size += this
        if this > MOST_BYTES_OF_A_PAGE or size > MOST_BYTES:
            raise UnreadError(Look.BROKEN, "the PDF unpacks to more than any document of terms has")
        if time.monotonic() > until:
            raise UnreadError(Look.BROKEN, f"the PDF takes longer than {MOST_SECONDS:.0f} seconds to read")
        found.append(_joined(page.extract_text()))
    return "\n\n".join(found)


def _size(page: PageObject) -> int:
    """Bytes of what is drawn on a page, unpacked."""
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _joined(page: str) -> str:
    """Lines of a page as paragraphs: a line that ends in the middle of a sentence goes on in the next."""
    return re.sub(r"(?<=[^.:;!?\n])\n(?=[a-z(])", " ", page).strip()
