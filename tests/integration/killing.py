"""Questions, processes and a number of kills go in; how many questions were lost and said twice comes out."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.flows.remind import _wall
from bot.ledger import keyed, open_ledger
from bot.policy.due import due_points
from tests.integration.chat import Chat, Faults
from tests.integration.worker import changes

ROOT = Path(__file__).resolve().parents[2]
DAYS = 70
"""Simulated days until the last reminder is due."""


@dataclass(frozen=True)
class Plan:
    """One run."""

    processes: int = 1
    questions: int = 40
    kills: int = 6
    changes: int = 4
    seconds: float = 12.0
    """How long questions come in and processes are killed."""
    dead_seconds: float = 1.5
    """In the middle, all are dead for so long."""
    slow: float = 0.2
    grace: float = 1.5
    """Seconds; the chat shows a message after 0.8 at the latest."""
    takeover_wait: float = 1.0
    seed: int = 1
    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True)
class Report:
    """What came of it."""

    asked: int
    acked: int
    lost: list[str]
    """Acknowledged and never said."""
    twice: list[str]
    unlogged: list[str]
    kills: int
    looks: int
    due: int
    reminders_missed: list[str]
    """Due points without an outcome, and posted ones that stand nowhere."""
    reminders_doubled: list[str]
    """Said twice, or said although covered."""
    unfinished: list[str]


class Fleet:
    """Processes that are killed and started again."""

    def __init__(self, plan: Plan, given: dict[str, Any]) -> None:
        self._given = given
        self.ports = [_free_port() for _ in range(plan.processes)]
        self._running: dict[int, subprocess.Popen[str]] = {}

    def start(self, port: int) -> None:
        """Start one; returns at once."""
        self._running[port] = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.worker", json.dumps({**self._given, "port": port})],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_ready(self, port: int) -> None:
        """Wait until one takes questions."""
        out = self._running[port].stdout
        assert out is not None
        assert out.readline() == "ready\n", "the worker did not start"

    def kill(self, port: int) -> None:
        """kill -9."""
        process = self._running.pop(port)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()

    def kill_all(self) -> None:
        """kill -9 for all that run."""
        for port in list(self._running):
            self.kill(port)


def run(plan: Plan, folder: Path, ledger_url: str, engine_url: str) -> Report:
    """Ask, kill and count. ``folder`` is for what the processes share beside their database."""
    chat = Chat(plan.faults, plan.seed)
    lots = random.Random(plan.seed)
    given = {
        "ledger": ledger_url,
        "engine": engine_url,
        "chat": chat.url,
        "slow": plan.slow,
        "grace": plan.grace,
        "takeover_wait": plan.takeover_wait,
        "changes": plan.changes,
        "began": str(folder / "began"),
        "days_per_second": DAYS / (plan.seconds + plan.dead_seconds),
    }
    fleet = Fleet(plan, given)
    keys = [keyed(b"k", str(number)) for number in range(plan.questions)]
    acked: set[str] = set()
    for port in fleet.ports:
        fleet.start(port)
    for port in fleet.ports:
        fleet.wait_ready(port)
    _begin(plan, given)
    askers = threading.Thread(target=_ask_all, args=(keys, acked, fleet.ports, plan))
    askers.start()
    kills = 0
    while kills < plan.kills:
        time.sleep(lots.uniform(0.3, 1.7) * plan.seconds / plan.kills / 2)
        if kills == plan.kills // 2:
            fleet.kill_all()
            time.sleep(plan.dead_seconds)
            for port in fleet.ports:
                fleet.start(port)
            for port in fleet.ports:
                fleet.wait_ready(port)
            kills += len(fleet.ports)
            continue
        port = lots.choice(fleet.ports)
        fleet.kill(port)
        kills += 1
        fleet.start(port)
        if len(fleet.ports) == 1 and lots.random() < 0.5:
            continue  # the next kill may come while it still starts
        fleet.wait_ready(port)
    askers.join()
    report = replace(_settle(plan, chat, given, keys, acked), kills=kills)
    fleet.kill_all()
    chat.stop()
    return report


def _begin(plan: Plan, given: dict[str, Any]) -> None:
    """Let simulated time run, once every reminder was looked at."""
    ledger = open_ledger(given["ledger"], b"the secret of the house")
    end = time.monotonic() + 60
    while not all((row := ledger.reminder(f"change:{change.id}")) and row.cursor for change in changes(plan.changes)):
        assert time.monotonic() < end, "no process looks at the reminders"
        time.sleep(0.1)
    ledger.close()
    began = Path(given["began"])
    began.with_suffix(".new").write_text(str(time.time()))
    began.with_suffix(".new").rename(began)


def _ask_all(keys: list[str], acked: set[str], ports: list[int], plan: Plan) -> None:
    """Send each question as Slack does: again until it is acknowledged, and now and then although it was."""
    lots = random.Random(plan.seed + 1)
    pending = [(plan.seconds * number / len(keys), key) for number, key in enumerate(keys)]
    begin = time.monotonic()
    while pending:
        at, key = pending.pop(0)
        time.sleep(max(0.0, begin + at - time.monotonic()))
        if _send(lots.choice(ports), key):
            acked.add(key)
            if lots.random() < 0.1:  # the acknowledgement got lost on its way
                _send(lots.choice(ports), key)
        else:
            pending.append((time.monotonic() - begin + 0.5, key))
            pending.sort()


def _send(port: int, key: str) -> bool:
    body = json.dumps({"key": key, "text": f"May {key[:6]}?"}).encode()
    with contextlib.suppress(OSError):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", body)
        with urllib.request.urlopen(request, timeout=3) as reply:  # noqa: S310
            return bool(reply.status == 200)
    return False


def _settle(plan: Plan, chat: Chat, given: dict[str, Any], keys: list[str], acked: set[str]) -> Report:
    """Wait until all is quiet, then count."""
    ledger = open_ledger(given["ledger"], b"the secret of the house")
    dues = {f"change:{change.id}": [_wall(point) for point in due_points(change.effective)] for change in changes(plan.changes)}
    left = float(Path(given["began"]).read_text()) + DAYS / given["days_per_second"] - time.time()
    time.sleep(max(0.0, left))
    end = time.monotonic() + 60

    def unfinished() -> list[str]:
        logged = {row.key for row in ledger.questions()}
        outcomes = [row for name in dues for row in ledger.outcomes(name)]
        owed = [f"{row.reminder} {row.due} {row.outcome}" for row in outcomes if row.outcome not in {"posted", "covered"}]
        known = {(row.reminder, row.due) for row in outcomes}
        missing = [f"{name} {due}" for name, points in dues.items() for due in points if (name, due) not in known]
        return [*(acked - logged), *owed, *missing]

    while unfinished() and time.monotonic() < end:
        time.sleep(0.3)
    time.sleep(2.5)  # whatever would be said twice has time to be
    counts = chat.counts()
    outcomes = [row for name in dues for row in ledger.outcomes(name)]
    names = {f"reminder:{row.reminder}:{row.due}": row.outcome for row in outcomes}
    report = Report(
        asked=len(keys),
        acked=len(acked),
        lost=sorted(key for key in acked if not counts[key]),
        twice=sorted(key for key in keys if counts[key] > 1),
        unlogged=sorted(acked - {row.key for row in ledger.questions()}),
        kills=0,
        looks=chat.looks,
        due=sum(len(points) for points in dues.values()),
        reminders_missed=[name for name, outcome in names.items() if outcome == "posted" and not counts[name]],
        reminders_doubled=[name for name, outcome in names.items() if counts[name] > (outcome == "posted")],
        unfinished=unfinished(),
    )
    ledger.close()
    return report


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def new_database(server: str) -> Any:
    """A PostgreSQL database that lives as long as the block."""
    url = make_url(server)
    name = f"mayi_test_{uuid4().hex}_{os.getpid()}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
