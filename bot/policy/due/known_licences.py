"""What the catalog knows of models with open weights goes beside what the files record: licences, each with its source and day.

It rules nothing, and the policy's own words stand first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.policy.due.known_terms import WEIGHTS
from bot.policy.house import Knowledge
from bot.policy.talks.talk import KnownTerm
from bot.policy.words import ToolAsk
from bot.policy.world import Catalog, CatalogLicence, CatalogTool

LICENCE = "licence"
"""The point of a line that tells a licence of the catalog."""
BY_VERSION = "by_version"
"""What commercial use hangs on where one version's licence says other than another's."""


def licences_of(knowledge: Knowledge, catalog: Catalog) -> dict[str, tuple[CatalogLicence, ...]]:
    """Each tool of the policy whose licences the catalog knows."""
    found = {}
    for id_, row in knowledge.vocabulary.tools.items():
        licences = tuple(one for name in row.catalog if name in catalog.tools for one in catalog.tools[name].licences)
        if licences:
            found[id_] = licences
    return found


def commercial_use(licences: Sequence[CatalogLicence]) -> str:
    """``yes``, ``limited`` or ``no``; ``by_version`` where that differs."""
    uses = {one.commercial_use for one in licences}
    return uses.pop() if len(uses) == 1 else BY_VERSION


def with_licences(
    terms: tuple[KnownTerm, ...], knowledge: Knowledge, catalog: Catalog, tools: Iterable[ToolAsk], points: tuple[str, ...]
) -> tuple[KnownTerm, ...]:
    """What was recorded, then the catalog's licences; what the catalog knows is not told as unknown."""
    if WEIGHTS not in points:
        return terms
    told = list(terms)
    for ask in dict.fromkeys(tools):
        ours = _tied(ask, knowledge)
        more = [one for tool in _known(ask, ours, catalog) for one in _told(tool, ask, is_it=not ours or tool.id in ours)]
        is_recorded = any(term.value for term in terms if term.tool == ask.name and term.point == WEIGHTS)
        if more and not is_recorded:
            told = [term for term in told if (term.tool, term.point) != (ask.name, WEIGHTS)]
        told += [one for one in more if one.point == LICENCE or not is_recorded]
    return tuple(told)


def _told(tool: CatalogTool, ask: ToolAsk, *, is_it: bool) -> Iterable[KnownTerm]:
    """``is_it``: whether it is the tool itself, and not a model of the same brand."""
    if tool.weights and is_it:
        yield KnownTerm(WEIGHTS, ask.name, tool.weights, "weights", ask.offerings, seen=tool.seen)
    for one in tool.licences:
        url = one.url or tool.terms.get("licence", "")
        yield KnownTerm(LICENCE, ask.name, one.licence, "commercial_use", ask.offerings, url=url, seen=one.seen, licence=one)


def _tied(ask: ToolAsk, knowledge: Knowledge) -> tuple[str, ...]:
    """The catalog's ids of the tools that were asked about, as the policy ties them."""
    rows = [knowledge.vocabulary.tools.get(id_.partition("/")[0]) for id_ in ask.offerings]
    return tuple(dict.fromkeys(name for row in rows if row for name in row.catalog))


def _known(ask: ToolAsk, tied: tuple[str, ...], catalog: Catalog) -> list[CatalogTool]:
    """Those of the catalog that are meant, else open ones of their brand; of a tool that is not listed, those of that name."""
    if ask.offerings:
        named = [catalog.tools[name] for name in tied if name in catalog.tools]
        brands = {tool.brand for tool in named} - {""}
        return [tool for tool in named if tool.weights == "open"] or [
            tool for tool in catalog.tools.values() if tool.brand in brands and tool.licences
        ]
    name = ask.name.casefold()
    exact = [tool for tool in catalog.tools.values() if name == tool.name.casefold() or name in tool.names]
    brands = {one.id for one in catalog.brands.values() if name in one.names or name == one.id}
    return exact or [tool for tool in catalog.tools.values() if tool.brand in brands and tool.weights]
