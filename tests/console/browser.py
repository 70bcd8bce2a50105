"""A page's name goes in; what real Chromium makes of it comes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bot.console.access import SESSION_COOKIE
from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from tests.console.place import Place

WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 800}


@contextmanager
def chromium_at(program: str) -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


def signed_in(browser: Browser, place: Place, address: str, role: Role, **chosen: object) -> BrowserContext:
    """A window of somebody who is signed in."""
    language = str(chosen.pop("language", "en"))
    with place.client(role) as client:
        cookies = {SESSION_COOKIE: client.cookies[SESSION_COOKIE], LANGUAGE_COOKIE: language}
    context = browser.new_context(**{"viewport": WIDE, **chosen})  # type: ignore[arg-type]
    context.add_cookies([{"name": name, "value": value, "url": f"{address}/console"} for name, value in cookies.items()])
    for cookie in ("/console",):
        context.add_cookies(
            [{"name": name, "value": value, "domain": "127.0.0.1", "path": cookie} for name, value in cookies.items()]
        )
    return context
