"""Names of lists in ``bot/catalog/words_small.yaml`` go in, their words come out: articles, prepositions and the like, folded.

They are looked for one by one, whatever the message's language is; the index does not hold them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent.parent / "catalog" / "words_small.yaml"


def small(*names: str) -> frozenset[str]:
    """The words of one list or of several, in all languages."""
    return frozenset(word for name in names for words in small_of(name).values() for word in words)


def small_of(name: str) -> dict[str, frozenset[str]]:
    """The words of one list by language, ``any`` for words of all."""
    return {language: frozenset(words) for language, words in _lists()[f"small.{name}"].items() if language != "about"}


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    lists: dict[str, dict[str, list[str]]] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["words"]
    return lists
