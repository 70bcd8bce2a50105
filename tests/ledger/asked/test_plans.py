"""What pages look for in a big log is found by an index: the database is asked how it would go about each statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.ledger.asked.search import Filter
from bot.ledger.ledger import Ledger
from bot.ledger.store.records import BACKUP, ERASED
from tests.ledger.asked.test_search import keep
from tests.ledger.conftest import NOW

LOOKS: dict[str, tuple[Callable[[Ledger], object], str]] = {
    "the last backup": (lambda ledger: ledger.records(BACKUP, 1), "ix_records_rare"),
    "the newest erasures": (lambda ledger: ledger.records(ERASED, 50), "ix_records_rare"),
    "what was not served": (lambda ledger: ledger.unserved(NOW - timedelta(days=30), 5000), "ix_questions_unserved"),
    "what was clicked": (lambda ledger: ledger.changed(NOW - timedelta(days=90), 5000), "ix_questions_superseded"),
    "whether more was clicked": (lambda ledger: ledger.state_of_changed(NOW - timedelta(days=90)), "ix_questions_superseded"),
    "records without a place": (lambda ledger: ledger.unsealed(), "records"),
    "the newest questions": (lambda ledger: ledger.search(Filter()), "question_search"),
}
WHOLE = ("SCAN records", "SCAN questions", "SCAN question_search", "Seq Scan on records", "Seq Scan on questions")


def statements(ledger: Ledger, look: Callable[[Ledger], object]) -> list[tuple[str, Any]]:
    """What is asked of the database."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(ledger._engine, "before_cursor_execute", note)
    look(ledger)
    event.remove(ledger._engine, "before_cursor_execute", note)
    return seen


def plans(ledger: Ledger, look: Callable[[Ledger], object]) -> str:
    """How it would go about them; PostgreSQL reads a small table as a whole unless it is told not to."""
    asked, told = statements(ledger, look), []
    is_sqlite = ledger._engine.dialect.name == "sqlite"
    with ledger._engine.connect() as connection:
        if not is_sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
            connection.exec_driver_sql("SET enable_bitmapscan = off")
        for statement, parameters in asked:
            how = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
            told += [str(row[-1]) for row in connection.exec_driver_sql(how + statement, parameters)]
    return "\n".join(told)


@pytest.mark.parametrize("name", LOOKS)
def test_it_is_found_by_an_index(ledger: Ledger, name: str) -> None:
    for number in range(5):
        keep(ledger, number)
    look, index = LOOKS[name]
    told = plans(ledger, look)
    assert index in told, told
    assert not [line for line in told.splitlines() for words in WHOLE if words in line and "USING" not in line], told
