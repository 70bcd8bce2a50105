"""A PostgreSQL address and an executor's id go in; peers see that it lives, and what a dead peer left is taken over.

Each process holds an advisory lock for as long as its connection lives: no clocks, no heartbeats. Who gets the lock of another
knows that it is dead. Needs a direct or session-pooled connection.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable
from zlib import crc32

import psycopg
import structlog
from dbos import DBOS
from dbos._error import DBOSException
from sqlalchemy.exc import SQLAlchemyError

from bot.engine.errors import EngineError

NAMESPACE = 0x6D6179  # "may": ours among the advisory locks of the database
LOST = 75  # EX_TEMPFAIL: whoever keeps us running starts us again

log = structlog.get_logger("mayi.engine")


def exit_now() -> None:
    """Without the lock a peer may take our work over: stop before we do it a second time."""
    os._exit(LOST)


class Liveness:
    """Our lock, and the thread that looks for peers whose lock is free."""

    def __init__(
        self,
        url: str,
        executor: str,
        *,
        working: Callable[[], Iterable[str]],
        recover: Callable[[str], None],
        on_lost: Callable[[], None] = exit_now,
        every_seconds: float = 1.0,
        wait_seconds: float = 10.0,
    ) -> None:
        """``working`` gives executors with work under way, ``recover`` takes over what one of them left.

        ``wait_seconds``: after our own start nobody is taken over for so long. Where the server was down, all have lost their
        locks at the same time, and those that live need a moment to notice and stop.
        """
        self._executor, self._working, self._recover, self._on_lost = executor, working, recover, on_lost
        self._every, self._wait = every_seconds, wait_seconds
        self._stop = threading.Event()
        try:
            self._connection = psycopg.connect(
                url, autocommit=True, keepalives_idle=5, keepalives_interval=2, keepalives_count=3, tcp_user_timeout=10_000
            )
            self._connection.execute("SELECT pg_advisory_lock(%s, %s)", (NAMESPACE, number_of(executor)))
        except psycopg.Error as error:
            raise EngineError(
                f"the engine's database server cannot be reached: {error}", "check its address, and that it runs"
            ) from None
        self._thread = threading.Thread(target=self._watch, name="mayi-liveness", daemon=True)

    def start(self) -> None:
        """Begin to look after the peers."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the lock; peers may take over what is left."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        with contextlib.suppress(psycopg.Error):  # a lost connection has let go already
            self._connection.execute("SELECT pg_advisory_unlock_all()")  # a server notices a closed connection a little later
        self._connection.close()

    def _watch(self) -> None:
        start = time.monotonic()
        while not self._stop.wait(self._every):
            try:
                self._connection.execute("SELECT 1")
                if time.monotonic() - start >= self._wait:
                    self.take_over()
            except psycopg.Error as error:
                if self._stop.is_set():
                    return
                log.error("the connection that shows we live is lost; stopping", error=str(error))
                self._on_lost()
                return
            except (SQLAlchemyError, DBOSException) as error:
                log.warning("could not look after the peers; looking again", error=str(error))

    def take_over(self) -> None:
        """One look at all peers with work under way."""
        for peer in sorted(set(self._working()) - {self._executor}):
            if not self._ask("SELECT pg_try_advisory_lock(%s, %s)", peer):
                continue
            try:
                log.warning("a peer is gone; taking over what it left", peer=peer)
                self._recover(peer)
            finally:
                self._ask("SELECT pg_advisory_unlock(%s, %s)", peer)

    def _ask(self, query: str, peer: str) -> bool:
        row = self._connection.execute(query.encode(), (NAMESPACE, number_of(peer))).fetchone()
        return bool(row and row[0])


def number_of(executor: str) -> int:
    """An executor's id as PostgreSQL's signed 32-bit lock number."""
    number = crc32(executor.encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def executors_with_work() -> set[str]:
    """Those whose work is not finished."""
    found = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {workflow.executor_id for workflow in found if workflow.executor_id}


def recover(executor: str) -> None:
    """Take the work of another one over."""
    # Private, and on purpose: it keeps the count of attempts and the queue's bound, which the public one does not.
    DBOS._recover_pending_workflows([executor])
