"""A step's call goes in; what it gave comes out, or that a database is away: then the durable workflow sleeps and tries again.

A full disk, a server that went away and a lock that nobody lets go of are no faults of a question. They are waited for without an
end, also across restarts; all other faults keep their bounded number of tries.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Any

import structlog
from dbos import DBOS
from dbos._context import snapshot_step_context
from dbos._core import record_sleep
from dbos._dbos import _get_dbos_instance
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.engine.sealed import given_by
from bot.engine.steps import rest_for

AWAY = "away"
"""What a step gives where a database is away; kept like any result, so that a replay goes the same way."""
FIRST_SECONDS, MOST_SECONDS = 0.5, 30.0
DOUBLINGS = 10
BUGS = ("no such", "syntax error", "has no column")
"""SQLite says these as well in the words of an operation that failed; to wait for them would be to wait for ever."""
NO_ROOM = ("disk is full", "disk I/O error", "unable to open", "readonly")
"""What SQLite says where its disk takes nothing more: the file itself, or the log and the index beside it."""
OURS = "mayi_engine"
"""Marks the engine's own database among all that the process has open."""

log = structlog.get_logger("mayi.engine")
_waiting: dict[str, datetime] = {}
_lock = Lock()


def waiting() -> dict[str, datetime]:
    """Ids of the work in this process that waits for a database, and since when."""
    with _lock:
        return dict(_waiting)


def is_away(problem: Exception) -> bool:
    """Whether a database cannot be used now, and may be later."""
    if isinstance(problem, (OperationalError, InterfaceError)):
        return not any(word in str(problem.orig) for word in BUGS)
    return isinstance(problem, PoolTimeout) or (isinstance(problem, DBAPIError) and problem.connection_invalidated)


def unless_away(call: Callable[[], Any]) -> Any:
    """What the call gives; ``AWAY`` where a database is away."""
    try:
        return call()
    except Exception as problem:
        if not is_away(problem):
            raise
        # the driver's words alone: neither a trace nor what was to be written
        log.warning("the database is away; the work waits", work=DBOS.workflow_id, says=_words(problem))
        return AWAY


def patiently(step: Callable[..., Any], *given: Any) -> Any:
    """Call a step until no database is away. Only from a workflow: the waits are durable."""
    id_ = str(DBOS.workflow_id)
    try:
        for tries in count():
            result = given_by(step, step(*given))
            if not (isinstance(result, str) and result == AWAY):
                return result
            with _lock:
                _waiting.setdefault(id_, datetime.now(UTC))
            rest(min(FIRST_SECONDS * 2 ** min(tries, DOUBLINGS), MOST_SECONDS))
    finally:
        with _lock:
            _waiting.pop(id_, None)


def rest(seconds: float) -> None:
    """Sleep, only from a workflow: a restart goes on with what is left. ``DBOS.sleep`` would wait until the moment that it wrote
    down comes, an hour longer where the clock was set an hour back meanwhile."""
    rest_for(min(record_sleep(_get_dbos_instance(), snapshot_step_context(), seconds), seconds))


def _words(problem: Exception) -> str:
    return " ".join(str(problem.orig if isinstance(problem, DBAPIError) else problem).split())[:200]


@event.listens_for(Engine, "handle_error")
def _wait_for_room(context: ExceptionContext) -> None:
    """DBOS waits without an end for a server that went away and for a lock, but not for room on the disk: a workflow would be
    called failed where it had only to wait. So a full disk is told to it as a lock. Whoever asks from outside a workflow (the
    door, which Slack waits for) is told at once."""
    engine, problem = context.engine, context.original_exception
    if engine is None or not engine.get_execution_options().get(OURS) or DBOS.workflow_id is None:
        return
    if isinstance(problem, sqlite3.OperationalError) and any(word in str(problem) for word in NO_ROOM):
        told = sqlite3.OperationalError(f"database is locked until there is room ({problem})")
        raise OperationalError("", None, told, hide_parameters=True) from problem
