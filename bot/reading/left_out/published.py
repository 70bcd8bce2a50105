"""Words that say that a thing is out already go in, with pieces of data; the pieces come out, what is published as such."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, replace

from bot.reading.data.asides import FOR
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token

Publishing = Callable[[tuple[Token, ...], int, int], list[Piece]]
"""What the words at some places are where they say that a thing is published: data of the policy's mildest class, or nothing."""
_AT = 3
"""Words between a thing and what says that it is published."""
_LONG = 6
"""Words between a thing and what is said of it behind "that" or a comma."""
_NEAR = 5
"""Words behind which it is out for few alone ("posted to the team")."""
_SOON = 4
"""Words behind which it is not yet published ("on our website from next week on")."""
_TURNS = 2
"""Words behind which a verb says that it is still to come ("auf unserer Seite stehen soll")."""
_JOINING = small("joining")
_LINKS = small("out_links")
_RELATIVE = small("out_relative")
_VOID = small("out_void")
_TURN = small("out_turn")
_LATER = small("out_later")
_ALL = small("out_all")
_THINGS = Spoken("publication")
_DOUBTS = small("out_doubt")
_OF = Spoken("bearing_of", "out_about")
_A = Spoken("indefinite")
_MADE = 8
"""Words from "into a" to what is made."""
_INTO, _PLACES, _INSIDE = Spoken("turned_into"), small("out_places"), small("out_inside")
_STOPS = small("stop")
_HEAD = 1
"""Words between "published" and its thing that say whose it is: "the published council agenda"."""
_MOST = 2
"""Sensitivity up to which a thing is public by the asker's word that it is out."""


@dataclass(frozen=True, slots=True)
class Claims:
    """``held``: spans of words that say that a thing is published; ``void``: places of those that only seem to."""

    held: tuple[tuple[int, int], ...]
    void: frozenset[int]


def claims_of(tokens: tuple[Token, ...], cues: Cues) -> Claims:
    """A claim is void where it is denied, still to come ("will be on our website"), or an accident ("by mistake", "leaked")."""
    wrong = {tokens[m.first].sentence for m in cues.of("read.out_wrongly")}
    held, void = [], set()
    for match in cues.of("read.published"):
        if tokens[match.first].sentence in wrong or not _is_out(tokens, match.first, match.last):
            void |= set(range(match.first, match.last))
        else:
            held.append((match.first, match.last))
    return Claims(tuple(held), frozenset(void))


