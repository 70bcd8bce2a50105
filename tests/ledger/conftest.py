"""A fresh database for each test, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ledger.ledger import Ledger, open_ledger
from tests.databases import new_database

SECRET = b"a secret for tests only, 32 bytes"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the newest schema with nothing in it."""
    path = tmp_path_factory.mktemp("pattern") / "bot.db"
    open_ledger(f"sqlite:///{path}", SECRET).close()
    return path


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
        if wants_schema:
            shutil.copy(request.getfixturevalue("sqlite_pattern"), tmp_path / "bot.db")
        yield f"sqlite:///{tmp_path}/bot.db"
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
