"""A label of the policy goes in; the label in all its languages, its parts and what it says in brackets come out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.policy.house import Knowledge
from bot.text.common import common_words
from bot.text.small import small, small_of
from bot.text.tokens import fold

_MARKS = r",|;|/|&"
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_HEAD_FIRST = ("fr", "es")
"""Languages in which what narrows a thing stands behind it."""
_SEVERAL = 2
_HALF = 3
"""Letters of half a compound."""
_GENITIVE = small("genitive")
_SAVE_FOR = small("save_for")
IN_BRACKETS = re.compile(r"\(([^)]*)\)")


@lru_cache(maxsize=16)
def plain(label: str) -> str:
    return _BRACKETS.sub("", label).strip()


def parts_of(text: str, language: str) -> list[str]:
    """Each of several things that a text lists, in the policy's language: an English "of" joins nothing, the Dutch one does.

    What they are without is said of each: "papers and drawings except class 1 and 7" are no "7".
    """
    words = text.split()
    at = next((place for place, word in enumerate(words) if place and fold(word) in _SAVE_FOR), len(words))
    listed, without = " ".join(words[:at]), " ".join(words[at:])
    parts = (part.strip() for part in _splitter(language).split(listed))
    return [f"{part} {without}".rstrip() for part in parts if part]


def completed(parts: list[str], language: str) -> list[str]:
    """What parts of a list leave out, because another part says it: "Torcodes" of "Tor- und Alarmcodes", "progress reports" of
    "progress and final reports", "rapports finaux" of "rapports intermédiaires et finaux"."""
    if len(parts) < _SEVERAL:
        return []
    *before, last = parts
    head, *rest = last.split()
    halves = [part.removesuffix("-") for part in before if part.endswith("-")]
    tail = _tail(head, language)
    found = [" ".join([half + tail, *rest]) for half in halves if tail]
    if language in _HEAD_FIRST:
        first, *more = parts[0].split()
        return found + ([f"{first} {head}"] if more and not rest else [])
    lone = [part.split()[-1] for part in before if not part.endswith("-")]
    is_plain = len(rest) == 1 and fold(head) not in _GENITIVE
    return found + ([f"{part} {rest[0]}" for part in lone] if is_plain else [])


def _tail(word: str, language: str) -> str:
    """The second half of a compound, the longest that is a common word itself: "codes" of "Alarmcodes"."""
    said = fold(word)
    ends = (said[at:] for at in range(_HALF, len(said) - _HALF))
    return next((end for end in ends if end in common_words(language)), "")


@lru_cache(maxsize=16)
def _splitter(language: str) -> re.Pattern[str]:
    lists = (small_of("and"), small_of("or"))
    joiners = sorted({word for held in lists for lang in (language, "en") for word in held.get(lang, ())})
    return re.compile(rf"\s*(?:{_MARKS}|\b(?:{'|'.join(joiners)})\b)\s*")


def labels_of(knowledge: Knowledge, id_: str, label: str) -> list[str]:
    texts = knowledge.labels.get(id_, {})
    return list(dict.fromkeys((label, *texts.values())))
