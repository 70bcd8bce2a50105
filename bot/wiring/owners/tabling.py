"""A document, or its lines, and the settings go in; the table that the model of the settings reads in it comes out, checked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answers.quiet_model import document_model, part_by_part, quiet_model
from bot.environment import PACKAGE, shipped
from bot.exam.examined import Examined, examined, thinks_of
from bot.exam.tables_records import TablesRecord, TablesRecords
from bot.knowledge.grid.grid import Grid
from bot.knowledge.grid.written import csv_of, terms_of
from bot.knowledge.importing.table import read_whole
from bot.knowledge.tabling.drafted import TableDraft, draft_of
from bot.knowledge.tabling.entries import SCHEMA, checked, numbered
from bot.llm.ollama import ModelError, OllamaModel
from bot.reading.model.hearing import Hear
from bot.settings import Settings
from bot.text.flat import digest_of
from bot.text.kept import digest_of_code, digest_of_files

TEMPLATE = "table.md"
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
    exam: TablesRecord | None = None
    """What the model showed of reading tables, as it is now."""


def table_of(document: Path, settings: Settings, seen: Callable[[int, int], None] = lambda *_: None) -> Tabled:
    """Raises ``KnowledgeError`` where the document cannot be read."""
    return table_from(lines_of(document), settings, seen)


def lines_of(document: Path) -> tuple[str, ...]:
    """As the model is shown them. Raises ``KnowledgeError`` where the document cannot be read."""
    return numbered(read_whole(document).text)


def table_from(lines: tuple[str, ...], settings: Settings, seen: Callable[[int, int], None] = lambda *_: None) -> Tabled:
    """``seen``: as ``table_heard`` has it. No exam is asked for, as nothing of it counts before somebody imports it; a model that
    sat one thinks as it did there."""
    model = document_model(settings)
    record = record_of(settings)
    model.thinks = thinks_of(record.thinks if record else "")
    return replace(table_heard(lines, quiet_model(model).hear, seen), exam=record)


def record_of(settings: Settings) -> TablesRecord | None:
    """Of the exam on tables that the model of the settings sat as it is now."""
    try:
        return TablesRecords(settings.exams).of(tables_examined(document_model(settings)))
    except ModelError as problem:
        log.warning("%s", problem)
        return None


def tables_examined(model: OllamaModel) -> Examined:
    """The model as the server reports it now, with the prompt and the code that make a table of what it reads. Raises
    ``ModelError``."""
    prompt, code = digest_of_files([shipped("prompts") / TEMPLATE]), digest_of_code(PACKAGE / "knowledge" / "tabling")
    return replace(examined(model), reading=digest_of(prompt.encode(), code.encode()))


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
