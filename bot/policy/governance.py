"""Demands and evidence go in; what is there, missing or run out for each offering, and whose turn it is, comes out.

A demand is what governance asks for of some offerings: a risk assessment, a contract on data. Evidence shows that it is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.policy.advice import WAYS, way_of
from bot.policy.words import ANY, Citation, Offering, Texts

Span = tuple[date, date]
"""First and last day, both included."""
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Demand:
    """What has to be shown for offerings of some ways, with these facts and without those."""

    id: str
    label: Texts
    about: Texts = field(default_factory=dict)
    ways: tuple[str, ...] = WAYS
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fact of an offering -> its values: the demand is for offerings that have all of these facts."""
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The demand is not for offerings that have any of these."""
    law: str = ""
    """Where it comes from, as people look it up: "GDPR Art. 28(3)"."""
    lasts_days: int | None = None
    """How long evidence counts that says no last day; None: for good."""
    seen: str = ""
    """Source and day of what is said here."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a demand is met, or why it need not be."""

    demand: str
    offerings: frozenset[str]
    """Ids, or ``ANY`` alone."""
    since: date | None = None
    until: date | None = None
    """The last good day."""
    where: str = ""
    owner: str = ""
    not_needed: str = ""
    """Why nothing has to be shown, in the owner's words."""
    note: str = ""
    at: Citation = Citation("", 0)

    @property
    def span(self) -> Span:
        """The days on which it counts."""
        return (self.since or date.min, self.until or date.max)


@dataclass(frozen=True, slots=True)
class Governance:
    """All that one policy demands, and all that is there."""

    demands: tuple[Demand, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    soon_days: int = SOON_DAYS

    def of(self, offering: str, demand: str) -> tuple[Evidence, ...]:
        """What there is, in the order of the files."""
        return tuple(one for one in self.evidence if one.demand == demand and (ANY in one.offerings or offering in one.offerings))


class State(StrEnum):
    """Where one demand of one offering stands; what needs somebody first."""

    MISSING = "missing"
    EXPIRED = "expired"
    SOON = "soon"
    THERE = "there"
    NOT_NEEDED = "not_needed"


OPEN = (State.MISSING, State.EXPIRED)
TO_DO = (*OPEN, State.SOON)


@dataclass(frozen=True, slots=True)
class Standing:
    """One demand of one offering on one day."""

    offering: str
    demand: Demand
    state: State
    until: date | None = None
    """The last good day of what is there, or was."""
    evidence: Evidence | None = None
    turn: str = ""
    """Who has to see to it, or has it."""


def demanded_of(offering: Offering, demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """What has to be shown for an offering. One of which nobody said how it is had has to show whatever any way has to."""
    way = way_of(offering)
    return tuple(one for one in demands if (not way or way in one.ways) and _is_for(offering, one))


def _is_for(offering: Offering, demand: Demand) -> bool:
    said = {"hosting": offering.hosting, "account": offering.account, "plan": offering.plan} | offering.facts
    has_all = all(said.get(name, "") in values for name, values in demand.facts.items())
    return has_all and not any(said.get(name, "") in values for name, values in demand.unless.items())


def standing_of(governance: Governance, offering: str, demand: Demand, owner: str, today: date) -> Standing:
    """Of several pieces of evidence the one counts that lasts longest; what begins later is not there yet."""
    known = [one for one in governance.of(offering, demand.id) if one.span[0] <= today]
    if not known:
        return Standing(offering, demand, State.MISSING, turn=owner)
    best = max(known, key=lambda one: one.span[1])
    if best.span[1] < today:
        state = State.EXPIRED
    elif best.span[1] <= today + timedelta(days=governance.soon_days) and best.until:
        state = State.SOON
    else:
        state = State.NOT_NEEDED if best.not_needed else State.THERE
    return Standing(offering, demand, state, best.until, best, best.owner or owner)


def standings(
    governance: Governance, offerings: Iterable[Offering], owners: Mapping[str, str], today: date
) -> tuple[Standing, ...]:
    """All demands of these offerings, in their order. ``owners``: tool -> who answers for it."""
    return tuple(
        standing_of(governance, offering.id, demand, owners.get(offering.tool, ""), today)
        for offering in offerings
        for demand in demanded_of(offering, governance.demands)
    )


def evidenced(governance: Governance, offering: Offering) -> tuple[Span, ...]:
    """The days on which everything that is demanded of an offering is there."""
    found: tuple[Span, ...] = ((date.min, date.max),)
    for demand in demanded_of(offering, governance.demands):
        there = _joined(one.span for one in governance.of(offering.id, demand.id))
        found = tuple(
            (max(first, since), min(last, until))
            for first, last in found
            for since, until in there
            if max(first, since) <= min(last, until)
        )
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap as one, so that many pieces of evidence for many demands stay few."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
