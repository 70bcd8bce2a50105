"""Matches of names, plans and accounts go in, the tools that were asked about come out; also reads a row's name for import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.talk import Item
from bot.policy.world import Catalog
from bot.reading.cues import Cues
from bot.reading.index import Match, longest
from bot.reading.lexicon import catalog_index
from bot.reading.named import Named, Traits, traits_of
from bot.reading.rows import Rows
from bot.reading.text import Token, fold, tokens_of

NAMES = frozenset({"row", "offering", "tool", "toolplan", "brand", "family"})
_OWN = frozenset(
    [
        "own",
        "my",
        "mine",
        "eigen",
        "mijn",
        "eigenes",
        "eigenen",
        "eigener",
        "eigene",
        "mein",
        "meine",
        "propre",
        "mon",
        "ma",
        "propio",
        "propia",
        "mi",
    ]
)
_OR = frozenset(["or", "vs", "versus", "of", "oder", "ou", "o", "instead", "statt", "anstatt"])
_NOT = frozenset(
    ["not", "no", "niet", "geen", "nicht", "kein", "keine", "keinen", "keinem", "pas", "non", "sans", "without", "sin"]
)
_NEAR_BY = 3
"""Words that may stand between a tool and its plan or account."""


def row_name_reader(catalog: Catalog) -> Callable[[str], tuple[tuple[str, ...], ...]]:
    """The reader that import uses for row names and aliases: the same words and the same care as for questions.

    Gives one entry a mention, each the catalog tools that it may be (several for a bare brand).
    """
    index = catalog_index(catalog)

    def read(name: str) -> tuple[tuple[str, ...], ...]:
        tokens = tokens_of(name)
        named = longest(index.find(tokens, "en"), NAMES - {"family"})
        mentions: dict[tuple[int, int], set[str]] = {}
        for match in named:
            if match.via == "fuzzy" and any((m.first, m.last) == (match.first, match.last) and m.via != "fuzzy" for m in named):
                continue
            brand = match.entry.slot == "brand"
            ids = set(catalog.brands[match.entry.id].tools) if brand else {match.entry.id.partition("|")[0]}
            mentions.setdefault((match.first, match.last), set()).update(ids)
        return tuple(tuple(sorted(ids)) for _, ids in sorted(mentions.items()))

    return read


_NOTHING: tuple[object, ...] = (frozenset(), frozenset(), frozenset(), "")


def _what(named: Named) -> tuple[object, ...]:
    return (named.rows, named.offerings, named.tools, named.brand)


class ToolReader(Rows):
    """Reads tools for one policy."""

    # --- what was named ----------------------------------------------------------------------------------------------

    def named(self, tokens: tuple[Token, ...], matches: list[Match], short: bool) -> tuple[list[Named], Traits]:
        """All tools named in the asker's own words, with their traits; and the traits that belong to none of them.

        ``short``: the message is so short, or goes on with a thread, that a lone plan word is a plan.
        """
        data = {(m.first, m.last) for m in matches if m.entry.slot == "data" and m.via != "fuzzy"}
        mine = [
            m
            for m in matches
            if tokens[m.first].own
            and not (m.entry.slot == "tool" and self._is_ordinary(m, tokens))
            and not (m.entry.source == "catalog" and (m.first, m.last) in data)
        ]
        tools = self._without_accounts(tokens, self._products(tokens, longest(mine, NAMES)), mine)
        if not any(not tool.is_generic for tool in tools):
            inside = self.usage.embedded(tokens, mine)
            tools = [*tools, inside] if inside is not None else tools
        attributes = self._attributes(tokens, mine, tools, short)
        loose: list[tuple[str, str, bool]] = []
        of: list[list[tuple[str, str, bool]]] = [[] for _ in tools]
        for match, slot, id_, negated in attributes:
            owner = self._owner(tokens, match, tools)
            (of[owner] if owner is not None else loose).append((slot, id_, negated))
        products = [replace(tool, traits=traits_of(of[place]).joined(tool.traits)) for place, tool in enumerate(tools)]
        if any(not tool.is_generic for tool in products):
            generic = [tool for tool in products if tool.is_generic]
            products = [tool for tool in products if not tool.is_generic]
            if len(products) == 1 and generic:
                products = [replace(products[0], families=products[0].families | generic[0].families)]
        left = traits_of(loose)
        products = self._once(tokens, products)
        products = self.usage.linked(tokens, products, self.is_banned)
        if len(products) == 1:
            traits = products[0].traits.joined(left)
            # "the free version of Claude Team": two plans of one tool contradict each other; neither is dropped.
            return [replace(products[0], traits=replace(traits, plans=traits.plans | left.plans))], Traits()
        if len(products) > 1 and left.accounts:
            products = [replace(p, traits=p.traits.joined(Traits(accounts=left.accounts))) for p in products]
        return products, left

    def _without_accounts(self, tokens: tuple[Token, ...], tools: list[Named], matches: list[Match]) -> list[Named]:
        """ "Claude Team on my private account": a group row called "private account" is no second tool beside a product."""
        plain = {(m.first, m.last) for m in matches if m.entry.slot in ("account", "plan")}
        named = [tool for tool in tools if not tool.is_generic]
        kept = []
        for tool in tools:
            group = tool.rows and not tool.tools and not tool.brand and all(self.terms[row].group for row in tool.rows)
            others = [other for other in named if other is not tool]
            compared = any(
                tokens[p].folded in self.comparing or tokens[p].folded in _OR
                for other in others
                for p in range(min(tool.last, other.last), max(tool.first, other.first))
            )
            if group and others and (tool.first, tool.last) in plain and not compared:
                continue
            kept.append(tool)
        return kept

    def _once(self, tokens: tuple[Token, ...], products: list[Named]) -> list[Named]:
        """A product named twice is one; and a vendor spoken of beside its product ("the DPA lists Anthropic") is no tool."""
        kept: list[Named] = []
        for tool in products:
            same = next((k for k in kept if _what(k) == _what(tool) and _what(k) != _NOTHING), None)
            if same is None:
                kept.append(tool)
            elif not same.traits.said or not tool.traits.said:
                kept[kept.index(same)] = replace(same, traits=same.traits.joined(tool.traits))
            else:
                kept.append(tool)
        vendors = {fold(tool.vendor) for tool in self.catalog.tools.values() if tool.vendor}
        of_brand = {self.catalog.tools[id_].brand for named in kept for id_ in named.tools if id_ in self.catalog.tools}
        of_brand |= {
            self.catalog.tools[t].brand
            for named in kept
            for row in named.rows
            for t in self.terms[row].catalog
            if t in self.catalog.tools
        }
        contract = {t.sentence for t in tokens if t.folded in self.contracts}
        return [
            k
            for k in kept
            if not (
                k.brand
                and fold(k.quote).removesuffix("'s") in vendors
                and ((k.brand in of_brand and len(kept) > 1) or tokens[k.first].sentence in contract)
            )
        ]

    def switched(self, item: Item, cues: Cues) -> frozenset[str]:
        """ "off" as a whole reply: the switch that the thread's offerings differ in."""
        value = "off" if cues.has("read.off") else "on" if cues.has("read.on") else ""
        open_ = {offering for tool in item.question.tools for offering in tool.offerings}
        facts = [self.knowledge.policy.offerings[id_].facts for id_ in open_ if id_ in self.knowledge.policy.offerings]
        keys = {key for held in facts for key, said in held.items() if said in ("on", "off")}
        return frozenset(f"{key}.{value}" for key in keys if value)

    def by_name(self, quote: str) -> Named | None:
        """One tool by a quote of an earlier message."""
        tokens = tokens_of(quote)
        named, _ = self.named(tokens, self.index.find(tokens, "en"), short=True)
        return named[0] if named else None

    def _is_ordinary(self, match: Match, tokens: tuple[Token, ...]) -> bool:
        """An ordinary word (cursor, notion) counts as a tool only where nothing but the question is around it."""
        tool = self.catalog.tools[match.entry.id]
        if not tool.ordinary or match.size > 1:
            return False
        if match.via == "fuzzy":
            return True
        before = tokens[match.first - 1].folded if match.first else ""
        return before in (
            "via",
            "through",
            "using",
            "the",
            "a",
            "my",
            "our",
            "de",
            "het",
            "een",
            "der",
            "die",
            "das",
            "ein",
            "le",
            "la",
            "un",
            "el",
            "una",
            "this",
        )

    def _products(self, tokens: tuple[Token, ...], found: list[Match]) -> list[Named]:
        spans: dict[tuple[int, int], list[Match]] = {}
        for match in found:
            spans.setdefault((match.first, match.last), []).append(match)
        products: list[Named] = []
        for (first, last), here in sorted(spans.items()):
            exact = [m for m in here if m.via != "fuzzy"] or here
            slots: dict[str, set[str]] = {}
            for match in exact:
                slots.setdefault(match.entry.slot, set()).add(match.entry.id)
            plans = frozenset(id_.partition("|")[2] for id_ in slots.get("toolplan", ()))
            tools = slots.get("tool", set()) | {id_.partition("|")[0] for id_ in slots.get("toolplan", ())}
            quote = " ".join(token.text for token in tokens[first:last])
            via = "fuzzy" if all(m.via == "fuzzy" for m in exact) else exact[0].via
            brand = next(iter(sorted(slots.get("brand", ()))), "")
            products.append(
                Named(
                    first,
                    last,
                    frozenset(slots.get("row", ())),
                    frozenset(slots.get("offering", ())),
                    frozenset(tools) if not brand or plans else frozenset(),
                    brand,
                    frozenset(slots.get("family", ())) if not tools and not brand else frozenset(),
                    quote,
                    via,
                    "policy" if slots.keys() & {"row", "offering"} else "catalog",
                    Traits(plans=plans),
                )
            )
        return products

    def _attributes(
        self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named], short: bool
    ) -> list[tuple[Match, str, str, bool]]:
        found = []
        for slot in ("plan", "account", "hosting", "feature", "mark"):
            held = matches if slot != "feature" else self._states(matches)
            for match in longest(held, frozenset({slot})):
                if slot == "feature" and (match.entry.id not in self.switches or self._is_either(tokens, match)):
                    continue
                if slot in ("plan", "account") and match.size == 1 and not short and not self._is_beside(tokens, match, tools):
                    continue
                if match.via == "fuzzy" and match.size == 1 and len(tokens[match.first].folded) < 7:
                    continue
                if slot == "account" and not self._is_account(tokens, match, tools):
                    continue
                if slot == "plan" and self._is_in_name(match, tools, matches):
                    continue
                found.append((match, slot, match.entry.id, self._is_denied(tokens, match)))
        return found

    def _is_either(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "on or off": neither is said."""
        after = [t.folded for t in tokens[match.last : match.last + 2]]
        return len(after) == 2 and after[0] in _OR and after[1] in self.states

    @staticmethod
    def _states(matches: list[Match]) -> list[Match]:
        """Without "with web search" where "with web search off" or "web search off" goes further."""
        features = [m for m in matches if m.entry.slot == "feature"]
        return [
            m
            for m in features
            if not any(m.first < o.last and o.first < m.last and o.last > m.last and o.entry.id != m.entry.id for o in features)
        ]

    def _is_account(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """ "my own" says something of an account only where a tool or a word such as account follows."""
        if tokens[match.last - 1].folded not in _OWN:
            return True
        after = range(match.last, min(len(tokens), match.last + 3))
        return any(tokens[p].folded in self.plan_nouns or any(t.first == p for t in tools) for p in after)

    @staticmethod
    def _is_in_name(match: Match, tools: list[Named], matches: list[Match]) -> bool:
        """ "pro" in "Gemini 2.5 Pro" is part of a model's name and no plan."""
        for tool in (one for one in tools if not one.is_generic):
            if tool.first <= match.first and match.last <= tool.last and match.size < tool.last - tool.first:
                return not (tool.rows or tool.offerings) and not any(
                    m.entry.slot == "toolplan" and (m.first, m.last) == (tool.first, tool.last) for m in matches
                )
        return False

    @staticmethod
    def _is_denied(tokens: tuple[Token, ...], match: Match) -> bool:
        """ "not the free one": the negation stands right before, but for an article."""
        place = match.first - 1
        while place >= 0 and tokens[place].folded in (
            "the",
            "a",
            "de",
            "het",
            "een",
            "die",
            "das",
            "der",
            "le",
            "la",
            "el",
            "our",
            "my",
        ):
            place -= 1
        if place < 0 or any(t.breaks for t in tokens[place + 1 : match.first + 1]):
            return False
        return tokens[place].folded in _NOT

    def _is_beside(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """Whether a lone plan word stands at a tool's name or at a word such as account or licence."""
        after = tokens[match.last].folded if match.last < len(tokens) else ""
        word = tokens[match.first].folded
        if word in self.strong:
            return True
        common = self.index.is_everyday(word, "en") and word not in ("free", "paid", "private", "personal")
        if after in self.plan_nouns and not tokens[match.last].breaks:
            return True
        for tool in tools:
            inside = tool.first <= match.first < tool.last
            ahead = (
                not common
                and 0 <= tool.first - match.last <= 1
                and not any(t.breaks for t in tokens[match.last : tool.first + 1])
            )
            behind = 0 <= match.first - tool.last <= (0 if common else 1) and not any(
                "," in t.gap or "?" in t.gap for t in tokens[tool.last : match.last]
            )
            if inside or ahead or behind:
                return True
            between = {t.folded for t in tokens[tool.last : match.first]}
            joined = between & {"or", "of", "oder", "ou", "o", "to", "naar", "zu"}
            if 0 < match.first - tool.last <= 3 and joined and match.entry.slot == "plan":
                return True
        return False

    def _owner(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> int | None:
        """The tool that a plan or account belongs to: the one at whose name it stands, else the nearest in the clause."""
        best: tuple[int, int] | None = None
        for place, tool in enumerate(tools):
            if tool.first <= match.first < tool.last or match.first <= tool.first < match.last:
                return place
            gap = tool.first - match.last if match.last <= tool.first else match.first - tool.last
            if match.last <= tool.first and ("(" in tokens[match.first].gap or self._is_barred(tokens, match.last, tool.first)):
                continue
            apart = tokens[match.first].clause != tokens[tool.first].clause and gap > 1
            if gap <= _NEAR_BY + 4 and not (apart and len(tools) > 1):
                best = min(
                    best or (99, 0), (gap + (1 if match.first >= tool.last and match.entry.slot == "account" else 0), place)
                )
        return best[1] if best else None

    def _is_barred(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Whether a word of comparing stands between a plan and a tool after it: then it belongs to the tool before."""
        return any(t.folded in self.comparing for t in tokens[first:last])
