"""The document and the classes of the table in; the glossary with the classes that the document explains beside these comes out.

"Nothing of the Safe goes into any tool" needs no column. Without a class the Safe's things would be nobody's, and a broader kind
of the catalog could let them in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.class_names import ClassNames
from bot.knowledge.importing.classes.explained import is_usual
from bot.knowledge.importing.classes.explanations import Explained, Shape, explained_names, is_label, told_alike
from bot.knowledge.importing.classes.strictness import ClassWords, without_shared
from bot.knowledge.importing.texts.document import GUIDANCE, Document
from bot.knowledge.importing.texts.glossary import ClassEntry, Glossary
from bot.knowledge.importing.texts.kinds import KindReader, split_parts
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.things import items
from bot.knowledge.importing.texts.words import data_key, fold, has_word, tokens
from bot.policy.words import Citation
from bot.text.small import small

_SEVERAL = 2
_NEAR = 3
"""Lines from one class to the next: a sentence or two about each may stand between."""
_LONGEST = 4
"""Words of a class's name."""
_NO, _IF, _MAY = small("no") - {"not"}, small("on_condition"), small("may")


def with_further(glossary: Glossary, grid: Grid, document: Document, reader: KindReader) -> Glossary:
    """A class without a column has no cell: nobody says anything of it but the document's sentences."""
    columns = _Columns(grid.columns, glossary, reader.language)
    explained = (*explained_names(document), *told_alike(document, columns.mentioned))
    runs = list(_runs(columns, explained, reader, grid.rows))
    found = {fold(one.name): one for run in reversed(runs) for one in reversed(run) if not columns.is_known(one.name)}
    if not found:
        return glossary
    for run in runs:
        for one in run if any(fold(other.name) in found for other in run) else ():
            name = columns.of(one.name)
            texts = _strictly(one.texts, reader.language) if fold(one.name) in found else one.texts
            told = [(text, f"{GUIDANCE}:{one.line}", True) for text in texts]
            grid.texts.setdefault(name or found.get(fold(one.name), one).name, []).extend(told)
    further = [found[key] for key in dict.fromkeys(fold(one.name) for run in runs for one in run) if key in found]
    named = ", ".join(f"`{one.name}`" for one in further)
    grid.remarks.append(f"The document explains {named} beside the classes of the table, and no column speaks of it.")
    entries = (ClassEntry(one.name, Citation("", 0), is_further=True) for one in further)
    return replace(glossary, classes=(*glossary.classes, *entries))


def _strictly(texts: Iterable[str], language: str) -> dict[str, None]:
    """The texts, and the parts of what they list: "our recipes and prices" is recipes, and prices as well."""
    things = [thing for text in texts for thing in items(text, True, language)]
    return dict.fromkeys((*texts, *(part for thing in things for part in split_parts(thing, language))))


