"""The page in a real Chromium: a person types, presses, fills in, and sees what others do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from tests.browser import browsing
from tests.playground.conftest import BOT, Club

pytestmark = pytest.mark.needs("chromium")
expect.set_options(timeout=15_000)  # milliseconds; machines that run tests are busy


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as running:
        yield running


@pytest.fixture
def page(browser: Browser, by_socket: Club, tmp_path: Path) -> Iterator[Page]:
    """Anna's page, on which no script may fail and no dialog may open."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if line.type == "error" and "409" not in line.text else None)
    opened.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    opened.goto(f"{by_socket.slack.url}/?as=anna&channel=lounge")
    expect(opened.get_by_role("heading", name="# lounge")).to_be_visible()
    yield opened
    assert wrong == []
    opened.close()


def test_a_question_is_typed_answered_pressed_and_a_modal_filled(page: Page, by_socket: Club) -> None:
    box = page.get_by_role("textbox", name="Message #lounge")
    box.click()
    page.keyboard.type("@poll")
    page.keyboard.press("Enter")  # takes the mention that is offered
    expect(box).to_have_value("@pollster ")
    page.keyboard.type("Shall we play?")
    page.keyboard.press("Enter")
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("heading", name="Shall we play?")).to_be_visible()
    thread.get_by_role("button", name="Yes").click()
    expect(thread.get_by_text("1 vote")).to_be_visible()
    thread.get_by_role("button", name="No").click()
    expect(thread.get_by_text("only visible to you")).to_be_visible()

    box.click()
    page.keyboard.type("/poll Is it raining")
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="New poll")
    modal.get_by_role("button", name="Start").click()
    expect(modal.get_by_text("This is a required field")).to_be_visible()
    modal.get_by_label("Yes", exact=True).check()
    modal.get_by_label("Perhaps").check()
    modal.get_by_role("combobox", name="About which opening?").fill("queen")
    modal.get_by_role("option", name="Queen's Indian").click()
    field = modal.get_by_role("combobox", name="About which opening?")
    field.click()
    expect(modal.get_by_role("option", name="Queen's Indian")).to_be_visible()
    modal.get_by_role("button", name="Start").click()  # with the list open: the click must not be lost
    expect(modal.get_by_text("Please end with a question mark.")).to_be_visible()
    modal.get_by_label("What do you want to know?").fill("Is it raining?")
    modal.get_by_role("button", name="Start").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_role("log", name="Messages", exact=True).get_by_role("heading", name="Is it raining?")).to_be_visible()
    state = next(body for kind, body in reversed(by_socket.seen) if kind == "view_submission")["view"]["state"]["values"]
    assert state["opening"]["opening"]["selected_option"]["value"] == "queen's indian"


