"""A database that an earlier release has filled is brought to today's tables: all is there, is proved and can be erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from bot.desk.erasing import erase_person, erase_question
from bot.ledger.asked.search import Filter
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.base import read_url
from bot.ledger.store.migrate import _alone, _config, differences
from bot.ledger.store.seal import Seal
from bot.ledger.verifying.verify import verify
from tests.databases import app_over
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW, SECRET

FILLED_AT = "0003"
"""The last tables before there were records."""
AT = "2026-11-20 09:00:00.000000+00:00"
LATER = "2999-01-01 00:00:00.000000+00:00"
OURS = "1764000000.000100"
"""The message of ours that answered the first question."""
LONG = {
    "reading": '{"text": "één", "items": []}',
    "ruling": '[{"verdict": "conditional",  "a": 1}]',
    "answer": '{"word": "Ja, mits", "b": "\\u00e9"}',
}
"""As that release wrote it: not in today's one form."""
GONE = {**dict.fromkeys(LONG, "null"), "text": None, "asker": "", "thread": "", "kinds": "[]", "erased_at": AT}
QUESTIONS: dict[str, dict[str, Any]] = {
    "first": {},
    "edited": {"superseded_by": "first"},
    "clicked": {"thread": "t2"},
    "corrected": {
        "told_label": "deny",
        "told_verdict": "forbidden",
        "corrections": 2,
        "corrected_version": "v2",
        "corrected_at": AT,
    },
    "erased": GONE,
    "of another": {"asker": "p2"},
    "unread": dict.fromkeys(LONG),
}
ADDRESS = {"team": "T1", "channel": "C1", "user": "U1"}
ADDRESSES: dict[str, tuple[str, dict[str, str]]] = {
    "first": ("p1", ADDRESS),
    "edited": ("p1", {**ADDRESS, "message": "first", "edited": "1764000001.000100"}),
    "clicked": ("p1", {**ADDRESS, "message_ts": OURS}),
    "elsewhere": ("p1", {**ADDRESS, "message_ts": "1764000009.000100"}),
    "of another": ("p2", {**ADDRESS, "user": "U2"}),
}
"""Whose it is, and where the answer went."""


def receipt(key: str) -> str:
    return f"R-{key.upper().replace(' ', '')}"


def insert(connection: Any, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608


def stored(connection: Any, moment: str) -> str:
    """A moment as each database has it."""
    return moment if connection.dialect.name == "postgresql" else moment.removesuffix("+00:00")


def question(key: str, changes: dict[str, Any]) -> dict[str, Any]:
    kept = {
        **{name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in VALUES.items()},
        **{"key": key, "receipt": receipt(key), "at": AT, "prompt_hash": "", "model": "", "posted": "posted", "feedback": ""},
        **{"told_label": "conditional", "told_verdict": "conditional", "corrections": 0, "corrected_version": ""},
        **{"superseded_by": "", "text": f"words of {key}", **LONG},
    }
    return {**kept, **changes}


def fill(connection: Any) -> None:
    """What a release with those tables would have written."""
    at, later = stored(connection, AT), stored(connection, LATER)
    for key, changes in QUESTIONS.items():
        insert(connection, "questions", {n: at if v == AT else v for n, v in question(key, changes).items()})
        insert(connection, "receipts", {"receipt": receipt(key), "key": key})
    for key, (person, address) in ADDRESSES.items():
        insert(
            connection,
            "addresses",
            {"key": key, "person": person, "sealed": Seal(SECRET).close(address), "expires_at": later},
        )
    insert(connection, "outbox", {"key": "first", "at": at, "state": "posted", "ts": OURS, "reason": ""})
    word = {"receipt": receipt("first"), "who": "p1", "value": "wrong", "note": "", "reason": "outdated", "at": at}
    insert(connection, "feedback", word)
    wish = {"id": "q1", "kind": "owner", "receipt": receipt("first"), "key": "first", "asker": "p1", "at": at, "language": "nl"}
    empty = dict.fromkeys(("channel", "card_ts", "settled_by", "patch", "told"), "")
    insert(connection, "requests", {**wish, "wish": '{"why": "please look"}', "state": "open", **empty})
    insert(connection, "notice_board", {"id": 1, "deed": "pause", "words": "w", "until": "", "sealed": "", "at": at})
    insert(connection, "acknowledgements", {"id": 1, "person": "p1", "version": "v1", "how": "read", "at": at})


@pytest.fixture
def upgraded(database_url: str) -> Iterator[Ledger]:
    """A ledger of that release with people's rows in it, opened by this one."""
    config = _config()
    with _alone(read_url(database_url)) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FILLED_AT)
        fill(connection)
    opened = open_ledger(database_url, SECRET)
    yield opened
    opened.close()


