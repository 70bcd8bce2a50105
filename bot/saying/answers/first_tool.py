"""The rulings of all tools go in; where somebody starts, why there, and what else there is, come out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.policy.deciding.rulings import AskBack, Note, Stated, ToolRuling
from bot.policy.deciding.starting import ANY_TASK, is_possible, is_usable, order, uses_of
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer, CheckLine, Start, ToolLine
from bot.policy.talks.label import label_of
from bot.policy.talks.talk import Ruled
from bot.policy.words import STRICTNESS, Offering, Question, Slot, Verdict
from bot.saying import contacts
from bot.saying.answers import requesting, tables
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.reasons import assumptions, notes, why
from bot.saying.answers.ruling import SHAPES, Case, checklist, general_duties, how_to_get, instead
from bot.saying.blank import blank
from bot.saying.words import Words, opening

NAMED = 3
"""Of a list of tools so many are named; the rest waits behind a button."""
_NOTHING = (Verdict.FORBIDDEN, Verdict.UNCOVERED)
_OWN_MACHINES = ("self_hosted", "device")
GROUPS = ("everybody", "listed", "on_request", "own_machines", "own", "not_this")
"""Headings of the whole list, in this order."""


def which_tool(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """One tool to start with and all that it takes; the rest in one line, and as a list for whoever wants it."""
    settled = [one for one in ruled.tools if one.ask_back is None] or list(ruled.tools)
    first = settled[0]
    is_made = not is_made_for_nothing(ruled)
    if not is_made and not all(one.verdict is Verdict.FORBIDDEN and one.ask_back is None for one in ruled.tools):
        first = ToolRuling(first.name, Verdict.UNCOVERED, first.offerings)  # what takes the data and cannot do the task
    best = first.verdict
    question = ruled.item.question
    case = Case(ruled.item, first, knowledge, words)
    checks = checklist(case)
    if first.verdict is Verdict.CONDITIONAL and Note.NOT_GROUNDED in first.notes and all(line.general for line in checks):
        checks = (CheckLine(words("start.check.read", data=case.data or words("data.any")), Stated.OPEN), *checks)
    lines = _lines(ruled.tools, knowledge, words)
    nothing = best in _NOTHING
    start = _start(first, list(ruled.tools), question, knowledge, words) if is_possible(first) else None
    names = [line.label for line in lines if line.verdict is best and line.shape != ASK_SHAPE]
    values = {
        "data": case.data or words("data.any"),
        "tool": start.label if start else "",
        "tools": words.join(words.first_of(names, NAMED)),
    }
    bare = best is Verdict.CONDITIONAL and all(line.general for line in checks)
    key = f"start.{best.value}{'.unnamed' if bare else ''}" if start else f"which.{best.value}"
    made = blank(ruled.item.intent, words)
    return replace(
        made,
        label=label_of(ruled.item.intent, first),
        verdict=best.value,
        shape=SHAPES[best],
        word=words(f"word.{best.value}"),
        sentence=opening(words(key, **values)) if is_made or best is Verdict.FORBIDDEN else words("start.none_made"),
        checklist=checks if start else general_duties(case),
        tools=() if nothing or (start and len(lines) == 1) else lines,
        start=start,
        contact=(contacts.who_decides(knowledge) or words("contact.nobody"))
        if best in (Verdict.UNCOVERED, Verdict.REVIEW)
        else "",
        instead=instead(case, ruled.alternatives),
        how_to_get=how_to_get(case, ruled.alternatives) if nothing or start else "",
        offers=requesting.offers(case) if start and first.name in knowledge.policy.offerings else (),
        why=why(case) if nothing else (),
        notes=(
            *((words("start.none_made"),) if not is_made and best is Verdict.FORBIDDEN else ()),
            *notes(case, today),
            *assumptions(ruled.ruling.assumed if ruled.ruling else {}, knowledge, words),
        ),
        captions={**made.captions, "contact": words("contact.decides")},
    )


def likely(ruled: Ruled, ask: AskBack, knowledge: Knowledge, words: Words) -> Start | None:
    """Before a question back: the tool that will do for most kinds of data, or the best of those that are asked about."""
    question = ruled.item.question
    found: list[ToolRuling] = []
    if ask.slot is Slot.DATA:
        found = [one for one in ruled.tools if one.ask_back is not None and uses_of(one)]
    elif ask.slot is Slot.TOOL and not ask.about:
        found = usable(question, ask, knowledge)
    if not found:
        return None
    return Start(tables.offering_name(found[0], knowledge, words), _why(found[0], [], question, knowledge, words))


def usable(question: Question, ask: AskBack, knowledge: Knowledge) -> list[ToolRuling]:
    """Of the tools that a question back offers those that may be used, the ones to start with first."""
    offered = [ToolRuling(one.offerings[0], one.verdict, one.offerings) for one in ask.options if one.verdict and one.offerings]
    return order(knowledge.policy, question, filter(is_usable, offered))


def _start(first: ToolRuling, tools: list[ToolRuling], question: Question, knowledge: Knowledge, words: Words) -> Start:
    others = [one for one in tools if one is not first and is_possible(one) and one.name not in question.unsuited]
    ideas = _one_of_each_tool(others, first, knowledge)
    firsts = {_group(one, knowledge): one for one in reversed(ideas)}.values()  # of each heading one, before a second of any
    shown = list(dict.fromkeys(tables.offering_name(one, knowledge, words) for one in (*_as_in(ideas, firsts), *ideas)))
    shown = words.first_of(shown, NAMED - 1, len(others))  # beside the one to start with
    told = _why(first, tools if others else [], question, knowledge, words)
    return Start(tables.offering_name(first, knowledge, words), told, words.join(shown) if shown else "")


def _as_in(order: list[ToolRuling], some: Collection[ToolRuling]) -> list[ToolRuling]:
    return [one for one in order if one in some]


def _one_of_each_tool(others: list[ToolRuling], first: ToolRuling, knowledge: Knowledge) -> list[ToolRuling]:
    """Of each tool its first offering: three hosts of one model are no three ideas."""
    offerings = knowledge.policy.offerings
    tool_of = {one.name: offerings[one.name].tool if one.name in offerings else one.name for one in (first, *others)}
    found = {tool_of[one.name]: one for one in reversed(others)}
    return [one for one in others if found[tool_of[one.name]] is one and tool_of[one.name] != tool_of[first.name]]


def _why(first: ToolRuling, than: Collection[ToolRuling], question: Question, knowledge: Knowledge, words: Words) -> str:
    """What speaks for it, at most three things. ``than``: all that it is held against, whatever they are made for."""
    policy = knowledge.policy
    offering = policy.offerings.get(first.name, Offering(first.name, ""))
    of_task = any(first.name in policy.start_with.get(family, ()) for family in question.families)
    reasons = []
    if offering.access == "everybody":
        reasons.append("everybody")
    if question.families and first.name in question.suited:
        reasons.append("made_for_it")
    if of_task or first.name in policy.start_with.get(ANY_TASK, ()):
        reasons.append("named")
    if than and not question.nothing_else and not reasons and all(_asks(first) <= _asks(one) for one in than):
        reasons.append("least")
    return opening(words("semicolon").join(words(f"start.why.{reason}") for reason in reasons)) if reasons else ""


def _asks(ruling: ToolRuling) -> tuple[int, int]:
    """How little it may come to; what is still open, by its mildest answer."""
    if ruling.ask_back is not None:
        return min((STRICTNESS[one.verdict] for one in ruling.ask_back.options if one.verdict), default=0), 0
    return STRICTNESS[ruling.verdict], sum(not need.general for need in ruling.needs)


def is_made_for_nothing(ruled: Ruled) -> bool:
    """Whether nothing but a tool made for the task will do, and the policy has none: whatever the data, none is to start with."""
    question = ruled.item.question
    return question.nothing_else and all(one.name in question.unsuited for one in ruled.tools)


def _lines(rulings: tuple[ToolRuling, ...], knowledge: Knowledge, words: Words) -> tuple[ToolLine, ...]:
    """Every tool once, under headings where there are several."""
    grouped: dict[str, list[ToolLine]] = {name: [] for name in GROUPS}
    for one in rulings:
        grouped[_group(one, knowledge)].append(tables.line(one, tables.offering_name(one, knowledge, words), words))
    several = sum(map(bool, grouped.values())) > 1
    return tuple(
        dict.fromkeys(
            replace(line, group=words(f"start.group.{name}")) if several else line for name in GROUPS for line in grouped[name]
        )
    )


def _group(one: ToolRuling, knowledge: Knowledge) -> str:
    offering = knowledge.policy.offerings.get(one.name, Offering(one.name, ""))
    if one.verdict in _NOTHING and one.ask_back is None:
        return "not_this"
    if offering.access in ("everybody", "own"):
        return offering.access
    if offering.hosting in _OWN_MACHINES:
        return "own_machines"
    return offering.access or "listed"
