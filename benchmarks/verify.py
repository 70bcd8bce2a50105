"""A number of questions goes in; how long it takes to seal and to verify a log of so many comes out, in all and per row, by the
clock and in time of this process (on a machine that others use, the second one says more).

Run: ``python -m benchmarks.verify [--rows 1000000] [--ledger URL]``. Without ``--ledger`` a file is made and thrown away.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bot.ledger.ledger import open_ledger
from bot.ledger.verifying.verify import verify

AT_ONCE = 5_000
READING: dict[str, Any] = {
    "text": "x" * 120,
    "items": [{"question": {"tools": [], "data": [], "context": {"role": "nurse"}}}] * 2,
}
ANSWER: dict[str, Any] = {"sentence": "y" * 300, "checklist": [{"text": "z" * 200}] * 4, "why": [{"quote": "w" * 200}] * 3}
KEY = b"of the benchmark alone"
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)


def row(number: int) -> dict[str, Any]:
    """One question of about the size of a real one."""
    return {
        "key": sha256(str(number).encode()).hexdigest(),
        "at": BEGIN + timedelta(seconds=30 * number),
        "asker": f"p{number % 500}",
        "text": f"May I put letter {number} into a tool?",
        "reading": READING,
        "ruling": [{"verdict": "forbidden", "reasons": [{"rule": "r", "because": "v" * 300}]}],
        "answer": {**ANSWER, "word": str(number)},
        "label": "deny",
        "verdict": "forbidden",
        "rules": [{"rule": "r1", "file": "rules.yaml", "line": 4, "column": 3}],
        "policy_version": "0123456789ab",
        "timings_ms": {"read": 12.5, "decide": 1.5},
    }


def now() -> tuple[float, float]:
    """By the clock, and by what this process has had of a processor."""
    return perf_counter(), process_time()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--ledger", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.ledger or f"sqlite:///{Path(folder) / 'bench.db'}"
        ledger = open_ledger(url, KEY)
        begin = now()
        for at in range(0, given.rows, AT_ONCE):
            ledger.keep_many(row(number) for number in range(at, min(at + AT_ONCE, given.rows)))
        kept = now()
        ledger.seal()
        sealed = now()
        ledger.close()
        found = verify(url, key=KEY)
        verified = now()
        print(f"rows      {found.rows:,}, whole: {found.ok}")
        for name, since, until in (("kept", begin, kept), ("sealed", kept, sealed), ("verified", sealed, verified)):
            clock, own = until[0] - since[0], until[1] - since[1]
            each = f"{1e6 * clock / given.rows:7.1f} µs a row, {1e6 * own / given.rows:7.1f} µs of this process"
            print(f"{name:<9} {clock:8.1f} s  {each}")


if __name__ == "__main__":
    main()
