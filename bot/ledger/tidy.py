"""A ledger in which something was erased goes in; its files, from which the database has let go of what was erased, come out."""

from __future__ import annotations

from sqlalchemy import text

from bot.ledger.store.base import Shelf

PAGES = 500
"""Pages of the full-text index that are merged in one transaction: writers wait for no more."""
MOST = 10_000


class Tidying(Shelf):
    """What databases leave lying about: words of deleted rows in the index, old pages in the write-ahead log."""

    def tidy(self) -> None:
        """Let go of it. On PostgreSQL the server's own VACUUM does so."""
        if self._engine.dialect.name != "sqlite":
            return
        step = -PAGES  # the first says: all of it
        for _ in range(MOST):
            with self._engine.begin() as connection:
                before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
                merge = text("INSERT INTO questions_words (questions_words, rank) VALUES ('merge', :step)")
                connection.execute(merge, {"step": step})
                if connection.exec_driver_sql("SELECT total_changes()").scalar_one() - before < 2:
                    break
            step = PAGES
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
