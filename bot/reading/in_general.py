"""What was read of a message goes in; what it asks in general, and of no tool, comes out as an item of its own: in what kinds of
data differ, or what the policy asks for some data or a use."""

from __future__ import annotations

from bot.policy.talks.talk import Intent, Item
from bot.policy.words import Question, Slot
from bot.reading.build import Builder, Parts
from bot.reading.differing import differing

_FORM = "duties"
_FITTING = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.EXPLAIN, Intent.ADVICE, Intent.TASK, Intent.OFF_TOPIC})
"""Intents by which somebody may ask for duties: what has happened already is no such question, and no vendor's term is a duty."""
_HAPPENED = ("read.incident_mark", "read.incident_did", "read.incident_after")


def in_general(parts: Parts, forms: frozenset[str], intent: Intent, settled: Item | None, builder: Builder) -> Item | None:
    """None for any other message. ``forms``: of its sentences; ``settled``: what its thread had asked last."""
    return differing(parts, forms, builder) or _duties(parts, forms, intent, settled, builder)


def _duties(parts: Parts, forms: frozenset[str], intent: Intent, settled: Item | None, builder: Builder) -> Item | None:
    """ "What must I do before I use client data?": whoever names a tool, or has named one, asks for its ruling."""
    has_tool = bool(parts.tools or parts.any_of) or (settled is not None and any(tool.name for tool in settled.question.tools))
    if _FORM not in forms or intent not in _FITTING or has_tool or parts.unread or parts.beside or parts.barred:
        return None
    if any(parts.cues.has(name) for name in _HAPPENED):
        return None
    data = builder.data_asks(parts)
    use = parts.context.get(Slot.PURPOSE)
    if not (data or use) or not all(ask.grounded and ask.types for ask in data):
        return None
    question = Question(data=data, context=parts.context, rest_named=bool(data))
    return Item(Intent.EXPLAIN, question, builder.mentions(parts), (), builder.read_as(question), asks_duties=True)
