"""A question's words go in, the passages of the policy's guidance and definitions that are about them come out, best first."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Item, WhyLine
from bot.policy.words import Citation
from bot.text.small import small
from bot.text.tokens import stem, words_of

K1, B = 1.2, 0.75
"""BM25's usual constants."""
LONGEST_QUOTE = 380
"""Characters of a paragraph with the list that belongs to it; a longer list is cut, and each part has its first line."""
_STOP, _ASKING = small("stop"), small("only_asks")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_ROW = re.compile(r"[ \t]*\|")
_MARKS = re.compile(r"\*\*|__|`")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ¿¡“„«(\"])")
_BETWEEN = " · "
_AS_GOOD = 0.5
"""Of the best one's score: what has less is about something else."""

_COVERED = 0.4
"""Of the weight of a question's words, a rare word's being the most: a passage that shares less is about something else."""
_TELLING, _ALL = 2, 0.999
"""Words that an answer to small talk needs, and the share of their weight that a passage has."""

_MOST = 3
_BESIDE = 0.5
"""What a word of the talk weighs beside one of the question."""
_GLUED = frozenset({"de", "nl"})
"""Languages that write several nouns as one word."""
_ROOT = 4
"""Letters of a word that others may end in."""

FUSED = 60
"""Reciprocal rank fusion's usual constant."""


def passages_of(knowledge: Knowledge) -> tuple[WhyLine, ...]:
    """Every definition and every paragraph of guidance of a policy, in one order for one version."""
    return tuple(line for line, _ in _documents(knowledge.version, knowledge))


def find_passages(text: str, knowledge: Knowledge, about: str = "", also: tuple[int, ...] = ()) -> tuple[WhyLine, ...]:
    """BM25 over paragraphs and definitions, and ``also``: places in ``passages_of`` that mean alike; best first.

    Passages that share no word with the text are given only where they mean alike. ``about``: what the talk is about; what
    speaks of that too comes first.
    """
    by_words = _by_words(text, knowledge, about)
    if not also:
        return by_words[:_MOST]
    every = passages_of(knowledge)
    ranks: dict[WhyLine, float] = {}
    for ordered in (by_words, tuple(every[place] for place in also if place < len(every))):
        for rank, line in enumerate(ordered):
            ranks[line] = ranks.get(line, 0.0) + 1 / (FUSED + rank)
    return tuple(sorted(ranks, key=lambda line: -ranks[line])[:_MOST])


def about(item: Item, knowledge: Knowledge) -> str:
    """What an item is about in the policy's own words: its tools, its data and their classes."""
    known, policy = knowledge.vocabulary, knowledge.policy
    tools = (known.offerings[id_].tool for ask in item.question.tools for id_ in ask.offerings if id_ in known.offerings)
    types = dict.fromkeys(id_ for ask in item.question.data for id_ in ask.types)
    classes = (class_id for id_ in types if id_ in policy.data_types for class_id in policy.data_types[id_].classes)
    told = [known.tools[id_].label for id_ in dict.fromkeys(tools) if id_ in known.tools]
    return " ".join([*told, *(known.data[id_].label for id_ in dict.fromkeys((*types, *classes)) if id_ in known.data)])


def told_in(text: str, knowledge: Knowledge) -> tuple[WhyLine, ...]:
    """Passages that hold every telling word of a text that has two at least: "what is the green shield?" """
    return _by_words(text, knowledge, least=_TELLING, covered=_ALL)[:_TELLING]


def _by_words(text: str, knowledge: Knowledge, about: str = "", least: int = 1, covered: float = _COVERED) -> tuple[WhyLine, ...]:
    language = knowledge.vocabulary.languages[0]
    query = {*_terms(" ".join(word for word in words_of(text) if word not in _ASKING), language)}
    if len(query) < least:
        return ()
    documents = _documents(knowledge.version, knowledge)
    around = {*_terms(about, language)} - query
    average = sum(sum(counts.values()) for _, counts in documents) / max(1, len(documents))
    held_by = [_held(query | around, counts, language) for _, counts in documents]
    frequency = Counter(term for held in held_by for term in held)
    weight = {term: math.log(1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5)) for term in query | around}
    enough = covered * sum(weight[term] for term in query)
    scored = []
    for (line, counts), held in zip(documents, held_by, strict=True):
        told = sum(weight[term] for term in held if term in query)
        if not told or told < enough:
            continue
        long = K1 * (1 - B + B * sum(counts.values()) / max(average, 1))
        parts = ((term, weight[term] * held[term] * (K1 + 1) / (held[term] + long)) for term in held)
        scored.append((sum(part * (1 if term in query else _BESIDE) for term, part in parts), line))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(line for score, line in scored if score >= _AS_GOOD * scored[0][0])


def _held(terms: set[str], counts: Counter[str], language: str) -> dict[str, int]:
    """How often a passage holds each word that it holds, or one that is glued together with it at its end ("Kundenliste")."""
    found = {term: counts[term] for term in terms if term in counts}
    for term in terms - set(found) if language in _GLUED else ():
        glued = sum(times for word, times in counts.items() if word.endswith(term)) if len(term) >= _ROOT else 0
        found |= {term: glued} if glued else {}
    return found


def _terms(text: str, language: str) -> list[str]:
    return [stem(word, language) for word in words_of(text) if word not in _STOP and len(word) > 2]


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a passage without Markdown's marks; a list stands with the line that it belongs to, and a table is no
    sentence to quote."""
    found: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.splitlines() if line.strip() and not _ROW.match(line)]
        parts: list[str] = []
        for line in lines:
            told = _MARKS.sub("", _ITEM.sub("", line, count=1)).strip()
            parts = [*parts, told] if not parts or _ITEM.match(line) else [*parts[:-1], f"{parts[-1]} {told}"]
        begun = found.pop() if found and found[-1].endswith(":") and lines and _ITEM.match(lines[0]) else ""
        found += _listed([begun, *parts] if begun else parts, bool(begun) or not (lines and _ITEM.match(lines[0])))
    return found


def _listed(parts: list[str], has_head: bool) -> list[str]:
    """Parts joined as long as they can be quoted together, each time behind the first where that is what they belong to."""
    if not has_head or len(parts) == 1:
        return [told for part in parts for told in _packed(_SENTENCE.split(part), " ")]
    return [f"{parts[0]} {told}" for told in _packed(parts[1:], _BETWEEN)]


def _packed(parts: list[str], between: str) -> list[str]:
    """As few texts of at most ``LONGEST_QUOTE`` characters as there can be; a longer part stays whole."""
    found: list[str] = []
    for part in parts:
        longer = f"{found[-1]}{between}{part}" if found else ""
        found = [*found[:-1], longer] if longer and len(longer) <= LONGEST_QUOTE else [*found, part]
    return found


def _bare(quote: str) -> str:
    return " ".join(words_of(quote))


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
    language = key.knowledge.vocabulary.languages[0]
    defined = []
    for definition in key.knowledge.definitions:
        defined.append(_bare(f"{definition.word} {definition.text}"))
        for told in _packed(_SENTENCE.split(definition.text), " "):
            line = WhyLine(f"{definition.word}: {told}", definition.at)
            found.append((line, Counter(_terms(f"{definition.word} {definition.word} {told}", language))))
    for passage in key.knowledge.guidance:
        at = Citation(passage.file, passage.line, 1, passage.heading)
        for told in _paragraphs(passage.text):
            bare = _bare(told)
            if any(bare in one for one in defined):  # the glossary's own place in the guidance
                continue
            found.append((WhyLine(told, at), Counter(_terms(f"{passage.heading} {told}", language))))
    return tuple(found)
