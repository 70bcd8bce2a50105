"""The chain of records: sealed off the hot path, verified without a key; tampering is named, lawful erasure is not."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, insert, text

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.records import Root
from bot.ledger.verifying.verified import Verified, read_roots
from bot.ledger.verifying.verify import verify
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW, SECRET

KEYS = tuple("abcdef")


@pytest.fixture
def chain(ledger: Ledger) -> Ledger:
    """Six questions, sealed; two of them corrected, one with a model's background."""
    for number, key in enumerate(KEYS):
        ledger.keep_question(key, **{**VALUES, "at": NOW + timedelta(minutes=number), "text": f"question {key}"})
    ledger.keep_correction(ledger.receipt("b"), label="deny", verdict="forbidden", version="v2", at=NOW)
    ledger.keep_background("c", [{"quote": "what a model said"}])
    ledger.seal()
    return ledger


def looked_at(url: str, roots: tuple[Root, ...] = ()) -> Verified:
    return verify(url, roots)


def tamper(url: str, *statements: str) -> None:
    with create_engine(url).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_chain_that_nobody_touched_is_whole(chain: Ledger, database_url: str) -> None:
    found = looked_at(database_url)
    assert (found.ok, found.rows, found.records, found.unsealed, found.first_bad) == (True, 6, 9, 0, None)
    assert found.head == chain.head().hash


def test_an_empty_ledger_is_whole(ledger: Ledger, database_url: str) -> None:
    assert looked_at(database_url).ok


def record(key: str, do: str) -> str:
    """Something done to the record of a question."""
    return f"{do} WHERE ref = '{key}' AND kind = 'question'"


def swap(one: str, other: str, places: tuple[int, int]) -> tuple[str, ...]:
    """The records of two questions change places."""
    return (
        record(one, "UPDATE records SET place = -1"),
        record(other, "UPDATE records SET place = @").replace("@", str(places[0])),
        "UPDATE records SET place = @ WHERE place = -1".replace("@", str(places[1])),
    )


def column(key: str, change: str) -> str:
    return f"UPDATE questions SET {change} WHERE key = '{key}'"  # noqa: S608


TAMPERED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a verdict is changed": ((column("d", "verdict = 'allowed'"),), "changed", "d"),
    "a text is changed": ((column("c", "text = 'other'"),), "changed", "c"),
    "an answer is changed": ((column("a", "answer = '{}'"),), "changed", "a"),
    "an answer with a background is changed": ((column("c", "answer = '{}'"),), "changed", "c"),
    "a reading is changed": ((column("a", "reading = '{}'"),), "changed", "a"),
    "a text is taken away": ((column("c", "text = NULL"),), "changed", "c"),
    "a model is named with what ends a word in JSON": ((column("c", """model = '","x":"'"""),), "changed", "c"),
    "rules are no list any more": ((column("e", "rules = '{}'"),), "changed", "e"),
    "a rule is changed": ((column("e", "rules = '[]'"),), "changed", "e"),
    "what was told last is changed": ((column("b", "told_verdict = 'allowed'"),), "changed", "b"),
    "an asker is changed": ((column("f", "asker = 'p2'"),), "changed", "f"),
    "two texts are swapped": ((column("a", "text = 'question b'"), column("b", "text = 'question a'")), "changed", "a"),
    "a public part is changed": (("UPDATE records SET public = replace(public, 'v1', 'v9') WHERE ref = 'b'",), "changed", "b"),
    "a private part is changed": ((record("b", "UPDATE records SET private = '{}'"),), "changed", "b"),
    "a text is erased without an erasure": (
        (
            column("d", "text = NULL, reading = 'null', ruling = 'null', answer = 'null', asker = '', erased_at = at"),
            "UPDATE records SET private = NULL, salt = NULL WHERE ref = 'd'",
        ),
        "changed",
        "d",
    ),
    "a question is deleted": (("DELETE FROM questions WHERE key = 'c'",), "missing", "c"),
    "a question is deleted with its record": (
        ("DELETE FROM questions WHERE key = 'c'", record("c", "DELETE FROM records")),
        "missing",
        "c",
    ),
    "a record is deleted and the rest moved up": (
        (
            record("c", "DELETE FROM records"),
            "UPDATE records SET place = -place WHERE place > 3",
            "UPDATE records SET place = -place - 1 WHERE place < 0",
        ),
        "missing",
        "d",
    ),
    "two records change places": (swap("b", "e", (2, 5)), "reordered", "e"),
    "neighbours change places": (swap("b", "c", (2, 3)), "reordered", "c"),
}
"""What somebody does to the database; what is said of it, and of which question."""


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_named(chain: Ledger, database_url: str, name: str) -> None:
    statements, what, key = TAMPERED[name]
    tamper(database_url, *statements)
    found = looked_at(database_url)
    assert found.first_bad is not None
    assert (found.ok, found.first_bad.what, found.first_bad.key) == (False, what, key), found.first_bad
    assert found.first_bad.receipt == chain.receipt(key)
    assert json.loads(json.dumps(found.as_json()))["first_bad"]["what"] == what


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the other one has types
def test_bytes_in_the_place_of_words_are_named(chain: Ledger, database_url: str) -> None:
    tamper(database_url, "UPDATE questions SET verdict = x'00ff' WHERE key = 'c'")
    found = looked_at(database_url).first_bad
    assert found is not None and (found.what, found.key) == ("changed", "c")


