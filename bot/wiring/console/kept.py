"""What somebody does and types in the console goes in; what may be kept of it is kept: redacted before the first write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.console.deeds import safe_query
from bot.console.doors import Person, View
from bot.ledger.ledger import Ledger
from bot.reading.door import make_safe


def kept_doors(ledger: Ledger) -> dict[str, Callable[..., Any]]:
    """The doors that write: deeds and views."""

    def keep_view(person: Person, name: str, query: str) -> bool:
        return ledger.keep_view(person.id, make_safe(name).text, safe_query(query), datetime.now(UTC))

    return {
        "views": lambda person: tuple(View(one.id, one.name, one.query) for one in ledger.views(person.id)),
        "keep_view": keep_view,
        "drop_view": lambda person, view: ledger.drop_view(person.id, view),
    }
