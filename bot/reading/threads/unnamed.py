"""A message in a thread goes in; the tool that it means comes out where it names none: any, so that it is asked which."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import ThreadState
from bot.policy.words import ToolAsk
from bot.reading.build import Builder, Parts
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of

_ELSEWHERE = 3
"""Words from "the same" to a tool that is not named."""
_SAME, _IN, _THAT = Spoken("same"), Spoken("in", "placed"), Spoken("that_tool")
_NO, _OTHER, _ONE, _THE_OTHER = small("no_plan"), small("another"), small("that_one", "another"), (2, 3)
_FIRST, _SAID = small("interjection"), small("settled", "pointing")


def unnamed_tool(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "The same in that Chinese one": a tool in words that name none, so it may be any."""
    tokens = parts.tokens
    own = [token for token in tokens if token.own and token.folded not in _FIRST | _NO]
    if len(own) in _THE_OTHER and own[-1].folded in _ONE and own[-2].folded in _OTHER:
        return _the_others(thread, builder)  # "no, the other one"
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


def _the_others(thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """Of what the last answer told apart, all but what it told first; of one offering its neighbours in the same tool, else the
    ways out that were named. Where several are left it is asked which, and any may be meant where none is."""
    asks = thread.item.question.tools if thread.item is not None else ()
    known = builder.tools.offerings
    named = [ask for ask in asks if ask.offerings]
    if len(named) > 1:
        others = tuple(ask for ask in named if not {*ask.offerings} <= {*thread.first})
        if len(others) == 1:
            return others
        left = [offering for ask in others for offering in ask.offerings]
    else:
        held = {*(offering for ask in named for offering in ask.offerings)}
        rows = dict.fromkeys(known[offering].tool for offering in held if offering in known)
        left = [offering for row in rows for offering in builder.tools.offers.of_row[row] if offering not in held]
        left = left or [offering for offerings in thread.shown for offering in offerings if offering not in held]
    left = [offering for offering in dict.fromkeys(left) if offering in known]
    if not left:
        return (builder.any_tool(),)
    rows = dict.fromkeys(known[offering].tool for offering in left)
    terms = builder.tools.terms
    name = " / ".join(terms[row].label for row in rows)
    return (replace(builder.any_tool(), name=name, offerings=tuple(left)),)
