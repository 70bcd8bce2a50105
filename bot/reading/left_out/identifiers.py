"""A message goes in; whether something stays in that tells people apart comes out: "anonymised, the record number is kept"."""

from __future__ import annotations

from bot.reading.words.cues import Cues
from bot.tongue.small import small, small_of
from bot.tongue.text import Token

_TELLS, _STAYS = small_of("identifying"), small_of("stays_in")
_OUT = small("left_out", "unknown_out")
_COMPOUNDING = ("de", "nl")
"""Languages in which the number is the end of a longer word: "Vorgangsnummer"."""
_NEAR = 3
"""Words of a denial before what it denies."""


def keeps_identifier(tokens: tuple[Token, ...], cues: Cues) -> bool:
    """Whether a sentence names a number and says that it stays. What is kept out, or denied, does not."""
    denied = cues.places("read.negation")
    told = {token.sentence for token in tokens if token.own and _tells(token)}
    return any(
        token.own
        and token.sentence in told
        and any(token.folded in _STAYS.get(tongue, ()) for tongue in token.tongues)
        and not denied & set(range(at - _NEAR, at + _NEAR))
        and not any(one.folded in _OUT for one in tokens[at + 1 : at + 1 + _NEAR])
        for at, token in enumerate(tokens)
    )


def _tells(token: Token) -> bool:
    if any(token.folded in _TELLS.get(tongue, ()) for tongue in token.tongues):
        return True
    ends = (word for tongue in token.tongues if tongue in _COMPOUNDING for word in _TELLS.get(tongue, ()))
    return any(token.folded.endswith(word) for word in ends if len(word) > _NEAR)
