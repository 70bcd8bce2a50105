"""The rows of the matrix and the document in; what the document says of each row, and of no other, out."""

from __future__ import annotations

from collections import Counter

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.rows.called import Words, find_called
from bot.knowledge.importing.rows.members import Described, describe
from bot.knowledge.importing.texts.document import Document
from bot.knowledge.importing.texts.glossary import ToolEntry
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.tool_row import head_of
from bot.knowledge.importing.texts.words import fold


def described_rows(
    document: Document, grid: Grid, told: tuple[list[ToolEntry], frozenset[str]], name_tools: NameTools, words: Words
) -> dict[str, Described]:
    """Row -> what the document says of it. ``told``: the tools with what the glossary says of them, and the folded names of the
    classes."""
    entries, of_classes = told
    described = describe(grid.rows, len(grid.columns), document)
    _settle(described, entries, name_tools, of_classes)
    others = frozenset((*of_classes, *(fold(name) for e in entries for name in (e.name, head_of(e.name), *e.aliases))))
    for label, called in find_called(grid.rows, document, others, words).items():
        described[label].called = called
    return described


def _settle(described: dict[str, Described], entries: list[ToolEntry], name_tools: NameTools, of_classes: frozenset[str]) -> None:
    """What the document says of several rows at once belongs to the row that the glossary gives it to.

    A name that is one row's alias is no other's, nor is a class's name (a county's "PHI" is no model of that name); a
    description goes to the rows that have a name of their own.
    """
    owner = {fold(name): entry.name for entry in entries for name in (head_of(entry.name), *entry.aliases, entry.name)}
    long = {fold(entry.name): entry.name for entry in entries if " " in fold(entry.name)}

    def is_free(name: str, label: str) -> bool:
        """Whether it is no other row's name with a word more ("Lexis AI likewise")."""
        return not any(fold(name).startswith(f"{other} ") for other, row in long.items() if row != label)

    in_house = {entry.name for entry in entries if any(not name_tools(alias) for alias in entry.aliases)}
    seen = Counter(phrase for said in described.values() for phrase in set(said.phrases))
    for label, said in described.items():
        names = [name for name in said.names if fold(name) not in of_classes]
        said.names = [name for name in names if owner.get(fold(name), label) == label and is_free(name, label)]
        said.phrases = [phrase for phrase in said.phrases if seen[phrase] == 1 or label in in_house]
