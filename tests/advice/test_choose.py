"""The adviser's table: every set of answers is asked, and its laws hold for every table that passes its check."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.choose import Chooser
from bot.knowledge.files.advice import shipped_table
from bot.policy.advice import (
    DIMENSIONS,
    INPUTS,
    KEEPS_THE_HOUSE,
    USUAL,
    WAYS,
    AdviceTable,
    Base,
    Entry,
    Fit,
    broken_laws,
)
from bot.policy.words import Citation
from bot.saying.words import languages
from tests.laws import examples
from tests.yamls import read_yaml

GOLDEN: dict[str, Any] = read_yaml((Path(__file__).parent / "cases" / "advice.yaml").read_text(encoding="utf-8"))
SHIPPED = shipped_table()
NAMES = tuple(INPUTS)
NOWHERE = Citation("advice.yaml", 1)
OPEN = {("letters", "confidential"): tuple(Fit(way, {f"tool/{way}": "allowed"}) for way in WAYS)}


@pytest.fixture(scope="module")
def firsts() -> dict[tuple[str, ...], str]:
    """Every set of answers -> what comes first."""
    chooser = Chooser(SHIPPED)
    return {values: chooser.first(dict(zip(NAMES, values, strict=True))) for values in product(*INPUTS.values())}


def counted(firsts: dict[tuple[str, ...], str], input_: str, value: str) -> dict[str, int]:
    at = NAMES.index(input_)
    return dict(Counter(first for values, first in firsts.items() if values[at] == value))


def test_what_comes_first_over_all_answers_is_as_recorded(firsts: dict[tuple[str, ...], str]) -> None:
    """A line that moves is a table that was edited: look at what it does, then record it."""
    assert dict(Counter(firsts.values())) == GOLDEN["all"]
    held = {f"{name}={value}": counted(firsts, name, value) for name, values in INPUTS.items() for value in values}
    assert held == GOLDEN["held"]


def moved(values: tuple[str, ...], input_: str, value: str) -> tuple[str, ...]:
    at = NAMES.index(input_)
    return (*values[:at], value, *values[at + 1 :])


def test_more_sensitive_data_never_moves_advice_towards_less_control(firsts: dict[tuple[str, ...], str]) -> None:
    at = NAMES.index("data")
    for values, first in firsts.items():
        for mild, strict in pairwise(INPUTS["data"]):
            if values[at] == mild:
                assert WAYS.index(firsts[moved(values, "data", strict)]) >= WAYS.index(first), values


def test_more_volume_never_moves_advice_away_from_fixed_costs(firsts: dict[tuple[str, ...], str]) -> None:
    at = NAMES.index("volume")
    for values, first in firsts.items():
        for less, more in pairwise(INPUTS["volume"]):
            if values[at] == less and first == KEEPS_THE_HOUSE:
                assert firsts[moved(values, "volume", more)] == KEEPS_THE_HOUSE, values


POINTS = st.integers(-4, 4)
ENTRIES = st.builds(
    lambda dimension, points, out: Entry(dimension, dict(zip(WAYS, points, strict=True)), out, {}, NOWHERE),
    st.sampled_from(DIMENSIONS),
    st.tuples(POINTS, POINTS, POINTS, POINTS),
    st.sets(st.sampled_from(WAYS)).map(tuple),
)
TABLES = st.builds(
    lambda weights, base, entries: AdviceTable(
        dict(zip(DIMENSIONS, weights, strict=True)),
        {name: Base(dict(zip(WAYS, points, strict=True)), {}) for name, points in zip(DIMENSIONS, base, strict=True)},
        entries,
    ),
    st.tuples(*[st.integers(0, 4)] * len(DIMENSIONS)),
    st.tuples(*[st.tuples(POINTS, POINTS, POINTS, POINTS)] * len(DIMENSIONS)),
    st.dictionaries(
        st.sampled_from([(name, value) for name, values in INPUTS.items() for value in values]),
        st.lists(ENTRIES, max_size=2).map(tuple),
        max_size=4,
    ),
)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in INPUTS.items()})


@examples(400)
@given(TABLES, ANSWERS, st.sets(st.sampled_from(WAYS[:2])))
def test_the_laws_hold_for_every_table_that_passes_their_check(
    table: AdviceTable, answers: dict[str, str], barred: set[str]
) -> None:
    broken = {one.law for one in broken_laws(table)}
    chooser, closed = Chooser(table), frozenset(barred)
    if not broken & {"control", "last"}:
        order = [WAYS.index(chooser.first({**answers, "data": level}, closed)) for level in INPUTS["data"]]
        assert order == sorted(order)
    if not broken & {"volume", "last"}:
        found = [chooser.first({**answers, "volume": volume}, closed) == KEEPS_THE_HOUSE for volume in INPUTS["volume"]]
        assert found == sorted(found)


def test_the_shipped_table_keeps_its_laws_and_says_everything_in_every_language() -> None:
    assert list(broken_laws(SHIPPED)) == []
    assert set(SHIPPED.weights) == set(SHIPPED.base) == set(DIMENSIONS)
    assert set(SHIPPED.demands) == {"all", *WAYS}
    texts = [base.because for base in SHIPPED.base.values()]
    texts += [entry.because for entries in SHIPPED.entries.values() for entry in entries]
    texts += [text for those in SHIPPED.demands.values() for text in those]
    assert [text for text in texts if set(text) != set(languages()) or not all(text.values())] == []


@pytest.mark.parametrize("way", WAYS)
def test_each_cell_says_why_and_what_would_change_it(way: str) -> None:
    chooser = Chooser(SHIPPED)
    advice = chooser.advise({}, {})
    (found,) = (one for one in advice.ways if one.way == way)
    assert [cell.dimension for cell in found.cells] == list(DIMENSIONS)
    for cell in found.cells:
        assert cell.because[0][:2] == ("", "")
        for name, value, then in cell.would_change:
            (there,) = (one for one in chooser.advise({**USUAL, name: value}, {}).ways if one.way == way)
            assert there.cells[DIMENSIONS.index(cell.dimension)].shown == then != cell.shown


def test_each_single_change_that_is_named_changes_the_first_choice_and_no_other_does() -> None:
    chooser = Chooser(SHIPPED)
    for given_ in ({}, {"data": "public", "residency": "free"}, {"volume": "high", "skills": "strong"}):
        advice = chooser.advise(given_, OPEN)
        named = {(name, value): way for name, value, way in advice.changes}
        for name, values in INPUTS.items():
            for value in values:
                first = chooser.first({**advice.answers, name: value})
                assert named.get((name, value), advice.first) == first


def test_what_the_policy_forbids_is_never_the_first_choice() -> None:
    chooser = Chooser(SHIPPED)
    fits = {
        ("letters", "restricted"): (Fit("managed_open", {"a/b": "forbidden"}), Fit("closed_enterprise", {"c/d": "conditional"}))
    }
    advice = chooser.advise({}, fits)
    assert (advice.first, advice.splits[0].way) == ("closed_enterprise", "closed_enterprise")
    assert advice.barred["managed_open"] == ("letters",)
    none = chooser.advise({}, {("letters", "restricted"): (Fit("managed_open", {"a/b": "uncovered"}),)})
    assert (none.first, none.splits[0].way, none.demands) == ("", "", ())


def test_what_takes_approval_is_named_only_where_nothing_milder_is_there() -> None:
    fits = (Fit("self_hosted", {"a/b": "review"}), Fit("managed_open", {"c/d": "ask"}))
    both = Chooser(SHIPPED).advise({}, {("letters", "restricted"): (*fits, Fit("closed_enterprise", {"e/f": "allowed"}))})
    assert both.splits[0].way == "closed_enterprise"
    assert Chooser(SHIPPED).advise({}, {("letters", "restricted"): fits}).splits[0].way == "managed_open"


def test_a_kind_that_is_ruled_stricter_than_its_class_is_told_apart() -> None:
    allowed = tuple(Fit(way, {f"a/{way}": "allowed"}) for way in WAYS)
    forbidden = tuple(Fit(way, {f"a/{way}": "forbidden"}) for way in WAYS)
    inside = {"internal": {("keys", "internal"): forbidden, ("memos", "internal"): allowed}}
    splits = Chooser(SHIPPED).advise({}, {("internal", "internal"): allowed}, inside).splits
    assert [(split.data, split.way == "", split.within) for split in splits] == [
        ("internal", False, ""),
        ("keys", True, "internal"),
    ]


def test_a_kind_that_may_not_have_one_of_the_offerings_that_are_named_for_its_class_is_told_apart() -> None:
    def ways(**of: str) -> tuple[Fit, ...]:
        return tuple(Fit(way, {f"{tool}/{way}": verdict for tool, verdict in of.items()}) for way in WAYS)

    inside = {
        "internal": {
            ("keys", "internal"): ways(a="conditional", b="forbidden", c="forbidden"),
            ("memos", "internal"): ways(a="allowed", b="conditional", c="uncovered"),
        }
    }
    whole = {("internal", "internal"): ways(a="conditional", b="conditional", c="forbidden")}
    splits = Chooser(SHIPPED).advise({}, whole, inside).splits
    assert [(split.data, split.stricter) for split in splits] == [("internal", ()), ("keys", (f"b/{splits[0].way}",))]


def test_where_the_policy_names_no_data_nothing_is_recommended() -> None:
    advice = Chooser(SHIPPED).advise({}, {})
    assert (advice.first, advice.second, advice.splits, advice.demands, advice.changes) == ("", "", (), (), ())
    assert advice.barred == dict.fromkeys(WAYS, ())


def test_an_owner_s_own_part_takes_the_place_of_the_shipped_one() -> None:
    own = AdviceTable(weights={"cost": 9})
    table = SHIPPED.with_own(own)
    assert table.weights == {**SHIPPED.weights, "cost": 9}
    assert replace(table, weights=SHIPPED.weights) == SHIPPED


def test_what_speaks_against_the_first_choice_are_the_answers_that_take_points_from_it() -> None:
    advice = Chooser(SHIPPED).advise({"residency": "house", "hardware": "none", "skills": "none"}, OPEN)
    assert advice.first == KEEPS_THE_HOUSE
    taken = {(name, value) for name, value, _, points, _ in advice.drawbacks if points < 0}
    assert {("hardware", "none"), ("skills", "none")} <= taken
    points = [one[3] for one in advice.drawbacks]
    assert points == sorted(points) and max(points) < 0


def test_answers_that_all_speak_for_the_first_choice_are_no_drawbacks() -> None:
    mild = {"residency": "house", "hardware": "gpus", "skills": "strong", "volume": "high", "frontier": "no", "start": "months"}
    advice = Chooser(SHIPPED).advise(mild, OPEN)
    assert (advice.first, advice.drawbacks) == (KEEPS_THE_HOUSE, ())
