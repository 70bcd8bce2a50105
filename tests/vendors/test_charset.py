"""What a server says of its page's letters is believed as far as pages are written so."""

from __future__ import annotations

from time import process_time

import pytest

from bot.vendors.charset import decoded

SECONDS = 2.0
"""Of the processor: enough for any page, and nothing beside what a wrong word took (hours for ten million bytes)."""


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "raw-unicode-escape", "utf-7", "zlib", "base64"])
def test_what_no_page_is_written_in_is_not_believed(name: str) -> None:
    body = b"\0-" + b"kva8kva9zzba" * 30_000
    begin = process_time()
    assert decoded(body, f"text/html; charset={name}") == body.decode()
    assert process_time() - begin < SECONDS


def test_what_a_page_is_written_in_is_believed() -> None:
    text = "\0 Условия использования"
    assert decoded(text.encode("koi8-r"), "text/html; charset=koi8-r") == text
