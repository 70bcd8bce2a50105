"""What rules or duties select goes in, a bit each; which of them reach an offering and a data type or class comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.policy.policy import Policy
from bot.policy.words import ANY

Selected = tuple[frozenset[str], frozenset[str]]
"""Ids of offerings, and of data types and classes."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Bits by the id that they reach; the ``any`` bits also reach an id that nobody has heard of."""

    by_offering: dict[str, int]
    any_offering: int
    by_data: dict[str, int]
    any_data: int

    def of(self, offering: str, data: str) -> int:
        """The bits that reach one cell."""
        return self.by_offering.get(offering, self.any_offering) & self.by_data.get(data, self.any_data)

    def of_some(self, offerings: Iterable[str], data: Iterable[str]) -> int:
        """The bits that reach any of these cells."""
        offered = union(self.by_offering.get(one, self.any_offering) for one in offerings)
        return offered & union(self.by_data.get(one, self.any_data) for one in data)


def reach_of(policy: Policy, selected: Sequence[Selected]) -> Reach:
    """Bit *n* is what ``selected[n]`` reaches."""
    by_offering, any_offering = masks([offerings for offerings, _ in selected], {id_: (id_,) for id_ in policy.offerings})
    by_data, any_data = masks([data for _, data in selected], reached_by(policy))
    return Reach(by_offering, any_offering, by_data, any_data)


def reached_by(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Data type or class id -> the ids that a rule about them reaches it by."""
    reached = {id_: (id_, *kind.is_a, *kind.classes) for id_, kind in policy.data_types.items()}
    return reached | {id_: (id_,) for id_ in policy.data_classes}


def masks(selected: list[frozenset[str]], reached: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, int], int]:
    """Selectors by bit -> (id -> bits that reach it, bits that reach everything). ``reached``: id -> ids it is reached by."""
    size = len(selected) // 8 + 1
    everything = bytearray(size)
    named: dict[str, bytearray] = {}
    for bit, ids in enumerate(selected):
        byte, flag = bit >> 3, 1 << (bit & 7)
        if ANY in ids:
            everything[byte] |= flag
            continue
        for id_ in ids:
            row = named.get(id_)
            if row is None:
                row = named[id_] = bytearray(size)
            row[byte] |= flag
    any_mask = int.from_bytes(everything, "little")
    numbers = {id_: int.from_bytes(row, "little") for id_, row in named.items()}
    found = {id_: number | any_mask for id_, number in numbers.items()}
    for id_, by in reached.items():
        found[id_] = union(numbers.get(one, 0) for one in by) | any_mask
    return found, any_mask


def mask_of(bits: Iterable[int]) -> int:
    """The mask in which these bits are set."""
    return union(1 << bit for bit in bits)


def union(masks: Iterable[int]) -> int:
    """Every bit that is set in any of them."""
    whole = 0
    for mask in masks:
        whole |= mask
    return whole
