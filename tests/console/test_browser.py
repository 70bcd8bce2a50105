"""Every page as each role in real Chromium: no violation of accessibility, nothing that the policy of the page refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.console.doors import Role
from bot.console.render import PAGES
from tests.browser import browsing
from tests.console.browser import PHONE, WIDE, signed_in
from tests.console.conftest import ask
from tests.console.place import Place, served
from tests.integration.forks import free_port

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(place: Place) -> Iterator[str]:
    with served(place.app, free_port()) as where:
        yield where


BEYOND = """() => {
  const page = document.documentElement, end = document.querySelector("footer").getBoundingClientRect().bottom + window.scrollY;
  const long = page.scrollHeight - Math.max(end, page.clientHeight);
  const beyond = {"too wide": page.scrollWidth - page.clientWidth, "too long": long};
  return Object.entries(beyond).filter(([, by]) => by > 1).map(([what, by]) => `${what}: ${by}`);
}"""
"""Whether a page can be scrolled to where nothing is."""


def look(page: Page, where: str) -> list[str]:
    """What is wrong with a page: violations, and what the browser complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(where)
    found = Axe().run(page).response["violations"]
    return [*said, *(f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found)]


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_is_usable_by_everybody(place: Place, browser: Browser, address: str, role: Role) -> None:
    context = signed_in(browser, place, address, role)
    page = context.new_page()
    receipt = ask(place, role)
    pages = [name for name, roles in PAGES if role in roles] + [f"questions/{receipt}", "matrix?tool=claude/team&data=invoices"]
    pages += ["report"] if role is not Role.EMPLOYEE else []
    wrong = {name: found for name in pages if (found := look(page, f"{address}/console/{name}"))}
    context.close()
    assert wrong == {}


@pytest.mark.parametrize(("scheme", "size"), [("dark", "wide"), ("light", "phone")])
def test_pages_hold_in_the_dark_and_on_a_phone(place: Place, browser: Browser, address: str, scheme: str, size: str) -> None:
    chosen = {"color_scheme": scheme, **({"viewport": PHONE} if size == "phone" else {})}
    context = signed_in(browser, place, address, Role.ADMIN, **chosen)
    page = context.new_page()
    wrong = {}
    for name in (*dict(PAGES), "report"):
        found = [*look(page, f"{address}/console/{name}"), *page.evaluate(BEYOND)]
        wrong |= {name: found} if found else {}
    context.close()
    assert wrong == {}


SIDEWAYS = "() => [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"