def test_an_added_question_is_named(chain: Ledger, database_url: str) -> None:
    with chain._session() as session:
        row = session.get_one(QuestionRow, "c").model_dump()
        session.connection().execute(insert(QuestionRow).values({**row, "key": "z", "receipt": "R-ZZZZ"}))
    found = looked_at(database_url)
    assert found.first_bad is not None
    assert (found.first_bad.what, found.first_bad.receipt, found.first_bad.key) == ("added", "R-ZZZZ", "z")


def test_an_added_record_in_the_middle_is_named(chain: Ledger, database_url: str) -> None:
    tamper(
        database_url,
        "UPDATE records SET place = -place WHERE place > 3",
        "UPDATE records SET place = 1 - place WHERE place < 0",
        "INSERT INTO records (kind, ref, public, digest, place, hash) VALUES ('hold', 'x', '{}', '', 4, 'made up')",
    )
    found = looked_at(database_url)
    assert found.first_bad is not None
    assert (found.first_bad.what, found.first_bad.place) == ("added", 4)


def copied(key: str) -> str:
    """The record of a question stands a second time, too new to have a place."""
    return record(
        key,
        "INSERT INTO records (kind, ref, public, private, salt, digest, hash) "
        "SELECT kind, ref, public, private, salt, digest, '' FROM records",
    )


@pytest.mark.parametrize("is_sealed", [False, True], ids=["not sealed yet", "sealed"])
def test_a_question_with_two_records_is_named(chain: Ledger, database_url: str, is_sealed: bool) -> None:
    tamper(database_url, copied("e"), copied("d"))
    if is_sealed:
        chain.seal()
    found = looked_at(database_url).first_bad
    assert found is not None and (found.what, found.place) == ("added", 10 if is_sealed else None)
    assert (found.key, found.receipt) == ("e", chain.receipt("e"))
    assert "twice" in found.why


def test_a_second_record_is_seen_beside_a_question_without_one(chain: Ledger, database_url: str) -> None:
    with chain._session() as session:
        row = session.get_one(QuestionRow, "c").model_dump()
        session.connection().execute(insert(QuestionRow).values({**row, "key": "z", "receipt": "R-ZZZZ"}))
    tamper(database_url, copied("e"))
    found = looked_at(database_url).first_bad
    assert found is not None and (found.what, found.key) == ("added", "e")


def test_what_is_not_sealed_yet_is_compared_as_well(chain: Ledger, database_url: str) -> None:
    chain.keep_question("new", **VALUES)
    assert (looked_at(database_url).ok, looked_at(database_url).unsealed) == (True, 1)
    tamper(database_url, "UPDATE questions SET verdict = 'allowed' WHERE key = 'new'")
    found = looked_at(database_url).first_bad
    assert found is not None and (found.what, found.key, found.place) == ("changed", "new", None)


