"""What vendors ask for tools, as the catalog has it, goes beside what the files record: each price with its source and day.

It rules nothing. Where an offering's own lines say what it costs, that is the price, and the vendor's is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.policy.due.known_terms import PRICE
from bot.policy.house import Knowledge
from bot.policy.talks.talk import KnownTerm
from bot.policy.words import ToolAsk
from bot.policy.world import Catalog, CatalogPrice

PRICE_LIST = "price_list"
"""The point of a line that tells a price of the catalog."""


def with_prices(
    terms: tuple[KnownTerm, ...], knowledge: Knowledge, catalog: Catalog, tools: Iterable[ToolAsk], points: tuple[str, ...]
) -> tuple[KnownTerm, ...]:
    """What was recorded, then the catalog's prices; what the catalog knows is not told as unknown."""
    if PRICE not in points:
        return terms
    told = list(terms)
    for ask in dict.fromkeys(tools):
        more = prices_of(ask, knowledge, catalog)
        if more:
            told = [term for term in told if term.value or (term.tool, term.point) != (ask.name, PRICE)]
        told += [
            KnownTerm(PRICE_LIST, ask.name, one.missing or str(one.amount), "price", ask.offerings, seen=one.seen, price=one)
            for one in more
        ]
    return tuple(told)


def prices_of(ask: ToolAsk, knowledge: Knowledge, catalog: Catalog) -> tuple[CatalogPrice, ...]:
    """The prices of the offerings that may be meant, those of the very name alone where there are some."""
    if not ask.offerings:
        return prices_of_name(ask.name, catalog)
    return _exact(tuple(dict.fromkeys(_of_offerings(ask, knowledge, catalog))), ask.name)


def prices_by_offering(knowledge: Knowledge, catalog: Catalog) -> dict[str, tuple[CatalogPrice, ...]]:
    """Each offering of the policy whose price the catalog knows and the policy does not say."""
    found = {id_: tuple(_of_offerings(ToolAsk(id_, (id_,)), knowledge, catalog)) for id_ in knowledge.policy.offerings}
    return {id_: prices for id_, prices in found.items() if prices}


def _of_offerings(ask: ToolAsk, knowledge: Knowledge, catalog: Catalog) -> Iterator[CatalogPrice]:
    for id_ in ask.offerings:
        offering, row = knowledge.policy.offerings.get(id_), knowledge.vocabulary.tools.get(id_.partition("/")[0])
        if offering is None or row is None or PRICE in offering.facts:
            continue
        words = knowledge.vocabulary.offerings.get(id_)
        for tool in (catalog.tools[name] for name in row.catalog if name in catalog.tools):
            plans = {offering.plan, *(words.plans if words else ())} & {plan.id for plan in tool.plans}
            for price in catalog.prices:
                runs = price.hosting or tool.hosting
                if price.tool == tool.id and offering.hosting in ("", *runs) and (not plans or _is_for(price, plans)):
                    yield price


def prices_of_name(name: str, catalog: Catalog) -> tuple[CatalogPrice, ...]:
    """By what people call it: the plan of that name, else the tool, else the tools of that brand."""
    name = name.casefold()
    plans = {(tool.id, plan.id) for tool in catalog.tools.values() for plan in tool.plans if name in plan.names}
    if plans:
        return tuple(one for one in catalog.prices if any(one.tool == tool and _is_for(one, {plan}) for tool, plan in plans))
    exact = [tool.id for tool in catalog.tools.values() if name in (tool.id, tool.name.casefold(), *tool.names)]
    brands = {one.id for one in catalog.brands.values() if name in one.names or name == one.id}
    ids = exact or [tool.id for tool in catalog.tools.values() if tool.brand in brands]
    return _exact(tuple(one for one in catalog.prices if one.tool in ids), name)


def _exact(found: tuple[CatalogPrice, ...], name: str) -> tuple[CatalogPrice, ...]:
    """Those of the very name alone, where there are some: a model that a tool and an API share."""
    return tuple(one for one in found if one.of.casefold() == name.casefold()) or found


def _is_for(price: CatalogPrice, plans: set[str]) -> bool:
    return not price.plans or bool(plans.intersection(price.plans))
