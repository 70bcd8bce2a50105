"""Reminders of what owners have to see to: each that is due is queued once, missed ones with the latest, and where nobody reacts
the next person is asked; once a week what is due. And what is due in the next days, as rows and as a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App, SlackPeople
from bot.clock.free_days import is_free
from bot.clock.hours import Hours
from bot.clock.ics import Day, to_calendar
from bot.desk.clauses import affected_by, changes_of, keep_small_changes, small_changes_words
from bot.desk.requests import person
from bot.ledger.ledger import Ledger
from bot.policy.deciding.compile import compile_policy
from bot.policy.due.days import Schedule, due_points
from bot.policy.due.suspensions import standing_of
from bot.policy.due.tasks import Standing, Task, TaskKind, deeds_on, standing, tasks_of
from bot.policy.house import Knowledge, Reminding
from bot.policy.talks.persons import Known, who_is
from bot.policy.words import Slot
from bot.saying.notices import tasks as said
from bot.saying.words import words_for

KIND = "reminder"
"""Kind of the notice."""
DIGEST = "digest"
DIGEST_WEEKS = 2
"""A digest that was missed for longer is not made up for: the newest says it all."""
DIGEST_DAYS = 35
"""So far ahead it looks."""
ESCALATION = "escalation:"
FORSAKEN = "forsaken"
"""The step of a due point of which there is nothing to say any more."""
FORSAKEN_AFTER = timedelta(minutes=10)
"""Whoever planned a due point has queued it by then, or has died in between."""
BAR = "|"
"""Between a task's id and its day, in a button's value."""
Notice = dict[str, Any]
Who = Callable[[str], Known]
"""Slack id -> who that is."""


# --- whose a task is, and when they may be reminded ------------------------------------------------------------------


def tasks(app: App) -> tuple[Task, ...]:
    """All tasks of the files and of changed clauses, by day."""
    return tasks_of(app.knowledge, changes_of(app.knowledge, app.ledger))


def persons(app: App, task: Task, stands: Standing) -> tuple[str, ...]:
    """Whom to ask, as Slack ids, in this order: who it was given to, whom the policy names for this owner, the policy's owners.
    Those who have left are not among them."""
    asked = dict.fromkeys((stands.assigned.to if stands.assigned else "", *named(task, app.knowledge)))
    return tuple(one for one in asked if one and not app.slack.has_left(one))


def named(task: Task, knowledge: Knowledge) -> tuple[str, ...]:
    """Slack ids in the order in which they are asked: those of the task's owner, then those of the policy's."""
    owners = (one.match for one in knowledge.people if one.is_owner and one.match[:1] in "UW")
    itself = (task.owner,) if task.owner[:1] in ("U", "W") and task.owner.isupper() else ()
    return (*itself, *knowledge.organisation.reminding.who.get(task.owner, ()), *owners)


def hours_of(app: App, task: Task | None = None) -> Hours:
    """When the owner of a task may be reminded; of no task the channel."""
    return hours_in(app.knowledge, task, lambda user: person(app, user))


def hours_in(knowledge: Knowledge, task: Task | None, who: Who) -> Hours:
    """The same by these files: where the first person asked is, else where the organisation is."""
    wanted = knowledge.organisation.reminding
    first = who(next(iter(named(task, knowledge)), "")) if task else Known()
    usual = wanted.country or knowledge.policy.assumed.get(Slot.COUNTRY, "")
    country = first.country or usual
    subdivision = wanted.subdivision if country.upper() == usual.upper() else ""
    zone = ZoneInfo(first.time_zone or knowledge.organisation.time_zone)
    return Hours(zone, wanted.hour, wanted.quiet, lambda day: not wanted.every_day and is_free(country, subdivision, day))


def walls_of(task: Task, stands: Standing, hours: Hours, wanted: Reminding) -> list[str]:
    """All due points of a task as local wall times, oldest first, each once."""
    before = wanted.review_days if task.kind is TaskKind.REVIEW else wanted.days
    walls = {hours.wall(day) for day in due_points(task.due, before) if task.begins is None or day > task.begins}
    if task.begins:
        walls.add(hours.wall_from(task.begins))
    if stands.snoozed and stands.snoozed.until:
        walls.add(hours.wall_from(stands.snoozed.until))
    return sorted(walls)


# --- what is due -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owed:
    """A reminder of which it is looked whether it is due; without a task the digest."""

    reminder: str
    hours: Hours
    walls: Sequence[str]
    """Its due points, oldest first."""
    task: Task | None = None
    stands: Standing = field(default_factory=Standing)
    next_places: Sequence[str] = ()
    """Whom to ask where nobody reacts: one place for each due point."""
    asked_on: str = ""
    """The day on which it was said to which nobody reacts."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What came of a look at a reminder: how many were queued, and whether all that has passed is seen to."""

    said: int = 0
    moves: bool = True


