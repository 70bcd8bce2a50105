"""The ways in as a person meets them: a page in a real Chromium, a shortcut, a form, an answer in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.browser import browsing, window
from tests.integration.answers.test_ways_in import CANARY, LETTER
from tests.integration.conftest import ASK

pytestmark = pytest.mark.needs("chromium")

PICTURES = os.environ.get("MAYI_PICTURES", "")
"""A folder to keep what the page looks like in."""


@pytest.fixture
def slack(make_house: Callable[..., House]) -> Iterator[Playground]:
    with Playground(load_company(SAMPLE)) as running:
        make_house(running)
        running.wait_for_app()
        yield running


@pytest.fixture
def page(slack: Playground, chromium: str) -> Iterator[Page]:
    """Lieke's page; no script of it may fail."""
    address = f"{slack.url}/?as=lieke&channel={ASK}"
    with browsing(chromium) as browser, window(browser, address, wide=1000, high=900) as opened:
        expect(opened.get_by_role("heading", name=f"# {ASK}")).to_be_visible()
        yield opened


def choose(form: Locator, label: str, typed: str, option: str) -> None:
    """Search as a person does, and take what is offered: a kind of data says what it is, behind its name."""
    form.get_by_label(label).first.click()
    form.get_by_label(label).first.fill(typed)
    form.get_by_role("option", name=re.compile(rf"^{re.escape(option)}(:|\b|$)")).first.click()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def by_shortcut(page: Page, name: str) -> None:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name=name).click()


def test_a_tool_and_data_are_picked_and_the_ruling_is_there_at_once(page: Page) -> None:
    by_shortcut(page, "Ask about an AI tool")
    form = page.get_by_role("dialog", name="May I use ...")
    picture(page, "pick-empty")
    choose(form, "Which tool?", "claud", "Claude")
    form.get_by_label("Which plan or account?").select_option("Claude Free")
    choose(form, "Which kinds of data go in?", "patient", "Health records")
    expect(form.get_by_text("Health records may not go into Claude Free.")).to_be_visible()
    picture(page, "pick-no")
    form.get_by_label("Which plan or account?").select_option("Claude Team")
    expect(form.get_by_text("may not go into Claude Free")).to_be_hidden()
    picture(page, "pick-team")
    form.get_by_role("button", name="Close").last.click()
    expect(form).to_be_hidden()


def test_a_text_is_pasted_and_the_form_says_what_is_in_it(page: Page) -> None:
    by_shortcut(page, "Check a text for AI")
    form = page.get_by_role("dialog", name="May this go into AI?")
    form.get_by_label("The text").fill(LETTER)
    form.get_by_role("button", name="Check").click()
    expect(form.get_by_text("In it, as far as I can see:")).to_be_visible()
    expect(form.get_by_role("button", name="Remove Health records")).to_be_visible()
    picture(page, "paste")
    expect(form.get_by_text(CANARY)).to_be_visible()  # the copy with placeholders
    form.get_by_role("button", name="Check another text").click()
    expect(form.get_by_label("The text")).to_have_value("")


def test_a_message_is_looked_at_from_its_menu(page: Page, slack: Playground) -> None:
    slack.say("pieter", ASK, LETTER)
    message = page.get_by_role("log", name="Messages", exact=True).get_by_role("article").filter(has_text=CANARY)
    message.hover()
    message.get_by_role("button", name="More for the message of Pieter van Dijk").click()
    page.get_by_role("menuitem", name="May this go into AI?").click()
    form = page.get_by_role("dialog", name="May this go into AI?")
    expect(form.get_by_text("In it, as far as I can see:")).to_be_visible()
    picture(page, "message")


def test_a_private_answer_is_shared(page: Page) -> None:
    page.get_by_role("textbox", name=f"Message #{ASK}").fill("/mayi ChatGPT Free for health records?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Share in the channel").click()
    expect(page.get_by_text("asked: “ChatGPT Free for health records?”")).to_be_visible()
    picture(page, "shared")
