"""Two compiled policies -> one numbering for the rules of both, so that "the same rules reach this cell" is one comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.policy.cell import bits
from bot.policy.compile import Compiled, masks, reached_by
from bot.policy.words import Citation, Rule


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
        self._masks = [_Masks(compiled, rules, len(numbers)) for compiled, rules in zip((old, new), self._rules, strict=True)]
        self._ruled_alike = (old.policy.offerings.keys() & new.policy.offerings.keys()) - (
            old.policy.suspended ^ new.policy.suspended
        )
        """Offerings of which only rules can say another thing than before."""
        self._is_alike = (old.default, old.unlisted, old.assumed) == (new.default, new.unlisted, new.assumed)
        self.reworded = frozenset(
            id_ for id_, need in new.open_needs.items() if id_ in old.open_needs and need.text != old.open_needs[id_].text
        )
        """Conditions that are said in other words now: another condition, for whoever has to meet it."""
        self._touched = 0
        for number in (number for rules in self._rules for number in _with_conditions(rules, self.reworded)):
            self._touched |= 1 << number

    def is_same(self, offering: str, data: str) -> bool:
        """Whether the cell cannot differ: the very same rules reach it, and silence means the same."""
        if not self._is_alike or offering not in self._ruled_alike:
            return False
        before = self._masks[0].of(offering, data)
        return before == self._masks[1].of(offering, data) and not before & self._touched

    def causes(self, offering: str, data: str, deciding: frozenset[str]) -> tuple[Cause, ...]:
        """Rules that reach the cell in one policy only, or in another form; of those the ones that decide it, where any does."""
        before, after = (masks.of(offering, data) for masks in self._masks)
        found: dict[str, Cause] = {}
        for number in sorted(bits(before ^ after)):
            rule = self._rules[0].get(number) or self._rules[1][number]
            found[rule.id] = self._cause(rule.id, before, after)
        told = tuple(cause for id_, cause in found.items() if id_ in deciding) or tuple(found.values())
        if told or before & self._touched:
            return told
        if (self.old.default, self.old.unlisted) == (
            self.new.default,
            self.new.unlisted,
        ) and self.old.assumed != self.new.assumed:
            return (Cause("assumed", How.SILENCE, self.old.policy.default_at, self.new.policy.default_at),)
        if offering in self.old.policy.offerings and offering in self.new.policy.offerings:
            return (Cause("default", How.SILENCE, self.old.policy.default_at, self.new.policy.default_at),)
        return (Cause("unlisted", How.SILENCE, self.old.policy.unlisted_at, self.new.policy.unlisted_at),)

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


class _Masks:
    """One policy's masks in the numbering of both."""

    def __init__(self, compiled: Compiled, rules: Mapping[int, Rule], size: int) -> None:
        nothing: frozenset[str] = frozenset()
        offerings = [rules[number].offerings if number in rules else nothing for number in range(size)]
        data = [rules[number].data if number in rules else nothing for number in range(size)]
        self._offering, self._any_offering = masks(offerings, {id_: (id_,) for id_ in compiled.policy.offerings})
        self._data, self._any_data = masks(data, reached_by(compiled.policy))

    def of(self, offering: str, data: str) -> int:
        return self._offering.get(offering, self._any_offering) & self._data.get(data, self._any_data)


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


def _with_conditions(rules: Mapping[int, Rule], conditions: frozenset[str]) -> list[int]:
    return [number for number, rule in rules.items() if not conditions.isdisjoint(rule.conditions)]
