"""A message in a thread goes in; whether it asks the same for somebody else, "can my intern do that too?", comes out.

Who somebody is may be in no list. Between a "can" and a word that points back stands whoever would do it, and no data.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.worlds import OTHER
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import Effect, Slot
from bot.reading.build import Builder, Parts
from bot.tongue.small import Spoken, small

_MOST = 7
"""Own words of such a message."""
_MAY, _POINTS, _TOO = Spoken("may", "asks_may"), small("pointing"), small("too")
_LED = Spoken("in", "into", "placed", "for", "with", "genitive", "about_it")
"""Before a word that points back: something goes into it, or is said of it."""
_ASKS = small("self", "speaker", "addressed", "pointing", "of_it")


def for_somebody(parts: Parts, item: Item, builder: Builder) -> Item | None:
    """The thread's question as that somebody would ask it: what the asker is, they need not be."""
    own = [token for token in parts.tokens if token.own]
    while own and own[-1].folded in _TOO:
        own.pop()
    if parts.tools or parts.unmet or not 2 < len(own) <= _MOST:
        return None
    first, *who, led, points = own
    if first not in _MAY or points.folded not in _POINTS or led in _LED or any(word.folded in _ASKS for word in (*who, led)):
        return None
    if any(ask.grounded and ask.types for ask in builder.data_asks(parts)):
        return None
    policy = builder.knowledge.policy
    takes = any(Slot.ROLE.value in rule.where and rule.effect in (Effect.FORBID, Effect.REVIEW) for rule in policy.rules)
    if takes and Slot.ROLE not in parts.context:
        return None  # the policy takes something from some people, and nobody knows whether this is one of them
    known = policy.conditions
    met = frozenset(id_ for id_ in item.question.met if id_ not in known or not known[id_].of_asker)
    context = {**item.question.context, Slot.ROLE: OTHER, **parts.context}
    question = replace(item.question, met=met, context=context)
    intent = Intent.WHICH_TOOL if item.intent is Intent.WHICH_TOOL else Intent.MAY_I
    return replace(item, intent=intent, question=question, unread=(), read_as=builder.read_as(question))
