"""A sentence goes in; whether it only says what a class does not hold comes out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.importing.classes.ladder import in_order
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.limit_sentences import spread
from bot.knowledge.importing.texts.words import caution_words, generic_data, limit_words, tokens


def excludes(part: str, classes: Iterable[str]) -> bool:
    """Whether a sentence only says what one of these classes does not hold: "A rota is no personal information"."""
    here = tokens(spread(part))
    while here and here[-1] in generic_data():
        here = here[:-1]
    bans = {*limit_words()["ban"], *caution_words()["no_class"]}
    for name in map(tokens, map(spread, classes)):
        if name and here[-len(name) :] == name:
            left = [word for word in here[: -len(name)] if word not in caution_words()["articles"] or word in bans]
            return bool(left) and left[-1] in bans and not bans & {*left[:-1]}
    return False


def closed(classes: Iterable[ClassWords]) -> list[ClassWords]:
    """The classes that nothing takes without more, but for the mildest: not to belong to one of them takes nothing away."""
    return [one for one in in_order(list(classes))[1:] if one.like not in ("public", "internal") and "allow" not in one.column]
