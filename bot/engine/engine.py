"""Steps and a database go in; a running engine comes out that answers each enqueued question once, across crashes."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from dbos import DBOS, DBOSConfig
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from bot.engine import amendments, sealed, steps, workflows
from bot.engine.alone import FileLock
from bot.engine.amendments import AMENDMENTS, CHECKS, LONGEST_WAITS
from bot.engine.errors import EngineError
from bot.engine.forget import Thorough, let_go, prefixes_of
from bot.engine.liveness import Liveness, executors_with_work, exit_now, recover
from bot.engine.only_json import only_json
from bot.engine.outbox import Outcome, Sayer
from bot.engine.patience import OURS, waiting
from bot.engine.sealed import Proof
from bot.engine.steps import AmendSteps, AnswerSteps, House, NoticeSteps, Plain
from bot.engine.workflows import ANSWERS, EXPLANATIONS, NOTICES, READINGS

_DONE, _FAILED = ["SUCCESS", "CANCELLED"], ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
"""How work ends."""
VERSION = "1"
"""Pinned: DBOS's own version is a hash of the code, under which a new release would strand the work of the last one."""

NOTICES_AT_ONCE = 4
KEEP_HOURS = 24
KEEP_FAILED_DAYS = 30
_SLACK_SECONDS = 5.0
"""By how much a wait may seem too long: it was put off after the look began, or by a process whose clock is ahead."""
_LOOK_SECONDS = 0.1
"""How often DBOS looks on SQLite for messages between workflows: there are none, so it costs nothing, and ``stop`` waits for the
last look."""

_LAST_LOOK_SECONDS = 10.0
"""How long a queue's last look may take at a stop, as DBOS has it: its database may be away."""


@dataclass(frozen=True, slots=True)
class Pace:
    """``at_once``: answers under way at the same time in one process. The bound is needed: DBOS has twenty connections.

    ``poll_seconds``: how often it looks for questions; for what nobody waits for, ``patience`` times as long. A look costs some
    3 ms of the processor, whether there is something or not.
    """

    at_once: int = 8
    poll_seconds: float = 0.1
    patience: int = 5
    takeover_wait_seconds: float = 10.0


