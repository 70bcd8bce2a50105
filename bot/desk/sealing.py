"""New records go in, off the hot path; a chain comes out, and once a day its root: to a file outside, and to a channel."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import App
from bot.ledger.ledger import Ledger
from bot.ledger.store.records import Root
from bot.ledger.verifying.heads import Heads, heads_of
from bot.saying.words import phrase

KIND = "root"
SEAL_SECONDS = 5
log = logging.getLogger("mayi.sealing")
Plain = dict[str, Any]


@dataclass(slots=True)
class Sealing:
    """Every replica may tick: each record gets its place once, each day its root once."""

    app: App
    heads: Heads = field(init=False)
    """Where each head of the chain goes besides."""
    stopped: str = ""
    """Why nothing is sealed."""

    def __post_init__(self) -> None:
        self.heads = heads_of(self.app.settings)
        self.heads.hashes = self.app.ledger.hashes

    def __call__(self, now: datetime) -> None:
        """One tick."""
        ledger, settings = self.app.ledger, self.app.settings
        ledger.seal(kept=self.heads.kept)
        self.heads(ledger.head(now))
        why = ledger.why_not_sealed(self.heads.kept)
        if why and why != self.stopped:
            log.error("nothing is sealed into the log any more: %s; see mayi verify", why)
        self.stopped = why
        if why or (root := ledger.root_of(now)) is None:
            return
        if settings.root_channel:
            self.app.engine.notify(f"{KIND}:{root.day}", {"kind": KIND, "day": root.day})
        if settings.roots is not None:
            _write(ledger, settings.roots)


def _write(ledger: Ledger, file: Path) -> None:
    """Add all roots that the file does not hold: also those of days on which it could not be written."""
    try:
        known = file.read_text(encoding="utf-8") if file.exists() else ""
        missing = [line for root in ledger.roots() if (line := line_of(root)) not in known]
        with file.open("a", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in missing)
    except OSError as problem:
        log.error("the root of the log cannot be written to %s (%s); the next day tries again", file, problem.strerror)


def root_words(app: App, notice: Plain) -> Plain | None:
    """The day's root as a line that can be copied into a file."""
    root = next((one for one in app.ledger.roots() if one.day == notice["day"]), None)
    if root is None:
        return None
    words = phrase(app.knowledge.organisation.languages[0], "ledger.root", day=root.day, place=str(root.place))
    return {"channel": app.settings.root_channel, "words": f"{words}\n```\n{line_of(root)}\n```"}


def line_of(root: Root) -> str:
    """A root as one line."""
    return json.dumps({name: value for name, value in asdict(root).items() if name in ("day", "place", "hash") or value})
