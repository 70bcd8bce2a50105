"""A page whose words are made by scripts goes in; its words come out, by a browser that never touches the network itself.

Every request of the page is answered by our own fetcher, so the guard, the limits and robots.txt hold here as well. The
browser is the optional extra ``browser``; without it such a page is broken, and its owner is told why.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.policy.vendors.facts import PagePart
from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError
from bot.vendors.fetch import Fetcher, Got
from bot.vendors.page import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

MOST_REQUESTS = 80
SCRIPTS_SECONDS = 20
WANTED = {"document", "script", "xhr", "fetch", "stylesheet"}
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ALONE = ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--no-first-run"]
"""Names lead nowhere for the browser itself."""


def browser_of(fetcher: Fetcher) -> Callable[[PagePart], str]:
    """How pages with scripts are read."""
    return lambda part: _read(fetcher, part)


def _read(fetcher: Fetcher, part: PagePart) -> str:
    if find_spec("playwright") is None:
        raise UnreadError(Look.BROKEN, "the page needs a browser; install may-i with its extra `browser`")
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - an optional extra

    first = fetcher.get(part.url)
    try:
        with sync_playwright() as made:
            program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
            # as root there is no sandbox to be had; the page still reaches nothing but what we fetch for it
            root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
            browser = made.chromium.launch(executable_path=program, args=[*ALONE, *root])
            try:
                page = browser.new_page(java_script_enabled=True, service_workers="block", accept_downloads=False)
                return text_of(_rendered(page, fetcher, first).encode(), "text/html", part, first.url)
            finally:
                browser.close()
    except Error as problem:
        raise UnreadError(
            Look.BROKEN, f"the browser cannot show the page: {' '.join(problem.message.split())[:200]}"
        ) from problem


def _rendered(page: Page, fetcher: Fetcher, first: Got) -> str:
    """The page after its scripts have run."""
    left = MOST_REQUESTS

    def answer(route: Route) -> None:
        nonlocal left
        left -= 1
        request = route.request
        if request.url == first.url:
            _give(route, first)
        elif left < 0 or request.method != "GET" or request.resource_type not in WANTED:
            route.abort()
        else:
            try:
                _give(route, fetcher.beside(request.url))
            except UnreadError:
                route.abort()  # what a page has beside its words may be missing

    page.route("**/*", answer)
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto(first.url, wait_until="load", timeout=SCRIPTS_SECONDS * 1000)
    page.wait_for_load_state("networkidle", timeout=SCRIPTS_SECONDS * 1000)
    return page.content()


def _give(route: Route, got: Got) -> None:
    route.fulfill(status=got.status, body=got.body, headers={"content-type": got.content_type or "text/html"})