def test_the_to_dos_are_whole_in_a_window_of_1280(place: Place, browser: Browser, address: str) -> None:
    for text in ("May I use Grok for a press release?", "May I put invoices into Perplexity Enterprise?"):
        ask(place, Role.EMPLOYEE, text)
    for language in ("en", "de", "fr"):
        context = signed_in(browser, place, address, Role.ADMIN, language=language)
        page = context.new_page()
        page.goto(f"{address}/console/todos")
        assert page.locator("main select").count() and page.evaluate(SIDEWAYS) == 0, language
        context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_of_another_group_is_reached_by_keyboard_and_without_a_script(
    place: Place, browser: Browser, address: str, size: dict[str, int]
) -> None:
    context = signed_in(browser, place, address, Role.ADMIN, viewport=size, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/console/matrix")
    if size == PHONE:
        page.locator("#menu").press("Space")
    page.locator("nav summary", has_text="Running it").press("Enter")
    expect(page.get_by_role("link", name="Knowledge")).to_be_hidden()
    page.get_by_role("link", name="Ledger").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Can this log be trusted?")
    context.close()


def test_the_second_look_of_an_erasure_is_usable_by_everybody(place: Place, browser: Browser, address: str) -> None:
    for chosen in ({"color_scheme": "dark"}, {"viewport": PHONE}):
        context = signed_in(browser, place, address, Role.ADMIN, **chosen)
        page = context.new_page()
        page.goto(f"{address}/console/ledger?of={ask(place, Role.EMPLOYEE)}#others")
        page.select_option("#others select", "erase")
        page.fill("#others [name=reason]", "they left and asked for it")
        page.press("#others [name=reason]", "Enter")
        expect(page.locator("#deed")).to_contain_text("of this person go")
        assert [*(one["id"] for one in Axe().run(page).response["violations"]), *page.evaluate(BEYOND)] == []
        context.close()


ASKED = {
    "a row": "Claude Team?",
    "two menus": "copilot?",
    "an offer": "can my meeting notes of the weekly go into claude team tomorrow",
    "boxes": "May I put personal data into Claude Team?",
}
CLICKS = {"a row": "Confidential", "two menus": "Show the answer", "an offer": "That is all", "boxes": "Show the answer"}
"""What is pressed under each."""


@pytest.mark.parametrize("shown", ASKED)
def test_what_a_tried_answer_asks_is_clicked_by_keyboard_on_a_phone(
    place: Place, browser: Browser, address: str, shown: str
) -> None:
    context = signed_in(browser, place, address, Role.OWNER, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/console/knowledge")
    page.fill("#try [name=text]", ASKED[shown])
    page.press("#try [name=text]", "Enter")
    before = page.locator("#try .answer").inner_text()
    found = Axe().run(page).response["violations"]
    assert [*(one["id"] for one in found), *page.evaluate(BEYOND)] == []
    for menu in page.locator("#try select[name=press]").all():
        menu.focus()
        page.keyboard.press("ArrowDown")
    for box in page.locator("#try [name=box]").all():
        box.focus()
        page.keyboard.press("Space")
    page.locator("#try").get_by_role("button", name=CLICKS[shown], exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#try .answer").inner_text() != before
    assert [*(one["id"] for one in Axe().run(page).response["violations"]), *page.evaluate(BEYOND)] == []
    context.close()


def test_the_matrix_fits_on_a_sheet_of_paper_with_every_kind_of_data(place: Place, browser: Browser, address: str) -> None:
    context = signed_in(browser, place, address, Role.EMPLOYEE, viewport={"width": 1030, "height": 700})
    page = context.new_page()
    page.emulate_media(media="print")
    for columns in ("", "all"):
        page.goto(f"{address}/console/matrix?of={columns}&tool=claude/team&data=invoices")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
        assert page.locator("#cell h2").is_visible() and not page.locator("nav").is_visible()
    context.close()


READ = "() => Math.min(...[...document.querySelectorAll('.chart text')].map(one => one.getBoundingClientRect().height))"


@pytest.mark.parametrize("name", ["usage", "costs"])
def test_words_of_a_drawing_are_readable_on_a_phone(place: Place, browser: Browser, address: str, name: str) -> None:
    context = signed_in(browser, place, address, Role.ADMIN, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/console/{name}")
    least = page.evaluate(READ)
    context.close()
    assert least >= 8, "CSS pixels"


def test_the_table_of_dimensions_fits_on_a_phone(place: Place, browser: Browser, address: str) -> None:
    context = signed_in(browser, place, address, Role.ADMIN, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/console/advice")
    wide, seen = page.locator(".scroll:has(.grades)").evaluate("one => [one.scrollWidth, one.clientWidth]")
    context.close()
    assert wide <= seen


def test_what_was_sent_of_a_vendor_s_terms_is_shown_where_one_looks_and_its_form_fits_a_phone(
    place: Place, browser: Browser, address: str
) -> None:
    context = signed_in(browser, place, address, Role.OWNER, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/console/vendors")
    page.click("#announced summary")
    assert page.evaluate(BEYOND) == []
    page.fill("#announced [name=title]", "New terms")
    page.fill("#announced [name=effective]", "2027-01-15")
    page.click("#announced details button")
    page.wait_for_selector("#announced button.main")
    told = page.locator("#announced strong").bounding_box()
    assert told and 0 <= told["y"] <= 800, "in sight without scrolling"
    assert page.evaluate(BEYOND) == []
    context.close()


def test_the_sign_in_page_is_usable_by_everybody(browser: Browser, address: str) -> None:
    page = browser.new_page()
    assert look(page, f"{address}/console/sign-in") == []
    page.close()


def test_the_cell_that_was_picked_is_marked_and_the_table_stays_where_it_was(
    place: Place, browser: Browser, address: str
) -> None:
    context = signed_in(browser, place, address, Role.ADMIN)
    page = context.new_page()
    page.goto(f"{address}/console/matrix")
    for at in (100, 60):
        cell = page.locator("td.cell a").nth(at)
        cell.scroll_into_view_if_needed()
        before = page.locator(".matrix").evaluate("one => one.scrollTop")
        name = cell.get_attribute("id")
        cell.click()
        page.wait_for_selector(f'[id="{name}"][aria-current=true]')
        assert page.locator("[aria-current=true][id]").count() == 1
        assert before > 0 and page.locator(".matrix").evaluate("one => one.scrollTop") == before
        assert page.evaluate("document.activeElement.id") == name
    context.close()


def test_a_cell_is_opened_with_the_keyboard_and_a_search_stays_on_its_page(place: Place, browser: Browser, address: str) -> None:
    context = signed_in(browser, place, address, Role.ADMIN)
    page = context.new_page()
    page.goto(f"{address}/console/matrix")
    page.locator("td.cell a").first.focus()
    page.keyboard.press("Enter")
    page.locator("#cell h2").wait_for()
    page.goto(f"{address}/console/questions")
    page.fill("input[name=words]", "claude")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=claude**")
    assert page.locator("#results").count() == 1
    context.close()
