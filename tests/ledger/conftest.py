"""A fresh database for each test, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ledger.ledger import Ledger, open_ledger
from tests.databases import ledger_in, new_database
from tests.ledger.tampering import fill

SECRET = b"a secret for tests only, 32 bytes"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_pattern() -> Iterator[str]:
    """The URL of a database of the newest schema with nothing in it."""
    with new_database(os.environ["MAYI_TEST_POSTGRES"]) as url:
        open_ledger(url, SECRET).close()
        yield url


@pytest.fixture(scope="session")
def postgres_full(postgres_pattern: str) -> Iterator[str]:
    """The same with rows in all tables."""
    with new_database(os.environ["MAYI_TEST_POSTGRES"], postgres_pattern) as url:
        fill_once(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with rows in all tables."""
    file = tmp_path_factory.mktemp("full") / "bot.db"
    fill_once(ledger_in(file))
    return file


def fill_once(url: str) -> None:
    """To fill a ledger takes half a second of the processor; a copy of a full one takes none."""
    ledger = open_ledger(url, SECRET)
    fill(ledger)
    ledger.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own: empty, or for whoever asks for an open ledger a copy of one without rows, or of a
    full one."""
    wants_schema, wants_rows = "ledger" in request.fixturenames, "full_ledger" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "bot.db"
        if wants_rows:
            shutil.copy(request.getfixturevalue("sqlite_full"), file)
        yield ledger_in(file) if wants_schema else f"sqlite:///{file}"
        return
    like = request.getfixturevalue("postgres_full" if wants_rows else "postgres_pattern") if wants_schema else ""
    with new_database(os.environ["MAYI_TEST_POSTGRES"], like) as url:
        yield url


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An open ledger on that database."""
    opened = open_ledger(database_url, SECRET)
    yield opened
    opened.close()


@pytest.fixture
def full_ledger(ledger: Ledger) -> Ledger:
    """The same with rows in all tables, as ``fill`` makes them."""
    return ledger
