"""A policy of ordinary size, and its owner who saves edits -> seconds from a save to the line that `mayi try` shows of it.

The sample company (some 30 tests, all in words), or another folder with a tests.yaml. Each edit turns an effect of rules.yaml,
so that a new reader is made and all tests are asked again; the last figure is for edits of tests.yaml alone.

    python benchmarks/trying.py [--knowledge FOLDER]

Prints the median over 5 edits, in seconds of the clock: what an owner waits for. Promised: under one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

from bot.environment import shipped

EDITS = 5
PROMISED = 1.0
RULE = "- {{rule: of-the-benchmark, tools: '*', data: '*', effect: {effect}}}\n"


def edits(folder: Path) -> Iterator[tuple[Path, str]]:
    """A file and what it is to hold: a rule of its own with another effect each time."""
    for number in range(EDITS + 1):
        yield folder / "rules" / "benchmark.yaml", RULE.format(effect=("review", "allow")[number % 2])


def comments(folder: Path) -> Iterator[tuple[Path, str]]:
    """tests.yaml with another comment each time."""
    text = (folder / "tests.yaml").read_text(encoding="utf-8")
    for number in range(EDITS + 1):
        yield folder / "tests.yaml", f"# {number}\n{text}"


def seconds(process: subprocess.Popen[str], saves: Iterator[tuple[Path, str]]) -> list[float]:
    """From each save to its line. The first one, which may be slower, is left out; no save comes before the last one is done."""
    assert process.stdin is not None and process.stdout is not None
    took = []
    for file, text in saves:
        file.parent.mkdir(exist_ok=True)
        began = perf_counter()
        file.write_text(text, encoding="utf-8")
        _until(process.stdout, "saved ")
        took.append(perf_counter() - began)
        process.stdin.write("help\n")
        process.stdin.flush()
        _until(process.stdout, "  quit ")
    return took[1:]


def _until(lines: Iterable[str], start: str) -> None:
    next(line for line in lines if line.startswith(start))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--knowledge", type=Path, default=shipped("knowledge"))
    source = parser.parse_args().knowledge
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(source, Path(place) / "knowledge"))
        began = perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "try", str(folder)],
            env={**os.environ, "NO_COLOR": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None and process.stdout is not None
        first = process.stdout.readline()
        started = perf_counter() - began
        try:
            of_rules, of_tests = seconds(process, edits(folder)), seconds(process, comments(folder))
        finally:
            process.stdin.close()
            process.wait()
    print(first.strip())
    print(f"until it can be used       {started:5.2f} s")
    for name, took in (("an edit of the rules", of_rules), ("an edit of tests.yaml", of_tests)):
        print(f"{name:<25}  {statistics.median(took):5.2f} s   (slowest {max(took):.2f}; promised: under {PROMISED:g})")


if __name__ == "__main__":
    main()
