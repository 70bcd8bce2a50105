"""A document without a table that rules goes in; a table of the tools and the classes that it names, all cells empty, out.

Nothing is read of what its sentences allow or forbid: its owner fills the cells, and until then they are *not covered*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.knowledge.importing.cells.raw_tables import Cell, Rows, Table
from bot.knowledge.importing.classes.explained import explained_runs, is_usual
from bot.knowledge.importing.tables.list_names import named
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.document import Document, parse, unmarked
from bot.knowledge.importing.texts.naming import is_name, longest_names, names_product
from bot.knowledge.importing.texts.patterns import without_number
from bot.knowledge.importing.texts.words import fold, guess_language, lists, table_words, tokens
from bot.policy.words import Citation

_MOST_TOOLS, _MOST_CLASSES, _LONGEST, _SHORT = 200, 12, 6, 4
"""Rows, columns, and words of the name of a tool and of a class."""
_BOLD = re.compile(r"^(?:\*\*|__)(?P<name>[^*_]{2,60}?)[.:]?(?:\*\*|__)")


def found_in(file: str, text: str, tables: Sequence[Table]) -> Rows:
    """The table, or none where the document names no tool. ``file``: where the lines of ``text`` stand."""
    document = parse(text)
    tools = list(_once(_tools(document, tables)))[:_MOST_TOOLS]
    if not tools:
        return ()
    classes = _classes(document, tables)[:_MOST_CLASSES]
    if not classes:
        classes = [table_words()["rest"].get(guess_language(text), table_words()["rest"]["en"])]
    head = tuple(Cell(name, Citation(file, 1)) for name in ("", *classes))
    return (head, *((Cell(name, at := Citation(file, line)), *(Cell("", at) for _ in classes)) for name, line in tools))


def _parents(document: Document) -> Iterator[list[str]]:
    """The short items of each list that have a list of their own below them."""
    rows = document.text.splitlines()
    items = [(line, len(row := rows[line.line - 1]) - len(row.lstrip())) for line in document.lines if line.kind == "item"]
    found: dict[str, list[str]] = {}
    for (line, indent), (below, deeper) in pairwise(items):
        name = line.text.rstrip(" :")
        if deeper > indent and below.line == line.line + 1 and len(tokens(name)) <= _SHORT:
            found.setdefault(f"{line.heading}\n{line.lead}", []).append(name)
    yield from (names for names in found.values() if len(names) > 1)


def _tools(document: Document, tables: Sequence[Table]) -> Iterator[tuple[str, int]]:
    """Names of tools with the lines that they stand on: of rows of tables, headings, items and bold beginnings the whole name,
    of any other text what everybody knows by that name."""
    for table in tables:
        yield from ((row[0].text, row[0].at.line) for row in table.rows[1:] if _is_tool(row[0].text))
    for heading, line in document.headings:
        name = without_number(heading)
        if _is_tool(name) or is_name(name):
            yield name, line
    for one in (one for one in document.lines if one.kind != "row"):
        bold = _BOLD.match(one.text)
        name = bold["name"] if bold else named(unmarked(one.text))[0] if one.kind == "item" else ""
        if name and _is_tool(name):
            yield name.strip(), one.line
    for one in document.lines:
        text = unmarked(one.text)
        yield from ((_with_plan(re.sub(r"^\W+", "", name), text), one.line) for name in longest_names(text))


def _with_plan(name: str, text: str) -> str:
    """ "Claude" in "We have bought Claude Team" is Claude Team."""
    behind = re.search(rf"{re.escape(name)}\s+([A-Z]\w+)", text)
    is_plan = behind is not None and any(fold(behind[1]) in map(fold, words) for words in lists()["plans"].values())
    return f"{name} {behind[1]}" if behind and is_plan else name


def _is_tool(name: str) -> bool:
    return 0 < len(tokens(name)) <= _LONGEST and names_product(name) and not is_class_name(name)


def _once(found: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Each name once; none that a longer one before it begins with."""
    known: list[tuple[str, ...]] = []
    for name, line in found:
        words = tokens(name)
        if not any(one[: len(words)] == words for one in known):
            known.append(words)
            yield name, line


def _classes(document: Document, tables: Sequence[Table]) -> list[str]:
    """The names of the longest run of classes that the document explains or lists things below, else of single ones."""
    runs = [*(run.around(frozenset()) for run in explained_runs(tables, document.text)), *_parents(document)]
    runs = [names for names in runs if any(map(is_usual, names)) and not any(map(names_product, names))]
    if runs:
        return list(sorted(runs, key=len)[-1])
    said = (*(heading for heading, _ in document.headings[1:]), *(term.word for term in document.terms))
    return list({fold(name): name for name in map(without_number, said) if is_class_name(name)}.values())
