"""A moment goes in; each reminder of a task that is due by then is queued once, missed ones with the latest, and where nobody
reacts the next person is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.flows.vendors.hours import Hours
from bot.policy.due.days import Schedule, due_points
from bot.policy.due.suspensions import standing_of
from bot.policy.due.tasks import Deeds, Standing, Task, TaskKind, deeds_on, standing
from bot.policy.house import Organisation, Reminding

DIGEST = "digest"
DIGEST_WEEKS = 2
"""A digest that was missed for longer is not made up for: the newest says it all."""
ESCALATION = "escalation:"
FORSAKEN = "forsaken"
"""The step of a due point of which there is nothing to say any more."""
FORSAKEN_AFTER = timedelta(minutes=10)
"""Whoever planned a due point has queued it by then, or has died in between."""


class Kept(Protocol):
    """A reminder as it is kept: its due points up to ``cursor`` are planned; None where it is new."""

    @property
    def cursor(self) -> datetime | None: ...


class Posted(Protocol):
    """A due point that was posted."""

    @property
    def due(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Planned(Protocol):
    """A due point that is planned and has no outcome."""

    @property
    def reminder(self) -> str: ...
    @property
    def due(self) -> str: ...


class KeepOutcome(Protocol):
    """Keeps what became of a due point."""

    def __call__(self, reminder: str, due: str, outcome: str, /, *, at: datetime, ts: str, place: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Owed:
    """A reminder of which it is looked whether it is due; without a task the digest."""

    reminder: str
    hours: Hours
    walls: Sequence[str]
    """Its due points, oldest first."""
    task: Task | None = None
    stands: Standing = field(default_factory=Standing)
    ladder: Sequence[str] = ()
    """Whom to ask where nobody reacts: one place for each due point."""
    asked_on: str = ""
    """The day on which it was said to which nobody reacts."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a look at a reminder: how many were queued, and whether all that has passed is seen to."""

    said: int = 0
    moves: bool = True


