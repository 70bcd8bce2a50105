"""A sentence that nobody could read as a whole in; the words by which people who speak of what it is about are known out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.limit_sentences import spread
from bot.knowledge.importing.texts.idle import idle
from bot.knowledge.importing.texts.kinds import SURE, KindReader
from bot.knowledge.importing.texts.patterns import any_of, joiners
from bot.knowledge.importing.texts.words import (
    caution_words,
    fold,
    has_word,
    limit_words,
    tokens,
    unique_slug,
    use_words,
)
from bot.text.deeds import DECIDING, deed_of
from bot.text.small import small_of

HowCommon = Callable[[str, str], float]
"""(Word, language) -> log10 of its uses among 10^9 words of the language; 0 where nobody uses it."""
_RARE, _PLAIN = 3.6, 5.3
"""A rarer word tells by itself what is meant; a commoner one says nothing, not even beside another."""
_DECIDED = 5.8
"""The same beside a deed that is rarely asked for."""
_GUARDED = 2
"""Sensitivity of data that one word may stand for."""
LEAST = 3
"""Letters of a word that tells anything."""
_ROOT = 6
"""Letters that the forms of a class's name share."""
_APART = 2
"""Words that may stand between two that tell something together."""
_PLACE = 3
"""Words behind a word of place that say which."""
_OFTEN = 6
"""Sentences of the document from which on a word stands all over it."""
_MOST = 12
"""Words or pairs that one sentence is known by."""
_NAMED = 2
"""Of these, in the id of the rule that waits for them."""


def look_first(words: tuple[str, ...], taken: set[str]) -> str:
    """The id of a rule that waits for these words: of the first of them, so that it stays whatever else the document says."""
    return unique_slug(" ".join(("look first", *words[:_NAMED])), taken)


