"""The bad machine itself: many threads sync one file, and what each was told is synced stands in what outlives the power."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.machine import Orders, library

THREADS, SYNCS = 12, 200
WRITER = f"""
import os, sys, threading

file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)

def write(number):
    for at in range(number * {SYNCS} * 8, (number + 1) * {SYNCS} * 8, 8):
        os.pwrite(file, b"%08d" % (at + 1), at)
        os.fsync(file)
        with open(sys.argv[2], "rb") as kept:
            if kept.read()[at : at + 8] != b"%08d" % (at + 1):
                print(at)

threads = [threading.Thread(target=write, args=(number,)) for number in range({THREADS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.needs("cc")
def test_what_a_thread_synced_is_kept_also_where_others_sync_the_same_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    orders = Orders(disk)
    orders.kept.mkdir()
    orders.order("keep", 1)
    given = {**os.environ, **orders.environment, "LD_PRELOAD": str(library())}
    wrote = [sys.executable, "-c", WRITER, str(disk / "log"), str(orders.kept / "log")]
    assert subprocess.run(wrote, env=given, capture_output=True, text=True, check=True).stdout == ""
    assert orders.counted("synced") == THREADS * SYNCS
