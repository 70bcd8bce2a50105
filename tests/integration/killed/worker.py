"""A process that takes questions and clicks in by HTTP, answers them, and sends reminders: what is killed in ``test_kill.py``.

Real: the engine, the outbox, the ledger, the clock, the flows of reminders, the way into Slack. Made up: the steps of an answer.
``main`` says that it is ready once it takes questions.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.clock.clock import Clock, Tick
from bot.engine.engine import Engine, Pace
from bot.engine.outbox import Patience, Sayer
from bot.engine.sealed import Proof
from bot.engine.steps import AnswerSteps, NoticeSteps
from bot.flows.vendors.remind import Remind
from bot.flows.vendors.tend import Tend
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.keyed import keyed
from bot.policy.due.tasks import Deed, Done, tasks_of
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Reminding, Vendor
from bot.policy.policy import Policy
from bot.policy.talks.talk import Address
from bot.policy.vocabulary import Vocabulary
from bot.slack.posts.post import Poster, build_client

BASE = datetime(2026, 9, 1, tzinfo=UTC)
"""Where the simulated time of the reminders begins."""


def changes(count: int) -> tuple[AnnouncedChange, ...]:
    """Announced changes that take effect within sixty simulated days of the beginning, on different days."""
    first = date(2026, 10, 5)
    return tuple(AnnouncedChange(f"c{n}", "acme", f"Change {n}", first + timedelta(days=3 * n)) for n in range(count))


def knowledge(count: int) -> Knowledge:
    """A policy without rules, whose vendor changes its terms."""
    reminding = Reminding(quiet=None, every_day=True, escalate_after=2, digest=None)
    organisation = Organisation("X", time_zone="Europe/Amsterdam", reminder_channel="C0REMIND", reminding=reminding)
    vendors = (Vendor("acme", "Acme", changes=changes(count)),)
    return Knowledge(Policy({}, {}, {}, (), {}), Vocabulary(), organisation, vendors=vendors)


class Way:
    """The engine's port into the chat."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster

    def post(self, key: str, said: dict[str, Any]) -> str:
        return self._poster.tell(self._address(said), said["words"], key)

    def find(self, key: str, said: dict[str, Any]) -> str | None:
        return self._poster.find(self._address(said), key)

    def _address(self, said: dict[str, Any]) -> Address:
        return Address("T1", said["channel"], "U1", thread_ts=said.get("thread", ""))


def answer_steps(ledger: Ledger, slow: float) -> AnswerSteps:
    """Steps that take a while, so that there is something to be killed in."""

    def wait(_: Any) -> dict[str, Any]:
        time.sleep(random.uniform(0.1, 1) * slow)
        return {}

    def read(asked: dict[str, Any]) -> dict[str, Any]:
        return {"later": True} if "until" in asked else wait(asked)

    def think(asked: dict[str, Any]) -> dict[str, Any]:
        """A model, which has read once the file is there that the question names."""
        while not Path(asked["until"]).exists():
            time.sleep(0.05)
        return {}

    def log(state: dict[str, Any]) -> None:
        ledger.keep_question(state["asked"]["key"], at=datetime.now(UTC), text=state["asked"]["text"])

    def say(state: dict[str, Any]) -> dict[str, Any]:
        return {"words": f"No: {state['asked']['text']}", "channel": "C0ASK", "thread": "1.0"}

    return AnswerSteps(read, wait, say, sorry=lambda state, step: say(state), log=log, think=think)


def remind_flow(ledger: Ledger, engine: Engine, given: dict[str, Any], now: Callable[[], datetime]) -> Remind:
    """The real flow, on simulated time."""
    known = knowledge(given["changes"])
    return Remind(
        organisation=lambda: known.organisation,
        tasks=lambda: tasks_of(known),
        deeds=ledger.deeds,
        persons=lambda task, now: ("U0FIRST", "U0NEXT"),
        is_free=lambda task, day: False,
        zone=lambda task: "",
        draw=lambda notice, task, now, today: {"words": f"{notice['reminder']} {notice['due']}"},
        keep=ledger.keep_reminders,
        plan=ledger.plan_outcomes,
        settle=ledger.settle_outcomes,
        planned=ledger.planned_outcomes,
        posted=ledger.last_posted,
        enqueue=engine.notify,
        move_cursors=ledger.move_cursors,
        keep_outcome=ledger.keep_outcome,
        now=now,
    )


def tend_flow(ledger: Ledger, given: dict[str, Any], now: Callable[[], datetime]) -> Callable[[dict[str, str]], None]:
    """The real flow of clicks on cards: an acknowledgement, kept once however often it comes."""
    known = knowledge(given["changes"])
    tasks = {task.id: task for task in tasks_of(known)}
    tend = Tend(
        deeds=ledger.deeds,
        keep=ledger.keep_deed,
        wanted=lambda: known.organisation.reminding,
        today=lambda: now().date(),
    )

    def click(clicked: dict[str, str]) -> None:
        assert not tend(tasks[clicked["task"]], Done(Deed.ACKNOWLEDGE, now(), "U0FIRST", id=clicked["click"]))

    return click


def main(given: dict[str, Any], ready: Callable[[], None]) -> None:
    """Run until killed."""
    ledger = open_ledger(given["ledger"], b"the secret of the house")

    began = Path(given["began"])

    def simulated() -> datetime:
        """Stands still until the test says when it began, so that a slow start of ours skips no day."""
        seconds = time.time() - float(began.read_text()) if began.exists() else 0.0
        return BASE + timedelta(days=seconds * given["days_per_second"])

    late: list[Remind] = []  # the engine's steps and the flow know each other

    def word(notice: dict[str, Any]) -> dict[str, Any] | None:
        return late[0].word(notice)

    def keep(notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        late[0].kept(notice, outcome)

    way = Way(Poster(build_client("xoxb-1", given["chat"])))
    patience = Patience(grace=given["grace"], fresh=0.5)
    engine = Engine(
        given["engine"],
        answer_steps(ledger, given["slow"]),
        NoticeSteps(word=word, keep=keep),
        Sayer(ledger, way, lambda: datetime.now(UTC), patience=patience),
        proof=Proof(lambda *parts: keyed(b"secret", *parts)),
        pace=Pace(takeover_wait_seconds=given["takeover_wait"]),
    )
    remind = remind_flow(ledger, engine, given, simulated)
    late.append(remind)
    click = tend_flow(ledger, given, simulated)
    engine.start()
    Clock([Tick("remind", 0.3, remind)], now=simulated).start()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            click(asked) if "click" in asked else engine.ask(asked)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", given["port"]), Door)
    ready()
    server.serve_forever()
