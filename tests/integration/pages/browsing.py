"""People at their pages: a real Chromium, one window for each of the staff, on a local Slack with the whole house behind it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from playground.server import Playground
from tests.browser import browsing
from tests.integration.conftest import ASK

PATIENCE = 90_000.0
"""Milliseconds; nothing here is about speed."""
PICTURES = os.environ.get("MAYI_PICTURES", "")
"""A folder to keep what the pages look like in."""


class People:
    """Windows on one playground: who sits at each, and what scripts complained of in any."""

    def __init__(self, browser: Browser, slack: Playground) -> None:
        self._browser = browser
        self._slack = slack
        self.wrong: list[str] = []

    def open(self, who: str, channel: str = ASK) -> Page:
        """Their page, at a channel."""
        page = self._browser.new_page(viewport={"width": 1280, "height": 960})
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.goto(f"{self._slack.url}/?as={who}&channel={channel}")
        expect(page.get_by_role("heading", name=f"# {channel}")).to_be_visible()
        return page


@contextmanager
def at_their_pages(slack: Playground, program: str) -> Iterator[People]:
    """Windows for a test; no script of any page may fail."""
    with browsing(program) as browser:
        people = People(browser, slack)
        yield people
    assert people.wrong == []


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where that is asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def write(page: Page, text: str, box: str = f"Message #{ASK}") -> None:
    """Type a message and send it."""
    page.get_by_role("textbox", name=box).fill(text)
    page.keyboard.press("Enter")


def thread(page: Page) -> Locator:
    """The open thread."""
    return page.get_by_role("complementary", name="Thread")


def ask(page: Page, text: str) -> Locator:
    """Ask in the channel with no thread open; gives the thread that opens with the answer."""
    if thread(page).is_visible():
        page.get_by_role("button", name="Close thread").click()
    write(page, f"@may-i {text}")
    expect(thread(page)).to_be_visible()
    return thread(page)


def home(page: Page) -> Locator:
    """The Home tab, opened anew."""
    page.get_by_role("button", name="may-i", exact=True).click()
    page.get_by_role("tab", name="Home").click()
    return page.get_by_role("region", name="App Home")


def form(page: Page) -> Locator:
    """The open form."""
    return page.locator("dialog#modal")


def send(page: Page) -> None:
    """Send the open form, which closes."""
    form(page).locator("button[type=submit]").click()
    expect(form(page)).to_be_hidden()
