"""Policy -> compiled policy: one bit per rule, so that "which rules reach this cell" is a few ANDs of whole numbers.

Bits are ordered by effect (allow lowest, forbid highest) and then by where the rule stands. The highest bit that is left
over is therefore the effect that decides, and the order in which rules were handed over cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.policy.deciding.reach import Reach, mask_of, reach_of, union
from bot.policy.deciding.rulings import Need, Stated
from bot.policy.policy import Policy
from bot.policy.words import ANY, SEVERAL, STRICTNESS, Condition, Effect, Rule, Slot, Verdict, Waiver

_ORDER = {Effect.ALLOW: 0, Effect.CONDITION: 1, Effect.REVIEW: 2, Effect.FORBID: 3}


@dataclass(frozen=True, slots=True)
class ContextSlot:
    """What the rules test of one context slot. ``by_value``: value -> rules that hold there, ``free`` ones included."""

    name: str
    tested: int
    free: int
    by_value: dict[str, int]

    def holding(self, value: str) -> int:
        """Rules that hold where the slot has this value, or these."""
        if value in self.by_value or SEVERAL not in value:
            return self.by_value.get(value, self.free)
        return union(self.by_value.get(one, self.free) for one in value.split(SEVERAL))


@dataclass(frozen=True, slots=True)
class Group:
    """Data ids that exactly the same rules and duties reach; ``head`` is looked at, ``members`` are named. Classes that are
    stood for by their types are apart, so that none of them is offered in the place of a type."""

    head: str
    members: tuple[str, ...]
    is_stood_for: bool
    """Classes with types: where no rule holds for such a class as a whole its types stand for it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy, ready to decide with. Bit *n* of every mask is ``rules[n]``; duties have masks of their own."""

    policy: Policy
    rules: tuple[Rule, ...]
    condition_from: int
    """First bit of the condition rules; below are the allowing ones."""
    review_from: int
    forbid_from: int
    reach: Reach
    slots: tuple[ContextSlot, ...]
    where: int
    """Rules that test any context slot."""
    heeding: int
    """Reviews and conditions that wait for words, and conditions of whatever is used for some purpose: alone they cover nothing,
    because a message that says them is not ruled on by that."""
    waived: int
    """Bits that are waivers."""
    waivers: dict[int, Waiver]
    setting: int
    """Rules that set others aside."""
    targets: dict[int, int]
    """Bit -> mask of what it sets aside."""
    setting_order: dict[int, int]
    """Bit -> its turn: a rule comes before what it sets aside."""
    by_condition: dict[str, int]
    """Condition id -> rules that need it (forbidding rules not counted)."""
    duties: tuple[Condition, ...]
    duty_reach: Reach
    duty_bit: dict[str, int]
    binding: int
    """Bits of the duties that make an allowed conditional."""
    open_needs: dict[str, Need]
    """Condition id -> the need nobody said anything about, for all worlds."""
    default: Verdict
    unlisted: Verdict
    assumed: dict[str, str]
    """Context slot -> value, in lower case."""
    data_groups: tuple[Group, ...]
    """All data types and classes of the policy: what data may be where nothing was read."""


def compile_policy(policy: Policy) -> Compiled:
    """Rules and waivers are sorted, numbered and indexed. A rule that allows but names conditions counts as a condition."""
    rules = _in_order(policy)
    bit_of: dict[str, list[int]] = {}
    for bit, rule in enumerate(rules):
        bit_of.setdefault(rule.id, []).append(bit)
    weights = [_weight(rule) for rule in rules]
    reach = reach_of(policy, [(rule.offerings, rule.data) for rule in rules])
    duties = tuple(sorted((c for c in policy.conditions.values() if c.general), key=lambda c: c.id))
    duty_reach = reach_of(policy, [(duty.offerings, duty.data) for duty in duties])
    slots = _context_slots(rules)
    targets = _acyclic({bit: _bits_of(rule.sets_aside, bit_of) for bit, rule in enumerate(rules) if rule.sets_aside})
    waivers = {bit: waiver for waiver in policy.waivers for bit in bit_of[waiver.rule.id] if rules[bit] is waiver.rule}
    return Compiled(
        policy=policy,
        rules=rules,
        condition_from=weights.count(0),
        review_from=len(rules) - weights.count(3) - weights.count(2),
        forbid_from=len(rules) - weights.count(3),
        reach=reach,
        slots=slots,
        where=union(slot.tested for slot in slots),
        heeding=mask_of(bit for bit, rule in enumerate(rules) if bit not in waivers and _heeds(rule)),
        waived=mask_of(waivers),
        waivers=waivers,
        setting=mask_of(targets),
        targets=targets,
        setting_order=_turns(targets),
        by_condition=_by_condition(rules),
        duties=duties,
        duty_reach=duty_reach,
        duty_bit={duty.id: 1 << bit for bit, duty in enumerate(duties)},
        binding=mask_of(bit for bit, duty in enumerate(duties) if duty.binds),
        open_needs=_open_needs(policy, rules),
        default=_never_mild(policy.default),
        unlisted=_never_mild(policy.unlisted),
        assumed={slot.value: value.lower() for slot, value in policy.assumed.items()},
        data_groups=_groups(policy, reach, duty_reach),
    )


def _in_order(policy: Policy) -> tuple[Rule, ...]:
    every = [*policy.rules, *(waiver.rule for waiver in policy.waivers)]
    return tuple(sorted(every, key=lambda rule: (_weight(rule), rule.at.file, rule.at.line, rule.at.column, rule.id)))


def _weight(rule: Rule) -> int:
    if rule.effect is Effect.ALLOW and rule.conditions:
        return _ORDER[Effect.CONDITION]
    return _ORDER[rule.effect]


def _heeds(rule: Rule) -> bool:
    """Whether a rule only holds up what others allow."""
    is_of_any = Slot.PURPOSE in rule.where and ANY in rule.offerings and ANY in rule.data
    if rule.effect is Effect.CONDITION:
        return Slot.WORDS in rule.where or is_of_any
    return rule.effect is Effect.REVIEW and Slot.WORDS in rule.where


def _never_mild(silence: Verdict) -> Verdict:
    """Silence never allows, whatever the file says."""
    return silence if STRICTNESS[silence] >= STRICTNESS[Verdict.REVIEW] else Verdict.UNCOVERED


def _bits_of(ids: Iterable[str], bit_of: Mapping[str, list[int]]) -> int:
    return mask_of(bit for id_ in ids for bit in bit_of.get(id_, ()))


def _context_slots(rules: tuple[Rule, ...]) -> tuple[ContextSlot, ...]:
    names = sorted({str(name) for rule in rules for name in rule.where})
    whole = (1 << len(rules)) - 1
    found = []
    for name in names:
        testing = [(bit, {value.lower() for value in rule.where[name]}) for bit, rule in enumerate(rules) if name in rule.where]
        tested = mask_of(bit for bit, _ in testing)
        free = whole & ~tested
        values = sorted({value for _, accepted in testing for value in accepted})
        by_value = {value: free | mask_of(bit for bit, accepted in testing if value in accepted) for value in values}
        found.append(ContextSlot(name, tested, free, by_value))
    return tuple(found)


def _acyclic(targets: dict[int, int]) -> dict[int, int]:
    """Drops every edge that lies on a cycle: rules that set each other aside set nothing aside. (The loader refuses them.)"""
    reach = {bit: _reach(bit, targets) for bit in targets}
    kept = {}
    for bit, mask in targets.items():
        on_cycle = mask_of(other for other in _each(mask) if other == bit or (reach.get(other, 0) >> bit) & 1)
        if mask & ~on_cycle:
            kept[bit] = mask & ~on_cycle
    return kept


def _reach(start: int, targets: Mapping[int, int]) -> int:
    seen, todo = 0, targets[start]
    while todo:
        bit = todo.bit_length() - 1
        seen |= 1 << bit
        todo = (todo | targets.get(bit, 0)) & ~seen
    return seen


def _turns(targets: Mapping[int, int]) -> dict[int, int]:
    """A rule's turn: after everything that may set it aside. ``targets`` has no cycle."""
    above: dict[int, list[int]] = {bit: [] for bit in targets}
    for bit, mask in targets.items():
        for other in _each(mask):
            if other in above:
                above[other].append(bit)
    turns: dict[int, int] = {}
    todo = sorted(targets)
    while todo:
        ready = [bit for bit in todo if all(one in turns for one in above[bit])]
        turns.update({bit: len(turns) + place for place, bit in enumerate(ready)})
        todo = [bit for bit in todo if bit not in turns]
    return turns


