"""A message in; whether it asks for a place, a time, an amount or a person, which the policy's own words may tell, out."""

from __future__ import annotations

from bot.reading.intents.seen import Seen
from bot.reading.words.cues import Cues
from bot.text.tokens import Token


def asks_fact(tokens: tuple[Token, ...], cues: Cues) -> bool:
    """ "where do I find the list", "how long does that take": one clause that begins so."""
    own = [place for place, token in enumerate(tokens) if token.own]
    begins = bool(own) and any(match.first == own[0] for match in cues.of("intent.asks_fact"))
    return begins and len({(token.sentence, token.clause) for token in tokens}) == 1 and len(own) == len(tokens)


def wants_words(tokens: tuple[Token, ...], cues: Cues, seen: Seen) -> bool:
    """Whether a question for a fact asks for no leave, puts nothing anywhere, and says nothing of the data."""
    handled = any(cues.has(name) for name in ("handling", "ask.put", "read.may", "read.which_tool", "read.additive"))
    return asks_fact(tokens, cues) and not (handled or seen.sensitive or seen.stated)
