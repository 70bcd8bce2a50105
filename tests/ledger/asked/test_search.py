"""The index over the log: words, filters, pages, counts; what is erased is not found any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.ledger.asked import search as module
from bot.ledger.asked.search import Filter, words_of
from bot.ledger.asked.seeding import RECEIPT_LETTERS
from bot.ledger.ledger import Ledger
from bot.ledger.store.keyed import LETTERS
from tests.ledger.conftest import NOW


def asked(tool: str = "claude/team", data: str = "invoices", name: str = "Claude Team") -> dict[str, Any]:
    """A reading as the house keeps it, as far as the index looks."""
    question = {"tools": [{"name": name, "offerings": [tool]}], "data": [{"name": "Invoices", "types": [data]}]}
    return {"items": [{"intent": "may_i", "question": question}]}


def keep(ledger: Ledger, number: int, **values: Any) -> str:
    given = {"at": NOW + timedelta(minutes=number), "text": "May invoices go into Claude?", "reading": asked(), **values}
    return ledger.keep_question(f"{number:064x}", **given)


CASES: list[tuple[str, Filter, list[int]]] = [
    ("nothing wanted is everything, newest first", Filter(), [3, 2, 1, 0]),
    ("a word", Filter("salary"), [1]),
    ("words in any order, each of them", Filter("gemini SALARY"), [1]),
    ("a word that is not there", Filter("salary claude"), []),
    ("the last word may go on", Filter("salar"), [1]),
    ("a short one may not: it has too many ways", Filter("sala"), []),
    ("an earlier word may not", Filter("salar gemini"), []),
    ("accents do not matter", Filter("creme"), [2]),
    ("nor do they in what is looked for", Filter("CRÈME"), [2]),
    ("nothing but signs finds nothing", Filter("?!"), []),
    ("a verdict", Filter(verdict="forbidden"), [1]),
    ("a question back is its own verdict", Filter(verdict="ask"), [2]),
    ("a tool", Filter(tool="gemini-app"), [1]),
    ("an id that begins like another", Filter(tool="gemini"), []),
    ("data", Filter(data="salaries"), [1]),
    ("any of several kinds of data", Filter(any_data=("salaries", "invoices", "no-such")), [1, 0]),
    ("any of several kinds, of one tool", Filter(tool="claude", any_data=("salaries", "invoices")), [0]),
    ("any of kinds that nothing has, or of signs", Filter(any_data=("no-such", "' | '", '"')), []),
    ("a channel's kind", Filter(channel="dm"), [2]),
    ("a language", Filter(language="fr"), [2]),
    ("a policy version", Filter(version="v2"), [3]),
    ("an asker", Filter(asker="p2"), [3]),
    ("from a moment on, which is included", Filter(since=NOW + timedelta(minutes=2)), [3, 2]),
    ("until a moment, which is not", Filter(until=NOW + timedelta(minutes=2)), [1, 0]),
    ("words, a filter and a time", Filter("claude", tool="claude", until=NOW + timedelta(minutes=3)), [0]),
    ("a filter that nothing has", Filter(tool="no-such"), []),
    ("signs of a query language", Filter('claude" OR "x* NEAR( -a:b'), []),
    ("a tag typed as a word", Filter("#vforbidden"), []),
    ("ten thousand letters", Filter("x" * 10_000), []),
    (
        "quotes in every filter",
        Filter("'; DROP TABLE questions; --", tool="' OR 1=1", data='"', verdict="\\", channel="\x00'"),
        [],
    ),
]


@pytest.fixture
def four(ledger: Ledger) -> Ledger:
    keep(ledger, 0, verdict="conditional", channel_kind="channel", language="en", policy_version="v1", asker="p1")
    salary = {"text": "Salary list in Gemini?", "reading": asked("gemini-app/free", "salaries", "Gemini"), "asker": "p1"}
    keep(ledger, 1, **salary, verdict="forbidden", label="deny", language="en")
    keep(ledger, 2, text="Crème brûlée?", label="ask", verdict="conditional", channel_kind="dm", language="fr", reading=None)
    keep(ledger, 3, text=None, policy_version="v2", asker="p2", reading=None)
    return ledger


@pytest.mark.parametrize(("wanted", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_filter_finds(four: Ledger, wanted: Filter, found: list[int]) -> None:
    assert [int(row.key, 16) for row in four.search(wanted).rows] == found
    assert four.count_questions(wanted) == len(found)


def test_people_are_counted_once_and_the_erased_not_at_all(four: Ledger) -> None:
    keep(four, 4, asker="p1")
    assert four.count_askers(Filter()) == 2
    assert four.count_askers(Filter(any_data=("invoices", "salaries"))) == 1
    assert four.count_askers(Filter("?!")) == 0


def test_pages_follow_each_other_without_a_gap_or_a_double_and_a_new_question_does_not_shift_them(ledger: Ledger) -> None:
    for number in range(7):
        keep(ledger, number)
    first = ledger.search(Filter("claude"), 3)
    keep(ledger, 99)
    second = ledger.search(Filter("claude"), 3, first.older)
    third = ledger.search(Filter("claude"), 3, second.older)
    assert [int(row.key, 16) for page in (first, second, third) for row in page.rows] == [6, 5, 4, 3, 2, 1, 0]
    assert third.older is None
    assert len(list(ledger.search_all(Filter(), 3))) == 8


def test_questions_of_one_moment_are_all_there(ledger: Ledger) -> None:
    for number in range(5):
        keep(ledger, number, at=NOW)
    assert ledger.count_questions(Filter()) == 5
    first = ledger.search(Filter(), 2)
    rest = ledger.search(Filter(), 9, first.older)
    assert len({row.key for row in (*first.rows, *rest.rows)}) == 5


def test_a_millisecond_takes_more_questions_than_it_has_places_for(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes in bulk, or whose clock stands still: none is refused, and pages still hold each of them once."""
    monkeypatch.setattr(module, "COUNTED", 10_000)
    then = NOW + timedelta(milliseconds=1)
    keep(ledger, 9_999, at=then)
    rows = [{"key": f"{n:064x}", "at": NOW, "text": "word", "label": "ask", "verdict": "conditional"} for n in range(2_060)]
    ledger.keep_many(rows)
    keep(ledger, 9_998, at=then)
    assert ledger.count_questions(Filter()) == 2_062
    assert len({row.key for row in ledger.search_all(Filter(), 300)}) == 2_062
    assert ledger.count_questions(Filter("word")) == 2_060


