"""A word that nobody knows goes in, the known words that it may be a misspelling of come out: the nearest ones."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.text.entries import Entry
from bot.text.tokens import Token, is_slip

_PLAN_NAME = 5
"""A second word of fewer letters than these is misspelt by one letter too many only: "Claude Teem" may be anything."""
_HOUSE_NAME = 9
"""Letters of a name of the house's own from which on two of them may be wrong."""
_DOUBLED = re.compile(r"([a-z])\1")
_MOST = 20_000
"""Words whose nearest ones are kept."""
_Shaped: TypeAlias = tuple[list[str], list[str]]


class Misspelt:
    """Looks for near words in the tables of one policy, the first, and of the catalog."""

    def __init__(self, layers: tuple[Any, ...]) -> None:
        self.layers = layers
        self._found: dict[str, tuple[str, ...]] = {}
        self._shaped: dict[tuple[str, int], _Shaped] = {}

    def nearest(self, word: str) -> tuple[str, ...]:
        """The words that this one may be a misspelling of: the nearest, all of them where equally near."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) > _MOST:
                self._found.clear()
            near = self._near(word) or self._of_house(word)
            found = self._found[word] = tuple(self._likeliest(word, near) if len(near) > 1 else near)
        return found

    def _near(self, word: str) -> list[str]:
        most = best = 1 if len(word) <= 8 else 2
        nearest: list[str] = []
        single = _single(word)
        # two words that differ by doubled letters alone are no farther apart than this
        farthest = most + 2 * (len(word) - len(single))
        shapes = [(letter, length) for length in range(len(word) - most, len(word) + most + 1) for letter in _keys_of(word)]
        for targets, bares in map(self._of_shape, shapes):
            found = extract(word, bares, scorer=OSA.distance, score_cutoff=farthest, limit=None) if bares else ()
            for bare, apart, place in sorted(found, key=lambda one: one[2]):
                target, distance = targets[place], 1 if single == _single(bare) else apart
                if distance > best or not may_be(word, bare, distance):
                    continue
                if len(word) - len(bare) > 1 and bare in self.layers[0].house:
                    continue
                if distance < best:
                    best, nearest = distance, []
                nearest.append(target)
        return nearest

    def _of_shape(self, shape: tuple[str, int]) -> _Shaped:
        """Known words, and stems of long ones behind ``~``, that begin with a letter and are of a length; and the same bare."""
        held = self._shaped.get(shape)
        if held is None:
            targets = list(chain.from_iterable(layer.shaped(*shape) for layer in self.layers))
            held = self._shaped[shape] = (targets, [target.removeprefix("~") for target in targets])
        return held

    def _of_house(self, word: str) -> list[str]:
        """The house's own names are rare words: two letters may be wrong in them."""
        if len(word) < _HOUSE_NAME - 1:
            return []
        own = self.layers[0]
        shapes = (own.shaped(word[0], length) for length in range(len(word), len(word) + 3))
        house = (name for name in chain.from_iterable(shapes) if name in own.house and len(name) >= _HOUSE_NAME)
        return [name for name in house if OSA.distance(word, name, score_cutoff=2) <= 2]

    def _likeliest(self, word: str, nearest: list[str]) -> list[str]:
        """Of equally near words the policy's own, those that a letter fell out of, the name; none where they differ much."""
        own = [target for target in nearest if self.layers[0].knows(target)]
        nearest = own or nearest
        names = [target for target in nearest if any(target in layer.names for layer in self.layers)]
        nearest = list(dict.fromkeys(nearest))
        # A letter that fell out or moved is likelier than another letter: "payrol" is payroll, not patrol.
        slips = [target for target in nearest if is_slip(word, target.removeprefix("~"))]
        if slips and OSA.distance(word, slips[0].removeprefix("~")) == 1 and not _one_stem(nearest):
            nearest = slips
        return names if len(names) == 1 else nearest if _one_stem(nearest) else []


def is_likely(entry: Entry, tokens: tuple[Token, ...]) -> bool:
    """Whether each word of a misspelt name of as many words may be meant: "DeepI Pro" is not DeepL Pro, "Claude Teem" no plan."""
    if len(entry.words) != len(tokens):
        return True
    wrong = [(place, token.folded, word) for place, (token, word) in enumerate(zip(tokens, entry.words, strict=True))]
    wrong = [(place, said, word) for place, said, word in wrong if said != word]
    return all(may_be(said, word, OSA.distance(said, word)) for _, said, word in wrong) and not any(
        place and len(said) <= len(word) < _PLAN_NAME for place, said, word in wrong
    )


def may_be(word: str, target: str, distance: int) -> bool:
    """Whether a word so near to another may be meant as it: the beginning is right, and short words have no letter changed."""
    if word[0] != target[0] and sorted(word[:2]) != sorted(target[:2]):
        return False
    if min(len(word), len(target)) <= 5:
        return len(word) != len(target) or sorted(word) == sorted(target)
    return distance <= (1 if len(word) <= 8 else 2)


@lru_cache(maxsize=50_000)
def _single(word: str) -> str:
    """A word with each doubled letter once: "refferal" and "referral" are the same by ear."""
    return _DOUBLED.sub(r"\1", word)


def _one_stem(words: list[str]) -> bool:
    bare = [word.removeprefix("~") for word in words]
    return len({word[: max(4, len(word) - 3)] for word in bare}) == 1


def _keys_of(word: str) -> tuple[str, ...]:
    """The first letters that a word may begin with: its own, and its second's where the first two changed places."""
    return tuple(dict.fromkeys(word[:2]))
