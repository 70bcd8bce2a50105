"""What owners do with a task whose reminder stands in the chat: who may, what a form offers, and each deed, kept once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.app import App
from bot.desk.clauses import affected_by, suspendable
from bot.desk.edits import propose_effect, stricter_ways
from bot.desk.reminders import BAR, Notice, card_of, hours_of, persons, tasks
from bot.desk.requests import looks_after, redacted
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import TermChange
from bot.policy.deciding.compile import compile_policy
from bot.policy.due.suspensions import standing_of
from bot.policy.due.tasks import SETTLING, Deed, Done, Standing, Task, TaskKind, refusal, snooze_choices
from bot.policy.house import Reminding
from bot.saying import labels
from bot.saying.notices import tasks as said
from bot.saying.words import words_for

CARD, GIVEN = "task.card", "task.given"
"""Kinds of notices."""
TRIES = 5
"""Of two deeds at once, the second looks again."""
Choice = tuple[str, str]
"""Value and label."""


@dataclass(frozen=True, slots=True)
class Press:
    """What somebody does with a task. ``task``: its id and day, as the button carries them."""

    task: str
    deed: str
    team: str
    user: str
    unique: str
    """What makes the click one."""
    channel: str = ""
    ts: str = ""
    """Where the card is that was pressed."""
    until: date | None = None
    to: str = ""
    note: str = ""
    """Not yet redacted."""
    offerings: tuple[str, ...] = ()
    rule: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What a deed's form offers. What is empty is not asked."""

    intro: str = ""
    until: tuple[Choice, ...] = ()
    to: tuple[Choice, ...] = ()
    offerings: tuple[Choice, ...] = ()
    rules: tuple[Choice, ...] = ()
    effects: tuple[Choice, ...] = ()
    diff: tuple[tuple[str, str], ...] = ()
    """Words that stay, go (``-``) and come (``+``)."""


def may(app: App, user: str, value: str) -> bool:
    """Owners, admins, and whoever is asked."""
    task = _task(app, value)
    return looks_after(app, user) or (task is not None and user in persons(app, task, _standing(app, task)))


# --- deeds -----------------------------------------------------------------------------------------------------------


def do(app: App, press: Press) -> str:
    """Do it once, however often it is called; gives why not, as a key of words, else nothing."""
    task = _task(app, press.task) or (_lifted(app, press.task) if press.deed == Deed.LIFT else None)
    if task is None:
        return "task.gone"
    offerings = press.offerings
    if press.deed == Deed.SUSPEND and task.terms:
        offered = suspendable(task.terms, compile_policy(app.knowledge.policy), app.today)
        offerings = tuple(one for one in offered if one in press.offerings) or offered
    if press.deed == Deed.PROPOSE and not (task.terms and propose_effect(app, press.rule, press.effect, redacted(press.note))):
        return "task.unproposed"
    unique = app.hash_of("deed", press.team, press.unique)
    done = Done(Deed(press.deed), datetime.now(UTC), press.user, press.until, press.to, redacted(press.note), offerings, unique)
    wrong = tend(app.ledger, task, done, app.knowledge.organisation.reminding, app.today)
    app.look_again()
    if wrong:
        return f"task.{wrong}"
    card = {"task": press.task, "channel": press.channel, "ts": press.ts}
    app.engine.notify(f"task:{unique}", {"kind": CARD, **card})
    if done.to not in ("", press.user):  # the card changes in its channel, which tells nobody that it is theirs now
        app.engine.notify(f"task:{unique}:given", {**card, "kind": GIVEN, "channel": done.to})
    return ""


def tend(ledger: Ledger, task: Task, done: Done, wanted: Reminding, today: date) -> str:
    """Keep a deed once; gives why not, as ``refusal`` has it, else nothing. What settles a task is tied to what the task is about
    now."""
    kept = replace(done, about=task.about) if done.deed in SETTLING else done
    for _ in range(TRIES):
        deeds = ledger.deeds(task.id)
        before = deeds.get((task.id, task.due), ())
        if any(one.id == done.id for one in before):
            return ""
        wrong = refusal(standing_of(task, deeds), done.deed, task, today, wanted, until=done.until, note=done.note)
        if wrong or ledger.keep_deed(task.id, task.due, len(before) + 1, kept):
            return wrong
    return "settled"


