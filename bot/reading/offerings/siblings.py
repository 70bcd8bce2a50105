"""A name that several tools share and the words around it go in; which of the tools is meant comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import FREE, PAID, Named, Traits, folded_name
from bot.reading.words.lists import all_words, deeds
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, words_of

_AROUND = 7
"""Words around a brand in which its alias may stand."""
_DENIED = 3
"""Words that may stand between a denial and what it denies."""
_CODE, _CODING = "source-code", "code-assistant"
_TASK = f"suits.{_CODING}"
"""What is done with code, in whichever tool."""
_TELLING = 4
"""Letters from which on a word of a phrase for code speaks of code."""
_WITHOUT = small("no", "without")
_NOT = small("not")
_PLAINLY = Spoken("plainly")


class Siblings:
    """The tools of each brand, and the rows of one policy that stand for them."""

    def __init__(self, catalog: Catalog, terms: Mapping[str, ToolTerms]) -> None:
        self.catalog, self.terms = catalog, terms
        self.negations = all_words(catalog, "read.negation")
        self.brand_of = {name: brand.id for brand in catalog.brands.values() for name in (folded_name(n) for n in brand.names)}
        self.first_of_brand = {
            folded_name(catalog.tools[brand.tools[0]].name) for brand in catalog.brands.values() if brand.tools
        }
        self.claimed = self._claimed()
        self.beside_brand = self._beside_brand()
        self.near_of = {tool.id: [words_of(word) for word in tool.near] for tool in catalog.tools.values() if tool.near}
        self.apart = self._apart()
        self.tasks = frozenset(tuple(words_of(word)) for words in catalog.words[_TASK].values() for word in words)
        self._telling = frozenset(word for words in deeds(catalog).values() for word in words) | all_words(catalog, "read.host")

    def _claimed(self) -> dict[str, frozenset[str]]:
        """Catalog tool -> rows that call themselves by one of its own names: another of its names means them as well."""
        own = {
            tool.id: {folded_name(name) for name in (tool.name, *tool.names)} - set(self.brand_of)
            for tool in self.catalog.tools.values()
        }
        found: dict[str, set[str]] = {}
        for row in self.terms.values():
            said = {folded_name(name) for name in (row.label, *row.names)}
            for tool in row.catalog if not row.group else ():
                if own.get(tool, set()) & said:
                    found.setdefault(tool, set()).add(row.id)
        return {tool: frozenset(rows) for tool, rows in found.items()}

    def _beside_brand(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """Brand -> rows with the words that their aliases have beside the brand's name ("Copilot in Edge")."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        weak = all_words(self.catalog, "read.frequent")
        for row in self.terms.values():
            for name in row.names if not row.group else ():
                worded = folded_name(name).split()
                brand = self.brand_of.get(worded[0]) if worded else None
                rest = frozenset(word for word in worded[1:] if word not in weak)
                if brand and rest and len(worded) > 2 and len(rest) <= 3:
                    found.setdefault(brand, []).append((row.id, rest))
        return found

    def by_alias(self, named: Named, tokens: tuple[Token, ...]) -> list[str]:
        """Rows whose alias for the brand stands around its name, in other words and order ("copilot in the corner of edge")."""
        brand = named.brand or self.brand_of.get(folded_name(named.quote), "")
        around = {t.folded for t in tokens[max(0, named.first - _AROUND) : named.last + _AROUND] if t.own}
        return [row for row, words in self.beside_brand.get(brand, ()) if words <= around] if brand and tokens else []

    def of(self, named: Named, tokens: tuple[Token, ...]) -> set[str]:
        """The tools that a name may mean."""
        if named.tools:
            return self._with_plan(set(named.tools), named.traits)
        brand = named.brand or self.brand_of.get(folded_name(named.quote), "")
        if brand and self._is_plain(named, tokens):
            return set(self.catalog.brands[brand].included or self.catalog.brands[brand].tools[:1])
        if brand:
            siblings = set(self.catalog.brands[brand].tools)
            near = self._listed(self.near(replace(named, brand=brand), tokens), replace(named, brand=brand), tokens)
            # "Claude (our team plan) to debug a script": an API has no such plan, whatever words stand around it.
            planned = self._having(siblings, named.traits)
            if near and FREE in named.traits.not_plans:
                near |= self.bought(siblings)  # "Copilot, the paid one" is no less somebody's own than the office's
            return near if near and (not planned or near & planned) else siblings
        return {tool for row in named.rows for tool in self.terms[row].catalog}

    def _listed(self, near: set[str], named: Named, tokens: tuple[Token, ...]) -> set[str]:
        """The same, where only what is to be done speaks for a sibling that has no row here, and several others have one: without
        it. "Gemini for code" is asked which, as for anything else, and nobody is told that the brand is not listed."""
        rows = [{*row.catalog} for row in self.terms.values() if not row.group]
        siblings = {*self.catalog.brands[named.brand].tools}
        several = sum(bool(tools & siblings) for tools in rows) > 1
        return self.near(named, tokens, self.tasks) if several and not any(near & tools for tools in rows) else near

    @staticmethod
    def _is_plain(named: Named, tokens: tuple[Token, ...]) -> bool:
        """ "Plain Claude": the brand's chat, and no tool of the brand with a longer name."""
        first = named.first
        return 0 < first < min(named.last, len(tokens)) and not tokens[first].breaks and tokens[first - 1] in _PLAINLY

    def _with_plan(self, tools: set[str], traits: Traits) -> set[str]:
        """ "GPT over the API": where only a sibling of the same brand has the plan, the sibling is meant; a "subscription" is of
        anything."""
        unsaid = not traits.plans or traits.plans >= PAID
        if len(tools) != 1 or unsaid or any(p.id in traits.plans for t in tools for p in self.catalog.tools[t].plans):
            return tools
        kin = {sibling for brand in self.catalog.brands.values() if tools <= set(brand.tools) for sibling in brand.tools}
        return self._having(kin, traits) or tools

    def bought(self, tools: set[str]) -> set[str]:
        """Of some tools those for which a person may pay."""
        return {t for t in tools if any(p.account == "personal" and p.id != FREE for p in self.catalog.tools[t].plans)}

    def _having(self, tools: set[str], traits: Traits) -> set[str]:
        """Of some tools those that are sold in a plan that was said."""
        return {t for t in tools if any(plan.id in traits.plans for plan in self.catalog.tools[t].plans)}

    def near(self, named: Named, tokens: tuple[Token, ...], but: Set[tuple[str, ...]] = frozenset()) -> set[str]:
        """The siblings of a brand that the words around it speak for; the nearest win. ``but``: words that count for none."""
        brand = named.brand or self.brand_of.get(folded_name(named.quote), "")
        if not brand:
            return set()
        low, high = max(0, named.first - 8), min(len(tokens), named.last + 10)
        around = tuple(token.folded for token in tokens[low:high])
        said = [
            (at - named.last if at >= named.last else named.first - at, id_)
            for id_ in self.catalog.brands[brand].tools
            for phrase in self.near_of.get(id_, ())
            if phrase not in but
            for at in self._places_of(phrase, named, tokens, around, low)
        ]
        nearest = min((distance for distance, _ in said), default=0)
        return {id_ for distance, id_ in said if distance == nearest}

    def _places_of(
        self, phrase: tuple[str, ...], named: Named, tokens: tuple[Token, ...], around: tuple[str, ...], low: int
    ) -> Iterator[int]:
        """Where somebody says a phrase near a name, and does not deny it. ``around``: the words there; ``low``: their place."""
        for at in range(low, low + len(around) - len(phrase) + 1):
            if around[at - low : at - low + len(phrase)] != phrase or not tokens[at].own:
                continue
            is_name = named.first <= at < named.last and len(phrase) == 1
            if not is_name and (phrase[0] in _WITHOUT or not self._is_denied(tokens, at)):
                yield at

    def _is_denied(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Not the one in Word", "I haven't got the licence"."""
        before = [t for t in tokens[max(0, place - _DENIED) : place] if t.clause == tokens[place].clause]
        return any(t.folded in _WITHOUT | _NOT for t in before[-2:]) or any(t.folded in self.negations for t in before)

    def rows_beside(self, rows: list[str], kin: set[str]) -> Iterator[list[str]]:
        """Other rows of the same product ("GitHub Copilot on the campus licence"), then of the same brand: what "M365 Copilot,
        but without a licence" may be. ``kin``: products that the name may mean; a row of several is beside none of the others."""
        held = {t for row in rows for t in self.terms[row].catalog}
        tied = [self.catalog.tools[t] for t in held & kin or held if t in self.catalog.tools]
        tools, brands = {tool.id for tool in tied}, {tool.brand for tool in tied} - {""}
        others = [row for row in self.terms.values() if not row.group and row.id not in rows]
        yield [row.id for row in others if tools & set(row.catalog)]
        yield [row.id for row in others if brands & {self.catalog.tools[t].brand for t in row.catalog if t in self.catalog.tools}]

    def at_work(self, named: Named, rows: list[str], tokens: tuple[Token, ...]) -> list[str]:
        """Of a brand's rows those that its bare name may mean: who says "Copilot" of some minutes means what comes with the
        office programs, where the policy has it, and no coding assistant of that name."""
        brand = self.brand(named)
        suite = set(self.catalog.brands[brand].suite) if brand and folded_name(named.quote) in self.brand_of else set()
        said = {token.folded for token in tokens if token.own}
        apart = {tool for tool, words in self.apart.items() if tool not in suite and not words & said}
        apart |= self._of_other_makers(brand, named)
        if not any(suite & set(self.terms[row].catalog) for row in rows):
            return rows
        return [row for row in rows if not self.terms[row].catalog or not set(self.terms[row].catalog) <= apart]

    def _of_other_makers(self, brand: str, named: Named) -> set[str]:
        """ "Microsoft Copilot": the tools of a brand that another vendor makes than the one in the name."""
        tools = [self.catalog.tools[id_] for id_ in (self.catalog.brands[brand].tools if brand else ())]
        makers = {folded_name(tool.vendor) for tool in tools} & set(folded_name(named.quote).split())
        return {tool.id for tool in tools if makers and folded_name(tool.vendor) not in makers}

    def plainest(self, rows: list[str], named: Named, tokens: tuple[Token, ...]) -> list[str]:
        """Of rows for one product or brand those that are no more than that, where the message speaks of nothing more: "Gemini"
        beside a row "Notes by Gemini in Meet", "Claude" beside "Agents and connectors"."""
        said = {token.folded for token in tokens if token.own}
        brand = self.catalog.brands.get(self.brand(named))
        first = brand.tools[0] if brand and brand.tools else ""
        chats = brand is not None and any(first in self.terms[row].catalog for row in rows)
        called = {word for name in (brand.names if brand else ()) for word in words_of(name)}
        kept = []
        for row in rows:
            words = frozenset(words_of(self.terms[row].label))
            other = chats and first not in self.terms[row].catalog and not words & called
            more = self._more(self.terms[row]) | (words if other else frozenset())
            if not more or more & said:
                kept.append(row)
        return kept or rows

    def _more(self, row: ToolTerms) -> frozenset[str]:
        """The words of a row's name for what it does and for the software that it sits in, and that are in no product's name."""
        tied = [self.catalog.tools[id_] for id_ in row.catalog if id_ in self.catalog.tools]
        sold = {word for tool in tied for word in words_of(tool.name)}
        return frozenset(words_of(row.label)) & self._telling - sold

    def brand(self, named: Named) -> str:
        return named.brand or self.brand_of.get(folded_name(named.quote), "")

    def without_seat(self, named: Named) -> list[str]:
        """The policy's rows for what everybody has of a bare brand with the organisation's login, without a seat."""
        brand = self.brand(named)
        included = set(self.catalog.brands[brand].included) if brand and not named.rows else set()
        return [row.id for row in self.terms.values() if not row.group and included & set(row.catalog)]

    def _apart(self) -> dict[str, frozenset[str]]:
        """Tools that share a bare name with an office suite's and are for one trade alone -> the words that speak of that."""
        weak = small("stop") | all_words(self.catalog, "read.frequent")
        trade = frozenset(
            word
            for kind in self.catalog.kinds.values()
            if _CODE in (kind.id, *kind.is_a)
            for phrases in (*kind.words.values(), *kind.examples.values())
            for phrase in phrases
            for word in words_of(phrase)
            if len(word) >= _TELLING and word not in weak
        )
        return {
            id_: trade | {word for phrase in self.near_of.get(id_, ()) for word in phrase}
            for brand in self.catalog.brands.values()
            for id_ in (brand.tools if brand.suite else ())
            if self.catalog.tools[id_].families == (_CODING,)
        }

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
        said = {row.id: {folded_name(name) for name in (row.label, *row.names)} for row in self.terms.values() if not row.group}
        return [row for row, names in said.items() if names & called and is_ban(row)]

    def are_called(self, tools: set[str], rows: list[str]) -> bool:
        """Whether a row bears the name of the brand that it is tied to."""
        brands = {self.catalog.tools[tool].brand for tool in tools if tool in self.catalog.tools} - {""}
        called = [name for name, brand in self.brand_of.items() if brand in brands]
        said = [f" {folded_name(name)} " for row in rows for name in (self.terms[row].label, *self.terms[row].names)]
        return any(f" {name} " in one for name in called for one in said)

    def is_bare(self, named: Named) -> bool:
        """Whether a name is a brand's, or that of its first tool: it may be any of the brand."""
        name = folded_name(named.quote)
        return name in self.brand_of or name in self.first_of_brand
