"""Selectors -> bits: which of them reach an offering or a kind of data."""

from __future__ import annotations

import pytest

from bot.policy.deciding.cell import bits
from bot.policy.deciding.reach import masks, reach_of, reached_by
from bot.policy.words import ANY
from tests.policy.policy_cases import policy_of


def test_every_selector_finds_its_bit_however_many_there_are() -> None:
    pool = ["a", "b", "c"]
    selected = [frozenset(id_ for place, id_ in enumerate(pool) if (number >> place) & 1) for number in range(8)] * 3
    selected[10] = frozenset({ANY})
    reached = {"a": ("a",), "narrow": ("narrow", "a", "c"), "none": ("none",)}
    found, everything = masks(selected, reached)
    wanted = {"a": "a", "b": "b", "c": "c", "narrow": "ac", "none": ""}
    assert set(bits(everything)) == {10}
    for id_, names in wanted.items():
        assert set(bits(found[id_])) == {bit for bit, ids in enumerate(selected) if ids & set(names) or ANY in ids}
    assert found.keys() == wanted.keys()


@pytest.mark.parametrize("number", [7, 8, 16])
def test_the_last_of_so_many_selectors_is_found(number: int) -> None:
    for last in (frozenset({"a"}), frozenset({ANY})):
        found, everything = masks([frozenset({"b"})] * number + [last], {})
        assert bits(found.get("a", everything)) == [number]


def test_data_is_reached_by_its_own_name_its_broader_types_and_its_classes() -> None:
    policy = policy_of({"classes": ["public", "secret"], "types": {"broad": {}, "names": {"class": "secret", "is_a": ["broad"]}}})
    assert reached_by(policy) == {
        "broad": ("broad",),
        "names": ("names", "broad", "secret"),
        "public": ("public",),
        "secret": ("secret",),
    }


def test_a_cell_is_reached_by_what_selects_its_tool_and_its_data_and_several_by_what_reaches_any() -> None:
    policy = policy_of({"offerings": {"a/x": {}, "b/x": {}}, "types": {"names": {}, "invoices": {}}})
    pairs = [("a/x", "names"), ("b/x", ANY), (ANY, "invoices")]
    reach = reach_of(policy, [(frozenset({offering}), frozenset({data})) for offering, data in pairs])
    assert bits(reach.of("a/x", "names")) == [0]
    assert bits(reach.of("b/x", "invoices")) == [2, 1]
    assert bits(reach.of("nobody/knows", "it")) == []
    assert bits(reach.of_some(("a/x", "b/x"), ("names",))) == [1, 0]
