"""App Home in a real Chromium, by keyboard alone: read what is new, narrow the matrix, think twice about erasing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import browsing, window
from tests.integration.conftest import NO_TEAM, Talk
from tests.integration.test_home import edit_rules, page, words_of

pytestmark = pytest.mark.needs("chromium")


def reach(page_: Page, name: str, most: int = 60) -> None:
    """Press Tab until the button of this name has the focus."""
    for _ in range(most):
        page_.keyboard.press("Tab")
        label = page_.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || ''")
        if str(label).strip() == name:
            return
    raise AssertionError(f"Tab does not reach {name!r}")


def test_the_page_is_used_by_keyboard(talk: Talk, chromium: str) -> None:
    page(talk, "lieke")
    edit_rules(talk, NO_TEAM)
    address = f"{talk.slack.url}/?as=lieke&channel=ask-ai"
    with browsing(chromium) as browser, window(browser, address) as shown:
        shown.get_by_role("button", name="may-i").first.click()
        shown.get_by_role("tab", name="Home").click()
        expect(shown.get_by_role("heading", name="New in the policy")).to_be_visible()
        for heading in ("My questions", "What you may use", "My data"):
            expect(shown.get_by_role("heading", name=heading)).to_be_attached()

        reach(shown, "I have read this")
        shown.keyboard.press("Enter")
        expect(shown.get_by_role("heading", name="New in the policy")).to_have_count(0)

        reach(shown, "Show: ChatGPT Free")
        shown.keyboard.press("Enter")
        expect(shown.get_by_role("button", name="Show all")).to_be_visible()

        reach(shown, "Erase my questions")
        shown.keyboard.press("Enter")
        sure = shown.get_by_role("dialog", name="Erase your questions?")
        expect(sure).to_be_visible()
        shown.keyboard.press("Escape")
        expect(sure).to_be_hidden()
    assert "Your questions are erased." not in words_of(talk, "lieke")