class _Columns:
    """Knows the columns by every name that a text may have for them."""

    def __init__(self, columns: list[str], glossary: Glossary, language: str) -> None:
        synonyms = {fold(entry.name): entry.synonyms for entry in glossary.classes}
        self.count, self.columns = len(columns), columns
        bare = without_shared(columns)
        self.names = ClassNames([ClassWords(name, name, synonyms.get(fold(name), ())) for name in columns], language)
        own = {name: " ".join(word for word in name.split() if has_word(bare[name], [word])) for name in columns}
        self.written = {
            text: name for name in columns for text in (name, without_brackets(name), own[name]) if re.search(r"[^\W\d]", text)
        }
        self.loose = {data_key(text): name for name in columns for text in (name, without_brackets(name), bare[name]) if text}
        self.further = {fold(name) for entry in glossary.classes for name in (entry.name, *entry.synonyms)} - {
            *map(fold, columns)
        }
        numbers = {_number(name): name for name in columns}
        self.numbers = numbers if len(numbers) == self.count and None not in numbers else {}

    def of(self, name: str) -> str:
        """The column that is called so; empty where none is."""
        for said in (name, without_brackets(name)):
            if found := self.names.of(said) or self.loose.get(data_key(said), ""):
                return found
        return self.numbers.get(_number(name), "") or self._begun(name)

    def _begun(self, name: str) -> str:
        """The one column that a name only adds a word to: "Working papers"."""
        said = tokens(name)
        found = {column for column in self.columns if said[:-1] == tokens(column)}
        return found.pop() if len(found) == 1 and not is_usual(name) else ""

    def mentioned(self, text: str) -> tuple[str, str]:
        """The one column that a text names as it is written, and the words that name it; both empty where it names none."""
        found = {name: column for name, column in self.written.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
        longest = max(found, key=len, default="")
        return (found[longest], longest) if len({*found.values()}) == 1 else ("", "")

    def is_known(self, name: str) -> bool:
        """Whether it is a class already, or only says more of one: "Also Internal"."""
        has_one = bool(has_word(name, self.columns)) and not is_usual(name)
        return fold(name) in self.further or has_one or bool(self.of(name))


def _number(name: str) -> int | None:
    """The one number in a name."""
    found = re.findall(r"(?<!\d)\d{1,2}(?!\d)", name)
    return int(found[0]) if len(found) == 1 else None


def _runs(columns: _Columns, explained: Iterable[Explained], reader: KindReader, rows: list[str]) -> Iterator[list[Explained]]:
    """Of what is explained in one place, where that has several classes of the table, these and all that is called like one."""
    tools = {fold(name) for name in rows}
    explained = list(explained)
    all_told = {columns.of(one.name) for one in explained} - {""}
    for place, group in groupby(sorted(explained, key=lambda one: (one.place, one.line)), key=lambda one: one.place):
        run = list(group)
        mine = [columns.of(one.name) for one in run]
        # where the document explains one of the classes alone, a list that has it tells enough
        least = _SEVERAL if place[0] not in (Shape.LINE, Shape.ROW) else min(_SEVERAL, len(all_told))
        told = any(column and _holds_data(one, reader) for one, column in zip(run, mine, strict=True))
        if len({*mine} - {""}) < max(1, least) or not told:  # in the table itself stands what is ruled
            continue
        are_classes = [bool(column) or _is_class(one, reader, tools) for one, column in zip(run, mine, strict=True)]
        places = [at for at, column in enumerate(mine) if column]
        first, last = places[0], places[-1]
        while first and _joins(run[first - 1], run[first], place) and (place[0] is Shape.LINE or are_classes[first - 1]):
            first -= 1
        while (
            last + 1 < len(run) and _joins(run[last], run[last + 1], place) and (place[0] is Shape.LINE or are_classes[last + 1])
        ):
            last += 1
        kept = [run[at] for at in range(first, last + 1) if are_classes[at]]
        more = sum(not columns.is_known(one.name) for one in kept)
        if more <= max(_SEVERAL, len(kept) - more):  # else it is a list of something else
            yield kept


def _joins(one: Explained, other: Explained, place: tuple[Shape, str, int]) -> bool:
    return place[0] not in (Shape.LINE, Shape.ALIKE) or other.line - one.last <= _NEAR


def _is_class(one: Explained, reader: KindReader, tools: set[str]) -> bool:
    """Whether it is called like one, and data stands in its explanation. What nobody knows as data is asked back for anyway."""
    said = tokens(one.name)
    is_tool = any(has_word(tool, [one.name]) for tool in tools)
    is_ban = said[0] in _NO and one.place[0] in (Shape.HEADING, Shape.ALIKE)  # "No recap"; a list may have "No entry"
    is_clause = is_ban or said[0] in _IF or said[-1] in _MAY  # "When two meet", "Level 3 may"
    return len(said) <= _LONGEST and not (is_tool or is_clause or is_label(one.name)) and _holds_data(one, reader)


def _holds_data(one: Explained, reader: KindReader) -> bool:
    return any(reader.read(thing) for text in one.texts for thing in items(text)) or any(map(reader.anywhere, one.texts))
