"""A number of kills goes in; how many questions were lost, answered otherwise or twice comes out, and which rows are missing.

Real: Slack's door (Socket Mode, or signed HTTP), the house behind it, the reading of the words, the outbox, the database.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url

from bot.environment import shipped
from bot.ledger.ledger import open_ledger
from bot.ledger.verifying.outside import Outside
from tests.chaos.house import main
from tests.chaos.town import Case, Told, Town, cases, town
from tests.databases import house_in, work_in
from tests.integration.forks import Fleet

KEY = "a key of the storms, long enough for all"
FAULTS = (
    ("rate_limited", "chat.postMessage"),
    ("fail_after", "chat.postMessage"),
    ("slow", "chat.postMessage"),
    ("rate_limited", "conversations.replies"),
    ("error", "conversations.replies"),
    ("fail_after", "chat.update"),
    ("lost_ack", "*"),
)
"""What goes wrong at Slack meanwhile: 429, 500 after the deed was done, a slow line, an acknowledgement that gets lost."""
QUIET_SECONDS = 150.0
"""How long work may go on at the end: three rounds of the fifteen seconds after which an outbox looks what became of a post."""


def chosen(count: int) -> tuple[Case, ...]:
    """So many of the questions, spread over all of them; one is asked back."""
    found = cases()[:: max(1, len(cases()) // count)][:count]
    asked_back = next(one for one in cases() if one.verdict == "ask")
    return found if asked_back in found else (*found[:-1], asked_back)


@dataclass(frozen=True)
class Plan:
    """One storm."""

    processes: int = 1
    kills: int = 5
    door: str = "socket"
    per_kill: float = 3.0
    """Questions for each kill."""
    pause: float = 1.5
    """Seconds between two kills, about, beside those for which a process starts."""
    asked: tuple[Case, ...] = chosen(6)
    seed: int = 1
    more: tuple[tuple[str, str], ...] = ()
    """Of the house's environment."""


@dataclass(frozen=True)
class Report:
    """What came of it."""

    told: Told
    kills: int
    seconds: float
    unfinished: int = 0
    failed: list[str] = field(default_factory=list)
    """Work that ended for good without success."""
    rows: int = 0
    rows_missing: list[str] = field(default_factory=list)
    """Receipts that people were given and that stand in no row."""
    rows_unsaid: list[str] = field(default_factory=list)
    """Rows of answers that are not known to have been posted."""
    log: str = ""
    """What is wrong with the chain of the log; nothing where it is whole."""

    @property
    def faults(self) -> dict[str, object]:
        """Whatever should not be."""
        told = {name: getattr(self.told, name) for name in ("untaken", "lost", "wrong", "twice")}
        own = {name: getattr(self, name) for name in ("unfinished", "failed", "rows_missing", "rows_unsaid", "log")}
        return {name: value for name, value in (told | own).items() if value}


def environment(folder: Path, database: str, people: Town, **more: str) -> dict[str, str]:
    """What ``mayi serve`` is told."""
    app = people.slack.company.app
    return {
        "MAYI_KEY": KEY,
        "MAYI_KNOWLEDGE": str(shipped("knowledge")),
        "MAYI_DATABASE": database,
        "MAYI_HEADS": str(folder / "heads.jsonl"),
        "MAYI_PROPOSALS": str(folder / "proposals"),
        "MAYI_SLACK_API_URL": people.slack.api_url,
        "MAYI_WATCH": "no",
        "MAYI_LOG_FILE": str(folder.with_name(folder.name + ".log")),
        "MAYI_LOG_LEVEL": "warning",
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        **more,
    }


@cache
def calm(asked: tuple[Case, ...], **more: str) -> tuple[Case, ...]:
    """The same with what the house says while nothing disturbs it. ``more``: of its environment."""
    with TemporaryDirectory() as made, town(()) as people:
        folder = Path(made)
        fleet = Fleet(main, {"environment": environment(folder, house_in(folder / "mayi.db"), people, **more)})
        fleet.start_all()
        try:
            return people.find_out(asked)
        finally:
            fleet.kill_all()


