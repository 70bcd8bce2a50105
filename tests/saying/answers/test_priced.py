"""List prices in words: for what, how much, where and when they were seen, and that they may have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.catalog_fields import BESIDES, BILLED, MISSING, PER
from bot.policy.world import CatalogPrice
from bot.saying.answers.priced import lines
from bot.saying.words import languages, load_catalog_of, words_for

SEAT = CatalogPrice(
    "acme", "acme.example/prices, 2026-11-01", Decimal("12.50"), "EUR", "seat-month", of="Acme Team", billed="monthly"
)
YEAR = replace(SEAT, amount=Decimal(1200), billed="yearly")
FRESH, OLD = date(2026, 11, 28), date(2027, 12, 1)


def said(*prices: CatalogPrice, language: str = "en", today: date = FRESH) -> list[str]:
    return [line.text.replace("\u00a0", " ") for line in lines(prices, words_for(language, (language,)), today)]


def test_all_figures_of_one_thing_stand_in_one_line_with_their_source() -> None:
    (line,) = lines((SEAT, YEAR), words_for("en", ("en",)), FRESH)
    assert said(SEAT, YEAR) == [
        "list price of Acme Team: 12.50 EUR a seat and month, billed monthly · 1,200 EUR a seat and month, billed yearly"
    ]
    assert line.place == "catalog, not the policy; source: acme.example/prices, 2026-11-01"


def test_two_things_have_two_lines() -> None:
    assert len(said(SEAT, replace(SEAT, of="Acme Pro"))) == 2


def test_numbers_are_written_as_the_language_does() -> None:
    assert said(SEAT, language="de") == ["Listenpreis von Acme Team: 12,50 EUR je Platz und Monat, monatlich abgerechnet"]


def test_what_was_seen_long_ago_may_have_changed() -> None:
    (line,) = lines((SEAT,), words_for("en", ("en",)), OLD)
    assert line.text.endswith("(may have changed)") and line.place.endswith("review overdue")


@pytest.mark.parametrize(
    ("price", "wanted"),
    [
        (replace(SEAT, amount=None, missing="unpublished"), "list price of Acme Team: its vendor publishes none"),
        (replace(SEAT, amount=None, missing="unknown", of=""), "list price: not known to us; see its vendor’s page"),
        (
            CatalogPrice("acme", SEAT.seen, Decimal(0), "EUR", "download", besides="servers"),
            "list price: free to download; what costs are servers and people to run it",
        ),
        (
            replace(SEAT, amount=Decimal(0), besides="base_licence", of=""),
            "list price: nothing extra; on top of the licence that it needs",
        ),
        (replace(SEAT, amount=Decimal("9.79655057"), per="hour", billed="", of=""), "list price: 9.79655057 EUR an hour"),
    ],
)
def test_no_price_and_no_cost_are_told_apart(price: CatalogPrice, wanted: str) -> None:
    assert said(price) == [wanted]


@pytest.mark.parametrize("language", languages())
def test_each_word_of_the_catalog_has_words(language: str) -> None:
    known = load_catalog_of(language)
    for kind, values in (("per", set(PER) - {"download"}), ("billed", BILLED), ("besides", BESIDES), ("missing", MISSING)):
        assert {key for key in known if key.startswith(f"price.{kind}.")} == {f"price.{kind}.{value}" for value in values}
