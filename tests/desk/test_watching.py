"""From a page on this machine to the words in the channel: what is told, to whom, and that two processes never read it twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine

from bot.app import App
from bot.desk.terms import Watching, Ways, agent, watch_and_tell
from bot.desk.vendors import register_of, status_of
from bot.environment import shipped
from bot.exam.terms_belief import judging
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.due.tasks import clause_task
from bot.policy.house import Contact, Knowledge, Reminding, Vendor
from bot.policy.vendors.facts import PagePart, TermsPage
from bot.policy.vendors.terms import Severity
from bot.policy.vendors.watching import Look
from bot.policy.world import Catalog
from bot.settings import Settings, read_settings
from bot.vendors.guard import Guard
from bot.wiring.house import terms_voices
from tests.databases import ledger_in
from tests.vendors.web import HERE, Page, Web, serving

SECRET = b"a secret for tests only, 32 bytes"
FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SAMPLE = load(shipped("knowledge"), load_catalog()).or_raise()

REST = """
<p>You may use the services for your business. You are responsible for the people who use your account.</p>
<p>Either party may end this agreement with thirty days of notice. Fees that were paid are not given back.</p>
<p>Our liability is limited to the fees that you have paid in the twelve months before the claim.</p>
""" * 3  # fmt: skip
STRICT = "<p>We will not use Customer Content to train our models.</p>"
LOOSE = "<p>We may use Customer Content to train our models unless you opt out. This takes effect on January 15, 2027.</p>"
SMALL = "<p>Questions about invoices go to our new billing desk, which is open on working days from nine to five.</p>"


def terms(*paragraphs: str) -> Page:
    return Page(f"<html><body><main><h1>Commercial Terms</h1>{''.join(paragraphs)}{REST}</main></body></html>".encode())


@dataclass
class Engine:
    """Keeps what is queued; an id counts once."""

    queued: dict[str, dict[str, Any]] = field(default_factory=dict)

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(notice_id, notice)


@dataclass
class House:
    """What of a house watching looks at, with one vendor on this machine."""

    settings: Settings
    ledger: Ledger
    knowledge: Knowledge
    catalog: Catalog = field(default_factory=load_catalog)
    engine: Any = field(default_factory=Engine)

    def __post_init__(self) -> None:
        self.app = App(self.settings, self.catalog, self.ledger, lambda: self.knowledge)
        self.app.engine = self.engine
        self.voices = terms_voices(self.app)

    def watching(self, every_seconds: float | None = 0) -> Watching:
        return Watching(self.app, judging, Ways(Guard({HERE}), every_seconds=every_seconds))

    def said(self) -> list[str]:
        """The words of all that is queued, after the engine has posted them."""
        words = []
        for notice in self.engine.queued.values():
            voice = self.voices[notice["kind"]]
            if said := voice.word(notice):
                voice.keep(notice, {"state": "posted", "ts": "1.1"})
                words.append(f"{said['channel']}: {said['words']}")
        self.engine.queued.clear()
        return words


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as found:
        found.pages["/terms"] = terms(STRICT)
        yield found


@pytest.fixture
def house(web: Web, tmp_path: Path) -> Iterator[House]:
    settings = read_settings(cache=tmp_path, knowledge=tmp_path, watch=True)
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), SECRET)
    page = TermsPage("acme", "commercial-terms", web.url("/terms"), (PagePart(web.url("/terms")),), watched=True)
    organisation = replace(
        SAMPLE.organisation,
        languages=("en",),
        reminder_channel="#ai-policy",
        contacts=(Contact("owner", "Privacy", channel="#privacy"),),
        time_zone="Europe/Amsterdam",
    )
    vendor = Vendor("acme", "Acme AI", (page,), watched=True)
    yield House(settings, ledger, replace(SAMPLE, organisation=organisation, vendors=(vendor,)))
    ledger.close()


def rounds(house: House, web: Web, *pages: Page, start: datetime = FRIDAY) -> datetime:
    """The page as it is at each look, thirteen hours apart; gives when the last look was."""
    watching, at = house.watching(), start
    for number, page in enumerate(pages):
        web.pages["/terms"] = page
        at = start + number * timedelta(hours=13)
        with time_machine.travel(at, tick=False):
            watch_and_tell(house.app, watching, at)
    watching.stop()
    return at


@time_machine.travel(FRIDAY, tick=True)  # after the day on which it takes effect it would have taken effect
def test_a_change_is_told_in_the_channel_verdict_first_once_it_is_confirmed(house: House, web: Web) -> None:
    rounds(house, web, terms(STRICT), terms(LOOSE))
    assert house.said() == []
    rounds(house, web, terms(LOOSE), start=FRIDAY + timedelta(days=2))
    (words,) = house.said()
    assert words.splitlines() == [
        "#ai-policy: Terms changed, look at it: Acme AI, commercial terms",
        "It is about training on what is typed in.",
        "Before: “We will not use Customer Content to train our models.”",
        "Now: “We may use Customer Content to train our models unless you opt out.”",
        "It takes effect on January 15, 2027.",
        f"Read it: {web.url('/terms')}",
    ]
    rounds(house, web, terms(LOOSE), start=FRIDAY + timedelta(days=4))
    assert house.said() == [], "what was posted is not told again"


def test_what_rests_on_the_page_is_flagged_with_the_word_diff(house: House, web: Web) -> None:
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE))
    (change,) = house.ledger.term_changes()
    assert (change.page, change.direction, change.topics[0]) == ("acme/commercial-terms", "unclear", "training_on_inputs")
    assert ("-", "will not") in change.diff
    assert change.effective is not None and change.effective.isoformat() == "2027-01-15"


def resting(house: House, *clauses: str) -> None:
    """From now on one of the policy's offerings rests on these."""
    policy = house.knowledge.policy
    id_, offering = next(iter(policy.offerings.items()))
    offerings = {**policy.offerings, id_: replace(offering, rests_on=clauses)}
    house.knowledge = replace(house.knowledge, policy=replace(policy, offerings=offerings))


