"""A ledger's rows go in, with the witnesses of them in its chain; the first row that no witness stands for comes out, and the
first witness whose row is gone or is another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, text

from bot.ledger.store.canonical import digest_of
from bot.ledger.store.compare import is_over, last_witnesses, rows_of
from bot.ledger.store.proved import TABLES, row_text
from bot.ledger.store.stored import LOWEST, NEVER, at_of, said_in

PAGE = text(
    "SELECT r.id, r.ref, r.public, r.salt, r.place FROM records r "
    "WHERE r.kind <> 'question' AND r.kind = 'row' AND r.id > :after ORDER BY r.id LIMIT 500"
)
ALL = text("SELECT count(*) FROM records WHERE kind <> 'question' AND kind = 'row'")
Fault = Callable[[int, str, str, str], None]
"""Place, what, why, and what it is about."""


def look_at_rows(connection: Connection, fault: Fault, tails: dict[str, int]) -> None:
    """Compare every row with its witness. ``tails``: keys of questions that were changed after they were recorded, with the place
    of their record; those that a witness stands for are taken out."""
    for table in TABLES:
        if table != "questions" and (lone := connection.execute(_lone(table)).first()) is not None:
            fault(NEVER, "added", f"a row of `{table}` was put in: nothing in the log says so", f"{table}:{lone[0]}")
    proved: Counter[str] = Counter()
    walked = 0
    for witnesses in _pages(connection):
        walked += len(witnesses)
        of_table: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        for one in witnesses:
            table, _, key = str(one.ref).partition(":")
            if table in TABLES:
                of_table[table].append((key, one))
        for table, some in of_table.items():
            proved[table] += _look_at(connection, fault, table, some)
            if table == "questions":
                for key, _ in some:
                    tails.pop(key, None)
    if (there := int(connection.execute(ALL).scalar_one())) != walked:
        fault(NEVER, "added", f"{walked:,} witnesses were compared, and {there:,} are there", "")
    for table in TABLES:
        there = int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own names
        if table != "questions" and there != proved[table]:
            fault(NEVER, "added", f"`{table}` has {there:,} rows, and {proved[table]:,} are proved", "")


def _lone(table: str) -> Any:
    key = TABLES[table].key
    return text(
        f"SELECT t.{key} FROM {table} t WHERE NOT EXISTS "  # noqa: S608 - our own names
        f"(SELECT 1 FROM records r WHERE r.ref = '{table}:' || t.{key} AND r.kind = 'row') ORDER BY t.{key} LIMIT 1"
    )


def _pages(connection: Connection) -> Iterator[Sequence[Any]]:
    after = LOWEST
    while found := connection.execute(PAGE, {"after": after}).all():
        after = found[-1].id
        yield found


def _look_at(connection: Connection, fault: Fault, table: str, witnesses: list[tuple[str, Any]]) -> int:
    """Compare the rows of some witnesses; gives how many rows are there."""
    keys = list(dict.fromkeys(key for key, _ in witnesses))
    here = {witness.id for _, witness in witnesses}
    last, rows = last_witnesses(connection, table, keys), rows_of(connection, table, keys)
    for key, witness in witnesses:
        said, row = said_in(witness.public), rows.get(key)
        at, about = at_of(witness.place), witness.ref
        is_last = last[witness.ref].id == witness.id
        if witness.salt and not (is_last and said.get("row")):
            fault(at, "changed", "a witness has its salt again, and no row that it stands for", about)
        if not is_last:
            continue  # a later one stands for the row
        if row is None:
            if said.get("row") and not is_over(said):
                fault(at, "missing", f"a row of `{table}` is gone", about)
        elif not said.get("row"):
            fault(at, "added", f"a row of `{table}` that was deleted is there again", about)
        elif digest_of(str(witness.salt or ""), row_text(row)) != said["row"]:
            fault(at, "changed", f"a row of `{table}` is not what was recorded", about)
    return sum(1 for key in keys if key in rows and last[f"{table}:{key}"].id in here)
