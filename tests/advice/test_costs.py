"""Costs come out to the unit, for any numbers: nothing is rounded on the way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.costs import cost
from bot.policy.costs import PARTS, PER, Assumption, Cost, Costing, Option, rounded
from tests.advice.costings import costed_of
from tests.laws import examples
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "cases" / "costs.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_costs_are_as_published(case: dict[str, Any]) -> None:
    costed = costed_of(case["costs"])
    assert {one.id: float(rounded(one.total)) for one in costed.options} == case["totals"]
    if "by_year" in case:
        assert {one.id: [float(rounded(paid)) for paid in one.by_year] for one in costed.options} == case["by_year"]
    if "by_part" in case:
        parts = {one.id: {part: float(rounded(paid)) for part, paid in one.by_part.items()} for one in costed.options}
        assert parts == case["by_part"]
    for of in ("seats", "tokens"):
        if of in case:
            found = {one.option: [one.at, float(rounded(one.exact))] for one in costed.break_even if one.of == of}
            assert found == case[of]


NUMBERS = st.decimals("0.01", 1_000_000, places=2)
COSTS = st.builds(
    lambda part, per, amount, count: Cost(
        "c",
        part,
        "",
        per,
        Assumption("c.amount", "amount", amount),
        Assumption("c.count", "count", count),
        Assumption("c.hours", "hours", Decimal(8760)) if per == "hour" else None,
    ),
    st.sampled_from(PARTS),
    st.sampled_from(PER),
    NUMBERS,
    st.decimals("0.1", 10, places=1),
)


@st.composite
def costings(draw: st.DrawFn) -> Costing:
    """Any costing of two options."""
    options = tuple(Option(id_, id_, tuple(draw(st.lists(COSTS, min_size=1, max_size=3)))) for id_ in ("a", "b"))
    return Costing(
        "costs.yaml",
        "",
        "EUR",
        draw(st.integers(1, 10)),
        Assumption("usage.growth", "growth", draw(st.decimals("-0.5", 1, places=2))),
        Assumption("discount", "discount", draw(st.decimals(0, 1, places=2))),
        Assumption("usage.seats", "seats", Decimal(draw(st.integers(1, 10_000)))),
        Assumption("usage.million_tokens_a_month", "tokens", draw(NUMBERS)),
        {},
        options,
    )


@examples(200)
@given(costings())
def test_parts_and_months_add_up_to_the_total_exactly(costing: Costing) -> None:
    costed = cost(costing)
    for one, course in zip(costed.options, costed.courses, strict=True):
        assert sum(one.by_part.values()) == one.total == course[-1]
        assert all(earlier <= later for earlier, later in pairwise(course))


@examples(200)
@given(costings())
def test_at_the_break_even_both_cost_the_same_and_below_it_the_other_is_cheaper(costing: Costing) -> None:
    for even in cost(costing).break_even:
        for use, is_cheaper in ((even.at, True), (even.at - 1, False)):
            number = Assumption(f"usage.{even.of}", even.of, Decimal(use))
            there = replace(costing, seats=number) if even.of == "seats" else replace(costing, tokens=number)
            totals = {one.id: one.total for one in cost(there).options}
            assert (totals[even.option] <= totals[even.than]) is is_cheaper


@examples(100)
@given(costings(), NUMBERS)
def test_a_higher_amount_never_costs_less(costing: Costing, more: Decimal) -> None:
    first = costing.options[0]
    dearer = replace(first.costs[0], amount=replace(first.costs[0].amount, value=first.costs[0].amount.value + more))
    changed = replace(costing, options=(replace(first, costs=(dearer, *first.costs[1:])), costing.options[1]))
    before, after = (cost(one).options[0].total for one in (costing, changed))
    assert after > before or (first.costs[0].per != "once" and costing.growth.value == -1)


def test_a_range_moves_each_total_that_hangs_on_it_widest_first() -> None:
    costed = costed_of("""
title: Ranges
currency: EUR
years: 1
usage: {seats: {value: 10, low: 5, high: 30}}
options:
  - {id: own, costs: [{part: servers, amount: {value: 100, low: 90}, per: month}]}
  - {id: hosted, costs: [{part: seats, amount: 1, per: seat-month}]}
""")
    assert [(one.option, one.assumption.id, one.low, one.high) for one in costed.swings] == [
        ("hosted", "usage.seats", 60, 360),
        ("own", "options.own.servers.amount", 1080, 1200),
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(-1, 1000), "0.00"),
        (Fraction(10**60) + Fraction(1, 3), f"1{'0' * 60}.33"),
    ],
)
def test_numbers_of_any_size_are_rounded_when_they_are_shown(number: Fraction, shown: str) -> None:
    assert str(rounded(number)) == shown
