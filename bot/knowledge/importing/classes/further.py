"""The document and the classes of the table in; the glossary with the classes that the document explains beside these comes out.

"Nothing of the Safe goes into any tool" needs no column. Without a class the Safe's things would be nobody's, and a broader kind
of the catalog could let them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.texts.document import Document, Term
from bot.knowledge.importing.texts.glossary import ClassEntry, Glossary
from bot.knowledge.importing.texts.things import items
from bot.knowledge.importing.texts.words import data_key, example_words, fold, has_word, tokens
from bot.policy.words import Citation

_SEVERAL = 2
_NEAR = 3
"""Lines from one class to the next: a sentence or two about each may stand between."""
_LONGEST = 4
"""Words of a class's name."""


def with_further(glossary: Glossary, grid: Grid, document: Document) -> Glossary:
    """A class without a column has no cell: nobody says anything of it but the document's sentences."""
    found = _further(grid, document.terms)
    if not found:
        return glossary
    named = ", ".join(f"`{name}`" for name in found)
    grid.remarks.append(f"The document explains {named} beside the classes of the table, and no column speaks of it.")
    return replace(glossary, classes=(*glossary.classes, *(ClassEntry(name, Citation("", 0)) for name in found)))


def _further(grid: Grid, terms: Sequence[Term]) -> list[str]:
    """Of a run of explained words that has all classes of the table, the others."""
    columns, rows = {data_key(name) for name in grid.columns}, {fold(name) for name in grid.rows}
    for _, section in groupby(terms, key=lambda term: term.heading):
        run = list(section)
        keys = [data_key(term.word) for term in run]
        is_whole = len(columns) >= _SEVERAL and columns <= set(keys) and len(set(keys)) == len(keys)
        if not is_whole or any(later.line - term.line > _NEAR for term, later in pairwise(run)):
            continue
        others = (term for term, key in zip(run, keys, strict=True) if key not in columns)
        return [term.word for term in others if fold(term.word) not in rows and _is_class(term, grid.columns)]
    return []


def _is_class(term: Term, columns: Sequence[str]) -> bool:
    """Whether it is explained by what belongs to it, and not by the other classes: "A mix: the stricter one counts"."""
    is_name = len(tokens(term.word)) <= _LONGEST and not has_word(term.word, example_words()["asks"])
    return is_name and len(items(term.text)) >= _SEVERAL and not has_word(term.text, columns)
