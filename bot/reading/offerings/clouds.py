"""A model and the cloud that it is used through go in; the cloud's service, or the model's own offering there, comes out.

Where the policy has the model in other places only, it is on no list: a cloud that is allowed is no leave for every model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.policy.vocabulary import OfferingTerms, ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.tools.usage import ARTICLES, spoken
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, quote_of, words_of

FAMILY = "managed-cloud-ai"
_SERVED = frozenset({"open-weights", "api-platform"})
_MANAGED = "managed_cloud"
_JOINT = Spoken("or", "versus", "and")
_LONGEST = 3
"""Words of a cloud's name."""
_NEAR = 4
"""Words between a model and its cloud up to which both are quoted together."""


class Clouds:
    """The managed clouds of one policy: rows of the catalog whose words beside a model ("azure", "aws") mean them."""

    def __init__(self, catalog: Catalog, terms: Mapping[str, ToolTerms], offerings: Mapping[str, OfferingTerms]) -> None:
        self.catalog, self.terms, self.offerings = catalog, terms, offerings
        self.through = spoken(catalog, "read.through")
        self.others = frozenset(map(words_of, small("cloud_other")))
        clouds = {tool.id: tool for tool in catalog.tools.values() if FAMILY in tool.families}
        rows = [row for row in terms.values() if not row.group]
        self.listed = frozenset(name for row in rows for name in row.catalog if name in clouds)
        self.rows = frozenset(row.id for row in rows if self.listed & set(row.catalog))
        self.short = _called((tool.id, tool.near) for tool in clouds.values())
        tied = ((id_, (row.label, *row.names)) for row in rows for id_ in row.catalog if id_ in clouds)
        self.called = _called([*((tool.id, (tool.name, *tool.names, *tool.near)) for tool in clouds.values()), *tied])
        self.at = {
            one.id: self._named_in(words_of(" . ".join((one.label, *one.names, *one.plans)))) for one in offerings.values()
        }
        """Offering -> the clouds that its own words name; none where they name none."""

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
                known = self.short.get(tuple(token.folded for token in tokens[first:last]))
                whole = last >= len(tokens) or tokens[last].breaks or tokens[last].folded in ends
                if known and whole and last <= len(tokens) and taken.isdisjoint(range(first, last)):
                    place = Named(first, last, tools=known & self.listed, quote=quote_of(tokens, first, last), source="catalog")
                    brands = place.tools and self._brands(model) & self._brands(place)
                    if self._own(model, place) or brands:
                        yield place
                    elif self._is_elsewhere(model, known):
                        yield replace(place, tools=place.tools or known)
                    break

    def _is_served(self, named: Named) -> bool:
        """Whether clouds run it: an open model, or something of a brand with an interface of its own; no app such as Copilot."""
        return any(_SERVED & set(self.catalog.tools[name].families) for name in self._kin(named))

    def is_open(self, named: Named) -> bool:
        """Whether all that it may be are open models."""
        kin = self._kin(named) if named.brand else self._tools(named)
        return bool(kin) and all(self.catalog.tools[name].weights == "open" for name in kin)

    def _kin(self, named: Named) -> frozenset[str]:
        brands = (self.catalog.brands[brand] for brand in self._brands(named) if brand in self.catalog.brands)
        return self._tools(named).union(*(brand.tools for brand in brands))

    def _tools(self, named: Named) -> frozenset[str]:
        rows = named.rows | {self.offerings[id_].tool for id_ in named.offerings}
        return named.tools | {name for row in rows for name in self.terms[row].catalog if name in self.catalog.tools}

    def _brands(self, named: Named) -> frozenset[str]:
        return frozenset({named.brand, *(self.catalog.tools[name].brand for name in self._tools(named))} - {""})

    def _own(self, model: Named, place: Named) -> frozenset[str]:
        """The policy's offerings of the model in that cloud: of a plan that the cloud's row has too."""
        plans = {plan for one in self._managed(place) if one.tool in self.rows for plan in one.plans}
        clouds = self._tools(place)
        kept = (one for one in self._managed(model) if plans & set(one.plans))
        return frozenset(one.id for one in kept if not self.at[one.id] or self.at[one.id] & clouds)

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
        end = self._goes_on(tokens, model, place)
        if end or (own and model.traits.hosting - {_MANAGED}):  # "self-hosted Llama on AWS" is not what the cloud serves
            return self._unlisted(tokens, model, (place.first, end or place.last))
        if own:
            quote = quote_of(tokens, model.first, place.last)
            found = replace(place, traits=place.traits.joined(model.traits), first=model.first, quote=quote)
            return replace(found, offerings=own, rows=frozenset(), tools=frozenset(), brand="")
        return self.outside(tokens, model, place) or replace(place, traits=place.traits.joined(model.traits))

    def _goes_on(self, tokens: tuple[Token, ...], model: Named, place: Named) -> int:
        """Where the name of a second cloud ends ("on Vertex and Azure") in which no row has the model; or 0."""
        at = place.last
        if at >= len(tokens) or tokens[at] not in _JOINT:
            return 0
        links = [size for size in range(1, _LONGEST) if tuple(t.folded for t in tokens[at + 1 : at + 1 + size]) in self.through]
        at += 1 + max(links, default=0)
        at += at < len(tokens) and tokens[at].folded in ARTICLES
        for size in range(_LONGEST, 0, -1):
            known = self.called.get(tuple(token.folded for token in tokens[at : at + size]))
            if known:
                return at + size if self._is_elsewhere(model, known) else 0
        return 0

    def outside(self, tokens: tuple[Token, ...], model: Named, place: Named) -> Named | None:
        """A model, also one with its plan ("Claude Team via Azure"), in a cloud where the policy does not have it."""
        clouds = self._tools(place) & set(self.catalog.tools)
        is_cloud = bool(clouds) and all(FAMILY in self.catalog.tools[id_].families for id_ in clouds)
        is_own = bool(self._brands(model) & self._brands(place))
        if not is_cloud or is_own or not self._is_elsewhere(model, clouds):
            return None
        return self._unlisted(tokens, model, (place.first, place.last))

    def placed(self, tokens: tuple[Token, ...], model: Named, hosts: Iterable[Match]) -> Named:
        """An open model with words for a cloud that stand anywhere around it ("the Gemma that runs in Azure"): its offering
        there, or none; "Mistral via Azure DevOps" does not say "Mistral via Azure". ``hosts``: words for where it is hosted.
        """
        if model.offerings:
            end = self._ends_with_other(tokens, model.last) or self._goes_on(tokens, model, model)
            named = end and self._named_in(tuple(token.folded for token in tokens[model.first : model.last]))
            bare = replace(model, offerings=frozenset(), rows=self._rows(model))
            return self._unlisted(tokens, bare, (model.last, end)) if named else model
        if not any(self.catalog.tools[name].weights == "open" for name in self._kin(model)):
            return self._closed(tokens, model, hosts)
        found = [(m, self._named_in(tuple(token.folded for token in tokens[m.first : m.last]))) for m in hosts]
        said = [(m.first, m.last) for m, clouds in found if clouds]
        clouds = frozenset(id_ for _, ids in found for id_ in ids)
        if not said:
            return model
        own = frozenset(one.id for one in self._managed(model) if self.at[one.id] & clouds)
        other = self._ends_with_other(tokens, said[-1][1])
        if other or any(not at and self._is_one_place(tokens, m, said[0]) for m, at in found):
            return self._unlisted(tokens, model, (said[-1][0], other) if other else said[0])
        if own:
            return replace(model, offerings=own, rows=frozenset(), tools=frozenset(), brand="")
        return self._unlisted(tokens, model, said[0]) if self._is_elsewhere(model, clouds) else model

    def _closed(self, tokens: tuple[Token, ...], model: Named, hosts: Iterable[Match]) -> Named:
        """A closed model right before words for a cloud ("Gemini in our Azure tenant"): none, where it is elsewhere."""
        behind = self._behind(tokens, model) if self._is_served(model) else 0
        places = [(host.first, host.last) for host in hosts if behind and host.first <= behind < host.last]
        clouds = self._named_in(tuple(token.folded for first, last in places for token in tokens[first:last]))
        return self._unlisted(tokens, model, places[0]) if clouds and self._is_elsewhere(model, clouds) else model

    @staticmethod
    def _is_one_place(tokens: tuple[Token, ...], host: Match, place: tuple[int, int]) -> bool:
        """Whether both say where the model is, and not in which places ("on our servers or on Azure")."""
        first, last = min(host.last, place[1]), max(host.first, place[0])
        return not any(token in _JOINT or token.breaks for token in tokens[first : last + 1])

    def _ends_with_other(self, tokens: tuple[Token, ...], place: int) -> int:
        """Where a cloud's name goes on and is that of something else it sells ("Azure storage"); 0 where it does not."""
        ends = (
            place + size for size in range(1, _LONGEST) if tuple(t.folded for t in tokens[place : place + size]) in self.others
        )
        return next((end for end in ends if not tokens[place].breaks), 0)

    def _unlisted(self, tokens: tuple[Token, ...], model: Named, place: tuple[int, int]) -> Named:
        """The model where no row has it: what is called so is on no list, and the model's own offerings are the nearest."""
        first, last = min(model.first, place[0]), max(model.last, place[1])
        near = max(model.first, place[0]) - min(model.last, place[1]) <= _NEAR
        here = quote_of(tokens, *place)
        called = quote_of(tokens, first, last) if near else f"{model.quote} ({here})"
        there = Named(*place, unknown=True, quote=called, runs=called, source="text")
        return model if any(one.runs for one in model.beside) else replace(model, beside=(*model.beside, there))

    def _is_elsewhere(self, model: Named, clouds: frozenset[str]) -> bool:
        """Whether the policy lists the model, and says of each of its offerings that it is in some other place."""
        listed = [one for one in self.offerings.values() if one.tool in self._rows(model)]
        return bool(listed) and not any(self._may_be_in(one, clouds) for one in listed)

    def left_in(self, offered: tuple[str, ...], tokens: tuple[Token, ...]) -> tuple[str, ...]:
        """Of these offerings, those of products that may be in the clouds that the words name; all where none is named."""
        clouds = self._named_in(tuple(token.folded for token in tokens if token.own))
        own = [id_ for id_ in offered if not self.terms[self.offerings[id_].tool].group]
        left = tuple(id_ for id_ in own if self._may_be_in(self.offerings[id_], clouds))
        return left if own and clouds else offered

    def quoted(self, tokens: tuple[Token, ...]) -> str:
        """The first cloud that is named, as it stands there."""
        spans = [(at, at + size) for at in range(len(tokens)) for size in range(_LONGEST, 0, -1)]
        named = (span for span in spans if tuple(token.folded for token in tokens[slice(*span)]) in self.called)
        return next((quote_of(tokens, *span) for span in named), "")

    def _may_be_in(self, one: OfferingTerms, clouds: frozenset[str]) -> bool:
        return not one.hosting or (one.hosting == _MANAGED and (not self.at[one.id] or bool(self.at[one.id] & clouds)))

    def _named_in(self, said: tuple[str, ...]) -> frozenset[str]:
        """The clouds whose names stand in these words."""
        spans = (said[first : first + size] for first in range(len(said)) for size in range(1, _LONGEST + 1))
        return frozenset(id_ for span in spans for id_ in self.called.get(span, ()))

    def _rows(self, named: Named) -> frozenset[str]:
        tools = named.tools | (set(self.catalog.brands[named.brand].tools) if named.brand else set())
        rows = named.rows or {row.id for row in self.terms.values() if not row.group and tools & set(row.catalog)}
        rows = rows | {self.offerings[id_].tool for id_ in named.offerings}
        return frozenset(row for row in rows if not self.terms[row].group)

    def _managed(self, named: Named) -> list[OfferingTerms]:
        rows = self._rows(named)
        return [one for one in self.offerings.values() if one.tool in rows and one.hosting == _MANAGED]


def _called(names: Iterable[tuple[str, Iterable[str]]]) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for id_, said in names:
        for name in map(words_of, said):
            found[name] = found.get(name, frozenset()) | {id_}
    return found
