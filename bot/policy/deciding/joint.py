"""Two compiled policies -> one numbering for the rules of both, so that "the same rules reach this cell" is one comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.policy.deciding.cell import bits
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.reach import Reach, Selected, reach_of
from bot.policy.policy import becomes_of
from bot.policy.words import Citation, Condition, Rule, When

EVIDENCE = "evidence"
"""The cause, in a rule's place, where an offering may be used on other days: evidence came, went or runs out on another day."""


class How(StrEnum):
    """What became of a rule between two policies, for one cell."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    REACHES = "reaches"
    """The rule is as it was, but the tool or the data came within its reach."""
    LOST = "lost"
    """The rule is as it was, but the tool or the data left its reach."""
    SILENCE = "silence"
    """No rule: what silence, an unlisted tool, or an asker who says nothing of themselves means."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a cell flip. ``old`` and ``new``: where it stands in each policy, where it does."""

    rule: str
    how: How
    old: Citation | None = None
    new: Citation | None = None
    kind: str = "rule"
    """``rule``, ``duty``, ``transformation``, ``name`` or ``evidence``: what ``rule`` is the id of."""


class Joint:
    """Both policies, cell by cell."""

    def __init__(self, old: Compiled, new: Compiled) -> None:
        self.old, self.new = old, new
        numbers: dict[object, int] = {}
        self._rules: list[dict[int, Rule]] = []
        for compiled in (old, new):
            self._rules.append(
                {numbers.setdefault(_meaning(compiled, bit), len(numbers)): rule for bit, rule in enumerate(compiled.rules)}
            )
        self._by_id = [{rule.id: number for number, rule in rules.items()} for rules in self._rules]
        self._reach = [_reach(compiled, rules, len(numbers)) for compiled, rules in zip((old, new), self._rules, strict=True)]
        self._ruled_alike = (old.policy.offerings.keys() & new.policy.offerings.keys()) - (
            (old.policy.suspended ^ new.policy.suspended) | self._otherwise_evidenced()
        )
        """Offerings of which only rules can say another thing than before."""
        self._is_alike = (old.default, old.unlisted, old.assumed) == (new.default, new.unlisted, new.assumed)
        self.reworded = frozenset(
            id_ for id_ in new.open_needs.keys() & old.open_needs.keys() if _demands(old, id_) != _demands(new, id_)
        )
        """Conditions that are said in other words now, are met at another moment, or for which another's word counts: another
        condition, for whoever has to meet it."""
        self._eased = frozenset(id_ for id_ in self.reworded if _is_easier(old, new, id_))
        self._touched = 0
        for number in (number for rules in self._rules for number in _with_conditions(rules, self.reworded)):
            self._touched |= 1 << number
        self._duty_ids = tuple(dict.fromkeys(duty.id for compiled in (old, new) for duty in compiled.duties))
        self._duties = [
            _reach(compiled, {self._duty_ids.index(duty.id): duty for duty in compiled.duties}, len(self._duty_ids))
            for compiled in (old, new)
        ]
        self._touched_duties = sum(1 << place for place, id_ in enumerate(self._duty_ids) if id_ in self.reworded)

    def is_same(self, offering: str, data: str) -> bool:
        """Whether the cell cannot differ: the very same rules and duties reach it, and silence means the same."""
        if not self._is_alike or offering not in self._ruled_alike:
            return False
        if self._duty_ids and self._other_duties(offering, data):
            return False
        before = self._reach[0].of(offering, data)
        return before == self._reach[1].of(offering, data) and not before & self._touched

    def eased(self, was: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
        """Conditions of a cell of which less is asked now. One with another id that asks the same is the same one."""
        asked = [_demands(self.new, id_) for id_ in now if id_ not in was]
        dropped = (id_ for id_ in was if id_ not in now and _demands(self.old, id_) not in asked)
        return (*dropped, *(id_ for id_ in now if id_ in was and id_ in self._eased))

    def causes(self, offering: str, data: str, deciding: frozenset[str]) -> tuple[Cause, ...]:
        """Rules that reach the cell in one policy only, or in another form; of those the ones that decide it, where any does."""
        before, after = (reach.of(offering, data) for reach in self._reach)
        found: dict[str, Cause] = {}
        for number in sorted(bits(before ^ after)):
            rule = self._rules[0].get(number) or self._rules[1][number]
            found[rule.id] = self._cause(rule.id, before, after)
        told = tuple(cause for id_, cause in found.items() if id_ in deciding) or tuple(found.values())
        if told:
            return told
        if offering in self._otherwise_evidenced():
            return (Cause(EVIDENCE, How.CHANGED, self.old.policy.evidenced_at, self.new.policy.evidenced_at, EVIDENCE),)
        if before & self._touched:
            return tuple(self._cause(self._rules[0][number].id, before, after) for number in sorted(bits(before & self._touched)))
        if duties := self._other_duties(offering, data):
            return tuple(self._cause_of_duty(place, offering, data) for place in sorted(bits(duties)))
        return (self._silence(offering),)

    def _silence(self, offering: str) -> Cause:
        """What silence means, for whoever says nothing of themselves."""
        if (self.old.default, self.old.unlisted) == (
            self.new.default,
            self.new.unlisted,
        ) and self.old.assumed != self.new.assumed:
            return Cause("assumed", How.SILENCE, self.old.policy.default_at, self.new.policy.default_at)
        if offering in self.old.policy.offerings and offering in self.new.policy.offerings:
            return Cause("default", How.SILENCE, self.old.policy.default_at, self.new.policy.default_at)
        return Cause("unlisted", How.SILENCE, self.old.policy.unlisted_at, self.new.policy.unlisted_at)

    def _otherwise_evidenced(self) -> set[str]:
        """Offerings that may be used on other days than before, by what has to be shown for them."""
        old, new = self.old.policy.evidenced, self.new.policy.evidenced
        return {one for one in old.keys() | new.keys() if old.get(one) != new.get(one)}

    def became(self, data: str, transformation: str) -> Cause:
        """What made transformed data another thing: what the two policies say that it becomes."""
        before, after = (
            (compiled.policy.data_types | compiled.policy.data_classes)[data].at
            if transformation in becomes_of(compiled.policy, data)
            else None
            for compiled in (self.old, self.new)
        )
        how = How.NEW if before is None else How.GONE if after is None else How.CHANGED
        return Cause(transformation, how, before, after, "transformation")

    def _other_duties(self, offering: str, data: str) -> int:
        """Duties that reach the cell in one policy only, or in other words."""
        before, after = (reach.of(offering, data) for reach in self._duties)
        return before ^ after | before & self._touched_duties

    def _cause_of_duty(self, place: int, offering: str, data: str) -> Cause:
        before, after = (reach.of(offering, data) >> place & 1 for reach in self._duties)
        id_ = self._duty_ids[place]
        at = [next((duty.at for duty in compiled.duties if duty.id == id_), None) for compiled in (self.old, self.new)]
        how = How.NEW if at[0] is None else How.GONE if at[1] is None else How.REACHES if after > before else How.LOST
        return Cause(id_, How.CHANGED if before and after else how, at[0], at[1], "duty")

    def _cause(self, rule: str, before: int, after: int) -> Cause:
        numbers = [by_id.get(rule) for by_id in self._by_id]
        places = [rules[number].at if number is not None else None for rules, number in zip(self._rules, numbers, strict=True)]
        if numbers[0] is None:
            how = How.NEW
        elif numbers[1] is None:
            how = How.GONE
        elif numbers[0] != numbers[1] or (before >> numbers[0] & 1 and after >> numbers[1] & 1):
            how = How.CHANGED
        elif after >> numbers[1] & 1:
            how = How.REACHES if self._selects_alike(rule) else How.CHANGED
        else:
            how = How.LOST if self._selects_alike(rule) else How.CHANGED
        return Cause(rule, how, places[0], places[1])

    def _selects_alike(self, rule: str) -> bool:
        old, new = (rules[by_id[rule]] for rules, by_id in zip(self._rules, self._by_id, strict=True))
        return old.data == new.data and old.at.quote == new.at.quote


def _reach(compiled: Compiled, numbered: Mapping[int, Rule | Condition], size: int) -> Reach:
    """What the rules or duties of one policy reach, in the numbering of both."""
    nothing: Selected = (frozenset(), frozenset())
    every = (numbered.get(number) for number in range(size))
    return reach_of(compiled.policy, [(one.offerings, one.data) if one else nothing for one in every])


def _meaning(compiled: Compiled, bit: int) -> object:
    """What a rule says wherever it reaches; where it stands and why it is there play no part."""
    rule = compiled.rules[bit]
    plain = (rule.id, rule.effect, rule.conditions)
    waiver = compiled.waivers.get(bit)
    if not (rule.where or rule.sets_aside or waiver):
        return plain
    where = tuple(sorted((str(slot), tuple(sorted(values))) for slot, values in rule.where.items()))
    term = (waiver.who, waiver.since, waiver.until) if waiver else None
    return (plain, frozenset(rule.sets_aside), where, term)


def _demands(compiled: Compiled, condition: str) -> object:
    """All that a condition asks of somebody; where it stands plays no part."""
    need, known = compiled.open_needs[condition], compiled.policy.conditions.get(condition)
    return (need.text, need.when, known.asker_may_state if known else True, known.binds if known else False)


def _is_easier(old: Compiled, new: Compiled, condition: str) -> bool:
    """Whether it may be met later than before, or the asker's word that it is met is enough now."""
    before, after = (compiled.policy.conditions.get(condition) for compiled in (old, new))
    if before is None or after is None:
        return False
    is_later = before.when is When.BEFORE and after.when is When.USING
    return is_later or (after.asker_may_state and not before.asker_may_state)


def _with_conditions(rules: Mapping[int, Rule], conditions: frozenset[str]) -> list[int]:
    return [number for number, rule in rules.items() if not conditions.isdisjoint(rule.conditions)]
