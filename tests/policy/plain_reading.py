"""The rules read a second time: slow, plain, and written without any mask; what the laws compare rulings with."""

from __future__ import annotations

from datetime import date
from itertools import product

from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.policy import Policy, becomes_of
from bot.policy.words import ANY, STRICTNESS, Effect, Question, Rule, Slot, ToolAsk, Verdict
from tests.policy.made_policies import COUNTRIES, PURPOSES
from tests.policy.policy_cases import TODAY


def reading(policy: Policy, cell: tuple[str, str], values: dict[str, str], question: Question, today: date = TODAY) -> Verdict:
    """The verdict of one cell in one world."""
    offering, kind = cell
    known = policy.data_types.get(kind)
    names = {kind, ANY, *(known.classes if known else ()), *(known.is_a if known else ())}
    waived = [w.rule for w in policy.waivers if w.since <= today <= w.until and (ANY in w.who or w.who & question.who)]
    live = [
        rule
        for rule in [*policy.rules, *waived]
        if rule.offerings & {offering, ANY}
        and rule.data & names
        and all(values.get(slot) in accepted for slot, accepted in rule.where.items())
    ]
    if all(rule in policy.rules and is_only_of_a_purpose(rule) for rule in live):
        live = []
    kept = [rule for rule in live if not is_set_aside(rule, live)]
    duties = [c for c in policy.conditions.values() if c.general and c.offerings & {offering, ANY} and c.data & names]
    if any(rule.effect is Effect.FORBID for rule in kept):
        return Verdict.FORBIDDEN
    if question.unmet & {*(c for rule in kept for c in rule.conditions), *(duty.id for duty in duties)}:
        return Verdict.FORBIDDEN
    if not kept:
        return policy.default if offering in policy.offerings else policy.unlisted
    if any(rule.effect is Effect.REVIEW for rule in kept):
        return Verdict.REVIEW
    is_bound = any(duty.binds for duty in duties) or any(rule.effect is Effect.CONDITION for rule in kept)
    return Verdict.CONDITIONAL if is_bound else Verdict.ALLOWED


def is_only_of_a_purpose(rule: Rule) -> bool:
    """Whether a rule is a condition of whatever is used for some purpose, which allows nothing."""
    return rule.effect is Effect.CONDITION and Slot.PURPOSE in rule.where and ANY in rule.offerings and ANY in rule.data


def is_set_aside(rule: Rule, live: list[Rule]) -> bool:
    """Whether a rule that is not itself set aside names it. There is no cycle, so this ends."""
    return any(rule.id in other.sets_aside and not is_set_aside(other, live) for other in live)


def readings(policy: Policy, question: Question, tool: ToolAsk) -> list[Verdict]:
    """The verdict of every world of a question whose data was all read."""
    found = []
    said = {str(slot): value.lower() for slot, value in {**policy.assumed, **question.context}.items()}
    open_slots = {"purpose": (*PURPOSES, "other"), "country": (*COUNTRIES, "other")}
    slots = [name for name in open_slots if name not in said]
    kinds = [[became(policy, kind, ask.transformations) for kind in ask.types] for ask in question.data]
    for offering, values, chosen in product(
        tool.offerings or (tool.name,), product(*(open_slots[s] for s in slots)), product(*kinds)
    ):
        world = said | dict(zip(slots, values, strict=True))
        cells = [reading(policy, (offering, kind), world, question) for kind in chosen]
        found.append(max(cells, key=STRICTNESS.__getitem__))
    return found


def is_ruled(policy: Policy, class_: str) -> bool:
    """Whether a rule names a class. Else its types stand for it where nothing was said of the data."""
    return any(class_ in rule.data for rule in policy.rules)


def became(policy: Policy, kind: str, transformations: tuple[str, ...]) -> str:
    for transformation in transformations:
        kind = becomes_of(policy, kind).get(transformation, kind)
    return kind


def is_never_milder(after: tuple[Policy, Question], before: tuple[Policy, Question]) -> bool:
    """Whether no tool of the question got a milder verdict. (Which tool is the best may change, so each is compared.)"""
    new, old = (ranks(decide(compile_policy(policy), question, TODAY)) for policy, question in (after, before))
    return new.keys() == old.keys() and all(new[name] >= old[name] for name in old)


def ranks(ruling: Ruling) -> dict[str, int]:
    return {one.name: STRICTNESS[one.verdict] for one in ruling.per_tool} or {"": STRICTNESS[ruling.verdict]}
