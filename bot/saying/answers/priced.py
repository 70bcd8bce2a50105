"""Prices as the catalog knows them go in, lines of an answer come out: what for, how much, and where and when it was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.numbers import format_decimal

from bot.policy.talks.answer import TermsLine
from bot.policy.world import CatalogPrice, is_past_review
from bot.saying import places
from bot.saying.words import NO_BREAK, Words

_FREE_OF_ITSELF = "download"
"""What is free for good, where other things cost nothing beside what somebody pays already."""


def lines(prices: Iterable[CatalogPrice], words: Words, today: date) -> tuple[TermsLine, ...]:
    """One for each thing that is sold, with all its figures. It says that it is not the policy's word."""
    told: dict[tuple[str, str, str], list[CatalogPrice]] = {}
    for one in prices:
        told.setdefault((one.of, one.seen, one.url), []).append(one)
    return tuple(
        TermsLine(price_said(same, words, today), words("licence.seen", source=places.source_of(seen, words, today)), url)
        for (_, seen, url), same in told.items()
    )


def price_said(prices: list[CatalogPrice], words: Words, today: date) -> str:
    """The figures of one thing; of what was seen long ago, that they may have changed."""
    first = prices[0]
    text = " · ".join(dict.fromkeys(_figure(one, words) for one in prices))
    if first.besides:
        text = words("price.and", text=text, besides=words(f"price.besides.{first.besides}"))
    if is_past_review(first.seen, today):
        text = words("price.old", text=text)
    return words("price.list_of", of=first.of, text=text) if first.of else words("price.list", text=text)


def _figure(one: CatalogPrice, words: Words) -> str:
    if one.amount is None:
        return words(f"price.missing.{one.missing}")
    if not one.amount:
        return words("price.free.download" if one.per == _FREE_OF_ITSELF else "price.free")
    amount = str(format_decimal(one.amount, "#,##0.00######" if one.amount % 1 else "#,##0", locale=words.language))
    figure = f"{amount}{NO_BREAK}{one.currency} {words(f'price.per.{one.per}')}"
    return words(f"price.billed.{one.billed}", figure=figure) if one.billed else figure
