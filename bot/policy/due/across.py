"""What is demanded goes in, without a tool; which tools of the policy have it on record, lack it or are overdue comes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.policy.due.known_terms import EVIDENCE, REVIEW
from bot.policy.governance import State, demanded_of, standing_of
from bot.policy.house import Knowledge
from bot.policy.talks.talk import KnownTerm

OVERDUE, NONE = "overdue", "none"
_ORDER = (State.MISSING, State.EXPIRED, State.THERE)


def across_tools(knowledge: Knowledge, points: tuple[str, ...], today: date) -> tuple[KnownTerm, ...]:
    """Each point for all tools of the policy; what is amiss comes first."""
    found: list[KnownTerm] = []
    for point in points:
        found += _overdue(knowledge, today) if point == REVIEW else _evidenced(knowledge, point, today)
    return tuple(found)


def _evidenced(knowledge: Knowledge, point: str, today: date) -> Iterator[KnownTerm]:
    demand = next((one for one in knowledge.governance.demands if f"{EVIDENCE}{one.id}" == point), None)
    held: dict[State, list[str]] = {state: [] for state in _ORDER}
    for offering in knowledge.policy.offerings.values() if demand is not None else ():
        if demand is not None and demanded_of(offering, (demand,)):
            state = standing_of(knowledge.governance, offering.id, demand, "", today).state
            held[state if state in held else State.THERE].append(offering.id)
    for state, ids in held.items():
        if ids:
            yield KnownTerm(point, "", state.value, EVIDENCE, tuple(ids))


def _overdue(knowledge: Knowledge, today: date) -> Iterator[KnownTerm]:
    """Those that nobody looked at again by the day that their lines say."""
    days = {one.id: one.facts.get("review_by") for one in knowledge.policy.offerings.values()}
    late = tuple(id_ for id_, day in days.items() if day and date.fromisoformat(day) < today)
    yield KnownTerm(REVIEW, "", OVERDUE if late else NONE, REVIEW, late)
