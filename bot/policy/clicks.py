"""What people said and then clicked goes in; words that the policy could learn come out, only those of several people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.policy.words import DataAsk, Question

FEWEST_PEOPLE = 2
"""What a single person said is not shown to others."""
HIDDEN = "["
"""Begins what redaction put in place of a secret: such words are nobody's to learn."""
MOST_WORDS, LONGEST = 6, 60
"""More is no name."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One question, and the question that it became when its asker clicked or corrected it."""

    asker: str
    """A pseudonym."""
    before: Question
    after: Question
    clicked: frozenset[str]
    """Ids of data that were clicked."""
    text: str
    """The redacted message."""
    left: str = ""
    """Words of it that no reader placed, where no data was read at all."""


@dataclass(frozen=True, slots=True)
class Clicked:
    """Words of which several people clicked what they mean."""

    words: str
    """As they were said most often."""
    meant: tuple[tuple[str, int], ...]
    """Id of a data type or class -> how many people clicked it, the commonest first."""
    people: int
    share: float
    """Of all questions of that time, about, those that said the words."""


def clicked_words(settled: Iterable[Settled], questions: int) -> tuple[Clicked, ...]:
    """The words, those of the most people first. ``questions``: how many were asked in the same time."""
    said: dict[str, Counter[str]] = {}
    meant: dict[str, dict[str, set[str]]] = {}
    for one in settled:
        for words, id_ in _pairs(one):
            key = key_of_words(words)
            said.setdefault(key, Counter())[words] += 1
            meant.setdefault(key, {}).setdefault(id_, set()).add(one.asker)
    found = []
    for key, ids in meant.items():
        people = len(set().union(*ids.values()))
        if people < FEWEST_PEOPLE:
            continue
        counted = sorted(((id_, len(who)) for id_, who in ids.items()), key=lambda pair: (-pair[1], pair[0]))
        share = round(said[key].total() / max(1, questions), 2)
        found.append(Clicked(said[key].most_common(1)[0][0], tuple(counted), people, share))
    return tuple(sorted(found, key=lambda one: (-one.people, one.words)))


def key_of_words(words: str) -> str:
    """What is the same for all who say the same words."""
    return " ".join(words.casefold().split())


def _pairs(one: Settled) -> Iterator[tuple[str, str]]:
    """Words and what they mean, where one thing was clicked for all that was unclear: each of the words is no worse than that."""
    before, after, text = one.before, one.after, key_of_words(one.text)
    gone = [data for data in before.data if data not in after.data]
    new = [data for data in after.data if data not in before.data and _id_of(data) in one.clicked]
    if len(new) != 1:
        return
    unclear = gone if len(gone) == 1 else [data for data in gone if not data.grounded or not _id_of(data)]
    for words in [data.name for data in unclear] if before.data else [one.left]:
        # what was read by another name was not said: its name is the catalog's, and tells what kind it is
        if _is_name(words) and key_of_words(words) in text:
            yield words, _id_of(new[0])


def _is_name(words: str) -> bool:
    return bool(words) and HIDDEN not in words and len(words) <= LONGEST and len(words.split()) <= MOST_WORDS


def _id_of(data: DataAsk) -> str:
    return data.types[0] if len(data.types) == 1 else ""
