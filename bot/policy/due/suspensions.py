"""What owners did with tasks goes in; which offerings are suspended now comes out.

A suspension outlives the day of its task and the name of what it stops: it ends when somebody lifts it or confirms the terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.policy.due.tasks import Deeds, Done, Standing, Task, deeds_on, standing
from bot.policy.words import Offering


@dataclass(frozen=True, slots=True)
class Suspension:
    """An offering as it was called when it was suspended, and the vendor whose terms had changed."""

    offering: str
    vendor: str = ""


def standing_of(task: Task, deeds: Deeds) -> Standing:
    """Where a task stands on its day. What is suspended, by all that was done with it: the day of a change may move."""
    always = standing(_in_order(done for (id_, _), some in deeds.items() if id_ == task.id for done in some))
    return replace(standing(deeds_on(task, deeds)), suspended=always.suspended, suspender=always.suspender)


def suspensions(deeds: Deeds, vendors: Mapping[str, str]) -> frozenset[Suspension]:
    """All that hold, of all tasks. ``vendors``: of the tasks, by their id; a task that is in no file any more names its own."""
    of_task: dict[str, list[Done]] = defaultdict(list)
    for (task, _), some in deeds.items():
        of_task[task] += some
    return frozenset(
        Suspension(one, vendors.get(task) or _vendor_in(task))
        for task, some in of_task.items()
        for one in standing(_in_order(some)).suspended
    )


def suspended_in(offerings: Mapping[str, Offering], some: Iterable[Suspension]) -> frozenset[str]:
    """The offerings of a policy that are suspended. What is there no longer under its id may have got another: then all of its
    tool are, and where that is gone too all of its vendor."""
    return frozenset[str]().union(*(_known_as(one, offerings) for one in some))


def lost(offerings: Mapping[str, Offering], some: Iterable[Suspension]) -> tuple[str, ...]:
    """What is suspended under a name by which nothing in the policy can be found any more: somebody has to be told."""
    return tuple(sorted({one.offering for one in some if not _known_as(one, offerings)}))


def _vendor_in(task: str) -> str:
    """Of an announced change: the id of its task ends in ``vendor/page``."""
    vendor, bar, _ = task.rpartition(":")[2].partition("/")
    return vendor if bar else ""


def _known_as(one: Suspension, offerings: Mapping[str, Offering]) -> frozenset[str]:
    if one.offering in offerings:
        return frozenset({one.offering})
    of_tool = frozenset(known.id for known in offerings.values() if known.tool == one.offering.partition("/")[0])
    return of_tool or frozenset(known.id for known in offerings.values() if one.vendor and known.vendor == one.vendor)


def _in_order(some: Iterable[Done]) -> list[Done]:
    return sorted(some, key=lambda done: done.at)
