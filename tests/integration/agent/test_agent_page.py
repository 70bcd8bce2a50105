"""While a model takes its time, at a person's page in a real Chromium: a word, a stop button, words that grow below an answer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Semaphore

import pytest
from playwright.sync_api import expect

from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.agent.agents import NOTHING, UNREAD, WHAT, quoted, reply_of
from tests.integration.conftest import Talk, building
from tests.integration.pages.browsing import People, at_their_pages, picture, thread, write
from tests.llm.ollama_stand_in import StandIn, standing_in

pytestmark = pytest.mark.needs("chromium")

IN_PRIVATE = UNREAD.removeprefix("@may-i ")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Talk, type[StandIn]]]:
    """One house with a model for the file; each test says how the model answers."""
    with (
        standing_in(**NOTHING) as (url, model),
        Playground(load_company(SAMPLE)) as slack,
        building(tmp_path_factory.mktemp("agent")) as make,
    ):
        made = make(slack, model="stand-in", ollama_url=url, model_late_seconds=0)  # no reading of one test goes on in the next
        slack.wait_for_app()
        yield Talk(made, slack, made.settings.knowledge), model


@pytest.fixture
def held(house: tuple[Talk, type[StandIn]]) -> Iterator[Semaphore]:
    """The model says nothing until it is given turns."""
    turns = Semaphore(0)
    house[1].turns, house[1].pieces = turns, NOTHING["pieces"]
    yield turns
    turns.release(1000)
    house[1].turns = None


@pytest.fixture(scope="module")
def people(house: tuple[Talk, type[StandIn]], chromium: str) -> Iterator[People]:
    with at_their_pages(house[0].slack, chromium) as opened:
        yield opened


def test_a_models_words_are_seen_to_grow_below_the_answer(
    people: People, house: tuple[Talk, type[StandIn]], held: Semaphore
) -> None:
    talk, model = house
    first, *_, last = quoted(talk.house)
    model.pieces = reply_of(talk.house)
    held.release(len(model.pieces))  # the reading, of which nothing can be made
    page = people.open("maya")
    write(page, f"@may-i {WHAT}")
    expect(thread(page).get_by_text("This is what the policy says").first).to_be_visible()
    picture(page, "stream-before")
    held.release(4)
    growing = thread(page).locator("article", has_text="Background")
    expect(growing.get_by_text(first[:40]).first).to_be_visible()
    expect(growing.get_by_text(last[:40])).to_have_count(0)
    picture(page, "stream-growing")
    held.release(1000)
    expect(growing.get_by_text(last[:40]).first).to_be_visible()
    expect(thread(page).locator(".streaming")).to_have_count(0)
    picture(page, "stream-done")


def test_the_stop_button_in_the_agent_view_ends_an_answer_under_way(people: People, held: Semaphore) -> None:
    page = people.open("lieke")
    page.get_by_role("button", name="may-i", exact=True).click()
    write(page, IN_PRIVATE, "Message may-i")
    expect(page.get_by_text("may-i is reading the policy ...")).to_be_visible()
    picture(page, "stop-offered")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Stopped.", exact=True)).to_be_visible()
    expect(page.get_by_text("may-i is reading the policy ...")).to_have_count(0)
    picture(page, "stop-pressed")


def test_the_stop_button_stands_below_a_question_in_a_channel_and_somebody_else_is_told_whose_it_is(
    people: People, held: Semaphore
) -> None:
    lieke, pieter = people.open("lieke"), people.open("pieter")
    write(lieke, UNREAD)
    expect(pieter.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    pieter.get_by_role("button", name="Stop", exact=True).click()
    expect(pieter.get_by_text("only visible to you").first).to_be_visible()
    picture(pieter, "stop-not-yours")
    lieke.get_by_role("button", name="Stop", exact=True).click()
    expect(thread(lieke).get_by_text("Stopped.", exact=True)).to_be_visible()
    picture(lieke, "stop-channel")
