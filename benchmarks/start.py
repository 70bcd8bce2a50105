"""Commands, each as a process of its own -> how much of the processor, of time and of memory they take from start to end.

    python -m benchmarks.start [--quick]

Each command runs once so that whatever is made once is there (the cache, bytecode), then five times (``--quick``: once); the
medians are printed. ``processor``: seconds, the system's among them, of the process and of what it waited for, since others may
use the machine as well; ``felt``: seconds on the clock; ``memory``: MB, the most that was resident, files in memory that all
processes share among it. For the demo ``felt`` is until its page answers and until it says what to try, and ``memory`` is what
each of its processes holds then and at rest, with in brackets what is its own and no file's. The last column is the goal;
nothing is judged.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "knowledge"
ENGLISH, GERMAN = "May I put client names into ChatGPT Free?", "Darf ich Kundennamen in ChatGPT Free eingeben?"
RUNS = 5
MOST_SECONDS = 120
"""The demo is waited for so long."""
CELL = "ChatGPT Free,conditional", "ChatGPT Free,deny"
IDLE = 0.5
"""Seconds of the processor in three seconds of a process that only looks whether there is something to do."""
LATER = 30
"""Seconds after which its memory is looked at once more."""

CLASSES = (
    "Public",
    "Internal",
    "Source code",
    "Financial figures",
    "Customer data",
    "Employee data",
    "Health data",
    "Trade secrets",
)
TOOLS = {
    "ChatGPT Free": "yes no no no no no no no",
    "ChatGPT Team": "yes yes conditional conditional conditional no no no",
    "ChatGPT Enterprise": "yes yes yes yes conditional conditional no conditional",
    "Claude Free": "yes no no no no no no no",
    "Claude Team": "yes yes yes conditional conditional no no no",
    "Claude Enterprise": "yes yes yes yes conditional conditional no conditional",
    "Gemini app": "yes no no no no no no no",
    "Gemini for Google Workspace": "yes yes conditional yes conditional conditional no no",
    "Microsoft 365 Copilot": "yes yes conditional yes yes conditional no conditional",
    "Copilot in the browser": "yes conditional no no no no no no",
    "GitHub Copilot Business": "yes yes yes no no no no conditional",
    "Cursor Pro": "yes conditional conditional no no no no no",
    "DeepL Free": "yes no no no no no no no",
    "DeepL Pro": "yes yes yes conditional conditional conditional no no",
    "Grammarly Business": "yes yes no conditional no no no no",
    "Perplexity Enterprise": "yes yes no conditional no no no no",
    "Mistral Le Chat Pro": "yes conditional conditional no no no no no",
    "Zoom AI Companion": "yes yes no conditional conditional no no no",
    "Notion AI": "yes yes conditional conditional no no no no",
    "Llama on our own servers": "yes yes yes yes yes yes conditional yes",
}
DOCUMENT = """\
# AI policy of Havenwerk

Version 3.2, in force from 1 September 2026. Owner: the information security officer.

## 1. What it is for

We want people to use AI tools, and to know which data may go where. The table of tools and data classes is part of this policy.
What the table leaves open is decided by the security desk.

## 2. Classes of data

- **Public**: what we have published ourselves, such as press releases, job adverts and the annual report.
- **Internal**: work instructions, agendas, minutes of meetings, project plans without names.
- **Source code**: all code of our products, scripts and configuration files.
- **Financial figures**: budgets, forecasts, invoices and quarterly results before they are published.
- **Customer data**: names, addresses, contracts, tickets and complaints of customers.
- **Employee data**: salaries, appraisals, sick notes, CVs of applicants.
- **Health data**: medical records, reports of the company doctor.
- **Trade secrets**: formulas, designs, tenders and plans for acquisitions.

## 3. Accounts

Only use tools with the account that the company gives you. A private account is never allowed for customer data.
Free versions of tools are for public data only.
Ask the service desk for a licence; it takes two working days.

## 4. Conditions

Where the table says conditional, all of this holds:

1. Names and customer numbers are removed first.
2. Somebody checks the result before it is used.
3. Training on our input is switched off.
4. The tool is used with the company's login.

Customer data may go into ChatGPT Enterprise only after your manager has agreed.
Source code that holds passwords or keys must never be pasted into any tool.

## 5. What is never allowed

- Health data never goes into a tool outside our own servers.
- Do not use AI to decide on hiring, dismissal or pay.
- Do not record a meeting with an AI companion unless everybody agreed.
- Passwords, keys and tokens never go into any AI tool.

## 6. Translations and texts

DeepL Pro may be used for letters to customers when names are removed.
Texts that were written with AI and go to the press are marked as such.

## 7. Reports and questions

If something went wrong, call the security desk at once; it is open from 8 to 18.
Questions: ai-desk@havenwerk.example. Exceptions are asked for in writing and end after six months.

## 8. Review

This policy is reviewed every year in September. The next review is on 1 September 2027.
"""


@dataclass(frozen=True)
class Took:
    """What one run took: seconds, seconds, MB."""

    processor: float
    felt: float
    memory: float


@dataclass(frozen=True)
class Row:
    """One line of the table. ``words``: given a fresh folder, the arguments; ``codes``: how it may end."""

    name: str
    words: Callable[[Path], tuple[str, ...]]
    goal: str = ""
    codes: tuple[int, ...] = (0,)


def environment() -> dict[str, str]:
    """Nobody's settings but where the cache is; bytecode is written, as it is for everybody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYI_", "SLACK_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    cache = os.environ.get("MAYI_CACHE")
    return kept | {"PYTHONPATH": str(ROOT), "MAYI_WATCH": "no"} | ({"MAYI_CACHE": str(Path(cache).resolve())} if cache else {})


def once(row: Row) -> Took:
    """Run it to its end, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "bot", *row.words(Path(folder))]
        begun = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        felt = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in row.codes:
            said.seek(0)
            sys.exit(f"{row.name} ended with {child.returncode}:\n{said.read().decode(errors='replace')}")
    return Took(used.ru_utime + used.ru_stime, felt, used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024))


def median(row: Row, runs: int) -> Took:
    """After one run that is not counted."""
    once(row)
    took = [once(row) for _ in range(runs)]
    columns = ([getattr(one, name) for one in took] for name in ("processor", "felt", "memory"))
    return Took(*map(statistics.median, columns))


def rows(made: Path) -> tuple[Row, ...]:
    """``made``: a folder with what the commands are given."""
    matrix, document = (str(made / name) for name in ("matrix.csv", "policy.md"))
    return (
        Row("mayi --help", lambda _: ("--help",), "0.3 s"),
        Row("an unknown command", lambda _: ("matrix",), "0.3 s", (2,)),
        Row("mayi ask, English", lambda _: ("ask", ENGLISH, "--knowledge", str(SAMPLE)), "1.5 s, 200 MB"),
        Row("mayi ask, German", lambda _: ("ask", GERMAN, "--knowledge", str(SAMPLE)), "1.7 s, 200 MB"),
        Row("mayi check", lambda _: ("check", str(SAMPLE))),
        Row(
            f"mayi import, {len(TOOLS)} x {len(CLASSES)}",
            lambda out: ("import", matrix, "--document", document, "--out", str(out / "policy")),
            "4 s",
        ),
        Row("mayi test", lambda _: ("test", str(SAMPLE))),
        Row("mayi diff, one cell", lambda _: ("diff", str(SAMPLE), str(made / "edited"))),
    )


def make(folder: Path) -> None:
    """A matrix, a document, and the sample with one cell changed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["AI tool", *CLASSES])
    writer.writerows([tool, *cells.split()] for tool, cells in TOOLS.items())
    (folder / "matrix.csv").write_text(out.getvalue(), encoding="utf-8")
    (folder / "policy.md").write_text(DOCUMENT, encoding="utf-8")
    shutil.copytree(SAMPLE, folder / "edited")
    matrix = folder / "edited" / "matrix.csv"
    before = matrix.read_text(encoding="utf-8")
    assert CELL[0] in before, "the sample has another first row now"
    matrix.write_text(before.replace(*CELL, 1), encoding="utf-8")