@pytest.mark.parametrize(
    "version", ["9f8e7d6c5b4a", "9f8e7d6c5b4a+edits-1a2b3c4d", "9f8e7d6c5b4a~77aa", "9f8e7d6c5b4a+edits-1~7"]
)
def test_a_version_is_found_as_it_stands_in_the_log(ledger: Ledger, version: str) -> None:
    keep(ledger, 1, policy_version=version)
    for number, like in enumerate(("9f8e7d6c5b4a+", "9f8e7d6c5b4aedits", "9f8e7d6c5b4a~", f"{version}x"), 2):
        keep(ledger, number, policy_version=like)
    found = ledger.search(Filter(version=version)).rows
    assert [row.policy_version for row in found] == [version]


def test_a_common_word_and_a_rare_one_are_both_found_beyond_the_newest(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOW", 3)
    for number in range(8):
        keep(ledger, number, text="common" if number else "common rare")
    assert len(ledger.search(Filter("common"), 6).rows) == 6
    assert [int(row.key, 16) for row in ledger.search(Filter("rare"), 6).rows] == [0]


def test_more_than_can_be_counted_quickly_is_said_to_be_more(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COUNTED", 2)
    for number in range(4):
        keep(ledger, number)
    assert ledger.count_questions(Filter()) == 3


def test_feedback_is_found_as_it_is_now(ledger: Ledger) -> None:
    receipt = keep(ledger, 1)
    ledger.keep_feedback(receipt, "helpful", at=NOW)
    ledger.keep_feedback(receipt, "not_right", at=NOW)
    assert (ledger.count_questions(Filter(feedback="helpful")), ledger.count_questions(Filter(feedback="not_right"))) == (0, 1)


def test_what_is_erased_is_not_found_by_its_words_nor_by_its_asker(ledger: Ledger) -> None:
    keep(ledger, 1, text="xyzzy", asker="p1")
    ledger.erase_questions([f"{1:064x}"], NOW)
    ledger.tidy_search()
    assert [ledger.count_questions(one) for one in (Filter("xyzzy"), Filter(asker="p1"), Filter(tool="claude"), Filter())] == [
        0,
        0,
        0,
        1,
    ]
    with ledger._engine.connect() as connection:
        assert "xyzzy" not in str(connection.execute(text("SELECT doc FROM question_search")).all())


def test_a_reading_of_another_shape_is_logged_all_the_same(ledger: Ledger) -> None:
    for number, reading in enumerate(
        ({"items": "none"}, {"items": [1, {"question": None}]}, {}, {"items": [{"question": {"tools": 3}}]})
    ):
        keep(ledger, number, reading=reading)
    assert len(ledger.questions()) == ledger.count_questions(Filter()) == 4


def test_a_million_receipts_in_bulk_do_not_clash() -> None:
    """By the birthday rule: half the pairs of rows over all receipts that there are."""
    assert 10**6 * 10**6 / 2 / len(LETTERS) ** RECEIPT_LETTERS < 1e-4


def test_rows_in_bulk_are_found_like_those_of_people(ledger: Ledger) -> None:
    rows = [
        {"key": f"{n:064x}", "at": NOW, "text": f"bulk {n}", "asker": "p", "feedback": "helpful", "reading": asked()}
        for n in range(3)
    ]
    assert ledger.keep_many(rows) == 3
    assert ledger.records_kept(9) == 9, "each with its feedback, and what that did to the question"
    assert ledger.count_questions(Filter("bulk", tool="claude", feedback="helpful")) == 3
    row = ledger.questions()[0]
    assert ledger.question(row.receipt) is not None and ledger.feedback(row.receipt)[0].value == "helpful"


@pytest.mark.parametrize(
    ("said", "words"),
    [("Über-Größe  B2B", ["uber", "große", "b2b"]), ("", []), ("a_b", ["a", "b"]), ("x" * 100, ["x" * 60])],
)
def test_words_are_cut_as_the_index_has_them(said: str, words: list[str]) -> None:
    assert words_of(said) == words
