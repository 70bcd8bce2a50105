"""Knowledge goes in; the ids of data classes come out that rules speak of and of which no file says what belongs to them."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.text.tokens import fold


def undefined_classes(knowledge: Knowledge) -> tuple[str, ...]:
    """In the order of the files. A class is defined by things of its own, by types of it, or by a definition of its name."""
    policy = knowledge.policy
    ruled = {id_ for rule in policy.rules for id_ in rule.data}
    filled = {class_ for one in policy.data_types.values() for class_ in one.classes}
    defined = {fold(one.word) for one in knowledge.definitions}
    found = []
    for id_ in policy.data_classes:
        terms = knowledge.vocabulary.data[id_]
        told = terms.examples or terms.catalog or terms.perhaps or terms.detectors
        if id_ in ruled and id_ not in filled and not told and not defined & {fold(id_), fold(terms.label)}:
            found.append(id_)
    return tuple(found)
