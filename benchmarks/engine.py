"""How long does a durable answer take? What becomes of it when its process is killed is told by ``benchmarks.chaos``.

python -m benchmarks.engine [--postgres URL]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime
from typing import Any

from bot.engine.engine import Engine
from bot.engine.outbox import Sayer
from bot.engine.steps import AnswerSteps, NoticeSteps
from bot.ledger.ledger import open_ledger
from tests.databases import new_database


class Silent:
    """A chat that takes no time."""

    def post(self, key: str, said: dict[str, Any]) -> str:
        return "1.0"

    def find(self, key: str, said: dict[str, Any]) -> str | None:
        return None


def latency(ledger_url: str, engine_url: str, count: int = 100) -> dict[str, float]:
    """Milliseconds of empty answers: taking in, and from there to the log, one at a time; answers a second with all at once."""
    ledger = open_ledger(ledger_url, b"benchmark")
    done: dict[str, float] = {}

    def nothing(_: Any) -> dict[str, Any]:
        return {}

    def log(state: dict[str, Any]) -> None:
        ledger.keep_question(state["asked"]["key"], at=datetime.now(UTC))
        done[state["asked"]["key"]] = time.perf_counter()

    steps = AnswerSteps(
        read=nothing,
        decide=nothing,
        say=nothing,
        sorry=lambda state, step: {},
        log=log,
    )
    sayer = Sayer(ledger, Silent(), lambda: datetime.now(UTC))
    engine = Engine(engine_url, steps, NoticeSteps(word=nothing, keep=lambda notice, outcome: None), sayer)
    engine.start()
    taken, answered = [], []
    for number in range(count):
        begun = time.perf_counter()
        engine.ask({"key": f"one{number}"})
        taken.append(time.perf_counter() - begun)
        while f"one{number}" not in done:
            time.sleep(0.001)
        answered.append(done[f"one{number}"] - begun)
    begun = time.perf_counter()
    for number in range(count):
        engine.ask({"key": f"all{number}"})
    while len(done) < 2 * count:
        time.sleep(0.001)
    rate = count / (time.perf_counter() - begun)
    engine.stop(10)
    ledger.close()
    return {
        "ack p50": statistics.median(taken) * 1000,
        "ack p95": statistics.quantiles(taken, n=20)[-1] * 1000,
        "answer p50": statistics.median(answered) * 1000,
        "answer p95": statistics.quantiles(answered, n=20)[-1] * 1000,
        "answers/s": rate,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="address of a PostgreSQL server, as a user who may create databases")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = {"SQLite": latency(f"sqlite:///{folder}/a.db", f"sqlite:///{folder}/a-engine.db")}
        if given.postgres:
            with new_database(given.postgres) as url:
                rows["PostgreSQL"] = latency(url, url)
        for name, row in rows.items():
            print(f"{name:<12}" + "  ".join(f"{what} {value:.1f}" for what, value in row.items()))


if __name__ == "__main__":
    main()
