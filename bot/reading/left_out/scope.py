"""Pieces of data and cues go in; which pieces are left out, absent, published or not comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.reading.data.bearing import left_in
from bot.reading.data.pieces import Piece
from bot.reading.left_out.beyond_telling import hearsay
from bot.reading.left_out.denials import is_closed, is_denied
from bot.reading.left_out.identifiers import keeps_identifier
from bot.reading.left_out.published import Publishing, claims_of, is_to_come, made_public, without_published
from bot.reading.left_out.removals import (
    added_in,
    excepted_in,
    is_doubtful,
    is_removed_after,
    is_taken_back,
    is_taken_out,
    removed_places,
)
from bot.reading.words.cues import Cues
from bot.reading.words.unclaimed import by_others
from bot.tongue.entries import Match
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, quote_of

_OPENERS = small("openers")
_WHOSE = _OPENERS | small("ours", "my")
_CHANGE_VERBS = small("change_verb")
_SELF = small("self")
_LEFT, _OUT = small("left_over"), small("left_out")
_ANONYMISED = "anonymised"
"""The transformation that nobody can undo; the catalog and the import call it so."""
_QUOTED = 8
"""Words that are shown of how a sentence goes on."""
_BEFORE = 3
"""Words behind a not that it still denies."""
_ARTICLES = 2
"""Words between a denial, or an adjective, and what it is said of."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``kept``: what is used; ``left_out``: what the asker takes out; ``absent``: what the asker says is not there;
    ``half_denied``: how the message goes on about some of that ("no patient file, only pages of it"), which may be there."""

    kept: tuple[Piece, ...]
    left_out: tuple[Piece, ...] = ()
    absent: tuple[Piece, ...] = ()
    unpublished: bool = False
    half_denied: tuple[str, ...] = ()


def scope_of(
    tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, publish: Publishing, tools: frozenset[int] = frozenset()
) -> Scope:
    """Sort the pieces of a message by what is done with them. ``publish``: what published things are in the policy; ``tools``:
    places of tools' names."""
    own = [piece for piece in pieces if piece.own]
    removed = removed_places(tokens, cues)
    added = added_in(tokens, cues)
    data = places_of(own) | cues.places("fact.names")
    out = {id(p) for p in own if is_taken_out(tokens, p, data, cues, tools) or is_removed_after(tokens, p, own, cues)}
    out -= {id(p) for p in own if is_doubtful(tokens, p, cues) or _sentence_of(tokens, p) in added}
    out = _not_all(tokens, own, out, removed)
    again = {id(p) for p in own if id(p) not in out and any(id(o) in out and _names_again(o, p) for o in own)}
    out |= again if len(out | again) < len(own) else set()
    known = data | tools
    denied = {id(p) for p in own if _is_negated(tokens, p, cues)}
    absent = {id(p) for p in own if id(p) not in out and (id(p) in denied or _is_nowhere(tokens, p, cues))}
    absent -= {id(p) for p in own if _sentence_of(tokens, p) in added or is_taken_back(tokens, p.last, cues)}
    hedged = _hedges(cues)
    absent |= {id(p) for p in own if set(range(p.first, p.last)) <= hedged}
    claims = claims_of(tokens, cues)
    unpublished = cues.places("read.unpublished") | claims.void
    unpublished |= {p.first for p in own if p.mild and p.is_class and _is_negated(tokens, p, cues, mild=True)}
    unpublished |= {p.first for p in own if p.mild and p.is_class and is_to_come(tokens, p.first, p.last, _ARTICLES)}
    inward = _inward(tokens, own, cues)
    dropped = {id(p) for p in own if p.mild and _near_sentence(tokens, p, unpublished)}
    dropped |= {id(p) for p in own if not p.sensitivity and claims.void & set(range(p.first, p.last))}
    kept = [p for p in pieces if id(p) not in out | absent | dropped | inward]
    kept = without_published(tokens, kept, cues.places("read.published") - unpublished)
    by_id = {id(p): p for p in pieces}
    return Scope(
        tuple(kept if unpublished else made_public(tokens, kept, claims, publish)),
        tuple(by_id[i] for i in (id(p) for p in own) if i in out),
        tuple(by_id[i] for i in (id(p) for p in own) if i in absent),
        bool(unpublished or inward),
        tuple(_rest(tokens, p) for p in own if id(p) in denied & absent and not is_closed(tokens, p, known, cues)),
    )


