"""The register of incidents and a moment go in; whoever reported one that was closed just now is told, wherever it was closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.ledger.ledger import Ledger
from bot.policy.house import Knowledge
from bot.settings import Settings
from bot.wiring.due.incidents import Incidents

TOLD_WITHIN = timedelta(days=28)
"""So long after the closing somebody is told of it, however long the bot was down: the outbox knows for longer what was said."""


def register_of(settings: Settings) -> str:
    """Where the register stands; empty where no console is served."""
    return f"{settings.console_address}/console/incidents" if settings.console_port else ""


def tell_closed(ledger: Ledger, knowledge: Knowledge, notify: Callable[[str, dict[str, Any]], None], now: datetime) -> None:
    """``notify`` queues a notice once for each id while it knows the id; what was said is never queued again."""
    for one in Incidents(ledger, knowledge).all():
        if one.closed and now - one.closed.at < TOLD_WITHIN:
            id_ = f"desk:{one.report.id}:closed"
            if ledger.outgoing(id_) is None:
                notify(id_, {"kind": "desk.closed", "request": one.report.id})
