"""Pieces of data and words that say that a form is blank go in; the pieces come out without what the form is only made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.tongue.common import common_words
from bot.tongue.entries import Match, told_kind
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import Token

INTERNAL = "internal-information"
"""What is left of a blank thing: nobody's data, but the organisation's own wording, so not public by this alone."""
_BLANK, _BLANKS = Spoken("blank"), small_of("blank")
_THINGS = Spoken("form_thing")
_ENDS = tuple(small("form_end"))
_FOR, _OF = Spoken("blank_for"), Spoken("blank_of")
_OURS, _LINKS = small("blank_ours"), small("blank_links")
_BREAKS = small("blank_breaks")
_FILLED = small("filled")
_WIDE = 6
"""Words between a form and a word behind it that says that it is blank ("plantilla de carta de corte vacía")."""
_NARROW = 3
"""Words between "blank" and the form ("blank parking complaint form")."""
_MILD = 1
"""Sensitivity up to which a piece is not made stricter by what is filled in, so it may stay as it is."""
_BUSINESS = 2
"""Sensitivity of business data; what is more sensitive and about nobody ("exam questions") is so in a blank form, too."""

OfKind = Callable[[tuple[Token, ...], Match], list[Piece]]
"""The pieces of a kind of the catalog at some place."""


@dataclass(frozen=True, slots=True)
class _Form:
    """The words of a blank thing, with the place of the thing itself."""

    first: int
    last: int
    thing: int


def blanked(tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, of_kind: OfKind) -> list[Piece]:
    """Without the data that a blank form is made for: "an empty intake form for patients" holds no patient's data.

    Never where something is said to be filled in, to be empty only in part, or not to be blank, and never what is secret in a
    blank form as well: exam questions, credentials, tender papers.
    """
    said = cues.places("read.blank")
    if any(token.folded in _FILLED for place, token in enumerate(tokens) if place not in said):
        return pieces
    for form in _forms(tokens, cues, said, places_of(pieces)):
        gone = [p for p in pieces if form.first <= p.first and p.last <= form.last and _is_only_for(p)]
        if gone:
            pieces = [p for p in pieces if p not in gone]
            if not any(p.own and form.first <= p.first < form.last for p in pieces):
                match = Match(form.thing, form.thing + 1, told_kind(INTERNAL), "name")
                pieces = [*pieces, *of_kind(tokens, match)]
    return sorted(pieces, key=lambda piece: (piece.first, piece.last))


def _is_blank(token: Token) -> bool:
    """Whether a word says that nothing is filled in, and is no everyday word of the message's language: the Spanish "leer"."""
    home = next(iter(token.tongues), "")
    return token in _BLANK and (token.folded in _BLANKS.get(home, ()) or token.folded not in common_words(home))


def _is_only_for(piece: Piece) -> bool:
    """Whether data is not in a form before somebody fills it in."""
    if not piece.own or piece.is_class or piece.mild or piece.via == "detector":
        return False
    return piece.personal or _MILD < piece.sensitivity <= _BUSINESS


def _forms(tokens: tuple[Token, ...], cues: Cues, said: set[int], read: set[int]) -> list[_Form]:
    denied = cues.places("read.negation") - said
    found = []
    for place, token in enumerate(tokens):
        if not token.own or not (_is_blank(token) or place in said) or denied & {place - 1, place - 2}:
            continue
        thing = _thing_behind(tokens, place) if place not in said else None
        thing = _thing_before(tokens, place) if thing is None else thing
        if thing is not None:
            found.append(_Form(_beginning(tokens, min(thing, place), read), _end(tokens, max(thing, place), read, said), thing))
    return found


def _is_thing(token: Token) -> bool:
    return token in _THINGS or token.folded.endswith(_ENDS)


def _thing_behind(tokens: tuple[Token, ...], place: int) -> int | None:
    """The form that a word in front of it calls blank, the last of its words: "blank fee table"."""
    found = None
    for at in range(place + 1, min(place + 2 + _NARROW, len(tokens))):
        if tokens[at].breaks or tokens[at].folded in _BREAKS or tokens[at] in _FOR or tokens[at] in _OF:
            break
        found = at if _is_thing(tokens[at]) else found
    return found


def _thing_before(tokens: tuple[Token, ...], place: int) -> int | None:
    """The form that words behind it call blank: "formulaire vierge", "the template is empty", "plantilla de carta vacía"."""
    for at in range(place - 1, max(-1, place - 2 - _WIDE), -1):
        between = range(at + 1, place)
        if tokens[at].sentence != tokens[place].sentence or tokens[at].folded in _BREAKS:
            return None
        if _is_thing(tokens[at]):
            linked = all(tokens[p].folded in _LINKS for p in between)
            chained = any(tokens[p] in _OF for p in between) and not any(tokens[p].breaks for p in (*between, place))
            if linked or chained:
                # "plantilla de carta de corte vacía": the first thing of the chain is what is blank
                return _chain_start(tokens, at)
    return None


def _chain_start(tokens: tuple[Token, ...], thing: int) -> int:
    """The first form of a chain of "of": a template of a letter."""
    while thing >= 2 and tokens[thing - 1] in _OF and _is_thing(tokens[thing - 2]):
        thing -= 2
    return thing


def _beginning(tokens: tuple[Token, ...], first: int, read: set[int]) -> int:
    """Where the words before a form begin that say what it is for: "complaint form, empty"."""
    while first > 0 and first - 1 in read and not tokens[first].breaks and tokens[first - 1].own:
        first -= 1
    return first


def _end(tokens: tuple[Token, ...], place: int, read: set[int], said: set[int]) -> int:
    """Where the words end that say for what or whom a form is: "for patients", "de demande de congé"; not "of the patient"."""
    last = place + 1
    while last < len(tokens) and last in said:
        last += 1
    while last + 1 < len(tokens) and (tokens[last] in _FOR or tokens[last] in _OF) and not tokens[last].breaks:
        at = last + 1
        while at < len(tokens) and tokens[last] in _FOR and tokens[at].folded in _OURS:
            at += 1
        end = at
        while end < len(tokens) and end in read and not tokens[end].breaks:
            end += 1
        if end == at:
            break
        last = end
    return last
