"""A word as it was typed and one that may be meant go in, how unlikely such a slip is comes out; nothing where it is none.

What is cheap is what fingers and ears do: letters that change places, fall out or come twice, the next key, another letter
for the same sound.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.text.small import small

_DOUBLE, _HEARD, _SWAP, _DROP, _EXTRA, _NEAR, _OTHER, _TWO = 0.4, 0.6, 0.6, 0.7, 0.8, 0.8, 1.3, 2.2
"""How unlikely it is that a letter is doubled or not, is another for the same sound, changed places, fell out, came in, is the
one of the next key, is any other; and that two of these happened at once."""
LONG = 8
"""Letters from which on two slips leave a word what it is."""
_NEXT = frozenset(frozenset(pair) for row in small("key_row") for pair in pairwise(row))
_ALIKE = frozenset(frozenset(pair) for pair in small("alike"))
_SOUNDS = tuple(sorted((said.split("-", 1) for said in small("sound")), key=lambda pair: -len(pair[0])))


def keys_of(word: str) -> tuple[str, ...]:
    """The first letters that a word may begin with: its own, and its second's where the first two changed places."""
    return tuple(dict.fromkeys(word[:2]))


@lru_cache(maxsize=100_000)
def slip_cost(word: str, meant: str) -> float | None:
    """0 for the same word; less than 1 for a slip that is often made; None for words too far from each other."""
    if word == meant:
        return 0.0
    if word[0] != meant[0] and (len(word) != len(meant) or (word[1], word[0]) != (meant[0], meant[1])):
        return None
    if single(word) == single(meant):
        return _DOUBLE
    if _heard(word) == _heard(meant):
        return _HEARD
    most = 2 if min(len(word), len(meant)) >= LONG else 1
    off = OSA.distance(word, meant, score_cutoff=most)
    if off > most:
        return None
    return _TWO if off == 2 else _of_one(word, meant)


def _of_one(word: str, meant: str) -> float:
    if len(word) != len(meant):
        return _DROP if len(word) < len(meant) else _EXTRA
    if is_moved(word, meant):
        return _SWAP
    changed = next(frozenset(pair) for pair in zip(word, meant, strict=True) if pair[0] != pair[1])
    return _NEAR if changed in _NEXT or changed in _ALIKE else _OTHER


def is_moved(word: str, meant: str) -> bool:
    """Whether only letters changed places."""
    return word != meant and sorted(word) == sorted(meant)


def single(word: str) -> str:
    """A word with each doubled letter once: "refferal" and "referral" are the same by ear."""
    return "".join(letter for at, letter in enumerate(word) if not at or letter != word[at - 1])


@lru_cache(maxsize=100_000)
def _heard(word: str) -> str:
    """A word with one way of writing for each of some sounds."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return single(word)
