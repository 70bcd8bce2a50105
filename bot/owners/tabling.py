"""A document goes in; the table, or the grid, that a model reads in it in the background comes out, checked."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Literal, TypeVar

from bot.answers.quiet_model import document_model, part_by_part, quiet_model
from bot.environment import shipped
from bot.knowledge.grid.grid import Grid
from bot.knowledge.grid.written import csv_of, terms_of
from bot.knowledge.tabling.drafted import TableDraft, draft_of
from bot.knowledge.tabling.entries import SCHEMA, TEMPLATE, checked, numbered
from bot.knowledge.tabling.written import grid_of
from bot.owners.drafts import ImportWish, Upload, put
from bot.reading.model.hearing import Hear
from bot.settings import Settings

GO = "Now give the entries of the lines {first} to {last}, and of no others."
AT_A_TIME = 4
"""Lines whose entries fit into one reply, mostly; where they do not, each half is asked for by itself."""
MOST_UNHEARD = 9
"""Prompts without a reply, one after the other, after which no more are tried."""
log = logging.getLogger("mayi.model")


@dataclass(frozen=True, slots=True)
class Tabled:
    """What came of a document."""

    draft: TableDraft
    refused: tuple[str, ...]
    """Why other entries were left out, in sentences."""
    lost: int
    """Lines about which the model gave no reply."""
    lines: tuple[str, ...]
    """Of the document, as they were numbered from 1."""


def table_of(
    document: Path, settings: Settings, thinks: bool | str | None, seen: Callable[[int, int], None] = lambda *_: None
) -> Tabled:
    """Raises ``KnowledgeError`` where the document cannot be read."""
    return table_from(lines_of(document), settings, thinks, seen)


def lines_of(document: Path) -> tuple[str, ...]:
    """As the model is shown them. Raises ``KnowledgeError`` where the document cannot be read."""
    from bot.knowledge.importing.table import read_whole  # noqa: PLC0415 - what reads workbooks is large, and rarely asked for

    return numbered(read_whole(document).text)


def table_from(
    lines: tuple[str, ...], settings: Settings, thinks: bool | str | None, seen: Callable[[int, int], None] = lambda *_: None
) -> Tabled:
    """``seen``: as ``table_heard`` has it. No exam is asked for, as nothing of it counts before somebody imports it;
    ``thinks``: as a model did that sat one."""
    model = document_model(settings)
    model.thinks = thinks
    return table_heard(lines, quiet_model(model).hear, seen)


def table_heard(lines: tuple[str, ...], hear: Hear, seen: Callable[[int, int], None] = lambda *_: None) -> Tabled:
    """``seen``: called with how many lines are read, of how many."""
    heard, prompt = part_by_part(hear, GO, SCHEMA), prompt_of(lines)
    unheard = 0

    def read(first: int, last: int) -> Iterator[tuple[Mapping[str, Any] | None, int]]:
        """Replies, each with how many lines it is about. A model that is gone is not asked on and on."""
        nonlocal unheard
        if unheard >= MOST_UNHEARD:
            yield None, last - first + 1
            return
        reply = heard(prompt, first, last)
        unheard = unheard + 1 if reply is None else 0
        if reply is None and last > first:
            half = (first + last) // 2
            yield from read(first, half)
            yield from read(half + 1, last)
            return
        yield reply, last - first + 1

    replies, lost = [], 0
    for first, last in parts_of(lines):
        for said, count in read(first, last):
            replies += [said] if said is not None else []
            lost += 0 if said is not None else count
        seen(last, len(lines))
    entries = checked(replies, lines)
    return Tabled(draft_of(entries), entries.refused, lost, lines)


def prompt_of(lines: tuple[str, ...]) -> str:
    """What goes first in each prompt about these lines."""
    template = (shipped("prompts") / TEMPLATE).read_text(encoding="utf-8")
    return "\n".join((template, *(f"{number}. {line}" for number, line in enumerate(lines, 1))))


def parts_of(lines: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The numbers of the first and the last line of each part."""
    return ((first, min(first + AT_A_TIME - 1, len(lines))) for first in range(1, len(lines) + 1, AT_A_TIME))


def written(grid: Grid, folder: Path) -> tuple[Path, Path]:
    """The table and its glossary as files that ``mayi import`` takes."""
    table, terms = folder / "table.csv", folder / "terms.json"
    table.write_text(csv_of(grid), encoding="utf-8", newline="\n")
    terms.write_text(terms_of(grid), encoding="utf-8", newline="\n")
    return table, terms


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
    exam: Mapping[str, Any] = field(default_factory=dict)
    """What the model showed of reading tables: ``day``, ``right``, ``asked``, ``wrong``; empty where it sat no exam."""

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
        return {"lost": self.found.lost, "refused": list(self.found.refused), **self.exam}


class TableReader:
    """Has the model read one document at a time. What it read is kept in this process. May be called from any thread."""

    def __init__(self, settings: Settings, examined: Callable[[], tuple[bool | str | None, Mapping[str, Any]]]) -> None:
        """``examined``: how the model thinks, and what it showed in its exam, as it is now."""
        self._settings, self._examined, self._lock = settings, examined, Lock()
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

        found: Tabled | None = None
        exam: Mapping[str, Any] = {}
        try:
            thinks, exam = self._examined()
            found = table_from(reading.lines, self._settings, thinks, seen)
        except Exception:
            log.exception("the document could not be read by the model")
        self._kept[user] = replace(reading, read=len(reading.lines), is_over=True, found=found, exam=exam)


def lines_in(document: Upload) -> tuple[str, ...]:
    """As the model is shown them. Raises ``KnowledgeError`` where the document cannot be read."""
    with TemporaryDirectory() as place:
        return lines_of(put(Path(place) / "document", document))


def _keep(kept: OrderedDict[str, _One], user: str, one: _One) -> None:
    kept[user] = one
    kept.move_to_end(user)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
