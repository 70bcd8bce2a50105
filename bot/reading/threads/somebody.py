"""A message in a thread goes in; whether it asks the same for somebody else, "can my intern do that too?", comes out.

Between a "can" and a word that points back stands whoever would do it, and no data. Suppliers, customers and a spouse are none
of those for whom a policy speaks.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import Intent, Item, ThreadState
from bot.policy.words import SOMEBODY, Effect, Slot
from bot.reading.build import Builder, Parts
from bot.reading.threads.occasions import Context, joined
from bot.reading.threads.picking import narrowed
from bot.tongue.small import Spoken, small

_STAFF = ("who.intern", "who.apprentice", "who.working-student", "who.volunteer", "who.staff")
_MOST = 7
"""Own words of such a message."""
_AND = Spoken("and")
_MAY, _POINTS, _TOO = Spoken("may", "asks_may"), small("pointing"), small("too")
_LED = Spoken("in", "into", "placed", "for", "with", "genitive", "about_it")
"""Before a word that points back: something goes into it, or is said of it."""
_ASKS = small("self", "speaker", "addressed", "pointing", "of_it")


def for_somebody(parts: Parts, item: Item, builder: Builder) -> Item | None:
    """The thread's question as that somebody would ask it: what the asker is, they need not be."""
    own = [token for token in parts.tokens if token.own]
    while own and own[0] in _AND:
        own.pop(0)
    account = [token for token in own if token.clause != own[0].clause] if parts.loose.told else []  # ", on her own account"
    own = own[: len(own) - len(account)]
    while own and own[-1].folded in _TOO:
        own.pop()
    if parts.tools or parts.unmet or not 2 < len(own) <= _MOST or len(account) > _MOST:
        return None
    first, *who, led, points = own
    if first not in _MAY or points.folded not in _POINTS or led in _LED or any(word.folded in _ASKS for word in (*who, led)):
        return None
    if not any(parts.cues.has(name) for name in _STAFF) or any(ask.grounded and ask.types for ask in builder.data_asks(parts)):
        return None
    policy, context = builder.knowledge.policy, item.question.context
    takes = any(Slot.ROLE.value in rule.where and not (rule.effect is Effect.ALLOW or rule.sets_aside) for rule in policy.rules)
    if takes or Slot.ROLE in parts.context:
        return None  # the policy takes something from some people, or adds to what they must do: whoever it is may be one of them
    # nothing that the asker has met is met by somebody else
    said = joined(joined(context, parts.context), {Slot.ROLE: SOMEBODY})
    tools = narrowed(item, parts, builder) if account else item.question.tools
    question = replace(item.question, tools=tools or item.question.tools, met=frozenset(), context=said)
    intent = Intent.WHICH_TOOL if item.intent is Intent.WHICH_TOOL else Intent.MAY_I
    return replace(item, intent=intent, question=question, unread=(), said=frozenset(), read_as=builder.read_as(question))


def of_asker(thread: ThreadState | None) -> ThreadState | None:
    """A thread as it is the asker's again, behind what was asked for somebody else."""
    item = thread.item if thread is not None else None
    if thread is None or item is None or item.question.context.get(Slot.ROLE) != SOMEBODY:
        return thread
    context: Context = {slot: said for slot, said in item.question.context.items() if slot is not Slot.ROLE}
    return replace(thread, item=replace(item, question=replace(item.question, context=context)))
