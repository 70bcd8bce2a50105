"""A tool and a kind of data go in; how today's policy rules on them for somebody who says nothing of themselves comes out."""

from __future__ import annotations

from bot.policy.deciding.rulings import Ruling
from bot.policy.words import DataAsk, Question, ToolAsk
from bot.wiring.answers.mind import Mind
from bot.wiring.today import today_at


def ruling_of(mind: Mind, tool: str, data: str) -> Ruling:
    """``tool``: an offering, or a tool with all that it is had as."""
    offerings = mind.knowledge.vocabulary.offerings
    own = (tool,) if tool in offerings else tuple(id_ for id_, one in offerings.items() if one.tool == tool)
    question = Question((ToolAsk(tool, own),), (DataAsk(data, (data,)),), mind.reader.builder.unsaid)
    return mind.flow.decide(question, today_at(mind.knowledge))