def storm(plan: Plan, folder: Path, database: str) -> Report:
    """Ask, kill and count."""
    known = calm(plan.asked, **dict(plan.more))
    lots = random.Random(plan.seed)
    fleet = Fleet(main, {}, plan.processes)
    with town(known, plan.seed, fleet.ports[0] if plan.door == "http" else 0) as people:
        fleet.given["environment"] = environment(folder, database, people, MAYI_MODE=plan.door, **dict(plan.more))
        begun = time.monotonic()
        fleet.start_all()
        try:
            with asking(people, plan.per_kill / plan.pause / 2), troubles(people, lots.randrange(1 << 30)):
                kills = _kill(plan, fleet, lots)
            people.settle()
            return count(people, database, kills, time.monotonic() - begun, folder)
        finally:
            fleet.kill_all()


def _kill(plan: Plan, fleet: Fleet, lots: random.Random) -> int:
    """One after another; in the middle all at once. Gives how many."""
    kills = 0
    while kills < plan.kills:
        time.sleep(lots.uniform(0.2, 1.8) * plan.pause)
        if plan.kills // 2 <= kills < plan.kills // 2 + len(fleet.ports):
            fleet.kill_all()
            kills += len(fleet.ports)
            time.sleep(1.5)
            fleet.start_all()
            continue
        port = lots.choice(fleet.ports)
        fleet.kill(port)
        fleet.start(port)
        kills += 1
        if len(fleet.ports) == 1 and lots.random() < 0.3:
            continue  # the next kill may come while it still starts
        fleet.wait_ready(port)
    return kills


@contextmanager
def going_on(deed: Callable[[], None], every: Callable[[], float]) -> Iterator[None]:
    """A deed that is done again and again meanwhile."""
    stop = threading.Event()
    failed: list[Exception] = []

    def work() -> None:
        while not stop.wait(every()):
            try:
                deed()
            except Exception as problem:  # noqa: BLE001 - told below, in the thread that the test sees
                failed.append(problem)
                return

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
    if failed:
        raise failed[0]
    assert not thread.is_alive(), "what is done again and again hangs: its thread did not end within 60 seconds"


@contextmanager
def asking(people: Town, per_second: float) -> Iterator[None]:
    """People ask meanwhile."""
    begun, count = time.monotonic(), 0

    def ask() -> None:
        nonlocal count
        if count < (time.monotonic() - begun) * per_second:
            people.ask()
            count += 1
        people.go_on()

    with going_on(ask, lambda: 0.1):
        yield


@contextmanager
def troubles(people: Town, seed: int) -> Iterator[None]:
    """Slack has its faults meanwhile, one every second or two; none is left over at the end."""
    lots = random.Random(seed)
    with going_on(
        lambda: people.slack.inject(*lots.choice(FAULTS), seconds=lots.uniform(0.1, 1.5)), lambda: lots.uniform(0.5, 2)
    ):
        yield
    people.slack.clear_faults()


def count(people: Town, database: str, kills: int, seconds: float, folder: Path) -> Report:
    """What stands in Slack beside what stands in the database, once nothing is under way any more."""
    end = time.monotonic() + QUIET_SECONDS
    while left := work(database, "PENDING", "ENQUEUED", "DELAYED"):
        if time.monotonic() > end:
            break
        time.sleep(0.3)
    told = people.told()
    ledger = open_ledger(database, KEY.encode())
    try:
        ledger.seal()
        rows = {row.receipt: row.posted for row in ledger.questions()}
    finally:
        ledger.close()
    outside = Outside()
    if (heads := folder / "heads.jsonl").is_file():
        outside.add_heads(heads, is_own=True)
    found = outside.look(database, lambda _done, _all: None, KEY.encode())
    return Report(
        told,
        kills,
        seconds,
        unfinished=len(left),
        failed=work(database, "ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
        rows=len(rows),
        rows_missing=sorted(told.receipts - set(rows)),
        rows_unsaid=sorted(receipt for receipt, posted in rows.items() if posted != "posted"),
        log=str(found.first_bad or ""),
    )


def work(database: str, *states: str) -> list[str]:
    """Ids of all durable work in these states."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        database = f"{database.removesuffix('.db')}-engine.db"
    return work_in(database, *states)
