"""Matches of names, plans and accounts go in, the tools that were asked about come out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.policy.talks.talk import Item
from bot.reading.offerings.rows import Rows
from bot.reading.tools.holders import HAD
from bot.reading.tools.loose import asks_may, data_among, is_of_licence, is_of_thing
from bot.reading.tools.named import Named, Traits, named_in, traits_of
from bot.reading.tools.names import NAMES
from bot.reading.tools.seats import NOBODY
from bot.reading.tools.versions import said
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match, longest
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, fold, tokens_of

_OR = Spoken("or", "versus", "instead", "instead_of")

_OR_ONE, _ONE = Spoken("or", "versus", "and"), small("that_one")
_THE = small("the_or_its", "article")
_OR_REACH = 4
"""Words that may stand between "or" and a kind of tools."""

_COMPANY = frozenset({"company"})
_NOTHING: tuple[object, ...] = (frozenset(), frozenset(), frozenset(), "")


def _what(named: Named) -> tuple[object, ...]:
    return (named.rows, named.offerings, named.tools, named.brand)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Tools as they stand in a message, those too that others are only compared with; and the matches for tools in it."""

    matches: list[Match]
    tools: list[Named]


class ToolReader(Rows):
    """Reads tools for one policy."""

    # --- what was named ----------------------------------------------------------------------------------------------

    def mentioned(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool = False) -> Mentioned:
        """All tools named in the asker's own words, in their order. ``follows``: the thread is about a tool."""
        data = {(m.first, m.last) for m in matches if m.entry.slot == "data" and m.via != "fuzzy"}
        named = {m.last for m in matches if m.entry.slot in ("tool", "brand", "row") and m.via != "fuzzy"}
        data = {(first, last) for first, last in data if first not in named or not self.attributes.ends(tokens, last)}
        mine = [m for m in matches if tokens[m.first].own and not (m.entry.source == "catalog" and (m.first, m.last) in data)]
        mine = self.names.kept(tokens, mine, follows)
        tools = self._without_accounts(tokens, named_in(tokens, longest(mine, NAMES)), mine)
        if not any(not tool.is_generic for tool in tools):
            inside = self.usage.embedded(tokens, mine)
            inside = self.functions.named(tokens) or inside or self.told_by.named(tokens, matches)
            inside = inside or self.parts.named(tokens, matches, follows) or self.names.new.unknown(tokens, matches, follows)
            inside = inside or self.strangers.named(tokens, matches, follows) or self.places.named(tokens, matches)
            tools = [*tools, inside] if inside is not None else tools
        tools = [*tools, *self.names.new.compared(tokens, matches, tools), *self._or_the_free_one(tokens, tools, mine)]
        tools += self.clouds.named(tokens, [tool for tool in tools if not self.is_banned(tool)], self.names.frequent)
        return Mentioned(mine, sorted(tools, key=lambda tool: tool.first))

    def named(
        self, tokens: tuple[Token, ...], mentioned: Mentioned, short: bool, is_open: bool = False
    ) -> tuple[list[Named], Traits]:
        """The tools that are asked about, with their traits; and the traits that belong to none of them.

        ``short``: the message is so short, or goes on with a thread, that a lone plan word is a plan. ``is_open``: the thread is
        about several offerings, of which a reply may say which.
        """
        mine = mentioned.matches
        tools = self.beside.asked(tokens, mentioned.tools)
        tools = [self._unlicensed(tokens, tool) for tool in self._with_interface(tokens, tools)]
        tools = [
            tool for place, tool in enumerate(tools) if not place or not self.usage.is_remark(tokens, tool, tools[place - 1])
        ]
        is_plan = asks_may(mine) or not all(self.clouds.is_open(tool) for tool in tools)
        told_of = [match for match in mine if is_plan or not is_of_licence(tokens, match)]
        attributes = self.attributes.of(tokens, told_of, tools, short, is_open)
        loose: list[tuple[str, str, bool]] = []
        of: list[list[tuple[str, str, bool]]] = [[] for _ in tools]
        hosts: list[list[Match]] = [[] for _ in tools]
        for match, slot, id_, negated in attributes:
            owner = self.attributes.owner(tokens, match, tools)
            if slot == "hosting" and not negated and (owner is not None or len(tools) == 1):
                hosts[owner or 0].append(match)
            (of[owner] if owner is not None else loose).append((slot, id_, negated))
        told = data_among(mine) if tools else []
        places = range(len(tokens)) if tools else ()
        data = frozenset(p for p in places if is_of_thing(tokens, (p, p + 1), told, tools, self.attributes.containers))
        products = [
            replace(tool, traits=traits_of(of[place]).joined(tool.traits), of_data=data) for place, tool in enumerate(tools)
        ]
        products = [
            tool if self.is_banned(tool) else self.clouds.placed(tokens, tool, held)
            for tool, held in zip(products, hosts, strict=True)
        ]
        products, left = self._without_seats(tokens, mine, tools, products, traits_of(loose))
        products = self._once(tokens, self._with_kinds(tokens, products))
        products = self.runners.inside(tokens, products, lambda tool: bool(self.resolve(tool, tokens).ask.offerings))
        products = self.beside.joined(
            tokens, self.usage.linked(tokens, products, self.is_banned, self.clouds.inside, self.clouds.outside)
        )
        if len(products) == 1:
            traits = products[0].traits.joined(left)
            # "the free version of Claude Team": two plans of one tool contradict each other; neither is dropped.
            products, left = [replace(products[0], traits=replace(traits, plans=traits.plans | left.plans))], Traits()
        elif len(products) > 1 and left.accounts:
            products = [replace(p, traits=p.traits.joined(Traits(accounts=left.accounts))) for p in products]
        held = (self._held(tokens, tool, tools, mine) for tool in products)
        return [replace(tool, said=said(tokens, tool, self.attributes.suffixes)) for tool in held], left

    def _held(self, tokens: tuple[Token, ...], product: Named, tools: list[Named], matches: list[Match]) -> Named:
        """With the organisation's account where the words around every mention of it say so, and nothing else was said of it."""
        traits = product.traits
        is_paid = "paid" in traits.plans  # "our ChatGPT subscription"
        own = not is_paid and traits.plans & self.offers.personal_plans
        told = {self.holders.said(tokens, tool, matches) for tool in tools if _what(tool) == _what(product)}
        if traits.accounts or own or product.is_lacked or product.is_seatless or not told or "" in told:
            return product
        if is_paid:
            traits = replace(traits, plans=frozenset()) if told == {HAD} else traits
        return replace(product, traits=replace(traits, accounts=_COMPANY)) if told == {HAD} else replace(product, is_ours=True)

    def _or_the_free_one(self, tokens: tuple[Token, ...], tools: list[Named], matches: list[Match]) -> list[Named]:
        """ "ChatGPT Team or the free one", "lieber Claude oder das kostenlose": the same brand in another plan."""
        plans = {m.first: m for m in matches if m.entry.slot in ("plan", "account") and m.via != "fuzzy"}
        found = []
        for tool in tools:
            place = tool.last + 1
            if tool.is_generic or tool.unknown or place >= len(tokens) or tokens[tool.last] not in _OR_ONE:
                continue
            place += tokens[place].folded in _THE and place + 1 < len(tokens)
            plan = plans.get(place)
            if plan is None or tokens[place].breaks or place == tool.last + 1:
                continue
            end = plan.last + (plan.last < len(tokens) and tokens[plan.last].folded in _ONE)
            if end == len(tokens) or tokens[end].breaks or tokens[end].folded in self.names.frequent:
                tied = tool.tools | {t for row in tool.rows for t in self.terms[row].catalog}
                found.append(Named(place, end, tools=frozenset(tied), brand=tool.brand, quote=tool.quote, source="catalog"))
        return [one for one in found if one.tools or one.brand]

    def _with_kinds(self, tokens: tuple[Token, ...], named: list[Named]) -> list[Named]:
        """Without kinds of tools ("an assistant") beside a product, unless one is asked about as well."""
        products = [tool for tool in named if not tool.is_generic]
        generic = [tool for tool in named if tool.is_generic]
        if not products or not generic:
            return named
        other = self._alternative(tokens, products, generic)
        if other is not None:
            return [*products, other]
        if len(products) > 1:
            return products
        return [replace(products[0], families=products[0].families | generic[0].families)]

    def _without_seats(
        self, tokens: tuple[Token, ...], matches: list[Match], named: list[Named], products: list[Named], left: Traits
    ) -> tuple[list[Named], Traits]:
        """The tools, and what was said of none, as the asker has them where they lack the organisation's seat."""
        data = (m for m in matches if m.entry.slot in ("data", "kind") and m.via != "fuzzy")
        lacked = self.seats.lacked(tokens, named, frozenset(p for m in data for p in range(m.first, m.last - 1)))
        found = []
        for place, tool in enumerate(products):
            if lacked.get(place) and (rows := self.siblings.without_seat(tool)):
                # "No seat here": what everybody has with the organisation's login, or something of one's own
                tools = frozenset(t for row in rows for t in self.terms[row].catalog)
                login = tool.traits.accounts & {"company"}  # "the one that opens with my work login"
                found.append(
                    replace(tool, tools=tools, brand="", rows=frozenset(), traits=Traits(accounts=login), is_seatless=True)
                )
                continue
            kin = not tool.rows and tool.last < len(tokens) and tokens[tool.last].folded in self.usage.licences  # told already
            rows = self._tied(tool)
            offered = (self.offers.fitting(rows, tool.traits)[0] if tool.traits.plans else ()) or self.offers.of_rows(rows)
            if kin or (offered and all(self.offers.is_open(o) for o in offered)):
                lacked.pop(place, None)
            own = replace(tool.traits, plans=tool.traits.plans & self.offers.personal_plans, accounts=frozenset({"personal"}))
            found.append(replace(tool, traits=own, is_lacked=True) if place in lacked else tool)
        if self.plainly.is_open(tokens, named, matches, self.told_by.told(tokens)):
            found = [replace(tool, is_left_open=True) for tool in found]
        return found, replace(left, accounts=frozenset({"personal"})) if NOBODY in lacked and not named else left

    def _tied(self, tool: Named) -> list[str]:
        """The rows that a name stands for, or that are tied to the product."""
        return sorted(tool.rows) or [row.id for row in self.terms.values() if not row.group and tool.tools & set(row.catalog)]

    def _unlicensed(self, tokens: tuple[Token, ...], tool: Named) -> Named:
        """Without the licence it is another tool of the same brand."""
        if not self.usage.without_licence(tokens, tool):
            return tool
        tied = tool.tools | {t for row in tool.rows for t in self.terms[row].catalog}
        brands = [b for b in self.catalog.brands.values() if tied & set(b.tools)]
        if not brands:
            return tool
        near = self.siblings.near(replace(tool, brand=brands[0].id), tokens) - tied
        kin = frozenset(near or set(brands[0].tools) - tied)
        free = any(
            set(brand.included) & kin & set(row.catalog) for brand in brands for row in self.terms.values() if not row.group
        )
        return replace(tool, tools=kin, rows=frozenset(), offerings=frozenset(), last=tool.first + 1, is_seatless=free)

    def _with_interface(self, tokens: tuple[Token, ...], tools: list[Named]) -> list[Named]:
        """ "Claude Team or the API": the brand's interface is a second tool."""
        found = list(tools)
        for tool in tools:
            place = tool.last + 1 if tool.last < len(tokens) and tokens[tool.last] in _OR else -1
            if place > 0 and place < len(tokens) and tokens[place].folded in _THE:
                place += 1
            ends = place + 1 == len(tokens) or (0 < place < len(tokens) - 1 and tokens[place + 1].breaks)
            lone = ends or (0 < place < len(tokens) - 1 and tokens[place + 1].folded in self.names.frequent)
            if (
                0 < place < len(tokens)
                and tokens[place].folded in self.interfaces
                and lone
                and (tool.tools or tool.brand or tool.rows)
            ):
                tied = tool.tools | {t for row in tool.rows for t in self.terms[row].catalog}
                kin = {t for b in self.catalog.brands.values() if b.id == tool.brand or tied & set(b.tools) for t in b.tools}
                apis = frozenset(t for t in kin if any(p.id == "api" for p in self.catalog.tools[t].plans) and t not in tied)
                if apis:
                    found.append(
                        Named(place, place + 1, tools=apis, quote=tokens[place].text, traits=Traits(plans=frozenset({"api"})))
                    )
        return found

    def _alternative(self, tokens: tuple[Token, ...], products: list[Named], generic: list[Named]) -> Named | None:
        """ "Bedrock, or a small model on my laptop": a kind of tools that is asked about beside a product."""
        for one in generic:
            before = any(t in _OR for t in tokens[max(0, one.first - _OR_REACH) : one.first])
            after = any(t in _OR for t in tokens[one.last : one.last + 2])
            first = min(p.first for p in products)
            if not ((one.first > first and before) or (one.first < first and after)):
                continue
            found = self.generic(one.traits, one.families, one.first, one.last, one.quote)
            if found is not None and len(found.rows) < len(self.terms) and not any(set(found.rows) & p.rows for p in products):
                return replace(one, rows=frozenset(found.rows))
        return None

    def _is_compared(self, tokens: tuple[Token, ...], tool: Named, other: Named) -> bool:
        between = range(min(tool.last, other.last), max(tool.first, other.first))
        return any(tokens[p].folded in self.comparing or tokens[p] in _OR for p in between)

    def _without_accounts(self, tokens: tuple[Token, ...], tools: list[Named], matches: list[Match]) -> list[Named]:
        """ "Claude Team on my private account": a group row called "private account" is no second tool beside a product."""
        plain = {(m.first, m.last) for m in matches if m.entry.slot in ("account", "plan")}
        named = [tool for tool in tools if not tool.is_generic]
        kept = []
        for tool in tools:
            group = tool.rows and not tool.tools and not tool.brand and all(self.terms[row].group for row in tool.rows)
            others = [other for other in named if other is not tool]
            alone = group and others and (tool.first, tool.last) in plain
            if not alone or any(self._is_compared(tokens, tool, other) for other in others):
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
        contract = {t.sentence for t in tokens if t.folded in self.contracts}
        return [
            k
            for k in kept
            if not (
                k.brand
                and fold(k.quote).removesuffix("'s") in self.vendors
                and (
                    k.brand in self._brands([n for n in kept if n is not k])
                    or (tokens[k.first].sentence in contract and not k.traits.plans and not self.makers_asked(tokens, k))
                )
            )
        ]

    def _brands(self, products: list[Named]) -> set[str]:
        """The brands of products. DeepSeek is a vendor and a brand: beside Claude it is a tool, beside its own app it is not."""
        tools = {id_ for named in products for id_ in named.tools}
        tools |= {id_ for named in products for row in named.rows for id_ in self.terms[row].catalog}
        return {self.catalog.tools[id_].brand for id_ in tools if id_ in self.catalog.tools}

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
        named, _ = self.named(tokens, self.mentioned(tokens, self.index.find(tokens, "en")), short=True)
        return named[0] if named else None