def addressed(ledger: Ledger) -> set[str]:
    return set(ledger.addressed_among(list(ADDRESSES)))


def test_what_was_kept_is_there(upgraded: Ledger, database_url: str) -> None:
    assert differences(read_url(database_url)) == []
    rows = {row.key: row for row in upgraded.questions()}
    assert set(rows) == set(QUESTIONS)
    first = rows["first"]
    assert (first.text, first.at, first.answer) == ("words of first", NOW, {"word": "Ja, mits", "b": "é"})
    assert (rows["corrected"].told_verdict, rows["corrected"].corrections) == ("forbidden", 2)
    assert [one.reason for one in upgraded.feedback(first.receipt)] == ["outdated"]
    assert upgraded.address("edited") == ADDRESSES["edited"][1]
    assert upgraded.last_known("p1") == "v1"
    assert upgraded.requests(asker="p1")[0].wish.why == "please look"


def test_what_was_kept_is_proved_from_now_on(upgraded: Ledger, database_url: str) -> None:
    assert (verify(database_url).ok, verify(database_url).rows) == (True, len(QUESTIONS)), verify(database_url).first_bad
    upgraded.keep_question("new", **VALUES)
    upgraded.keep_correction(receipt("first"), label="deny", verdict="forbidden", version="v3", at=NOW)
    upgraded.keep_correction(receipt("corrected"), label="allow", verdict="allowed", version="v3", at=NOW)
    upgraded.keep_background("first", [{"quote": "what a model said"}])
    assert upgraded.keep_feedback(receipt("first"), "helpful", at=NOW, who="p1")
    upgraded.seal()
    found = verify(database_url)
    assert (found.ok, found.rows, found.unsealed) == (True, len(QUESTIONS) + 1, 0), found.first_bad
    with create_engine(database_url).begin() as connection:
        connection.execute(text("UPDATE questions SET verdict = 'allowed' WHERE key = 'clicked'"))
    bad = verify(database_url).first_bad
    assert bad is not None and (bad.what, bad.key) == ("changed", "clicked")


def test_a_person_is_erased_with_addresses_from_before(upgraded: Ledger, database_url: str) -> None:
    proof = erase_person(app_over(upgraded, SECRET.decode()), "wish", "p1", NOW)
    assert proof.questions == len(QUESTIONS) - 2, "all but the one that was erased and that of another person"
    assert addressed(upgraded) == {"of another"}
    kept = {row.key: row.text for row in upgraded.questions() if row.text}
    assert kept == {"of another": "words of of another"}
    assert upgraded.requests(asker="p1") == []
    assert upgraded.feedback(receipt("first")) == []
    upgraded.seal()
    assert verify(database_url).ok, verify(database_url).first_bad


def test_a_message_is_erased_with_addresses_from_before(upgraded: Ledger, database_url: str) -> None:
    erase_question(app_over(upgraded, SECRET.decode()), "first", NOW)
    assert addressed(upgraded) == {"elsewhere", "of another"}, "its edit and its click went with it"
    assert {row.key for row in upgraded.questions() if row.text} == {"corrected", "unread", "of another"}
    assert verify(database_url).ok, verify(database_url).first_bad


def test_a_version_with_edits_of_before_is_found_as_well(database_url: str) -> None:
    config = _config()
    with _alone(read_url(database_url)) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        for number, version in enumerate(("9f8e+edits-1a2b", "9f8e~77aa", "9f8e")):
            changes = {"policy_version": version, "at": AT}
            row = question(f"k{number}", changes)
            insert(connection, "questions", {n: stored(connection, AT) if v == AT else v for n, v in row.items()})
    opened = open_ledger(database_url, SECRET)
    for version in ("9f8e+edits-1a2b", "9f8e~77aa", "9f8e"):
        assert [row.policy_version for row in opened.search(Filter(version=version)).rows] == [version]
    opened.close()


def test_what_was_kept_is_found_by_its_words_until_it_is_erased(upgraded: Ledger) -> None:
    found = [row.key for row in upgraded.search(Filter(words="another")).rows]
    erase_question(app_over(upgraded, SECRET.decode()), "of another", NOW)
    assert (found, upgraded.search(Filter(words="another")).rows) == (["of another"], ())