class Draw(Protocol):
    """The words of one reminder as plain data, with at least ``words``; None where there is nothing to say any more."""

    def __call__(self, notice: dict[str, Any], task: Task | None, now: Standing, today: date) -> dict[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Remind:
    """Reminders of tasks. Every replica may run it at any time: ids are computed, and the cursor moves last."""

    organisation: Callable[[], Organisation]
    tasks: Callable[[], Sequence[Task]]
    deeds: Callable[[], Deeds]
    persons: Callable[[Task, Standing], Sequence[str]]
    """Whom to ask, as Slack ids, in this order; those who have left are not among them."""
    is_free: Callable[[Task | None, date], bool]
    """Whether a day is a weekend or a holiday where the task's owner is; None: where the organisation is."""
    zone: Callable[[Task | None], str]
    """The time zone of the task's owner; empty: the organisation's."""
    draw: Draw
    keep: Callable[[Sequence[Schedule]], Mapping[str, Kept]]
    """Keeps what the files say of all reminders now; by reminder."""
    plan: Callable[[str, Sequence[str], datetime], Sequence[str]]
    """reminder, due points that have passed, now -> those to be said; the others are covered by the latest."""
    settle: Callable[[str, Sequence[str], datetime], None]
    """reminder, due points that passed once it was seen to, now."""
    planned: Callable[[datetime], Sequence[Planned]]
    """What was planned before a moment and has no outcome."""
    posted: Callable[[Sequence[str]], Mapping[str, Posted]]
    """reminders -> the due point of each that was posted last."""
    enqueue: Callable[[str, dict[str, Any]], None]
    """id, notice -> queued; a second use of an id is a no-op."""
    move_cursors: Callable[[Sequence[str], datetime], None]
    keep_outcome: KeepOutcome
    now: Callable[[], datetime]

    def __call__(self, now: datetime) -> int:
        """Queue what is due; gives how many. Without a channel to post to, all waits until the policy names one."""
        organisation = self.organisation()
        if not organisation.reminder_channel:
            return 0
        owed = [*self._digests(organisation, now), *self._of_tasks(organisation)]
        channel = organisation.reminder_channel
        kept = self.keep([Schedule(one.reminder, one.hours.zone.key, channel, tuple(one.walls)) for one in owed])
        seen = {one.reminder: self._see(one, kept[one.reminder].cursor, now) for one in owed}
        self._forsake(owed, now)
        # Only now: whoever dies before this line does it all again, under the same ids.
        if moved := [reminder for reminder, see in seen.items() if see.moves]:
            self.move_cursors(moved, now)
        return sum(see.said for see in seen.values())

    def hours(self, organisation: Organisation, task: Task | None = None) -> Hours:
        """When the owner of a task may be reminded."""
        wanted = organisation.reminding
        free = self.is_free
        return Hours(
            ZoneInfo(self.zone(task) or organisation.time_zone),
            wanted.hour,
            wanted.quiet,
            lambda day: not wanted.every_day and free(task, day),
        )

    # --- what is due -------------------------------------------------------------------------------------------------

    def _of_tasks(self, organisation: Organisation) -> Iterator[Owed]:
        """Each task's own reminder, and the next person's where nobody has reacted to what was posted."""
        tasks, deeds, wanted = self.tasks(), self.deeds(), organisation.reminding
        posted = self.posted([task.id for task in tasks]) if wanted.escalate_after else {}
        for task in tasks:
            stands, hours = standing(deeds_on(task, deeds)), self.hours(organisation, task)
            yield Owed(task.id, hours, walls_of(task, stands, hours, wanted), task, stands)
            asked = posted.get(task.id) if stands.is_open else None
            if asked is None or (stands.last is not None and stands.last.at >= asked.at):
                continue
            ladder = [*self.persons(task, stands)[1:], organisation.reminder_channel]
            walls = [hours.wall_after(asked.at, wanted.escalate_after * step) for step in range(1, len(ladder) + 1)]
            asked_on = hours.today(asked.at).isoformat()
            yield Owed(f"{ESCALATION}{task.id}:{asked.due}", hours, walls, task, stands, ladder, asked_on)

    def _digests(self, organisation: Organisation, now: datetime) -> Iterator[Owed]:
        """Once a week, what is due soon or overdue."""
        weekday = organisation.reminding.digest
        if weekday is None:
            return
        hours = self.hours(organisation)
        today = hours.today(now)
        newest = today - timedelta(days=(today.weekday() - weekday) % 7)
        yield Owed(DIGEST, hours, [hours.wall_from(newest - timedelta(weeks=back)) for back in range(DIGEST_WEEKS, -1, -1)])

    def _see(self, owed: Owed, cursor: datetime | None, now: datetime) -> Seen:
        """Queue what is due of one reminder."""
        passed = [wall for wall in owed.walls if _is_between(owed.hours.moment(wall), cursor, now)]
        if owed.task is None:
            return self._digest(owed, cursor, passed, now)
        if owed.ladder:
            return self._escalate(owed, cursor, passed, now)
        return self._due(owed, owed.task, cursor, passed, now)

    def _due(self, owed: Owed, task: Task, cursor: datetime | None, passed: Sequence[str], now: datetime) -> Seen:
        """The task's own due points."""
        hours, stands = owed.hours, owed.stands
        if cursor is None and task.due < hours.today(now) and not task.begins:
            return Seen()  # it was over before we heard of it: nobody needs to be reminded
        said: Sequence[str] = ()
        if not stands.is_open:
            self.settle(task.id, passed, now)
        elif passed:
            if _sleeps(stands, hours, now) or not hours.may_speak(now):
                return Seen(moves=False)  # the cursor stays, so that what is passed now is due then
            places = (self.organisation().reminder_channel, *self.persons(task, stands))
            said = self.plan(task.id, passed, now)
            # what is first heard of after a due point is not late: nobody missed it
            since = hours.today(now) if cursor else None
            self._queue("reminder", task.id, task, said, places=places, since=since)
        return Seen(len(said), moves=bool(passed) or cursor is None)

    def _escalate(self, owed: Owed, cursor: datetime | None, passed: Sequence[str], now: datetime) -> Seen:
        """The next person, and at last the channel."""
        if passed and not owed.hours.may_speak(now):
            return Seen(moves=False)
        said = self.plan(owed.reminder, passed, now) if passed else ()
        for wall in said:
            places = owed.ladder[owed.walls.index(wall) :]
            self._queue("escalation", owed.reminder, owed.task, [wall], places=places, asked_on=owed.asked_on)
        return Seen(len(said), moves=bool(passed) or cursor is None)

    def _digest(self, owed: Owed, cursor: datetime | None, passed: Sequence[str], now: datetime) -> Seen:
        """The digest; the first one comes with the next digest day."""
        if cursor is not None and (not passed or not owed.hours.may_speak(now)):
            return Seen(moves=False)
        said = self.plan(DIGEST, passed, now) if cursor else ()
        places = (self.organisation().reminder_channel,)
        self._queue(DIGEST, DIGEST, None, said, places=places, since=owed.hours.today(now))
        return Seen(len(said))

    def _forsake(self, owed: Sequence[Owed], now: datetime) -> None:
        """End what was planned by somebody who died before it was queued, where no later look would queue it: it was seen to
        since, moved to another day or taken out of the files. What was queued after all stays so: it has the same id."""
        looked = {one.reminder: one for one in owed if one.stands.is_open}
        for row in self.planned(now - FORSAKEN_AFTER):
            one = looked.get(row.reminder)
            if one is None or row.due not in one.walls:
                task = next((task for task in self.tasks() if _is_about(row.reminder, task)), None)
                self._queue(FORSAKEN, row.reminder, task, [row.due], places=[self.organisation().reminder_channel])

    def _queue(
        self,
        step: str,
        reminder: str,
        task: Task | None,
        owed: Sequence[str],
        *,
        places: Sequence[str],
        since: date | None = None,
        asked_on: str = "",
    ) -> None:
        """``since``: the day on which what was due before it comes late; None: nothing does. ``asked_on``: of an escalation."""
        for due in owed:
            notice = {"kind": "reminder", "step": step, "reminder": reminder, "due": due, "places": list(places)}
            about = {"task": task.id, "day": task.due.isoformat()} if task else {}
            about |= {"asked_on": asked_on} if asked_on else {}
            late = since is not None and date.fromisoformat(due[:10]) < since
            self.enqueue(f"reminder:{reminder}:{due}", {**notice, **about, "late": late})

    # --- the words, and what became of them --------------------------------------------------------------------------

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The words of a queued reminder, as files and deeds are now; None where there is nothing to remind of any more."""
        task, stands = self._now(notice)
        step = notice.get("step", "reminder")
        if step == FORSAKEN or (step != DIGEST and (task is None or not stands.is_open)):
            return None
        today = self.hours(self.organisation(), task).today(self.now())
        drawn = self.draw(notice, task, stands, today)
        return drawn and {"kind": "reminder", "channel": _places(notice)[0], **drawn}

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """What became of a queued reminder. Where a place cannot be reached the next one is tried, under an id of its own."""
        state, places = outcome["state"], _places(notice)
        if state == "refused" and len(places) > 1:
            tried = [*notice.get("tried", ()), places[0]]
            again = {**notice, "places": places[1:], "tried": tried}
            self.enqueue(f"reminder:{notice['reminder']}:{notice['due']}:to{len(tried)}", again)
            return
        if state == "dropped":
            task, _ = self._now(notice)
            state = "empty" if notice["reminder"] == DIGEST else "settled" if task else "withdrawn"
        place = places[0] if state in ("posted", "late") else ""
        self.keep_outcome(notice["reminder"], notice["due"], state, at=self.now(), ts=outcome["ts"], place=place)

    def _now(self, notice: dict[str, Any]) -> tuple[Task | None, Standing]:
        wanted = notice.get("task", notice["reminder"])
        task = next((one for one in self.tasks() if one.id == wanted), None)
        return task, standing_of(task, self.deeds()) if task else Standing()


def _places(notice: dict[str, Any]) -> list[str]:
    """Where it may be said, best first. What the last release queued names one channel."""
    return list(notice.get("places") or [notice["channel"]])


def _is_about(reminder: str, task: Task) -> bool:
    """Whether a reminder is a task's own, or of asking the next person."""
    return reminder == task.id or reminder.startswith(f"{ESCALATION}{task.id}:")


def walls_of(task: Task, stands: Standing, hours: Hours, wanted: Reminding) -> list[str]:
    """All due points of a task as local wall times, oldest first, each once."""
    before = wanted.review_days if task.kind is TaskKind.REVIEW else wanted.days
    walls = {hours.wall(day) for day in due_points(task.due, before) if task.begins is None or day > task.begins}
    if task.begins:
        walls.add(hours.wall_from(task.begins))
    if stands.snoozed and stands.snoozed.until:
        walls.add(hours.wall_from(stands.snoozed.until))
    return sorted(walls)


def _sleeps(stands: Standing, hours: Hours, now: datetime) -> bool:
    """Whether it was put off, and its hour has not come."""
    until = stands.snoozed.until if stands.snoozed else None
    return until is not None and now < hours.moment(hours.wall_from(until))


def _is_between(moment: datetime, cursor: datetime | None, now: datetime) -> bool:
    return (cursor is None or moment > cursor) and moment <= now
