"""A fresh database for each test, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ledger.ledger import Ledger, open_ledger
from tests.databases import ledger_in, new_database

SECRET = b"a secret for tests only, 32 bytes"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_pattern() -> Iterator[str]:
    """The URL of a database of the newest schema with nothing in it."""
    with new_database(os.environ["MAYI_TEST_POSTGRES"]) as url:
        open_ledger(url, SECRET).close()
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own: empty, or for whoever asks for an open ledger a copy of one without rows."""
    wants_schema = "ledger" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "bot.db"
        yield ledger_in(file) if wants_schema else f"sqlite:///{file}"
        return
    like = request.getfixturevalue("postgres_pattern") if wants_schema else ""
    with new_database(os.environ["MAYI_TEST_POSTGRES"], like) as url:
        yield url


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An open ledger on that database."""
    opened = open_ledger(database_url, SECRET)
    yield opened
    opened.close()
