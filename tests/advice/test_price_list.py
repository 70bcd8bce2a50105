"""List prices as lines of a costing: what is read back is the price, its range, its source and its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.advice.price_list import cost_lines
from bot.knowledge.catalog import load_catalog
from bot.knowledge.files.costs import read_costs
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.costs import Cost
from bot.policy.world import CatalogPrice

SEAT = CatalogPrice(
    "acme", 'acme.example/prices, "all", 2026-11-01', Decimal("25"), "USD", "seat-month", of="Acme Team", billed="monthly"
)
HEAD = "title: t\ncurrency: USD\nusage: {seats: 10, million_tokens_a_month: 5}\noptions:\n  - id: a\n    costs:\n"


def costs(*prices: CatalogPrice) -> tuple[Cost, ...]:
    text = HEAD + "".join(f"      {line}\n" for line in cost_lines(prices))
    sheet = Sheet("x.yaml", text)
    (costing,) = read_costs(sheet)
    assert not sheet.faults
    return costing.options[0].costs


def test_the_dearest_of_several_prices_is_assumed_and_the_others_are_its_range() -> None:
    (cost,) = costs(replace(SEAT, amount=Decimal(20), billed="yearly"), SEAT)
    assert (cost.per, cost.amount.value, cost.amount.low, cost.amount.high) == ("seat-month", Decimal(25), Decimal(20), None)
    assert (cost.amount.source, cost.amount.day) == ('acme.example/prices, "all"', date(2026, 11, 1))


def test_tokens_that_go_in_and_come_out_are_counted_once() -> None:
    into, out = (replace(SEAT, amount=Decimal(a), per=f"million-tokens-{way}", billed="") for a, way in ((1, "in"), (8, "out")))
    (cost,) = costs(into, out)
    assert (cost.per, cost.amount.value, cost.amount.low) == ("million-tokens", Decimal(8), Decimal(1))


def test_what_has_no_figure_is_a_remark() -> None:
    missing, free = replace(SEAT, amount=None, missing="unpublished"), replace(SEAT, amount=Decimal(0), per="download", of="")
    assert [line[:1] for line in cost_lines((missing, free))] == ["#", "#"]


def test_each_price_of_the_catalog_is_a_line_that_a_costing_takes() -> None:
    assert costs(*(one for one in load_catalog().prices))
