"""Prices of the catalog go in; lines for the costs of an option come out, each an assumption with its source and day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bot.policy.world import CatalogPrice

_COSTED = {
    "seat-month": ("seats", "seat-month"),
    "month": ("other", "month"),
    "hour": ("gpu", "hour"),
    "million-tokens-in": ("tokens", "million-tokens"),
    "million-tokens-out": ("tokens", "million-tokens"),
}
"""What a price is for -> the part of the costs that it is, and how often that comes."""


def cost_lines(prices: Iterable[CatalogPrice]) -> Iterator[str]:
    """As a file of ``costs/`` has them, one for each thing that is sold. Of several prices for the same (in and out, by the month
    and by the year) the dearest is assumed, as the mix is not known, and the others are its range. What has no figure, or costs
    nothing, is a remark: it would be a cost without a reason."""
    sold: dict[tuple[str, ...], list[CatalogPrice]] = {}
    for one in prices:
        sold.setdefault((one.of or one.tool, *_COSTED.get(one.per, ("", "")), one.seen), []).append(one)
    for (what, part, per, seen), same in sold.items():
        amounts = sorted(one.amount for one in same if one.amount)
        if not part or not amounts:
            yield f"# {what}: {same[0].missing or f'{same[0].amount} {same[0].currency}'} ({seen})"
            continue
        source, _, day = seen.rpartition(", ")
        amount = amounts[-1] if amounts[0] == amounts[-1] else f"{{value: {amounts[-1]}, low: {amounts[0]}}}"
        told = " and ".join(" ".join(filter(None, (str(one.amount), one.per, one.billed))) for one in same)
        figure = f"amount: {amount}, per: {per}, currency: {same[0].currency}"
        origin = f"source: {json.dumps(source)}, day: {day}, because: {json.dumps(told)}"
        yield f"- {{part: {part}, what: {json.dumps(what)}, {figure}, {origin}}}"
