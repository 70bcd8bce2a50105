"""What was read of a message goes in; what it asks in general, and of no tool, comes out as an item of its own: in what kinds of
data differ, of which class some data is, who decides about tools, what the policy asks for some data or a use, or where to say
that one has read it."""

from __future__ import annotations

from bot.policy.talks.talk import Intent, Item
from bot.policy.words import Question, Slot
from bot.reading.build import Builder, Parts
from bot.reading.differing import differing

_DUTIES, _CLASS, _WHO, _READ = "duties", "class", "decides", "has_read"
_POLICYS = "policy"
_FITTING = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.EXPLAIN, Intent.ADVICE, Intent.TASK, Intent.OFF_TOPIC})
"""Intents by which somebody may ask for duties: what has happened already is no such question, and no vendor's term is a duty."""
_HAPPENED = ("read.incident_mark", "read.incident_did", "read.incident_after")


def in_general(parts: Parts, forms: frozenset[str], intent: Intent, settled: Item | None, builder: Builder) -> Item | None:
    """None for any other message. ``forms``: of its sentences; ``settled``: what its thread had asked last."""
    return (
        differing(parts, forms, builder)
        or _class(parts, forms, intent, builder)
        or _who(parts, forms, intent, settled, builder)
        or _duties(parts, forms, intent, settled, builder)
        or _has_read(parts, forms)
    )


def _has_read(parts: Parts, forms: frozenset[str]) -> Item | None:
    """ "I have read the policy", "where do I confirm that?": no tool, no data and no leave beside it."""
    is_more = parts.tools or parts.any_of or parts.context or parts.cues.has("read.may") or parts.cues.has("read.which_tool")
    data = any(piece.own and piece.types and piece.source == _POLICYS for piece in parts.kept)
    return None if _READ not in forms or is_more or data else Item(Intent.EXPLAIN, Question(), has_read=True)


def _who(parts: Parts, forms: frozenset[str], intent: Intent, settled: Item | None, builder: Builder) -> Item | None:
    """ "Who approves Claude Team?", "who decides about new tools?": nothing is said of what goes in. Where no tool is named it is
    that of the thread, unless new ones are meant."""
    more = parts.any_of or parts.kept or parts.stated
    if _WHO not in forms or intent not in _FITTING or more:
        return None
    of_thread = settled.question.tools if settled is not None and not parts.cues.has("intent.new_tool") else ()
    tools = tuple(tool for tool in (builder.tool_asks(parts) or of_thread) if tool.name)
    question = Question(tools=tools, context=parts.context)
    return Item(Intent.EXPLAIN, question, builder.mentions(parts), (), builder.read_as(question), asks_who=True)


def _class(parts: Parts, forms: frozenset[str], intent: Intent, builder: Builder) -> Item | None:
    """ "What class is a payslip?", "is a payslip confidential or what class is that": the tool that the thread is about is not
    meant. A class that is named beside the data is what it is asked to be."""
    if _CLASS not in forms or intent not in _FITTING or parts.tools or parts.any_of:
        return None
    classes = builder.knowledge.policy.data_classes
    data = tuple(ask for ask in builder.data_asks(parts) if not classes.keys() >= set(ask.types))
    if not data or not all(ask.grounded for ask in data):
        return None
    question = Question(data=data, rest_named=True)
    return Item(Intent.EXPLAIN, question, builder.mentions(parts), (), builder.read_as(question), asks_class=True)


def _duties(parts: Parts, forms: frozenset[str], intent: Intent, settled: Item | None, builder: Builder) -> Item | None:
    """ "What must I do before I use client data?": whoever names a tool, or has named one, asks for its ruling."""
    has_tool = bool(parts.tools or parts.any_of) or (settled is not None and any(tool.name for tool in settled.question.tools))
    if _DUTIES not in forms or intent not in _FITTING or has_tool:
        return None
    if any(parts.cues.has(name) for name in _HAPPENED):
        return None
    data = builder.data_asks(parts)
    use = parts.context.get(Slot.PURPOSE)
    if not (data or use) or not all(ask.grounded and ask.types for ask in data):
        return None
    question = Question(data=data, context=parts.context, rest_named=bool(data))
    return Item(Intent.EXPLAIN, question, builder.mentions(parts), (), builder.read_as(question), asks_duties=True)
