"""Compiled policy + ids of rules that tests rest on -> the rules and the cells that no test speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.policy.deciding.cell import World, bits, decided_by, look
from bot.policy.deciding.compile import Compiled
from bot.policy.words import Question, Rule

SILENCE = "default"
"""How a ruling cites the line that decides where no rule does."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What tests speak of. A cell is spoken of where any rule that decides it is."""

    rules: int
    cells: int
    untested_rules: tuple[Rule, ...] = ()
    untested_cells: tuple[tuple[str, str], ...] = ()
    """Offering and data type, or class without types."""


def coverage(compiled: Compiled, tested: frozenset[str], today: date) -> Coverage:
    """``tested``: ids of the rules that decided a test. Waivers that have ended are no rules any more."""
    ended = {waiver.rule.id for waiver in compiled.waivers.values() if waiver.until < today}
    rules = [rule for rule in (*compiled.policy.rules, *(one.rule for one in compiled.policy.waivers)) if rule.id not in ended]
    has_types = {class_ for kind in compiled.policy.data_types.values() for class_ in kind.classes}
    data = [*compiled.policy.data_types, *(id_ for id_ in compiled.policy.data_classes if id_ not in has_types)]
    world = World(Question(), today, compiled.assumed)
    cells = [(offering, id_) for offering in compiled.policy.offerings for id_ in data]
    return Coverage(
        len(rules),
        len(cells),
        tuple(rule for rule in rules if rule.id not in tested),
        tuple(cell for cell in cells if tested.isdisjoint(_deciding(compiled, world, *cell))),
    )


def _deciding(compiled: Compiled, world: World, offering: str, data: str) -> set[str]:
    cell = look(compiled, world, offering, data)
    return {compiled.rules[bit].id for bit in bits(decided_by(compiled, cell))} if cell.active else {SILENCE}
