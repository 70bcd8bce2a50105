"""A message goes in; the places of which its asker claims nothing come out: only asked, another's to do, or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Set

from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_LEADS = small("and_it", "but", "interjection", "or")
_ASKS, _WHO = Spoken("asks_whether"), Spoken("asks_who")
_INVERTED = small("asks_inverted")
_GRANTED, _ON_CONDITION = small("permitted"), Spoken("on_condition")
_ADDRESSED, _SELF = Spoken("addressed"), small("self")
_IDLE = small("stop", "interjection", "pointing")
_POINTING = _IDLE | small("of_it", "but")


def asked_whether(tokens: tuple[Token, ...], tools: Set[int], may: Set[int], done: Set[int]) -> frozenset[int]:
    """Sentences that only ask whether something was done: "Are they blacked out?", "Who takes them out?". One that names a tool,
    asks for a leave or sets a condition is the question itself ("Is it fine once they are blacked out?"); "is blacked out" tells.

    ``tools``, ``may``: sentences that name a tool, and that ask for a leave; ``done``: where words for what was done begin.
    """
    found: set[int] = set()
    for sentence, places in _sentences(tokens):
        here = [tokens[at] for at in places]
        if sentence in tools or sentence in may or any(t.folded in _GRANTED or t in _ON_CONDITION for t in here):
            continue
        opens = next((at for at, token in enumerate(here) if token.folded not in _LEADS), None)
        if opens is None:
            continue
        first = here[opens]
        tells = opens + 1 < len(places) and places[opens + 1] in done and "¿" not in first.gap
        verb_first = (
            first in _ASKS and not tells and ("es" not in first.tongues[:1] or "¿" in first.gap)
        )  # Spanish tells with its verb first
        inverted = any(token.gap == "-" and token.folded in _INVERTED for token in here[opens:])
        if verb_first or first in _WHO or inverted:
            found.add(sentence)
    return frozenset(found)


def taken_back(tokens: tuple[Token, ...], back: Iterable[Match], restored: Iterable[Match]) -> int:
    """Up to which place nothing holds any more: "That was a lie.", "Scratch that.", "and I put them back".

    ``back``: words that take a sentence back, where they are all that their clause says; ``restored``: that something is there
    again.
    """
    last = 0
    for match in back:
        clause = [at for at, token in enumerate(tokens) if token.clause == tokens[match.first].clause]
        if all(match.first <= at < match.last or tokens[at].folded in _IDLE for at in clause):
            last = max(last, match.first)
    return max((last, *(match.first for match in restored)))


def never_done(tokens: tuple[Token, ...], doing: Set[int], denying: Set[int], idle: Set[int]) -> frozenset[int]:
    """Places of what a clause behind it says that it was not done: "that never happened", "no time for that".

    ``doing``, ``denying``, ``idle``: places of words for doing, of denials, and of words that name nothing.
    """
    found: set[int] = set()
    clauses: dict[int, list[int]] = {}
    for place, token in enumerate(tokens):
        if token.own:
            clauses.setdefault(token.clause, []).append(place)
    for here in clauses.values():
        bare = all(at in idle or at in denying or at in doing or tokens[at].folded in _POINTING for at in here)
        if here[0] and bare and denying & set(here) and doing & set(here):
            sentence = tokens[here[0]].sentence
            before = {at for at in range(here[0]) if tokens[at].sentence == sentence}
            found |= before or {at for at in range(here[0]) if tokens[at].sentence == tokens[here[0] - 1].sentence}
    return frozenset(found)


def by_others(tokens: tuple[Token, ...]) -> set[int]:
    """Places of what whom the message speaks to is to do: "you black out the amounts", and nobody nearer."""
    found: set[int] = set()
    clause, is_addressed = -1, False
    for place, token in enumerate(tokens):
        if token.clause != clause:
            clause, is_addressed = token.clause, False
        if is_addressed:
            found.add(place)
        if token.own and (token in _ADDRESSED or token.folded in _SELF):
            is_addressed = token in _ADDRESSED
    return found


def _sentences(tokens: tuple[Token, ...]) -> Iterable[tuple[int, list[int]]]:
    held: dict[int, list[int]] = {}
    for place, token in enumerate(tokens):
        if token.own:
            held.setdefault(token.sentence, []).append(place)
    return held.items()
