"""Heads of the log go in as they are given out; each comes out as a line of a file, and of the system's log where wanted."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from logging.handlers import SysLogHandler
from pathlib import Path

from bot.ledger.errors import LedgerError
from bot.ledger.records import Root
from bot.ledger.verified import read_roots
from bot.settings import Settings

log = logging.getLogger("mayi.sealing")


@dataclass(slots=True)
class Heads:
    """Writes each head once. The file keeps all heads of the newest day, and of each earlier day the last."""

    file: Path
    syslog: str = ""
    """A socket of this machine, or ``host:port``."""
    last: Root | None = None
    failed: str = ""
    _handler: SysLogHandler | None = field(default=None, repr=False)

    def __call__(self, head: Root) -> None:
        """Keep a head, unless nothing was sealed since the last one. What cannot be written is tried again at the next."""
        if not head.place or (self.last is not None and (head.place, head.hash) == (self.last.place, self.last.hash)):
            return
        try:
            before = self.last or self._last()
            if before is None or (head.place, head.hash) != (before.place, before.hash):
                if before is not None and before.at[:10] != head.at[:10]:
                    self._thin_out()
                self._add(line_of(head))
                self._tell(line_of(head))
            self.last, self.failed = head, ""
        except (OSError, LedgerError) as problem:
            if str(problem) != self.failed:
                self.failed = str(problem)
                log.error("the head of the log cannot be kept outside (%s); it is tried again", problem)

    def _last(self) -> Root | None:
        lines = self._lines()
        return read_roots(lines[-1])[0] if lines else None

    def _lines(self) -> list[str]:
        return self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []

    def _add(self, line: str) -> None:
        with self.file.open("a", encoding="utf-8") as out:
            out.write(f"{line}\n")
            out.flush()
            os.fsync(out.fileno())

    def _thin_out(self) -> None:
        kept = list(_last_of_each_day(self._lines()))
        beside = self.file.with_name(f"{self.file.name}.part")
        try:
            beside.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
            beside.replace(self.file)
        except OSError:  # a file that can only be added to is all the better
            beside.unlink(missing_ok=True)

    def _tell(self, line: str) -> None:
        if not self.syslog:
            return
        if self._handler is None:
            host, _, port = self.syslog.rpartition(":")
            self._handler = SysLogHandler((host, int(port)) if host and port.isdecimal() else self.syslog)
        self._handler.emit(logging.LogRecord("mayi", logging.INFO, "", 0, "mayi head %s", (line,), None))


def _last_of_each_day(lines: list[str]) -> Iterator[str]:
    days = {read_roots(line)[0].at[:10]: line for line in lines if line.strip()}
    yield from days.values()


def line_of(head: Root) -> str:
    """A head as one line, which ``mayi verify --heads`` reads."""
    said = {"place": head.place, "hash": head.hash, "at": head.at, "mac": head.mac}
    return json.dumps({name: value for name, value in said.items() if value})


def heads_of(settings: Settings) -> Heads:
    """Where this house keeps them."""
    return Heads(settings.heads_file, settings.heads_syslog)