def carded(house: House, outcome: str) -> None:
    """What becomes of the first reminder of the change's task."""
    (change,) = house.ledger.term_changes()
    reminder, due = clause_task(change), "2026-11-23T09:00"
    house.ledger.plan_outcomes(reminder, [due], FRIDAY)
    house.ledger.keep_outcome(reminder, due, outcome, at=FRIDAY)


@pytest.mark.parametrize("outcome", ["posted", "settled"])
def test_a_change_on_which_something_rests_is_told_by_its_task_alone(house: House, web: Web, outcome: str) -> None:
    resting(house, "acme/commercial-terms#training")
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE))
    assert house.said() == [], "the card is not there yet, and is what tells it"
    carded(house, outcome)
    rounds(house, web, terms(LOOSE), start=FRIDAY + timedelta(days=4))
    resting(house)
    rounds(house, web, terms(LOOSE), start=FRIDAY + timedelta(days=5))
    assert house.said() == [], "it was told"
    assert [change.told for change in house.ledger.page_changes()] == ["card"]


@pytest.mark.parametrize("outcome", ["owed", "withdrawn"])
def test_where_nothing_rests_on_it_any_more_before_a_card_was_posted_it_is_told_after_all(
    house: House, web: Web, outcome: str
) -> None:
    resting(house, "acme/commercial-terms#training")
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE))
    carded(house, outcome)
    rounds(house, web, terms(LOOSE), start=FRIDAY + timedelta(days=4))
    resting(house)
    rounds(house, web, terms(LOOSE), start=FRIDAY + timedelta(days=5))
    (words,) = house.said()
    assert words.startswith("#ai-policy: Terms changed, look at it")


def test_a_change_of_another_topic_than_the_one_that_is_rested_on_is_told_at_once(house: House, web: Web) -> None:
    resting(house, "acme/commercial-terms#pricing", "acme/privacy")
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE))
    assert len(house.said()) == 1


def with_digest(house: House, day: int | None) -> None:
    """The policy's weekly message of what is due: on a day, or none."""
    organisation = replace(house.knowledge.organisation, reminding=Reminding(digest=day))
    house.knowledge = replace(house.knowledge, organisation=organisation)


