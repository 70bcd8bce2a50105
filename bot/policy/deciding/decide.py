"""Compiled policy + question + date -> ruling. The room's front door; the parts stand in the files that it imports from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.policy.deciding.alternatives import alternatives
from bot.policy.deciding.ask import UNKNOWN, careful, choose, each_of
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.ruling import on_card, rule_tool
from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.deciding.starting import order
from bot.policy.deciding.worlds import ready
from bot.policy.words import STRICTNESS, USABLE, DataAsk, Question, Slot, ToolAsk, Verdict

__all__ = [
    "UNKNOWN",
    "Compiled",
    "alternatives",
    "careful",
    "choose",
    "compile_policy",
    "decide",
    "each_of",
    "takes",
    "which_tools",
]

_SETTLED_FIRST = {Verdict.ALLOWED: 0, Verdict.CONDITIONAL: 1}
_ASKABLE = 2


def decide(compiled: Compiled, question: Question, today: date) -> Ruling:
    """The ruling for a set of possible worlds.

    One tool: its ruling. Several: the best one's ruling, all of them in ``per_tool`` in the order asked. None: the best of
    all offerings, all of them in ``per_tool``, best first.
    """
    version = compiled.policy.version
    if len(question.tools) == 1:
        best, assumed = rule_tool(compiled, ready(compiled, question, today), question.tools[0], is_shown=True)
        shown = {slot: compiled.policy.assumed[slot] for slot in sorted(assumed)}
        return Ruling(best.verdict, best.needs, best.reasons, best.ask_back, best.notes, shown, (), version, best.all_box)
    asked = ready(compiled, question, today)
    tools = question.tools or tuple(ToolAsk(id_, (id_,)) for id_ in compiled.policy.offerings)
    if not tools:
        return decide(compiled, _without_tool(question), today)
    ruled = [rule_tool(compiled, asked, tool) for tool in tools]
    place = min(range(len(ruled)), key=lambda at: _preference(ruled[at][0], question))
    best, assumed = ruled[place] = rule_tool(compiled, asked, tools[place], is_shown=True)
    if not question.tools:
        ruled = sorted(ruled, key=lambda one: _preference(one[0], question))
        assumed = frozenset().union(*(mattered for _, mattered in ruled))  # the list may be another for somebody else
    shown = {slot: compiled.policy.assumed[slot] for slot in sorted(assumed)}
    per_tool = tuple(ruling for ruling, _ in ruled)
    return Ruling(best.verdict, best.needs, best.reasons, best.ask_back, best.notes, shown, per_tool, version, best.all_box)


def which_tools(compiled: Compiled, question: Question, today: date) -> tuple[ToolRuling, ...]:
    """Every offering of the policy that comes into question (or those that it names) with its ruling; ``name`` is its id. None
    where only tools are named that the policy does not list.

    ``starting.order`` says which is first; what nobody has ruled on makes the answer no milder. The first may be an offer.
    """
    named = tuple(offering for tool in question.tools for offering in tool.offerings)
    asked = ready(compiled, replace(question, is_closed=True), today)
    ids = dict.fromkeys(named if question.tools else compiled.policy.offerings)
    rulings = (rule_tool(compiled, asked, ToolAsk(id_, (id_,)))[0] for id_ in ids)
    found = order(compiled.policy, question, rulings)
    for first in found[:1]:  # an offer is of the tool to start with alone
        asked, tool = ready(compiled, question, today), ToolAsk(first.name, (first.name,))
        found[0] = on_card(compiled, asked, tool, first, is_shown=True)
    return tuple(found)


def takes(compiled: Compiled, question: Question, today: date) -> dict[str, Verdict]:
    """The classes of data that may go into the tools of a question, as everything else was asked, each with its verdict."""
    context = dict(question.context)
    context.pop(Slot.WORDS, None)  # these were said of its data
    bare = replace(question, context=context, left_out=(), rest_named=False, is_closed=True)
    as_class = {id_: replace(bare, data=(DataAsk(id_, (id_,)),)) for id_ in compiled.policy.data_classes}
    rulings = {id_: decide(compiled, asked, today) for id_, asked in as_class.items()}
    return {id_: one.verdict for id_, one in rulings.items() if one.verdict in USABLE and one.ask_back is None}


def _without_tool(question: Question) -> Question:
    """A policy without any offering: whatever tool it would be, it is not listed."""
    return replace(question, tools=(ToolAsk(""),))


def _preference(ruling: ToolRuling, question: Question) -> tuple[int, int, bool, bool, int, str]:
    """Mild before strict, then what suits the task; what still has to be asked comes after what is settled and mild, and
    before the rest."""
    rank = _ASKABLE if ruling.ask_back is not None else _SETTLED_FIRST.get(ruling.verdict, _ASKABLE + 1)
    bound = sum(not need.general for need in ruling.needs)
    unsuited, suited = ruling.name in question.unsuited, ruling.name in question.suited
    return rank, STRICTNESS[ruling.verdict], unsuited, not suited, bound, ruling.name
