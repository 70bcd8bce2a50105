"""Each way in, as a person goes it: the page of the local Slack in a real Chromium, with the whole house behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import browsing, window
from tests.integration.conftest import ASK, Talk

pytestmark = pytest.mark.needs("chromium")

FORBIDDEN = "May I put health records into ChatGPT Free?"


@pytest.fixture
def page(talk: Talk, chromium: str) -> Iterator[Page]:
    """Lieke's page, in English; opened after the house, which starts beside no other loop."""
    with browsing(chromium) as browser, window(browser, f"{talk.slack.url}/?as=lieke&channel={ASK}") as opened:
        expect(opened.get_by_role("heading", name=f"# {ASK}")).to_be_visible()
        yield opened


def write(page: Page, text: str, box: str = f"Message #{ASK}") -> None:
    page.get_by_role("textbox", name=box).fill(text)
    page.keyboard.press("Enter")


def thread(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread")


def open_app(page: Page) -> None:
    page.get_by_role("button", name="may-i", exact=True).click()


def shortcut(page: Page, name: str) -> Locator:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name=name).click()
    return page.get_by_role("dialog")


def choose(form: Locator, label: str, typed: str, option: str) -> None:
    """Search in a list of a form with the keyboard."""
    field = form.get_by_role("combobox", name=label)
    field.fill(typed)
    form.locator("li").filter(has_text=option).first.click()


def test_a_mention_is_answered_in_its_thread(page: Page) -> None:
    write(page, f"@may-i {FORBIDDEN}")
    expect(thread(page).get_by_text("Not allowed").first).to_be_visible()
    expect(thread(page).get_by_text("Read as")).to_be_visible()


def test_a_question_back_is_answered_with_a_choice(page: Page) -> None:
    write(page, "@may-i May I use Copilot for meeting notes?")
    expect(thread(page).get_by_text("One thing")).to_be_visible()
    choice = (
        thread(page).get_by_role("combobox", name="Choose").or_(thread(page).get_by_role("button", name="Microsoft 365")).first
    )
    if choice.evaluate("node => node.localName") == "select":
        label = choice.locator("option").filter(has_text="Microsoft 365").first.text_content()
        choice.select_option(label=label)
    else:
        choice.click()
    expect(thread(page).get_by_text("Yes, if").first).to_be_visible()


def test_a_direct_message_is_answered_without_a_mention(page: Page) -> None:
    open_app(page)
    write(page, FORBIDDEN, "Message may-i")
    expect(page.get_by_text("Not allowed").first).to_be_visible()


def test_the_agent_view_offers_questions_to_press(page: Page) -> None:
    open_app(page)
    expect(page.get_by_text("For example")).to_be_visible()
    page.locator("#prompts").get_by_role("button").first.click()
    expect(page.get_by_text("Read as").first).to_be_visible()


def test_a_command_is_answered_for_one_and_can_be_shared(page: Page, talk: Talk) -> None:
    write(page, "/mayi ChatGPT Free for health records?")
    expect(page.get_by_text("only visible to you")).to_be_visible()
    expect(page.get_by_text("Not allowed").first).to_be_visible()
    page.get_by_role("button", name="Share").first.click()
    talk.slack.wait_for(ASK, "asked:")


def test_a_message_is_looked_at_from_its_menu(page: Page, talk: Talk) -> None:
    talk.slack.say("pieter", ASK, "Discharge letter: diagnosis heart failure. IBAN NL91ABNA0417164300.")
    page.get_by_role("button", name="More for the message of Pieter van Dijk").click()
    page.get_by_role("menuitem", name="May this go into").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_text("Health records").first).to_be_visible()
    expect(form.get_by_text("NL91ABNA0417164300")).to_be_hidden()


def test_a_form_shows_the_ruling_of_what_is_picked(page: Page) -> None:
    form = shortcut(page, "Ask about an AI tool")
    choose(form, "tool", "chatgpt", "ChatGPT")
    choose(form, "data", "health", "Health records")
    expect(form.get_by_text("Not allowed").or_(form.get_by_text("One thing")).first).to_be_visible()


def test_a_pasted_text_is_looked_at_in_a_form(page: Page) -> None:
    form = shortcut(page, "Check a text for AI")
    form.locator("textarea").fill("Discharge letter: diagnosis heart failure. IBAN NL91ABNA0417164300.")
    form.locator("button[type=submit]").click()
    expect(form.get_by_text("Health records").first).to_be_visible()


def test_home_shows_what_was_asked_and_what_may_be_used(page: Page) -> None:
    write(page, f"@may-i {FORBIDDEN}")
    expect(thread(page).get_by_text("Not allowed").first).to_be_visible()
    open_app(page)
    page.get_by_role("tab", name="Home").click()
    home = page.get_by_role("region", name="App Home")
    expect(home.get_by_text("ChatGPT Free").first).to_be_visible()
    expect(home.get_by_role("heading").first).to_be_visible()
