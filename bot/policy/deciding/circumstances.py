"""One cell -> all circumstances in which its rules may say another thing: context values, and who holds a waiver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.worlds import OTHER
from bot.policy.words import ANY

_MOST_CONTEXTS = 64
"""Combinations of context values that are looked at for one cell; a cell that tests more is looked at value by value."""


def circumstances(policies: Sequence[Compiled], offering: str, data: str) -> Iterator[tuple[dict[str, str], str]]:
    """(context value by slot, id of a waiver's holder): nothing said by nobody special first, then all that matters here."""
    yield {}, ""
    values: dict[str, dict[str, None]] = {}
    holders: dict[str, None] = {}
    for compiled in policies:
        reached = compiled.reach.of(offering, data)
        if reached & compiled.where:
            for slot in compiled.slots:
                for value, mask in slot.by_value.items():
                    if mask & reached & slot.tested:
                        values.setdefault(slot.name, {})[value] = None
                if slot.name in values and compiled.assumed.get(slot.name):
                    values[slot.name][OTHER] = None  # who says nothing is taken for somebody here
        if reached & compiled.waived:
            for bit, waiver in compiled.waivers.items():
                if reached >> bit & 1:
                    holders |= dict.fromkeys(sorted(waiver.who - {ANY}))
    for who in ("", *holders):
        for context in _contexts(values):
            if context or who:
                yield context, who


def _contexts(values: Mapping[str, Mapping[str, None]]) -> Iterator[dict[str, str]]:
    """Nothing said, then each value of each slot, then their combinations where they are few."""
    yield {}
    for slot, found in values.items():
        yield from ({slot: value} for value in found)
    several = [[(slot, value) for value in found] for slot, found in values.items()]
    count = 1
    for found_values in several:
        count *= len(found_values)
    if len(several) > 1 and count <= _MOST_CONTEXTS:
        yield from (dict(chosen) for chosen in product(*several))
