"""A document, or its lines, and the settings go in; the table that the model of the settings reads in it comes out, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.environment import shipped
from bot.knowledge.importing.tables.papers import read_document
from bot.knowledge.tabling.drafted import TableDraft, draft_of
from bot.knowledge.tabling.entries import SCHEMA, checked, numbered
from bot.settings import Settings
from bot.wiring.answers.model.quiet import part_by_part

TEMPLATE = "table.md"
GO = "Now give the entries of the lines {first} to {last}, and of no others."
AT_A_TIME = 4
"""Lines whose entries fit into one reply, mostly; where they do not, each half is asked for by itself."""
MOST_UNHEARD = 9
"""Prompts without a reply, one after the other, after which no more are tried."""


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


def table_of(document: Path, settings: Settings, seen: Callable[[int, int], None] = lambda *_: None) -> Tabled:
    """Raises ``KnowledgeError`` where the document cannot be read."""
    return table_from(lines_of(document), settings, seen)


def lines_of(document: Path) -> tuple[str, ...]:
    """As the model is shown them. Raises ``KnowledgeError`` where the document cannot be read."""
    return numbered(read_document(document).text)


def table_from(lines: tuple[str, ...], settings: Settings, seen: Callable[[int, int], None] = lambda *_: None) -> Tabled:
    """``seen``: called with how many lines are read, of how many. No exam is asked for, as nothing of it counts before somebody
    imports it."""
    heard = part_by_part(settings, GO, SCHEMA)
    template = (shipped("prompts") / TEMPLATE).read_text(encoding="utf-8")
    prompt = "\n".join((template, *(f"{number}. {line}" for number, line in enumerate(lines, 1))))
    unheard = 0

    def hear(first: int, last: int) -> Iterator[tuple[Mapping[str, Any] | None, int]]:
        """Replies, each with how many lines it is about. A model that is gone is not asked on and on."""
        nonlocal unheard
        if unheard >= MOST_UNHEARD:
            yield None, last - first + 1
            return
        reply = heard(prompt, first, last)
        unheard = unheard + 1 if reply is None else 0
        if reply is None and last > first:
            half = (first + last) // 2
            yield from hear(first, half)
            yield from hear(half + 1, last)
            return
        yield reply, last - first + 1

    replies, lost = [], 0
    for first in range(1, len(lines) + 1, AT_A_TIME):
        last = min(first + AT_A_TIME - 1, len(lines))
        for said, count in hear(first, last):
            replies += [said] if said is not None else []
            lost += 0 if said is not None else count
        seen(last, len(lines))
    entries = checked(replies, lines)
    return Tabled(draft_of(entries), entries.refused, lost, lines)
