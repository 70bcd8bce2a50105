"""A folder goes in; ``mayi serve`` runs in it on a machine that can be made bad: full disk, wrong clock, power that fails.

``machine.c`` says how: what the program asks of the system is answered otherwise. The power that fails is a ``kill -9`` after
which the files are as a disk may have them: what was synced surely stands there, of what was written later any part, or none.
"""

from __future__ import annotations

import mmap
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.chaos.town import PATIENT, Town
from tests.conftest import compiler

ROOT = Path(__file__).resolve().parents[2]
PAGE = 4096
ORDERS = ("clock", "full", "keep", "refused", "synced")
"""What stands in the file of orders, each in eight bytes; the last two are counted by the machine."""
MADE_ANEW = ("-shm", ".lock")
"""Ends of names: memory that programs share and a lock, neither of which outlives them."""


@cache
def library() -> Path:
    """What is loaded before a program."""
    made = Path(mkdtemp()) / "machine.so"
    source = Path(__file__).with_suffix(".c")
    subprocess.run([str(compiler()), "-O2", "-shared", "-fPIC", "-o", str(made), str(source)], check=True)
    return made


class Orders:
    """What ``machine.c`` is told: about the files in a folder, and about the clock."""

    def __init__(self, folder: Path) -> None:
        orders = folder.with_name(folder.name + "-orders")
        orders.write_bytes(bytes(8 * len(ORDERS)))
        with orders.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)
        self.kept = folder.with_name(folder.name + "-kept")
        self.environment = {"MAYI_BAD_ORDERS": str(orders), "MAYI_BAD_FILES": f"{folder}/", "MAYI_BAD_KEPT": str(self.kept)}

    def order(self, what: str, value: int) -> None:
        """``clock``: seconds that it is off; ``full`` and ``keep``: 0 or 1."""
        struct.pack_into("q", self._map, 8 * ORDERS.index(what), value)

    def counted(self, what: str) -> int:
        """``refused``: writes that found the disk full; ``synced``: syncs that were kept."""
        return int(struct.unpack_from("q", self._map, 8 * ORDERS.index(what))[0])


class Machine(Orders):
    """One process of the product in a folder of its own."""

    def __init__(self, people: Town, environment: Mapping[str, str], folder: Path, code: Path = ROOT) -> None:
        """``folder``: with the databases. ``code``: where the product's files are."""
        super().__init__(folder)
        self._people, self._folder, self._code = people, folder, code
        self._environment = {**os.environ, **environment, **self.environment, "PYTHONPATH": str(code)}
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until Slack sees it."""
        opened = self._people.connections()
        self._running = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=self._code,
            env={**self._environment, "LD_PRELOAD": str(library())},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._people.slack.wait_until(
            lambda: self._people.connections() > opened or self._ended(), PATIENT, lambda: "the house does not start"
        )
        assert not self._ended(), "the house has ended; its log says why"

    def _ended(self) -> bool:
        return self._running is not None and self._running.poll() is not None

    def keep_alive(self) -> None:
        """As what keeps it running does: start it again if it ended by itself."""
        if self._ended():
            self.start()

    def kill(self) -> None:
        """kill -9."""
        if self._running:
            self._running.kill()
            self._running.wait()
            self._running = None

    def stop(self) -> None:
        """As an operator does: it ends in order."""
        assert self._running
        self._running.send_signal(signal.SIGTERM)
        assert self._running.wait(60) == 0
        self._running = None

    def begin_to_keep(self) -> None:
        """From now on it is known what was synced. Before the first start, when all is on the disk."""
        self._keep_all()
        self.order("keep", 1)

    def _keep_all(self) -> None:
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self._folder, self.kept)

    def lose_power(self, lots: random.Random) -> None:
        """Dead at once; the disk has what was synced, and of the rest nothing, or any pages."""
        self.kill()
        worst = lots.random() < 0.5
        for file in [path for path in self._folder.iterdir() if path.is_file()]:
            if file.name.endswith(MADE_ANEW):
                file.unlink()
                continue
            kept = self.kept / file.name
            synced = kept.read_bytes() if kept.exists() else b""
            file.write_bytes(synced if worst else _mixed(synced, file.read_bytes(), lots))
        self._keep_all()  # what outlived this loss outlives the next one too


def _mixed(synced: bytes, written: bytes, lots: random.Random) -> bytes:
    """A disk writes pages in any order: each is as it was synced, or as it was written."""
    length = lots.choice((len(synced), len(written)))
    pages = []
    for at in range(0, length, PAGE):
        old, new = synced[at : at + PAGE], written[at : at + PAGE]
        never = b"\0" * min(PAGE, length - at)
        pages.append(new or old if lots.random() < 0.5 else old or never)
    return b"".join(pages)
