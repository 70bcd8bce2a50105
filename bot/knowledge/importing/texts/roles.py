"""A sentence in; the office or role that it sends people to out: "your line manager", "dem Datenschutzbeauftragten"."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.words import fold, has_word, lists, permit_words, sentence_words, table_words, tokens

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*|[^\w\s]")
_BEFORE, _BEHIND, _FAR = 3, 5, 12
"""Words of a name before and behind the role's own, and how far from the word that sends people there."""


def find_role(text: str) -> str:
    """The first role behind, or in German before, a word that sends people somewhere; empty where there is none."""
    words = _WORD.findall(text)
    folded = [fold(word) for word in words]
    before = {at for at in range(len(words)) if _sends(folded, at, _senders() + _deciders())}
    later = _senders() + (_deciders() if has_word(text, sentence_words()["until"]) else ())  # "until the board has approved it"
    behind = {at for at in range(len(words)) if _sends(folded, at, later)}
    for at in range(len(words)):
        size = _role(folded, words, at)
        is_sent = any(at - far in before or at + far in behind for far in range(1, _FAR + 1))
        if not size or not is_sent:
            continue
        start = _start(words, at)
        if start == 0 or folded[start - 1] not in _determiners():
            continue
        return " ".join(words[start : _end(folded, words, at + size)])
    return ""


def _role(folded: list[str], words: list[str], at: int) -> int:
    """How many words of a role stand there; 0 for none."""
    roles = lists()["roles"]
    for size in (3, 2, 1):
        if " ".join(folded[at : at + size]) in _names():
            return size
    is_short = words[at].isupper() and folded[at] in {fold(word) for word in roles["short"]}
    return int(is_short or (words[at][:1].isalpha() and len(folded[at]) > 6 and folded[at].endswith(tuple(roles["ends"]))))


def _sends(folded: list[str], at: int, senders: tuple[tuple[str, ...], ...]) -> bool:
    """Whether words there say that people ask, tell or get something from somebody."""
    return any(folded[at] == told[0] and tuple(folded[at : at + len(told)]) == told for told in senders)


def _start(words: list[str], at: int) -> int:
    """Where the name begins: "Chief AI Officer", "behördlichen Datenschutzbeauftragten"."""
    start = at
    while start and at - start < _BEFORE and words[start - 1][:1].isalpha() and not _is_stop(words[start - 1]):
        start -= 1
    return start


def _is_stop(word: str) -> bool:
    """Whether no name goes on there; "IT" in capitals is one, and no "it"."""
    return fold(word) in _stops() and not (word.isupper() and len(word) > 1)


def _end(folded: list[str], words: list[str], end: int) -> int:
    """Where it ends: "déléguée à la protection des données", "Stabsstelle Digitales", "Office of Research"."""
    last, joins = end, lists()["roles"]["joins"]
    while end < len(words) and end - last < _BEHIND:
        follows = folded[end + 1] if end + 1 < len(words) and words[end + 1][:1].isalpha() else ""
        if folded[end] in joins and follows and (follows in joins or follows not in _determiners()):
            end += 1
        elif words[end][:1].isupper() or folded[end - 1] in joins:
            end += 1
            last = end if folded[end - 1] not in joins else last
        else:
            break
    return last


@cache
def _names() -> frozenset[str]:
    return frozenset(fold(name) for name in lists()["roles"]["names"])


@cache
def _senders() -> tuple[tuple[str, ...], ...]:
    return tuple(tokens(word) for word in (*lists()["roles"]["senders"], *sentence_words()["names_follow"]))


@cache
def _deciders() -> tuple[tuple[str, ...], ...]:
    return tuple(tokens(word) for word in sentence_words()["asks"])


@cache
def _determiners() -> frozenset[str]:
    return frozenset(fold(word) for word in (*lists()["roles"]["determiners"], *sentence_words()["to_whom"]))


@cache
def _stops() -> frozenset[str]:
    words = sentence_words()
    told = [word for kind in ("cues", "before", "asks", "to_whom") for word in words[kind]]
    return frozenset(fold(word) for word in (*told, *lists()["roles"]["determiners"], *lists()["roles"]["senders"]))


def is_everybody(name: str) -> bool:
    """Whether it names nobody in particular: "all staff", "everyone"."""
    whose = table_words()["whose"]
    idle = (*whose["everybody"], *whose["all"], *whose["anybody"], *permit_words()["plain"])
    return set(tokens(name)) <= set(map(fold, idle))
