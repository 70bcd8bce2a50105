"""A policy and the catalog go in; the phrases that an unread one may be near to come out, each with the policy's data it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.data.ties import Ties
from bot.reading.nearness.learn import Learnt
from bot.text.tokens import fold

MOST_PHRASES = 5_000
SHORTEST = 4
"""Letters of a word that can be near to anything."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the index, and the policy's data that it is, or may be."""

    text: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    """Those of the ids."""


def phrases_of(knowledge: Knowledge, catalog: Catalog, ties: Ties, most: int = MOST_PHRASES) -> tuple[Phrase, ...]:
    """The policy's names, synonyms and examples; then the kinds' labels and their words, every kind by turns."""
    languages = tuple(dict.fromkeys((*knowledge.vocabulary.languages, "en")))
    found: dict[str, tuple[str, ...]] = {}
    for terms in knowledge.vocabulary.data.values():
        for text in (terms.label, *knowledge.labels.get(terms.id, {}).values(), *terms.names, *terms.examples):
            found.setdefault(fold(text).strip(), (terms.id,))
    tied = [(kind, ties.of(kind.id).ids) for kind in catalog.kinds.values()]
    for kind, ids in tied:
        if ids:
            found.setdefault(fold(kind.label), ids)
    worded = [_worded(kind.words, languages) for kind, ids in tied if ids]
    known = [ids for _, ids in tied if ids]
    for row in zip_longest(*worded):
        for text, ids in zip(row, known, strict=True):
            if text is not None:
                found.setdefault(fold(text).strip(), ids)
    classes = {id_: type_.classes or (id_,) for id_, type_ in knowledge.policy.data_types.items()}
    return tuple(
        Phrase(text, ids, tuple(sorted({class_ for id_ in ids for class_ in classes.get(id_, (id_,))})))
        for text, ids in list(found.items())[:most]
        if len(text) >= SHORTEST
    )


def _worded(words: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> Iterator[str]:
    lists = [words.get(language, ()) for language in (*languages, "any")]
    for row in zip_longest(*lists):
        yield from (text for text in row if text is not None)


def nearest(phrases: Sequence[Phrase], scores: Mapping[int, float], learnt: Learnt) -> tuple[str, ...]:
    """What all phrases within the margin of the best one are, the best one's first; nothing below the threshold.

    ``scores``: place of a phrase -> how near it is.
    """
    best = max(scores.values(), default=0.0)
    if best < learnt.threshold:
        return ()
    near = sorted((-score, place) for place, score in scores.items() if score >= best - learnt.margin)
    return tuple(dict.fromkeys(id_ for _, place in near for id_ in phrases[place].ids))
