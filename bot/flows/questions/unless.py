"""A no to somebody of whom a role was only assumed goes in; the roles that would turn it come out, each with its tool."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.words import USABLE, Question, Slot, Verdict

_NO = (Verdict.FORBIDDEN, Verdict.UNCOVERED)


def unless(
    question: Question, ruling: Ruling, roles: Iterable[str], which_tools: Callable[[Question], tuple[ToolRuling, ...]]
) -> tuple[tuple[str, ToolRuling], ...]:
    """``roles``: those that rules name. Nothing where the asker said one, or where it is no no."""
    if ruling.ask_back is not None or ruling.verdict not in _NO or Slot.ROLE not in ruling.assumed:
        return ()
    asked = {offering for tool in question.tools for offering in tool.offerings}
    found: list[tuple[str, ToolRuling]] = []
    for role in roles:
        theirs = replace(question, tools=(), context={**question.context, Slot.ROLE: role}, is_closed=True)
        may = (one for one in which_tools(theirs) if one.verdict in USABLE and one.ask_back is None)
        found += [(role, one) for one in may if not question.tools or one.name in asked][:1]
    return tuple(found)