def remind(app: App, now: datetime) -> int:
    """Queue what is due; gives how many. Without a channel to post to, all waits until the policy names one. Every replica may do
    it at any time: ids are computed, and the cursor moves last."""
    if not (channel := app.knowledge.organisation.reminder_channel):
        return 0
    everything = tasks(app)
    owed = [*_digests(app, now), *_of_tasks(app, everything)]
    kept = app.ledger.keep_reminders([Schedule(one.reminder, one.hours.zone.key, channel, tuple(one.walls)) for one in owed])
    seen = {one.reminder: _see(app, one, kept[one.reminder].cursor, now) for one in owed}
    _forsake(app, owed, everything, now)
    # Only now: whoever dies before this line does it all again, under the same ids.
    if moved := [reminder for reminder, look in seen.items() if look.moves]:
        app.ledger.move_cursors(moved, now)
    return sum(look.said for look in seen.values())


def _of_tasks(app: App, everything: Sequence[Task]) -> Iterator[Owed]:
    """Each task's own reminder, and the next person's where nobody has reacted to what was posted."""
    organisation, deeds = app.knowledge.organisation, app.ledger.deeds()
    wanted = organisation.reminding
    posted = app.ledger.last_posted([task.id for task in everything]) if wanted.escalate_after else {}
    for task in everything:
        stands, hours = standing(deeds_on(task, deeds)), hours_of(app, task)
        yield Owed(task.id, hours, walls_of(task, stands, hours, wanted), task, stands)
        asked = posted.get(task.id) if stands.is_open else None
        if asked is None or (stands.last is not None and stands.last.at >= asked.at):
            continue
        places = [*persons(app, task, stands)[1:], organisation.reminder_channel]
        walls = [hours.wall_after(asked.at, wanted.escalate_after * step) for step in range(1, len(places) + 1)]
        asked_on = hours.today(asked.at).isoformat()
        yield Owed(f"{ESCALATION}{task.id}:{asked.due}", hours, walls, task, stands, places, asked_on)


def _digests(app: App, now: datetime) -> Iterator[Owed]:
    """Once a week, what is due soon or overdue."""
    weekday = app.knowledge.organisation.reminding.digest
    if weekday is None:
        return
    hours = hours_of(app)
    today = hours.today(now)
    newest = today - timedelta(days=(today.weekday() - weekday) % 7)
    yield Owed(DIGEST, hours, [hours.wall_from(newest - timedelta(weeks=back)) for back in range(DIGEST_WEEKS, -1, -1)])


def _see(app: App, owed: Owed, cursor: datetime | None, now: datetime) -> _Look:
    """Queue what is due of one reminder."""
    passed = [wall for wall in owed.walls if _is_between(owed.hours.moment(wall), cursor, now)]
    if owed.task is None:
        return _see_digest(app, owed, cursor, passed, now)
    if owed.next_places:
        return _escalate(app, owed, cursor, passed, now)
    return _see_task(app, owed, owed.task, cursor, passed, now)


