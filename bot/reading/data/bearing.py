"""Words go in, the places where a thing is said to bear people's names come out: "the roster with the names still on it"."""

from __future__ import annotations

from bot.reading.words.cues import REMOVALS, Cues
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_WITH = Spoken("bearing")
_BETWEEN = small("bearing_between")
_LINKS = Spoken("bearing_of")
_REMOVED = (*REMOVALS, "read.removal_command", "read.negation")
_WITHOUT = small("without")
_NEAR = 5
"""Words between "without" and the removal that it denies."""
_REACH = 3
"""Words between "with" and the names."""


def left_in(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Sentences in which a removal is denied: "without leaving the names out", "zonder de namen weg te laten"."""
    found = set()
    aside = {tokens[m.first].sentence for m in cues.of("read.removal_particle")}
    removals = [m for name in REMOVALS for m in cues.of(name) if tokens[m.first].folded not in _WITHOUT]
    # "take" takes nothing out without its "out": "einen Vermerk ohne Namen nehmen"
    removals = [m for m in removals if m.entry.id != "read.removal_verb" or tokens[m.first].sentence in aside]
    for at in (place for place, token in enumerate(tokens) if token.folded in _WITHOUT):
        near = range(at + 1, min(len(tokens), at + _NEAR + 1))
        if any(m.first in near and tokens[m.first].clause == tokens[at].clause for m in removals):
            found.add(tokens[at].sentence)
    return found


def names_borne(tokens: tuple[Token, ...], cues: Cues) -> list[int]:
    """Where names stand that a thing bears. Not those of something else ("with the names of our products", "with file names"),
    nor where the sentence takes any out or denies any; but those that it says are not left out."""
    gone = {tokens[place].sentence for place in cues.places(*_REMOVED)}
    changed = {
        tokens[place].sentence for name in cues.by_name if name.startswith("transformation.") for place in cues.places(name)
    }
    found, denied = [], left_in(tokens, cues)
    for place in sorted(cues.places("fact.names")):
        token = tokens[place]
        if token.sentence in denied:
            found.append(place)
            continue
        if token.sentence in gone | changed or (place + 1 < len(tokens) and tokens[place + 1] in _LINKS):
            continue
        at = place - 1
        while at >= max(0, place - _REACH) and tokens[at].folded in _BETWEEN and not tokens[at + 1].breaks:
            at -= 1
        if at >= 0 and tokens[at] in _WITH and not tokens[at + 1].breaks:
            found.append(place)
    return found
