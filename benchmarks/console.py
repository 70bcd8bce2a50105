"""How long the console's pages take on a big log: a database goes in, the 95th percentile of each page comes out.

python -m benchmarks.console
python -m benchmarks.console --rows 1000000 --ledger postgresql+psycopg://mayi@127.0.0.1/big

A ledger with fewer rows is filled first: made-up questions as by ``mayi seed``, then copies of them made within the database, so
that triggers index each one as they do in use; copies hold no ruling and no answer, which no list looks at.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random

from fastapi.testclient import TestClient
from rich.progress import Progress
from sqlalchemy import text

from bot.answers.answerer import make_answerer
from bot.answers.memory import spare
from bot.answers.seeding import Seeder
from bot.ledger.ledger import Ledger, open_ledger
from bot.settings import read_settings
from bot.wiring.console.doors import alone

SECRET = b"made-up rows of made-up people, for trying things out"
BASE = 10_000
AT_ONCE = 500
TARGET_MS = 300
COLUMNS = "at, asker, thread, channel_kind, trigger, text, kinds, language, intent, reading, label, verdict, rules, policy_version, prompt_hash, model, timings_ms, posted, feedback, told_label, told_verdict, corrections, corrected_at, corrected_version, superseded_by, erased_at"  # noqa: E501


def fill(ledger: Ledger, rows: int) -> None:
    """Bring a ledger to so many rows."""
    with ledger._engine.connect() as connection:
        there = int(connection.execute(text("SELECT count(*) FROM questions")).scalar_one())
    now = datetime.now(UTC)
    with Progress() as bar:
        if there < BASE:
            task = bar.add_task("questions", total=BASE)
            there += Seeder(make_answerer(None), ledger, SECRET).fill(BASE, now, lambda done: bar.update(task, completed=done))
        copies = -(-rows // there) - 1
        if copies > 0:
            task = bar.add_task("copies", total=there)
            for done in copy(ledger, copies):
                bar.update(task, completed=done)
        task = bar.add_task("days", total=760)
        while counted := ledger.count_days(now, 20):
            bar.advance(task, counted)


def copy(ledger: Ledger, copies: int) -> Iterator[int]:
    """Each row so many times, seconds apart, in order of time."""
    is_sqlite = ledger._engine.dialect.name == "sqlite"
    columns = COLUMNS.replace("trigger", '"trigger"')
    later = "strftime('%Y-%m-%d %H:%M:%f', at, '+' || n || ' seconds') || '000'" if is_sqlite else "at + n * interval '1 second'"
    picked = columns.replace("at,", f"{later},", 1)
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {copies})"  # noqa: S608
    with ledger._engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS benchmark_base"))
        connection.execute(
            text("CREATE TABLE benchmark_base AS SELECT *, row_number() OVER (ORDER BY at) AS place FROM questions")
        )
        connection.execute(text("CREATE INDEX benchmark_base_place ON benchmark_base (place)"))
        total = int(connection.execute(text("SELECT count(*) FROM benchmark_base")).scalar_one())
    for start in range(1, total + 1, AT_ONCE):
        with ledger._engine.begin() as connection:
            connection.execute(
                text(
                    f"{numbers} INSERT INTO questions (key, receipt, {columns}) "  # noqa: S608
                    f"SELECT key || '-' || n, receipt || '-' || n, {picked} "
                    f"FROM benchmark_base, numbers WHERE place >= {start} AND place < {start + AT_ONCE} ORDER BY place, n"
                )
            )
        yield min(start + AT_ONCE - 1, total)
    with ledger._engine.begin() as connection:
        connection.execute(text("DROP TABLE benchmark_base"))
        if not is_sqlite:
            connection.execute(text("ANALYZE question_search"))


def pages(client: TestClient, dice: Random) -> dict[str, Callable[[], str]]:
    """Page -> a request as somebody might make it, another one each time."""
    html = client.get("/console/questions").text

    def options(name: str) -> list[str]:
        part = html.split(f'name="{name}"')[1].split("</select>")[0]
        return [one.split('"')[1] for one in part.split("<option value=")[1:] if not one.startswith('""')]

    receipts = re.findall(r'href="/console/questions/(R-[^"]+)"', html)
    offerings = re.findall(r"tool=([^&\"]+)", client.get("/console/matrix?of=all").text.replace("&amp;", "&"))
    tools, verdicts = options("tool"), options("verdict")
    classes = sorted(set(re.findall(r"[?;]data=([^&\"#]+)", client.get("/console/matrix").text)))
    data = [one for one in options("data") if one not in classes]
    words = [
        "invoices",
        "may",
        "claude",
        "gemini",
        "is",
        "mag ik",
        "task",
        "copilot patient",
        "salary",
        "für",
        "taak",
        "brainstorm",
    ]
    rare = [str(dice.randrange(10**6)) for _ in range(200)]
    every = {
        "newest": [""],
        "a word": [f"words={one}" for one in words],
        "a rare word": [f"words={one}" for one in rare],
        "a word and a verdict": [f"words={dice.choice(words)}&verdict={one}" for one in verdicts * 5],
        "a tool": [f"tool={one}" for one in tools],
        "a tool and data": [f"tool={dice.choice(tools)}&data={one}" for one in data],
        "a class of data": [f"data={one}" for one in classes],
        "a tool and a class": [f"tool={one}&data={dice.choice(classes)}" for one in tools],
        "feedback and language": ["feedback=not_right&language=de", "feedback=helpful&language=nl"],
        "a month of last year": [f"since=2025-{month:02}-01&until=2025-{month:02}-28" for month in range(1, 13)],
        "a word in a month": [f"words=may&since=2025-{month:02}-01&until=2025-{month:02}-28" for month in range(1, 13)],
        "nothing like it": ["words=zzzzqq", "tool=no-such-tool&words=may"],
    }
    found: dict[str, Callable[[], str]] = {}
    for name, queries in every.items():
        dice.shuffle(queries)
        turns = cycle(queries)
        found[f"questions: {name}"] = lambda turns=turns: f"/console/questions?{next(turns)}"  # type: ignore[misc]
    found["questions: fifth page"] = lambda: fifth(client)
    found["matrix"] = lambda: "/console/matrix"
    found["one cell"] = lambda: f"/console/matrix?tool={dice.choice(offerings)}&data={dice.choice(data)}"
    found["one cell of a class"] = lambda: f"/console/matrix?tool={dice.choice(offerings)}&data={dice.choice(classes)}"
    found["one question"] = lambda: f"/console/questions/{dice.choice(receipts)}"
    found["usage, 30 days"] = lambda: "/console/usage?days=30"
    found["usage, 365 days"] = lambda: "/console/usage?days=365"
    for name in ("todos", "vendors", "reminders", "knowledge", "ledger", "health"):
        found[name] = lambda name=name: f"/console/{name}"  # type: ignore[misc]
    return found


def fifth(client: TestClient) -> str:
    """The address of a page further down."""
    where = "/console/questions"
    for _ in range(4):
        where = client.get(where).text.split('id="older"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    return where


def main() -> None:
    """Fill a ledger, one of its own where none is given, and measure."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=1_000_000)
    given.add_argument("--ledger", default="")
    given.add_argument("--times", type=int, default=40)
    said = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(said.ledger or f"sqlite:///{Path(folder) / 'bench.db'}", said.rows, said.times)


def measure(url: str, rows: int, times: int) -> None:
    """Print how long each page takes."""
    ledger = open_ledger(url, SECRET)
    fill(ledger, rows)
    ledger.close()
    built = alone(read_settings(database=url, key=SECRET.decode()))
    spare(built.minds)
    app = built.site(pages_a_minute=1_000_000)
    link = built.make_link("", "admin")
    with TestClient(app) as client:
        client.post("/console/link", data={"token": link})
        load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        kind = url.partition(":")[0]
        print(f"{rows:,} rows, {kind}, {times} requests each, {load}; target p95 {TARGET_MS} ms")
        worst = 0.0
        for name, address in pages(client, Random(1)).items():
            took = []
            for where in islice(iter(address, None), times):
                begun = time.perf_counter()
                status = client.get(where).status_code
                took.append((time.perf_counter() - begun) * 1000)
                assert status == 200, (where, status)
            p95 = statistics.quantiles(took, n=20)[-1]
            worst = max(worst, p95)
            print(f"{name:<36} p50 {statistics.median(took):7.1f}   p95 {p95:7.1f} ms")
        print(f"worst p95: {worst:.0f} ms")
    built.close()


if __name__ == "__main__":
    main()
