"""PDFs that are made to keep their reader busy, or that it was never made for: each ends in a state, soon."""

from __future__ import annotations

import time
import zlib

import pytest

from bot.policy.vendors.facts import PagePart
from bot.policy.vendors.watching import Look
from bot.vendors import page, pdf
from bot.vendors.errors import UnreadError
from bot.vendors.pdf import words_of

LINE = b"(we keep what you type) Tj "


def made(content: bytes, pages: int = 1, more: bytes = b"") -> bytes:
    """A PDF whose pages all show the same."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"] * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


def packed(content: bytes, pages: int = 1) -> bytes:
    return made(zlib.compress(content, 9), pages, b"/Filter /FlateDecode")


def shown(lines: int) -> bytes:
    return b"BT /F1 12 Tf 40 700 Td " + LINE * lines + b" ET"


def test_all_pages_are_read() -> None:
    assert words_of(made(shown(10), 3)).count("we keep what you type") == 30


@pytest.mark.parametrize(
    ("body", "state", "says"),
    [
        (packed(shown(300_000)), Look.BROKEN, "unpacks to more"),
        (packed(shown(40_000), 30), Look.BROKEN, "unpacks to more"),
        (made(shown(1), 401), Look.BROKEN, "401 pages"),
        (made(b""), Look.EMPTIED, "no text"),
    ],
    ids=["a page that unpacks to 8 MB", "pages that do so together", "more pages than any terms have", "nothing on it"],
)
def test_a_small_file_costs_little_time(body: bytes, state: Look, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_joined", lambda _text: "")
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda _page: "")
    began = time.monotonic()
    with pytest.raises(UnreadError, match=says) as told:
        words_of(body)
    assert told.value.look is state
    assert time.monotonic() - began < 10


def test_a_document_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_SECONDS", -1.0)
    with pytest.raises(UnreadError, match="takes longer"):
        words_of(made(shown(10)))


def test_halves_of_a_letter_and_zeros_are_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda _page: "We keep \ud835it\0. " * 50)
    text = page.text_of(made(shown(1)), "application/pdf", PagePart("x"), "x")
    assert "\0" not in text and text.encode()
