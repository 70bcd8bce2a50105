"""Whatever somebody does to one row of the database, verify finds it, or a file says why it need not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from bot.ledger.ledger import open_ledger
from bot.ledger.store.records import Root
from bot.ledger.store.witness import TABLES
from bot.ledger.verifying.verify import verify
from tests.databases import new_database
from tests.ledger.conftest import NOW, SECRET
from tests.ledger.tampering import Tampering, fill, out_of_scope, reason_of, tamper, tamperings

IN_SCOPE = ("questions", "records", "receipts", *(name for name in TABLES if name != "questions"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Root]]:
    """A database with rows in all tables, and the head of its chain, kept outside."""
    if request.param == "sqlite":
        yield made(f"sqlite:///{tmp_path_factory.mktemp('filled') / 'bot.db'}")
        return
    with new_database(os.environ["MAYI_TEST_POSTGRES"]) as url:
        yield made(url)


def made(url: str) -> tuple[str, Root]:
    ledger = open_ledger(url, SECRET)
    fill(ledger)
    head = ledger.head(NOW)
    ledger.close()
    return url, head


@contextmanager
def copied(url: str, tmp_path: Path) -> Iterator[str]:
    """The same database once more."""
    if not url.startswith("sqlite"):
        with new_database(os.environ["MAYI_TEST_POSTGRES"], url) as copy:
            yield copy
        return
    file = tmp_path / "copy.db"
    shutil.copy(url.removeprefix("sqlite:///"), file)
    yield f"sqlite:///{file}"
    file.unlink()


def ways(url: str, table: str) -> list[Tampering]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [one for one in tamperings(connection) if one.table == table]
    finally:
        engine.dispose()


def is_found(url: str, head: Root, one: Tampering) -> bool | None:
    """Whether verify finds it; None where it cannot be done."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if not tamper(connection, one):
                return None
    finally:
        engine.dispose()
    return not verify(url, (head,), key=SECRET).ok


def test_the_filled_ledger_is_whole(filled: tuple[str, Root]) -> None:
    found = verify(filled[0], filled[1:], key=SECRET)
    assert (found.ok, found.key, found.unsealed) == (True, "compared", 0), found.first_bad
    assert found.covered == found.records


def test_each_table_is_in_scope_or_a_file_says_why_not() -> None:
    assert set(IN_SCOPE).isdisjoint(out_of_scope())
    assert {*IN_SCOPE, *out_of_scope()} == {*SQLModel.metadata.tables, "question_search", "questions_words"}


@pytest.mark.parametrize("table", IN_SCOPE)
def test_tampering_with_any_row_is_found(filled: tuple[str, Root], tmp_path: Path, table: str) -> None:
    url, head = filled
    found: list[bool] = []
    missed: list[str] = []
    for one in ways(url, table):
        with copied(url, tmp_path) as copy:
            said = is_found(copy, head, one)
        if said is None:
            continue
        found.append(said)
        if not said and not reason_of(one):
            missed.append(one.name)
    assert not missed, "\n".join(missed)
    assert any(found), f"{table} has rows, and some of what was done to them can be seen"
