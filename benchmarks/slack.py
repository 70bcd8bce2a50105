"""How soon does somebody in Slack see a reply, is any lost or said twice, and what does it cost? A playground in, figures out.

    python -m benchmarks.slack [--quick] [--only pace|memory|model]

The bot is `mayi serve` in a process of its own, on SQLite, without a model but in the last part; the playground is here. Times
are from the question's to the reply's timestamp, both by the playground's clock. The machine's load stands beside the figures.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.slow_ollama import SlowOllama

ROOT = Path(__file__).resolve().parents[1]
ASK = "ask-ai"
STAFF = ("sanne", "noor", "joost", "lieke", "pieter", "maya")
SLOW_SECONDS = 20.0
UNREAD = "May I put the {word} of our gizmo into ChatGPT Team?"
RULES_ONLY = "@may-i May I paste a discharge letter into ChatGPT Free?"
IN_FLIGHT = 24
START_SECONDS, STOP_SECONDS = 300, 120
"""On a machine that is busy with other things it takes its time to begin."""
MEDIAN, P95, SLASH, RULES, GROWTH = 150.0, 400.0, 300.0, 1000.0, 0.10


def questions() -> Iterator[str]:
    """The sample company's own questions, again and again."""
    lines = (ROOT / "tests/cases/sample-company/questions.jsonl").read_text(encoding="utf-8").splitlines()
    return itertools.cycle([json.loads(line)["question"] for line in lines if line.strip()])


