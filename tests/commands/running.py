"""`mayi` as a process of its own, in a folder of its own, with nothing of the environment that it reads but what is given, and
where what is made once is kept, which takes ten seconds to make.

To import the whole house, to index the catalog and to answer a first question takes longer than most commands do, so one process
does all of it, and forks for each run.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.text.kept import cache_folder

ROOT = Path(__file__).resolve().parents[2]
KEY = "a key of the tests, long enough for all"

FORKING = """
import gc, json, os, sys, threading
import bot.__main__
from bot.commands.table import COMMANDS, loaded
from bot.knowledge.catalog import load_catalog
from bot.reading.words.lexicon import catalog_index
from bot.answers.answerer import make_answerer
catalog_index(load_catalog())
for name in COMMANDS:
    loaded(name)
make_answerer(None).ask("May I put invoices into ChatGPT Free?")  # what is imported and read with the first question
gc.freeze()  # what is never freed need not be looked at, and copied, in each fork
assert threading.active_count() == 1, "a fork would lose threads"
for line in sys.stdin:
    run = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(run["folder"])
        os.environ.clear()
        os.environ.update(run["environment"])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdin = open(0)  # of the other one lines were read
        for number, name in ((1, run["out"]), (2, run["err"])):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.argv = ["mayi", *run["words"]]
        code = 1
        try:
            bot.__main__.main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    code: int
    out: str
    err: str


def environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process in ``folder``: no settings but ``more``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYI_", "SLACK_"))}
    shared = {"XDG_CACHE_HOME": str(cache_folder().parent)}
    return (
        kept
        | shared
        | {"HOME": str(folder), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200", "MAYI_WATCH": "no"}
        | dict(more)
    )


def command(*words: str) -> list[str]:
    """The words that start it as a process that goes on."""
    return [sys.executable, "-m", "bot", *words]


def run_in(folder: Path, *words: str, **settings: str) -> Ran:
    """Run to its end."""
    out, err = folder.with_name(f"{folder.name}.out"), folder.with_name(f"{folder.name}.err")
    run = {"folder": str(folder), "environment": environment(folder, settings), "words": words, "out": str(out), "err": str(err)}
    server = _forking()
    assert server.stdin is not None and server.stdout is not None
    server.stdin.write(json.dumps(run) + "\n")
    server.stdin.flush()
    return Ran(int(server.stdout.readline()), out.read_text(), err.read_text())


@cache
def _forking() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-c", FORKING],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(ROOT, {}),
    )
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait(timeout=10)
