"""The tables and the text of a page in; the names of the classes of data that it explains, a run for each place, in order, out.

A table whose lines are classes, headings of one level, or lines that begin with a term: what it rules stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.cells.effects import exact_words
from bot.knowledge.importing.cells.raw_tables import Cell, Table
from bot.knowledge.importing.classes.class_lists import numbered, usual
from bot.knowledge.importing.classes.strictness import ClassWords, name_parts, what_like
from bot.knowledge.importing.texts.kinds import KindReader, kind_reader
from bot.knowledge.importing.texts.naming import NameTools, simple_names
from bot.knowledge.importing.texts.patterns import without_number
from bot.knowledge.importing.texts.words import fold, group_words, guess_language, has_word, lists, table_words, tokens

Names = tuple[str, ...]
_SEVERAL, _MOST = 2, 12
"""Classes of one run."""
_SHORT = 4
"""Words of a class's name."""
_TEXT = 3
"""Words from which on a cell explains something."""
_NEARLY = 2 / 3
"""This share of a run are classes surely: so are the others."""
_NEAR = 3
"""Lines from one term to the next."""
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_BULLET = re.compile(r"^\s*(?:[-*+•]\s+)?")
_TERM = re.compile(
    r"^(?P<mark>\*\*|__|)(?P<name>[^*_:|]{2,60}?)(?::(?P=mark)|(?P=mark)\s*:|(?P=mark)(?<=\*\*)|(?P=mark)(?<=__)|\s[–—-]\s)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Names of classes in the order in which the page explains them. ``is_whole``: a table has them, and nothing else.
    ``public``: those that the table says to be public. ``texts``: what stands beside each name."""

    names: Names
    is_whole: bool
    public: frozenset[str] = frozenset()
    texts: Names = ()

    def holds_more(self, name: str, other: str) -> bool:
        """Whether one class, by what stands beside it, holds data more sensitive than another one does."""
        texts = dict(zip(self.names, self.texts, strict=False))
        if name not in texts or other not in texts:
            return False
        reader = _reader(guess_language(" ".join(self.texts)))
        here, there = (
            max((reader.kinds[kind].sensitivity for kind in reader.read(texts[one])), default=0) for one in (name, other)
        )
        return here > there

    def around(self, named: frozenset[str]) -> Names:
        """The names without what only stands beside them: whole, where nearly all are usual or among those, folded."""
        known = [at for at, name in enumerate(self.names) if fold(name) in named or is_usual(name)]
        if self.is_whole or not known or len(known) >= _NEARLY * len(self.names):
            return self.names
        return self.names[known[0] : known[-1] + 1]


def explained_runs(tables: Iterable[Table], text: str) -> tuple[Run, ...]:
    """Every run of several names; those of tables first."""
    tables = tuple(tables)
    found = [
        Run(names, is_whole=True, public=_public(table), texts=_texts(table, names))
        for table in tables
        if (names := explained_in(table) or _used_elsewhere(table, tables))
    ]
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("|")]
    found += [Run(names, is_whole=False) for names in _headings(lines)]
    found += [Run(names, is_whole=False, texts=texts) for names, texts in _terms(lines)]
    return tuple(run for run in found if len(run.names) >= _SEVERAL)


def explained_in(table: Table) -> Names:
    """The classes of a table that only says what they are: each has a line, or a column, and no cell says yes or no."""
    rows = table.rows
    if len(rows) <= 1 or any(_says(cell) for row in rows[1:] for cell in row[1:]):
        return ()
    down, across = tuple(row[0].text for row in rows[1:]), tuple(cell.text for cell in rows[0][1:])
    texts = [cell.text for row in rows[1:] for cell in row[1:] if cell.text]
    if not any(len(tokens(text)) >= _TEXT for text in texts):
        return ()
    for names, others in ((down, across), (across, down)):
        told = is_of_data(rows[0][0].text) and names is down
        if _are_classes(names, told) and not any(map(_is_of_tools, others)) and not _is_of_tools(rows[0][0].text):
            return names
    return ()


def _used_elsewhere(table: Table, tables: Iterable[Table]) -> Names:
    """Names that a table explains, and that nearly all cells of a column of another table begin with."""
    names = tuple(row[0].text for row in table.rows[1:])
    is_told = any(len(tokens(cell.text)) >= _TEXT for row in table.rows[1:] for cell in row[1:])
    if not is_told or not _are_classes(names, is_told=True) or any(_says(cell) for row in table.rows for cell in row[1:]):
        return ()
    others = [other for other in tables if other is not table]
    columns = [
        [row[at].text for row in other.rows[1:] if len(row) > at] for other in others for at in range(1, len(other.rows[0]))
    ]
    return names if any(_begin_with(names, filter(None, column)) for column in columns) else ()


def _begin_with(names: Names, cells: Iterable[str]) -> bool:
    told = [cell for cell in cells if exact_words().get(fold(cell).strip(" ."), "unknown") != "deny"]
    begun = [name for cell in told for name in names if tokens(cell)[: len(tokens(name))] == tokens(name)]
    return len({*begun}) >= _SEVERAL and len(begun) >= _NEARLY * len(told)


def _public(table: Table) -> frozenset[str]:
    """The names of the lines whose explanation says that it is public."""
    told = {row[0].text: tuple(cell.text for cell in row[1:2]) for row in table.rows[1:]}
    return frozenset(name for name, said in told.items() if what_like(ClassWords("", ""), said) == "public")


def _texts(table: Table, names: Names) -> Names:
    """What a table with a line for each class says of them; nothing of another one."""
    rows = table.rows[1:]
    is_down = tuple(row[0].text for row in rows) == names
    return tuple(". ".join(cell.text for cell in row[1:]) for row in rows) if is_down else ()


def _says(cell: Cell) -> bool:
    return bool(cell.fill) or exact_words().get(fold(cell.text).strip(" .!"), "unknown") != "unknown"


def _are_classes(names: Names, is_told: bool) -> bool:
    """Whether short names, each there once, are classes: most are called as classes usually are, or the corner says so."""
    if not _SEVERAL <= len(names) <= _MOST or not all(map(_is_name, names)) or len(set(map(fold, names))) < len(names):
        return False
    return is_told or sum(map(is_usual, names)) * 2 > len(names)


def _is_name(text: str) -> bool:
    return 0 < len(tokens(text)) <= _SHORT and not any(_names_tools()(text))


def is_usual(name: str) -> bool:
    """Whether a name is one that classes of data usually have, or ends in their number."""
    return any(usual(part) is not None or numbered(part) is not None for part in (name, *name_parts(name)[:1]))


def _reader(language: str) -> KindReader:
    return kind_reader(load_catalog(), language)


@cache
def _names_tools() -> NameTools:
    return simple_names(load_catalog())


def is_of_data(text: str) -> bool:
    """Whether a heading, or the corner of a table, speaks of kinds of data."""
    heads = [str(word) for word in table_words()["level_lists"]["class_heads"]]
    return bool(has_word(text, [*table_words()["class_columns"]["of_data"], *lists()["headers"]["data"], *heads]))


def _is_of_tools(head: str) -> bool:
    """Whether a head names a tool, or says that its cells do."""
    words = [*lists()["headers"]["tool"], *group_words("generic")]
    return bool(head) and (bool(has_word(head, words)) or bool(_names_tools()(head)))


def _headings(lines: list[str]) -> Iterator[Names]:
    """Headings of one level that follow each other."""
    run: list[str] = []
    depth = 0
    for found in filter(None, map(_HEADING.match, lines)):
        name = without_number(found[2].strip(" #").replace("*", "")).strip(" .:")
        is_same = len(found[1]) == depth
        if (not is_same or not _is_name(name)) and (is_same or len(found[1]) < depth or not _is_name(name)):
            yield tuple(run)
            run = []
        if _is_name(name):
            run = [*run, name] if is_same else [name]
            depth = len(found[1])
    yield tuple(run)


def _terms(lines: list[str]) -> Iterator[tuple[Names, Names]]:
    """Lines near each other that begin with a term in the same marks: the terms, and what stands behind each."""
    terms = [(at, *told) for at, line in enumerate(lines) if (told := _term(line))]
    run = terms[:1]
    for (at, mark, *_), term in pairwise(terms):
        if term[1] != mark or term[0] - at > _NEAR:
            yield _parted(run)
            run = []
        run.append(term)
    yield _parted(run)


def _parted(terms: list[tuple[int, str, str, str]]) -> tuple[Names, Names]:
    return tuple(name for *_, name, _ in terms), tuple(text for *_, text in terms)


def _term(line: str) -> tuple[str, str, str] | None:
    """The marks before a term, without numbers, the term, and what stands behind it."""
    told = without_number(_BULLET.sub("", line))
    found = _TERM.match(told)
    if not found or not _is_name(found["name"]):
        return None
    marks = re.sub(r"[\w\s]", "", line.removesuffix(told))
    return (marks + found["mark"], found["name"].strip(" ."), told[found.end() :]) if marks + found["mark"] else None