class Telling:
    """Finds the words that tell what a sentence is about."""

    def __init__(self, built: Built, reader: KindReader, how_common: HowCommon) -> None:
        self.reader, self.how_common, self.language = reader, how_common, built.language
        named = (name for row in built.tools.values() for name in (row.label, *row.names))
        of_classes = [name for entry in built.classes for name in (entry.label, *entry.synonyms)]
        self.classes = frozenset(word[:_ROOT] for name in of_classes for word in tokens(name) if len(word) >= LEAST)
        listed = (tokens(example) for entry in built.classes for example in entry.examples)
        self.examples = frozenset(word for example in listed if len(example) == 1 for word in example)
        said = Counter(word for line in built.document.lines for word in {*tokens(line.text)})
        self.everywhere = frozenset(word for word, times in said.items() if times >= _OFTEN)
        """What stands all over the document tells no sentence of it: whose policy it is, its town."""
        self.names = frozenset(
            word for name in (*named, *of_classes, built.organisation, built.document.title) for word in tokens(name)
        )

    def of(self, part: str, rows: set[str]) -> tuple[str, ...]:
        """Rare words, common words that alone name a kind of data, and pairs of common words that stand together."""
        part = _without_reasons(part)
        main = _before_condition(part)
        found = list(self._in(main)) or list(self._in(part)) or self._rarest(main) or self._rarest(part)
        found = found or (self._places(part) if rows else [])
        found += self.decided(part) if has_word(part, limit_words()["ban"]) else ()
        hollow = small_of("stop").get(self.language, frozenset())  # "may train on what you type" is of no "what"
        told = dict.fromkeys(one for one in found if one not in hollow)
        return tuple(told)[:_MOST]

    def of_topic(self, topic: str) -> tuple[str, ...]:
        """The rarest word of each thing or group that stands in bold before a paragraph."""
        held = map(self.content, re.split(rf"[,;/]|\b(?:{joiners()})\b", topic))
        return tuple(dict.fromkeys(min(words, key=self._often) for words in held if words))

    def decided(self, part: str) -> Iterator[str]:
        """What a sentence says that no tool decides, with each thing that stands beside it, however often the document speaks of
        it: "decide lift"; for no other deed, which is everyday work. The ban stands in its clause or behind it, or above all."""
        bans = limit_words()["ban"]
        clauses = re.split(r"[,;:()–—]|\s-\s", spread(part))
        near = [f"{one} {other}" for one, other in pairwise([*clauses, ""])]
        is_led = not has_word(part, bans)
        for clause, both in zip(clauses, near, strict=True):
            deeds = [word for word in self._said_of(clause) if self._deed(word) == DECIDING]
            things = [word for word in self._said_of(both) if not self._deed(word)] if is_led or has_word(both, bans) else []
            yield from (f"{deed} {thing}" for deed in deeds for thing in things)

    def _said_of(self, clause: str) -> list[str]:
        deeds = use_words()["deeds"]
        hollow = {*map(fold, (*deeds["light"], *deeds["idle"])), *small_of("stop").get(self.language, ())}
        return [word for word in tokens(clause) if word not in hollow and self.weighs_alone(word, _DECIDED)]

    def _deed(self, word: str) -> str:
        return deed_of(word, (self.language, "en"))

    def content(self, thing: str) -> tuple[str, ...]:
        """The words of a thing without those of grammar; none where nothing in it tells what it is."""
        words = tuple(word for word in tokens(spread(thing)) if len(word) >= LEAST and word not in idle())
        return words if any(map(self.weighs, words)) else ()

    def _in(self, text: str) -> Iterator[str]:
        for clause in re.split(r"[,;:()–—]|\s-\s", spread(text)):
            words = [word for word in tokens(clause) if len(word) > 1]
            if len(words) == 1 and words[0] in idle() and self._is_data(words[0]):
                yield words[0]  # "contracts", as a thing of a list
            weights = [self.weighs(word) for word in words]
            for at, (word, weight) in enumerate(zip(words, weights, strict=True)):
                if weight == 2 or (weight == 1 and self._is_alone(words, weights, at)):
                    yield word
                elif weight == 1:
                    behind = range(at + 1, min(len(words), at + 2 + _APART))
                    other = next((place for place in behind if weights[place]), None)
                    if other is not None and weights[other] == 1:
                        yield f"{word} {words[other]}"

    def _is_alone(self, words: list[str], weights: list[int], at: int) -> bool:
        """Whether a common word is enough: it names a kind of data, no other tells more, and it is no part of the name of
        another kind: "claims" of "insurance claims"."""
        beside = (" ".join(words[first : first + 2]) for first in (at - 1, at) if 0 <= first < len(words) - 1)
        is_whole = weights.count(1) == 1 or (2 not in weights and not any(map(self._is_data, beside)))
        return is_whole and self._is_data(words[at]) and words[at] not in self.examples

    def _places(self, text: str) -> list[str]:
        """What a sentence of some tools has behind a word of place, however common: "in the control room"."""
        words, told = tokens(spread(text)), caution_words()
        starts = [at + 1 for at, word in enumerate(words) if word in told["places"]]
        held = [[word for word in words[at : at + _PLACE] if self._tells(word)] for at in starts]
        return [" ".join(found) for found in held if found]

    def _tells(self, word: str) -> bool:
        """Whether a word is of no list of words that say nothing."""
        return len(word) > LEAST and word.isalpha() and word not in idle() and word not in self.names

    def is_of_class(self, word: str) -> bool:
        """Whether a word is one of a class's name, or another form of it."""
        return word[:_ROOT] in self.classes

    def is_of_use(self, words: tuple[str, ...]) -> bool:
        """Whether some words tell no more than that a tool is used, in one verb at most: "may join"."""
        weights = [self.weighs(word) for word in words]
        things = any(self._is_thing(word) for word, weight in zip(words, weights, strict=True) if weight)
        return 2 not in weights and weights.count(1) <= 1 and not things

    def _rarest(self, text: str) -> list[str]:
        """The one common word by which a sentence is known that has no others: data or people."""
        words = [word for word in tokens(spread(text)) if self.weighs(word) and self._is_thing(word)]
        return [min(words, key=self._often)] if words else []

    def _is_thing(self, word: str) -> bool:
        return self._is_data(word) or bool(self.reader.people(word))

    def _often(self, word: str) -> float:
        """How common a word is, in the policy's language; what is English first stands in any text."""
        return max(self.how_common(word, self.language), self.how_common(word, "en") - 1)

    def weighs(self, word: str) -> int:
        """2: it tells by itself; 1: beside another; 0: nothing."""
        return 0 if word in self.everywhere else self.weighs_alone(word)

    def weighs_alone(self, word: str, plain: float = _PLAIN) -> int:
        """The same, however often the document says it. ``plain``: how common it may be."""
        if len(word) < LEAST or word in idle() or word in self.names or not word.isalpha():
            return 0
        often = self._often(word)
        return 2 if often < _RARE and word not in self.examples else 1 if often < plain else 0

    def _is_data(self, word: str) -> bool:
        """Whether a word alone names a kind of data that is not harmless."""
        read = self.reader.read(word).items()
        return any(degree == SURE and self.reader.kinds[kind].sensitivity >= _GUARDED for kind, degree in read)


def _before_condition(part: str) -> str:
    """What a sentence is about: all of it before the word that a condition begins with."""
    words = sorted(caution_words()["condition"], key=len, reverse=True)
    begins = re.search(rf"(?<=\w),?\s+\b(?:{'|'.join(map(re.escape, words))})\b", part)
    return part[: begins.start()] if begins else part


def _without_reasons(part: str) -> str:
    """A sentence without the clauses that only say why: "because the insurers have asked"; as it is where these take away."""
    begins = re.compile(rf"(?:(?:{joiners()})\s+)?(?:{any_of(caution_words()['reasons'])})\b")
    kept = " ".join(clause for clause in re.split(r"(?<=[,;])\s+", part) if not begins.match(clause))
    limits = limit_words()
    return kept if has_word(kept, [*limits["ban"], *limits["only"], *caution_words()["narrows"]]) else part