def _see_task(  # noqa: PLR0917 - what one look knows
    app: App, owed: Owed, task: Task, cursor: datetime | None, passed: Sequence[str], now: datetime
) -> _Look:
    """The task's own due points."""
    hours, stands = owed.hours, owed.stands
    if cursor is None and task.due < hours.today(now) and not task.begins:
        return _Look()  # it was over before we heard of it: nobody needs to be reminded
    said_now: Sequence[str] = ()
    if not stands.is_open:
        app.ledger.settle_outcomes(task.id, passed, now)
    elif passed:
        if _sleeps(stands, hours, now) or not hours.may_speak(now):
            return _Look(moves=False)  # the cursor stays, so that what is passed now is due then
        places = (app.knowledge.organisation.reminder_channel, *persons(app, task, stands))
        said_now = app.ledger.plan_outcomes(task.id, passed, now)
        # what is first heard of after a due point is not late: nobody missed it
        since = hours.today(now) if cursor else None
        _queue(app, "reminder", owed, said_now, places=places, since=since)
    return _Look(len(said_now), moves=bool(passed) or cursor is None)


def _escalate(app: App, owed: Owed, cursor: datetime | None, passed: Sequence[str], now: datetime) -> _Look:
    """The next person, and at last the channel."""
    if passed and not owed.hours.may_speak(now):
        return _Look(moves=False)
    said_now = app.ledger.plan_outcomes(owed.reminder, passed, now) if passed else ()
    for wall in said_now:
        _queue(app, "escalation", owed, [wall], places=owed.next_places[owed.walls.index(wall) :])
    return _Look(len(said_now), moves=bool(passed) or cursor is None)


def _see_digest(app: App, owed: Owed, cursor: datetime | None, passed: Sequence[str], now: datetime) -> _Look:
    """The digest; the first one comes with the next digest day."""
    if cursor is not None and (not passed or not owed.hours.may_speak(now)):
        return _Look(moves=False)
    said_now = app.ledger.plan_outcomes(DIGEST, passed, now) if cursor else ()
    places = (app.knowledge.organisation.reminder_channel,)
    _queue(app, DIGEST, owed, said_now, places=places, since=owed.hours.today(now))
    return _Look(len(said_now))


def _forsake(app: App, owed: Sequence[Owed], everything: Sequence[Task], now: datetime) -> None:
    """End what was planned by somebody who died before it was queued, where no later look would queue it: it was seen to
    since, moved to another day or taken out of the files. What was queued after all stays so: it has the same id."""
    looked = {one.reminder: one for one in owed if one.stands.is_open}
    for row in app.ledger.planned_outcomes(now - FORSAKEN_AFTER):
        one = looked.get(row.reminder)
        if one is None or row.due not in one.walls:
            about = next((task for task in everything if _is_about(row.reminder, task)), None)
            ended = Owed(row.reminder, hours_of(app), (), about)
            _queue(app, FORSAKEN, ended, [row.due], places=[app.knowledge.organisation.reminder_channel])


def _queue(app: App, step: str, owed: Owed, walls: Sequence[str], *, places: Sequence[str], since: date | None = None) -> None:
    """``since``: the day on which what was due before it comes late; None: nothing does."""
    for due in walls:
        notice = {"kind": KIND, "step": step, "reminder": owed.reminder, "due": due, "places": list(places)}
        about = {"task": owed.task.id, "day": owed.task.due.isoformat()} if owed.task else {}
        about |= {"asked_on": owed.asked_on} if owed.asked_on else {}
        late = since is not None and date.fromisoformat(due[:10]) < since
        app.engine.notify(f"reminder:{owed.reminder}:{due}", {**notice, **about, "late": late})


def _is_about(reminder: str, task: Task) -> bool:
    """Whether a reminder is a task's own, or of asking the next person."""
    return reminder == task.id or reminder.startswith(f"{ESCALATION}{task.id}:")


