"""Tables beside a matrix in (conditions, names of tools, kinds of data); the same glossary as ``terms.json`` gives out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.knowledge.importing.cells.raw_tables import Cell, Table
from bot.knowledge.importing.classes.explained import explained_in
from bot.knowledge.importing.texts.glossary import ClassEntry, ConditionEntry, Glossary, ToolEntry
from bot.knowledge.importing.texts.words import example_words, fold, lists
from bot.knowledge.matrix.exported import ALL, CONDITION_HEAD, GENERAL, parted


def is_glossary(table: Table) -> bool:
    """Whether the table explains words or conditions, and is no matrix."""
    return bool(_kind(table))


def explains_classes(table: Table) -> bool:
    """Whether a table only says what kinds of data are, so that none of its columns is a tool."""
    headers = {kind: _folded(words) for kind, words in lists()["headers"].items()}
    told = headers["aliases"] | headers["notes"] | _folded(example_words()["heads"]) | _folded(example_words()["meanings"])
    heads = [fold(cell.text).strip(" :?") for cell in table.rows[0]]
    columns = set(heads[1:]) - {""}
    by_heads = bool(columns) and columns <= told and heads[0] not in headers["tool"]
    return by_heads or bool(explained_in(table))


def _kind(table: Table) -> str:
    heads = [fold(cell.text) for cell in table.rows[0]]
    headers = {kind: {fold(word) for word in words} for kind, words in lists()["headers"].items()}
    rest = set(heads[1:]) - {""}
    if {"condition", "tools"} <= set(heads) and rest <= {fold(name) for name in CONDITION_HEAD}:
        return "conditions"
    about_tools = headers["aliases"] | headers["vendor"] | headers["plan"]
    if heads[0] in headers["tool"] and rest and rest <= about_tools:
        return "tools"
    if heads[0] in headers["data"] and rest and rest <= headers["aliases"] | _folded(example_words()["heads"]) | headers["notes"]:
        return "classes"
    return ""


def read_glossary_tables(tables: tuple[Table, ...]) -> Glossary:
    """What all of them say together; an entry that stands twice counts once."""
    tools: dict[str, ToolEntry] = {}
    classes: dict[str, ClassEntry] = {}
    conditions: dict[str, ConditionEntry] = {}
    for table in tables:
        kind = _kind(table)
        for entry in _entries(table):
            first = next(iter(entry.values()))
            if kind == "tools" and first.text:
                names = _names(entry, lists()["headers"]["aliases"])
                vendors, plans = _names(entry, lists()["headers"]["vendor"]), _names(entry, lists()["headers"]["plan"])
                tools.setdefault(fold(first.text), ToolEntry(first.text, first.at, tuple(dict.fromkeys(names)), vendors, plans))
            elif kind == "classes" and first.text:
                synonyms, examples = _names(entry, lists()["headers"]["aliases"]), _names(entry, example_words()["heads"])
                note = " ".join(cell.text for head, cell in entry.items() if head in _folded(lists()["headers"]["notes"]))
                classes.setdefault(fold(first.text), ClassEntry(first.text, first.at, synonyms, examples, note))
            elif kind == "conditions":
                found = _condition(entry)
                conditions.setdefault(found.id, found)
    return Glossary(tuple(tools.values()), tuple(classes.values()), tuple(conditions.values()))


def _entries(table: Table) -> Iterator[dict[str, Cell]]:
    """Each further row as folded head -> cell."""
    heads = [fold(cell.text) for cell in table.rows[0]]
    for row in table.rows[1:]:
        if row[0].text:
            yield dict(zip(heads, row, strict=False))


def _names(entry: dict[str, Cell], heads: list[str] | set[str]) -> tuple[str, ...]:
    return tuple(name for head, cell in entry.items() if head in _folded(heads) for name in parted(cell.text))


def _folded(words: list[str] | set[str]) -> set[str]:
    return {fold(word) for word in words}


def _condition(entry: dict[str, Cell]) -> ConditionEntry:
    told = {head: cell.text for head, cell in entry.items()}
    text = told.get("condition", "")
    general = told.get("kind", "") == GENERAL
    tools, classes = told.get("tools", ""), told.get("data classes", "")
    return ConditionEntry(
        told.get("id") or text,
        text,
        next(iter(entry.values())).at,
        () if general and tools == ALL else ("*",) if tools == ALL else parted(tools),
        () if general and classes == ALL else ("*",) if classes == ALL else parted(classes),
        told.get("when", ""),
        general,
    )


def merged(first: Glossary, second: Glossary) -> Glossary:
    """Both; where both have an entry, the first one's counts."""
    tools = {fold(entry.name) for entry in first.tools}
    classes = {fold(entry.name) for entry in first.classes}
    conditions = {fold(entry.id) for entry in first.conditions}
    return replace(
        first,
        tools=(*first.tools, *(entry for entry in second.tools if fold(entry.name) not in tools)),
        classes=(*first.classes, *(entry for entry in second.classes if fold(entry.name) not in classes)),
        conditions=(*first.conditions, *(entry for entry in second.conditions if fold(entry.id) not in conditions)),
        notes=(*first.notes, *second.notes),
    )
