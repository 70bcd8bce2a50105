"""New records go in, off the hot path; a chain comes out, and once a day its root: to a file outside, and to a channel."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.ledger.ledger import Ledger, Retention
from bot.ledger.store.records import Root
from bot.saying.words import phrase
from bot.settings import Settings
from bot.wiring.voices import Voice, Voices

KIND = "root"
SEAL_SECONDS = 5
log = logging.getLogger("mayi.sealing")
Plain = dict[str, Any]


@dataclass(slots=True)
class Sealing:
    """Every replica may tick: each record gets its place once, each day its root once."""

    ledger: Ledger
    notify: Callable[[str, Plain], None]
    language: Callable[[], str]
    file: Path | None = None
    channel: str = ""
    heads: Callable[[Root], None] = lambda _head: None
    """Where each head of the chain goes besides."""
    kept: Callable[[], Iterable[Root]] = lambda: ()
    """Those that went there before."""
    stopped: str = ""
    """Why nothing is sealed."""

    def heard(self, voices: Voices) -> Sealing:
        """Itself, with its words given a voice."""
        voices[KIND] = Voice(self.word)
        return self

    def __call__(self, now: datetime) -> None:
        """One tick."""
        self.ledger.seal(kept=self.kept)
        self.heads(self.ledger.head(now))
        why = self.ledger.why_not_sealed(self.kept)
        if why and why != self.stopped:
            log.error("nothing is sealed into the log any more: %s; see mayi verify", why)
        self.stopped = why
        if why:
            return
        root = self.ledger.root_of(now)
        if root is None:
            return
        if self.channel:
            self.notify(f"{KIND}:{root.day}", {"kind": KIND, "day": root.day})
        if self.file is not None:
            self._write(self.file)

    def _write(self, file: Path) -> None:
        """Add all roots that the file does not hold: also those of days on which it could not be written."""
        try:
            known = file.read_text(encoding="utf-8") if file.exists() else ""
            missing = [line for root in self.ledger.roots() if (line := line_of(root)) not in known]
            with file.open("a", encoding="utf-8") as out:
                out.writelines(f"{line}\n" for line in missing)
        except OSError as problem:
            log.error("the root of the log cannot be written to %s (%s); the next day tries again", file, problem.strerror)

    def word(self, notice: Plain) -> Plain | None:
        """The day's root as a line that can be copied into a file."""
        root = next((one for one in self.ledger.roots() if one.day == notice["day"]), None)
        if root is None:
            return None
        words = phrase(self.language(), "ledger.root", day=root.day, place=str(root.place))
        return {"channel": self.channel, "words": f"{words}\n```\n{line_of(root)}\n```"}


def line_of(root: Root) -> str:
    """A root as one line."""
    return json.dumps({name: value for name, value in asdict(root).items() if name in ("day", "place", "hash") or value})


def kept_for(settings: Settings) -> Retention:
    """How long each kind of row is kept."""
    return Retention(settings.text_days, settings.request_days, settings.feedback_days, settings.look_days)
