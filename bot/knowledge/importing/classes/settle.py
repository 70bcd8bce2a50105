"""Data classes with their examples in; which is for everyday work by its examples, and which examples say nothing, out."""

from __future__ import annotations

from bot.knowledge.importing.classes.strictness import ClassWords, is_closed, mildest
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.words import has_word, lists

_EVERYDAY = 1
"""The sensitivity of everyday work."""
_AT_LEAST = 2
"""Examples that say of a class that it is for everyday work."""


def settle_everyday(classes: list[ClassWords], reader: KindReader) -> None:
    """Where no name says "internal": the mildest class that is not public, if it is called after everyday work ("House"), or if
    most of its examples are ("agendas", "training notes") and none is about people or secret. Everyday work belongs there."""
    if any(entry.like == "internal" for entry in classes):
        return
    rest = [entry for entry in mildest(classes) if entry.like != "public"]
    entry = rest[0] if rest else None
    if entry is None or entry.like or len(rest) < 2 or rest[1].column == entry.column:
        return
    names = (entry.label, *entry.synonyms)
    if any(reader.read(name) or reader.people(name) for name in names):
        return  # a class of a subject: "source code" is no place for memos
    levels = [
        max(reader.kinds[kind].sensitivity for kind in kinds) for example in entry.examples if (kinds := reader.read(example))
    ]
    everyday = sum(level <= _EVERYDAY for level in levels)
    named = any(has_word(name, lists()["classes"]["everyday"]) and not is_closed(name) for name in names)
    shown = everyday >= max(_AT_LEAST, len(levels) / 2)
    if (named or shown) and max(levels, default=0) <= _EVERYDAY + 1 + bool(named):
        entry.like = "internal"


def drop_narrowed(classes: list[ClassWords], reader: KindReader) -> None:
    """Without examples in brackets that are another thing outside them: "material that came for review (drafts, proposals)" says
    nothing of other drafts. What is of the kind in front of the brackets stays ("data about people (names, addresses)")."""
    for entry in classes:
        for example, head in entry.within.items():
            around = {*reader.read(head), *reader.anywhere(head)}
            kinds = reader.read(example)
            above = {kind: {kind, *reader.ancestors(kind)} for kind in kinds}
            narrowed = around and not any(around & held for held in above.values())
            if narrowed and kinds:
                entry.examples.pop(example, None)
