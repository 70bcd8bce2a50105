"""A message goes in; the places of the words by which nobody can tell any more who it is about come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from bot.reading.words.cues import REMOVALS, Cues
from bot.tongue.small import small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import Token

_NOBODY, _TELL, _WHO = small_of("unknown_nobody"), small_of("unknown_tell"), small_of("unknown_who")
_RECOGNISE, _AUTHOR = small("unknown_recognise"), small("unknown_author")
_LIMITS = small_of("unknown_limits")
_KEPT, _LEAVE, _OUT = small_of("unknown_kept"), small("unknown_leave"), small("unknown_out")
_ENDS = small("unknown_ends")
"""Words with which the question goes on behind it."""
_ME = small("speaker")
_LONGEST = 3
"""Words of a phrase of these lists."""
_REACH = 7
"""Words from "nobody" to the verb, and between the verb and "who"."""
_ASIDE = 10
"""Words between "leave" and the "out" that belongs to it."""


def unknown_places(tokens: tuple[Token, ...], cues: Cues) -> frozenset[int]:
    """Places of "so that nobody could tell who it is", where the message takes something out; none where that is limited
    ("nobody outside", "easily"), or where something that tells of people stays: a number, a key, codes for names.

    Who may "tell" is nobody at all; "nobody can tell who wrote it" speaks of a writer, and not of whom it is about.
    """
    gone = {tokens[m.first].sentence for name in REMOVALS for m in cues.of(name)}
    if not gone:
        return frozenset()
    limits = [*_phrases(tokens, _LIMITS)]
    found: set[int] = set()
    for first, last in _phrases(tokens, _NOBODY):
        sentence = tokens[first].sentence
        end = _told(tokens, first, last)
        limited = {at for at, _ in limits if tokens[at].sentence == sentence and first - _REACH <= at < end + _REACH}
        if end and sentence in gone and tokens[first].own and not limited:
            found |= set(range(first, end))
    late = places_of((*cues.of("read.pending"), *cues.of("fact.later")))
    return frozenset() if _stays(tokens, found) or late - found or hearsay(tokens, cues, found) else frozenset(found)


def hearsay(tokens: tuple[Token, ...], cues: Cues, but: Set[int] = frozenset()) -> frozenset[int]:
    """Places of verbs by which somebody else says something: "a colleague says it is anonymised". ``but``: not these."""
    said = (m.first for m in cues.of("fact.said") if m.first and m.first not in but and tokens[m.first].own)
    return frozenset(at for at in said if tokens[at - 1].folded not in _ME)


def _told(tokens: tuple[Token, ...], first: int, last: int) -> int:
    """Where the clause ends that begins with "nobody" and says that people cannot be told; 0 where it says something else."""
    near = [p for p in range(last, min(len(tokens), last + _REACH)) if tokens[p].sentence == tokens[first].sentence]
    known = [p for p in near if tokens[p].folded in _RECOGNISE]
    if known:
        return known[-1] + 1
    verbs = {end for start, end in _phrases(tokens, _TELL) if start in near}
    for start, end in _phrases(tokens, _WHO):
        told = any(abs(start - verb) <= _REACH for verb in verbs) and start >= last
        author = end < len(tokens) and tokens[end].folded in _AUTHOR
        if told and not author and tokens[start].sentence == tokens[first].sentence:
            clause = [p for p in range(start, len(tokens)) if tokens[p].clause == tokens[start].clause and p - start <= _REACH]
            breaks = next((p for p in clause[1:] if tokens[p].breaks or tokens[p].folded in _ENDS), clause[-1] + 1)
            return max(breaks, *verbs)
    return 0


def _stays(tokens: tuple[Token, ...], but: Set[int]) -> bool:
    """Whether something is said to stay: "the number stays", "I keep the key". What is left out does not. ``but``: places that
    say that nobody can tell."""
    if any(at not in but for at, _ in _phrases(tokens, _KEPT)):
        return True
    for place, token in enumerate(tokens):
        if token.folded in _LEAVE:
            behind = range(place + 1, min(len(tokens), place + _ASIDE))
            if not any(tokens[p].folded in _OUT and tokens[p].sentence == token.sentence for p in behind):
                return True
    return False


def _phrases(tokens: tuple[Token, ...], listed: Mapping[str, Set[str]]) -> Iterable[tuple[int, int]]:
    """Where phrases of a list stand, of the languages that the message is in."""
    for at, token in enumerate(tokens):
        known = {p for tongue in (*token.tongues, "any") for p in listed.get(tongue, ())}
        held = [n for n in range(_LONGEST, 0, -1) if " ".join(t.folded for t in tokens[at : at + n]) in known]
        if held:
            yield at, at + held[0]
