"""What somebody does and types in the console goes in; what may be kept of it is kept: redacted before the first write."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.console.doors import Person, View
from bot.ledger.ledger import Ledger
from bot.reading.door import make_safe

_VERSION = re.compile(r"[0-9a-f]{1,12}")
"""A version of the policy, as a page shows it: a reader of values might take it for a key."""


def kept_doors(ledger: Ledger) -> dict[str, Callable[..., Any]]:
    """The doors that write: deeds and views."""

    def deed(person: Person, done: str, about: str) -> None:
        safe = safe_query(about) if done == "export" else make_safe(about).text
        ledger.keep_console_deed(person.id, person.role.value, done, safe, datetime.now(UTC))

    def keep_view(person: Person, name: str, query: str) -> bool:
        return ledger.keep_view(person.id, make_safe(name).text, safe_query(query), datetime.now(UTC))

    return {
        "deed": deed,
        "views": lambda person: tuple(View(one.id, one.name, one.query) for one in ledger.views(person.id)),
        "keep_view": keep_view,
        "drop_view": lambda person, view: ledger.drop_view(person.id, view),
    }


def safe_query(query: str) -> str:
    """The query of a search: redacted as it was typed, not as a browser writes it."""
    return urlencode([(make_safe(name).text, _safe_value(name, value)) for name, value in parse_qsl(query)])


def _safe_value(name: str, value: str) -> str:
    return value if name == "version" and _VERSION.fullmatch(value) else make_safe(value).text