@contextmanager
def serving(slack: Playground, folder: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`mayi serve` on this playground, connected; stopped at the end."""
    app = slack.company.app
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYI_", "SLACK_"))}
    settings = {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "MAYI_KEY": "the key of a benchmark, long enough",
        "MAYI_SLACK_API_URL": slack.api_url,
        "MAYI_DATABASE": f"sqlite:///{folder}/mayi.db",
        "MAYI_LOG_FILE": f"{folder}/log",
        "MAYI_LOG_LEVEL": "warning",
        "MAYI_WATCH": "no",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=folder, env={**kept, **settings, **more})
    try:
        slack.wait_for_app(timeout=START_SECONDS)
        time.sleep(1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


def replies(slack: Playground, asked: Sequence[str]) -> dict[str, list[float]]:
    """Question's ts -> seconds until each reply of the bot in its thread, as they stand now."""
    found: dict[str, list[float]] = {ts: [] for ts in asked}
    for message in slack.messages(ASK):
        root = message.get("thread_ts", "")
        if message.get("bot_id") and root in found:
            found[root].append(float(message["ts"]) - float(root))
    return found


def answered(slack: Playground, asked: Sequence[str], seconds: float) -> dict[str, list[float]]:
    """The same, once all have a reply or the time is over."""
    end = time.monotonic() + seconds
    while True:
        found = replies(slack, asked)
        if all(found.values()) or time.monotonic() > end:
            return found
        time.sleep(0.2)


def told(found: dict[str, list[float]]) -> dict[str, float]:
    """Milliseconds, and how many have no reply or more than one."""
    first = sorted(1000 * min(times) for times in found.values() if times)
    return {
        "asked": len(found),
        "median": statistics.median(first),
        "p95": statistics.quantiles(first, n=20)[-1],
        "slowest": first[-1],
        "lost": sum(not times for times in found.values()),
        "twice": sum(len(times) > 1 for times in found.values()),
    }


def pace(folder: Path, seconds: float, a_second: float = 10) -> bool:
    """Questions at a steady pace."""
    texts, staff = questions(), itertools.cycle(STAFF)
    with Playground(load_company(SAMPLE)) as slack, serving(slack, folder):
        answered(slack, [slack.say(next(staff), ASK, f"@may-i {next(texts)}") for _ in range(20)], 30)
        asked, began = [], time.monotonic()
        for number in range(int(seconds * a_second)):
            time.sleep(max(0.0, began + number / a_second - time.monotonic()))
            asked.append(slack.say(next(staff), ASK, f"@may-i {next(texts)}"))
        found = told(answered(slack, asked, 60))
    show(f"{a_second:g} questions a second for {seconds:g} s", found)
    return found["median"] <= MEDIAN and found["p95"] <= P95 and not found["lost"] and not found["twice"]


def memory(folder: Path, first: int, last: int) -> bool:
    """Resident memory after many questions, and after many more."""
    texts, staff = questions(), itertools.cycle(STAFF)
    sizes: dict[int, float] = {}
    lost = 0
    with serving_many(folder) as (slack, process):
        for number in range(0, last, IN_FLIGHT * 8):
            asked = [slack.say(next(staff), ASK, f"@may-i {next(texts)}") for _ in range(min(IN_FLIGHT * 8, last - number))]
            lost += sum(not times for times in answered(slack, asked, 60).values())
            slack.reset()
            for mark in (first, last):
                if number + len(asked) >= mark and mark not in sizes:
                    sizes[mark] = resident(process.pid)
    grown = sizes[last] / sizes[first] - 1
    show("memory", {f"MB after {mark}": size for mark, size in sizes.items()} | {"grown %": 100 * grown, "lost": lost})
    return grown <= GROWTH and not lost


@contextmanager
def serving_many(folder: Path) -> Iterator[tuple[Playground, subprocess.Popen[bytes]]]:
    """A playground and a bot for a long talk."""
    with Playground(load_company(SAMPLE)) as slack, serving(slack, folder) as process:
        yield slack, process


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def behind_a_model(folder: Path, waiting: int, tries: int) -> bool:
    """While questions wait for a model that takes its time: a slash command's acknowledgement, and answers by rules alone."""
    staff = itertools.cycle(STAFF)
    with SlowOllama(SLOW_SECONDS) as model, Playground(load_company(SAMPLE)) as slack:
        more = {"MAYI_MODEL": "slow", "MAYI_OLLAMA_URL": model.url, "MAYI_MODEL_TIMEOUT_SECONDS": "60"}
        with serving(slack, folder, **more):
            answered(slack, [slack.say("sanne", ASK, RULES_ONLY)], 30)
            for number in range(waiting):
                slack.say(next(staff), ASK, f"@may-i {UNREAD.format(word=f'flurb{number}s')}")
            slack.wait_until(lambda: model.asked >= min(waiting, 8), timeout=60)
            slashes, asked = [], []
            for _ in range(tries):
                began = time.monotonic()
                slack.command(next(staff), ASK, "/mayi ChatGPT Free for patient letters?")
                slashes.append(1000 * (time.monotonic() - began))
                asked.append(slack.say(next(staff), ASK, RULES_ONLY))
                time.sleep(0.5)
            found = told(answered(slack, asked, 30))
            under_way = model.asked
            model.let_go()
    show(
        f"{waiting} questions wait for a model ({under_way} reached it)",
        {"slash median": statistics.median(slashes), "slash slowest": max(slashes)} | {f"rules {k}": v for k, v in found.items()},
    )
    return max(slashes) <= SLASH and found["slowest"] <= RULES and not found["lost"] and not found["twice"]


def show(name: str, figures: dict[str, float]) -> None:
    """One line, with the machine's load."""
    said = "  ".join(f"{what} {value:.0f}" for what, value in figures.items())
    print(f"{name}: {said}  (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)


def main() -> None:
    """Measure, print, and exit with 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small runs")
    parser.add_argument("--only", choices=("pace", "memory", "model"))
    given = parser.parse_args()
    parts: dict[str, Callable[[Path], bool]] = {
        "pace": lambda folder: pace(folder, 6 if given.quick else 60),
        "memory": lambda folder: memory(folder, 200 if given.quick else 1_000, 600 if given.quick else 10_000),
        "model": lambda folder: behind_a_model(folder, 20 if given.quick else 60, 5 if given.quick else 20),
    }
    missed = []
    for name, part in parts.items():
        if given.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                missed += [] if part(Path(folder)) else [name]
    print(f"missed: {', '.join(missed)}" if missed else "every target is met")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
