"""The path of a Chromium goes in; a browser comes out, and windows in which no script may fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000.0
"""Milliseconds; machines that run tests are busy, and nothing here is about speed."""
WIDE, HIGH = 1280, 860


@contextmanager
def browsing(program: str) -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, address: str, *, wide: int = WIDE, high: int = HIGH, patience: float = PATIENCE) -> Iterator[Page]:
    """A window at an address; no script of it may fail while it is open. ``patience``: milliseconds."""
    opened = browser.new_page(viewport={"width": wide, "height": high})
    opened.set_default_timeout(patience)
    expect.set_options(timeout=patience)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()
    assert wrong == []
