"""The text of a file of costs goes in; what it costs comes out."""

from __future__ import annotations

from bot.advice.costs import cost
from bot.knowledge.files.costs import read_costs
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.costs import Costed


def costed_of(text: str) -> Costed:
    """No fault in it."""
    sheet = Sheet("costs.yaml", text)
    (costing,) = read_costs(sheet)
    assert sheet.faults == []
    return cost(costing)
