"""Every way to tamper with a log goes in: each table, each column, edited, deleted, put in or swapped. How many of each
``mayi verify`` finds comes out, and what it does not find, with the reason.

Run: ``python -m benchmarks.tampering``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine

from bot.ledger.ledger import open_ledger
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.records import Root
from bot.ledger.verifying.verify import verify
from tests.ledger.tampering import NOW, Tampering, fill, out_of_scope, reason_of, tamper, tamperings

KEY = b"of the benchmark alone"


def main() -> None:
    """Print the table."""
    done: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    reasons: dict[str, str] = {}
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder) / "bot.db", Path(folder) / "copy.db"
        ledger = open_ledger(f"sqlite:///{file}", KEY)
        fill(ledger)
        head = ledger.head(NOW)
        ledger.close()
        for one in _ways(file):
            shutil.copy(file, copy)
            if not _tampered(copy, one):
                continue
            done[one.table, one.deed] += 1
            if _is_found(copy, head):
                found[one.table, one.deed] += 1
            elif reason := reason_of(one):
                reasons[one.table if one.table in out_of_scope() else f"{one.table}.{one.column}"] = reason
            else:
                missed.append(one.name)
    deeds = ("edit", "delete", "insert", "swap")
    print(f"{'table':<22}" + "".join(f"{deed:>14}" for deed in deeds))
    for table in dict.fromkeys(table for table, _ in done):
        cells = (f"{found[table, deed]} of {done[table, deed]}" if done[table, deed] else "–" for deed in deeds)
        print(f"{table:<22}" + "".join(f"{cell:>14}" for cell in cells))
    print(f"\nfound {found.total()} of {done.total()}; missed in scope: {len(missed)}")
    for name in missed:
        print(f"  MISSED {name}")
    print("\nout of scope:")
    for name, reason in sorted({**out_of_scope(), **reasons}.items()):
        print(f"  {name}: {reason}")


def _is_found(file: Path, head: Root) -> bool:
    """Also where verify says that it cannot read the ledger at all."""
    try:
        return not verify(f"sqlite:///{file}", (head,), key=KEY).ok
    except LedgerError:
        return True


def _ways(file: Path) -> list[Tampering]:
    with create_engine(f"sqlite:///{file}").connect() as connection:
        return list(tamperings(connection))


def _tampered(file: Path, one: Tampering) -> bool:
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as connection:
            return tamper(connection, one)
    finally:
        engine.dispose()


if __name__ == "__main__":
    main()
