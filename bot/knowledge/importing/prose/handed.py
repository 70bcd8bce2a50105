"""A sentence of the document in; who sees what it is about before that is used, and whether that is for the public, out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.knowledge.importing.prose.limit_sentences import spread
from bot.knowledge.importing.texts.document import unmarked
from bot.knowledge.importing.texts.words import find_run, handed_words, has_word, limit_words, tokens

PUBLISHING = "publishing"
"""The use of the catalog that is put to what is for the public."""
SENDING = "sending-out"
"""The use of what goes to people outside."""
_MOST, _NEAR = 6, 3
"""Words of a name; words before people outside to whom something goes."""


class Handed:
    """Knows whom one policy names: its contacts, and what those are called that see to what the public reads."""

    def __init__(self, contacts: Iterable[str]) -> None:
        """``contacts``: as the document writes them: "Communications, Tamsin Rowe"."""
        parts = (part for name in contacts for part in (name, *name.split(",")))
        named = {key: part.strip() for part in parts if 0 < len(key := tokens(spread(part))) <= _MOST}
        bodies = {tokens(body): "" for body in handed_words()["bodies"]}
        self.names = sorted({**bodies, **named}.items(), key=lambda one: -len(one[0]))
        """Their words, and the name as it is written; none for those that only the list has."""

    def whom(self, said: str) -> str:
        """Who decides of a thing, or sees one first that the public reads, as it is written; empty where a sentence says nothing
        of that, takes it back ("need not go to"), or only says where to ask."""
        text, words = spread(said), handed_words()
        hands = words["hands" if is_public(said) else "decides"]
        is_banned = has_word(text, limit_words()["ban"]) and not has_word(text, words["until"])
        if not has_word(text, hands) or is_banned or has_word(text, words["helps"]):
            return ""
        here = tokens(text)
        return next((name or _written(key, text) for key, name in self.names if find_run(key, here) >= 0), "")


def is_public(said: str) -> bool:
    """Whether a sentence is about what anybody may read."""
    return bool(has_word(spread(said), handed_words()["public"]))


def is_handed(said: str) -> bool:
    """Whether a sentence says that somebody sees a thing first, named or not."""
    text, words = spread(said), handed_words()
    return bool(has_word(text, words["hands"])) and not has_word(text, words["helps"])


def is_bound(said: str) -> bool:
    """Whether a sentence that names somebody to ask takes something away as well: "only if the head of the office agrees"."""
    text = spread(said)
    takes = [*limit_words()["ban"], *limit_words()["only"]]
    return bool(has_word(text, takes)) and not has_word(text, handed_words()["helps"])


def is_sent(said: str, paragraph: str) -> bool:
    """Whether a sentence is about texts that go to people outside, whom it or its paragraph names."""
    here, words = tokens(spread(paragraph)), handed_words()
    people, toward = {word for one in words["outsiders"] for word in tokens(one)}, set(words["toward"])
    is_out = any(word in people and toward & {*here[max(0, at - _NEAR) : at]} for at, word in enumerate(here))
    return is_out and bool(has_word(spread(said), words["sends"]))


def told_by(said: str) -> tuple[str, ...]:
    """What a sentence names by which a message alone says that a text is for the public."""
    here = tokens(spread(said))
    return tuple(word for word in handed_words()["tells"] if find_run(tokens(word), here) >= 0)


def _written(body: tuple[str, ...], text: str) -> str:
    """A name as the sentence writes it."""
    words = re.findall(r"[^\s,.;:()]+", unmarked(text))
    at = find_run(body, tuple(" ".join(tokens(word)) for word in words))
    return " ".join(words[at : at + len(body)]) if at >= 0 else " ".join(body)
