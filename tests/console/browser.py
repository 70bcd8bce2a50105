"""Somebody with a role goes in; their window on the console comes out, signed in."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext

from bot.console.access import SESSION_COOKIE
from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from tests.console.place import Place

WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 800}


def signed_in(browser: Browser, place: Place, address: str, role: Role, **chosen: object) -> BrowserContext:
    """A window of somebody who is signed in."""
    language = str(chosen.pop("language", "en"))
    with place.client(role) as client:
        cookies = {SESSION_COOKIE: client.cookies[SESSION_COOKIE], LANGUAGE_COOKIE: language}
    context = browser.new_context(**{"viewport": WIDE, **chosen})  # type: ignore[arg-type]
    context.add_cookies([{"name": name, "value": value, "url": f"{address}/console"} for name, value in cookies.items()])
    context.add_cookies(
        [{"name": name, "value": value, "domain": "127.0.0.1", "path": "/console"} for name, value in cookies.items()]
    )
    return context
