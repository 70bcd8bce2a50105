"""Kills, and every trouble that a house can have, while people ask: is anything lost, said otherwise or twice?

    python -m benchmarks.chaos [--kills 500] [--minutes 60] [--postgres URL] [--old COMMIT] [--only NAME ...]

Kills are real (SIGKILL), at random moments: of one process on SQLite behind signed HTTP, and of three on PostgreSQL with sockets.
They go on until there are so many on each database, or for so many minutes on each. Ends with 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos import scenes
from tests.chaos.machine import ROOT
from tests.chaos.storm import Plan, Report, chosen, storm
from tests.databases import ledger_in, new_database
from tests.integration.forks import import_first
from tests.integration.killed import killing

PIECE = 50
"""Kills in one storm: after so many, a new house begins on an empty database."""
COLUMNS = ("kills", "asked", "clicks", "rows", "untaken", "lost", "otherwise", "twice", "no row", "log", "seconds")
Place = Callable[[Path], AbstractContextManager[str]]
"""A folder goes in, the address of an empty database comes out, for a while."""


def show(name: str, cells: Sequence[object]) -> None:
    """One line of the table."""
    print(f"{name:<30} " + " ".join(f"{cell!s:>9}" for cell in cells), flush=True)


def shown(name: str, reports: Sequence[Report]) -> bool:
    """The line of one trouble, and whatever is wrong; whether nothing is."""
    told = [one.told for one in reports]
    lost = sum(len(one.told.lost) + one.unfinished + len(one.failed) for one in reports)
    rows = sum(len(one.rows_missing) + len(one.rows_unsaid) for one in reports)
    cells = (
        *(sum(one.kills for one in reports), sum(one.asked for one in told), sum(one.clicks for one in told)),
        *(sum(one.rows for one in reports), sum(len(one.untaken) for one in told), lost),
        *(sum(len(one.wrong) for one in told), sum(len(one.twice) for one in told), rows),
        *("broken" if any(one.log for one in reports) else "whole", round(sum(one.seconds for one in reports))),
    )
    show(name, cells)
    for what, found in (fault for one in reports for fault in one.faults.items()):
        print(f"    {what}: {found}", flush=True)
    return not any(one.faults for one in reports)


def storms(plan: Plan, kills: int, minutes: float, at: Place) -> list[Report]:
    """One after another."""
    found: list[Report] = []
    end = time.monotonic() + 60 * minutes
    while (left := kills - sum(one.kills for one in found)) > 0 and time.monotonic() < end:
        seed = plan.seed + 100 * len(found)
        with TemporaryDirectory() as folder, at(Path(folder)) as url:
            found.append(storm(replace(plan, kills=min(PIECE, left), seed=seed), Path(folder), url))
    return found


def scene(play: Callable[[Path], Report]) -> list[Report]:
    """One of those troubles that need a folder alone."""
    with TemporaryDirectory() as folder:
        return [play(Path(folder))]


@contextlib.contextmanager
def beside(folder: Path) -> Iterator[str]:
    """A database in the folder."""
    yield ledger_in(folder / "mayi.db")


@contextlib.contextmanager
def release(commit: str) -> Iterator[Path]:
    """The product's files as they were; those of today where no commit is named."""
    if not commit:
        yield ROOT
        return
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(folder, filter="data")
        yield Path(folder)


def reminders(kills: int, seed: int, processes: int, at: Place) -> bool:
    """Simulated weeks of reminders, and clicks on their cards, of processes that are killed; whether nothing is wrong."""
    seconds = max(12.0, kills * 2.0)
    plan = killing.Plan(processes=processes, questions=2 * kills, kills=kills, seconds=seconds, seed=seed)
    with TemporaryDirectory() as folder, at(Path(folder)) as url:
        engine = url.replace(".db", "-engine.db") if url.startswith("sqlite") else url
        found = killing.run(plan, Path(folder), url, engine)
    lost = {name: getattr(found, name) for name in ("lost", "unlogged", "reminders_missed", "clicks_lost", "unfinished")}
    twice = {name: getattr(found, name) for name in ("twice", "reminders_doubled")}
    counts = [sum(map(len, one.values())) for one in (lost, twice)]
    asked = found.asked + found.due
    name = f"reminders, {processes} process{'es' * (processes > 1)}"
    show(name, (found.kills, asked, found.clicks, "-", found.asked - found.acked, counts[0], "-", counts[1], "-", "-", "-"))
    return not any(counts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500, help="for each database")
    parser.add_argument("--minutes", type=float, default=60, help="at most, for the kills on each database")
    parser.add_argument("--times", type=int, default=5, help="how often each of the other troubles comes")
    parser.add_argument(
        "--postgres", default=os.environ.get("MAYI_TEST_POSTGRES", ""), help="address, of one who may make databases"
    )
    parser.add_argument("--old", default="", help="commit whose processes are replaced in the rolling upgrade")
    parser.add_argument("--only", nargs="*", default=[], help="names of lines, or how they begin")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    import_first("tests.chaos.warm")
    one = Plan(door="http", asked=chosen(12), seed=given.seed)
    three = replace(one, processes=3, door="socket", seed=given.seed + 1)
    times, few = given.times, max(1, given.kills // 10)

    def on_server(_folder: Path) -> AbstractContextManager[str]:
        return new_database(given.postgres)

    def upgraded(folder: Path) -> Report:
        with release(given.old) as old:
            return scenes.rolling_upgrade(folder, given.postgres, old)

    lines: dict[str, Callable[[str], bool]] = {
        "kills, SQLite, 1 process": lambda name: shown(name, storms(one, given.kills, given.minutes, beside)),
        "kills, PostgreSQL, 3 processes": lambda name: shown(name, storms(three, given.kills, given.minutes, on_server)),
        "reminders, SQLite": lambda _: reminders(few, given.seed, 1, beside),
        "reminders, PostgreSQL": lambda _: reminders(few, given.seed, 3, on_server),
        "power lost, SQLite": lambda name: shown(name, scene(lambda at: scenes.power_lost(at, 4 * times, given.seed))),
        "disk full, SQLite": lambda name: shown(name, scene(lambda at: scenes.full_disk(at, 6, times))),
        "clock set back an hour": lambda name: shown(name, scene(lambda at: scenes.clock_set_back(at, times))),
        "Ollama hangs, kills": lambda name: shown(name, scene(lambda at: scenes.hanging_model(at, 2 * times))),
        "server dies, PostgreSQL": lambda name: shown(name, scene(lambda at: scenes.database_restarted(at, times))),
        "upgrade, PostgreSQL": lambda name: shown(name, scene(upgraded)),
    }
    wanted = [name for name in lines if not given.only or name.startswith(tuple(given.only))]
    if not given.postgres:
        wanted = [name for name in wanted if "PostgreSQL" not in name]
    show("", COLUMNS)
    went_well = [lines[name](name) for name in wanted]
    sys.exit(0 if all(went_well) else 1)


if __name__ == "__main__":
    main()
