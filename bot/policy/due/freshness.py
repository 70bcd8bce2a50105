"""What is to be looked at again by a day -> what is due; a ruling -> whether what it rests on was looked at in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.house import Knowledge, Reviewed
from bot.policy.words import Question

KINDS = ("rule", "tool", "guidance", "evidence", "waiver", "way_out")


@dataclass(frozen=True, slots=True)
class Freshness:
    """Of all that one ruling rests on: rules, the tool, guidance. It never changes the verdict."""

    overdue: tuple[Reviewed, ...] = ()
    """Oldest first."""
    until: date | None = None
    """The first review day to come, where everything has one."""


def freshness(knowledge: Knowledge, question: Question, ruling: Ruling | ToolRuling, today: date) -> Freshness:
    """A review day is the last good one: the day after, it is overdue."""
    deciding = {reason.rule for reason in ruling.reasons}
    offerings = {reason.offering for reason in ruling.reasons}
    if len(question.tools) == 1:
        offerings.update(question.tools[0].offerings)
    named = {
        "rule": deciding,
        "waiver": deciding,
        "tool": {offering.partition("/")[0] for offering in offerings},
        "guidance": {reason.cites.file for reason in ruling.reasons if reason.cites},
    }
    grounds = [one for one in knowledge.reviews if one.id in named.get(one.kind, ())]
    dated = sorted((one.review_by, one.kind, one.id, one) for one in grounds if one.review_by)
    overdue = tuple(one for day, _, _, one in dated if day < today)
    is_ruled = any(one.kind in ("rule", "waiver") for one in grounds)  # nobody reviews silence
    is_whole = is_ruled and len(dated) == len(grounds) and not overdue
    return Freshness(overdue, dated[0][0] if is_whole else None)


def due_by(reviews: Sequence[Reviewed], today: date, days: int) -> tuple[tuple[Reviewed, int], ...]:
    """What is to be looked at within so many days, or was not in time, with the days that are left; the oldest first."""
    last = today + timedelta(days=days)
    found = [(one.review_by, one) for one in reviews if one.review_by and one.review_by <= last]
    found.sort(key=lambda pair: (pair[0], KINDS.index(pair[1].kind), pair[1].id))
    return tuple((one, (day - today).days) for day, one in found)