def _sleeps(stands: Standing, hours: Hours, now: datetime) -> bool:
    """Whether it was put off, and its hour has not come."""
    until = stands.snoozed.until if stands.snoozed else None
    return until is not None and now < hours.moment(hours.wall_from(until))


def _is_between(moment: datetime, cursor: datetime | None, now: datetime) -> bool:
    return (cursor is None or moment > cursor) and moment <= now


# --- the words, and what became of them ------------------------------------------------------------------------------


def reminder_words(app: App, notice: Notice, now: datetime) -> Notice | None:
    """The card of a queued reminder, or the digest, as files and deeds are now; None where there is nothing to remind of any
    more."""
    task, stands = _about(app, notice)
    step = notice.get("step", "reminder")
    if step == FORSAKEN or (step != DIGEST and (task is None or not stands.is_open)):
        return None
    today, late = hours_of(app, task).today(now), date.fromisoformat(notice["due"][:10]) if notice.get("late") else None
    if task is None:
        drawn = _digest(app, today, late, hours_of(app).moment(notice["due"]))
    else:
        drawn = card_of(app, task, stands, today, _circumstances(app, notice, task, stands, late))
    return drawn and {"kind": KIND, "channel": _places(notice)[0], **drawn}


def keep_reminder(app: App, notice: Notice, outcome: Notice, now: datetime) -> None:
    """What became of a queued reminder. Where a place cannot be reached the next one is tried, under an id of its own."""
    state, places = outcome["state"], _places(notice)
    if notice.get("step") == DIGEST and state == "posted":
        keep_small_changes(app, hours_of(app).moment(notice["due"]))
    if state == "refused" and len(places) > 1:
        tried = [*notice.get("tried", ()), places[0]]
        again = {**notice, "places": places[1:], "tried": tried}
        app.engine.notify(f"reminder:{notice['reminder']}:{notice['due']}:to{len(tried)}", again)
        return
    if state == "dropped":
        task, _ = _about(app, notice)
        state = "empty" if notice["reminder"] == DIGEST else "settled" if task else "withdrawn"
    place = places[0] if state in ("posted", "late") else ""
    app.ledger.keep_outcome(notice["reminder"], notice["due"], state, at=now, ts=outcome["ts"], place=place)


def card_of(app: App, task: Task, stands: Standing, today: date, why: said.Circumstances) -> Notice:
    """A task's card as plain data."""
    days, rests = app.settings.address_days, None
    if task.terms:
        rests = affected_by(task.terms, compile_policy(app.knowledge.policy), app.ledger, days, today)
    card = said.card(task, stands, app.knowledge, today, why=why, rests=rests)
    return {"words": card.text, "card": {**asdict(card), "value": f"{task.id}{BAR}{task.due.isoformat()}"}}


def _circumstances(app: App, notice: Notice, task: Task, stands: Standing, late: date | None) -> said.Circumstances:
    """Why it comes now and here."""
    since = date.fromisoformat(notice["asked_on"]) if notice.get("asked_on") else None
    place = notice["places"][0] if notice.get("places") else ""
    people, first = persons(app, task, stands), named(task, app.knowledge)[:1]
    asked = (place,) if place in people else people[:1]
    has_left = bool(first) and (not people or (first[0] not in people and not stands.assigned))
    return said.Circumstances(None if since else late, since, ", ".join(notice.get("tried", ())), asked, has_left)


def _digest(app: App, today: date, late: date | None, until: datetime) -> Notice | None:
    """What is due and what changed, for the same people in the same channel; None where nothing is due and nothing changed."""
    deeds = app.ledger.deeds()
    near = [task for task in tasks(app) if (task.due - today).days <= DIGEST_DAYS]
    still_open = [task for task in near if standing(deeds_on(task, deeds)).is_open]
    changes = small_changes_words(app, until)
    if not still_open and not changes:
        return None
    title, text = said.digest(still_open, app.knowledge, today, late)
    return {"words": "\n\n".join(part for part in (title, text, changes) if part)}


