"""A task and where it stands go in; the words of its card come out, in the policy's language: what, for whom, by when, what is
needed, and what may be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.policy.due.tasks import Deed, Done, Standing, Task, TaskKind, Thing
from bot.policy.house import Knowledge, Reviewed
from bot.policy.words import ANY
from bot.saying import labels
from bot.saying.notices import terms
from bot.saying.words import Words, words_for

MOST_THINGS = 8
MOST_IN_TITLE = 2
MOST_TOOLS = 6
LONGEST_DIFF = 600
KEPT_AROUND = 60
"""Characters that stay before and after what changed."""
DIFF = "diff"
Line = tuple[str, str, tuple[str, ...]]
"""Heading, words, and the people (ids) whose names stand before them."""


@dataclass(frozen=True, slots=True)
class Affected:
    """What rests on a change of terms."""

    rules: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()
    cells: int = 0
    people: int = 0
    days: int = 90


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Why a reminder comes now and here. Days are those on which it was due, or posted before."""

    late: date | None = None
    escalated: date | None = None
    unreached: str = ""
    asked: tuple[str, ...] = ()
    """Who is asked now, as ids."""
    somebody_left: bool = False


@dataclass(frozen=True, slots=True)
class TaskCard:
    """The words of a card. ``buttons``: deed (or ``diff``) and label."""

    title: str
    lines: tuple[Line, ...]
    buttons: tuple[tuple[str, str], ...]
    foot: str
    language: str
    text: str


def card(
    task: Task, now: Standing, knowledge: Knowledge, today: date, *, why: Circumstances, rests: Affected | None = None
) -> TaskCard:
    """A task as its channel sees it now."""
    words = words_for("", knowledge.organisation.languages)
    lines = [
        *_what(task, knowledge, words),
        *_rests(rests, knowledge, words),
        _line(words("task.line.when"), _when(task.due, today, words)),
        *_needed(task, words),
        _line(words("task.line.who"), task.owner, why.asked),
        *_stands(now, knowledge, words),
    ]
    kept = tuple(line for line in lines if line[1] or line[2])
    head = title(task, knowledge, words)
    spoken = [head, *_remarks(why, words), *(words("labelled", label=caption, text=said) for caption, said, _ in kept if said)]
    shown = (*(("", remark, ()) for remark in _remarks(why, words)), *kept)
    return TaskCard(head, shown, _buttons(task, now, words), _foot(task), words.language, "\n".join(spoken))


def title(task: Task, knowledge: Knowledge, words: Words) -> str:
    """The task in one line."""
    vendor = vendor_name(task.vendor, knowledge)
    if task.kind is TaskKind.CHANGE and task.change:
        return words("task.title.change", vendor=vendor, title=task.change.title)
    if task.kind is TaskKind.REVIEW:
        return words("task.title.review", things=", ".join(_some(task.things, MOST_IN_TITLE, knowledge, words)))
    return words(f"task.title.{task.kind.value}", vendor=vendor)


def things(task: Task, knowledge: Knowledge, words: Words) -> str:
    """What has to be done, or looked at, and who sees to it: for a calendar, where there is room for all."""
    named = ", ".join(_some(task.things, len(task.things), knowledge, words))
    return "\n".join(part for part in (task.change.needed if task.change else named, task.owner) if part)


def vendor_name(vendor: str, knowledge: Knowledge) -> str:
    """A vendor as the register calls it."""
    return next((one.name for one in knowledge.vendors if one.id == vendor), vendor)


def digest(tasks: Sequence[Task], knowledge: Knowledge, today: date, late: date | None) -> tuple[str, str]:
    """The weekly digest as title and words: what is overdue, and what comes soon."""
    words = words_for("", knowledge.organisation.languages)
    parts = [words("task.late", day=day_of(late, words))] if late else []
    overdue, soon = [task for task in tasks if task.due < today], [task for task in tasks if task.due >= today]
    for key, found in (("task.line.overdue", overdue), ("task.line.soon", soon)):
        lines = [f"• {day_of(task.due, words)} · {title(task, knowledge, words)}" for task in found]
        more = [words("list.more", count=str(len(lines) - MOST_THINGS))] if len(lines) > MOST_THINGS else []
        parts += ["\n".join([words(key), *lines[:MOST_THINGS], *more])] if lines else []
    return words("task.title.digest"), "\n\n".join(parts)


