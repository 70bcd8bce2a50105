"""A policy's knowledge goes in; tasks come out: what an owner has to see to by a day. And what became of one, from deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.policy.deciding.clauses import TermChange
from bot.policy.house import AnnouncedChange, Knowledge, Reminding
from bot.policy.vendors.facts import Contract
from bot.policy.words import Citation


class TaskKind(StrEnum):
    """What has to be seen to."""

    CHANGE = "change"
    """A vendor's announced change takes effect."""
    NOTICE = "notice"
    """The last day on which a contract's notice can be given."""
    REVIEW = "review"
    """Rules, tools, evidence, exceptions and contracts whose day has come, together where one owner has them on one day."""
    CLAUSE = "clause"
    """Terms have changed on which something of the policy rests."""


THINGS = ("rule", "tool", "guidance", "evidence", "waiver", "contract", "way_out")
"""What may have to be looked at again: the kinds of ``Reviewed``, and contracts."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One of several things to be reviewed on a day. ``kind``: one of ``THINGS``."""

    kind: str
    id: str
    at: Citation = Citation("", 0)
    shows: str = ""
    """Of evidence, with ``of``: as ``Reviewed`` has them."""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What an owner has to see to by a day. ``due``: the day it takes effect, or ends, or should be looked at."""

    id: str
    kind: TaskKind
    due: date
    owner: str = ""
    """As the files name them."""
    vendor: str = ""
    change: AnnouncedChange | None = None
    contract: Contract | None = None
    things: tuple[Thing, ...] = ()
    terms: TermChange | None = None
    at: Citation = Citation("", 0)

    @property
    def begins(self) -> date | None:
        """The day from which on it is owed whatever the schedule says."""
        return self.terms.on if self.terms else None

    @property
    def about(self) -> tuple[str, ...]:
        """What has to be reviewed, by name; of other tasks the id says it."""
        return tuple(f"{thing.kind} {thing.id}" for thing in self.things)


def tasks_of(knowledge: Knowledge, changes: Iterable[TermChange] = ()) -> tuple[Task, ...]:
    """All tasks of the files, and of changed clauses on which something rests; by day."""
    terms = tuple(changes)
    # what such a change changes is a task of its own, with the same days
    told_there = {one.id.partition(":")[0] for one in terms}
    found = [*_announced(knowledge, told_there), *_notices(knowledge), *_reviews(knowledge)]
    for one in terms:
        due = max(one.effective or one.on, one.on)
        found.append(Task(clause_task(one), TaskKind.CLAUSE, due, _owner_of(one, knowledge), one.vendor, terms=one))
    return tuple(sorted(found, key=lambda task: (task.due, task.id)))


def clause_task(change: TermChange) -> str:
    """The id of the task that a change of terms becomes where something rests on it."""
    return f"clause:{change.id}"


def _announced(knowledge: Knowledge, told_elsewhere: set[str]) -> Iterator[Task]:
    for vendor in knowledge.vendors:
        for one in vendor.changes:
            if one.id not in told_elsewhere:
                owner = one.owner or knowledge.organisation.owner
                yield Task(f"change:{one.id}", TaskKind.CHANGE, one.effective, owner, vendor.id, one, at=one.at)


def _notices(knowledge: Knowledge) -> Iterator[Task]:
    for vendor in knowledge.vendors:
        for one in vendor.contracts:
            if one.notice_by:
                id_, owner = f"notice:{vendor.id}:{one.id}", one.owner or knowledge.organisation.owner
                yield Task(id_, TaskKind.NOTICE, one.notice_by, owner, vendor.id, contract=one, at=one.at)


def _reviews(knowledge: Knowledge) -> Iterator[Task]:
    """Together where one owner has them on one day."""
    together: dict[tuple[str, date], list[Thing]] = {}
    for vendor in knowledge.vendors:
        for contract in vendor.contracts:
            if contract.end:  # also one that gives notice: else nobody writes down how it went on, or counts from its new end
                thing = Thing("contract", f"{vendor.id}/{contract.id}", contract.at)
                together.setdefault((contract.owner or knowledge.organisation.owner, contract.end), []).append(thing)
    for one in knowledge.reviews:
        if one.review_by:
            owner = one.owner or knowledge.organisation.owner
            together.setdefault((owner, one.review_by), []).append(Thing(one.kind, one.id, one.at, one.shows, one.of))
    for (owner, day), things in together.items():
        yield Task(f"review:{day.isoformat()}:{owner}", TaskKind.REVIEW, day, owner, things=tuple(things), at=things[0].at)


def _owner_of(change: TermChange, knowledge: Knowledge) -> str:
    """The first owner of a rule that rests on the page, else the policy's."""
    page = change.page.lower()
    named = (
        rule.owner
        for rule in knowledge.policy.rules
        if rule.owner and any(one.lower().partition("#")[0] == page for one in rule.rests_on)
    )
    return next(named, knowledge.organisation.owner)


