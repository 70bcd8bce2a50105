"""Rows, two menus, offers and boxes as people see them: on a phone, in two languages, and beside a model that proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.integration.conftest import Talk
from tests.integration.pages.browsing import People, ask, at_their_pages, picture

pytestmark = pytest.mark.needs("chromium")

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(talk: Talk, chromium: str) -> Iterator[People]:
    with at_their_pages(talk.slack, chromium) as opened:
        yield opened


def on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def fits(page: Page) -> bool:
    """Nothing stands beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_hurried_employee_chooses_in_two_menus_and_ticks_on_a_phone(people: People) -> None:
    page = people.open("maya")
    answer = ask(page, "copilot?")
    on_a_phone(page)
    expect(page.get_by_role("heading", name="Meander Care")).not_to_be_in_viewport()
    expect(answer.get_by_role("combobox")).to_have_count(2)
    picture(page, "boxes-two-menus")
    assert fits(page)
    answer.get_by_role("combobox").nth(1).select_option(label="Microsoft 365 Copilot")
    expect(answer.get_by_role("button", name="Confidential")).to_be_visible()
    picture(page, "boxes-row")
    answer.get_by_role("button", name="Confidential").click()
    boxes = answer.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    picture(page, "boxes-open")
    assert fits(page)
    for number in range(boxes.count()):
        boxes.nth(number).check()
        expect(answer.get_by_text("You said so").nth(number)).to_be_visible()
    expect(answer.get_by_text("<!date")).to_have_count(0)
    expect(answer.get_by_text("as you say that what it takes is met")).to_be_visible()
    picture(page, "boxes-ticked")


def test_whoever_writes_two_languages_at_once_is_offered_what_was_read_in_the_first(people: People) -> None:
    page = people.open("noor")
    answer = ask(page, "Kann ich die Besprechungsnotizen vom ganzen team weekly in Claude Team packen?")
    expect(answer.get_by_text("Erlaubt, wenn das alles ist")).to_be_visible()
    picture(page, "boxes-offer")
    answer.get_by_role("button", name="Das ist alles").click()
    expect(answer.get_by_text("Erlaubt", exact=True)).to_be_visible()


PROPOSED = {
    "asks": [
        {
            "intent": "may_i",
            "tools": [{"quote": "Claude Team", "ids": ["claude/team"]}],
            "data": [{"quote": "zorblax quimples", "ids": ["personal-data"]}],
            "met": [{"quote": "nobody can tell who it is", "id": "remove-direct-identifiers"}],
        }
    ]
}


def test_what_a_model_ticked_waits_for_the_askers_word(slow: Callable[..., Any], chromium: str) -> None:
    with slow(passes={"read": PROPOSED}) as (talk, _), at_their_pages(talk.slack, chromium) as people:
        page = people.open("lieke")
        answer = ask(page, "zorblax quimples into Claude Team, nobody can tell who it is")
        names_out = answer.get_by_role("checkbox", name="Names, addresses")
        expect(names_out).to_be_checked()
        expect(answer.get_by_text("as I read it")).to_be_visible()
        expect(answer.get_by_text("as you say")).to_have_count(0)
        picture(page, "boxes-proposed")
        answer.get_by_role("button", name="Yes, as ticked").click()
        expect(answer.get_by_text("You said so")).to_be_visible()
        expect(answer.get_by_text("as I read it")).to_have_count(0)
        expect(names_out).to_be_checked()
