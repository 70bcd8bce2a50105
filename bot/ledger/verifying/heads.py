"""Heads of the log go in as they are given out; each comes out as a line of a file, and of the system's log where wanted."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from logging.handlers import SysLogHandler
from pathlib import Path

from bot.ledger.store.records import Root
from bot.ledger.verifying.verified import root_in
from bot.private import opener
from bot.settings import Settings

log = logging.getLogger("mayi.sealing")


@dataclass(slots=True)
class Heads:
    """Writes each head once. The file keeps all heads of the newest day, and of each earlier day the last; all of a day that
    shows a cut, or one place with two hashes."""

    file: Path
    syslog: str = ""
    """A socket of this machine, or ``host:port``."""
    hashes: Callable[[Sequence[int]], dict[int, str]] | None = None
    """Places of the log -> the hash of each that it has now; None: nobody can be asked."""
    last: Root | None = None
    failed: str = ""
    _handler: SysLogHandler | None = field(default=None, repr=False)

    def __call__(self, head: Root) -> None:
        """Keep a head, unless nothing was sealed since the last one. What cannot be written is tried again at the next."""
        if not head.place or (self.last is not None and (head.place, head.hash) == (self.last.place, self.last.hash)):
            return
        try:
            before = self.last or self._last()
            goes_on = before is None or not self._lost([before])
            if before is not None and goes_on and head.place < before.place and head.at < before.at:
                return  # another process was quicker, and has written a later one
            if before is None or (head.place, head.hash) != (before.place, before.hash):
                if before is not None:
                    _look_at(before, head, goes_on=goes_on)
                if before is not None and before.at[:10] != head.at[:10]:
                    self._thin_out()
                self._add(line_of(head))
                self._tell(line_of(head))
            self.last, self.failed = head, ""
        except OSError as problem:
            if str(problem) != self.failed:
                self.failed = str(problem)
                log.error("the head of the log cannot be kept outside (%s); it is tried again", problem)

    def kept(self) -> list[Root]:
        """All heads in the file; none where it cannot be read."""
        try:
            return list(filter(None, map(root_in, self._lines())))
        except OSError:
            return []

    def _lost(self, heads: Sequence[Root]) -> set[int]:
        """Places of heads that the log has another hash at, or none: it was cut there, and may be longer again by now."""
        if self.hashes is None:
            return set()
        now = self.hashes([head.place for head in heads])
        return {head.place for head in heads if now.get(head.place) != head.hash}

    def _last(self) -> Root | None:
        return next(filter(None, map(root_in, reversed(self._lines()))), None)

    def _lines(self) -> list[str]:
        if not self.file.exists():
            return []
        return self.file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")

    def _add(self, line: str) -> None:
        self._end_last_line()
        with open(self.file, "a", encoding="utf-8", opener=opener) as out:
            out.write(f"{line}\n")
            out.flush()
            os.fsync(out.fileno())

    def _end_last_line(self) -> None:
        """What a stop or a full disk left of a line is taken back; a whole line that lacks its end gets it."""
        if not self.file.exists() or not self.file.stat().st_size:
            return
        with self.file.open("rb") as written:
            written.seek(-1, os.SEEK_END)
            if written.read() == b"\n":
                return
        whole = self.file.read_bytes()
        begin = whole.rfind(b"\n") + 1
        if root_in(whole[begin:].decode(errors="replace")) is None:
            try:
                os.truncate(self.file, begin)
                return
            except OSError:
                log.warning("the last line of %s is no head, and cannot be taken back", self.file)
        with self.file.open("ab") as out:
            out.write(b"\n")

    def _thin_out(self) -> None:
        lines = [line for line in self._lines() if line.strip()]
        kept = _thinned_out(lines, self._lost(list(filter(None, map(root_in, lines)))))
        beside = self.file.with_name(f"{self.file.name}.part")
        try:
            with open(beside, "w", encoding="utf-8", errors="surrogateescape", opener=opener) as out:
                out.writelines(f"{line}\n" for line in kept)
            shutil.copymode(self.file, beside)
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


def _look_at(before: Root, head: Root, *, goes_on: bool) -> None:
    """A log never gets shorter, and no place of it another hash: whoever reads the system's log learns of it at once."""
    if head.place < before.place:
        log.error("the log ends at place %d, and its head of %s covers %d: see mayi verify", head.place, before.at, before.place)
    elif head.place == before.place:
        log.error("place %d of the log has another hash than in its head of %s: see mayi verify", head.place, before.at)
    elif not goes_on:
        log.error("the log does not go on from its head of %s, at place %d: see mayi verify", before.at, before.place)


def _thinned_out(lines: list[str], lost: set[int]) -> list[str]:
    """Of each day the last line; all lines of a day that shows a cut, or one place with two hashes. What is no head stays.
    ``lost``: places that the log has not any more as a head says."""
    kept: list[str] = []
    for day, of_day in groupby(((line, root_in(line)) for line in lines), key=lambda one: one[1].at[:10] if one[1] else None):
        some = list(of_day)
        heads = [head for _, head in some if head is not None]
        goes_on = lost.isdisjoint(head.place for head in heads) and all(
            a.place < b.place or (a.place, a.hash) == (b.place, b.hash) for a, b in pairwise(heads)
        )
        kept += [line for line, _ in (some[-1:] if day is not None and goes_on else some)]
    return kept


def line_of(head: Root) -> str:
    """A head as one line, which ``mayi verify --heads`` reads."""
    said = {"place": head.place, "hash": head.hash, "at": head.at, "mac": head.mac}
    return json.dumps({name: value for name, value in said.items() if value})


def heads_of(settings: Settings) -> Heads:
    """Where this house keeps them."""
    return Heads(settings.heads_file, settings.heads_syslog)