# --- the demo -----------------------------------------------------------------------------------------------------------


@contextmanager
def demo(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The demo while it runs; it and the playground that it started are ended by their ids."""
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "said").open("wb") as said:
        bot = subprocess.Popen(command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        started: list[int] = []
        try:
            yield bot
            started = children_of(bot.pid)
        finally:
            started = started or children_of(bot.pid)
            bot.terminate()  # which ends the playground
            try:
                bot.wait(timeout=30)
            except subprocess.TimeoutExpired:
                bot.kill()
                bot.wait()
                for pid in started:
                    with suppress(ProcessLookupError):
                        os.kill(pid, 15)


def children_of(pid: int) -> list[int]:
    """The ids of the processes that a process started."""
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for path in tasks.glob("*/children") for child in path.read_text().split()]


def memory_of(pid: int) -> str:
    """MB that are resident, and those that are no file's."""
    about = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    resident, own = (int(about[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
    return f"{resident:.0f} ({own:.0f})"


def used_by(pid: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(is_so: Callable[[], bool], what: str, bot: subprocess.Popen[bytes], said: Path, pause: float = 0.05) -> None:
    """Look again and again; ends the benchmark where the bot has ended, or it takes too long."""
    ends = time.perf_counter() + MOST_SECONDS
    while not is_so():
        if bot.poll() is not None or time.perf_counter() > ends:
            sys.exit(f"the demo: {what} was waited for in vain\n{said.read_text(errors='replace')}")
        time.sleep(pause)


def answers(port: int) -> bool:
    """Whether there is a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def show_demo() -> None:
    """Start it once, and print what it took until its page answers, until it is ready, and what it holds when it rests."""
    with tempfile.TemporaryDirectory() as name, socket.socket() as probe:
        folder, said = Path(name), Path(name) / "said"
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        begun = time.perf_counter()
        with demo(folder, port) as bot:
            wait_until(lambda: answers(port), "a page", bot, said)
            page, at_page = time.perf_counter() - begun, memory_of(bot.pid)
            show("mayi demo, to its page", f"{used_by(bot.pid):.2f}", f"{page:.2f}", at_page, "6 s felt")
            wait_until(lambda: "Staff " in said.read_text(errors="replace"), "the welcome", bot, said)
            ready = time.perf_counter() - begun
            show("mayi demo, to its welcome", f"{used_by(bot.pid):.2f}", f"{ready:.2f}", memory_of(bot.pid))

            def rests() -> bool:
                before = used_by(bot.pid)
                time.sleep(3)
                return used_by(bot.pid) - before < IDLE

            wait_until(rests, "rest", bot, said, pause=0)
            before = used_by(bot.pid)
            show("  the bot at rest", f"{before:.2f}", "", memory_of(bot.pid), "300 MB")
            for playground in children_of(bot.pid):
                show("  the playground at rest", f"{used_by(playground):.2f}", "", memory_of(playground))
            time.sleep(LATER)
            show(f"  the bot in {LATER} s of rest", f"{used_by(bot.pid) - before:.2f}", "", memory_of(bot.pid))


def show(name: str, processor: str, felt: str, memory: str, goal: str = "") -> None:
    """One line of the table."""
    print(f"{name:<28} {processor:>9} {felt:>7} {memory:>11}   {goal}".rstrip(), flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="one run of each command instead of five")
    runs = 1 if parser.parse_args().quick else RUNS
    show("", "processor", "felt", "memory", "goal")
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        for row in rows(Path(folder)):
            took = median(row, runs)
            show(row.name, f"{took.processor:.2f}", f"{took.felt:.2f}", f"{took.memory:.0f}", row.goal)
    if Path("/proc/self/status").exists():
        show_demo()


if __name__ == "__main__":
    main()
