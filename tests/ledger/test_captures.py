"""What is kept of pages of terms: texts once, looks in order, changes once, and one process at a time for a page and a host."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import create_engine, text

from bot.ledger.captures import JUDGEMENT
from bot.ledger.ledger import Ledger, Retention, open_ledger
from bot.policy.vendors.terms import ChangedClause, Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import Look, PageChange, PageLook, Watched
from tests.ledger.conftest import NOW, SECRET

PAGE = "acme/privacy"
JUDGED = Judgement(
    Severity.ALERT,
    (Topic.TRAINING, Topic.RETENTION),
    Direction.LOOSER,
    NOW.date(),
    None,
    "We train on your data.",
    (ChangedClause("We do not train.", "We train on your data.", "Your data", (Topic.TRAINING,), Direction.LOOSER, 1.5),),
)
CHANGE = PageChange("c1", PAGE, "before", "after", NOW, JUDGED, "https://acme.example/p")
MINUTE = timedelta(minutes=1)


def test_a_row_of_an_earlier_release_loads_with_its_direction() -> None:
    """It also held a summary and the sentence of a model."""
    row = JUDGEMENT.dump_python(JUDGED, mode="json") | {"summary": "Training starts.", "sentence": "It trains."}
    assert JUDGEMENT.validate_python(row) == JUDGED


def test_a_text_is_kept_once_and_comes_back_whole(ledger: Ledger, database_url: str) -> None:
    terms = "Données, 数据, and much of the same. " * 1000
    ids = {ledger.keep_capture(terms, NOW), ledger.keep_capture(terms, NOW + MINUTE)}
    assert len(ids) == 1
    assert ledger.capture(ids.pop()) == terms
    assert ledger.capture("nothing") is None
    with create_engine(database_url).connect() as connection:
        rows = connection.execute(text("SELECT length(packed), size FROM captures")).all()
    assert len(rows) == 1
    assert rows[0][0] * 20 < rows[0][1], "texts are kept compressed"


def test_a_page_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    assert ledger.watched(PAGE) == Watched(PAGE)
    known = Watched(
        PAGE,
        "https://acme.example",
        Look.SEEN,
        "seen once",
        2,
        "",
        "one",
        "two",
        {"etag": '"x"'},
        NOW,
        NOW - MINUTE,
        NOW + MINUTE,
    )
    ledger.keep_watched(known)
    assert ledger.watched(PAGE) == known
    ledger.keep_page_told(PAGE, "blocked")
    assert list(ledger.watched_pages()) == [replace(known, told="blocked")]


def test_a_page_is_taken_by_one_until_it_is_given_back_due_again_or_forgotten(ledger: Ledger) -> None:
    assert ledger.take_page(PAGE, NOW, seconds=60)
    assert not ledger.take_page(PAGE, NOW, seconds=60)
    assert ledger.take_page(PAGE, NOW + MINUTE, seconds=60), "whoever took it died"
    ledger.keep_watched(Watched(PAGE, next_at=NOW + 5 * MINUTE))
    assert not ledger.take_page(PAGE, NOW + 4 * MINUTE, seconds=60)
    assert ledger.take_page(PAGE, NOW + 5 * MINUTE, seconds=60)


def test_of_many_processes_one_takes_a_page_and_one_asks_a_host(ledger: Ledger, database_url: str) -> None:
    others = [open_ledger(database_url, SECRET) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda each: each.take_page(PAGE, NOW, seconds=60), [ledger, *others] * 2))
        hosts = list(pool.map(lambda each: each.take_host("acme.example", NOW, seconds=10), [ledger, *others] * 2))
    for each in others:
        each.close()
    assert pages.count(True) == 1
    assert hosts.count(0) == 1
    assert {wait for wait in hosts if wait} == {10}


def test_a_host_is_asked_once_in_ten_seconds_whoever_asks_and_after_a_restart(ledger: Ledger, database_url: str) -> None:
    assert ledger.take_host("acme.example", NOW, seconds=10) == 0
    again = open_ledger(database_url, SECRET)
    assert again.take_host("acme.example", NOW + timedelta(seconds=4), seconds=10) == 6
    assert again.take_host("other.example", NOW, seconds=10) == 0
    assert again.take_host("acme.example", NOW + timedelta(seconds=10), seconds=10) == 0
    again.close()


def test_looks_come_back_newest_first_and_tell_which_texts_the_page_had(ledger: Ledger) -> None:
    kinds = [(Look.FIRST, "a"), (Look.SEEN, "b"), (Look.CHANGED, "b"), (Look.BLOCKED, ""), (Look.SAME, "")]
    for number, (kind, capture) in enumerate(kinds):
        ledger.keep_page_look(PageLook(PAGE, NOW + number * MINUTE, kind, "why", "https://x", 200, capture))
    ledger.keep_page_look(PageLook("other/page", NOW, Look.FIRST, "why"))
    assert [one.look for one in ledger.page_looks(PAGE)] == [kind for kind, _ in reversed(kinds)]
    assert len(ledger.page_looks()) == 6
    assert list(ledger.earlier_texts(PAGE, NOW)) == ["b", "a"]
    assert list(ledger.earlier_texts(PAGE, NOW + MINUTE)) == ["b"]


def test_a_change_is_kept_once_with_all_that_was_judged(ledger: Ledger) -> None:
    assert ledger.keep_change(CHANGE)
    assert not ledger.keep_change(replace(CHANGE, told="posted"))
    assert ledger.page_change("c1") == CHANGE
    assert ledger.page_change("c2") is None
    assert list(ledger.page_changes(severity=Severity.ALERT, told="")) == [CHANGE]
    assert list(ledger.page_changes(severity=Severity.DIGEST)) == []
    assert list(ledger.page_changes(since=NOW + MINUTE)) == []
    ledger.keep_told("c1", "posted")
    assert list(ledger.page_changes(told="")) == []


def test_dull_looks_are_forgotten_and_what_changed_stays(ledger: Ledger) -> None:
    for kind in (Look.SAME, Look.BLOCKED, Look.CHANGED, Look.FIRST):
        ledger.keep_page_look(PageLook(PAGE, NOW, kind, "why"))
    erased = ledger.purge(NOW + timedelta(days=400), Retention())
    assert erased["page_looks"] == 2
    assert {one.look for one in ledger.page_looks()} == {Look.CHANGED, Look.FIRST}
