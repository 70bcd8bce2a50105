"""A disk without room, and a server that goes away and comes back: told in words, nothing half written, and it works again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from bot.commands.ledgers import any_ledger
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.errors import LedgerError
from bot.ledger.verifying.verify import verify
from tests.broken import full_disk, server_away, throw_out
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW, SECRET

LONG_WORDS = {**VALUES, "text": "a long story " * 5_000}


def whole(url: str, keys: set[str]) -> bool:
    """Whether just these questions are there, each with its record."""
    found = verify(url)
    assert found.ok, found.first_bad
    with create_engine(url).connect() as connection:
        return set(connection.execute(text("SELECT key FROM questions")).scalars()) == keys and found.rows == len(keys)


@pytest.fixture
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('full')}/bot.db"


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[Ledger]:
    opened = open_ledger(sqlite_url, SECRET)
    opened.keep_question("before", **VALUES)
    yield opened
    opened.close()


def test_what_a_full_disk_refuses_is_kept_at_the_next_try(on_sqlite: Ledger, sqlite_url: str) -> None:
    with full_disk(on_sqlite._engine):
        for _ in range(3):
            with pytest.raises(DatabaseError, match="full"):
                on_sqlite.keep_question("new", **LONG_WORDS)
        assert [row.key for row in on_sqlite.questions()] == ["before"], "what is there can be read all the same"
        assert verify(sqlite_url).ok
    receipt = on_sqlite.keep_question("new", **LONG_WORDS)
    on_sqlite.seal()
    assert on_sqlite.question(receipt) is not None
    assert whole(sqlite_url, {"before", "new"})


def test_an_erasure_on_a_full_disk_is_done_or_not_done_but_never_half(on_sqlite: Ledger, sqlite_url: str) -> None:
    with full_disk(on_sqlite._engine):
        try:
            on_sqlite.erase(["before"], NOW)
        except DatabaseError:
            assert verify(sqlite_url).ok
    on_sqlite.erase(["before"], NOW)
    on_sqlite.seal()
    assert on_sqlite.questions()[0].text is None
    assert whole(sqlite_url, {"before"})


def test_a_full_disk_is_told_in_words_to_whoever_runs_a_command(sqlite_url: str, on_sqlite: Ledger) -> None:
    with pytest.raises(LedgerError, match="no room") as caught, any_ledger(sqlite_url) as ledger, full_disk(ledger._engine):
        ledger.keep_question("new", **LONG_WORDS)
    assert "make room" in caught.value.do
    assert "long story" not in str(caught.value)


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
class TestPostgreSQL:
    """A server that goes away."""

    def test_a_connection_that_was_cut_is_replaced_unseen(self, ledger: Ledger, database_url: str) -> None:
        ledger.keep_question("before", **VALUES)
        throw_out(database_url)
        ledger.keep_question("after", **VALUES)
        assert whole(database_url, {"before", "after"})

    def test_what_is_under_way_when_it_is_cut_leaves_nothing_half_written(self, ledger: Ledger, database_url: str) -> None:
        ledger.keep_question("before", **VALUES)
        with pytest.raises(DatabaseError), ledger._session() as session:
            session.connection().execute(text("DELETE FROM questions"))
            throw_out(database_url)
            session.connection().execute(text("DELETE FROM records"))
        ledger.keep_question("after", **VALUES)
        assert whole(database_url, {"before", "after"})

    def test_what_could_not_be_kept_while_it_was_away_is_kept_when_it_is_back(self, ledger: Ledger, database_url: str) -> None:
        ledger.keep_question("before", **VALUES)
        with server_away(database_url):
            with pytest.raises(DatabaseError) as refused:
                ledger.keep_question("new", **LONG_WORDS)
            assert "long story" not in str(refused.value)
            with pytest.raises(LedgerError) as told:
                open_ledger(database_url, SECRET)
            assert told.value.do
        ledger.keep_question("new", **LONG_WORDS)
        ledger.seal()
        assert whole(database_url, {"before", "new"})
