"""A document and the settings go in; the grid that the model reads in it in the background comes out."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Literal, TypeVar

from bot.console.values.importing import ImportWish, Upload
from bot.knowledge.grid.grid import Grid
from bot.knowledge.tabling.written import grid_of
from bot.settings import Settings
from bot.wiring.owners.imports.drafting import put
from bot.wiring.owners.tabling import Tabled, lines_of, table_from

MOST_KEPT = 4
"""People whose newest reading is kept."""
_One = TypeVar("_One")
log = logging.getLogger("mayi.model")


@dataclass(frozen=True, slots=True)
class Reading:
    """Of one document, for whoever gave it."""

    id: str
    wish: ImportWish
    lines: tuple[str, ...]
    read: int = 0
    """Lines."""
    is_over: bool = False
    found: Tabled | None = None

    @property
    def state(self) -> Literal["reading", "silent", "nothing", "done"]:
        """``silent``: no reply came; ``nothing``: nothing of them is ruled."""
        if not self.is_over:
            return "reading"
        if self.found is None or self.found.lost == len(self.lines):
            return "silent"
        return "done" if self.found.draft.cells else "nothing"

    @property
    def name(self) -> str:
        """Of the document."""
        return self.wish.document.name if self.wish.document else ""

    def grid(self) -> Grid:
        """What was read, as a grid of drafts; only where it is done."""
        assert self.found is not None  # noqa: S101 - the caller's to see to
        return grid_of(self.found.draft, self.lines)

    def told(self) -> dict[str, Any]:
        """What an owner of the grid should know of the model."""
        assert self.found is not None  # noqa: S101 - the caller's to see to
        exam, told = self.found.exam, {"lost": self.found.lost, "refused": list(self.found.refused)}
        if exam is None:
            return told
        marks = exam.marks
        return told | {"day": exam.day.isoformat(), "right": marks.right, "asked": marks.asked, "wrong": marks.wrongly_allowed}


class TableReader:
    """Has the model read one document at a time. What it read is kept in this process. May be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._kept: OrderedDict[str, Reading] = OrderedDict()
        self._offered: OrderedDict[str, ImportWish] = OrderedDict()

    def of(self, user: str, id_: str = "") -> Reading | None:
        """Somebody's own, whichever it is or the one of that id; None where it is kept no longer."""
        found = self._kept.get(user)
        return found if found and id_ in ("", found.id) else None

    @property
    def under_way(self) -> Reading | None:
        """Whoever's it is."""
        return next((one for one in list(self._kept.values()) if not one.is_over), None)

    def begin(self, user: str, wish: ImportWish, lines: tuple[str, ...]) -> str:
        """The id of the reading; empty where another is under way."""
        with self._lock:
            if self.under_way:
                return ""
            reading = Reading(secrets.token_hex(16), wish, lines)
            _keep(self._kept, user, reading)
        Thread(target=self._read, args=(user, reading), name="mayi-table", daemon=True).start()
        return reading.id

    def drop(self, id_: str) -> None:
        """This reading is needed no longer, whoever's it is."""
        for user in [user for user, one in list(self._kept.items()) if one.id == id_]:
            self._kept.pop(user, None)

    def offer(self, user: str, wish: ImportWish | None) -> None:
        """Keep a refused document, so that nobody sends it twice. None: there is none any more."""
        with self._lock:
            self._offered.pop(user, None)
            if wish:
                _keep(self._offered, user, wish)

    def offered(self, user: str) -> ImportWish | None:
        """The one refused last."""
        return self._offered.get(user)

    def _read(self, user: str, reading: Reading) -> None:
        def seen(read: int, _of: int) -> None:
            self._kept[user] = replace(reading, read=read)

        found = None
        try:
            found = table_from(reading.lines, self._settings, seen)
        except Exception:
            log.exception("the document could not be read by the model")
        self._kept[user] = replace(reading, read=len(reading.lines), is_over=True, found=found)


def lines_in(document: Upload) -> tuple[str, ...]:
    """As the model is shown them. Raises ``KnowledgeError`` where the document cannot be read."""
    with TemporaryDirectory() as place:
        return lines_of(put(Path(place) / "document", document))


def _keep(kept: OrderedDict[str, _One], user: str, one: _One) -> None:
    kept[user] = one
    kept.move_to_end(user)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