def _about(app: App, notice: Notice) -> tuple[Task | None, Standing]:
    wanted = notice.get("task", notice["reminder"])
    task = next((one for one in tasks(app) if one.id == wanted), None)
    return task, standing_of(task, app.ledger.deeds()) if task else Standing()


def _places(notice: Notice) -> list[str]:
    """Where it may be said, best first. What the last release queued names one channel."""
    return list(notice.get("places") or [notice["channel"]])


# --- what is due in the next days ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coming:
    """What the files say is due, and, with a ledger, what became of it and which clauses have changed. The chat is not asked: of
    an owner only the entry of people.yaml that names them counts."""

    knowledge: Knowledge
    ledger: Ledger | None = None

    def rows(self, days: int, now: datetime | None = None, language: str = "") -> dict[str, Any]:
        """Reminders of the next days in the order in which they come, of tasks that are not seen to, and tasks whose day is past;
        a change that took effect is over by itself. ``language``: of the titles; else the policy's first."""
        now, zone = now or datetime.now(UTC), ZoneInfo(self.knowledge.organisation.time_zone)
        still_open = self._open()
        points = sorted((point for one in still_open for point in self._points(*one, now, days)), key=lambda point: point[:2])
        reminders = [
            {
                **self._row(task, language),
                "at": at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes"),
                "outcome": outcome,
            }
            for at, _, task, outcome in points
        ]
        overdue = [self._row(task, language) for task, _, hours in still_open if task.due < hours.today(now) and not task.change]
        return {"zone": zone.key, "days": days, "reminders": reminders, "overdue": overdue}

    def calendar(self, now: datetime | None = None) -> bytes:
        """All days on which something takes effect, ends or is to be looked at, as an iCalendar file."""
        known, words = self.knowledge, words_for("", self.knowledge.organisation.languages)
        days = [
            Day(one.id, one.due, said.title(one, known, words), said.things(one, known, words), _url(one))
            for one, _, _ in self._open()
        ]
        return to_calendar(known.organisation.name, days, now or datetime.now(UTC))

    def _open(self) -> list[tuple[Task, Standing, Hours]]:
        """Every task that is not seen to, by day."""
        deeds = self.ledger.deeds() if self.ledger else {}
        found = [
            (one, standing(deeds_on(one, deeds))) for one in tasks_of(self.knowledge, changes_of(self.knowledge, self.ledger))
        ]
        return [(one, stands, hours_in(self.knowledge, one, self._who)) for one, stands in found if stands.is_open]

    def _who(self, user: str) -> Known:
        return who_is(user, self.knowledge.people, SlackPeople().of)

    def _points(
        self, task: Task, stands: Standing, hours: Hours, now: datetime, days: int
    ) -> Iterator[tuple[datetime, str, Task, str]]:
        """Its due points within so many days: the moment, the task's id, the task, and what became of it; empty where it is still
        to come."""
        became = {row.due: row.outcome for row in self.ledger.outcomes(task.id)} if self.ledger else {}
        today = hours.today(now)
        for wall in walls_of(task, stands, hours, self.knowledge.organisation.reminding):
            if today <= date.fromisoformat(wall[:10]) <= today + timedelta(days=days):
                yield hours.moment(wall), task.id, task, became.get(wall, "")

    def _row(self, task: Task, language: str) -> dict[str, Any]:
        words = words_for(language, self.knowledge.organisation.languages)
        return {
            "task": task.id,
            "kind": task.kind.value,
            "title": said.title(task, self.knowledge, words),
            "day": task.due.isoformat(),
            "owner": task.owner,
            "file": task.at.file,
            "line": task.at.line,
        }


def _url(task: Task) -> str:
    return task.change.url if task.change else task.terms.url if task.terms else ""
