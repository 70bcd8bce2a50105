"""A model and the cloud that it is used through go in; the cloud's service, or the model's own offering there, comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.policy.vocabulary import OfferingTerms, ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.tools.usage import ARTICLES, spoken
from bot.tongue.text import Token, quote_of, words_of

_FAMILY = "managed-cloud-ai"
_SERVED = frozenset({"open-weights", "api-platform"})
_MANAGED = "managed_cloud"
_LONGEST = 3
"""Words of a cloud's name."""


class Clouds:
    """The managed clouds of one policy: rows of the catalog whose words beside a model ("azure", "aws") mean them."""

    def __init__(self, catalog: Catalog, terms: Mapping[str, ToolTerms], offerings: Mapping[str, OfferingTerms]) -> None:
        self.catalog, self.terms, self.offerings = catalog, terms, offerings
        self.through = spoken(catalog, "read.through")
        self.called: dict[tuple[str, ...], frozenset[str]] = {}
        listed = {name for row in terms.values() if not row.group for name in row.catalog}
        clouds = {tool.id for tool in catalog.tools.values() if _FAMILY in tool.families}
        self.rows = frozenset(row.id for row in terms.values() if not row.group and clouds & set(row.catalog))
        for tool in catalog.tools.values():
            for name in tool.near if _FAMILY in tool.families and tool.id in listed else ():
                said = words_of(name)
                self.called[said] = self.called.get(said, frozenset()) | {tool.id}

    def named(self, tokens: tuple[Token, ...], tools: list[Named], ends: frozenset[str]) -> Iterable[Named]:
        """ "GPT-4o through Azure": the cloud right behind the model is the service that the policy lists, where it lists
        the model there or the service is the maker's own: to allow a service is no leave for every model that is run there.

        ``ends``: words that may stand behind it; before any other it is a part of another name ("Azure storage").
        """
        taken = {place for tool in tools for place in range(tool.first, tool.last)}
        for model in tools:
            first = self._behind(tokens, model) if self._is_served(model) else 0
            for size in range(_LONGEST, 0, -1) if first else ():
                last = first + size
                known = self.called.get(tuple(token.folded for token in tokens[first:last]))
                whole = last >= len(tokens) or tokens[last].breaks or tokens[last].folded in ends
                if known and whole and last <= len(tokens) and taken.isdisjoint(range(first, last)):
                    place = Named(first, last, tools=known, quote=quote_of(tokens, first, last), source="catalog")
                    if self._own(model, place) or self._brands(model) & self._brands(place):
                        yield place
                    break

    def _is_served(self, named: Named) -> bool:
        """Whether clouds run it: an open model, or something of a brand with an interface of its own; no app such as Copilot."""
        brands = (self.catalog.brands[brand] for brand in self._brands(named) if brand in self.catalog.brands)
        kin = self._tools(named).union(*(brand.tools for brand in brands))
        return any(_SERVED & set(self.catalog.tools[name].families) for name in kin)

    def _tools(self, named: Named) -> frozenset[str]:
        rows = named.rows | {self.offerings[id_].tool for id_ in named.offerings}
        return named.tools | {name for row in rows for name in self.terms[row].catalog if name in self.catalog.tools}

    def _brands(self, named: Named) -> frozenset[str]:
        return frozenset({named.brand, *(self.catalog.tools[name].brand for name in self._tools(named))} - {""})

    def _own(self, model: Named, place: Named) -> frozenset[str]:
        """The policy's offerings of the model in that cloud: of a plan that the cloud's row has too."""
        plans = {plan for one in self._managed(place) if one.tool in self.rows for plan in one.plans}
        return frozenset(one.id for one in self._managed(model) if plans & set(one.plans))

    def _behind(self, tokens: tuple[Token, ...], model: Named) -> int:
        """The place right behind "through" and the like; 0 where none stands behind the model."""
        for size in range(_LONGEST, 0, -1):
            last = model.last + size
            link = tuple(token.folded for token in tokens[model.last : last])
            if model.last > model.first and len(link) == size and link in self.through:
                last += last < len(tokens) and tokens[last].folded in ARTICLES
                return last if not any(token.breaks for token in tokens[model.last : last]) else 0
        return 0

    def inside(self, tokens: tuple[Token, ...], model: Named, place: Named) -> Named:
        """The place is the tool; where the policy lists the model there, of a plan that the place's row has too, it is that."""
        own = self._own(model, place)
        found = replace(place, traits=place.traits.joined(model.traits))
        if not own:
            return found
        quote = quote_of(tokens, model.first, place.last)
        return replace(found, first=model.first, offerings=own, rows=frozenset(), tools=frozenset(), brand="", quote=quote)

    def _managed(self, named: Named) -> list[OfferingTerms]:
        tools = named.tools | (set(self.catalog.brands[named.brand].tools) if named.brand else set())
        rows = named.rows or {row.id for row in self.terms.values() if not row.group and tools & set(row.catalog)}
        rows = rows | {self.offerings[id_].tool for id_ in named.offerings}
        return [one for one in self.offerings.values() if one.tool in rows and one.hosting == _MANAGED]
