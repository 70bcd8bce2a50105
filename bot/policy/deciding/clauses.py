"""Clauses of vendors' terms that the policy rests on, and changes of them -> what is in doubt: rules, cells, answers.

A change never rules anything. It only marks what rests on the clause, until an owner has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.policy.deciding.cell import World, bits, look
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.policy import Policy
from bot.policy.words import Question


@dataclass(frozen=True, slots=True)
class TermChange:
    """A change of one page of terms, seen by the watcher or typed in by a person. ``topics`` empty: it may be about anything."""

    id: str
    page: str
    """``vendor/page``, as the register has it."""
    on: date
    """The day on which it was seen."""
    title: str = ""
    topics: tuple[str, ...] = ()
    effective: date | None = None
    diff: tuple[tuple[str, str], ...] = ()
    """Words that stay, go and come, in order: (``""``, ``-`` or ``+``; words)."""
    url: str = ""
    direction: str = ""
    """``looser``, ``stricter``, ``neutral`` or ``unclear`` for the customer's data; empty where nobody has judged."""

    @property
    def vendor(self) -> str:
        return self.page.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on clauses that have changed."""

    rules: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    offerings: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rules or self.conditions or self.offerings)


def touches(change: TermChange, clause: str) -> bool:
    """Whether a change may be one of this clause (``vendor/page``, or ``vendor/page#topic`` where only a part of it counts).

    A topic is named in full or by its first word (``training`` for ``training_on_inputs``).
    """
    page, _, topic = _plain(clause).partition("#")
    if page != _plain(change.page):
        return False
    topics = [_plain(one) for one in change.topics]
    return not topic or not topics or any(one == topic or one.startswith(f"{topic}-") for one in topics)


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", "-")


def resting_on(policy: Policy, changes: Iterable[TermChange]) -> Resting:
    """The rules (and waivers), conditions and offerings that name a changed clause."""
    changes = tuple(changes)

    def rests(clauses: Iterable[str]) -> bool:
        return any(touches(change, clause) for change in changes for clause in clauses)

    rules = (*policy.rules, *(waiver.rule for waiver in policy.waivers))
    return Resting(
        frozenset(rule.id for rule in rules if rests(rule.rests_on)),
        frozenset(one.id for one in policy.conditions.values() if rests(one.rests_on)),
        frozenset(one.id for one in policy.offerings.values() if rests(one.rests_on)),
    )


def is_used(resting: Resting, ruling: Ruling | ToolRuling, offerings: Iterable[str]) -> bool:
    """Whether a ruling rests on it: one of its rules decided, one of its conditions is asked for, or it is about one of its
    offerings and a rule decided. What only the policy's silence decided rests on no terms."""
    deciding = {reason.rule for reason in ruling.reasons}
    if deciding & resting.rules or {need.condition for need in ruling.needs} & resting.conditions:
        return True
    by_rule = any(reason.effect is not None for reason in ruling.reasons)
    about = {*offerings, *(reason.offering for reason in ruling.reasons)}
    return by_rule and not resting.offerings.isdisjoint(about)


def cells_on(compiled: Compiled, resting: Resting, today: date) -> Iterator[tuple[str, str]]:
    """The cells (offering, data type or class) in which a resting rule holds, where nothing else is said."""
    world = World(Question(), today, compiled.assumed)
    for offering in compiled.policy.offerings:
        for data in (*compiled.policy.data_types, *compiled.policy.data_classes):
            active = look(compiled, world, offering, data).active
            if not active:
                continue
            held = [compiled.rules[bit] for bit in bits(active)]
            if (
                offering in resting.offerings
                or any(rule.id in resting.rules for rule in held)
                or any(not resting.conditions.isdisjoint(rule.conditions) for rule in held)
            ):
                yield offering, data


def changes_of(policy: Policy, ruling: Ruling, offerings: Iterable[str], changes: Iterable[TermChange]) -> tuple[TermChange, ...]:
    """The changes that a ruling has to mention, oldest first."""
    offerings = tuple(offerings)
    found = []
    for change in changes:
        resting = resting_on(policy, (change,))
        if resting and (is_used(resting, ruling, offerings) or any(is_used(resting, one, ()) for one in ruling.per_tool)):
            found.append(change)
    return tuple(sorted(found, key=lambda change: (change.on, change.id)))
