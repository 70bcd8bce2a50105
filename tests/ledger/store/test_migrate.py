"""Migrations, and a database that cannot be used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from bot.ledger.ledger import Ledger, open_ledger, prepare
from bot.ledger.store.base import read_url
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import differences, head, migrations_folder
from tests.ledger.conftest import NOW, SECRET


def test_the_migrations_make_the_tables_that_the_house_expects(database_url: str) -> None:
    assert prepare(database_url)[1:] == (None, head())
    assert differences(read_url(database_url)) == []


def test_migrating_a_migrated_database_changes_nothing(database_url: str) -> None:
    prepare(database_url)
    assert prepare(database_url)[1:] == (head(), head())


def test_a_missing_column_is_told(database_url: str) -> None:
    prepare(database_url)
    with create_engine(database_url).begin() as connection:
        connection.execute(text("ALTER TABLE outbox DROP COLUMN reason"))
    assert "reason" in " ".join(differences(read_url(database_url)))


def test_an_empty_database_is_told_as_such(database_url: str) -> None:
    assert differences(read_url(database_url)) == [f"revision none, expected {head()}"]


def test_several_that_open_a_new_ledger_at_once_all_get_it(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for opened in list(pool.map(lambda _: open_ledger(database_url, SECRET), range(4))):
            assert list(opened.questions()) == []
            opened.close()


def test_a_newer_schema_is_refused_and_left_alone(database_url: str) -> None:
    prepare(database_url)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="does not know") as caught:
        open_ledger(database_url, SECRET)
    assert "update may-i" in caught.value.do
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "what", "do"),
    [
        ("no url at all", "no database URL", "write sqlite:///"),
        ("oracle+oracledb://u@h/x", "there is no driver", "both come with may-i"),
        ("foo://x", "there is no driver", "both come with may-i"),
        ("postgresql://mayi@127.0.0.1:1/x?connect_timeout=2", "cannot be reached", "check host and port"),
        ("sqlite:////proc/nowhere/bot.db", "cannot be made", "may be written to"),
    ],
)
def test_a_database_that_cannot_be_used_says_what_to_do(url: str, what: str, do: str) -> None:
    with pytest.raises(LedgerError, match=what) as caught:
        open_ledger(url, SECRET)
    assert do in caught.value.do


def test_a_password_is_never_shown() -> None:
    with pytest.raises(LedgerError) as caught:
        open_ledger("postgresql://mayi:hunter2@127.0.0.1:1/x?connect_timeout=2", SECRET)
    assert "hunter2" not in str(caught.value)


def test_a_read_only_ledger_is_refused_at_the_door(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    open_ledger(f"sqlite:///{path}", SECRET).close()
    with pytest.raises(LedgerError, match="is read-only") as caught:
        open_ledger(f"sqlite:///file:{path}?mode=ro&uri=true", SECRET)
    assert "make it writable" in caught.value.do


@pytest.mark.needs("postgres")
def test_a_read_only_postgresql_is_refused_at_the_door(postgres_url: str) -> None:
    with pytest.raises(LedgerError, match="is read-only"):
        open_ledger(f"{postgres_url}?options=-cdefault_transaction_read_only%3Don", SECRET)


@pytest.mark.needs("postgres")
def test_a_database_that_the_server_does_not_have_is_told(postgres_url: str) -> None:
    with pytest.raises(LedgerError, match="refused"):
        open_ledger(postgres_url.rsplit("/", 1)[0] + "/no_such_database", SECRET)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes, long enough to be no SQLite header" * 30)
    with pytest.raises(LedgerError, match="no SQLite database"):
        open_ledger(f"sqlite:///{path}", SECRET)
    assert path.read_text().startswith("my notes")


def test_a_new_ledger_makes_its_folder_and_writes_safely(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path}/new/folder/bot.db", SECRET)
    with ledger._engine.connect() as connection:
        pragmas = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    ledger.close()
    assert pragmas == ["wal", 2, 1]


def test_the_migrations_are_where_the_package_is() -> None:
    assert (migrations_folder() / "versions").is_dir()


def test_a_database_error_does_not_carry_what_was_asked(ledger: Ledger) -> None:
    with ledger._engine.begin() as connection:
        connection.execute(text("ALTER TABLE questions RENAME TO questions_that_were"))
    with pytest.raises(DatabaseError) as caught:
        ledger.keep_question("a" * 64, at=NOW, text="xyzzy")
    assert "xyzzy" not in str(caught.value)
