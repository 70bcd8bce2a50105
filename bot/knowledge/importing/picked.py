"""The tables of one file in; the one that says what may be done out, and whether any does."""

from __future__ import annotations

from functools import cache

from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import one_of
from bot.knowledge.importing.cells.effects import Legend, read_cell
from bot.knowledge.importing.cells.legend_lines import read_legend
from bot.knowledge.importing.cells.raw_tables import NO_RULE, Cell, Table, Tables, refuse
from bot.knowledge.importing.classes.explained import Run, explained_runs
from bot.knowledge.importing.tables.class_columns import class_column, layouts
from bot.knowledge.importing.tables.glossary_tables import explains_classes, is_glossary
from bot.knowledge.importing.tables.legends import is_legend
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.tables.tool_lists import spread_tools
from bot.knowledge.importing.texts.naming import NameTools, simple_names
from bot.knowledge.importing.texts.words import fold, lists

_MATRIX_TOO = 0.25
"""Another table with this share of the best one's cells may be a matrix as well: a person is told."""
_LONG = 200
"""Letters from which on a cell is a text."""
_HALF = 2
_KNOWN, _SHAPED, _SILENT, _NONE = 3, 2, 1, 0
"""How surely a table rules: it names tools or classes; its cells do; some of them say a word; it explains the others."""


def pick(file: str, tables: Tables, which: str, runs: tuple[Run, ...]) -> tuple[Table, list[str]]:
    """The table that rules most surely, and of those the one with the most cells that say yes or no, unless somebody chose; and
    what a person should know of the others. ``runs``: the classes that the file explains."""
    found = tables.tables
    named = {str(number): table for number, table in enumerate(found, 1)} | {
        fold(table.name): table for table in found if table.name
    }
    if which:
        if fold(which) not in named:
            told = [f"{number} ({table.name or f'line {table.line}'})" for number, table in enumerate(found, 1)]
            raise refuse(file, f"there is no table `{which}`", one_of(told))
        return named[fold(which)], []
    legend = read_legend(list(tables.beside))
    score = [_telling(table, legend, runs) for table in found]
    sure = [_sureness(table, legend, runs) for table in found]
    best = max(range(len(found)), key=lambda number: (sure[number], score[number], len(found[number].rows[0]) > 1, -number))
    if tables.text and not tables.is_listed and sure[best] <= _SILENT:
        what = "no table says which tool may take which data, and no list was read that does"
        do = (
            "add a table with a line per tool and a column per class of data, its cells yes, no, if ..., or have a model read one"
        )
        raise refuse(file, what, f"{do} (mayi table)", code=NO_RULE)
    remarks = []
    for number, table in enumerate(found):
        if number == best or is_glossary(table) or explains_classes(table) or (score[number] < 0 and is_legend(table)):
            continue
        name = f"Table {number + 1} ({table.name or f'line {table.line}'})"
        like = score[number] >= max(2, score[best] * _MATRIX_TOO) and sure[number] == sure[best]
        remarks.append(
            f"{name} looks like a matrix as well; import it with `--table {number + 1}`." if like else f"{name} was not used."
        )
    if remarks:
        remarks.insert(0, f"Table {best + 1} ({found[best].name or f'line {found[best].line}'}) was taken as the matrix.")
    return found[best], remarks


def ruling(tables: Tables) -> list[Table]:
    """The tables that say what may be done, and not whom to ask, what to learn or what is what."""
    legend, runs = read_legend(list(tables.beside)), explained_runs(tables.tables, tables.whole)
    return [table for table in tables.tables if _sureness(table, legend, runs) >= _SHAPED]


def _telling(table: Table, legend: Legend, runs: tuple[Run, ...]) -> int:
    """How many cells say what may be done."""
    names_classes = _names_classes(table, runs)
    if is_glossary(table) or (is_legend(table) and not names_classes):
        return -1
    words = (read_cell(cell.text, legend) for cell in _cells(table) if cell.text and len(cell.text) < _LONG)
    coloured = sum(bool(cell.fill) for cell in _cells(table) if not cell.text)
    classes = len(table.rows) - 1 if names_classes else 0
    return classes + coloured + sum(word.effect not in ("", "unknown") for word in words)


def _sureness(table: Table, legend: Legend, runs: tuple[Run, ...]) -> int:
    if is_glossary(table) or explains_classes(table):
        return _NONE
    names_classes = _names_classes(table, runs)
    if is_legend(table) and not names_classes:
        return _NONE
    if names_classes or spread_tools(table.rows, []) is not table.rows:
        return _KNOWN
    said = [cell for cell in _cells(table) if cell.text or cell.fill]
    words = [read_cell(cell.text, legend) for cell in said if cell.text and len(cell.text) < _LONG]
    plain = sum(word.effect in ("allow", "deny") for word in words) + sum(bool(cell.fill) for cell in said)
    told = plain + sum(word.effect in ("conditional", "review") for word in words)
    if not told:
        return _SILENT
    is_much = told * _HALF >= len(said)
    if _is_of_tools(table) and (plain or is_much):
        return _KNOWN
    return _SHAPED if plain and is_much else _SILENT


def _names_classes(table: Table, runs: tuple[Run, ...]) -> bool:
    return any(class_column(rows, runs, is_unsure_too=True) for rows in layouts(table.rows))


def _is_of_tools(table: Table) -> bool:
    """Whether the names of its rows or columns are tools or classes, or its corner says so."""
    heads = {fold(word) for kind in ("tool", "data") for word in lists()["headers"][kind]}
    names = [cell.text for cell in (*table.rows[0], *(row[0] for row in table.rows[1:])) if cell.text]
    return fold(table.rows[0][0].text) in heads or any(_names_tools()(name) or is_class_name(name) for name in names)


@cache
def _names_tools() -> NameTools:
    return simple_names(load_catalog())


def _cells(table: Table) -> list[Cell]:
    return [cell for row in table.rows[1:] for cell in row[1:]]