def _rest(tokens: tuple[Token, ...], piece: Piece) -> str:
    """How a sentence goes on behind a piece; its own words where it ends there."""
    last = piece.last
    while last < min(len(tokens), piece.last + _QUOTED) and tokens[last].sentence == tokens[piece.first].sentence:
        last += 1
    return quote_of(tokens, piece.last, last) or piece.name


def _names_again(later: Piece, piece: Piece) -> bool:
    return later.first > piece.first and later.types == piece.types and later.kind == piece.kind


def _inward(tokens: tuple[Token, ...], own: list[Piece], cues: Cues) -> set[int]:
    """Pieces that are public by their kind and are called insiders': "an internal poster", "une affiche interne"."""
    found = set()
    for match in cues.of("read.inward"):
        beside = (p for p in own if 0 <= max(p.first - match.last, match.first - p.last) < _ARTICLES)
        clause = tokens[match.first].clause
        found |= {id(p) for p in beside if (p.mild or not p.sensitivity) and tokens[p.first].clause == clause}
    return found


def _not_all(tokens: tuple[Token, ...], own: list[Piece], out: set[int], removed: set[int]) -> set[int]:
    """Where everything would be left out: "if I remove the names, client data ..." and "customer letters, names are removed"
    leave out one side of the comma only."""
    if len(own) < 2 or len(out) < len(own):
        return out
    first = own[0]
    forward = first.first in removed
    for before, piece in pairwise(own):
        if any("," in tokens[p].gap for p in range(before.last, piece.first + 1)):
            side = [p for p in own if (p.first < piece.first) == forward]
            return {id(p) for p in side}
    return out


def transformations_of(
    tokens: tuple[Token, ...],
    said: Mapping[Match, frozenset[int]],
    cues: Cues,
    kept: tuple[Piece, ...],
    tools: list[tuple[int, int]],
) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """Each transformation that is said to be done, with the pieces it is said of: what is named there or else the nearest in its
    sentence, else all.

    ``said``: each with the places of what it is said of; ``tools``: where tools are named;
    what one of them is to do is not done yet ("can Copilot anonymise this?").
    """
    own, matches = [piece for piece in kept if piece.own], list(said)
    undone, found = undone_in(tokens, matches, cues), []
    for match in _changes(tokens, matches):
        if match.first in undone or _is_idle(tokens, match, cues, tools):
            continue
        here = [p for p in own if tokens[p.first].sentence == tokens[match.first].sentence]
        here = [p for p in here if set(range(p.first, p.last)) & said[match]] or here
        if len(here) > 1:
            here = [
                min(here, key=lambda p: (match.first - p.last) if p.last <= match.first else max(0, p.first - match.last) + 1)
            ]
        found.append((match.entry.id, tuple(here or own)))
    return tuple(found)


def _is_idle(tokens: tuple[Token, ...], match: Match, cues: Cues, tools: list[tuple[int, int]]) -> bool:
    """Whether it is only asked whether it has to be done, or a tool is to do it, or a removal beside it is doubtful."""
    if tokens[match.first].sentence in {tokens[m.first].sentence for m in cues.of("read.need")}:
        return True
    tasks = {m.last for m in cues.of("read.removal_task")}
    is_verb = tokens[match.first].folded in _CHANGE_VERBS
    told = is_verb and (match.first in tasks or is_for_tool(tokens, match, tools) or match.first in by_others(tokens))
    return told or is_doubtful(tokens, _as_piece(tokens, match), cues)


def undone_in(tokens: tuple[Token, ...], matches: list[Match], cues: Cues) -> frozenset[int]:
    """Places of transformations that are named and not done, not wholly, or only somebody else says so."""
    if not (changes := _changes(tokens, matches)):
        return frozenset()
    negations, others = cues.places("read.negation"), hearsay(tokens, cues)
    late = {tokens[m.first].sentence for m in cues.of("read.pending")}
    partly = late | excepted_in(tokens, cues) | left_in(tokens, cues)

    is_keyed, is_numbered = cues.has("read.key_kept"), keeps_identifier(tokens, cues)

    def is_undone(match: Match) -> bool:
        sentence = tokens[match.first].sentence
        if match.first in cues.unclaimed:
            return True
        if is_numbered or (is_keyed and match.entry.id == _ANONYMISED):
            return True
        if set(range(match.first - _BEFORE, match.first)) & negations or sentence in partly:
            return True
        if _is_left_over(tokens, sentence) or _is_half(tokens, match, cues):
            return True
        return any(tokens[p].sentence == sentence and p < match.first for p in others)

    return frozenset(match.first for match in changes if is_undone(match))


