"""The house's rooms go in; reminders come out: their flow, their cards, and what somebody does with one in Slack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Protocol

from bot.clock.today import today_at
from bot.desk.requests import redacted
from bot.engine.engine import Engine
from bot.flows.vendors.remind import DIGEST, Remind
from bot.flows.vendors.tend import Tend
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.suspensions import standing_of
from bot.policy.due.tasks import Deed, Done, Standing, Task, TaskKind, snooze_choices, tasks_of
from bot.policy.house import Knowledge
from bot.policy.talks.persons import Known, who_is
from bot.policy.talks.talk import Address
from bot.saying import labels
from bot.saying.notices import tasks as said
from bot.saying.words import words_for
from bot.settings import Settings
from bot.slack.doors.tasks import Press, TaskDoors, TaskForm
from bot.slack.people import People
from bot.slack.posts.post import Poster
from bot.slack.tasks.cards import to_task_card
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.steps import Steps
from bot.wiring.desk.rule_edits import propose_effect, stricter_ways
from bot.wiring.due import whose as owners
from bot.wiring.due.clauses import Clauses, affected_by, suspendable
from bot.wiring.due.monday import Monday
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
BAR = "|"
"""Between a task's id and its day, in a button's value."""


class Rooms(Protocol):
    """What of the house reminders look at. The engine is made later, and looked at only when it runs."""

    settings: Settings
    minds: Minds
    ledger: Ledger
    people: People
    steps: Steps
    clauses: Clauses
    voices: Voices
    engine: Engine

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""


class Reminders:
    """Tasks of the files and of changed clauses; what is owed of them, and what becomes of it."""

    def __init__(self, rooms: Rooms, poster: Poster) -> None:
        self._rooms, self._poster, ledger = rooms, poster, rooms.ledger
        self._monday = Monday(ledger, self.tasks)
        self.flow = Remind(
            organisation=lambda: self._knowledge.organisation,
            tasks=self.tasks,
            deeds=ledger.deeds,
            persons=self.persons,
            is_free=self.is_free,
            zone=self.zone,
            draw=self.draw,
            keep=ledger.keep_reminders,
            plan=ledger.plan_outcomes,
            settle=ledger.settle_outcomes,
            planned=ledger.planned_outcomes,
            posted=ledger.last_posted,
            enqueue=self._enqueue,
            move_cursors=ledger.move_cursors,
            keep_outcome=ledger.keep_outcome,
            now=_now,
        )
        self.tend = Tend(
            deeds=ledger.deeds,
            keep=ledger.keep_deed,
            wanted=lambda: self._knowledge.organisation.reminding,
            today=lambda: today_at(self._knowledge),
        )
        rooms.voices |= {
            "reminder": Voice(self.flow.word, self._kept, self._post),
            "task.card": Voice(self._card_again, post=self._change),
            "task.given": Voice(self._given, post=self._post),
        }

    def doors(self) -> TaskDoors:
        """As the Slack room wants them."""
        return TaskDoors(may=self.may, language=self.language, form=self.form, do=self.do)

    # --- tasks and people --------------------------------------------------------------------------------------------

    @property
    def _knowledge(self) -> Knowledge:
        return self._rooms.minds.today().knowledge

    def _enqueue(self, notice_id: str, notice: Plain) -> None:
        self._rooms.engine.notify(notice_id, notice)

    def tasks(self) -> tuple[Task, ...]:
        """All tasks, by day."""
        return tasks_of(self._knowledge, self._rooms.clauses.changes(self._knowledge))

    def task(self, value: str) -> Task | None:
        """The task of a button; None where its day has changed or nothing is left of it."""
        id_, _, day = value.rpartition(BAR)
        return next((task for task in self.tasks() if task.id == id_ and task.due.isoformat() == day), None)

    def _lifted(self, value: str) -> Task:
        """The task of a card by which something was suspended, though its day has moved or nothing is left of it."""
        id_, _, day = value.rpartition(BAR)
        return next((task for task in self.tasks() if task.id == id_), Task(id_, TaskKind.CLAUSE, date.fromisoformat(day)))

    def persons(self, task: Task, stands: Standing) -> tuple[str, ...]:
        """Whom to ask, in this order: who it was given to, whom the policy names for this owner, the policy's owners."""
        everybody = (stands.assigned.to if stands.assigned else "", *self._named(task))
        asked = dict.fromkeys(one for one in everybody if one)
        return tuple(one for one in asked if not self._rooms.people.has_left(one))

    def _named(self, task: Task) -> tuple[str, ...]:
        return owners.named(task, self._knowledge)

    def is_free(self, task: Task | None, day: date) -> bool:
        """A weekend or a holiday where the owner is."""
        return owners.is_free_day(task, day, self._knowledge, self._known)

    def zone(self, task: Task | None) -> str:
        """The time zone in which the owner is."""
        return owners.zone_of(task, self._knowledge, self._known)

    def _known(self, user: str) -> Known:
        return who_is(user, self._knowledge.people, self._rooms.steps.look_up)

    def may(self, user: str, value: str) -> bool:
        """Owners, admins, and whoever is asked."""
        known, task = self._known(user), self.task(value)
        return (known.is_owner or known.is_admin) or (task is not None and user in self.persons(task, self._standing(task)))

    def language(self, user: str) -> str:
        """The language that people.yaml gives somebody."""
        return self._known(user).language

    def _standing(self, task: Task) -> Standing:
        return standing_of(task, self._rooms.ledger.deeds(task.id))

    # --- what is said ------------------------------------------------------------------------------------------------

    def draw(self, notice: Plain, task: Task | None, now: Standing, today: date) -> Plain | None:
        """The card of a reminder, or the digest."""
        due = date.fromisoformat(notice["due"][:10])
        late = due if notice.get("late") else None
        if task is None:
            return self._monday.draw(self._knowledge, today, late, self._moment(notice))
        since = date.fromisoformat(notice["asked_on"]) if notice.get("asked_on") else None
        place = notice["places"][0] if notice.get("places") else ""
        people = self.persons(task, now)
        asked = (place,) if place in people else people[:1]
        left = not people or (bool(self._named(task)) and self._named(task)[0] not in people and not now.assigned)
        why = said.Circumstances(
            None if since else late,
            since,
            ", ".join(notice.get("tried", ())),
            asked,
            left and bool(self._named(task)),
        )
        return self._drawn(task, now, today, why)

    def _drawn(self, task: Task, now: Standing, today: date, why: said.Circumstances) -> Plain:
        rooms = self._rooms
        days = rooms.settings.address_days
        rests = affected_by(task.terms, rooms.minds.today().compiled, rooms.ledger, days, today) if task.terms else None
        card = said.card(task, now, self._knowledge, today, why=why, rests=rests)
        return {"words": card.text, "card": {**asdict(card), "value": f"{task.id}{BAR}{task.due.isoformat()}"}}

    def _moment(self, notice: Plain) -> datetime:
        return self.flow.hours(self._knowledge.organisation).moment(notice["due"])

    def _kept(self, notice: Plain, outcome: Plain) -> None:
        if notice.get("step") == DIGEST and outcome["state"] == "posted":
            self._monday.keep(self._moment(notice))
        self.flow.kept(notice, outcome)

    def _post(self, key: str, told: Plain, address: Address) -> str:
        if "card" not in told:
            return self._poster.tell(address, told["words"], key)
        return self._poster.put(address, *to_task_card(told["card"], told["words"]), key)

    # --- what is done ------------------------------------------------------------------------------------------------

    def do(self, press: Press) -> str:
        """Do it once; gives why not, as a key of words, else nothing."""
        task = self.task(press.task) or (self._lifted(press.task) if press.deed == Deed.LIFT else None)
        if task is None:
            return "task.gone"
        offerings = press.offerings
        if press.deed == "suspend" and task.terms:
            offered = suspendable(task.terms, self._rooms.minds.today().compiled, today_at(self._knowledge))
            offerings = tuple(one for one in offered if one in press.offerings) or offered
        if press.deed == "propose" and not self._propose(task, press):
            return "task.unproposed"
        unique = self._rooms.hash_of("deed", press.team, press.unique)
        done = Done(Deed(press.deed), _now(), press.user, press.until, press.to, redacted(press.note), offerings, unique)
        wrong = self.tend(task, done)
        self._rooms.clauses.look_again()
        if not wrong:
            card = {"task": press.task, "channel": press.channel, "ts": press.ts}
            self._enqueue(f"task:{unique}", {"kind": "task.card", **card})
            if done.to not in ("", press.user):  # the card changes in its channel, which tells nobody that it is theirs now
                self._enqueue(f"task:{unique}:given", {**card, "kind": "task.given", "channel": done.to})
        return f"task.{wrong}" if wrong else ""

    def _propose(self, task: Task, press: Press) -> bool:
        """A patch that makes a rule stricter, for the owner to apply."""
        return task.terms is not None and propose_effect(self._rooms, press.rule, press.effect, redacted(press.note))

    def _card_again(self, notice: Plain) -> Plain | None:
        task = self.task(notice["task"])
        if task is None or not notice["channel"] or not notice["ts"]:
            return None
        now, today = self._standing(task), today_at(self._knowledge)
        why = said.Circumstances(asked=self.persons(task, now)[:1])
        return {"kind": "task.card", "channel": notice["channel"], "ts": notice["ts"], **self._drawn(task, now, today, why)}

    def _given(self, notice: Plain) -> Plain | None:
        """The same for whom the task was given to; None where it is somebody else's by now, or done."""
        task, to = self.task(notice["task"]), notice["channel"]
        now = self._standing(task) if task else Standing()
        is_theirs = task is not None and now.is_open and now.assigned is not None and now.assigned.to == to
        said_now = self._card_again(notice) if is_theirs else None
        return said_now and {**said_now, "kind": "task.given"}

    def _change(self, key: str, told: Plain, address: Address) -> str:
        text, blocks = to_task_card(told["card"], told["words"])
        self._poster.change(address, told["ts"], text, blocks, key)
        return str(told["ts"])

    def form(self, value: str, deed: str, language: str) -> TaskForm | str:
        """What a deed's form offers."""
        task = self.task(value)
        if task is None:
            return "task.gone"
        if deed == "diff":
            return TaskForm(diff=said.shortened(task.terms.diff)) if task.terms else "task.form.gone"
        now = self._standing(task)
        if not now.is_open:
            return "task.settled"
        return self._form(task, now, deed, language)

    def _form(self, task: Task, now: Standing, deed: str, language: str) -> TaskForm | str:
        if deed == "snooze":
            return self._snooze_form(task, now, language)
        if task.terms and deed in ("suspend", "propose"):
            return self._edit_form(task.terms, deed, language)
        team = tuple((one, self._rooms.people.name(one)) for one in self._team()) if deed == "assign" else ()
        words = words_for(language, self._knowledge.organisation.languages)
        about = said.things(task, self._knowledge, words) if deed == "resolve" else ""
        return TaskForm(about, to=team)

    def _snooze_form(self, task: Task, now: Standing, language: str) -> TaskForm | str:
        knowledge = self._knowledge
        wanted, words = knowledge.organisation.reminding, words_for(language, knowledge.organisation.languages)
        hours = self.flow.hours(knowledge.organisation, task)
        days = snooze_choices(task, now, today_at(knowledge), wanted, hours.working_day)
        if not days:
            return "task.snoozes" if now.snoozes >= wanted.snoozes else "task.far"
        return TaskForm(until=tuple((day.isoformat(), said.day_of(day, words)) for day in days))

    def _edit_form(self, change: TermChange, deed: str, language: str) -> TaskForm | str:
        knowledge, compiled = self._knowledge, self._rooms.minds.today().compiled
        words, today = words_for(language, knowledge.organisation.languages), today_at(knowledge)
        if deed == "suspend":
            offered = suspendable(change, compiled, today)
            named = tuple((one, labels.offering_label(one, knowledge, words)) for one in offered)
            return TaskForm(words("task.form.suspend"), offerings=named) if named else "task.form.gone"
        touched = affected_by(change, compiled, self._rooms.ledger, 0, today)
        rules, taken = stricter_ways(touched.rules, knowledge.policy)
        effects = tuple((effect, words(f"word.{verdict}")) for effect, verdict in taken.items())
        named = tuple((one, one) for one in rules)
        return TaskForm(words("task.form.propose"), rules=named, effects=effects) if named else "task.form.gone"

    def _team(self) -> Sequence[str]:
        """Whom a task can be given to: the people whom the files name as owners, admins or in charge."""
        knowledge = self._knowledge
        known = [one.match for one in knowledge.people if (one.is_owner or one.is_admin) and one.match[:1] in "UW"]
        asked = [one for people in knowledge.organisation.reminding.who.values() for one in people]
        return [one for one in dict.fromkeys((*asked, *known)) if not self._rooms.people.has_left(one)]


def _now() -> datetime:
    return datetime.now(UTC)
