"""One trouble goes in while people ask; what came of it comes out, as of a storm of kills."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import NullPool, create_engine, text

from tests.chaos.house import main
from tests.chaos.machine import ROOT, Machine
from tests.chaos.storm import Plan, Report, asking, calm, chosen, count, environment, storm, troubles
from tests.chaos.town import PATIENT, Case, Town, town
from tests.databases import house_in, new_database
from tests.integration.forks import Fleet, free_port
from tests.integration.slow_ollama import SlowOllama

HOUR = 3600
UNREAD = (
    Case("May I put the flurbs of our gizmo into ChatGPT Team?", "unread"),
    Case("May I put the wibbles of the splonk into Claude Team?", "unread"),
)
"""What words alone do not read to the end: a model is asked."""


def _database(folder: Path) -> str:
    """Of the house on one machine."""
    return house_in(folder / "disk" / "mayi.db")


@contextmanager
def one_machine(folder: Path, seed: int) -> Iterator[tuple[Machine, Town]]:
    """A house on SQLite, not yet started."""
    with town(calm(chosen(6)), seed) as people:
        disk = folder / "disk"
        disk.mkdir()
        machine = Machine(people, environment(disk, _database(folder), people), disk)
        try:
            yield machine, people
        finally:
            machine.kill()


def on_one_machine(folder: Path, seed: int, deed: Callable[[Machine, Town], int]) -> Report:
    """People ask while something is done to the machine. ``deed`` gives how often the process was killed."""
    with one_machine(folder, seed) as (machine, people):
        begun = time.monotonic()
        machine.begin_to_keep()
        machine.start()
        with asking(people, 1.0):
            kills = deed(machine, people)
        people.settle()
        return count(people, _database(folder), kills, time.monotonic() - begun, folder / "disk")


def full_disk(folder: Path, seconds: float = 6, times: int = 1) -> Report:
    """Nothing can be written for a while, twice as long as Slack waits for an acknowledgement."""

    def fill(machine: Machine, people: Town) -> int:
        for _ in range(times):
            time.sleep(2)
            people.slack.inject("slow", "chat.postMessage", times=3, seconds=1)  # somebody is being answered when it fills
            time.sleep(1)
            machine.order("full", 1)
            time.sleep(seconds)
            machine.order("full", 0)
        assert machine.counted("refused"), "the disk was never full: nothing was refused"
        return 0

    return on_one_machine(folder, 11, fill)


def clock_set_back(folder: Path, times: int = 1) -> Report:
    """The clock goes an hour back while answers are on their way; the process dies and starts again, an hour earlier."""

    def set_back(machine: Machine, people: Town) -> int:
        for time_ in range(times):
            people.slack.wait_until(lambda: _written(folder), PATIENT, lambda: "no row was written")
            people.slack.inject("fail_after", "chat.postMessage", times=2)
            people.slack.inject("slow", "chat.postMessage", times=2, seconds=2)
            time.sleep(3)
            machine.order("clock", -HOUR * (time_ + 1))
            time.sleep(0.5)
            machine.kill()
            machine.start()
            people.slack.wait_until(
                partial(_is_back, folder, time_ + 1),
                PATIENT,
                lambda: "the clock was never set back: the rows' times follow on each other",
            )
        return times

    return on_one_machine(folder, 12, set_back)


def _is_back(folder: Path, times: int) -> bool:
    """Whether so often a row's time lies half an hour or more before that of the row written before it."""
    return sum((earlier - later).total_seconds() > HOUR / 2 for earlier, later in pairwise(_written(folder))) >= times


