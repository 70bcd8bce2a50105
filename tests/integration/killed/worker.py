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
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock.clock import Clock, Tick
from bot.desk import reminders
from bot.desk.tasks import tend
from bot.engine.engine import Engine, Pace
from bot.engine.outbox import Patience, Sayer
from bot.engine.sealed import Proof
from bot.engine.steps import AnswerSteps, NoticeSteps
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.keyed import keyed
from bot.policy.due.tasks import Deed, Done, tasks_of
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Reminding, Vendor
from bot.policy.policy import Policy
from bot.policy.talks.talk import Address
from bot.policy.vocabulary import Vocabulary
from bot.settings import read_settings
from bot.slack.posts.post import Poster, build_client

BASE = datetime(2026, 9, 1, tzinfo=UTC)
"""Where the simulated time of the reminders begins."""


def changes(count: int) -> tuple[AnnouncedChange, ...]:
    """Announced changes that take effect within sixty simulated days of the beginning, on different days."""
    first = date(2026, 10, 5)
    return tuple(AnnouncedChange(f"c{n}", "acme", f"Change {n}", first + timedelta(days=3 * n)) for n in range(count))


def knowledge(count: int) -> Knowledge:
    """A policy without rules, whose vendor changes its terms."""
    who = {"privacy": ("U0FIRST", "U0NEXT")}
    reminding = Reminding(quiet=None, every_day=True, escalate_after=2, digest=None, who=who)
    organisation = Organisation(
        "X", owner="privacy", time_zone="Europe/Amsterdam", reminder_channel="C0REMIND", reminding=reminding
    )
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


def app_of(ledger: Ledger, engine: Engine, given: dict[str, Any]) -> App:
    """What the desk takes."""
    known = knowledge(given["changes"])
    app = App(read_settings(), load_catalog(), ledger, lambda: known)
    app.engine = engine
    return app


def clicks(app: App, now: Callable[[], datetime]) -> Callable[[dict[str, str]], None]:
    """Clicks on cards: an acknowledgement, kept once however often it comes."""
    known = {task.id: task for task in tasks_of(app.knowledge)}

    def click(clicked: dict[str, str]) -> None:
        done, wanted = Done(Deed.ACKNOWLEDGE, now(), "U0FIRST", id=clicked["click"]), app.knowledge.organisation.reminding
        assert not tend(app.ledger, known[clicked["task"]], done, wanted, now().date())

    return click


def main(given: dict[str, Any], ready: Callable[[], None]) -> None:
    """Run until killed."""
    ledger = open_ledger(given["ledger"], b"the secret of the house")

    began = Path(given["began"])

    def simulated() -> datetime:
        """Stands still until the test says when it began, so that a slow start of ours skips no day."""
        seconds = time.time() - float(began.read_text()) if began.exists() else 0.0
        return BASE + timedelta(days=seconds * given["days_per_second"])

    late: list[App] = []  # the engine's steps and the app know each other

    def word(notice: dict[str, Any]) -> dict[str, Any] | None:
        return reminders.reminder_words(late[0], notice, simulated())

    def keep(notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        reminders.keep_reminder(late[0], notice, outcome, simulated())

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
    app = app_of(ledger, engine, given)
    late.append(app)
    click = clicks(app, simulated)
    engine.start()
    Clock([Tick("remind", 0.3, partial(reminders.remind, app))], now=simulated).start()

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
