"""Matches of names, plans, accounts and hosting go in, the tools that were asked about come out; also reads a row's name for import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from bot.policy.house import Knowledge
from bot.policy.talk import ToolTerms
from bot.policy.words import ToolAsk
from bot.policy.world import Catalog, CatalogTool
from bot.reading.index import Index, Match, longest
from bot.reading.lexicon import all_words, catalog_index
from bot.reading.text import Token, fold, tokens_of, words_of

NAMES = frozenset({"row", "offering", "tool", "toolplan", "brand", "family"})
PAID = frozenset({"plus", "pro", "max", "premium", "individual", "ultra", "go"})
"""What "the paid one" may be where one person pays."""
WIDEST_FAMILY = 25
"""A family of more tools ("AI tools") says nothing."""
_NEAR_BY = 3
"""Words that may stand between a tool and its plan or account."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What was said of one tool beside its name."""

    plans: frozenset[str] = frozenset()
    not_plans: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    hosting: frozenset[str] = frozenset()

    @property
    def said(self) -> bool:
        return bool(self.plans or self.accounts or self.hosting)

    def joined(self, other: Traits) -> Traits:
        """These traits, and where they are silent the other's."""
        return Traits(self.plans or other.plans, self.not_plans | other.not_plans, self.accounts or other.accounts, self.hosting or other.hosting)


