"""Matches of names, plans and accounts go in, the tools that were asked about come out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.policy.talks.talk import Item
from bot.reading.tools.named import Named, Traits, named_in, traits_of
from bot.reading.tools.names import NAMES
from bot.reading.tools.rows import Rows
from bot.reading.words.cues import Cues
from bot.text.entries import Match, longest
from bot.text.small import Spoken
from bot.text.tokens import Token, fold, tokens_of

_OR, _COMPARES = Spoken("or", "or_u", "versus", "than", "instead", "instead_of"), Spoken("compares")
_NEAR = 2
"""Words before two tools in which it is said that they are compared."""

_NOTHING: tuple[object, ...] = (frozenset(), frozenset(), frozenset(), "")


def _what(named: Named) -> tuple[object, ...]:
    return (named.rows, named.offerings, named.tools, named.brand)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Tools as they stand in a message, and the matches of names, plans and accounts in it."""

    matches: list[Match]
    tools: list[Named]


class ToolReader(Rows):
    """Reads tools for one policy."""

    def mentioned(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool = False) -> Mentioned:
        """All tools named in the asker's own words, in their order. ``follows``: the thread is about a tool."""
        data = {(m.first, m.last) for m in matches if m.entry.slot == "data" and m.via != "fuzzy"}
        named = {m.last for m in matches if m.entry.slot in ("tool", "brand", "row") and m.via != "fuzzy"}
        data = {(first, last) for first, last in data if first not in named or not self.plans.ends(tokens, last)}
        mine = [m for m in matches if tokens[m.first].own and not (m.entry.source == "catalog" and (m.first, m.last) in data)]
        mine = self.names.kept(tokens, mine, follows)
        tools = self._without_accounts(tokens, named_in(tokens, longest(mine, NAMES)), mine)
        if not any(not tool.is_generic for tool in tools):
            told = self.names.unknown(tokens, matches, follows)
            tools = [*tools, told] if told is not None else tools
        return Mentioned(mine, sorted(self._without_places(tokens, tools), key=lambda tool: tool.first))

    def named(self, tokens: tuple[Token, ...], mentioned: Mentioned, short: bool) -> tuple[list[Named], Traits]:
        """The tools that are asked about, with their traits; and the traits that belong to none of them.

        ``short``: the message is so short, or goes on with a thread, that a lone plan word is a plan.
        """
        mine, tools = mentioned.matches, mentioned.tools
        loose: list[tuple[str, str, bool]] = []
        of: list[list[tuple[str, str, bool]]] = [[] for _ in tools]
        for match, slot, id_, negated in self.plans.of(tokens, mine, tools, short):
            owner = self.plans.owner(tokens, match, tools)
            (of[owner] if owner is not None else loose).append((slot, id_, negated))
        products = [replace(tool, traits=traits_of(said).joined(tool.traits)) for tool, said in zip(tools, of, strict=True)]
        left = traits_of(loose)
        products = self._once(self._with_kinds(products))
        if len(products) == 1:
            traits = products[0].traits.joined(left)
            # "the free version of Claude Team": two plans of one tool contradict each other; neither is dropped.
            products, left = [replace(products[0], traits=replace(traits, plans=traits.plans | left.plans))], Traits()
        elif len(products) > 1 and left.said:
            products, left = [replace(p, traits=p.traits.joined(left)) for p in products], Traits()
        return products, left

    def _without_places(self, tokens: tuple[Token, ...], tools: list[Named]) -> list[Named]:
        """ "Claude on Bedrock" is one tool: the model, which may be in that cloud or not (``Rows``). Where the policy has no such
        model, it is the cloud's service."""
        kept = list(tools)
        for tool in tools:
            place = self.clouds.behind(tokens, tool.last) if tool in kept and not tool.is_generic else None
            cloud = next((one for one in kept if place is not None and one.first == place[0]), None)
            if cloud is not None:
                kept.remove(cloud if self.is_listed(tool) or self.is_banned(tool) else tool)
        return kept

    def _with_kinds(self, named: list[Named]) -> list[Named]:
        """Without kinds of tools ("an assistant") beside a product."""
        products = [tool for tool in named if not tool.is_generic]
        generic = [tool for tool in named if tool.is_generic]
        if not products or not generic:
            return named
        if len(products) > 1:
            return products
        families, traits = products[0].families | generic[0].families, products[0].traits.joined(generic[0].traits)
        return [replace(products[0], families=families, traits=traits)]

    def _without_accounts(self, tokens: tuple[Token, ...], tools: list[Named], matches: list[Match]) -> list[Named]:
        """ "Claude Team on my private account": a group row called "private account" is no second tool beside a product."""
        plain = {(m.first, m.last) for m in matches if m.entry.slot in ("account", "plan")}
        named = [tool for tool in tools if not tool.is_generic]
        kept = []
        for tool in tools:
            group = tool.rows and not tool.tools and not tool.brand and all(self.terms[row].group for row in tool.rows)
            others = [other for other in named if other is not tool]
            alone = group and others and (tool.first, tool.last) in plain
            if not alone or any(are_rivals(tokens, tool, other) for other in others):
                kept.append(tool)
        return kept

    def _once(self, products: list[Named]) -> list[Named]:
        """A product named twice is one; and a vendor beside its product ("Anthropic's Claude") is no tool."""
        kept: list[Named] = []
        for tool in products:
            same = next((k for k in kept if _what(k) == _what(tool) and _what(k) != _NOTHING), None)
            if same is None:
                kept.append(tool)
            elif not same.traits.said or not tool.traits.said:
                kept[kept.index(same)] = replace(same, traits=same.traits.joined(tool.traits))
            else:
                kept.append(tool)
        others = [(k, self._brands([n for n in kept if n is not k])) for k in kept]
        return [k for k, brands in others if not (fold(k.quote).removesuffix("'s") in self.vendors and k.brand in brands)]

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


def are_rivals(tokens: tuple[Token, ...], one: Named, other: Named) -> bool:
    """Whether one tool is asked about in the place of the other: "Copilot or a free chatbot", "compare Claude with Gemini"."""
    first, second = sorted((one, other), key=lambda tool: tool.first)
    before = tokens[max(0, first.first - _NEAR) : first.first]
    return any(token in _OR for token in tokens[first.last : second.first]) or any(token in _COMPARES for token in before)
