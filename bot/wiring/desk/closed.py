"""The register of incidents and a moment go in; whoever reported one that was closed just now is told, wherever it was closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.ledger.ledger import Ledger
from bot.policy.house import Knowledge
from bot.wiring.due.incidents import Incidents

TOLD_WITHIN = timedelta(hours=12)
"""So long after the closing somebody is told of it: the engine knows for a day which notices it has had."""


def tell_closed(ledger: Ledger, knowledge: Knowledge, notify: Callable[[str, dict[str, Any]], None], now: datetime) -> None:
    """``notify`` queues a notice once for each id, so that a second look tells nobody again."""
    for one in Incidents(ledger, knowledge).all():
        if one.closed and now - one.closed.at < TOLD_WITHIN:
            request = one.report.id
            notify(f"desk:{request}:closed", {"kind": "desk.closed", "request": request})