def _each(mask: int) -> list[int]:
    """Numbers of the bits that are set, highest first."""
    bits = []
    while mask:
        bit = mask.bit_length() - 1
        bits.append(bit)
        mask ^= 1 << bit
    return bits


def _by_condition(rules: tuple[Rule, ...]) -> dict[str, int]:
    bits: dict[str, list[int]] = {}
    for bit, rule in enumerate(rules):
        if rule.effect is not Effect.FORBID:
            for condition in rule.conditions:
                bits.setdefault(condition, []).append(bit)
    return {condition: mask_of(found) for condition, found in bits.items()}


def _open_needs(policy: Policy, rules: tuple[Rule, ...]) -> dict[str, Need]:
    unknown = {id_: Condition(id_, {}, at=rule.at) for rule in rules for id_ in rule.conditions}
    every = unknown | policy.conditions
    return {
        id_: Need(id_, Stated.OPEN, one.when, one.text, one.general and not one.binds, (), one.at) for id_, one in every.items()
    }


def _groups(policy: Policy, reach: Reach, duty_reach: Reach) -> tuple[Group, ...]:
    has_types = {class_ for kind in policy.data_types.values() for class_ in kind.classes if class_ in policy.data_classes}
    # a class that any rule names is a world of its own, also where that rule does not hold (another purpose or role)
    has_types -= {id_ for rule in policy.rules for id_ in rule.data}
    alike: dict[tuple[int, int, bool], list[str]] = {}
    for id_ in (*policy.data_types, *policy.data_classes):
        alike.setdefault((reach.by_data[id_], duty_reach.by_data[id_], id_ in has_types), []).append(id_)
    return tuple(Group(ids_[0], tuple(ids_), is_stood_for) for (_, _, is_stood_for), ids_ in alike.items())