# --- what became of a task ---------------------------------------------------------------------------------------


class Deed(StrEnum):
    """What somebody does with a task."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    """The terms changed, and what rests on them still holds."""
    SUSPEND = "suspend"
    LIFT = "lift"
    PROPOSE = "propose"
    """An edit of the rule was proposed."""


SETTLING = (Deed.RESOLVE, Deed.CONFIRM)


@dataclass(frozen=True, slots=True)
class Done:
    """One deed, with who did it. ``to``: whom it was given to."""

    deed: Deed
    at: datetime
    user: str = ""
    until: date | None = None
    to: str = ""
    note: str = ""
    offerings: tuple[str, ...] = ()
    id: str = ""
    about: tuple[str, ...] = ()
    """What the task was about when it was settled, where several things share one."""


Deeds = Mapping[tuple[str, date], Sequence[Done]]
"""Task and day -> all that was done with it, oldest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands. ``last``: when somebody last did anything."""

    settled: Done | None = None
    acknowledged: Done | None = None
    snoozed: Done | None = None
    snoozes: int = 0
    assigned: Done | None = None
    proposed: Done | None = None
    suspender: Done | None = None
    suspended: frozenset[str] = field(default_factory=frozenset)
    last: Done | None = None

    @property
    def is_open(self) -> bool:
        return self.settled is None


def deeds_on(task: Task, deeds: Deeds) -> tuple[Done, ...]:
    """What was done with a task, but for what settled it before it was about something more: that nobody has looked at."""
    found = deeds.get((task.id, task.due), ())
    return tuple(one for one in found if not (one.deed in SETTLING and one.about and set(task.about) - set(one.about)))


def standing(deeds: Sequence[Done]) -> Standing:
    """All deeds of a task, oldest first -> where it stands."""

    def newest(*kinds: Deed) -> Done | None:
        return next((done for done in reversed(deeds) if done.deed in kinds), None)

    suspended: frozenset[str] = frozenset()
    for done in deeds:
        if done.deed is Deed.SUSPEND:
            suspended |= frozenset(done.offerings)
        elif done.deed in (Deed.LIFT, Deed.CONFIRM):
            suspended = frozenset()
    return Standing(
        newest(*SETTLING),
        newest(Deed.ACKNOWLEDGE),
        newest(Deed.SNOOZE),
        sum(done.deed is Deed.SNOOZE for done in deeds),
        newest(Deed.ASSIGN),
        newest(Deed.PROPOSE),
        newest(Deed.SUSPEND),
        suspended,
        deeds[-1] if deeds else None,
    )


def refusal(
    now: Standing, deed: Deed, task: Task, today: date, wanted: Reminding, *, until: date | None = None, note: str = ""
) -> str:
    """Why a deed cannot be done, or nothing; lifting is always open.

    ``settled``, ``unsaid`` (done without a word on what was done), ``snoozes`` (too many), ``far`` or ``past``.
    """
    if deed is Deed.LIFT:
        return "" if now.suspended else "settled"
    if not now.is_open:
        return "settled"
    if deed is not Deed.SNOOZE:
        return "unsaid" if deed is Deed.RESOLVE and not note.strip() else ""
    if now.snoozes >= wanted.snoozes:
        return "snoozes"
    if until is None or until <= today:
        return "past"
    ahead = task.due > today and task.kind is not TaskKind.CLAUSE
    latest = min(today + timedelta(days=max(wanted.snooze_days, default=0)), task.due if ahead else date.max)
    return "far" if until > latest else ""


def snooze_choices(
    task: Task, now: Standing, today: date, wanted: Reminding, working: Callable[[date], date]
) -> tuple[date, ...]:
    """Until when it may be put off: the days on which it would be said. ``working``: day -> the first working day from it on."""

    def may(day: date) -> bool:
        return not refusal(now, Deed.SNOOZE, task, today, wanted, until=day)

    days = (today + timedelta(days=one) for one in wanted.snooze_days)
    moved = (day if not may(later := working(day)) else later for day in days)
    return tuple(day for day in dict.fromkeys(moved) if may(day))
