"""The document in; the guarded kinds of data that its lists name, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.knowledge.importing.texts.document import Document, unmarked
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.things import items
from bot.knowledge.importing.texts.words import finder

_GUARDED = 3
"""The sensitivity of what nobody may take for everyday work."""
_SEVERAL = 2


def listed_kinds(document: Document, reader: KindReader) -> frozenset[str]:
    """A list says where its things belong, also where nobody could read it: what is of no class by it is of none by guess."""
    return frozenset(_listed(document, reader))


def _listed(document: Document, reader: KindReader) -> Iterator[str]:
    for line in document.lines:
        if any(map(_rules().search, (line.text, line.lead, line.heading))):
            continue  # what a ruling speaks of may be of any class
        for text in line.cells or (line.text,):
            things = items(unmarked(text), True, reader.language)
            for thing in things if len(things) >= _SEVERAL or line.kind == "item" else ():
                yield from (kind for kind in reader.read(thing) if reader.kinds[kind].sensitivity >= _GUARDED)


@cache
def _rules() -> re.Pattern[str]:
    return finder("rules", begun="rules_begun")
