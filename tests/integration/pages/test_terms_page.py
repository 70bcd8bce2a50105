"""One change from the vendor's page to the people who were told otherwise: read by the watcher, told on a card, suspended by the
owner, each at their own page in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bot.app import App
from bot.desk.terms import Watching, Ways
from bot.exam.terms_belief import judging
from bot.policy.house import Knowledge
from bot.policy.vendors.facts import PagePart, TermsPage
from bot.policy.vendors.watching import Look
from bot.vendors.guard import Guard
from tests.desk.test_watching import LOOSE, STRICT, terms
from tests.integration.conftest import Talk
from tests.integration.pages.browsing import ask, at_their_pages, form, picture, send
from tests.vendors.web import HERE, Web, serving

pytestmark = pytest.mark.needs("chromium")

DESK, TEAM, PAGE = "ai-policy", "chatgpt/team", "openai/commercial-terms"
BROCHURE = "May I use ChatGPT Team for published texts?"


@pytest.fixture
def web() -> Iterator[Web]:
    """The vendor's page, on this machine."""
    with serving() as found:
        found.pages["/terms"] = terms(STRICT)
        yield found


def looked(talk: Talk, web: Web) -> Look:
    """What a look at the page finds now; its time has come, however short ago the last one was."""

    def knowledge() -> Knowledge:
        page = TermsPage("openai", "commercial-terms", web.url("/terms"), (PagePart(web.url("/terms")),), watched=True)
        house = talk.house.store.current()
        vendors = tuple(replace(one, pages=(page,), watched=True) if one.id == "openai" else one for one in house.vendors)
        return replace(house, vendors=vendors)

    ledger = talk.house.ledger
    known = ledger.watched(PAGE)
    if known.next_at and known.looked_at:
        ledger.keep_watched(replace(known, next_at=known.looked_at - timedelta(hours=1)))
    settings = talk.house.settings.model_copy(update={"watch": True})
    watching = Watching(App(settings, talk.house.catalog, ledger, knowledge), judging, Ways(Guard({HERE}), every_seconds=0))
    found = [seen.look for seen in watching.round() if seen.page == PAGE]
    watching.stop()
    (one,) = found
    return one


def test_from_the_vendors_page_to_the_people_who_were_told_otherwise(resting: Talk, web: Web, chromium: str) -> None:
    with at_their_pages(resting.slack, chromium) as people:
        lieke, noor = people.open("lieke"), people.open("noor", DESK)
        told = ask(lieke, BROCHURE)
        expect(told.get_by_text("Read as").first).to_be_visible()

        # the vendor writes something else, and a second look confirms it
        assert looked(resting, web) is Look.FIRST
        web.pages["/terms"] = terms(LOOSE)
        assert [looked(resting, web), looked(resting, web)] == [Look.SEEN, Look.CHANGED]

        # the owner reads on a card what changed, and suspends the tool
        expect(noor.get_by_text("terms have changed on which the policy rests").first).to_be_visible()
        picture(noor, "terms-card")
        noor.get_by_role("button", name="Suspend now").last.click()
        form(noor).locator("textarea").last.fill("Until legal has read it.")
        picture(noor, "terms-suspend")
        send(noor)
        expect(noor.get_by_text("Suspended, until somebody lifts it: ChatGPT Team").first).to_be_visible()

        # who was told otherwise hears of it where they asked
        expect(told.get_by_text("Changed on").first).to_be_visible()
        expect(told.get_by_text("Needs approval").first).to_be_visible()
        picture(lieke, "terms-told")
