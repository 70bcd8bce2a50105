"""The document and the classes of the table in; the glossary with the classes that the document explains beside these comes out.

"Nothing of the Safe goes into any tool" needs no column. Without a class the Safe's things would be nobody's, and a broader kind
of the catalog could let them in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.texts.document import Document, Term
from bot.knowledge.importing.texts.glossary import ClassEntry, Glossary
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.things import items
from bot.knowledge.importing.texts.words import data_key, example_words, fold, has_word, tokens
from bot.policy.words import Citation

_SEVERAL = 2
_NEAR = 3
"""Lines from one class to the next: a sentence or two about each may stand between."""
_LONGEST = 4
"""Words of a class's name."""


def with_further(glossary: Glossary, grid: Grid, document: Document, reader: KindReader) -> Glossary:
    """A class without a column has no cell: nobody says anything of it but the document's sentences."""
    known = {fold(name) for entry in glossary.classes for name in (entry.name, *entry.synonyms)}
    told = dict.fromkeys(_further(grid, document.terms, reader))
    found = [name for name in told if fold(name) not in known]
    if not found:
        return glossary
    named = ", ".join(f"`{name}`" for name in found)
    grid.remarks.append(f"The document explains {named} beside the classes of the table, and no column speaks of it.")
    entries = (ClassEntry(name, Citation("", 0), is_further=True) for name in found)
    return replace(glossary, classes=(*glossary.classes, *entries))


def _further(grid: Grid, terms: Sequence[Term], reader: KindReader) -> Iterator[str]:
    """Of each run of explained words that has several classes of the table, the others."""
    columns, rows = {key for name in grid.columns for key in _keys(name)}, {fold(name) for name in grid.rows}
    for _, section in groupby(terms, key=lambda term: term.heading):
        run = list(section)
        keys = [_keys(term.word) for term in run]
        explained = [name for name in grid.columns if any(_keys(name) & mine for mine in keys)]
        if len(explained) < max(_SEVERAL, len(grid.columns) - 1):
            continue
        places = [at for at, mine in enumerate(keys) if mine & columns]
        first, last = places[0], places[-1]
        while first and run[first].line - run[first - 1].line <= _NEAR:
            first -= 1
        while last + 1 < len(run) and run[last + 1].line - run[last].line <= _NEAR:
            last += 1
        others = (run[at] for at in range(first, last + 1) if not keys[at] & columns)
        called = (term for term in others if fold(term.word) not in rows and not has_word(term.word, grid.columns))
        yield from (term.word for term in called if _is_class(term, reader))


def _keys(name: str) -> set[str]:
    """A class by its whole name, without what stands in brackets, and by the parts of it: "Level 1 - Public" is "Level 1"."""
    return {data_key(one) for one in (name, without_brackets(name), *name_parts(name)) if tokens(one)}


def _is_class(term: Term, reader: KindReader) -> bool:
    """Whether it is called like one, and data stands in its explanation. What nobody knows as data is asked back for anyway."""
    is_name = len(tokens(term.word)) <= _LONGEST and not has_word(term.word, example_words()["asks"])
    return is_name and any(map(reader.read, items(term.text)))
