"""Columns of a table that are no class of data in; what they keep their rows from, until an owner says what they mean, out.

A row that such a column says something of grants nothing by itself: a day that has come ends it, and of a word that nobody reads
an owner is asked. What only describes a tool (who looks after it, what it costs) keeps nothing back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cache

from bot.knowledge.importing.built import COLUMN, Limit
from bot.knowledge.importing.cells.effects import exact_words
from bot.knowledge.importing.cells.grid import Grid, Other
from bot.knowledge.importing.cells.whose_rows import names_some
from bot.knowledge.importing.texts.days import last_day
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.words import fold, has_word, lists, table_words

_MOST = 60
"""Letters of a cell in a reason."""


def limits_of(grid: Grid, tools: Mapping[str, str], language: str, is_data: Callable[[str], bool]) -> Iterator[Limit]:
    """One for each column, and for each day in it. ``tools``: ids by row; ``is_data``: whether a column's name is one of data."""
    unread = table_words()["column_says"].get(language, table_words()["column_says"]["en"])
    held: dict[str, list[Other]] = {}
    for one in (*grid.others, *_asked(grid, is_data)):
        day = last_day(one.text, language)
        if day is not None and not has_word(one.head, table_words()["describes"]):
            ends = bool(has_word(one.head, table_words()["end_heads"]))
            said = f"{one.head}: {one.text}"
            said = said if ends else unread.format(said=said)
            name, row, since = f"{COLUMN}{one.head} {one.row}", (tools[one.row],), day + timedelta(1)
            yield Limit(name, _line(one), said, (), row, asks=not ends, since=since)
        elif _holds(one):
            held.setdefault(one.head, []).append(one)
    for head, those in held.items():
        values = dict.fromkeys(one.text[:_MOST] for one in those)
        rows = tuple(dict.fromkeys(tools[one.row] for one in those))
        said = unread.format(said=f"{head}: {' · '.join(values)}")
        yield Limit(f"{COLUMN}{head}", _line(those[0]), said, (), rows, asks=True)


def _line(one: Other) -> Line:
    return Line(one.text, one.at.line)


@cache
def _describing() -> frozenset[str]:
    """Folded names of columns that only describe a tool."""
    return frozenset(fold(word) for word in table_words()["describes"])


def _holds(one: Other) -> bool:
    """Whether a word may take something back: no plain yes, not "in use", nobody but everybody; any word of a column that only
    describes is none."""
    said = fold(one.text)
    if not said or fold(one.head) in _describing() or exact_words().get(said) == "allow":
        return False
    is_live = fold(has_word(one.text, lists()["in_use"])) == said
    return not is_live and (bool(exact_words().get(said)) or names_some(one.text))


def _asked(grid: Grid, is_data: Callable[[str], bool]) -> Iterator[Other]:
    """Cells that say no below names which nobody knows as data: "Contract signed: no" is about the tool. What stands between two
    columns of data is data, and so is all where nothing is known."""
    known = [place for place, column in enumerate(grid.columns) if is_data(column)]
    for place, column in enumerate(grid.columns) if known else ():
        if known[0] <= place <= known[-1]:
            continue
        for row in grid.rows:
            word = grid.cells.get((row, column))
            if word is not None and word.effect != "allow" and (word.effect == "deny" or word.condition):
                at = grid.places[row, column]
                yield Other(row, column, at.quote or word.condition or word.effect, at)
