"""`mayi demo` as a new user meets it: a process, a page in a real Chromium, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.commands.run.demo import ASKED
from bot.text.kept import cache_folder
from tests.browser import browsing, window
from tests.integration.forks import free_port

pytestmark = pytest.mark.needs("chromium")

ROOT = Path(__file__).resolve().parents[2]
SEEN = ("Allowed", "Yes, if", "Needs approval", "Not covered", "Not allowed", "One thing")
"""How each verdict, and a question back, opens; in the order of ``ASKED``."""
LINES = 9
HANGS = 180
"""Seconds after which a demo that neither speaks nor ends is taken for hung, on a machine that is busy with other tests."""


@dataclass
class Demo:
    """The running program, its lines and its address."""

    process: subprocess.Popen[str]
    lines: list[str]
    url: str
    stderr: Path


@contextmanager
def started(folder: Path) -> Iterator[Demo]:
    """`mayi demo` in an empty home and an empty folder; at the end it is stopped, if it still runs."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAYI_", "SLACK_"))}
    with (folder / "stderr").open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", "data"],
            cwd=folder,
            env=environment | {"HOME": str(folder), "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache_folder().parent)},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )
    assert process.stdout is not None
    said: Queue[str] = Queue()
    out = process.stdout
    threading.Thread(target=lambda: [said.put(line) for line in out], daemon=True).start()
    try:
        assert said.get(timeout=HANGS) == "Starting ...\n"
        yield Demo(
            process, [said.get(timeout=HANGS).rstrip() for _ in range(LINES)], f"http://127.0.0.1:{port}", folder / "stderr"
        )
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=HANGS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for all that is done on its page."""
    with started(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One for all windows: each has cookies of its own."""
    with browsing(chromium) as opened:
        yield opened


@pytest.fixture
def page(demo: Demo, browser: Browser) -> Iterator[Page]:
    """The page as Sanne opens it; no script of it may fail."""
    with window(browser, demo.url, wide=1300, high=900) as opened:
        yield opened


def open_thread(page: Page, question: str) -> Locator:
    """The thread of the message with these words, opened by its button with the replies."""
    message = page.get_by_role("log", name="Messages", exact=True).get_by_role("article").filter(has_text=question)
    message.locator("button.replies").click()
    return page.get_by_role("complementary", name="Thread")


def ask(page: Page, text: str) -> None:
    """Type as a person does: the mention is offered and taken, then the words."""
    page.get_by_role("textbox", name="Message #ask-ai").click()
    page.keyboard.type("@may")
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where recording is asked for."""
    if os.environ.get("MAYI_RECORD"):
        page.screenshot(path=ROOT / "docs" / name)


def test_its_lines_say_where_to_look_who_you_are_and_what_to_try(demo: Demo) -> None:
    heads = [line[:6].strip() for line in demo.lines]
    assert heads == ["Staff", "Owner", "Admin", "", "More", "", "Try", "", "Model"]
    assert demo.url in demo.lines[0] and max(map(len, demo.lines[:3])) < 100


def test_its_admin_link_opens_the_console_with_a_month_of_questions(demo: Demo, browser: Browser) -> None:
    link = demo.lines[2].split()[1]
    with window(browser, link) as opened:
        opened.get_by_role("button", name="Sign in").click()
        opened.goto(link.rpartition("/link/")[0] + "/usage")
        expect(opened.get_by_role("main")).to_contain_text(re.compile(r"\b3\d\d\b"))


def test_its_owner_link_opens_what_an_owner_sees(demo: Demo, browser: Browser) -> None:
    with window(browser, demo.lines[1].split()[1]) as opened:
        opened.get_by_role("button", name="Sign in").click()
        menu = opened.get_by_role("navigation")
        menu.locator("summary", has_text="Questions").click()
        expect(menu.get_by_role("link", name="To-dos")).to_be_visible()
        expect(menu.get_by_role("link", name="Usage")).to_have_count(0)


def test_an_owner_comes_into_the_console_from_the_page_and_a_changed_cell_stays(demo: Demo, browser: Browser) -> None:
    """From the first page to the saved cell with ten clicks and no terminal."""
    with window(browser, demo.url, wide=1300, high=900) as page:
        page.get_by_label("You are").select_option(label="Noor Haddad")
        page.get_by_role("textbox", name="Message #ask-ai").fill("/mayi console")
        page.keyboard.press("Enter")
        with page.context.expect_page() as opening:
            page.get_by_role("link", name="Console openen").click()
        console = opening.value
        console.get_by_label("Language").select_option(label="English")
        console.get_by_role("button", name="Choose").click()
        console.get_by_role("button", name="Sign in").click()
        cell = console.get_by_role("row", name="DeepL Free").get_by_role("link").first
        cell.click()
        console.get_by_role("link", name="Change this cell").click()
        console.get_by_role("radio", name="Not allowed").check()
        console.get_by_role("button", name="Show what changes").click()
        console.get_by_role("button", name="Save").click()
        expect(console.get_by_role("status")).to_contain_text("DeepL Free × Public")
        console.goto(console.url)
        expect(cell).to_contain_text("Not allowed")


@pytest.mark.parametrize(("question", "opening"), list(zip([question for _, question in ASKED], SEEN, strict=True)), ids=SEEN)
def test_what_the_staff_asked_shows_each_verdict_and_a_question_back(page: Page, question: str, opening: str) -> None:
    thread = open_thread(page, question)
    expect(thread.get_by_text("Read as").first).to_be_visible()
    expect(thread.locator("b, strong").get_by_text(opening, exact=True).first).to_be_visible()
    if opening == "Yes, if":
        picture(page, "slice.png")


def test_a_person_asks_and_follows_up_in_the_thread(page: Page) -> None:
    ask(page, "May I paste a health record into ChatGPT Free?")
    thread = open_thread(page, "health record into ChatGPT Free")
    expect(thread.get_by_text("Not allowed", exact=True)).to_be_visible()
    reply = thread.get_by_role("textbox", name="Reply in thread")
    reply.fill("and a press release in ChatGPT Team?")
    reply.press("Enter")
    expect(thread.get_by_text("Read as: ChatGPT Team").first).to_be_visible()
    expect(thread.get_by_text("Allowed", exact=True)).to_be_visible()


def test_a_question_back_is_settled_by_a_choice_and_a_wrong_reading_by_the_form(page: Page) -> None:
    ask(page, "Is Copilot all right for a client list?")
    thread = open_thread(page, "Copilot all right for a client list")
    expect(thread.get_by_text("One thing", exact=True)).to_be_visible()
    thread.get_by_role("button", name="Microsoft 365 Copilot", exact=True).click()
    expect(thread.get_by_text("may go into Microsoft 365 Copilot").first).to_be_visible()
    expect(thread.get_by_text("One thing", exact=True)).to_have_count(0)

    thread.get_by_role("button", name="Not what I meant").click()
    form = page.get_by_role("dialog", name="What did you mean?")
    expect(form.get_by_role("combobox")).to_have_count(2)
    form.get_by_role("combobox").last.press("Backspace")  # takes the last entry that was filled in
    form.get_by_role("combobox").last.fill("Published")
    form.get_by_role("option", name="Published texts").click()
    form.get_by_role("combobox").last.press("Escape")
    form.locator("button[type=submit]").click()
    expect(form).to_be_hidden()
    expect(thread.get_by_text("Read as: Microsoft 365 Copilot · Published texts").first).to_be_visible()


def test_an_interrupt_at_the_keyboard_ends_it_quietly_and_nothing_stays_behind(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does it
        assert running.process.wait(timeout=HANGS) == 0
        with pytest.raises(httpx.ConnectError):
            httpx.get(running.url, timeout=2)
        assert running.stderr.read_text() == ""
        assert {path.name for path in tmp_path.iterdir()} == {"data", "stderr"}


def test_only_what_a_demo_left_is_removed_from_its_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "diary.txt").write_text("Keep me.")
    (data / "mayi.db").write_text("not a database")
    (data / ".mayi-demo").touch()
    with started(tmp_path) as running:
        assert running.lines[0].startswith("Staff")
    assert (data / "diary.txt").read_text() == "Keep me."
