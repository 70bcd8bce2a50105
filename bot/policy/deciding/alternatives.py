"""A question -> the nearest ways out: another tool, plan or hosting, or the same data after a transformation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.policy.deciding.cell import is_evidenced
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.offer import Brief
from bot.policy.deciding.ruling import brief_of, rule_tool
from bot.policy.deciding.rulings import Alternative, Stated, ToolRuling
from bot.policy.deciding.starting import ACCESS, ANY_TASK, HOSTING, LAST, named_place
from bot.policy.deciding.worlds import Asked, ready
from bot.policy.policy import Policy, becomes_of
from bot.policy.words import STRICTNESS, USABLE, Offering, Question, Slot, ToolAsk, Verdict

_MILDEST_NOT_OFFERED = STRICTNESS[Verdict.UNCOVERED]
_OWN_MACHINES = {"self_hosted": 1, "device": 2}
_MADE_FOR_IT = 2
"""So far away, or nearer, is what takes the same task."""


def alternatives(compiled: Compiled, question: Question, today: date, limit: int = 5) -> tuple[Alternative, ...]:
    """Cells that are milder than the ruling for what was asked: mildest first, then the nearest (same tool, same task,
    data as it is). Where a task was named, what is made for it comes before all that may be used as well; before all of these
    comes what the rules that decided name themselves.

    Only what is settled is offered, never an uncovered or a forbidden cell, nor a tool that is made for other tasks alone;
    where nobody said what data it is and nothing is settled, what some data may go into. Without a tool in the question every
    tool was asked about (``which_tools`` says which may be used), and what is left is the data after a transformation.
    Nor what is for some people alone, unless the asker said to be one of them.
    """
    if not compiled.policy.offerings:
        return ()
    question = replace(question, is_closed=True)  # what else there is hangs on no statement
    asked = ready(compiled, question, today)
    out = frozenset(question.unsuited) if question.nothing_else else frozenset()
    listed = [id_ for id_ in compiled.policy.offerings if id_ not in out] or compiled.policy.offerings
    tools = question.tools or tuple(ToolAsk(id_, (id_,)) for id_ in listed)
    rulings = [rule_tool(compiled, asked, tool)[0] for tool in tools]
    best = min(STRICTNESS[ruling.verdict] for ruling in rulings)
    first = _named_by(compiled, rulings) if question.tools else {}
    named = {offering for tool in question.tools for offering in tool.offerings}
    unsuited = frozenset(question.unsuited) - named
    beside = [compiled.policy.offerings[id_] for id_ in sorted(named) if id_ in compiled.policy.offerings]
    found, left = [], []
    for transformation, changed in _questions(compiled, question):
        made = ready(compiled, changed, today)
        passed_over = unsuited if transformation else unsuited | named
        alike: dict[tuple[object, ...], tuple[Brief, ToolRuling | None]] = {}
        for offering in compiled.policy.offerings.values():
            if offering.id in passed_over:
                continue
            key = _said_of(compiled, made, offering.id)
            if key not in alike:
                tool = ToolAsk(offering.id, (offering.id,))
                brief = brief_of(compiled, made, tool)
                is_milder = not brief.is_open and STRICTNESS[brief.verdict] < min(best, _MILDEST_NOT_OFFERED)
                alike[key] = brief, rule_tool(compiled, made, tool)[0] if is_milder else None
            brief, ruling = alike[key]
            if brief.is_open and not transformation:
                left.append(offering)
            if ruling is not None and (offering.id in first or not _of_others(compiled, ruling)):
                strictness = STRICTNESS[ruling.verdict]
                conditions = tuple(need.condition for need in ruling.needs if not need.general)
                way = Alternative(offering.id, ruling.verdict, conditions, transformation)
                distance = _distance(offering, beside, question.suited)
                # who wants code written on is not sent to a model that writes, though that one asks for less
                off = bool(question.families) and distance > _MADE_FOR_IT and ruling.verdict in USABLE
                rank = STRICTNESS[Verdict.CONDITIONAL] if question.families else 0
                found.append(
                    (
                        first.get(offering.id, len(first)),
                        max(strictness, rank),
                        off,
                        strictness,
                        distance,
                        bool(transformation),
                        len(conditions),
                        _listed(compiled.policy, offering, distance),
                        offering.id,
                        way,
                    )
                )
    if not found:
        return tuple(_hanging_on_data(compiled, asked, left, beside, best)[:limit])
    found.sort(key=lambda one: (*one[:-1], one[-1].transformation))
    return tuple(_as_it_is_second(_first_of_each([one[-1] for one in found]))[:limit])


def _hanging_on_data(
    compiled: Compiled, asked: Asked, offerings: list[Offering], beside: list[Offering], best: int
) -> list[Alternative]:
    """Offerings into which some data may go where nobody said what data it is; the nearest first, then those that take more."""
    found = []
    alike: dict[tuple[object, ...], list[Verdict]] = {}
    for offering in offerings:
        key = _said_of(compiled, asked, offering.id)
        if key not in alike:
            alike[key] = _mild(rule_tool(compiled, asked, ToolAsk(offering.id, (offering.id,)))[0], best)
        if mild := alike[key]:
            way = Alternative(offering.id, min(mild, key=STRICTNESS.__getitem__), depends=True)
            distance = _distance(offering, beside, asked.world.question.suited)
            found.append((distance, -len(mild), _listed(compiled.policy, offering, distance), offering.id, way))
    return [one[-1] for one in sorted(found, key=lambda one: one[:-1])]


def _said_of(compiled: Compiled, asked: Asked, offering: str) -> tuple[object, ...]:
    """What rules and evidence say of an offering: the rulings of two of which they say the same differ in names alone. A box is
    ticked for one offering: then each is ruled for itself."""
    policy = compiled.policy
    reached = (compiled.reach.by_offering[offering], compiled.duty_reach.by_offering[offering])
    is_usable = (offering in policy.suspended, is_evidenced(policy, offering, asked.world.today))
    return (offering,) if asked.world.question.ticked else (*reached, *is_usable)


def _named_by(compiled: Compiled, rulings: list[ToolRuling]) -> dict[str, int]:
    """Offerings that deciding rules name as the way out -> their place."""
    deciding = {reason.rule for ruling in rulings for reason in ruling.reasons}
    named = (id_ for rule in compiled.policy.rules if rule.instead and rule.id in deciding for id_ in rule.instead)
    return {id_: place for place, id_ in enumerate(dict.fromkeys(named))}


def _of_others(compiled: Compiled, ruling: ToolRuling) -> bool:
    """Whether a condition asks the asker to be somebody, and the asker has not said so."""
    known = compiled.policy.conditions
    left = (need.condition for need in ruling.needs if need.stated is not Stated.MET)
    return any(id_ in known and known[id_].of_asker for id_ in left)


def _mild(ruling: ToolRuling, best: int) -> list[Verdict]:
    """What a tool says to the kinds of data for which it is milder than ``best``, where only the data is open."""
    asked = ruling.ask_back
    if asked is None or asked.slot is not Slot.DATA:
        return []
    told = [one.verdict for one in asked.options if one.verdict is not None]
    return [one for one in told if STRICTNESS[one] < min(best, _MILDEST_NOT_OFFERED)]


def _questions(compiled: Compiled, question: Question) -> Iterator[tuple[str, Question]]:
    """The question as it is, and once for each transformation that the policy knows for all or part of its data."""
    yield "", question
    possible = {
        transformation
        for ask in question.data
        for id_ in ask.types
        for transformation in becomes_of(compiled.policy, id_)
        if transformation not in ask.transformations
    }
    for transformation in sorted(possible):
        # data of which the policy does not say what it becomes stays as it is
        data = tuple(replace(ask, transformations=(*ask.transformations, transformation)) for ask in question.data)
        yield transformation, replace(question, data=data)


def _distance(offering: Offering, beside: list[Offering], suited: tuple[str, ...]) -> int:
    """0 the very offering, 1 the same tool, 2 made for the same task, 3 a product of the same vendor, 4 anything else."""
    if any(offering.id == one.id for one in beside):
        return 0
    if any(offering.tool == one.tool for one in beside):
        return 1
    if offering.id in suited:
        return 2
    is_product = offering.hosting not in HOSTING  # a vendor's model on a server is not nearer to its chat than another tool
    return 3 if is_product and any(offering.vendor and offering.vendor == one.vendor for one in beside) else 4


def _listed(policy: Policy, offering: Offering, distance: int) -> tuple[int, ...]:
    """Of equals, what the policy names to start with comes first; then what is no model on a machine of our own, least of all on
    a laptop, unless that is near what was asked about; then what everybody has, and what the policy lists first."""
    named = named_place(policy, offering.id, (ANY_TASK,))
    machine = _OWN_MACHINES.get(offering.hosting, 0) if distance > _MADE_FOR_IT else 0
    return named, machine, ACCESS[offering.access], offering.place or LAST


def _as_it_is_second(ways: list[Alternative]) -> list[Alternative]:
    """With what takes the data as it is in the second place at the latest: people see the first two, and not everything can be
    taken out of everything."""
    plain = next((place for place, way in enumerate(ways) if not way.transformation), 0)
    return [ways[0], ways[plain], *ways[1:plain], *ways[plain + 1 :]] if plain > 1 else ways


def _first_of_each(ways: list[Alternative]) -> list[Alternative]:
    """One way per offering: the first, which is the mildest and plainest."""
    return list({way.offering: way for way in reversed(ways)}.values())[::-1]
