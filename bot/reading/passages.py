"""A question's words go in, the passages of the policy's guidance and definitions that are about them come out, best first."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from bot.policy.house import Knowledge
from bot.policy.talk import WhyLine
from bot.policy.words import Citation
from bot.reading.small import small
from bot.reading.text import stem, words_of

K1, B = 1.2, 0.75
"""BM25's usual constants."""
LONGEST_QUOTE = 600
_STOP = small("stop")


FUSED = 60
"""Reciprocal rank fusion's usual constant."""


def passages_of(knowledge: Knowledge) -> tuple[WhyLine, ...]:
    """Every passage and definition of a policy, in one order for one version."""
    return tuple(line for line, _ in _documents(knowledge.version, knowledge))


def find_passages(text: str, knowledge: Knowledge, limit: int = 3, also: tuple[int, ...] = ()) -> tuple[WhyLine, ...]:
    """BM25 over guidance and definitions, and ``also``: places in ``passages_of`` that mean alike, best first.

    Passages that share no word with the text are given only where they mean alike.
    """
    by_words = _by_words(text, knowledge)
    if not also:
        return by_words[:limit]
    every = passages_of(knowledge)
    ranks: dict[WhyLine, float] = {}
    for ordered in (by_words, tuple(every[place] for place in also if place < len(every))):
        for rank, line in enumerate(ordered):
            ranks[line] = ranks.get(line, 0.0) + 1 / (FUSED + rank)
    return tuple(sorted(ranks, key=lambda line: -ranks[line])[:limit])


def _by_words(text: str, knowledge: Knowledge) -> tuple[WhyLine, ...]:
    query = set(_terms(text))
    if not query:
        return ()
    documents = _documents(knowledge.version, knowledge)
    average = sum(sum(counts.values()) for _, counts in documents) / max(1, len(documents))
    frequency = Counter(term for _, counts in documents for term in query if term in counts)
    scored = []
    for line, counts in documents:
        length = sum(counts.values())
        score = sum(
            math.log(1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5))
            * counts[term] * (K1 + 1) / (counts[term] + K1 * (1 - B + B * length / max(average, 1)))
            for term in query
            if term in counts
        )  # fmt: skip
        if score > 0:
            scored.append((score, line))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(line for _, line in scored)


def _terms(text: str) -> list[str]:
    return [stem(word, "en") for word in words_of(text) if word not in _STOP and len(word) > 2]


class _ByVersion:
    """Knowledge is looked up by its version: one policy version is cut into passages once."""

    def __init__(self, version: str, knowledge: Knowledge) -> None:
        self.version, self.knowledge = version, knowledge

    def __hash__(self) -> int:
        return hash((self.version, id(self.knowledge)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByVersion) and other.knowledge is self.knowledge


def _documents(version: str, knowledge: Knowledge) -> tuple[tuple[WhyLine, Counter[str]], ...]:
    return _cut(_ByVersion(version, knowledge))


@lru_cache(maxsize=8)
def _cut(key: _ByVersion) -> tuple[tuple[WhyLine, Counter[str]], ...]:
    found = []
    for definition in key.knowledge.definitions:
        line = WhyLine(f"{definition.word}: {definition.text}", definition.at)
        found.append((line, Counter(_terms(f"{definition.word} {definition.word} {definition.text}"))))
    for passage in key.knowledge.guidance:
        quote = re.sub(r"\s+", " ", passage.text).strip()
        if quote:
            at = Citation(passage.file, passage.line, 1, passage.heading)
            found.append(
                (WhyLine(quote[:LONGEST_QUOTE], at), Counter(_terms(f"{passage.heading} {passage.heading} {passage.text}")))
            )
    return tuple(found)
