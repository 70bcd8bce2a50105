"""What staff, an owner and an admin do with each other, each at their own page in a real Chromium; one house for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import NO_TEAM, Talk, building
from tests.integration.pages.browsing import People, ask, at_their_pages, form, home, picture, send, thread, write

pytestmark = pytest.mark.needs("chromium")

DESK = "ai-policy"
BROCHURE = "May I use ChatGPT Team for published texts?"
LETTERS = "May I use ChatGPT Free for health records?"
HANGS = "On Monday the policy moves to a new home."


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """One house for the file; who leaves something hanging takes it down again."""
    with building(tmp_path_factory.mktemp("walks")) as make, Playground(load_company(SAMPLE)) as slack:
        house = make(slack)
        slack.wait_for_app()
        yield Talk(house, slack, house.settings.knowledge)


@pytest.fixture(scope="module")
def people(talk: Talk, chromium: str) -> Iterator[People]:
    """The windows."""
    with at_their_pages(talk.slack, chromium) as opened:
        yield opened


def test_an_announcement_is_hung_up_stands_above_an_answer_and_is_taken_down(people: People) -> None:
    joost, lieke = people.open("joost"), people.open("lieke")
    at_home = home(joost)
    at_home.get_by_role("button", name="Mededeling", exact=True).click()
    form(joost).locator("textarea").fill(HANGS)
    picture(joost, "announce-form")
    send(joost)
    expect(at_home.get_by_text(HANGS)).to_have_count(2)  # above, and beside the button
    picture(joost, "announce-home")
    told = ask(lieke, BROCHURE)
    expect(told.get_by_text(f"Announcement {HANGS}")).to_be_visible()
    picture(lieke, "announce-answer")
    at_home.get_by_role("button", name="Mededeling weghalen").click()
    expect(at_home.get_by_text(HANGS)).to_have_count(0)
    told = ask(lieke, BROCHURE)
    expect(told.get_by_text("Read as").first).to_be_visible()
    expect(told.get_by_text(HANGS)).to_have_count(0)


def test_while_answers_are_paused_everybody_reads_why(people: People) -> None:
    joost, lieke = people.open("joost"), people.open("lieke")
    at_home = home(joost)
    at_home.get_by_role("button", name="Antwoorden pauzeren").click()
    form(joost).locator("textarea").fill("Back at noon.")
    send(joost)
    expect(at_home.get_by_text("Back at noon.").first).to_be_visible()
    told = ask(lieke, BROCHURE)
    expect(told.get_by_text("take nothing as allowed")).to_be_visible()
    picture(lieke, "pause-answer")
    expect(home(lieke).get_by_text("Back at noon.").first).to_be_visible()
    at_home.get_by_role("button", name="Weer antwoorden").click()
    expect(at_home.get_by_role("button", name="Antwoorden pauzeren")).to_be_visible()


def test_the_owner_is_asked_answers_and_makes_it_knowledge_and_the_asker_is_told(people: People) -> None:
    sanne, noor = people.open("sanne"), people.open("noor", DESK)
    told = ask(sanne, "Can I use Perplexity Enterprise for an internal memo?")
    told.get_by_role("button", name="Ask the owner").click()
    send(sanne)
    expect(told.get_by_text("only visible to you")).to_be_visible()
    noor.get_by_role("button", name="Answer").last.click()
    form(noor).get_by_label("Jouw antwoord").select_option("conditional")
    form(noor).locator("textarea").fill("Without client names.")
    form(noor).get_by_role("checkbox").check()
    picture(noor, "owner-form")
    send(noor)
    expect(told.get_by_text("has answered")).to_be_visible()
    expect(noor.get_by_text("files were edited").last).to_be_visible()
    picture(noor, "owner-card")
    expect(told.get_by_text("Changed on").get_by_text("when: Without client names.")).to_be_visible()
    picture(sanne, "owner-told")


def test_an_exception_is_asked_for_approved_until_a_day_and_then_in_force(people: People) -> None:
    lieke, noor = people.open("lieke"), people.open("noor", DESK)
    told = ask(lieke, "May I put study data into Claude Enterprise?")
    told.get_by_role("button", name="More actions").click()
    lieke.get_by_role("menuitem", name="Request an exception").click()
    form(lieke).locator("textarea").fill("coding of free text answers")
    form(lieke).locator("input[type=date]").fill("2099-03-01")
    picture(lieke, "exception-form")
    send(lieke)
    noor.get_by_role("button", name="Approve").last.click()
    form(noor).locator("textarea").fill("A pilot.")
    send(noor)
    expect(told.get_by_text("has approved this until March 1, 2099")).to_be_visible()
    expect(noor.get_by_text("Approved by").last).to_be_visible()
    picture(noor, "exception-card")
    expect(noor.get_by_text("files were edited").last).to_be_visible()
    expect(told.get_by_text("Changed on")).to_be_visible()
    picture(lieke, "exception-in-force")


def test_a_tool_is_requested_and_the_owner_says_no(people: People) -> None:
    sanne, noor = people.open("sanne"), people.open("noor", DESK)
    told = ask(sanne, "Mag ik Grok gebruiken voor een persbericht?")
    told.get_by_role("button", name="More actions").click()
    sanne.get_by_role("menuitem", name="Deze tool aanvragen").click()
    form(sanne).locator("textarea").fill("een proef")
    picture(sanne, "tool-form")
    send(sanne)
    expect(noor.get_by_text("Someone asks for a tool")).to_be_visible()
    noor.get_by_role("button", name="Say no").last.click()
    form(noor).locator("textarea").fill("Niet voor de audit.")
    send(noor)
    expect(told.get_by_text("Niet voor de audit.")).to_be_visible()
    picture(sanne, "tool-no")


def test_two_people_in_one_thread_keep_their_own_talk_and_their_own_buttons(people: People) -> None:
    lieke, pieter = people.open("lieke"), people.open("pieter")
    told = ask(lieke, LETTERS)
    expect(told.get_by_text("Read as: ChatGPT Free · Health records")).to_be_visible()
    hers = pieter.get_by_role("log", name="Messages", exact=True).get_by_role("article").filter(has_text=LETTERS)
    hers.get_by_role("button", name="1 reply").click()
    thread(pieter).get_by_role("button", name="Not what I meant").click()
    expect(thread(pieter).get_by_text("only visible to you")).to_be_visible()
    write(pieter, "en met Claude Team voor een cv?", "Reply in thread")
    expect(thread(pieter).get_by_text("Gelezen als: Claude Team · Sollicitaties")).to_be_visible()
    write(lieke, "and with Gemini?", "Reply in thread")
    expect(told.get_by_text("Read as: Gemini · Health records")).to_be_visible()
    picture(lieke, "several")


def test_a_mishap_is_told_and_what_is_kept_is_exported_and_erased(people: People) -> None:
    maya = people.open("maya")
    told = ask(maya, "Oh no, I pasted a client list into my free ChatGPT")
    told.get_by_role("button", name="Tell Security desk").click()
    maya.locator("dialog#sure").get_by_role("button", name="Tell them").click()
    expect(told.get_by_text("Security desk has been told (")).to_be_visible()
    seen = home(maya)
    expect(seen.get_by_text("Security desk has been told")).to_be_visible()
    picture(maya, "data-home")
    seen.get_by_role("button", name="Export").click()
    expect(seen.get_by_text("Your export comes")).to_be_visible()
    maya.get_by_role("tab", name="Messages").click()
    expect(maya.get_by_text("This is what is kept of you")).to_be_visible()
    maya.get_by_role("button", name="repl").last.click()
    expect(thread(maya).get_by_text("client list into my free ChatGPT").first).to_be_visible()
    picture(maya, "data-export")
    maya.get_by_role("tab", name="Home").click()
    seen.get_by_role("button", name="Erase my questions").click()
    maya.locator("dialog#sure").get_by_role("button", name="Erase").click()
    expect(seen.get_by_text("Your questions are erased.")).to_be_visible()
    picture(maya, "data-erased")
    maya.get_by_role("tab", name="Messages").click()
    expect(maya.get_by_text("Proof (SHA-256")).to_be_visible()


@pytest.fixture
def without_team(talk: Talk) -> Iterator[Callable[[], None]]:
    """An edit of the rules, undone at the end."""
    rules = talk.knowledge / "rules.yaml"
    before = rules.read_text()
    yield lambda: rules.write_text(before + NO_TEAM) and None
    rules.write_text(before)


def test_an_edit_that_turns_an_answer_is_told_in_its_thread_and_acknowledged_at_home(
    people: People, without_team: Callable[[], None]
) -> None:
    pieter = people.open("pieter")
    home(pieter)
    pieter.get_by_role("button", name="ask-ai").first.click()
    told = ask(pieter, BROCHURE)
    expect(told.get_by_text("Read as").first).to_be_visible()
    without_team()
    expect(told.get_by_text("this is now “Not allowed” (was: “Allowed”)")).to_be_visible()
    picture(pieter, "flipped")
    seen = home(pieter)
    expect(seen.get_by_text("ChatGPT Team met openbaar en intern: was “mag”, nu “mag niet”.")).to_be_visible()
    picture(pieter, "news")
    seen.get_by_role("button", name="Ik heb dit gelezen").click()
    expect(seen.get_by_role("button", name="Ik heb dit gelezen")).to_have_count(0)


def test_a_guest_is_told_whom_to_ask_and_sees_nothing_of_the_policy(people: People) -> None:
    ruben = people.open("ruben")
    told = ask(ruben, BROCHURE)
    expect(told.get_by_text("you are here as a guest")).to_be_visible()
    expect(told.get_by_role("button", name="Ask the owner")).to_have_count(0)
    seen = home(ruben)
    expect(seen.get_by_text("jij bent hier te gast")).to_be_visible()
    expect(seen.get_by_text("ChatGPT")).to_have_count(0)
    picture(ruben, "guest-home")
