"""Names of lists in ``bot/catalog/words_small.yaml`` go in, their words come out: articles, prepositions and the like, folded.

They are looked for one by one, whatever the message's language is; the index does not hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from bot.text.word_files import word_file

FILES = ("words_small.yaml", "words_written.yaml", "shapes/given_names.yaml")
"""Files of the catalog that are read by themselves, before anything else is loaded."""
_FOLDER = Path(__file__).parent.parent / "catalog"


def small(*names: str) -> frozenset[str]:
    """The words of one list or of several, in all languages."""
    return frozenset(word for name in names for words in small_of(name).values() for word in words)


class Said(Protocol):
    """A word of a message. ``langs``: the languages that the message is in; none where nobody knows."""

    @property
    def folded(self) -> str: ...

    @property
    def langs(self) -> tuple[str, ...]: ...


class Spoken:
    """Words of lists that count unless the message's own language has them in another sense: the Dutch "of" is no English one."""

    def __init__(self, *names: str) -> None:
        lists = [small_of(name) for name in names]
        self.words = small(*names)
        self.by_language = {lang: frozenset(w for one in lists for w in one.get(lang, ())) for one in lists for lang in one}
        self.stops = small_of("stop")

    def __contains__(self, token: Said) -> bool:
        word = token.folded
        if word not in self.words or not token.langs or word in self.by_language.get("any", ()):
            return word in self.words
        if any(word in self.by_language.get(lang, ()) for lang in token.langs):
            return True
        return word not in self.stops.get(token.langs[0], ())


@cache
def small_of(name: str) -> Mapping[str, frozenset[str]]:
    """The words of one list by language, ``any`` for words of all. A hundred readers hold the same sets."""
    lists = lists_in("words_small.yaml")[f"small.{name}"]
    return {language: frozenset(words) for language, words in lists.items() if language != "about"}


def lists_in(file: str) -> dict[str, dict[str, list[str]]]:
    """The lists of one file of the catalog, as they stand: by name and language, and what each is for as ``about``."""
    lists: dict[str, dict[str, list[str]]] = word_file(_FOLDER / file)["words"]
    return lists
