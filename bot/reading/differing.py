"""What was read of a message goes in; the kinds of data of which it asks in what they differ come out, as an item of their own.

No tool is meant, and nothing is ruled: in a thread its question stays as it is.
"""

from __future__ import annotations

from bot.policy.talks.talk import Intent, Item
from bot.policy.words import DataAsk, Question
from bot.reading.build import Builder, Parts
from bot.text.spans import places_of
from bot.text.tokens import stem, words_of

FORM = "differ"
_LEAST, _MOST = 2, 3


def differing(parts: Parts, forms: frozenset[str], builder: Builder) -> Item | None:
    """None where a tool is named, anything is not read for sure, or it is about one thing only. ``forms``: of its sentences."""
    if FORM not in forms or parts.tools or parts.any_of:
        return None
    if not all(piece.grounded and len(piece.types) == 1 for piece in parts.kept):
        return None
    named = {piece.types[0]: piece.first for piece in parts.kept}
    named |= {id_: at for id_, at in _classes(parts, builder).items() if id_ not in named}
    known = builder.knowledge.vocabulary.data
    data = tuple(DataAsk(known[id_].label, (id_,)) for id_ in sorted(named, key=lambda id_: named[id_]) if id_ in known)
    if not _LEAST <= len(data) <= _MOST:
        return None
    question = Question(data=data, context=parts.context)
    return Item(Intent.EXPLAIN, question, builder.mentions(parts), (), builder.read_as(question), differs=True)


def _classes(parts: Parts, builder: Builder) -> dict[str, int]:
    """Classes whose bare names are said, with their places: elsewhere a word like "public" only tells of the data beside it."""
    said = [stem(token.folded, parts.language) for token in parts.tokens]
    taken, found = places_of(parts.kept), dict[str, int]()
    labels = builder.knowledge.labels
    names = {(id_, words_of(name)) for id_ in builder.knowledge.policy.data_classes for name in labels.get(id_, {}).values()}
    for id_, words in sorted(names, key=lambda name: (-len(name[1]), name)):
        stems = [stem(word, parts.language) for word in words]
        for at in range(len(said) - len(stems) + 1):
            here = set(range(at, at + len(stems)))
            if said[at : at + len(stems)] == stems and not here & taken:
                taken = taken | here
                found.setdefault(id_, at)
    return found