@dataclass(frozen=True, slots=True)
class Named:
    """One tool as it was named. ``rows``: policy tool ids by their own name; ``tools``: catalog ids; ``brand``: several siblings."""

    first: int = 0
    last: int = 0
    rows: frozenset[str] = frozenset()
    offerings: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    brand: str = ""
    families: frozenset[str] = frozenset()
    quote: str = ""
    via: str = "name"
    source: str = "policy"
    traits: Traits = field(default_factory=Traits)

    @property
    def is_generic(self) -> bool:
        """Only a kind of tools ("free chatbots"), or only a plan or account: no product."""
        return not (self.rows or self.offerings or self.tools or self.brand)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A tool with the offerings that it may be."""

    named: Named
    ask: ToolAsk
    rows: tuple[str, ...] = ()
    whole: bool = False
    """The row stands for the brand by its bare name."""


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


class ToolReader:
    """Reads tools for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.catalog, self.index = knowledge, catalog, index
        self.terms = knowledge.vocabulary.tools
        self.offerings = knowledge.vocabulary.offerings
        self.of_row: dict[str, tuple[str, ...]] = {
            row: tuple(o.id for o in self.offerings.values() if o.tool == row) for row in self.terms
        }
        self.comparing = all_words(catalog, "read.compare")
        self.strong = all_words(catalog, "read.strong_plan")
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.brand_of = {name: brand.id for brand in catalog.brands.values() for name in (folded_name(n) for n in brand.names)}
        self.first_of_brand = {folded_name(catalog.tools[brand.tools[0]].name) for brand in catalog.brands.values() if brand.tools}
        self.plans_of = {id_: self._plan_ids(id_) for id_ in self.offerings}
        self.accounts_of = {plan.id: plan.account for tool in catalog.tools.values() for plan in tool.plans if plan.account}
        self.near = {tool.id: [words_of(word) for word in tool.near] for tool in catalog.tools.values() if tool.near}

    def _plan_ids(self, offering: str) -> frozenset[str]:
        """Plan ids of an offering: as listed, and as its own names say."""
        terms = self.offerings[offering]
        row = self.terms[terms.tool]
        found = {plan.lower() for plan in terms.plans}
        for text in (*terms.plans, terms.label, *((row.label, *row.names) if len(self.of_row[terms.tool]) == 1 else ())):
            found |= {m.entry.id for m in self.index.find(tokens_of(text), "en") if m.entry.slot == "plan"}
        return frozenset(found)

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
        tools = self._products(tokens, longest(mine, NAMES))
        attributes = self._attributes(tokens, mine, tools, short)
        loose: list[tuple[str, str, bool]] = []
        of: list[list[tuple[str, str, bool]]] = [[] for _ in tools]
        for match, slot, id_, negated in attributes:
            owner = self._owner(tokens, match, tools)
            (of[owner] if owner is not None else loose).append((slot, id_, negated))
        products = [replace(tool, traits=_traits(of[place]).joined(tool.traits)) for place, tool in enumerate(tools)]
        if any(not tool.is_generic for tool in products):
            generic = [tool for tool in products if tool.is_generic]
            products = [tool for tool in products if not tool.is_generic]
            if len(products) == 1 and generic:
                products = [replace(products[0], families=products[0].families | generic[0].families)]
        left = _traits(loose)
        if len(products) == 1:
            return [replace(products[0], traits=products[0].traits.joined(left))], Traits()
        if len(products) > 1 and left.accounts:
            products = [replace(p, traits=p.traits.joined(Traits(accounts=left.accounts))) for p in products]
        return products, left

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
        return before in ("the", "a", "my", "our", "de", "het", "een", "der", "die", "das", "ein", "le", "la", "un", "el", "una", "this")

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
        for slot in ("plan", "account", "hosting"):
            for match in longest(matches, frozenset({slot})):
                if slot != "hosting" and match.size == 1 and not short and not self._is_beside(tokens, match, tools):
                    continue
                if match.via == "fuzzy" and match.size == 1 and len(tokens[match.first].folded) < 7:
                    continue
                if slot == "plan" and self._is_in_name(match, tools, matches):
                    continue
                found.append((match, slot, match.entry.id, self._is_denied(tokens, match)))
        return found

    @staticmethod
    def _is_in_name(match: Match, tools: list[Named], matches: list[Match]) -> bool:
        """ "pro" in "Gemini 2.5 Pro" is part of a model's name and no plan."""
        for tool in tools:
            if tool.first <= match.first and match.last <= tool.last and match.size < tool.last - tool.first:
                return not (tool.rows or tool.offerings) and not any(
                    m.entry.slot == "toolplan" and (m.first, m.last) == (tool.first, tool.last) for m in matches
                )
        return False

    @staticmethod
    def _is_denied(tokens: tuple[Token, ...], match: Match) -> bool:
        """ "not the free one": the negation stands right before, but for an article."""
        place = match.first - 1
        while place >= 0 and tokens[place].folded in ("the", "a", "de", "het", "een", "die", "das", "der", "le", "la", "el", "our", "my"):
            place -= 1
        if place < 0 or any(t.breaks for t in tokens[place + 1 : match.first + 1]):
            return False
        return tokens[place].folded in ("not", "niet", "nicht", "pas", "non")

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
            ahead = not common and 0 <= tool.first - match.last <= 1 and not any(t.breaks for t in tokens[match.last : tool.first + 1])
            behind = 0 <= match.first - tool.last <= (0 if common else 1) and not any("," in t.gap or "?" in t.gap for t in tokens[tool.last : match.last])
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
                best = min(best or (99, 0), (gap + (1 if match.first >= tool.last and match.entry.slot == "account" else 0), place))
        return best[1] if best else None

    def _is_barred(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Whether a word of comparing stands between a plan and a tool after it: then it belongs to the tool before."""
        return any(t.folded in self.comparing for t in tokens[first:last])

    # --- what it may be ----------------------------------------------------------------------------------------------

    def resolve(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:
        """The offerings that a named tool may be; none where the policy does not list it."""
        if named.offerings:
            return self._as_ask(named, tuple(sorted(named.offerings)))
        siblings = self._siblings(named, tokens)
        rows = [row for row in named.rows if not self.terms[row].group]
        groups = [row for row in named.rows if self.terms[row].group]
        if groups and not rows:
            return self._as_ask(named, self._of_rows(groups), whole=True)
        bare = bool(rows) and folded_name(named.quote) in self.brand_of
        if not rows:
            rows = [t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog)]
        elif bare and siblings and not named.traits.said and self._others(named, tokens):
            rows = [row for row in rows if siblings & set(self.terms[row].catalog)] or rows
        return self._among(named, siblings, rows, bool(named.rows))

    def _others(self, named: Named, tokens: tuple[Token, ...]) -> bool:
        return bool(self._near(named, tokens))

    def _siblings(self, named: Named, tokens: tuple[Token, ...]) -> set[str]:
        if named.tools:
            return self._with_plan(set(named.tools), named.traits)
        brand = named.brand or self.brand_of.get(folded_name(named.quote), "")
        if brand:
            near = self._near(replace(named, brand=brand), tokens)
            return near or set(self.catalog.brands[brand].tools)
        return {tool for row in named.rows for tool in self.terms[row].catalog}

    def _with_plan(self, tools: set[str], traits: Traits) -> set[str]:
        """ "GPT over the API": where only a sibling of the same brand has the plan, the sibling is meant."""
        if len(tools) != 1 or not traits.plans or any(p.id in traits.plans for t in tools for p in self.catalog.tools[t].plans):
            return tools
        kin = {sibling for brand in self.catalog.brands.values() if tools <= set(brand.tools) for sibling in brand.tools}
        return {t for t in kin if any(plan.id in traits.plans for plan in self.catalog.tools[t].plans)} or tools

    def _near(self, named: Named, tokens: tuple[Token, ...]) -> set[str]:
        """The siblings of a brand that the words around it speak for; the nearest words win."""
        brand = named.brand or self.brand_of.get(folded_name(named.quote), "")
        if not brand:
            return set()
        best: tuple[int, set[str]] = (99, set())
        low, high = max(0, named.first - 8), min(len(tokens), named.last + 10)
        around = [tokens[place].folded for place in range(low, high)]
        for id_ in self.catalog.brands[brand].tools:
            for phrase in self.near.get(id_, ()):
                for place in range(len(around) - len(phrase) + 1):
                    if tuple(around[place : place + len(phrase)]) != phrase or not tokens[low + place].own:
                        continue
                    at = low + place
                    if named.first <= at < named.last and len(phrase) == 1:
                        continue
                    if any(t.folded in ("not", "niet", "nicht", "pas", "no") for t in tokens[max(0, at - 2) : at]):
                        continue
                    distance = at - named.last if at >= named.last else named.first - at
                    if distance < best[0]:
                        best = (distance, {id_})
                    elif distance == best[0]:
                        best[1].add(id_)
        return best[1]

    def _among(self, named: Named, siblings: set[str], rows: list[str], by_name: bool) -> Resolved:
        traits = named.traits
        explicit, fitting = self._fitting(rows, traits)
        if explicit:
            return self._as_ask(named, explicit)
        catching = self._groups(siblings, named.families, traits)
        if traits.said:
            banned = [row for row in catching if self.terms[row].banned]
            special = [row for row in catching if self._catches_traits(self.terms[row], traits)]
            if banned:
                return self._as_ask(named, self._of_rows(banned))
            if special and not (fitting and self._is_company(traits)):
                return self._as_ask(named, self._of_rows(special))
            if fitting:
                return self._as_ask(named, fitting)
            return self._as_ask(named, self._of_rows(catching[:1]))
        if not fitting:
            return self._as_ask(named, self._of_rows(catching[:1]))
        whole = all(not self.plans_of[o] and not self.offerings[o].account for o in fitting)
        if whole or self.knowledge.organisation.bare_brand == "listed" or (by_name and not self._is_bare(named)):
            return self._as_ask(named, fitting, whole=whole)
        personal = self._personal_groups(siblings)
        return self._as_ask(named, (*fitting, *(o for o in self._of_rows(personal) if o not in fitting)))

    def _is_bare(self, named: Named) -> bool:
        name = folded_name(named.quote)
        return name in self.brand_of or name in self.first_of_brand

    @staticmethod
    def _is_company(traits: Traits) -> bool:
        return traits.accounts == frozenset({"company"})

    def _fitting(self, rows: Iterable[str], traits: Traits) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Offerings that name what was said themselves, and those that do not speak against it."""
        explicit, fitting = [], []
        for row in rows:
            for id_ in self.of_row[row]:
                terms, plans = self.offerings[id_], self.plans_of[id_]
                hits = misses = 0
                if traits.plans and plans:
                    hits, misses = hits + bool(plans & traits.plans), misses + (not plans & traits.plans)
                if traits.not_plans and plans and plans <= traits.not_plans:
                    misses += 1
                account = {terms.account} - {""} or {self.accounts_of.get(plan, "") for plan in plans} - {""}
                if traits.accounts and len(account) == 1:
                    hits, misses = hits + bool(account & traits.accounts), misses + (not account & traits.accounts)
                if traits.hosting and terms.hosting:
                    hits, misses = hits + (terms.hosting in traits.hosting), misses + (terms.hosting not in traits.hosting)
                if misses:
                    continue
                fitting.append(id_)
                if hits:
                    explicit.append(id_)
        return tuple(explicit), tuple(fitting)

    def _catches_traits(self, row: ToolTerms, traits: Traits) -> bool:
        covers = row.covers
        accounts = traits.accounts | {self.accounts_of.get(plan, "") for plan in traits.plans}
        return bool(
            traits.plans & set(covers.get("plan", ()))
            or (accounts & set(covers.get("account", ())) and not (traits.accounts and not traits.accounts & set(covers.get("account", ()))))
            or traits.hosting & set(covers.get("hosting", ()))
        )

    def _groups(self, siblings: set[str], families: frozenset[str], traits: Traits) -> list[str]:
        """The group rows that catch a tool, nearest first; a banned one first where it fits as well."""
        tools = [self.catalog.tools[id_] for id_ in siblings]
        kin = {family for tool in tools for family in tool.families} | families
        ranked = []
        for row in self.terms.values():
            if not row.group:
                continue
            covers = row.covers
            if siblings & {*covers.get("tool", ()), *row.catalog}:
                rank = 1
            elif self._catches_traits(row, traits):
                rank = 2
            elif self._open_weights(row, tools, traits):
                rank = 3
            elif kin & set(covers.get("family", ())) or {fold(t.vendor) for t in tools} & {fold(v) for v in covers.get("vendor", ())}:
                rank = 3
            elif covers.get("any"):
                rank = 5
            else:
                continue
            ranked.append((0 if row.banned and rank < 5 else rank, row.id))
        return [row for _, row in sorted(ranked)]

    @staticmethod
    def _open_weights(row: ToolTerms, tools: list[CatalogTool], traits: Traits) -> bool:
        """A row for what runs on own machines catches tools that only do so."""
        hosts = {host for tool in tools for host in tool.hosting}
        return bool(tools and hosts and not traits.hosting and hosts <= set(row.covers.get("hosting", ())))

    def _personal_groups(self, siblings: set[str]) -> list[str]:
        """Rows for free or personal use that a bare brand may as well mean."""
        plans = {plan.id for id_ in siblings for plan in self.catalog.tools[id_].plans if plan.account == "personal"}
        found = []
        for row in self.terms.values():
            covers = row.covers
            if row.group and ("personal" in covers.get("account", ()) or plans & set(covers.get("plan", ()))) and (plans or not siblings):
                found.append(row.id)
        return found

    def generic(self, traits: Traits, families: frozenset[str], first: int = 0, last: int = 0, quote: str = "") -> Resolved | None:
        """A tool of which only plan, account, hosting or family was said."""
        named = Named(first, last, families=families, quote=quote, traits=traits)
        rows = [row for row in self._groups(set(), families, traits) if not self.terms[row].covers.get("any")]
        offerings = list(self._of_rows(rows))
        if traits.said and not offerings:
            explicit, _ = self._fitting([row.id for row in self.terms.values()], traits)
            offerings = list(explicit)
        if families and not offerings:
            families = frozenset(f for f in families if sum(f in tool.families for tool in self.catalog.tools.values()) <= WIDEST_FAMILY)
            kin = {tool.id for tool in self.catalog.tools.values() if families & set(tool.families)}
            offerings = list(self._of_rows([t.id for t in self.terms.values() if not t.group and kin & set(t.catalog)]))
        return self._as_ask(named, tuple(offerings)) if offerings else None

    def _of_rows(self, rows: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(offering for row in rows for offering in self.of_row.get(row, ())))

    def _as_ask(self, named: Named, offerings: tuple[str, ...], whole: bool = False) -> Resolved:
        rows = tuple(dict.fromkeys(self.offerings[o].tool for o in offerings))
        if not offerings:
            name = self._catalog_name(named)
        elif len(offerings) == 1 and len(self.of_row[rows[0]]) > 1:
            name = self.offerings[offerings[0]].label
        elif len(rows) == 1:
            name = self.terms[rows[0]].label
        else:
            name = self._catalog_name(named) or self.terms[rows[0]].label
        return Resolved(named, ToolAsk(name, offerings), rows, whole)

    def _catalog_name(self, named: Named) -> str:
        names = sorted(self.catalog.tools[tool].name for tool in named.tools)
        name = names[0] if len(names) == 1 else named.quote
        plans = sorted(named.traits.plans)
        if len(plans) == 1 and fold(plans[0]) not in fold(name):
            name = f"{name} {plans[0].title()}"
        return name


def folded_name(name: str) -> str:
    """A name as names are compared: folded words, one space between."""
    return " ".join(words_of(name))


def _traits(found: list[tuple[str, str, bool]]) -> Traits:
    def of(slot: str, negated: bool) -> frozenset[str]:
        return frozenset(id_ for s, id_, n in found if s == slot and n == negated)

    plans = of("plan", False)
    if "paid" in plans and len(plans) > 1:
        plans -= {"paid"}
    return Traits(plans | (PAID if "paid" in plans else set()), of("plan", True), of("account", False), of("hosting", False))
