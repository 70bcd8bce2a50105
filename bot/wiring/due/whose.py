"""A task and the knowledge go in; whose it is, and when it is nine on a working day where they are, come out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.clock.free_days import is_free
from bot.policy.due.tasks import Task
from bot.policy.house import Knowledge
from bot.policy.talks.persons import Known
from bot.policy.words import Slot

Who = Callable[[str], Known]
"""Slack id -> who that is."""


def named(task: Task, knowledge: Knowledge) -> tuple[str, ...]:
    """Slack ids in the order in which they are asked: those of the task's owner, then those of the policy's."""
    owners = (one.match for one in knowledge.people if one.is_owner and one.match[:1] in "UW")
    itself = (task.owner,) if task.owner[:1] in ("U", "W") and task.owner.isupper() else ()
    return (*itself, *knowledge.organisation.reminding.who.get(task.owner, ()), *owners)


def is_free_day(task: Task | None, day: date, knowledge: Knowledge, who: Who) -> bool:
    """A weekend or a holiday where the first person asked is, else where the organisation is."""
    wanted = knowledge.organisation.reminding
    usual = wanted.country or knowledge.policy.assumed.get(Slot.COUNTRY, "")
    country = _first(task, knowledge, who).country or usual
    return is_free(country, wanted.subdivision if country.upper() == usual.upper() else "", day)


def zone_of(task: Task | None, knowledge: Knowledge, who: Who) -> str:
    """The time zone of the first person asked, else the organisation's."""
    return _first(task, knowledge, who).time_zone or knowledge.organisation.time_zone


def _first(task: Task | None, knowledge: Knowledge, who: Who) -> Known:
    return who(next(iter(named(task, knowledge)), "")) if task else Known()