def test_a_dangerous_button_asks_first(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("ben", "lounge", "@pollster Shall we?")
    by_socket.slack.wait_for("lounge", "Shall we?")
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("dialog", name="End the poll?").get_by_role("button", name="Wait").click()
    expect(thread.get_by_role("button", name="End", exact=True)).to_be_visible()
    thread.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("dialog", name="End the poll?").get_by_role("button", name="End it").click()
    expect(thread.get_by_text("The poll has ended.")).to_be_visible()


def test_everything_can_be_done_with_the_keyboard(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("ben", "lounge", "@pollster Shall we?")
    by_socket.slack.wait_for("lounge", "Shall we?")
    page.get_by_role("button", name="1 reply").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("button", name="Yes").focus()
    page.keyboard.press("Enter")
    expect(thread.get_by_text("1 vote")).to_be_visible()
    expect(thread.get_by_role("button", name="Yes")).to_be_focused()  # though the message was drawn anew
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()
    expect(page.get_by_role("button", name="1 reply")).to_be_focused()
    page.get_by_role("button", name="Shortcuts").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="New poll")
    expect(modal.get_by_label("What do you want to know?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    by_socket.slack.wait_until(lambda: "view_closed" in by_socket.kinds())


def test_own_messages_are_edited_and_deleted(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("anna", "lounge", "at eight with @ben & co")
    page.get_by_role("button", name="More for the message of Anna Pawn").click()
    page.get_by_role("menuitem", name="Edit").click()
    field = page.get_by_role("textbox", name="Edit message")
    expect(field).to_have_value("at eight with @ben & co")
    field.fill("at nine with @ben & co")
    field.press("Enter")
    expect(page.get_by_text("at nine with")).to_be_visible()
    expect(page.get_by_text("(edited)")).to_be_visible()
    assert by_socket.slack.messages("lounge")[0]["text"] == "at nine with <@U0BEN00001> &amp; co"
    page.get_by_role("button", name="More for the message of Anna Pawn").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog", name="Delete this message?").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("at nine with")).to_be_hidden()


def test_a_message_shortcut_stands_in_the_menu_of_a_message(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("ben", "lounge", "Tea or coffee?")
    page.get_by_role("button", name="More for the message of Ben Rook").click()
    page.get_by_role("menuitem", name="Make this a poll").click()
    expect(page.get_by_role("dialog").get_by_label("What do you want to know?")).to_have_value("Tea or coffee?")


def test_the_menu_of_a_long_message_opens_beside_its_button(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("ben", "lounge", "\n".join(f"Line {number}" for number in range(25)))
    opener = page.get_by_role("button", name="More for the message of Ben Rook")
    opener.click()
    menu = page.get_by_role("menu").filter(visible=True)
    expect(menu).to_be_visible()
    button, box = opener.bounding_box(), menu.bounding_box()
    assert button and box and button["y"] <= box["y"] <= button["y"] + 2 * button["height"]
    assert page.viewport_size and box["y"] + box["height"] <= page.viewport_size["height"]


def test_home_and_suggested_prompts_of_the_app(page: Page, by_socket: Club) -> None:
    page.get_by_role("button", name="pollster", exact=True).click()
    page.get_by_role("button", name="Say hello").click()
    expect(page.get_by_text("You said: Hello there")).to_be_visible()
    page.get_by_role("tab", name="Home").click()
    page.get_by_role("region", name="App Home").get_by_role("button", name="New poll").click()
    expect(page.get_by_role("dialog", name="New poll")).to_be_visible()


def test_an_app_home_that_is_published_anew_takes_neither_the_focus_nor_what_a_form_said(page: Page, by_socket: Club) -> None:
    page.get_by_role("button", name="pollster", exact=True).click()
    page.get_by_role("tab", name="Home").click()
    home = page.get_by_role("region", name="App Home")
    home.get_by_role("button", name="New poll").focus()
    publish_home(by_socket, "first")
    expect(home.get_by_text("first")).to_be_visible()
    expect(home.get_by_role("button", name="New poll")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New poll")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.locator("[aria-invalid=true]").first).to_be_visible()
    publish_home(by_socket, "second")
    expect(page.locator("#home").get_by_text("second")).to_be_attached()
    expect(dialog.locator("[aria-invalid=true]").first).to_be_visible()


def publish_home(club: Club, text: str) -> None:
    button = {"type": "button", "action_id": "from_home", "text": {"type": "plain_text", "text": "New poll"}}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    view = {"type": "home", "blocks": [section, {"type": "actions", "elements": [button]}]}
    WebClient(BOT, base_url=club.slack.api_url).views_publish(user_id="U0ANNA0001", view=view)


def test_another_person_sees_another_page(page: Page, by_socket: Club) -> None:
    expect(page.get_by_role("button", name="board-room")).to_be_visible()
    page.get_by_role("combobox", name="You are").select_option("Cleo Knight")
    expect(page.get_by_text("Member")).to_be_visible()
    expect(page.get_by_role("button", name="board-room")).to_be_hidden()
    assert "as=U0CLEO0001" in page.url


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> *<b onclick=alert(3)>bold</b>* `</code><script>alert(4)</script>` "
    "[x](javascript:alert(5)) javascript:alert(6)"
)


def test_no_text_can_run_anything(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("ben", "lounge", HOSTILE)
    client = by_socket.app.client
    links = '<javascript:alert(7)|press me> <https://a.example/"onclick="alert(8)|and me>'
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{HOSTILE} {links}"}},
        {"type": "markdown", "text": f'# {HOSTILE}\n[press me](javascript:alert(9)) [me](https://a.example/"onclick=alert(10))'},
        {"type": "header", "text": {"type": "plain_text", "text": "<script>alert(11)</script>"}},
    ]
    client.chat_postMessage(channel="C0LOUNGE01", text="x", blocks=blocks)
    log = page.get_by_role("log", name="Messages", exact=True)
    expect(log.get_by_role("heading", name="<script>alert(11)</script>")).to_be_visible()
    assert log.locator("script, img, b[onclick], [onerror]").count() == 0
    hrefs = [link.get_attribute("href") or "" for link in log.locator("a").all()]
    assert hrefs
    assert all(href.startswith(("https://", "mailto:", "http://")) for href in hrefs)
    for link in log.locator("a, span").all():
        assert link.get_attribute("onclick") is None


def test_a_status_is_shown_and_can_be_stopped(page: Page, by_socket: Club) -> None:
    ts = by_socket.slack.say("anna", "lounge", "think about it")
    place = {"channel_id": "C0LOUNGE01", "thread_ts": ts}
    by_socket.app.client.assistant_threads_setStatus(**place, status="is reading the rules ...")
    expect(page.get_by_text("pollster is reading the rules ...")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()  # Slack shows it while a session is processing, and then only
    by_socket.app.client.agents_sessions_setStatus(**place, status="processing")
    page.get_by_role("button", name="Stop").click()
    by_socket.app.client.agents_sessions_setStatus(**place, status="active")
    by_socket.app.client.chat_postMessage(channel="C0LOUNGE01", thread_ts=ts, text="done")
    expect(page.get_by_text("pollster is reading the rules ...")).to_be_hidden()


def test_a_stream_grows_on_the_page(page: Page, by_socket: Club) -> None:
    ts = by_socket.slack.say("ben", "lounge", "tell me")
    who = {"recipient_team_id": "T0CHESSCLB", "recipient_user_id": "U0BEN00001"}
    client = by_socket.app.client
    stream = client.chat_startStream(channel="C0LOUNGE01", thread_ts=ts, markdown_text="**Once** upon", **who)["ts"]
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("Once upon")).to_be_visible()
    client.chat_appendStream(channel="C0LOUNGE01", ts=stream, markdown_text=" a time\n- one\n- two")
    expect(thread.get_by_role("listitem")).to_have_count(2)


def test_a_thread_that_is_opened_on_a_narrow_screen_shows_its_end(page: Page, by_socket: Club) -> None:
    root = by_socket.slack.say("ben", "lounge", "A long story")
    for number in range(30):
        by_socket.slack.say("ben", "lounge", f"part {number}", thread_ts=root)
    page.set_viewport_size({"width": 390, "height": 780})
    page.get_by_role("button", name="30 replies").click()
    expect(page.get_by_role("complementary", name="Thread").get_by_text("part 29")).to_be_visible()
    left = "(log) => log.scrollHeight - log.scrollTop - log.clientHeight"
    assert page.locator("#thread-log").evaluate(left) <= 1


def test_a_narrow_screen_has_a_drawer_and_a_full_thread(page: Page, by_socket: Club) -> None:
    by_socket.slack.say("ben", "lounge", "@pollster Shall we?")
    by_socket.slack.wait_for("lounge", "Shall we?")
    page.set_viewport_size({"width": 390, "height": 780})
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="quiet").click()
    expect(page.get_by_role("heading", name="# quiet")).to_be_visible()
    expect(page.get_by_text("pollster is not in this channel")).to_be_visible()
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="lounge").click()
    page.get_by_role("button", name="1 reply").click()
    expect(page.get_by_role("complementary", name="Thread").get_by_role("button", name="Yes")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Close thread").click()
    expect(page.get_by_role("textbox", name="Message #lounge")).to_be_visible()


def test_home_fits_a_phone_however_wide_what_stands_in_it_would_be(page: Page, by_socket: Club) -> None:
    long = "A choice whose words alone are wider than any telephone is, and that no line breaks"
    option = {"text": {"type": "plain_text", "text": long[:75]}, "value": "a"}
    select = {"type": "static_select", "action_id": "long", "options": [option], "initial_option": option}
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "one\u00a0word\u00a0" * 20}}
    view = {"type": "home", "blocks": [words, {"type": "actions", "elements": [select]}]}
    page.set_viewport_size({"width": 375, "height": 780})
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="pollster", exact=True).click()
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home").get_by_text("Your polls")).to_be_visible()
    WebClient(BOT, base_url=by_socket.slack.api_url).views_publish(user_id="U0ANNA0001", view=view)
    expect(page.locator("#home select")).to_be_visible()
    assert page.locator("#home").evaluate("(home) => home.scrollWidth") <= 375


def test_suggestions_take_one_row_of_a_phone(page: Page, by_socket: Club) -> None:
    page.set_viewport_size({"width": 375, "height": 780})
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="pollster", exact=True).click()
    expect(page.get_by_role("button", name="Say hello")).to_be_visible()
    prompts = [{"title": f"A longer question, number {number}", "message": "Hello"} for number in range(4)]
    client = WebClient(BOT, base_url=by_socket.slack.api_url)
    where = client.conversations_open(users="U0ANNA0001")["channel"]["id"]
    client.assistant_threads_setSuggestedPrompts(channel_id=where, thread_ts=None, prompts=prompts)
    expect(page.get_by_role("button", name="number 3")).to_be_attached()
    assert page.locator("#prompts").evaluate("(row) => row.offsetHeight") < 60
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
