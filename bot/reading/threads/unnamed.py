"""A message in a thread goes in; the tool that it means comes out where it names none: any, so that it is asked which."""

from __future__ import annotations

from bot.policy.words import ToolAsk
from bot.reading.build import Builder, Parts
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of

_ELSEWHERE = 3
"""Words from "the same" to a tool that is not named."""
_SAME, _IN, _THAT = Spoken("same"), Spoken("in", "placed"), Spoken("that_tool")
_NO, _OTHER, _ONE, _THE_OTHER = small("no_plan"), small("another"), small("that_one", "another"), (2, 3)
_FIRST, _SAID = small("interjection"), small("settled", "pointing")


def unnamed_tool(parts: Parts, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "The same in that Chinese one": a tool in words that name none, so it may be any."""
    tokens = parts.tokens
    own = [token for token in tokens if token.own and token.folded not in _FIRST | _NO]
    if len(own) in _THE_OTHER and own[-1].folded in _ONE and own[-2].folded in _OTHER:
        return (builder.any_tool(),)  # "no, the other one"
    if _refuses(parts):
        return (builder.any_tool(),)  # "no, not that one"
    for place in range(len(tokens) - _ELSEWHERE):
        same, into, that, _ = tokens[place : place + _ELSEWHERE + 1]
        if (
            same.own
            and same in _SAME
            and into in _IN
            and that in _THAT
            and not (parts.has_data or parts.any_of or parts.loose.told)
        ):
            return (builder.any_tool(),)
    return ()


def _refuses(parts: Parts) -> bool:
    """Whether a message says no more than that something else is meant, and not what: then it is asked."""
    refused = [m for m in parts.cues.of("read.correction") if m.size > 1 and parts.tokens[m.first].folded in _NO]
    said = places_of(refused)
    own = [(place, token.folded) for place, token in enumerate(parts.tokens) if token.own]
    return bool(refused) and all(at in said or word in _FIRST | _NO | _SAID | _ONE for at, word in own)
