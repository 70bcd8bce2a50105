"""The matrix and the tables of the document in; what the document's own table says must hold in cells of the matrix out."""

from __future__ import annotations

from collections import Counter

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.importing.attach import own_words
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.explained import explained_runs
from bot.knowledge.importing.matrix import read_grid
from bot.knowledge.importing.table import Source
from bot.knowledge.importing.tables.markup import read_markdown
from bot.knowledge.importing.texts.document import GUIDANCE, Document
from bot.knowledge.importing.texts.glossary import Glossary
from bot.knowledge.importing.texts.tool_row import head_of
from bot.knowledge.importing.texts.words import fold, tokens

Names = dict[str, str]
"""Folded name -> name in the matrix."""
_SHARED = 0.5
"""From this share of its rows and of its columns on, a table of the document is the matrix once more."""
_NOTED = 1
_STRICTNESS = {"allow": 0, "conditional": _NOTED, "review": _NOTED, "deny": 2}
"""A cell that only names a note is read as review; whether its words are a condition is seen when they are read."""


def read_paper_tables(grid: Grid, document: Document, tools: Names, classes: Names) -> dict[tuple[str, str], str]:
    """(row, column) -> the words of a condition, for cells that are no plain yes or no in both. The matrix counts; where the
    document's table is stricter, that is added to the remarks of ``grid``."""
    heads = {fold(head_of(name)): name for name in reversed(grid.rows)}
    found: dict[tuple[str, str], str] = {}
    stricter: list[str] = []
    for theirs in _grids(document):
        named = _matched(theirs.rows, grid.rows, heads | tools)
        called = _matched(theirs.columns, grid.columns, classes)
        if len(named) < _SHARED * len(theirs.rows) or len(called) < _SHARED * len(theirs.columns):
            continue
        for (row, column), word in theirs.cells.items():
            key = named.get(row, ""), called.get(column, "")
            mine = grid.cells.get(key)
            level = _STRICTNESS.get(word.effect, _NOTED if word.mark else -1)
            if mine is None or level < 0 or mine.effect not in _STRICTNESS:
                continue
            if level > _STRICTNESS[mine.effect]:
                told = f"the document's table says {word.effect}, the matrix {mine.effect}; the matrix counts."
                stricter.append(f"`{key[0]}` × `{key[1]}`: {told}")
            elif level == _NOTED and (text := own_words(theirs, row, column)):
                found.setdefault(key, text)
    grid.remarks += dict.fromkeys(stricter)
    return found


def _grids(document: Document) -> list[Grid]:
    """Every table of the document that can be read as a matrix."""
    try:
        tables = read_markdown(GUIDANCE, document.text)
    except KnowledgeError:
        return []  # a table beyond all measure: the document is used without it
    found = []
    for table in tables.tables:
        faults: list[Fault] = []
        runs = explained_runs(tables.tables, document.text)
        source = Source(table.rows, name=table.name, text=document.text, explained=runs)
        grid = read_grid(source, Glossary(), list(tables.beside), faults)
        found += [] if faults else [grid]
    return found


def _matched(theirs: list[str], mine: list[str], known: Names) -> Names:
    """A table's names -> those of the matrix: the same name or its head, or else a shorter or longer one ("Internal", "C1",
    "Claude Team, pilot licence") that only one other name can be."""
    found = {name: known.get(fold(name)) or known.get(fold(head_of(name)), "") for name in theirs}
    left = [name for name in mine if name not in found.values()]
    for name in (name for name in theirs if found[name] not in mine):
        words = set(tokens(name))
        like = [other for other in left if words and (words <= set(tokens(other)) or words >= set(tokens(other)))]
        found[name] = like[0] if len(like) == 1 else ""
    twice = Counter(found.values())
    return {name: label for name, label in found.items() if label in mine and twice[label] == 1}