def shortened(diff: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """A word diff, with what stays cut to what is needed around the changes; at most a screen of it."""
    found: list[tuple[str, str]] = []
    length = 0
    for mark, said in diff:
        text = said if mark else _around(said)
        if length + len(text) > LONGEST_DIFF:
            found.append(("", "…"))
            break
        found.append((mark, text))
        length += len(text)
    return tuple(found)


def _around(text: str) -> str:
    return text if len(text) <= 2 * KEPT_AROUND else f"{text[:KEPT_AROUND]} … {text[-KEPT_AROUND:]}"


# --- parts -------------------------------------------------------------------------------------------------------


def _line(caption: str, said: str, people: tuple[str, ...] = ()) -> Line:
    return caption, said, people


def _what(task: Task, knowledge: Knowledge, words: Words) -> list[Line]:
    """What changes, and for which tools."""
    if task.kind is TaskKind.REVIEW:
        return [_line(words("task.line.things"), ", ".join(_some(task.things, MOST_THINGS, knowledge, words, with_place=True)))]
    if task.contract:
        ends = day_of(task.contract.end, words) if task.contract.end else ""
        said = words("task.notice.end", contract=task.contract.title or task.contract.id, end=ends)
        renews = words("task.notice.renews") if task.contract.auto_renewal else ""
        return [_line(words("task.line.things"), f"{said} {renews}".strip())]
    if task.terms:
        changed = terms.headline(task.terms.page, task.terms.direction, knowledge, words)
        topics = ", ".join(terms.topics_named(task.terms.topics, words))
        said = " · ".join(part for part in (task.terms.title, changed, topics) if part)
        return [_line(words("task.line.changed"), said), _line(words("task.line.read"), task.terms.url)]
    products = (vendor.products for vendor in knowledge.vendors if vendor.id == task.vendor)
    tools = (task.change.tools if task.change else ()) or next(products, ())
    named = ", ".join(labels.case_label(tool, knowledge, words) for tool in tools)
    return [_line(words("task.line.whom"), named)]


def _some(things: Sequence[Thing], most: int, knowledge: Knowledge, words: Words, *, with_place: bool = False) -> list[str]:
    """The first few by name, and how many more there are."""
    shown = [_thing(thing, knowledge, words, with_place=with_place) for thing in things[:most]]
    return [*shown, words("list.more", count=str(len(things) - most))] if len(things) > most else shown


def _thing(thing: Thing, knowledge: Knowledge, words: Words, *, with_place: bool) -> str:
    place = f" ({thing.at.file}:{thing.at.line})" if with_place and thing.at.file else ""
    return words(f"task.thing.{thing.kind}", id=reviewed_name(thing, knowledge, words)) + place


def reviewed_name(one: Reviewed | Thing, knowledge: Knowledge, words: Words) -> str:
    """What is looked at again, as people call it; evidence by the demand that it meets, and of which tools."""
    if one.kind == "tool":
        return labels.case_label(one.id, knowledge, words)
    demand = next((demand for demand in knowledge.governance.demands if demand.id == one.shows), None)
    if demand is None:
        return one.id
    first, *more = one.of
    names = [words("governance.every") if first == ANY else labels.case_label(first, knowledge, words)]
    names += [words("list.more", count=str(len(more)))] if more else []
    return words("labelled", label=words.pick(demand.label), text=words.join(names))


def _rests(rests: Affected | None, knowledge: Knowledge, words: Words) -> list[Line]:
    if rests is None:
        return []
    things = [words("task.thing.rule", id=one) for one in rests.rules]
    things += [words("task.thing.condition", id=one) for one in rests.conditions]
    things += [labels.offering_label(one, knowledge, words) for one in rests.offerings]
    more = [words("list.more", count=str(len(things) - MOST_TOOLS))] if len(things) > MOST_TOOLS else []
    count = words("task.affected", cells=str(rests.cells), people=str(rests.people), days=str(rests.days))
    return [_line(words("task.line.affected"), f"{', '.join([*things[:MOST_TOOLS], *more])}. {count}" if things else count)]


def _when(due: date, today: date, words: Words) -> str:
    days = (due - today).days
    key = "past" if days < 0 else {0: "today", 1: "tomorrow"}.get(days, "ahead")
    return words(f"task.when.{key}", day=day_of(due, words), days=str(days))


def _needed(task: Task, words: Words) -> list[Line]:
    caption = words("task.line.needed")
    if task.change:
        url = _line(words("task.line.read"), task.change.url)
        return [_line(caption, task.change.needed), url]
    # a contract that ended, or went on by itself, is looked at in its own way
    kinds = {"contract" if thing.kind == "contract" else task.kind.value for thing in task.things} or {task.kind.value}
    return [_line(caption, " ".join(words(f"task.needed.{kind}") for kind in sorted(kinds, reverse=True)))]


def _stands(now: Standing, knowledge: Knowledge, words: Words) -> list[Line]:
    """What was done with it: the newest of each kind, and who did it."""
    caption = words("task.line.stands")
    found: list[Line] = []
    if now.settled:
        found.append(_done(now.settled, caption, words))
    elif now.snoozed and now.last is now.snoozed:
        found.append(_done(now.snoozed, caption, words))
    elif now.acknowledged:
        found.append(_done(now.acknowledged, caption, words))
    if now.assigned and now.is_open:
        found.append(_line(words("task.done.assign"), "", (now.assigned.to,)))
    if now.proposed and now.is_open:
        found.append(_done(now.proposed, caption, words))
    if now.suspended:
        named = ", ".join(labels.offering_label(one, knowledge, words) for one in sorted(now.suspended))
        by = (now.suspender.user,) if now.suspender else ()
        found.append(_line(caption, words("task.done.suspend", tools=named), by))
    note = next((one.note for one in (now.settled, now.last) if one and one.note), "")
    return [*found, _line(words("task.line.note"), note)]


def _done(done: Done, caption: str, words: Words) -> Line:
    until = day_of(done.until, words) if done.until else ""
    said = words(f"task.done.{done.deed.value}", day=day_of(done.at.date(), words), until=until, tools="")
    return _line(caption, said, (done.user,) if done.user else ())


def _remarks(why: Circumstances, words: Words) -> list[str]:
    found = [words("task.late", day=day_of(why.late, words))] if why.late else []
    if why.escalated:
        found.append(words("task.escalated", day=day_of(why.escalated, words)))
    if why.unreached:
        found.append(words("task.unreached", place=why.unreached))
    if why.somebody_left:
        found.append(words("task.left"))
    return found


def _buttons(task: Task, now: Standing, words: Words) -> tuple[tuple[str, str], ...]:
    deeds: list[str] = []
    if task.terms and task.terms.diff:
        deeds.append(DIFF)
    if now.is_open and task.kind is TaskKind.CLAUSE:
        suspend = [] if now.suspended else [Deed.SUSPEND]
        deeds += [Deed.CONFIRM, Deed.PROPOSE, *suspend, Deed.ACKNOWLEDGE, Deed.SNOOZE, Deed.ASSIGN]
    elif now.is_open:
        deeds += [Deed.ACKNOWLEDGE, Deed.SNOOZE, Deed.ASSIGN, Deed.RESOLVE]
    if now.is_open and now.acknowledged:
        deeds.remove(Deed.ACKNOWLEDGE)
    if now.suspended:
        deeds.append(Deed.LIFT)
    return tuple((str(deed), words(f"task.{deed}")) for deed in deeds)


def _foot(task: Task) -> str:
    return f"{task.at.file}:{task.at.line}" if task.at.file else ""


def day_of(day: date | None, words: Words) -> str:
    """A day as people write it; empty where there is none."""
    return format_date(day, "long", locale=words.language) if day else ""
