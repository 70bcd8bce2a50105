"""A policy's knowledge goes in; tasks come out: what an owner has to see to by a day. And what became of one, from deeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.policy.clauses import TermChange
from bot.policy.house import AnnouncedChange, Knowledge
from bot.policy.vendors import Contract
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


@dataclass(frozen=True, slots=True)
class Thing:
    """One of several things to be reviewed on a day. ``kind``: rule, tool, evidence, waiver or contract."""

    kind: str
    id: str
    at: Citation = Citation("", 0)


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


def tasks_of(knowledge: Knowledge, changes: Iterable[TermChange] = ()) -> tuple[Task, ...]:
    """All tasks of the files, and of changed clauses on which something rests; by day."""
    owner = knowledge.organisation.owner
    found: list[Task] = []
    reviews: dict[tuple[str, date], list[Thing]] = {}
    for vendor in knowledge.vendors:
        for change in vendor.changes:
            found.append(
                Task(
                    f"change:{change.id}",
                    TaskKind.CHANGE,
                    change.effective,
                    change.owner or owner,
                    vendor.id,
                    change,
                    at=change.at,
                )
            )
        for contract in vendor.contracts:
            last = contract.notice_by
            who = contract.owner or owner
            if last:
                id_ = f"notice:{vendor.id}:{contract.id}"
                found.append(Task(id_, TaskKind.NOTICE, last, who, vendor.id, contract=contract, at=contract.at))
            elif contract.end:
                named = f"{vendor.id}/{contract.id}"
                reviews.setdefault((who, contract.end), []).append(Thing("contract", named, contract.at))
    for who, day, thing in _reviews(knowledge):
        reviews.setdefault((who or owner, day), []).append(thing)
    for (who, day), things in reviews.items():
        found.append(Task(f"review:{day.isoformat()}:{who}", TaskKind.REVIEW, day, who, things=tuple(things), at=things[0].at))
    for change in changes:
        due = change.effective if change.effective and change.effective > change.on else change.on
        found.append(Task(f"clause:{change.id}", TaskKind.CLAUSE, due, _owner_of(change, knowledge), change.vendor, terms=change))
    return tuple(sorted(found, key=lambda task: (task.due, task.id)))


def _owner_of(change: TermChange, knowledge: Knowledge) -> str:
    """The first owner of a rule that rests on the page, else the policy's."""
    page = change.page.lower()
    named = (
        rule.owner
        for rule in knowledge.policy.rules
        if rule.owner and any(one.lower().partition("#")[0] == page for one in rule.rests_on)
    )
    return next(named, knowledge.organisation.owner)


def _reviews(knowledge: Knowledge) -> Iterable[tuple[str, date, Thing]]:
    """Owner, day and thing of all that has a review date or an end."""
    policy = knowledge.policy
    for rule in policy.rules:
        if rule.review_by:
            yield rule.owner, rule.review_by, Thing("rule", rule.id, rule.at)
    for waiver in policy.waivers:
        days = [day for day in (waiver.rule.review_by, waiver.until) if day]
        yield waiver.rule.owner, min(days), Thing("waiver", waiver.rule.id, waiver.rule.at)
    seen: set[str] = set()
    for offering in policy.offerings.values():
        owner = offering.facts.get("owner", "")
        for name, value in offering.facts.items():
            record, _, part = name.rpartition(".")
            if (part if record else name) != "review_by":
                continue
            thing = Thing("evidence", f"{offering.tool} {record}", offering.at) if record else Thing("tool", offering.tool, offering.at)
            day = _day(value)
            if day and f"{thing.kind} {thing.id} {value}" not in seen:
                seen.add(f"{thing.kind} {thing.id} {value}")
                yield owner, day, thing


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


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


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands. ``last``: when somebody last did anything."""

    settled: Done | None = None
    acknowledged: Done | None = None
    snoozed: Done | None = None
    snoozes: int = 0
    assigned: Done | None = None
    proposed: Done | None = None
    suspended: frozenset[str] = field(default_factory=frozenset)
    last: Done | None = None

    @property
    def is_open(self) -> bool:
        return self.settled is None

    def is_snoozed(self, today: date) -> bool:
        """Whether it sleeps still; on its last day it wakes."""
        return self.is_open and self.snoozed is not None and self.snoozed.until is not None and today < self.snoozed.until


def standing(deeds: Sequence[Done]) -> Standing:
    """All deeds of a task, oldest first -> where it stands."""

    def newest(*kinds: Deed) -> Done | None:
        return next((done for done in reversed(deeds) if done.deed in kinds), None)

    suspended: frozenset[str] = frozenset()
    for done in deeds:
        if done.deed is Deed.SUSPEND:
            suspended |= frozenset(done.offerings)
        elif done.deed is Deed.LIFT:
            suspended = frozenset()
    return Standing(
        newest(*SETTLING),
        newest(Deed.ACKNOWLEDGE),
        newest(Deed.SNOOZE),
        sum(done.deed is Deed.SNOOZE for done in deeds),
        newest(Deed.ASSIGN),
        newest(Deed.PROPOSE),
        suspended,
        deeds[-1] if deeds else None,
    )


def refusal(now: Standing, deed: Deed, until: date | None, task: Task, today: date, most: int, days: Sequence[int]) -> str:
    """Why a deed cannot be done: ``settled``, ``snoozes`` (too many), ``far``, ``past`` or nothing; lifting is always open."""
    if deed is Deed.LIFT:
        return "" if now.suspended else "settled"
    if not now.is_open:
        return "settled"
    if deed is Deed.SNOOZE:
        if now.snoozes >= most:
            return "snoozes"
        if until is None or until <= today:
            return "past"
        ahead = task.due > today and task.kind is not TaskKind.CLAUSE
        latest = min(today + timedelta(days=max(days, default=0)), task.due if ahead else date.max)
        return "far" if until > latest else ""
    return ""


def snooze_choices(task: Task, now: Standing, today: date, most: int, days: Sequence[int]) -> tuple[date, ...]:
    """Until when it may be put off."""
    wanted = (today + timedelta(days=one) for one in days)
    return tuple(day for day in wanted if not refusal(now, Deed.SNOOZE, day, task, today, most, days))
