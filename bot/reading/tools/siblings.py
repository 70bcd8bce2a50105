"""A name that several tools share goes in, the tools that it may mean come out, with the policy's rows for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import PAID, Named, Traits, folded_name


class Siblings:
    """The tools of each brand, and the rows of one policy that stand for them."""

    def __init__(self, catalog: Catalog, terms: Mapping[str, ToolTerms]) -> None:
        self.catalog, self.terms = catalog, terms
        self.brand_of = {name: brand.id for brand in catalog.brands.values() for name in (folded_name(n) for n in brand.names)}
        self.first_of_brand = {
            folded_name(catalog.tools[brand.tools[0]].name) for brand in catalog.brands.values() if brand.tools
        }
        self.claimed = self._claimed()

    def _claimed(self) -> dict[str, frozenset[str]]:
        """Catalog tool -> rows that call themselves by one of its own names: another of its names means them as well."""
        own = {
            tool.id: {folded_name(name) for name in (tool.name, *tool.names)} - set(self.brand_of)
            for tool in self.catalog.tools.values()
        }
        found: dict[str, set[str]] = {}
        for row in self.terms.values():
            said = _names_of(row)
            for tool in row.catalog if not row.group else ():
                if own.get(tool, set()) & said:
                    found.setdefault(tool, set()).add(row.id)
        return {tool: frozenset(rows) for tool, rows in found.items()}

    def of(self, named: Named) -> set[str]:
        """The tools that a name may mean."""
        if named.tools:
            return self._with_plan(set(named.tools), named.traits)
        brand = self.brand(named)
        return set(self.catalog.brands[brand].tools) if brand else {t for row in named.rows for t in self.terms[row].catalog}

    def _with_plan(self, tools: set[str], traits: Traits) -> set[str]:
        """ "GPT over the API": where only a sibling of the same brand has the plan, the sibling is meant; a "subscription" is of
        anything."""
        unsaid = not traits.plans or traits.plans >= PAID
        if len(tools) != 1 or unsaid or any(p.id in traits.plans for t in tools for p in self.catalog.tools[t].plans):
            return tools
        kin = {sibling for brand in self.catalog.brands.values() if tools <= set(brand.tools) for sibling in brand.tools}
        return self._having(kin, traits) or tools

    def _having(self, tools: set[str], traits: Traits) -> set[str]:
        """Of some tools those that are sold in a plan that was said."""
        return {t for t in tools if any(plan.id in traits.plans for plan in self.catalog.tools[t].plans)}

    def rows_beside(self, rows: list[str], kin: set[str]) -> Iterator[list[str]]:
        """Other rows of the same product ("GitHub Copilot on the campus licence"), then of the same brand: what "M365 Copilot,
        but without a licence" may be. ``kin``: products that the name may mean; a row of several is beside none of the others."""
        held = {t for row in rows for t in self.terms[row].catalog}
        tied = [self.catalog.tools[t] for t in held & kin or held if t in self.catalog.tools]
        tools, brands = {tool.id for tool in tied}, {tool.brand for tool in tied} - {""}
        others = [row for row in self.terms.values() if not row.group and row.id not in rows]
        yield [row.id for row in others if tools & set(row.catalog)]
        yield [row.id for row in others if brands & {self.catalog.tools[t].brand for t in row.catalog if t in self.catalog.tools}]

    def brand(self, named: Named) -> str:
        return named.brand or self.brand_of.get(folded_name(named.quote), "")

    def named_for_brand(self, tools: set[str], is_ban: Callable[[str], bool]) -> list[str]:
        """Rows that ban a brand by its bare name: they are about every product of it, tied to them or not."""
        brands = {self.catalog.tools[tool].brand for tool in tools if tool in self.catalog.tools} - {""}
        if len(brands) != 1:
            return []
        begun = {folded_name(self.catalog.tools[tool].name) for tool in tools if tool in self.catalog.tools}
        called = {
            name
            for name, brand in self.brand_of.items()
            if brand in brands and any(f"{one} ".startswith(f"{name} ") for one in begun)
        }
        said = {row.id: _names_of(row) for row in self.terms.values() if not row.group}
        return [row for row, names in said.items() if names & called and is_ban(row)]

    def is_bare(self, named: Named) -> bool:
        """Whether a name is a brand's, or that of its first tool: it may be any of the brand."""
        name = folded_name(named.quote)
        return name in self.brand_of or name in self.first_of_brand


def _names_of(row: ToolTerms) -> set[str]:
    """What the policy calls a row, as names are compared."""
    return {folded_name(name) for name in (row.label, *row.names)}