def _written(folder: Path) -> list[datetime]:
    """The rows' times, in the order in which they were written."""
    engine = create_engine(_database(folder), poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT at FROM questions ORDER BY rowid")).scalars()
        return [datetime.fromisoformat(at) for at in rows]


def power_lost(folder: Path, times: int = 2, seed: int = 13) -> Report:
    """The power fails, again and again; only what was synced is surely there afterwards."""
    lots = random.Random(seed)

    def fail(machine: Machine, people: Town) -> int:
        with troubles(people, seed):
            for _ in range(times):
                time.sleep(lots.uniform(0.5, 4))
                machine.lose_power(lots)
                machine.start()
        assert machine.counted("synced"), "no sync was seen"
        return times

    return on_one_machine(folder, seed, fail)


def hanging_model(folder: Path, kills: int = 2) -> Report:
    """Ollama takes every question and answers none, while the house that waits for it is killed."""
    with SlowOllama(600) as model:
        more = {"MAYI_MODEL": "slow", "MAYI_OLLAMA_URL": model.url, "MAYI_MODEL_TIMEOUT_SECONDS": "2"}
        plan = Plan(kills=kills, per_kill=4, pause=2.5, asked=UNREAD, seed=14, more=tuple(more.items()))
        report = storm(plan, folder, house_in(folder / "mayi.db"))
        assert model.asked, "nobody asked the model"
        model.let_go()
        return report


@contextmanager
def own_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL that keeps what it was told, and a way to let it die at once and start again."""
    script = str(ROOT / "tests" / "servers" / "postgres.sh")
    given = {**os.environ, "MAYI_TEST_POSTGRES_PORT": str(free_port()), "MAYI_TEST_POSTGRES_CAREFUL": "1"}

    def say(word: str) -> str:
        return subprocess.run([script, word], env=given, check=True, capture_output=True, text=True).stdout.strip()

    url = say("start")
    try:
        yield url, lambda: str(say("crash")) and None
    finally:
        say("stop")


def database_restarted(folder: Path, times: int = 2) -> Report:
    """The server dies and comes back while three processes answer. Each of them ends, and is started again."""
    with own_server() as (server, crash), new_database(server) as url, town(calm(chosen(6)), 15) as people:
        begun = time.monotonic()
        fleet = Fleet(main, {"environment": environment(folder, url, people)}, 3)
        fleet.start_all()
        try:
            with asking(people, 1.0), troubles(people, 15):
                for _ in range(times):
                    time.sleep(3)
                    crash()
                    people.slack.wait_until(lambda: fleet.restart_ended() or None, 30, lambda: "nobody noticed")
                    _keep_up(fleet, 4)
            _keep_up(fleet, 2)
            people.settle()
            return count(people, url, 0, time.monotonic() - begun, folder)
        finally:
            fleet.kill_all()


def _keep_up(fleet: Fleet, seconds: float) -> None:
    """As what keeps processes running does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        fleet.restart_ended()
        time.sleep(0.2)


def rolling_upgrade(folder: Path, server: str, old: Path = ROOT) -> Report:
    """Three processes of an older release are replaced one after another while they answer. ``old``: where its files are."""
    with new_database(server) as url, TemporaryDirectory() as made:
        known = calm(chosen(6))
        if old != ROOT:
            known = tuple(one for one in known if one in _as_told_by(old, Path(made)))
        with town(known, 16) as people:
            begun = time.monotonic()
            told = environment(folder, url, people)
            places = [folder / f"place{number}" for number in range(6)]
            for place in places:
                place.mkdir()
            machines = [Machine(people, told, place, old) for place in places[:3]]
            machines += [Machine(people, told, place) for place in places[3:]]
            try:
                for machine in machines[:3]:
                    machine.start()
                with asking(people, 1.0), troubles(people, 16):
                    for leaving, coming in zip(machines[:3], machines[3:], strict=True):
                        time.sleep(2)
                        leaving.stop()
                        coming.start()
                    time.sleep(2)
                people.settle()
                return count(people, url, 0, time.monotonic() - begun, folder)
            finally:
                for machine in machines:
                    machine.kill()


def _as_told_by(code: Path, folder: Path) -> tuple[Case, ...]:
    """What another release says while nothing disturbs it."""
    with town(()) as people:
        machine = Machine(people, environment(folder, f"sqlite:///{folder}/mayi.db", people), folder, code)
        machine.start()
        try:
            return people.find_out(chosen(6))
        finally:
            machine.kill()
