"""What a cell says must hold goes in, perhaps several sentences; each thing that must hold for itself comes out."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from bot.knowledge.importing.texts.sentences import sentences_of
from bot.knowledge.importing.texts.words import duty_words, fold, has_word, limit_words, lists, small_words, tokens

_TITLE = 2
"""Words of a first sentence that is a title: "Stripped. Names are removed."."""
_EARLY = 2
"""Words at the beginning of a sentence that may stand for what was said."""


def parts_of(text: str, names: tuple[str, ...]) -> list[str]:
    """Sentences that can be met one by one. What goes on about the one before, or is another way than that, stays with it; a
    title of the cell's own row and column is none. ``names``: those of both."""
    own = frozenset(word for name in names for word in tokens(name))
    title, _, rest = text.partition(": ")
    told = sentences_of(rest if rest and _is_title(title, own) else text)
    while len(told) > 1 and _is_title(told[0], own):
        told = told[1:]
    if len(told) > 1 and len(tokens(told[0])) <= _TITLE:
        told = [f"{told[0]} {told[1]}", *told[2:]]
    parts = told[:1]
    for sentence in told[1:]:
        if _goes_on(sentence, frozenset(tokens(parts[-1]))):
            parts[-1] = f"{parts[-1]} {sentence}"
        else:
            parts.append(sentence)
    return parts


def _is_title(sentence: str, own: frozenset[str]) -> bool:
    return bool(sentence) and all(word in own or word in _joined() for word in tokens(sentence))


@cache
def _joined() -> frozenset[str]:
    return frozenset(fold(word) for words in small_words()["joiners"].values() for word in words)


@cache
def _told() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(fold, of)) for name, of in duty_words()["goes_on"].items()}


def _goes_on(sentence: str, before: frozenset[str]) -> bool:
    """Whether it speaks of what stands before it ("it", "that list"), or is another way ("or ..."). ``before``: its words."""
    words, told = tokens(sentence), _told()
    if not words or words[0] in told["or"]:
        return True
    limits = (*limit_words()["ban"], *limit_words()["only"], *lists()["exceptions"], *duty_words()["goes_on"]["must"])
    if has_word(sentence, limits):
        return False  # it asks for more, or takes something away
    if has_word(sentence, duty_words()["goes_on"]["enough"]) or told["it"].intersection(words[:_EARLY]):
        return True
    return any(one in told["that"] and other in before for one, other in pairwise(words))
