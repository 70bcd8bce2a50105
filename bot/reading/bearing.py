"""Words go in, the places where a thing is said to bear people's names come out: "the roster with the names still on it"."""

from __future__ import annotations

from bot.reading.cues import Cues
from bot.reading.small import Spoken, small
from bot.reading.text import Token

_WITH = Spoken("bearing")
_BETWEEN = small("bearing_between")
_LINKS = Spoken("bearing_of")
_REMOVED = ("read.removal_before", "read.removal_after", "read.removal_verb", "read.removal_command", "read.negation")
_REACH = 3
"""Words between "with" and the names."""


def names_borne(tokens: tuple[Token, ...], cues: Cues) -> list[int]:
    """Where names stand that a thing bears. Not those of something else ("with the names of our products", "with file names"),
    nor where the sentence takes any out or denies any."""
    gone = {tokens[place].sentence for place in cues.places(*_REMOVED)}
    changed = {
        tokens[place].sentence for name in cues.by_name if name.startswith("transformation.") for place in cues.places(name)
    }
    found = []
    for place in sorted(cues.places("fact.names")):
        token = tokens[place]
        if token.sentence in gone | changed or (place + 1 < len(tokens) and tokens[place + 1] in _LINKS):
            continue
        at = place - 1
        while at >= max(0, place - _REACH) and tokens[at].folded in _BETWEEN and not tokens[at + 1].breaks:
            at -= 1
        if at >= 0 and tokens[at] in _WITH and not tokens[at + 1].breaks:
            found.append(place)
    return found
