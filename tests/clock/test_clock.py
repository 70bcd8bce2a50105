"""The clock ticks, survives a bad call, and stops."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock.clock import Clock, Tick
from tests.chaos.machine import Orders, library

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_call_is_made_at_the_start_and_then_again_with_the_moment() -> None:
    moments: list[datetime] = []
    thrice = threading.Event()

    def call(now: datetime) -> None:
        moments.append(now)
        if len(moments) == 3:
            thrice.set()

    clock = Clock([Tick("remind", 0.05, call)], now=lambda: MOMENT)
    clock.start()
    assert thrice.wait(20)
    clock.stop()
    assert set(moments) == {MOMENT}


def test_a_bad_call_keeps_neither_itself_nor_others_from_being_made_again() -> None:
    bad, good = threading.Semaphore(0), threading.Semaphore(0)

    def fail(now: datetime) -> None:
        bad.release()
        raise RuntimeError("bad")

    clock = Clock([Tick("bad", 0.05, fail), Tick("good", 0.05, lambda now: good.release())])
    clock.start()
    assert all(calls.acquire(timeout=20) for calls in (bad, bad, good, good))
    clock.stop()


def test_a_slow_call_is_not_made_twice_at_the_same_time() -> None:
    inside = threading.Lock()
    overlaps: list[bool] = []
    done = threading.Semaphore(0)

    def slow(now: datetime) -> None:
        overlaps.append(not inside.acquire(blocking=False))
        threading.Event().wait(0.12)
        inside.release()
        done.release()

    clock = Clock([Tick("slow", 0.03, slow)])
    clock.start()
    assert all(done.acquire(timeout=20) for _ in range(3))
    clock.stop()
    assert not any(overlaps)


def test_stopping_waits_for_a_call_under_way_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    begun, ended = threading.Event(), threading.Event()

    def call(now: datetime) -> None:
        begun.set()
        threading.Event().wait(0.1)
        ended.set()

    clock = Clock([Tick("slow", 3600, call)])
    clock.start()
    assert begun.wait(20)
    clock.stop()
    assert ended.is_set()
    assert set(threading.enumerate()) <= before


TICKING = """
import sys
from bot.clock.clock import Clock, Tick
Clock([Tick("one", 0.1, lambda now: print(now.isoformat(), flush=True))]).start()
sys.stdin.read()
"""


@pytest.mark.needs("cc")
def test_a_clock_that_is_set_back_holds_nothing_up(tmp_path: Path) -> None:
    orders = Orders(tmp_path)
    given = {**os.environ, **orders.environment, "LD_PRELOAD": str(library())}
    command = [sys.executable, "-c", TICKING]
    with subprocess.Popen(command, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ticking:
        assert ticking.stdout
        assert ticking.stdin
        before = datetime.fromisoformat(ticking.stdout.readline().strip())
        orders.order("clock", -3600)
        threading.Timer(30, ticking.kill).start()
        later = [datetime.fromisoformat(line.strip()) for line in (ticking.stdout.readline() for _ in range(5)) if line]
        ticking.kill()
    assert len(later) == 5, "it waits for the hour to come again"
    assert later[-1] < before