def test_a_cut_tail_is_seen_against_a_root_outside_alone(chain: Ledger, database_url: str) -> None:
    root = chain.root_of(NOW)
    assert root is not None and root.place == 9
    tamper(
        database_url,
        "DELETE FROM records WHERE place > 5",
        "DELETE FROM questions WHERE key = 'f'",
        "UPDATE questions SET told_label = label, told_verdict = verdict, corrections = 0",
        "DELETE FROM receipts WHERE key = 'f'",
        "DELETE FROM roots",
        "DELETE FROM records WHERE place IS NULL",
        "UPDATE questions SET corrected_at = NULL, corrected_version = ''",
    )
    background = "UPDATE questions SET answer = (SELECT answer FROM questions WHERE key = 'a') WHERE key = 'c'"
    tamper(database_url, background)
    assert looked_at(database_url).ok
    found = looked_at(database_url, (root,)).first_bad
    assert found is not None and (found.what, found.place) == ("cut", 6)


def test_a_chain_that_was_made_anew_differs_from_a_root(chain: Ledger, database_url: str) -> None:
    root = chain.root_of(NOW)
    assert root is not None
    tamper(
        database_url,
        "DELETE FROM roots",
        "DELETE FROM records WHERE place IS NULL",
        "UPDATE records SET place = NULL, hash = ''",
        "UPDATE records SET public = replace(public, 'may_i', 'other') WHERE ref = 'b' AND kind = 'question'",
        "UPDATE questions SET intent = 'other' WHERE key = 'b'",
    )
    chain.seal()
    assert looked_at(database_url).ok
    found = looked_at(database_url, (root,)).first_bad
    assert found is not None and (found.what, found.place) == ("changed", 9)


def test_a_root_is_given_out_once_a_day(chain: Ledger) -> None:
    assert chain.root_of(NOW) is not None
    assert chain.root_of(NOW + timedelta(hours=1)) is None
    assert chain.root_of(NOW + timedelta(days=1)) is not None
    assert [root.day for root in chain.roots()] == ["2026-11-20", "2026-11-21"]


def test_lawful_erasure_leaves_the_chain_whole_and_nothing_of_the_text(chain: Ledger, database_url: str) -> None:
    root = chain.root_of(NOW)
    assert root is not None
    chain.erase(["b", "c"], NOW)
    chain.erase(["never taken in"], NOW)
    chain.purge(NOW + timedelta(days=800))
    chain.seal()
    found = looked_at(database_url, (root,))
    assert (found.ok, found.erased) == (True, 6), found.first_bad
    with create_engine(database_url).connect() as connection:
        assert "question b" not in str(connection.execute(text("SELECT * FROM records")).all())


def test_an_erasure_that_took_more_than_it_says_is_named(chain: Ledger, database_url: str) -> None:
    chain.erase(["b"], NOW)
    chain.seal()
    at = "erased_at = (SELECT b.erased_at FROM questions b WHERE b.key = 'b')"
    blank = f"text = NULL, reading = NULL, ruling = NULL, answer = NULL, asker = '', thread = '', kinds = '[]', {at}"
    tamper(
        database_url,
        f"UPDATE questions SET {blank} WHERE key = 'd'",  # noqa: S608
        "UPDATE records SET private = NULL, salt = NULL, erasure = 10 WHERE ref = 'd'",
    )
    found = looked_at(database_url).first_bad
    assert found is not None and (found.what, found.place) == ("changed", 10)


def test_many_that_seal_at_once_make_one_chain(ledger: Ledger, database_url: str) -> None:
    def work(number: int) -> None:
        other = open_ledger(database_url, SECRET)
        for nth in range(5):
            other.keep_question(f"{number}-{nth}", **VALUES)
            other.seal()
        other.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    found = looked_at(database_url)
    assert (found.ok, found.rows, found.unsealed) == (True, 20, 0)


def test_roots_are_read_from_a_file_and_from_a_copied_message() -> None:
    line = '{"day": "2026-11-20", "place": 3, "hash": "ab"}'
    assert read_roots(f"Root of the log\n{line}\n") == [Root("2026-11-20", 3, "ab")]
    for wrong in ("", "nothing", '{"place": "x"}'):
        with pytest.raises(LedgerError):
            read_roots(wrong)