class Engine:
    """Durable answers and notices. One per process."""

    def __init__(
        self,
        url: str,
        answer: AnswerSteps,
        notice: NoticeSteps,
        sayer: Sayer,
        *,
        proof: Proof,
        explain: Callable[[Plain], Outcome] = steps.no_explanation,
        amend: AmendSteps | None = None,
        pace: Pace | None = None,
        on_lost: Callable[[], None] = exit_now,
    ) -> None:
        """``url``: DBOS's own database, ``sqlite:///`` (one process) or ``postgresql+psycopg://`` (several).

        ``proof``: how work is told that the house queued. ``explain``: one try at saying more of an answer that stands.
        ``on_lost`` is called where a PostgreSQL process can no longer show that it lives; it must end the process.
        """
        try:
            self._url = make_url(url)
        except ArgumentError:
            raise EngineError(
                f"what begins with {url.partition(':')[0]!r} is no database URL",
                "write sqlite:///path or postgresql+psycopg://user@host/name",
            ) from None
        if self._url.get_backend_name() not in {"sqlite", "postgresql"}:
            raise EngineError(f"the engine cannot run on {self._url.drivername!r}", "use sqlite:/// or postgresql+psycopg://")
        self._proof = proof
        self._house = House(answer, notice, sayer, explain, amend or AmendSteps())
        self._pace = pace or Pace()
        self._on_lost = on_lost
        self._lock: FileLock | None = None
        self._liveness: Liveness | None = None
        self._executor = "local"
        self._taking: DBOS | None = None
        self._running = False

    def start(self) -> None:
        """Take the database, finish what was left, and take new work. Raises ``EngineError``."""
        sealed.use(self._proof)
        steps.use(self._house)
        if self._url.get_backend_name() == "sqlite":
            self._lock = self._take_file()
        else:
            self._executor = uuid4().hex
            self._liveness = Liveness(
                self._url.set(drivername="postgresql").render_as_string(hide_password=False),
                self._executor,
                working=executors_with_work,
                recover=recover,
                on_lost=self._on_lost,
                wait_seconds=self._pace.takeover_wait_seconds,
            )
        self._taking = DBOS(config=_config(self._url, self._executor))
        try:
            DBOS.launch()
        except DatabaseError as error:
            self.stop()
            raise EngineError(f"the engine's database cannot be used: {error.orig}", "check its address and rights") from error
        at_once = self._pace.at_once
        widths = {ANSWERS: at_once, READINGS: at_once, EXPLANATIONS: at_once, NOTICES: NOTICES_AT_ONCE}
        widths |= {AMENDMENTS: NOTICES_AT_ONCE, CHECKS: 1}  # a check takes the model from those who wait for it
        for queue, width in widths.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=width,
                polling_interval_sec=self._pace.poll_seconds * (1 if queue == ANSWERS else self._pace.patience),
                on_conflict="always_update",
            )
        self._running = True
        if self._liveness:
            self._liveness.start()

    def stop(self, finish_seconds: float = 2.0) -> None:
        """Take nothing more, and stop; what is not finished in ``finish_seconds`` goes on at the next start."""
        end = time.monotonic() + finish_seconds
        if self._taking:
            _take_no_more(self._taking)
            self._taking = None
        while self._running and time.monotonic() < end and self._has_work():
            time.sleep(0.05)
        self._running = False
        steps.use(None)  # what runs on ends at its next step
        DBOS.destroy()
        if self._liveness:
            self._liveness.stop()
            self._liveness = None
        if self._lock:
            self._lock.release()
            self._lock = None

    def ask(self, asked: Plain) -> None:
        """Queue one question (``asked.key`` is its identity). Returns once it cannot be lost; a second time is a no-op."""
        workflows.enqueue_answer(asked)

    def notify(self, notice_id: str, notice: Plain, seconds: float = 0) -> None:
        """Queue one notice, as ``reminder:<id>:<due>``, to be worded in so many seconds. A second use of the id is a no-op.

        What a notice leads to may be queued from its own steps: DBOS wants no workflow started inside a step, so it is queued as
        from outside. A step that runs again queues the same id again.
        """
        Context().run(workflows.enqueue_notice, notice_id, notice, seconds)

    def notify_again(self, notice_id: str, notice: Plain, seconds: float = 0) -> None:
        """As ``notify``; where work of that id has ended, under the next one: ``correct:<receipt>:<version>:1``."""
        ended = Context().run(_ended_of, notice_id)
        ids = (notice_id if n == 0 else f"{notice_id}:{n}" for n in count())
        self.notify(next(one for one in ids if one not in ended), notice, seconds)

    def check(self, told: Plain) -> None:
        """Queue the check of one answer that words gave at once: ``{asked, reading}``. A second time is a no-op."""
        Context().run(amendments.enqueue_check, told)

    def amend(self, asked: Plain, given: Plain) -> None:
        """Queue what a model makes of one answer that stands. A second use of ``asked.key`` is a no-op."""
        Context().run(amendments.enqueue_amendment, asked, given)

    def under_way(self) -> list[str]:
        """Ids of all work that is not finished, oldest first."""
        found = DBOS.list_workflows(status=["ENQUEUED", "PENDING", "DELAYED"], load_input=False, load_output=False)
        return [workflow.workflow_id for workflow in found]

    def asked_under_way(self) -> list[Plain]:
        """The ``asked`` of every question that is not answered, or not explained, yet; oldest first, some perhaps twice."""
        found = DBOS.list_workflows(
            workflow_id_prefix=["answer:", "explain:"], status=["ENQUEUED", "PENDING", "DELAYED"], load_output=False
        )
        inputs = [(one, one.input["args"]) for one in found if isinstance(one.input, dict) and one.name != "amend"]
        ours = [args[0] for one, args in inputs if sealed.is_ours(one.workflow_id, one.name, *args)]
        return [sealed.opened(given.get("asked", given)) for given in ours]

    def cancel(self, key: str) -> None:
        """Take the work on one question, its explanation included, out of the queue. What has begun ends by itself: it finds its
        key claimed, and says nothing."""
        found = DBOS.list_workflows(
            workflow_id_prefix=[f"answer:{key}", f"explain:{key}"],
            status=["ENQUEUED", "DELAYED"],
            load_input=False,
            load_output=False,
        )
        if queued := [one.workflow_id for one in found if one.workflow_id.split(":")[1] == key]:
            DBOS.cancel_workflows(queued)

    def failed(self) -> list[str]:
        """Ids of work that failed for good: bugs, for the operator to look at."""
        found = DBOS.list_workflows(status=_FAILED, load_input=False, load_output=False)
        return [workflow.workflow_id for workflow in found]

    def waiting(self) -> dict[str, datetime]:
        """Ids of the work here that waits for a database which is away, and since when."""
        return waiting()

    def hurry(self, now: datetime) -> None:
        """Queue at once what is to wait longer than its kind ever waits: the clock was set back after it was put off.

        Work of a name that is not known here is another release's, which hurries its own.
        """
        for work in DBOS.list_workflows(status="DELAYED", load_input=False, load_output=False):
            end = now.timestamp() + LONGEST_WAITS.get(work.name, math.inf) + _SLACK_SECONDS
            if (work.delay_until_epoch_ms or 0) > end * 1000:
                DBOS.set_workflow_delay(work.workflow_id, delay_seconds=0)

    def prune(self, now: datetime) -> int:
        """Delete the rows of work that ended a day ago (failed work: a month); gives how many."""
        done = _ended(_DONE, now - timedelta(hours=KEEP_HOURS))
        done += _ended(_FAILED, now - timedelta(days=KEEP_FAILED_DAYS))
        if done:
            DBOS.delete_workflows(done)
        let_go(self._url)
        return len(done)

    def erase(self, key: str, receipt: str = "") -> None:
        """Stop and delete all work on one question, at once."""
        self.drop(*prefixes_of(key, receipt))
        let_go(self._url)

    def drop(self, *prefixes: str) -> None:
        """Stop and delete all work whose id begins with one of these, at once."""
        while ids := self._of(prefixes):  # what was under way may have queued its next part since the last look
            DBOS.cancel_workflows(ids)
            DBOS.delete_workflows(ids)

    def _of(self, prefixes: tuple[str, ...]) -> list[str]:
        found = DBOS.list_workflows(workflow_id_prefix=list(prefixes), load_input=False, load_output=False)
        return [workflow.workflow_id for workflow in found]

    def _has_work(self) -> bool:
        return bool(
            DBOS.list_workflows(status="PENDING", executor_id=self._executor, load_input=False, load_output=False, limit=1)
        )

    def _take_file(self) -> FileLock:
        path = Path(self._url.database or "engine.db")
        lock = FileLock(path)
        try:
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA journal_mode=WAL")  # stays with the file; DBOS does not set it
            connection.close()
        except sqlite3.Error as error:
            lock.release()
            raise EngineError(
                f"the engine's database {path} cannot be used: {error}", "make it writable, or name another file"
            ) from None
        return lock


