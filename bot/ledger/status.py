"""A ledger's address goes in; how it is comes out, as a few numbers. Nothing is changed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from bot.ledger.ledger import read_revision
from bot.ledger.store.base import connect
from bot.ledger.store.drivers import explained
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import head

COUNTS = {
    "questions": "SELECT count(*) FROM questions",
    "erased": "SELECT count(*) FROM questions WHERE erased_at IS NOT NULL",
    "records": "SELECT count(*) FROM records",
    "unsealed": "SELECT count(*) FROM records WHERE place IS NULL",
    "holds": "SELECT count(*) FROM holds WHERE lifted_at IS NULL",
    "addresses": "SELECT count(*) FROM addresses",
}
BACKUP = "SELECT public FROM records WHERE kind = 'backup' ORDER BY id DESC LIMIT 1"


def status_of(url: str) -> dict[str, Any]:
    """What there is. Raises ``LedgerError``."""
    parsed, revision = read_revision(url)
    found: dict[str, Any] = {"database": parsed.get_backend_name(), "schema": revision, "wanted": head()}
    if revision != head():
        raise LedgerError(f"the ledger has the tables {revision or 'none'}", "bring them to today's with: mayi db upgrade")
    engine = connect(parsed)
    try:
        with explained(parsed), engine.connect() as connection:
            found |= {name: connection.scalar(text(query)) for name, query in COUNTS.items()}
            last = connection.scalar(text(BACKUP))
            found["last_root"] = connection.scalar(text("SELECT max(day) FROM roots"))
            found["last_backup"] = json.loads(last)["at"] if last else None
    finally:
        engine.dispose()
    return found
