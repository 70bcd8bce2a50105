"""Whatever somebody does to one row of the database, verify finds it, or a file says why it need not."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine
from sqlmodel import SQLModel

from bot.ledger.ledger import open_ledger
from bot.ledger.store.proved import TABLES
from bot.ledger.store.records import Root
from bot.ledger.verifying.verified import Verified
from bot.ledger.verifying.verify import look_at, verify
from tests.databases import new_database
from tests.ledger.conftest import NOW, SECRET
from tests.ledger.tampering import DELETE, Tampering, fill, out_of_scope, reason_of, tamper, tamperings

IN_SCOPE = (
    "questions",
    "records",
    "receipts",
    "question_search",
    "usage_days",
    "captures",
    *(name for name in TABLES if name != "questions"),
)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Root]]:
    """A database with rows in all tables, and the head of its chain, kept outside."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'bot.db'}"
        else:
            url = stack.enter_context(new_database(os.environ["MAYI_TEST_POSTGRES"]))
        ledger = open_ledger(url, SECRET)
        fill(ledger)
        head = ledger.head(NOW)
        ledger.close()
        engine = create_engine(url)
        stack.callback(engine.dispose)
        yield engine, head


@contextmanager
def under_way(engine: Engine) -> Iterator[Connection]:
    """A transaction that leaves the database as it was."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection
        connection.rollback()


def whole(filled: tuple[Engine, Root]) -> Verified:
    engine, head = filled
    return verify(engine.url.render_as_string(hide_password=False), (head,), key=SECRET)


def test_the_filled_ledger_is_whole(filled: tuple[Engine, Root]) -> None:
    found = whole(filled)
    assert (found.ok, found.key, found.unsealed) == (True, "compared", 0), found.first_bad
    assert found.covered == found.records


def test_each_table_is_in_scope_or_the_page_on_privacy_says_why_not() -> None:
    assert set(IN_SCOPE).isdisjoint(out_of_scope())
    privacy = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text(encoding="utf-8")
    told = privacy.partition("| what it does not look at | why |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", told)) == {*out_of_scope()}
    assert {*IN_SCOPE, *out_of_scope()} == {*SQLModel.metadata.tables, "question_search", "questions_words"}


@pytest.mark.parametrize("table", IN_SCOPE)
def test_tampering_with_any_row_is_found(filled: tuple[Engine, Root], table: str) -> None:
    engine, head = filled
    with engine.connect() as connection:
        ways = [one for one in tamperings(connection) if one.table == table]
    found: list[bool] = []
    missed: list[str] = []
    for one in ways:
        with under_way(engine) as connection:
            if not tamper(connection, one):
                continue
            found.append(not look_at(connection, (head,), key=SECRET).ok)
        if not found[-1] and not reason_of(one):
            missed.append(one.name)
    assert not missed, "\n".join(missed)
    assert any(found), f"{table} has rows, and some of what was done to them can be seen"


def test_nothing_stays_of_what_was_tried(filled: tuple[Engine, Root]) -> None:
    engine, _ = filled
    with under_way(engine) as connection:
        assert tamper(connection, Tampering("questions", DELETE))
    assert whole(filled).ok


ANOTHER_TYPE = [
    *(
        f"UPDATE records SET {name} = CAST({name} AS BLOB) WHERE place = 5"  # noqa: S608 - our own names
        for name in ("kind", "ref", "public", "digest", "hash", "mac")
    ),
    "UPDATE records SET ref = CAST(ref AS BLOB) WHERE kind = 'row'",
    "UPDATE records SET salt = CAST(salt AS BLOB) WHERE kind = 'row'",
    "UPDATE records SET private = CAST(private AS BLOB) WHERE kind = 'question'",
    "INSERT INTO roots SELECT '2030-01-01', 'x', hash, '2030-01-01 00:00:00.000000' FROM records WHERE place = 5",
    "UPDATE questions SET erased_at = '' WHERE key = 'a'",
    "UPDATE questions SET erased_at = '0' WHERE key = 'a'",
    "UPDATE receipts SET at = 'yesterday' WHERE key = 'a'",
    "UPDATE receipts SET at = 5 WHERE key = 'a'",
]
"""A file of SQLite keeps anything in any column; PostgreSQL keeps to its types."""


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", ANOTHER_TYPE)
def test_a_value_of_another_type_is_found_and_stops_nothing(filled: tuple[Engine, Root], statement: str) -> None:
    engine, head = filled
    with under_way(engine) as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0
        found = look_at(connection, (head,), key=SECRET)
    assert not found.ok
    if "place = 5" in statement and "UPDATE" in statement:
        assert (found.first_bad.what, found.first_bad.place) == ("changed", 5)
