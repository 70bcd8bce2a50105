"""kill -9 of the watcher at every point between a page and a post: each change is kept once and told once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.ledger import open_ledger
from tests.integration.chat import Chat, Faults
from tests.integration.killing import ROOT, new_database
from tests.integration.watcher import POINTS, SECRET
from tests.vendors.web import Page, serving

PATIENT = 120
"""Seconds; all of it takes a second or two where the machine is idle."""
REST = "<p>You may use the services for your business. Either party may end this agreement with thirty days of notice.</p>" * 9
STRICT = "<p>We will not use Customer Content to train our models.</p>"
LOOSE = "<p>We may use Customer Content to train our models unless you opt out.</p>"


def terms(clause: str) -> Page:
    return Page(f"<html><body><main><h1>Commercial Terms</h1>{clause}{REST}</main></body></html>".encode())


def wait_until(claim: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + PATIENT
    while not claim():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.1)


@contextmanager
def watchers(given: dict[str, Any], count: int, *die: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that watch; killed at the end where they did not kill themselves."""
    argument = json.dumps({**given, "die": die})
    running = [subprocess.Popen([sys.executable, "-m", "tests.integration.watcher", argument], cwd=ROOT) for _ in range(count)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


def run(folder: Path, ledger_url: str, engine_url: str, processes: int) -> None:
    """A page for each point: it changes, and whoever comes to that point of its change first dies there. Another goes on."""
    chat = Chat(Faults(), 3)
    ledger = open_ledger(ledger_url, SECRET)
    try:
        with serving() as web:
            pages = [f"acme/page-{number}" for number in range(len(POINTS))]
            web.pages |= {f"/{number}": terms(STRICT) for number in range(len(POINTS))}
            given: dict[str, Any] = {"ledger": ledger_url, "engine": engine_url, "chat": chat.url, "web": web.url("")}
            given |= {"folder": str(folder), "began": time.time()}
            with watchers(given, processes):
                wait_until(lambda: all(ledger.watched(page).current for page in pages), "each page was read once")
            assert not ledger.page_changes()
            for number, point in enumerate(POINTS):
                web.pages[f"/{number}"] = terms(LOOSE)
                with watchers(given, processes, point, pages[number]) as running:
                    wait_until(lambda: any(one.poll() is not None for one in running), f"one died: {point}")
                    assert {one.poll() for one in running} <= {-9, None}, point
            with watchers(given, processes):
                wait_until(lambda: len(ledger.page_changes(told="posted")) == len(POINTS), "all was told")
                time.sleep(2.5)  # whatever would be said twice has time to be
            changes = ledger.page_changes()
            assert sorted(one.page for one in changes) == sorted(pages), "one change of each page"
            assert chat.counts() == {f"terms:{one.id}": 1 for one in changes}
            assert len(ledger.term_changes()) == len(changes)
    finally:
        ledger.close()
        chat.stop()


@pytest.mark.slow
def test_a_watcher_on_sqlite_killed_at_every_point(tmp_path: Path) -> None:
    run(tmp_path, f"sqlite:///{tmp_path}/bot.db", f"sqlite:///{tmp_path}/bot-engine.db", 1)


@pytest.mark.slow
@pytest.mark.needs("postgres")
def test_two_watchers_on_postgresql_killed_at_every_point(tmp_path: Path, postgres_url: str) -> None:
    with new_database(postgres_url) as url:
        run(tmp_path, url, url, 2)
