"""What somebody does in the console is kept: redacted before the first write."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

from bot.app import App
from bot.console.doors import Person
from bot.reading.door import make_safe

EXPORT = "export"
"""The deed of who takes questions out; it is about a query."""
_VERSION = re.compile(r"[0-9a-f]{1,12}")
"""A version of the policy, as a page shows it: a reader of values might take it for a key."""


def keep_deed(app: App, person: Person, deed: str, about: str = "") -> None:
    """Keep that somebody did something."""
    safe = safe_query(about) if deed == EXPORT else make_safe(about).text
    app.ledger.keep_console_deed(person.id, person.role.value, deed, safe, datetime.now(UTC))


def safe_query(query: str) -> str:
    """The query of a search: redacted as it was typed, not as a browser writes it."""
    return urlencode([(make_safe(name).text, _safe_value(name, value)) for name, value in parse_qsl(query)])


def _safe_value(name: str, value: str) -> str:
    return value if name == "version" and _VERSION.fullmatch(value) else make_safe(value).text