def test_small_changes_stand_in_the_weekly_message_where_there_is_one(house: House, web: Web) -> None:
    with_digest(house, 0)
    rounds(house, web, terms(STRICT), terms(STRICT, SMALL), terms(STRICT, SMALL))
    watching, monday = house.watching(), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    with time_machine.travel(monday, tick=False):
        watch_and_tell(house.app, watching, monday)
    watching.stop()
    assert not house.engine.queued
    (change,) = house.ledger.page_changes(told="")
    assert change.judgement.severity is Severity.DIGEST


def test_small_changes_come_on_monday_together_and_once(house: House, web: Web) -> None:
    """Where the policy wants no weekly message of what is due."""
    with_digest(house, None)
    at = rounds(house, web, terms(STRICT), terms(STRICT, SMALL), terms(STRICT, SMALL))
    (change,) = house.ledger.page_changes()
    assert change.judgement.severity is Severity.DIGEST
    assert house.said() == []
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine o'clock in Amsterdam
    assert at < monday
    watching = house.watching()
    for moment in (monday - timedelta(minutes=1), monday, monday + timedelta(hours=1)):
        with time_machine.travel(moment, tick=False):
            watch_and_tell(house.app, watching, moment)
    assert list(house.engine.queued) == ["terms-digest:2026-W48"]
    (words,) = house.said()
    assert words.startswith(
        "#ai-policy: Smaller changes of vendors' terms this week\n• Terms changed: Acme AI, commercial terms."
    )
    watch_and_tell(house.app, watching, monday + timedelta(days=7))
    watching.stop()
    assert house.said() == []


def test_the_owner_hears_of_a_page_that_cannot_be_read_after_three_tries_and_not_before(house: House, web: Web) -> None:
    refused = Page(b"no", 403)
    rounds(house, web, terms(STRICT), refused, refused)
    assert house.said() == []
    rounds(house, web, refused, refused, start=FRIDAY + timedelta(days=2))
    (words,) = house.said()
    assert words.splitlines() == [
        "#privacy: Acme AI, commercial terms: the page did not let us in, three times in a row",
        "What we saw: the server refuses us (403).",
        f"The page: {web.url('/terms')}",
        "Until it can be read again, nobody hears of changes of it. Correct its address in the vendor's file, or read it "
        "yourself.",
    ]


def test_without_a_channel_nobody_is_told_and_the_change_is_kept(house: House, web: Web) -> None:
    house.knowledge = replace(
        house.knowledge, organisation=replace(house.knowledge.organisation, reminder_channel="", contacts=())
    )
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE), Page(b"", 403), Page(b"", 403), Page(b"", 403))
    assert house.said() == []
    assert len(house.ledger.page_changes()) == 1


def test_where_the_channel_is_gone_the_owner_is_told_once(house: House, web: Web) -> None:
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE))
    ((_, notice),) = house.engine.queued.items()
    voice = house.voices["terms_change"]
    for _ in range(2):
        voice.keep(notice, {"state": "refused", "ts": "", "reason": "channel_not_found"})
    (change,) = house.ledger.page_changes()
    assert not change.told
    (again,) = [one for name, one in house.engine.queued.items() if name.endswith(":to1")]
    said = voice.word(again)
    assert said is not None and said["channel"] == "#privacy"
    assert said["words"].startswith("#ai-policy could not be reached, so this comes here.\n")
    voice.keep(again, {"state": "posted", "ts": "1.1"})
    assert house.ledger.page_changes()[0].told == "posted"


@pytest.mark.parametrize("kind", ["terms_change", "terms_page"])
def test_where_all_channels_are_gone_the_owners_are_told_themselves(house: House, web: Web, kind: str) -> None:
    more = [terms(LOOSE)] * 2 if kind == "terms_change" else [Page(b"", 403)] * 3
    rounds(house, web, terms(STRICT), *more)
    owners = [one.match for one in house.knowledge.people if one.is_owner and one.match.startswith("U")]
    places, ((name, notice),) = [], house.engine.queued.items()
    while notice:
        house.engine.queued.clear()
        said = house.voices[kind].word(notice)
        assert said is not None
        places.append(said["channel"])
        house.voices[kind].keep(notice, {"state": "refused", "ts": ""})
        ((name, notice),) = house.engine.queued.items() or [(name, None)]
    assert places[2:] == owners and owners, places
    assert set(places[:2]) == {"#ai-policy", "#privacy"}
    if kind == "terms_change":
        assert house.ledger.page_changes()[0].told == "refused"