def without_undone(kept: tuple[Piece, ...], undone: frozenset[int]) -> tuple[Piece, ...]:
    """Data that has its name from what was done to it ("de-identified content") is a guess where that is not done."""
    return tuple(replace(p, grounded=p.grounded and not set(range(p.first, p.last)) & undone) for p in kept)


def _changes(tokens: tuple[Token, ...], matches: list[Match]) -> list[Match]:
    """The asker's own words for transformations; "code" is no misspelt "coded"."""
    said = (m for m in matches if m.entry.slot == "transformation" and tokens[m.first].own)
    return [m for m in said if m.via != "fuzzy" or m.size > 1 or not m.entry.words[0].startswith(tokens[m.first].folded)]


def _is_half(tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool:
    """ "Mostly anonymised", "anonymised for the most part", "one name is out", "out, but you can still see them": words in its
    clause take a part of it back, or words beside it all of it."""
    clause, sentence = tokens[match.first].clause, tokens[match.first].sentence
    if clause in cues.done_in_part():
        return True
    ill = [m for m in cues.of("read.ill_done") if not set(range(m.first - _BEFORE, m.first)) & cues.places("read.negation")]
    if any(abs(tokens[m.first].sentence - sentence) <= 1 for m in ill):
        return True
    half = [m for m in cues.of("read.half_done") if tokens[m.first].clause == clause]
    return any(-_ARTICLES <= m.first - match.last <= 1 or 0 <= match.first - m.last <= 1 for m in half)


def _is_left_over(tokens: tuple[Token, ...], sentence: int) -> bool:
    """Whether a sentence says what is still there: "de-identified (only initials left)". "Left out" says that it is not."""
    here = [at for at, token in enumerate(tokens) if token.sentence == sentence]
    return any(tokens[at].folded in _LEFT and not (at + 1 in here and tokens[at + 1].folded in _OUT) for at in here)


def is_for_tool(tokens: tuple[Token, ...], match: Match, tools: list[tuple[int, int]]) -> bool:
    """Whether a tool stands before the verb in its clause, and nobody nearer: "may Desk Chat a letter anonymise" as in Dutch,
    "I have Desk Chat anonymise it"."""
    clause = tokens[match.first].clause
    before = [at for at in range(match.first) if tokens[at].clause == clause]
    named = max((last - 1 for _, last in tools if last - 1 in before), default=-1)
    return named >= 0 and not any(tokens[at].folded in _SELF for at in before if at > named)


def _as_piece(tokens: tuple[Token, ...], match: Match) -> Piece:
    return Piece(match.first, match.last, (), quote_of(tokens, match.first, match.last), "", "")


def _sentence_of(tokens: tuple[Token, ...], piece: Piece) -> int:
    return tokens[piece.first].sentence


def _is_negated(tokens: tuple[Token, ...], piece: Piece, cues: Cues, mild: bool = False) -> bool:
    return (mild or not piece.mild) and is_denied(tokens, piece.first, cues)


def _is_nowhere(tokens: tuple[Token, ...], piece: Piece, cues: Cues) -> bool:
    """ "(nothing from the owner in it)", "nichts über Kunden drin": it begins a clause and ends it, so that nothing is told of
    another place ("nothing about patients in the policy"), and nothing is left to add."""
    for match in cues.of("read.nothing_of"):
        between = tokens[match.last : piece.first]
        if len(between) not in range(_ARTICLES + 1) or match.last > piece.first or any(t.folded not in _WHOSE for t in between):
            continue
        if any(t.breaks for t in tokens[match.first + 1 : piece.first + 1]):
            continue
        begins = match.first == 0 or tokens[match.first].breaks
        begins = begins or any(m.last == match.first for m in cues.of("read.nothing_begins"))
        last = max((m.last for m in cues.of("read.within") if m.first == piece.last), default=piece.last)
        if begins and (last == len(tokens) or tokens[last].breaks):
            return not piece.mild
    return False


def _hedges(cues: Cues) -> set[int]:
    """Places of "nothing sensitive": a word for a class that is denied says nothing of the data."""
    return cues.places("read.negated_sensitivity")


def _near_sentence(tokens: tuple[Token, ...], piece: Piece, places: set[int]) -> bool:
    sentence = tokens[piece.first].sentence
    return any(abs(tokens[place].sentence - sentence) <= 1 for place in places)
