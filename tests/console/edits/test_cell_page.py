"""A cell is edited in real Chromium with keys alone: the form, what it changes, saving and the way back; on a phone as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.console.doors import Role
from tests.browser import browsing
from tests.console.browser import PHONE, WIDE, signed_in
from tests.console.edits.cells.editing import Edited
from tests.console.place import place_in, served
from tests.integration.forks import free_port

pytestmark = pytest.mark.needs("chromium")
LEAST = 24
"""Pixels that a finger can hit."""
SMALL = f"""() => [...document.querySelectorAll("#cell :is(a, button, summary, textarea, input:not([type=hidden]))")]
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, at]) => at.width && (at.width < {LEAST} || at.height < {LEAST})).map(([html]) => html)"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as opened:
        yield opened


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Edited]:
    with place_in(tmp_path) as plain:
        yield Edited(plain.ledger, plain.settings)


def faults(page: Page) -> list[str]:
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    return [*found, *(f"small: {one}" for one in page.evaluate(SMALL)), *(["too wide"] if wide else [])]


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", PHONE)], ids=["wide", "phone in the dark"])
def test_a_cell_is_changed_and_taken_back_with_keys_alone(place: Edited, browser: Browser, scheme: str, size: object) -> None:
    rules = place.settings.knowledge / "rules.yaml"
    before = rules.read_text(encoding="utf-8")
    with served(place.app, free_port()) as address:
        context = signed_in(browser, place, address, Role.OWNER, color_scheme=scheme, viewport=size)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{address}/console/matrix?tool=chatgpt/free&data=restricted")
        page.get_by_role("link", name="Change this cell").press("Enter")
        expect(page.get_by_role("heading", name="What is to hold for ChatGPT Free × Restricted?")).to_be_focused()
        assert faults(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Show what changes").press("Enter")
        expect(page.get_by_role("heading", name="What saving would change")).to_be_visible()
        assert faults(page) == [] and rules.read_text(encoding="utf-8") == before
        page.get_by_label("Yes, more is to be allowed than today").press("Space")
        page.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved: ChatGPT Free × Restricted")
        expect(page.get_by_role("status")).to_be_in_viewport()
        assert faults(page) == [] and "cell-chatgpt-free-restricted" in rules.read_text(encoding="utf-8")
        page.get_by_role("button", name="Take the last edit back").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("The files are as they were before")
        assert rules.read_text(encoding="utf-8") == before and said == []
        context.close()
