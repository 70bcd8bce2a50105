"""Lists of words go in, parts of patterns come out, for what must be found in a text as it is written, not as folded words.

The words are in ``bot/catalog/words_written.yaml``, which is read by itself: the door must work before anything is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Any, cast

from bot.text.small import lists_in

_CHOICE = re.compile(r"\(([^)]*)\)")
_END = ""
_Tree = dict[str, "_Tree"]
_LOOKS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
"""What is done with a pattern."""


class _Late:
    """Stands for a pattern: it is compiled when it is first used, and has that pattern's methods from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _LOOKS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__ |= {look: getattr(compiled, look) for look in _LOOKS}
        return self.__dict__[name]


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but at first use: most patterns of a room are behind a cheap look for a sign or a word, and few of the
    texts that one process reads have all of them. One that is wrong raises only then."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


def written(*names: str) -> frozenset[str]:
    """The words of one list or of several, in all languages and forms."""
    lists = (lists_in("words_written.yaml")[f"written.{name}"] for name in names)
    told = (word for one in lists for language, words in one.items() if language != "about" for word in words)
    return frozenset(form for word in told for form in _forms(word))


def _forms(word: str) -> Iterable[str]:
    """Without and with what stands in brackets: "klant(en)" is "klant" and "klanten"."""
    parts = _CHOICE.split(word)
    choices = [["", *part.split("/")] if place % 2 else [part] for place, part in enumerate(parts)]
    return map("".join, product(*choices))


@cache
def listed(*names: str) -> str:
    """Finds any word of the lists of ``written``."""
    return any_of(written(*names))


def any_of(words: Iterable[str]) -> str:
    """Finds any of the words, the longest that fits. Words that begin alike are looked at once."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in (*word, _END):
            node = node.setdefault(letter, {})
    return f"(?:{_pattern(tree)})"


def before(words: Iterable[str]) -> str:
    """The same, each with the blank behind it; after an apostrophe there is none."""
    return any_of(word if word.endswith("'") else f"{word} " for word in words)


def _pattern(tree: _Tree) -> str:
    branches = [_letter(letter) + _pattern(rest) for letter, rest in sorted(tree.items()) if letter != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in tree:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in tree else ''}"


def _letter(letter: str) -> str:
    return letter if letter.isalnum() or letter == " " else "['’]" if letter == "'" else re.escape(letter)
