"""Questions, processes and a number of kills go in; how many questions were lost and said twice comes out."""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time as hour
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock.hours import Hours
from bot.desk.reminders import ESCALATION, walls_of
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.keyed import keyed
from bot.policy.due.tasks import Standing, Task, deeds_on, standing, tasks_of
from tests.databases import UNFINISHED, work_in
from tests.integration.forks import Fleet
from tests.integration.killed.chat import Chat, Faults
from tests.integration.killed.worker import changes, knowledge, main

DAYS = 70
"""Simulated days until the last reminder is due."""
HOURS = Hours(ZoneInfo("Europe/Amsterdam"), hour(9), None, lambda _day: False)
ENDS = {"posted", "covered", "settled"}
CLICKS = 3
"""Acknowledgements of each task that is clicked on, in the course of a run; each is sent until it is taken, and once more."""


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
    escalations: int
    """Times at which the next person was to be asked, among those that are due."""
    clicks: int
    """Clicks on cards that were acknowledged to Slack."""
    clicks_lost: list[str]
    """Acknowledged and not kept, or kept twice."""
    unfinished: list[str]


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
    fleet = Fleet(main, given, plan.processes)
    keys = [keyed(b"k", str(number)) for number in range(plan.questions)]
    acked: set[str] = set()
    fleet.start_all()
    _begin(plan, given)
    askers = threading.Thread(target=_ask_all, args=(keys, acked, fleet.ports, plan))
    clicked: set[str] = set()
    clickers = threading.Thread(target=_click_all, args=(clicked, fleet.ports, plan))
    askers.start()
    clickers.start()
    kills = 0
    while kills < plan.kills:
        time.sleep(lots.uniform(0.3, 1.7) * plan.seconds / plan.kills / 2)
        if kills == plan.kills // 2:
            fleet.kill_all()
            time.sleep(plan.dead_seconds)
            fleet.start_all()
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
    clickers.join()
    report = replace(_settle(plan, chat, given, keys, acked), kills=kills, **_clicks(given, clicked))
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


def _click_all(clicked: set[str], ports: list[int], plan: Plan) -> None:
    """Acknowledge every second task now and then; each click until it is taken, and once more."""
    lots = random.Random(plan.seed + 2)
    for number in range(CLICKS):
        time.sleep(plan.seconds / (CLICKS + 1))
        for task in tasks_of(knowledge(plan.changes))[::2]:
            click = f"{task.id}/{number}"
            for _ in range(50):
                if deliver(lots.choice(ports), {"task": task.id, "click": click}):
                    clicked.add(click)
                    deliver(lots.choice(ports), {"task": task.id, "click": click})
                    break
                time.sleep(0.2)


def _clicks(given: dict[str, Any], clicked: set[str]) -> dict[str, Any]:
    """What became of the clicks."""
    ledger = open_ledger(given["ledger"], b"the secret of the house")
    kept = [done.id for deeds in ledger.deeds().values() for done in deeds]
    ledger.close()
    return {"clicks": len(clicked), "clicks_lost": sorted(one for one in clicked if kept.count(one) != 1)}


def _send(port: int, key: str) -> bool:
    return deliver(port, {"key": key, "text": f"May {key[:6]}?"})


def deliver(port: int, given: dict[str, Any]) -> bool:
    """Send one question or click to a process; whether it took it."""
    body = json.dumps(given).encode()
    with contextlib.suppress(OSError):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", body)
        with urllib.request.urlopen(request, timeout=3) as reply:  # noqa: S310
            return bool(reply.status == 200)
    return False


def _settle(plan: Plan, chat: Chat, given: dict[str, Any], keys: list[str], acked: set[str]) -> Report:
    """Wait until all is quiet, then count."""
    ledger = open_ledger(given["ledger"], b"the secret of the house")
    tasks, wanted = tasks_of(knowledge(plan.changes)), knowledge(plan.changes).organisation.reminding
    dues = {task.id: walls_of(task, Standing(), HOURS, wanted) for task in tasks}
    left = float(Path(given["began"]).read_text()) + DAYS / given["days_per_second"] - time.time()
    end = time.monotonic() + max(0.0, left) + 60

    def unfinished() -> list[str]:
        logged = {row.key for row in ledger.questions()}
        outcomes = _outcomes(ledger, tasks)
        owed = [f"{row.reminder} {row.due} {row.outcome}" for row in outcomes if row.outcome not in ENDS]
        known = {(row.reminder, row.due) for row in outcomes}
        expected = dues | _steps(ledger, tasks)
        missing = [f"{name} {due}" for name, points in expected.items() for due in points if (name, due) not in known]
        return [*(acked - logged), *owed, *missing]

    # whatever would be said twice is work of somebody who died, or of the one who took it over
    while ((left_over := unfinished()) or work_in(given["engine"], *UNFINISHED)) and time.monotonic() < end:
        time.sleep(0.3)
    counts = chat.counts()
    outcomes = _outcomes(ledger, tasks)
    names = {f"reminder:{row.reminder}:{row.due}": row.outcome for row in outcomes}
    report = Report(
        asked=len(keys),
        acked=len(acked),
        lost=sorted(key for key in acked if not counts[key]),
        twice=sorted(key for key in keys if counts[key] > 1),
        unlogged=sorted(acked - {row.key for row in ledger.questions()}),
        kills=0,
        looks=chat.looks,
        due=len(outcomes),
        escalations=sum(row.reminder.startswith(ESCALATION) for row in outcomes),
        clicks=0,
        clicks_lost=[],
        reminders_missed=[name for name, outcome in names.items() if outcome == "posted" and not counts[name]],
        reminders_doubled=[name for name, outcome in names.items() if counts[name] > (outcome == "posted")],
        unfinished=left_over,  # what came due since is under way, and owed to nobody yet
    )
    ledger.close()
    return report


def _outcomes(ledger: Ledger, tasks: Sequence[Task]) -> list[Any]:
    """All due points that have an outcome: of tasks, and of asking the next person."""
    own = [row for task in tasks for row in ledger.outcomes(task.id)]
    asked = [f"{ESCALATION}{row.reminder}:{row.due}" for row in own if row.outcome == "posted"]
    return [*own, *(row for name in asked for row in ledger.outcomes(name))]


def _steps(ledger: Ledger, tasks: Sequence[Task]) -> dict[str, list[str]]:
    """Whom must have been asked by now: the next person and the channel, where nobody reacted to what was posted last."""
    found, deeds, posted = {}, ledger.deeds(), ledger.last_posted([task.id for task in tasks])
    for task in tasks:
        asked, last = posted.get(task.id), standing(deeds_on(task, deeds)).last
        if asked and not (last and last.at >= asked.at):
            found[f"{ESCALATION}{task.id}:{asked.due}"] = [HOURS.wall_after(asked.at, 2 * step) for step in (1, 2)]
    return found
