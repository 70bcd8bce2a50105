"""The files of a policy go in; what stands in them, read and put together as one table with its words and its text, comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError, in_order
from bot.knowledge.importing.cells.entries import full_classes, full_tools, resolve
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.cells.raw_tables import NO_RULE
from bot.knowledge.importing.matrix import read_grid
from bot.knowledge.importing.rows.heads import is_of_tools, seems_turned
from bot.knowledge.importing.table import Source, found_source, read_source, read_whole
from bot.knowledge.importing.tables.glossary_tables import merged, read_glossary_tables
from bot.knowledge.importing.texts.document import Document, parse, with_below
from bot.knowledge.importing.texts.glossary import ConditionEntry, Glossary, PeopleEntry, read_glossary
from bot.knowledge.importing.texts.naming import NameTools

_UNREADABLE = ("I012", "I013", "I017", NO_RULE)
"""Faults of a file of which no table rules: one column, no tool, cells that nobody can read."""
_SHOWN = 4
"""Names of columns that a remark quotes."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read from the three files."""

    name: str
    table: Source
    glossary: Glossary
    document: Document

    @property
    def title(self) -> str:
        """What the policy is called."""
        return self.document.title or self.table.title or self.name

    @property
    def lines(self) -> list[str]:
        """Lines in which a legend or a footnote may stand, those nearest to the table first."""
        return [*self.table.beside, *(line.text for line in self.document.lines)]


def read_sources(matrix: Path, terms: Path | None, document: Path | None, which: str = "") -> Sources:
    """``which``: the matrix by number or name, where its file has several tables.

    Raises KnowledgeError with the faults of all three files at once.
    """
    faults: list[Fault] = []
    table = Source(())
    glossary, text = Glossary(), Document()
    try:
        table = read_source(matrix, which)
    except KnowledgeError as error:
        found = found_source(matrix) if matrix.is_file() and not which and _rules_nothing(error.faults) else None
        table = found or table
        faults.extend(() if found else error.faults)
    try:
        glossary = read_glossary(terms) if terms else glossary
    except KnowledgeError as error:
        faults.extend(error.faults)
    try:
        text = read_whole(document) if document else parse(table.text)
        table = replace(table, text=text.text, remarks=tuple(dict.fromkeys((*table.remarks, *text.remarks))))
    except KnowledgeError as error:
        faults.extend(error.faults)
    glossary = merged(glossary, read_glossary_tables(table.glossary))
    sources = Sources(matrix.stem, table, glossary, text)
    if table.rows:
        told: list[Fault] = []
        grid = read_grid(table, glossary, sources.lines, told)
        found = found_source(matrix) if told and not which and _rules_nothing(told) else None
        if found is not None:
            table, told = replace(found, remarks=(*found.remarks, *(str(fault) for fault in told[:_SHOWN]))), []
            sources = replace(sources, table=table)
            grid = read_grid(table, glossary, sources.lines, told)
        faults += told
        _, tool_names = full_tools(grid, glossary)
        _, class_names = full_classes(grid, glossary)
        named: list[ConditionEntry | PeopleEntry] = [*glossary.conditions, *glossary.people]
        for entry in named:
            resolve(entry, tool_names, class_names, faults)
        sources = replace(sources, document=with_below(text, grid.below, matrix.name))
    if faults:
        raise KnowledgeError(in_order(faults))
    return sources


def _rules_nothing(faults: Iterable[Fault]) -> bool:
    """Whether no table of a file can be read as one that rules, and nothing else is wrong with it."""
    return all(fault.code in _UNREADABLE for fault in faults)


def grid_of(sources: Sources, name_tools: NameTools) -> Grid:
    """The matrix with a tool in each row, also where only the tools' names tell which side they are on."""
    grid = read_grid(sources.table, sources.glossary, sources.lines, [])
    told = []
    if seems_turned(grid, name_tools):
        named = ", ".join(f"`{name}`" for name in grid.columns[:_SHOWN])
        told = [f"The columns ({named}) are called like tools, and no row is; the table was turned, so that every row is a tool."]
        faults: list[Fault] = []
        across = read_grid(sources.table, sources.glossary, sources.lines, faults, is_across=True)
        if not faults and not is_of_tools(grid.corner) and not grid.is_export:
            grid = across
            grid.remarks = [one for one in grid.remarks if "it was turned" not in one]
        else:
            told = [
                f"The columns ({named}) are called like tools, and no row is. If data stands down the side, write `Data` into the"
                " corner of the table and import it again."
            ]
    grid.remarks[:0] = [*told, *sources.table.remarks]
    grid.is_listed = sources.table.is_listed and sources.document.text.startswith(sources.table.text.rstrip())
    return grid
