"""Sentences of the document and the glossary in; data that goes into some tools only, and so is kept out of all others, out.

"Quotes from suppliers go only into Foreman and Claude Team." Read where every tool is a row and the data has a class; else it is
left to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.knowledge.importing.bans.data_bans import MOST_WORDS, DataBan, first_match
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.texts.document import Line, without_bold
from bot.knowledge.importing.texts.kinds import SURE, KindReader
from bot.knowledge.importing.texts.patterns import parter, without_brackets, without_determiner, without_number
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import fold, tokens, unique_slug


def find_confined(
    lines: list[Line], rows: list[ToolRow], classes: list[ClassWords], ties: list[Tie], reader: KindReader
) -> list[DataBan]:
    """One ban for each kind of data, with the rows that it is kept out of."""
    taken: set[str] = set()
    found: dict[str, DataBan] = {}
    for line in lines:
        for sentence in statements_of(without_bold(line.text).strip(), begun=True):
            match = first_match(without_number(sentence), "only_tools", "only_tools_doubt")
            inside = _rows_in(match["tools"], rows, reader.language) if match else ()
            if not match or not inside:
                continue
            phrase = without_determiner(match["data"].strip(" .:,"))
            data = _data(phrase, sentence, classes, ties, reader)
            if data is not None and fold(phrase) not in found:
                name, kinds, of = data
                others = tuple(row.id for row in rows if row.id not in inside)
                rule, type_id = (unique_slug(f"{what} {phrase}", taken) for what in ("only some tools for", "confined"))
                found[fold(phrase)] = DataBan(name, type_id, kinds, line, rule, rows=others, of=of)
    return list(found.values())


def _rows_in(text: str, rows: list[ToolRow], language: str) -> tuple[str, ...]:
    """The rows that a list of tools names; nothing where one of them is no row."""
    named: list[str] = []
    for part in parter("[,/]", language).split(text.strip(" .")):
        said = set(tokens(part))
        fits = [(len(set(tokens(name))), row.id) for row in rows for name in _names(row) if set(tokens(name)) <= said]
        if not fits:
            return ()
        most = max(size for size, _ in fits)
        named += [id_ for size, id_ in fits if size == most]
    return tuple(dict.fromkeys(named))


def _names(row: ToolRow) -> Iterable[str]:
    labels = (row.label, *row.names)
    return (name for label in labels for name in (label, without_brackets(label)) if tokens(name))


def _data(
    phrase: str, sentence: str, classes: list[ClassWords], ties: list[Tie], reader: KindReader
) -> tuple[str, tuple[str, ...], str] | None:
    """What the data is called, its kinds and class: an example of a class as it stands, else what the sentence or its kinds say.

    A whole class is left to its cells.
    """
    names = {fold(name) for entry in classes for name in (entry.label, *entry.synonyms)}
    if not 1 <= len(tokens(phrase)) <= MOST_WORDS or fold(phrase) in names:
        return None
    example = next((e for entry in classes for e in entry.examples if fold(e) == fold(phrase)), "")
    if example:
        return example, (), ""
    kinds = tuple(sorted(kind for kind, degree in reader.read(phrase).items() if degree == SURE))
    named = [entry.id for entry in classes if re.search(rf"\b{re.escape(entry.label)}\b", sentence)]
    of = named or list(dict.fromkeys(tie.class_id for tie in ties if tie.kind in kinds))
    return (phrase, kinds, of[0]) if kinds and len(of) == 1 else None
