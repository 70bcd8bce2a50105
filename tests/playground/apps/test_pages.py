"""What a person sees and does on the page with apps of other kinds, in a real Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_sdk import WebClient

from playground.server import Playground
from tests.playground.apps import agent, helpdesk, janitor, panel, survey
from tests.playground.apps.conftest import LOUNGE, Json, by_asyncio, by_threads, company, mark
from tests.playground.conftest import BOT
from tests.playground.test_page import browser  # noqa: F401 - a fixture

pytestmark = pytest.mark.needs("chromium")


@contextmanager
def open_page(browser: Browser, slack: Playground, where: str = "lounge", who: str = "anna", **more: Any) -> Iterator[Page]:  # noqa: F811
    """A page on which no script may fail."""
    opened = browser.new_page(viewport={"width": more.pop("width", 1280), "height": 800}, **more)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if line.type == "error" and "409" not in line.text else None)
    opened.goto(f"{slack.url}/?as={who}&channel={where}")
    expect(opened.get_by_role("heading", name=f"# {where}")).to_be_visible()
    yield opened
    assert wrong == []
    opened.close()


def client_of(slack: Playground) -> WebClient:
    return WebClient(BOT, base_url=slack.api_url)


# -- the form with everything in it ------------------------------------------------------------------------------------


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def form(browser: Browser, seen: list[Json]) -> Iterator[tuple[Page, Playground]]:  # noqa: F811
    with by_threads(survey.build(seen), company()) as slack, open_page(browser, slack) as page:
        page.get_by_role("textbox", name="Message #lounge").fill("/poll")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Survey")).to_be_visible()
        yield page, slack


def test_every_input_is_filled_in_and_sent(form: tuple[Page, Playground], seen: list[Json]) -> None:
    page, _ = form
    modal = page.get_by_role("dialog", name="Survey")
    modal.get_by_role("group", name="Boxes").get_by_label("Green").check()
    modal.get_by_role("group", name="Radio").get_by_label("Blue").check()
    modal.get_by_label("Menu (optional)").select_option("Red")
    modal.get_by_role("combobox", name="Menus").click()
    modal.locator("li").filter(has_text="Red").click()
    modal.locator("li").filter(has_text="Blue").click()
    modal.locator("li").filter(has_text="Green").click()  # the third of two: nothing happens
    modal.get_by_label("Person (optional)").select_option("Ben Rook")
    modal.get_by_role("combobox", name="People").fill("cle")
    page.keyboard.press("Enter")
    modal.get_by_label("Channel (optional)").select_option("quiet")
    modal.get_by_label("Day").fill("2027-01-02")
    modal.get_by_label("Hour").fill("09:30")
    modal.get_by_label("Moment").fill("2027-01-02T09:30")
    modal.get_by_label("Whole").fill("7")
    modal.get_by_label("Decimal").fill("0.5")
    modal.get_by_label("Mail").fill("anna@club.example")
    modal.get_by_label("Link").fill("https://club.example/")
    modal.get_by_label("Words").fill("all of it")
    modal.get_by_label("Rich").fill("rich")
    modal.get_by_label("Score").set_input_files([{"name": "game.pgn", "mimeType": "text/plain", "buffer": b"1. e4"}])
    modal.get_by_role("button", name="Send").click()
    expect(modal).to_be_hidden()
    values = {name: state[name] for name, state in seen[-1]["view"]["state"]["values"].items()}
    assert [one["value"] for one in values["boxes"]["selected_options"]] == ["red", "green"]
    assert values["radio"]["selected_option"]["value"] == "blue"
    assert values["menu"]["selected_option"]["value"] == "red"
    assert [one["value"] for one in values["menus"]["selected_options"]] == ["red", "blue"]
    assert (values["person"]["selected_user"], values["people"]["selected_users"]) == ("U0BEN00001", ["U0CLEO0001"])
    assert (values["room"]["selected_conversation"], values["channel"]["selected_channel"]) == (LOUNGE, "C0QUIET001")
    assert (values["day"]["selected_date"], values["hour"]["selected_time"]) == ("2027-01-02", "09:30")
    assert isinstance(values["moment"]["selected_date_time"], int)
    assert [values[name]["value"] for name in ("whole", "decimal", "mail", "words")] == [
        "7",
        "0.5",
        "anna@club.example",
        "all of it",
    ]
    assert values["rich"]["rich_text_value"]["type"] == "rich_text"
    assert [(one["name"], one["size"]) for one in values["score"]["files"]] == [("game.pgn", 5)]


def test_enter_right_after_a_letter_takes_what_was_typed(form: tuple[Page, Playground], seen: list[Json]) -> None:
    page, _ = form
    modal = page.get_by_role("dialog", name="Survey")
    people = modal.get_by_role("combobox", name="People")
    people.click()
    expect(modal.locator("li.at")).to_have_text("Anna Pawn")
    people.evaluate(
        """(field) => {
          field.value = "cle";
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        }"""
    )
    expect(modal.get_by_role("button", name="Remove Cleo")).to_be_visible()
    expect(modal.get_by_role("button", name="Remove Anna")).to_have_count(0)


def test_a_wrong_input_is_told_beside_it_and_gets_the_focus(form: tuple[Page, Playground]) -> None:
    page, _ = form
    modal = page.get_by_role("dialog", name="Survey")
    modal.get_by_label("Mail").fill("anna")
    modal.get_by_label("Words").fill("fine")
    modal.get_by_role("button", name="Send").click()
    expect(modal.get_by_role("alert")).to_have_text("Please write a valid e-mail address")
    expect(modal.get_by_label("Mail")).to_be_focused()
    expect(modal.get_by_label("Words")).to_have_value("fine")


def test_the_focus_stays_in_a_modal_and_comes_back_after_escape(form: tuple[Page, Playground]) -> None:
    page, _ = form
    inside = "document.getElementById('modal').contains(document.activeElement) || document.activeElement === document.body"
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Survey")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Message #lounge")).to_be_focused()


def test_several_are_chosen_with_the_keyboard_alone(form: tuple[Page, Playground]) -> None:
    page, _ = form
    modal = page.get_by_role("dialog", name="Survey")
    people = modal.get_by_role("combobox", name="People")
    people.focus()
    for key in ("ArrowDown", "Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(modal.get_by_role("button", name="Remove")).to_have_count(2)
    page.keyboard.press("Escape")  # closes the list, not the modal
    expect(modal.locator("li:visible")).to_have_count(0)
    expect(modal).to_be_visible()
    page.keyboard.press("Backspace")
    expect(modal.get_by_role("button", name="Remove")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_modal_fits_a_narrow_screen(browser: Browser, seen: list[Json], scheme: str) -> None:  # noqa: F811
    with by_threads(survey.build(seen), company()) as slack, open_page(browser, slack, width=390, color_scheme=scheme) as page:
        slack.command("anna", "lounge", "/poll")
        modal = page.get_by_role("dialog", name="Survey")
        expect(modal).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = modal.bounding_box()
        assert box is not None
        assert box["width"] <= 390
        assert modal.locator(".modal-body").evaluate("e => e.scrollWidth <= e.clientWidth")


# -- searched lists and steps ------------------------------------------------------------------------------------------


def test_a_modal_of_several_steps_with_searched_lists(browser: Browser, seen: list[Json]) -> None:  # noqa: F811
    with by_asyncio(helpdesk.build(seen), company()) as slack, open_page(browser, slack) as page:
        page.get_by_role("button", name="Shortcuts").click()
        page.get_by_role("menuitem", name="New poll").click()
        modal = page.get_by_role("dialog")
        place = modal.get_by_role("combobox", name="Place")
        place.click()
        expect(modal.get_by_text("Ground floor")).to_be_visible()
        place.fill("li")
        expect(modal.get_by_role("option")).to_have_text(["Library"])
        page.keyboard.press("Enter")
        expect(place).to_have_value("Library")
        modal.get_by_role("combobox", name="Helpers").fill("a")
        modal.get_by_role("option", name="Ada").click()
        modal.get_by_role("combobox", name="Helpers").fill("gr")
        modal.get_by_role("option", name="Grace").click()
        modal.get_by_label("What is wrong?").press_sequentially("no light")
        expect(modal.get_by_text("8 of 40 characters")).to_be_visible()
        expect(modal.get_by_label("What is wrong?")).to_be_focused()
        expect(place).to_have_value("Library")
        modal.get_by_role("button", name="House rules").click()
        expect(modal.get_by_text("Be kind.")).to_be_visible()
        modal.get_by_role("button", name="Back").click()
        modal.get_by_role("button", name="Next").click()
        expect(modal.get_by_text("no light")).to_be_visible()
        modal.get_by_label("It is urgent").check()
        modal.get_by_role("button", name="Send").click()
        expect(modal.get_by_text("call the caretaker")).to_be_visible()
        assert [one["value"] for one in seen[-1]["helpers"]["helpers"]["selected_options"]] == ["ada", "grace"]


# -- agents ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def chat(browser: Browser, seen: list[Json], go_on: threading.Event) -> Iterator[tuple[Page, Playground]]:  # noqa: F811
    with by_threads(agent.build(seen, go_on), company()) as slack, open_page(browser, slack) as page:
        page.get_by_role("button", name="pollster", exact=True).click()
        yield page, slack


def thread_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread")


def test_a_prompt_is_answered_in_a_stream_with_its_plan(
    chat: tuple[Page, Playground], go_on: threading.Event, seen: list[Json]
) -> None:
    page, slack = chat
    expect(page.get_by_text("Shall we begin?")).to_be_visible()
    page.get_by_role("button", name="Opening").click()
    expect(thread_of(page).get_by_role("img", name="under way")).to_be_visible()
    expect(thread_of(page).get_by_role("article").last).to_have_attribute("aria-busy", "true")
    go_on.set()
    expect(thread_of(page).get_by_text("Sicilian, then French.")).to_be_visible()
    expect(thread_of(page).get_by_role("img", name="done")).to_have_count(2)
    thread_of(page).get_by_text("Reading").click()
    expect(thread_of(page).get_by_text("Two pages")).to_be_visible()
    thread_of(page).get_by_role("button", name="A good answer").click()
    expect(thread_of(page).get_by_role("button", name="A good answer")).to_have_attribute("aria-pressed", "true")
    slack.wait_until(lambda: seen and seen[-1].get("value") == "good")
    expect(thread_of(page).get_by_role("button", name="Stop")).to_be_hidden()


def test_an_agent_is_stopped_with_the_keyboard(chat: tuple[Page, Playground], seen: list[Json]) -> None:
    page, slack = chat
    page.get_by_role("textbox", name="Message pollster").fill("Explain an ending")
    page.keyboard.press("Enter")
    thread_of(page).get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    slack.wait_until(lambda: any("gave up" in event for event in seen))
    expect(thread_of(page).get_by_role("button", name="Stop")).to_be_hidden()
    expect(thread_of(page).get_by_role("article").last).not_to_have_attribute("aria-busy", "true")


def test_the_older_panel_has_a_thread_for_each_chat(browser: Browser, seen: list[Json]) -> None:  # noqa: F811
    club = company(assistant_view=True, agent_view=False)
    with by_threads(panel.build(seen), club) as slack, open_page(browser, slack) as page:
        page.get_by_role("button", name="pollster", exact=True).click()
        page.get_by_role("textbox", name="Start a new chat").fill("Who won?")
        page.keyboard.press("Enter")
        expect(thread_of(page).get_by_text("How can I help?")).to_be_visible()
        expect(thread_of(page).get_by_text("You asked: Who won?")).to_be_visible()
        expect(thread_of(page).get_by_text("Chat: Who won?")).to_be_visible()
        thread_of(page).get_by_role("button", name="Rules").click()
        expect(thread_of(page).get_by_text("You asked: What are the rules?")).to_be_visible()


# -- channels, files, links --------------------------------------------------------------------------------------------


@pytest.fixture
def watched(browser: Browser, seen: list[Json]) -> Iterator[tuple[Page, Playground]]:  # noqa: F811
    with by_threads(janitor.build(seen), company(unfurl_domains=("chess.example",))) as slack, open_page(browser, slack) as page:
        yield page, slack


def test_a_file_is_attached_by_its_name_and_type(watched: tuple[Page, Playground], seen: list[Json]) -> None:
    page, slack = watched
    files = [{"name": "pairings.pdf", "mimeType": "application/pdf", "buffer": b"secret content"}]
    page.get_by_label("Files", exact=True).first.set_input_files(files)
    page.get_by_role("button", name="Send").first.click()
    expect(page.get_by_text("PDF · 14 bytes")).to_be_visible()
    message = slack.wait_until(lambda: next((event for event in seen if event.get("subtype") == "file_share"), None))
    assert (message["files"][0]["name"], message["files"][0]["mimetype"]) == ("pairings.pdf", "application/pdf")
    assert b"secret" not in b"".join(slack.world.contents.values())


def test_a_link_gets_its_preview_and_a_button_in_it_works(watched: tuple[Page, Playground], seen: list[Json]) -> None:
    page, slack = watched
    page.get_by_role("textbox", name="Message #lounge").fill("https://chess.example/1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A game")).to_be_visible()
    page.get_by_role("button", name="Again").click()
    slack.wait_until(lambda: any(event.get("type") == "block_actions" for event in seen))


def test_a_message_for_one_is_replaced_and_dismissed(watched: tuple[Page, Playground]) -> None:
    page, slack = watched
    page.get_by_role("textbox", name="Message #lounge").fill("whisper")
    page.keyboard.press("Enter")
    expect(page.get_by_text("only visible to you")).to_be_visible()
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_text("Another text")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Another text")).to_be_hidden()
    with_others = slack.messages("lounge", user="ben")
    assert not any(message.get("is_ephemeral") for message in with_others)


def test_reactions_are_given_and_taken_back(watched: tuple[Page, Playground]) -> None:
    page, slack = watched
    ts = slack.say("ben", "lounge", "a fine game")
    slack.react("ben", "lounge", ts, "tada")
    page.get_by_role("button", name="tada, 1: Ben Rook").click()
    mine = page.get_by_role("button", name="tada, 2: Ben Rook, Anna Pawn")
    expect(mine).to_have_attribute("aria-pressed", "true")
    mine.click()
    expect(page.get_by_role("button", name="tada, 1: Ben Rook")).to_have_attribute("aria-pressed", "false")


def test_a_new_channel_appears_and_is_joined(watched: tuple[Page, Playground]) -> None:
    page, slack = watched
    slack.act(lambda people: people.create_channel("ben", "endgames"))
    page.get_by_role("button", name="endgames join").click()
    page.get_by_role("button", name="endgames", exact=True).click()
    expect(page.get_by_role("heading", name="# endgames")).to_be_visible()
    expect(page.get_by_text("has joined the channel")).to_be_visible()


def test_attachments_cards_and_alerts_are_drawn(watched: tuple[Page, Playground]) -> None:
    page, slack = watched
    client = client_of(slack)
    bar = {"color": "#36a64f", "title": "A title", "title_link": "javascript:alert(1)", "text": "*bold*", "footer": "below"}
    client.chat_postMessage(channel=LOUNGE, text="x", attachments=[bar])
    card = {"type": "card", "title": mark("A card"), "body": mark("Its body")}
    blocks = [
        card,
        {"type": "container", "title": {"type": "plain_text", "text": "A box"}, "child_blocks": [{"type": "divider"}]},
    ]
    client.chat_postMessage(channel=LOUNGE, text="x", blocks=blocks)
    log = page.get_by_role("log", name="Messages", exact=True)
    for words in ("A title", "bold", "below", "A card", "Its body", "A box"):
        expect(log.get_by_text(words, exact=True)).to_be_visible()
    assert log.locator("a").count() == 0, "no address that runs anything"


def test_the_tabs_of_an_app_are_changed_with_arrow_keys(watched: tuple[Page, Playground]) -> None:
    page, _ = watched
    page.get_by_role("button", name="pollster", exact=True).click()
    page.get_by_role("tab", name="Messages").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Home")).to_be_focused()
    expect(page.get_by_text("has not made a Home for you yet")).to_be_visible()


def test_the_newest_message_stays_in_sight_when_a_thread_opens(watched: tuple[Page, Playground]) -> None:
    page, slack = watched
    for number in range(12):
        slack.say("ben", "lounge", f"{number}: " + "a long line that is broken in two when there is less room for it " * 2)
    page.get_by_role("textbox", name="Message #lounge").fill("the newest of all")
    page.keyboard.press("Enter")
    newest = page.get_by_role("log", name="Messages", exact=True).get_by_text("the newest of all")
    expect(newest).to_be_in_viewport()
    client_of(slack).chat_postMessage(channel=LOUNGE, text="heard", thread_ts=slack.messages("lounge")[-1]["ts"])
    expect(thread_of(page).get_by_text("heard")).to_be_visible()
    expect(newest).to_be_in_viewport()


def test_what_is_typed_in_a_searched_list_outlives_a_change_of_its_modal(browser: Browser, seen: list[Json]) -> None:  # noqa: F811
    with by_asyncio(helpdesk.build(seen), company()) as slack, open_page(browser, slack) as page:
        slack.shortcut("anna", "new_poll")
        helpers = page.get_by_role("dialog").get_by_role("combobox", name="Helpers")
        helpers.press_sequentially("gr")
        view = slack.modal("anna") or {}
        client_of(slack).views_update(view_id=view["id"], view=helpdesk.first_step("changed meanwhile"))
        expect(page.get_by_text("changed meanwhile")).to_be_visible()
        expect(helpers).to_have_value("gr")
        expect(helpers).to_be_focused()
        page.get_by_role("dialog").get_by_role("option", name="Grace").click()
        expect(page.get_by_role("button", name="Remove Grace")).to_be_visible()


def test_a_command_does_not_work_in_a_thread(watched: tuple[Page, Playground], seen: list[Json]) -> None:
    page, slack = watched
    ts = slack.say("ben", "lounge", "a fine game")
    client_of(slack).chat_postMessage(channel=LOUNGE, text="indeed", thread_ts=ts)
    page.get_by_role("button", name="1 reply").click()
    box = page.get_by_role("textbox", name="Reply in thread")
    box.fill("/poll now")
    page.keyboard.press("Enter")
    expect(page.get_by_text("/poll does not work in threads.")).to_be_visible()
    expect(box).to_have_value("/poll now")
    assert len(slack.messages("lounge")) == 2