def _config(url: URL, executor: str) -> DBOSConfig:
    thorough: Plain = {"connect_args": {"factory": Thorough}} if url.get_backend_name() == "sqlite" else {}
    return {
        "name": "may-i",
        "system_database_url": url.render_as_string(hide_password=False),
        "application_version": VERSION,
        "executor_id": executor,
        "serializer": only_json(),
        "log_level": "WARNING",
        "enable_otlp": False,
        "notification_listener_polling_interval_sec": _LOOK_SECONDS,
        # a database error in the log must not carry what was asked
        "db_engine_kwargs": {"hide_parameters": True, "execution_options": {OURS: True}, **thorough},
    }


def _take_no_more(dbos: DBOS) -> None:
    """End what takes work out of the queues, and wait for what it takes now.

    Private, and on purpose: ``destroy`` takes the threads away on which work runs while it is still being taken.
    """
    for event in dbos.background_thread_stop_events:
        event.set()
    for thread in threading.enumerate():
        if thread.name.startswith("queue-worker-"):
            thread.join(_LAST_LOOK_SECONDS)


def _ended_of(prefix: str) -> set[str]:
    found = DBOS.list_workflows(workflow_id_prefix=prefix, status=[*_DONE, *_FAILED], load_input=False, load_output=False)
    return {workflow.workflow_id for workflow in found}


def _ended(statuses: Sequence[str], before: datetime) -> list[str]:
    found = DBOS.list_workflows(status=list(statuses), completed_before=before.isoformat(), load_input=False, load_output=False)
    return [workflow.workflow_id for workflow in found]
