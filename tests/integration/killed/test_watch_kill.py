"""kill -9 of the watcher at every point between a page and a post: each change is kept once and told once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import open_ledger
from tests.databases import UNFINISHED, new_database, work_in
from tests.integration.forks import Fork, forked
from tests.integration.killed.chat import Chat, Faults
from tests.integration.killed.watcher import DIE, POINTS, SECRET, main
from tests.vendors.web import Page, serving

PATIENT = 300
"""Seconds; each wait takes a few where the machine is idle, and a minute where many others use it."""
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


class Watchers:
    """Processes that watch. Who lives on goes on watching while another is killed."""

    def __init__(self, given: dict[str, Any], count: int) -> None:
        self._given, self._count = given, count
        self._folder = Path(given["folder"])
        self._running: list[Fork] = []

    def fill(self) -> None:
        """As many as there should be, again."""
        self._running = [one for one in self._running if one.ended() is None]
        while len(self._running) < self._count:
            self._running.append(forked(main, self._given))

    def die(self, *at: str) -> None:
        """From now on whoever comes to this point of the change of this page dies there; nobody where nothing is given."""
        fresh = self._folder / "die.new"
        fresh.write_text(json.dumps(at), encoding="utf-8")
        fresh.replace(self._folder / DIE)

    def ended(self) -> set[int]:
        """How those ended that run no more."""
        return {code for one in self._running if (code := one.ended()) is not None}

    def stop(self) -> None:
        """Kill who is left."""
        for process in self._running:
            process.kill()


@contextmanager
def watchers(given: dict[str, Any], count: int) -> Iterator[Watchers]:
    running = Watchers(given, count)
    running.die()
    try:
        running.fill()
        yield running
    finally:
        running.stop()


def run(folder: Path, ledger_url: str, engine_url: str, processes: int) -> None:
    """A page for each point: it changes, and whoever comes to that point of its change first dies there. Others go on."""
    chat = Chat(Faults(), 3)
    ledger = open_ledger(ledger_url, SECRET)
    try:
        with serving() as web:
            pages = [f"acme/page-{number}" for number in range(len(POINTS))]
            web.pages |= {f"/{number}": terms(STRICT) for number in range(len(POINTS))}
            given: dict[str, Any] = {"ledger": ledger_url, "engine": engine_url, "chat": chat.url, "web": web.url("")}
            given |= {"folder": str(folder), "began": time.time()}
            with watchers(given, processes) as running:
                wait_until(lambda: all(ledger.watched(page).current for page in pages), "each page was read once")
                assert not ledger.page_changes()
                for number, point in enumerate(POINTS):
                    running.die(point, pages[number])
                    running.fill()
                    web.pages[f"/{number}"] = terms(LOOSE)
                    wait_until(running.ended, f"one died: {point}")
                    assert running.ended() == {-9}, point
                running.die()
                running.fill()
                wait_until(lambda: len(ledger.page_changes(told="posted")) == len(POINTS), "all was told")
                looks = {page: ledger.watched(page).looked_at for page in pages}
                wait_until(lambda: all(ledger.watched(page).looked_at != looks[page] for page in pages), "each was read again")
                wait_until(lambda: not work_in(engine_url, *UNFINISHED), "whatever would be said twice was said")
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