def test_what_the_last_release_queued_for_the_owner_is_still_said_there(house: House, web: Web) -> None:
    rounds(house, web, terms(STRICT), terms(LOOSE), terms(LOOSE))
    ((_, notice),) = house.engine.queued.items()
    said = house.voices["terms_change"].word({**notice, "elsewhere": True})
    assert said is not None and said["channel"] == "#privacy"


def test_two_processes_never_read_the_same_page_twice_in_a_window(house: House, web: Web) -> None:
    several = [house.watching() for _ in range(4)]
    with time_machine.travel(FRIDAY, tick=False):
        threads = [threading.Thread(target=watching.round) for watching in several * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for watching in several:
        watching.stop()
    assert web.paths.count("/terms") == 1
    assert [one.look for one in house.ledger.page_looks()] == [Look.FIRST]


def test_the_pace_holds_over_processes(house: House, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages and the robots.txt of one host, read by two processes: a host is free again after its time and no sooner."""
    pages = tuple(TermsPage("acme", f"page-{n}", web.url(f"/{n}"), (PagePart(web.url(f"/{n}")),), watched=True) for n in range(2))
    house.knowledge = replace(house.knowledge, vendors=(Vendor("acme", "Acme", pages),))
    taken: list[datetime] = []
    take_host = house.ledger.take_host

    def noted(host: str, now: datetime, *, seconds: float) -> float:
        wait = take_host(host, now, seconds=seconds)
        taken.extend([] if wait else [now])
        return wait

    monkeypatch.setattr(house.ledger, "take_host", noted)
    several = [house.watching(0.2) for _ in range(2)]
    threads = [threading.Thread(target=watching.round) for watching in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for watching in several:
        watching.stop()
    assert len(taken) == len(web.asked) >= 3
    assert min((later - before).total_seconds() for before, later in pairwise(sorted(taken))) >= 0.2


def test_whoever_is_stopped_while_waiting_for_a_host_stops_at_once(house: House, web: Web) -> None:
    house.ledger.take_host(HERE, datetime.now(UTC), seconds=600)
    watching = house.watching(None)
    thread = threading.Thread(target=watching.round)
    thread.start()
    watching.stop()
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert web.asked == []


def test_a_page_of_the_catalog_is_watched_where_the_vendor_is_and_names_none_itself(house: House) -> None:
    own = TermsPage("openai", "privacy", "https://own.example/p", (PagePart("https://own.example/p"),), watched=True)
    vendor = Vendor("openai", "OpenAI", (own,), catalog="openai", watched=True)
    known = replace(house.knowledge, vendors=(vendor, replace(vendor, id="quiet", pages=(), watched=False)))
    rows = {row["page"]: row for row in status_of(known, house.catalog, house.ledger)}
    assert rows["openai/privacy"]["url"] == "https://own.example/p"
    assert rows["openai/data-processing"]["url"] == "https://openai.com/policies/data-processing-addendum/"
    assert {row["state"] for row in rows.values()} == {"unread"}
    assert not [page for page in rows if page.startswith("quiet/")]


def test_the_register_lists_what_is_due(house: House) -> None:
    rows = {row["id"]: row for row in register_of(SAMPLE, house.catalog, (), FRIDAY.date())}
    due = [(one["day"], one["what"]) for one in rows["anthropic"]["due"]]
    assert due == [("2027-01-10", "change"), ("2027-08-01", "notice"), ("2027-09-30", "renewal")]
    later = {row["id"]: row for row in register_of(SAMPLE, house.catalog, (), FRIDAY.date().replace(year=2027))}
    assert [one["what"] for one in later["anthropic"]["due"]] == ["renewal", "rehearsal"], (
        "the contract went on by itself, and nobody has walked the way out for a year"
    )


def test_we_say_who_we_are() -> None:
    words = agent(SAMPLE)
    assert words.startswith("may-i/") and SAMPLE.organisation.owner in words
