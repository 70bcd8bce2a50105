"""The policy's rows and what was said of a tool go in, the offerings that it may be come out: by name, by plan, by group."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.words import ToolAsk
from bot.policy.world import Catalog
from bot.reading.tools.clouds import Clouds
from bot.reading.tools.fitting import Fitting
from bot.reading.tools.groups import Groups
from bot.reading.tools.named import Named, Resolved, Traits
from bot.reading.tools.names import Names
from bot.reading.tools.offerings import Offers
from bot.reading.tools.plans import Plans, switches_of
from bot.reading.tools.siblings import Siblings
from bot.reading.words.lists import all_words
from bot.text.index import Index
from bot.text.small import small
from bot.text.tokens import Token, fold, quote_of

_MINE = small("my")
WIDEST_FAMILY = 25
"""A family of more tools ("AI tools") says nothing."""


class Rows:
    """The rows of one policy, and what catches a tool that they do not name."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.catalog, self.index = knowledge, catalog, index
        self.terms = knowledge.vocabulary.tools
        self.offerings = knowledge.vocabulary.offerings
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.vendors = frozenset(fold(tool.vendor) for tool in catalog.tools.values() if tool.vendor)
        self.offers = Offers(knowledge, catalog, index)
        self.groups = Groups(self.offers)
        self.siblings = Siblings(catalog, self.terms)
        self.fitting = Fitting(knowledge, self.offers, self.groups, self.siblings)
        self.clouds = Clouds(catalog, self.terms, self.offerings)
        self.names = Names(catalog, index, self.terms)
        self.plans = Plans(catalog, index, switches_of(knowledge))

    def _kin(self, named: Named) -> set[str]:
        """The tools that a name may mean, whatever is said of it."""
        return self.siblings.of(replace(named, traits=Traits()))

    def is_banned(self, named: Named) -> bool:
        """Whether a product has only rows that forbid, however it is used."""
        siblings = self._kin(named)
        rows = [*sorted(named.rows), *(t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog))]
        # what is only on no list may be a model inside of a tool that is on it
        caught = self.groups.catching(siblings, named.families, Traits())[:1]
        rows = rows or [row for row in caught if not self.terms[row].covers.get("any")]
        return bool(rows) and all(self.terms[row].banned or self.offers.forbids_all(row) for row in rows)

    def is_listed(self, named: Named) -> bool:
        """Whether a row stands for it."""
        siblings = self._kin(named)
        return bool(named.rows or named.offerings) or any(siblings & {*row.catalog} for row in self.terms.values())

    def resolve(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:
        """The offerings that a named tool may be; none where the policy does not list it."""
        kin = self._kin(named)
        alone = replace(named, traits=self.offers.usual(kin, named.traits))
        return self.ours(self._placed(self._resolved(alone), tokens), tokens)

    def _placed(self, found: Resolved, tokens: tuple[Token, ...]) -> Resolved:
        """A tool in the cloud that is named right behind it, or with open models anywhere; on no list where the policy has it in
        other places only."""
        tied = [self.catalog.tools[id_] for row in found.rows for id_ in self.terms[row].catalog if id_ in self.catalog.tools]
        is_open = bool(tied) and all(tool.weights == "open" for tool in tied)
        span = self.clouds.behind(tokens, found.named.last) or (self.clouds.anywhere(tokens) if is_open else None)
        if span is None or self.is_banned(found.named):
            return found
        left = self.clouds.left_in(found.ask.offerings, tokens[slice(*span)])
        if left:
            return found if left == found.ask.offerings else self._as_ask(found.named, left)
        return Resolved(found.named, ToolAsk(f"{found.ask.name} ({quote_of(tokens, *span)})"))

    def ours(self, found: Resolved, tokens: tuple[Token, ...]) -> Resolved:
        """A tool that is not the organisation's own is a personal one; "my ChatGPT Team" may be either."""
        named = found.named
        if not tokens or not found.ask.offerings:
            return found
        if named.traits.accounts or not _is_mine(tokens, named):
            return found
        both = tuple(dict.fromkeys((*found.ask.offerings, *self._personal(named))))
        return replace(found, ask=ToolAsk(found.ask.name, both))

    def _personal(self, named: Named) -> tuple[str, ...]:
        """What a tool is where it is not the organisation's."""
        return self.offers.of_rows(self.groups.personal(self.siblings.of(named)))

    def _offered(self, named: Named) -> Resolved:
        """Offerings by their own name, unless what else was said speaks against them: then it may be the other as well."""
        own = tuple(sorted(named.offerings))
        rows = tuple(dict.fromkeys(self.offerings[o].tool for o in own))
        fitting = self.offers.fitting(rows, named.traits)
        if set(own) & set(fitting[1]) and not self.offers.is_contrary(own, named.traits):
            return self._as_ask(named, own)
        siblings = {tool for row in rows for tool in self.terms[row].catalog}
        other = tuple(o for o in fitting[0] if o not in own)
        other = other or tuple(o for o in self.offers.of_rows(self.groups.personal(siblings)) if o not in own)
        return self._as_ask(named, (*own, *other) if other else ())

    def _resolved(self, named: Named) -> Resolved:
        if named.offerings:
            return self._offered(named)
        siblings = {id_ for id_ in self.siblings.of(named) if id_ in self.catalog.tools}
        rows = [row for row in sorted(named.rows) if not self.terms[row].group]
        groups = [row for row in sorted(named.rows) if self.terms[row].group]
        if groups and not rows:
            return self._of_groups(named, groups, siblings)
        if not rows:
            rows = [t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog)]
            rows = rows or [t.id for t in self.terms.values() if not t.group and named.tools & set(t.catalog)]
            banned = [] if rows or named.traits.hosting else self.siblings.named_for_brand(siblings, self.offers.forbids_all)
            if banned:
                return self._as_ask(named, self.offers.of_rows(banned))
        claimed = len(siblings) == 1 and set(rows) == self.siblings.claimed.get(next(iter(siblings)), frozenset())
        meant = bool(claimed and named.tools)
        known = bool(named.rows or meant)
        found = self._as_ask(named, self.fitting.among(named, siblings, rows, by_name=known, whole=meant))
        # the same word names the row for everybody's own accounts, too: which of them is meant was not said
        return self._beside(found, groups) if groups and not named.traits.said else found

    def _of_groups(self, named: Named, groups: list[str], siblings: set[str]) -> Resolved:
        """A name that only groups have: what they are for; where it has a row elsewhere, that as well."""
        if not self._is_elsewhere(groups, siblings):
            return self._as_ask(named, self.offers.of_rows(groups))
        found = self._resolved(replace(named, rows=frozenset()))
        return found if named.traits.said else self._beside(found, groups)

    def _beside(self, found: Resolved, groups: list[str]) -> Resolved:
        return self._as_ask(found.named, tuple(dict.fromkeys((*found.ask.offerings, *self.offers.of_rows(groups)))))

    def _is_elsewhere(self, groups: list[str], siblings: set[str]) -> bool:
        """A product that a group for personal use names among its own ("Claude, Copilot") and that has a row as well: which of
        them is meant is for the plan or account to say."""
        personal = all(not self.terms[row].banned and self.terms[row].covers.keys() & {"plan", "account"} for row in groups)
        return personal and any(not row.group and siblings & set(row.catalog) for row in self.terms.values())

    def generic(
        self, traits: Traits, families: frozenset[str], first: int = 0, last: int = 0, quote: str = ""
    ) -> Resolved | None:
        """A tool of which only plan, account, hosting or family was said."""
        named = Named(first, last, families=families, quote=quote, traits=traits)
        rows = [row for row in self.groups.catching(set(), families, traits) if not self.terms[row].covers.get("any")]
        offerings = list(self.offers.of_rows(sorted(traits.marks) or rows))
        if traits.said and not offerings:
            explicit, _ = self.offers.fitting([row.id for row in self.terms.values()], traits)
            offerings = list(explicit)
        if families and not offerings:
            families = frozenset(
                f for f in families if sum(f in tool.families for tool in self.catalog.tools.values()) <= WIDEST_FAMILY
            )
            kin = {tool.id for tool in self.catalog.tools.values() if families & set(tool.families)}
            offerings = list(self.offers.of_rows([t.id for t in self.terms.values() if not t.group and kin & set(t.catalog)]))
        return self._as_ask(named, tuple(offerings)) if offerings else None

    def _as_ask(self, named: Named, offerings: tuple[str, ...]) -> Resolved:
        rows = tuple(dict.fromkeys(self.offerings[o].tool for o in offerings))
        if not offerings:
            name = self._catalog_name(named)
        elif len(offerings) == 1 and len(self.offers.of_row[rows[0]]) > 1:
            name = self.offerings[offerings[0]].label
        elif len(rows) == 1:
            name = self.terms[rows[0]].label
        else:
            name = self._catalog_name(named) or self.terms[rows[0]].label
        return Resolved(named, ToolAsk(name, offerings), rows, is_caught=self._is_caught(named, rows))

    def _is_caught(self, named: Named, rows: tuple[str, ...]) -> bool:
        """Whether only groups have it that do not name it: "Ollama on my laptop" in "Offline models on our machines"."""
        if named.rows or named.offerings or named.is_generic or not rows:
            return False
        siblings = self.siblings.of(named)
        return all(self.terms[row].group and not siblings & self.groups.listed[row] for row in rows)

    def _catalog_name(self, named: Named) -> str:
        names = sorted(self.catalog.tools[tool].name for tool in named.tools)
        name = names[0] if len(names) == 1 else named.quote
        plans = sorted(named.traits.plans)
        if len(plans) == 1 and fold(plans[0]) not in fold(name):
            name = f"{name} {plans[0].title()}"
        return name


def _is_mine(tokens: tuple[Token, ...], named: Named) -> bool:
    """ "my ChatGPT Team", "mijn Grammarly": said of the company's seat as well as of one's own."""
    place = named.first - 1
    return place >= 0 and tokens[place].own and tokens[place].folded in _MINE and not tokens[named.first].breaks