def card_again(app: App, notice: Notice) -> Notice | None:
    """The card that was pressed, as it is now; None where nothing is left of its task."""
    task = _task(app, notice["task"])
    if task is None or not notice["channel"] or not notice["ts"]:
        return None
    now = _standing(app, task)
    why = said.Circumstances(asked=persons(app, task, now)[:1])
    return {"kind": CARD, "channel": notice["channel"], "ts": notice["ts"], **card_of(app, task, now, app.today, why)}


def given(app: App, notice: Notice) -> Notice | None:
    """The same for whom the task was given to; None where it is somebody else's by now, or done."""
    task = _task(app, notice["task"])
    now = _standing(app, task) if task else Standing()
    if task is None or not now.is_open or now.assigned is None or now.assigned.to != notice["channel"]:
        return None
    card = card_again(app, notice)
    return card and {**card, "kind": GIVEN}


# --- forms -----------------------------------------------------------------------------------------------------------


def form(app: App, value: str, deed: str, language: str) -> TaskForm | str:
    """What a deed's form offers; or why there is none, as a key of words."""
    task = _task(app, value)
    if task is None:
        return "task.gone"
    if deed == said.DIFF:
        return TaskForm(diff=said.shortened(task.terms.diff)) if task.terms else "task.form.gone"
    now = _standing(app, task)
    if not now.is_open:
        return "task.settled"
    if deed == Deed.SNOOZE:
        return _snooze_form(app, task, now, language)
    if task.terms and deed in (Deed.SUSPEND, Deed.PROPOSE):
        return _edit_form(app, task.terms, deed, language)
    team = tuple((one, app.slack.name(one)) for one in _team(app)) if deed == Deed.ASSIGN else ()
    words = words_for(language, app.knowledge.organisation.languages)
    return TaskForm(said.things(task, app.knowledge, words) if deed == Deed.RESOLVE else "", to=team)


def _snooze_form(app: App, task: Task, now: Standing, language: str) -> TaskForm | str:
    organisation = app.knowledge.organisation
    wanted, words = organisation.reminding, words_for(language, organisation.languages)
    days = snooze_choices(task, now, app.today, wanted, hours_of(app, task).working_day)
    if not days:
        return "task.snoozes" if now.snoozes >= wanted.snoozes else "task.far"
    return TaskForm(until=tuple((day.isoformat(), said.day_of(day, words)) for day in days))


def _edit_form(app: App, change: TermChange, deed: str, language: str) -> TaskForm | str:
    knowledge, compiled, today = app.knowledge, compile_policy(app.knowledge.policy), app.today
    words = words_for(language, knowledge.organisation.languages)
    if deed == Deed.SUSPEND:
        offered = suspendable(change, compiled, today)
        named = tuple((one, labels.offering_label(one, knowledge, words)) for one in offered)
        return TaskForm(words("task.form.suspend"), offerings=named) if named else "task.form.gone"
    touched = affected_by(change, compiled, app.ledger, 0, today)
    rules, taken = stricter_ways(touched.rules, knowledge.policy)
    effects = tuple((effect, words(f"word.{verdict}")) for effect, verdict in taken.items())
    named = tuple((one, one) for one in rules)
    return TaskForm(words("task.form.propose"), rules=named, effects=effects) if named else "task.form.gone"


def _team(app: App) -> list[str]:
    """Whom a task can be given to: the people whom the files name as owners, admins or in charge."""
    knowledge = app.knowledge
    known = [one.match for one in knowledge.people if (one.is_owner or one.is_admin) and one.match[:1] in "UW"]
    asked = [one for people in knowledge.organisation.reminding.who.values() for one in people]
    return [one for one in dict.fromkeys((*asked, *known)) if not app.slack.has_left(one)]


def _task(app: App, value: str) -> Task | None:
    """The task of a button; None where its day has changed or nothing is left of it."""
    id_, _, day = value.rpartition(BAR)
    return next((task for task in tasks(app) if task.id == id_ and task.due.isoformat() == day), None)


def _lifted(app: App, value: str) -> Task:
    """The task of a card by which something was suspended, though its day has moved or nothing is left of it."""
    id_, _, day = value.rpartition(BAR)
    return next((task for task in tasks(app) if task.id == id_), Task(id_, TaskKind.CLAUSE, date.fromisoformat(day)))


def _standing(app: App, task: Task) -> Standing:
    return standing_of(task, app.ledger.deeds(task.id))
