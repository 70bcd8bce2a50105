"""A policy and a day go in; the ways out of vendors that nobody rehearsed in time come out, as warnings of its files."""

from __future__ import annotations

from datetime import date

from bot.knowledge.faults import Fault
from bot.policy.house import Knowledge


def unrehearsed(knowledge: Knowledge, today: date) -> list[Fault]:
    """One warning for each."""
    do = "rehearse it, and write the day below `rehearsed`"
    found = [(one.name, one.migration) for one in knowledge.vendors if one.migration]
    return [
        Fault("K073", "warning", out.at, f"the way out of {name} was to be rehearsed by {out.due}", do)
        if out.due
        else Fault("K073", "warning", out.at, f"the way out of {name} was never rehearsed", do)
        for name, out in found
        if out.due is None or out.due < today
    ]