def _is_out(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether words that say that a thing is out say so of today and of everybody, not of "our site's intranet"."""
    near = range(last, min(len(tokens), last + _NEAR))
    behind = (p for p in near if tokens[p].sentence == tokens[last - 1].sentence and tokens[p].folded in _INSIDE)
    # "in the Teams channel", not "Copilot Chat"
    return not is_to_come(tokens, first, last) and not any(p == last or tokens[p - 1].folded in _STOPS for p in behind)


def is_to_come(tokens: tuple[Token, ...], first: int, last: int, within: int = _SOON) -> bool:
    """Whether words that say that a thing is out say so of a later day: "will be", "from Monday on", "public next week".
    ``within``: so many words behind them the day is looked for."""
    place = first - 1
    while place >= 0 and not tokens[place + 1].breaks and tokens[place].folded in _LINKS | _VOID:
        if tokens[place].folded in _VOID:
            return True
        place -= 1
    behind = [t.folded for t in tokens[last : last + within] if t.clause == tokens[last - 1].clause]
    return bool(set(behind[:_TURNS]) & _TURN or set(behind) & _LATER)


def things_out(
    tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, publish: Publishing, tools: Set[int] = frozenset()
) -> list[Piece]:
    """With the one thing of the message that is put before the public by its form, where it is said to be out already: "a page
    that is on our site already", "a published guideline", "the annual report? It is online", "an ad that we already posted".

    Only where nothing but public data was read beside it, nothing is denied or joined, and no draft is spoken of. Weak: a
    word that nobody read says what it is about, and what holds anything ("the list", "the file") is told by no form.
    ``tools``: places of tools' names.
    """
    doubted = cues.has("read.unpublished") or cues.has("read.negation") or any(t.folded in _DOUBTS for t in tokens)
    if doubted or any(p.own and not p.mild for p in pieces):
        return pieces
    things = [place for place, token in enumerate(tokens) if token.own and token in _THINGS]
    if len({tokens[place].folded for place in things}) > 1:
        things = [place for place in things if not _is_made(tokens, place)]
    if len({tokens[place].folded for place in things}) != 1:
        return pieces
    data = places_of(pieces)
    for first, last in _all_claims(tokens, cues):
        if _goes_on(tokens, last, tools):
            continue
        for place in things:
            if place not in data and _is_said_of(tokens, place, first, last):
                found = publish(tokens, place, place + 1)
                return sorted([*pieces, *(replace(p, is_weak=True) for p in found)], key=lambda piece: (piece.first, piece.last))
    return pieces


def _all_claims(tokens: tuple[Token, ...], cues: Cues) -> list[tuple[int, int]]:
    """What says that a thing is published, and "we already posted", which says so of nothing but a thing for the public: a
    contract is posted to somebody."""
    wrong = {tokens[m.first].sentence for m in cues.of("read.out_wrongly")}
    posted = [(m.first, m.last) for m in cues.of("read.posted") if tokens[m.first].sentence not in wrong]
    return [*claims_of(tokens, cues).held, *(span for span in posted if _is_out(tokens, *span))]


def _goes_on(tokens: tuple[Token, ...], last: int, tools: Set[int]) -> bool:
    """Whether more is said of the thing behind the words that say it is out: what it is about, or what else there is. Not the
    tool ("al gepubliceerd is met Iris"), nor where it is out ("en ligne sur le site")."""
    for at in range(last, min(len(tokens), last + _AT)):
        if tokens[at].clause != tokens[last - 1].clause:
            return False
        if tokens[at].folded in _JOINING or tokens[at] in _OF:
            is_where = tokens[at] in _OF and any(t.folded in _PLACES for t in tokens[at + 1 : at + _AT])
            return not is_where and not {at + 1, at + 2} & tools
    return False


def _is_made(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a thing is what the tool is to make: "turn it into a background for the page"."""
    sentence = tokens[place].sentence
    before = range(max(0, place - _MADE), place - 1)
    return any(tokens[at] in _INTO and tokens[at + 1] in _A and tokens[at].sentence == sentence for at in before)


def _is_said_of(tokens: tuple[Token, ...], place: int, first: int, last: int) -> bool:
    """Whether words that say that something is out say it of the thing at a place: right behind or before it, or alone."""
    if last <= place <= last + _HEAD and not any(tokens[p].breaks or _is_small(tokens[p]) for p in range(last, place + 1)):
        after = tokens[place + 1] if place + 1 < len(tokens) and not tokens[place + 1].breaks else None
        return after is None or after not in _OF
    if place < first and _is_linked(tokens, place + 1, first):
        return True
    clause = [p for p, token in enumerate(tokens) if token.sentence == tokens[first].sentence and _in_clause(tokens, p, first)]
    alone = all(first <= p < last or tokens[p].folded in _LINKS for p in clause)
    near = tokens[place].sentence == tokens[first].sentence - 1 and clause[0] == _begins(tokens, first)
    return alone and place < clause[0] and (near or tokens[place].sentence == tokens[first].sentence)


def _in_clause(tokens: tuple[Token, ...], place: int, first: int) -> bool:
    return tokens[place].clause == tokens[first].clause


def _begins(tokens: tuple[Token, ...], place: int) -> int:
    """Where the sentence of a place begins."""
    return next(p for p, token in enumerate(tokens) if token.sentence == tokens[place].sentence)


def _is_small(token: Token) -> bool:
    """Whether a word leads away from what was said before it: "published for slides", "published with a report"."""
    return token in _OF or token.folded in _JOINING or token.folded in FOR


def without_published(tokens: tuple[Token, ...], kept: list[Piece], published: set[int]) -> list[Piece]:
    """Without what is called public right beside it, where the words that say so are data of the policy themselves."""
    kept = [p for p in kept if not _is_published(tokens, p, published, kept)]
    return [p for p in kept if not _is_called_public(p, kept)]


def made_public(tokens: tuple[Token, ...], kept: list[Piece], claims: Claims, publish: Publishing) -> list[Piece]:
    """What is said to be out already is published data: "the price list that is on our site already", "everything is".

    Never data about people, whatever a person says of it, nor what is more sensitive than business usually is, nor what nobody
    read: "the brief that is online already" may be a paper that stays out of every tool.
    """
    found = list(kept)
    for first, last in claims.held:
        public = publish(tokens, first, last)
        covered = [p for p in found if _is_meant(tokens, p, first)]
        if not covered and _is_of_all(tokens, first):
            covered = [p for p in found if p.own and not p.mild]
        if public and covered and all(_may_be_public(p) for p in covered):
            found = [p for p in found if p not in covered] + public
    return sorted(found, key=lambda piece: (piece.first, piece.last))


def _may_be_public(piece: Piece) -> bool:
    return piece.own and not piece.is_class and not piece.personal and piece.sensitivity <= _MOST


def _is_meant(tokens: tuple[Token, ...], piece: Piece, first: int) -> bool:
    """Whether only words that link stand between a thing and what is said of it: "the list that is already ..."."""
    return not piece.mild and _is_linked(tokens, piece.last, first)


def _is_linked(tokens: tuple[Token, ...], last: int, first: int) -> bool:
    """Whether nothing but links stands between a thing that ends at ``last`` and the words at ``first`` that say it is out."""
    between = range(last, first)
    if last > first or len(between) > _LONG or any(tokens[p].folded not in _LINKS for p in between):
        return False
    breaks = [p for p in (*between, first) if tokens[p].breaks or "(" in tokens[p].gap]
    return all(p == last and (tokens[p].gap == " (" or tokens[p].folded in _RELATIVE) for p in breaks)


def _is_of_all(tokens: tuple[Token, ...], first: int) -> bool:
    """ "Everything is already on our website": said of all that is used."""
    clause = [p for p in range(first) if tokens[p].clause == tokens[first].clause]
    return any(tokens[p].folded in _ALL for p in clause) and all(tokens[p].folded in _LINKS | _ALL for p in clause)


def _is_published(tokens: tuple[Token, ...], piece: Piece, published: set[int], kept: list[Piece]) -> bool:
    """A thing that is published is public, whatever its kind usually is; never what is about persons or secret."""
    if piece.mild or piece.is_class or not piece.own or piece.sensitivity > _MOST or not any(p.is_mild_class for p in kept):
        return False
    near = (range(place + 1, piece.first) if place < piece.first else range(piece.last, place) for place in published)
    return any(
        len(between) <= _AT and not any(tokens[p].breaks or tokens[p].folded in _JOINING for p in between) for between in near
    )


def _is_called_public(piece: Piece, kept: list[Piece]) -> bool:
    """ "public meeting minutes": the asker's word for the class stands at a phrase that is harmless enough to take it."""
    if piece.mild or piece.is_class or not piece.own or piece.sensitivity > 1:
        return False
    return any(other.is_class and other.mild and 0 <= piece.first - other.last <= 1 for other in kept)
