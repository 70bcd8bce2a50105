"""The policy's rows and what was said of a tool go in, the offerings that it may be come out: by name, by plan, by group."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.words import JOINED, ToolAsk
from bot.policy.world import Catalog
from bot.reading.naming.accounts import names_in
from bot.reading.offerings.beside import Beside
from bot.reading.offerings.catching import Groups
from bot.reading.offerings.clouds import Clouds
from bot.reading.offerings.fitting import Fitting
from bot.reading.offerings.functions import Functions
from bot.reading.offerings.logins import Logins
from bot.reading.offerings.makers_asked import MakersAsked
from bot.reading.offerings.offers import Offers
from bot.reading.offerings.parts import Parts
from bot.reading.offerings.places import Places
from bot.reading.offerings.runners import Runners
from bot.reading.offerings.siblings import Siblings
from bot.reading.offerings.told_by import ToldBy
from bot.reading.tools.attributes import Attributes
from bot.reading.tools.holders import Holders
from bot.reading.tools.machines import Machines, Whose
from bot.reading.tools.named import Named, Resolved, Traits, folded_name
from bot.reading.tools.names import Names
from bot.reading.tools.seats import Seats
from bot.reading.tools.strangers import Strangers
from bot.reading.tools.switches import by_switch, switches_of
from bot.reading.tools.told_plainly import ToldPlainly
from bot.reading.tools.usage import Usage
from bot.reading.words.lexicon import catalog_index
from bot.reading.words.lists import all_words
from bot.tongue.index import Index
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, fold, words_of

_CHATS = small("chat")
_RUNS, _MINE_ALONE = Spoken("runs_there"), Spoken("mine_alone")
_HELPERS = small("helper")
_BOTS = tuple(small("house_ending"))
WIDEST_FAMILY = 25
"""A family of more tools ("AI tools") says nothing."""


class Rows:
    """The rows of one policy, and what catches a tool that they do not name."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.catalog, self.index = knowledge, catalog, index
        self.terms = knowledge.vocabulary.tools
        self.offerings = knowledge.vocabulary.offerings
        self.comparing = all_words(catalog, "read.compare")
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.makers_asked = MakersAsked(catalog)
        self.interfaces = all_words(catalog, "read.api_word")
        self.contracts = all_words(catalog, "read.contract_word")
        self.vendors = frozenset(fold(tool.vendor) for tool in catalog.tools.values() if tool.vendor)
        self.offers = Offers(knowledge, catalog, index)
        self.groups = Groups(self.offers)
        self.siblings = Siblings(catalog, self.terms)
        self.logins = Logins(catalog, index, self.terms, self.siblings)
        self.fitting = Fitting(knowledge, self.offers, self.groups, self.siblings)
        self.usage = Usage(catalog)
        own_names = names_in(knowledge, catalog_index(catalog))
        self.holders, self.plainly = Holders(catalog, own_names), ToldPlainly(catalog, own_names, _own_words(knowledge))
        self.machines = Machines(catalog)
        self.seats = Seats(catalog)
        self.beside = Beside(catalog, self.terms)
        self.runners = Runners(catalog, self.terms, self.offerings)
        self.clouds = Clouds(catalog, self.terms, self.offerings)
        self.names = Names(catalog, index, self.terms)
        self.strangers = Strangers(catalog, index)
        self.parts = Parts(knowledge, catalog, self.strangers)
        self.places = Places(catalog, self.strangers)
        self.functions = Functions(catalog, index, self.terms)
        self.told_by = ToldBy(catalog, index, self.terms)
        self.attributes = Attributes(catalog, index, switches_of(knowledge))
        self.only_of = self._words_of_one()

    def is_banned(self, named: Named) -> bool:
        """Whether a product has only rows that forbid, however it is used."""
        siblings = set(named.tools) | (set(self.catalog.brands[named.brand].tools) if named.brand else set())
        rows = [*sorted(named.rows), *(t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog))]
        # what is only on no list may be a model inside of a tool that is on it
        caught = self.groups.catching(siblings, named.families, Traits())[:1]
        rows = rows or [row for row in caught if not self.terms[row].covers.get("any")]
        return bool(rows) and all(self.terms[row].banned or self.offers.forbids_all(row) for row in rows)

    def resolve(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:
        """The offerings that a named tool may be; none where the policy does not list it."""
        kin = self.siblings.of(replace(named, traits=Traits()), tokens)
        alone = replace(named, beside=(), traits=self.offers.usual(kin, named.traits))
        found = self.ours(self._doing(alone) if named.is_kind else self._told(self._in_each_state(alone, tokens), tokens), tokens)
        found = replace(found, instead=True) if named.is_stranger else found
        for other in (self.resolve(one, tokens) for one in named.beside):
            if not other.ask.offerings or not found.ask.offerings:
                found = self._run_by(other, found) if not other.ask.offerings else found
                continue
            both = tuple(dict.fromkeys((*found.ask.offerings, *other.ask.offerings)))
            name = JOINED.join(dict.fromkeys((found.ask.name, other.ask.name)))
            found = replace(found, ask=ToolAsk(name, both), rows=tuple(dict.fromkeys((*found.rows, *other.rows))), whole=False)
        return found

    def _run_by(self, runner: Resolved, model: Resolved) -> Resolved:
        """What is on no list, beside what the data goes into first; a program that runs a model is called with it."""
        if not runner.named.runs or not model.ask.offerings:
            return runner
        near = self.runners.nearest(runner.named, model.ask.offerings)
        return replace(runner, ask=ToolAsk(runner.named.runs), near=near)

    def _told(self, found: Resolved, tokens: tuple[Token, ...]) -> Resolved:
        """Of several rows that a name may mean, the one whose mark stands beside it."""
        told = self.told_by.of(found.named, tokens) & set(found.rows)
        if not told or found.named.traits.said:
            return found
        kept = tuple(o for o in found.ask.offerings if self.offerings[o].tool in told)
        return self._as_ask(found.named, kept)

    def ours(self, found: Resolved, tokens: tuple[Token, ...]) -> Resolved:
        """A tool that is not the organisation's own is a personal one; "my ChatGPT Team" may be either."""
        named = found.named
        if not tokens or not found.ask.offerings:
            return found
        if named.is_lacked and not named.is_generic:
            if not any(map(self.offers.is_open, found.ask.offerings)):
                found = self._as_ask(replace(named, rows=frozenset()), self._personal(named, tokens, Whose.UNSAID))
            return replace(found, instead=True)
        if "unapproved" in named.traits.accounts and not named.is_generic:
            found = self._unapproved(found, tokens)
        if self.beside.replaces(tokens, named, frozenset(word for row in found.rows for word in self.only_of[row])):
            return self._as_ask(replace(named, rows=frozenset()), self._personal(named, tokens, Whose.OWN))
        local = self._is_local(found)
        whose = self._whose(tokens, named) if local else Whose.UNSAID
        if self.usage.is_foreign(tokens, named, local) or whose is Whose.OWN:
            personal = self._personal(named, tokens, whose)
            return self._as_ask(replace(named, rows=frozenset()), personal)
        return self._maybe_mine(found, tokens, whose, local=local)

    def _maybe_mine(self, found: Resolved, tokens: tuple[Token, ...], whose: Whose, *, local: bool) -> Resolved:
        """What may be the asker's own as well as the organisation's. ``local``: it runs on machines of one of them."""
        named = found.named
        maybe = whose is Whose.MINE and any(self.machines.is_house(self.terms[row].label) for row in found.rows)
        mine = (named.is_seatless or self.usage.is_mine(tokens, named)) and not named.traits.accounts
        hosted = local and all(self.offerings[o].hosting == "self_hosted" for o in found.ask.offerings)
        mine_hosted = hosted and (whose is Whose.MINE or self.machines.is_hosted_by_me(tokens))
        if mine_hosted or (named.is_left_open and named.traits.accounts != {"personal"}):
            return self._left_open(found, self._personal(named, tokens, whose))
        if not maybe and not mine:
            return self._of_house(found) if named.is_ours else found
        personal = self._personal(named, tokens, whose)
        personal = personal or self.offers.of_rows(self.groups.personal(set()) if named.is_seatless else [])
        both = tuple(dict.fromkeys((*found.ask.offerings, *personal)))
        return replace(found, ask=ToolAsk(found.ask.name, both), whole=False)

    def _left_open(self, found: Resolved, personal: tuple[str, ...]) -> Resolved:
        """What nobody told plainly to be the organisation's: it may be the asker's own as well, or on no list."""
        others = personal or self.offers.of_rows(
            self.groups.personal(set()) or self.groups.rest(self.siblings.of(found.named, ()))
        )
        both = tuple(dict.fromkeys((*found.ask.offerings, *others)))
        return replace(found, ask=ToolAsk(found.ask.name, both), whole=False, instead=not others)

    def _of_house(self, found: Resolved) -> Resolved:
        """ "Our DeepL": without what everybody may have, where that leaves something."""
        kept = tuple(o for o in found.ask.offerings if not self.offers.is_open(o))
        return self._as_ask(found.named, kept) if kept else found

    def _unapproved(self, found: Resolved, tokens: tuple[Token, ...]) -> Resolved:
        """What was bought at work by somebody who may not is no account of the organisation's, nor quite a private one: it is
        whatever is not listed as well, and grounds no allowed."""
        rest = self.offers.of_rows(self.groups.rest(self.siblings.of(found.named, tokens)))
        both = tuple(dict.fromkeys((*found.ask.offerings, *rest)))
        return replace(found, ask=ToolAsk(found.ask.name, both), instead=True)

    def _words_of_one(self) -> dict[str, frozenset[str]]:
        """Row -> the words of its names that no other row has, no product, and no word for a plan."""
        said = {row.id: {w for name in (row.label, *row.names) for w in words_of(name)} for row in self.terms.values()}
        sold = {word for tool in self.catalog.tools.values() for name in (tool.name, *tool.names) for word in words_of(name)}
        common = sold | self.plan_nouns | self.names.frequent
        return {
            row: frozenset(own - common - {word for other, held in said.items() if other != row for word in held})
            for row, own in said.items()
        }

    def _personal(self, named: Named, tokens: tuple[Token, ...], whose: Whose) -> tuple[str, ...]:
        """What a tool is where it is not the organisation's; what has no plans and runs on one's own machine is personal."""
        groups = self.groups.personal(self.siblings.of(named, tokens))
        return self.offers.of_rows(groups or (self.groups.personal(set()) if whose is not Whose.UNSAID else []))

    def _whose(self, tokens: tuple[Token, ...], named: Named) -> Whose:
        """Whose computer stands in the tool's sentence, and in later ones that say where it runs; in all of them where no tool is
        named."""
        here = {token.sentence for token in tokens[named.first : named.last] or tokens}
        later = {token.sentence for token in tokens if token.own and token in _RUNS and token.sentence > max(here)}
        whose = self.machines.whose(tokens, here | later)
        own = whose in (Whose.UNSAID, Whose.MINE) and any(
            tokens[place] in _MINE_ALONE and tokens[place].sentence in later and tokens[place + 1] in _RUNS
            for place in range(len(tokens) - 1)
        )
        return Whose.OWN if own else whose  # "Mine runs on the NAS in my attic"

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

    def _in_each_state(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:
        """What a tool is in both states of a switch of which nobody said plainly how it stands; else what it is as told."""
        facts = named.traits.facts
        left = [facts - {one} for one in sorted(facts) if any(o != one and _switch(o) == _switch(one) for o in facts)]
        if not left:
            return self._resolved(named, tokens)
        found = [self._resolved(replace(named, traits=replace(named.traits, facts=one)), tokens) for one in left]
        return self._as_ask(named, tuple(dict.fromkeys(o for one in found for o in one.ask.offerings)))

    def _is_local(self, found: Resolved) -> bool:
        own = {"self_hosted", "device"}
        return any(
            self.offerings[o].hosting in own or own & set(self.terms[self.offerings[o].tool].covers.get("hosting", ()))
            for o in found.ask.offerings
        )

    def _resolved(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:  # noqa: PLR0911 - one return a rule
        if named.offerings:
            return self._offered(named)
        siblings = {id_ for id_ in self.siblings.of(named, tokens) if id_ in self.catalog.tools}
        rows = [row for row in sorted(named.rows) if not self.terms[row].group]
        groups = [row for row in sorted(named.rows) if self.terms[row].group]
        if groups and not rows:
            if not self._is_elsewhere(groups, siblings):
                return self._as_ask(named, self.offers.of_rows(groups), whole=True)
            found = self._resolved(replace(named, rows=frozenset()), tokens)
            if named.traits.said or self.siblings.near(named, tokens):
                return found
            return self._as_ask(named, tuple(dict.fromkeys((*found.ask.offerings, *self.offers.of_rows(groups)))))
        rows = by_switch(self.terms, named, rows, tokens)
        bare = bool(rows) and folded_name(named.quote) in self.siblings.brand_of
        by_alias = self.siblings.by_alias(named, tokens) if bare or not rows else []
        if by_alias:
            kin = {t for row in by_alias for t in self.terms[row].catalog}
            return self._as_ask(named, *self.fitting.among(named, kin, by_alias, tokens, by_name=True, whole=True))
        if not rows:
            rows = [t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog)]
            rows = rows or [t.id for t in self.terms.values() if not t.group and named.tools & set(t.catalog)]
            rows = self.siblings.plainest(rows, named, tokens) if len(rows) > 1 else rows
            rows = rows or self.logins.rows_of(named, tokens)
            banned = [] if rows or named.traits.hosting else self.siblings.named_for_brand(siblings, self.offers.forbids_all)
            if banned:
                return self._as_ask(named, self.offers.of_rows(banned))
        elif bare and siblings and not named.traits.said and self.siblings.near(named, tokens):
            rows = [row for row in rows if siblings & set(self.terms[row].catalog)] or rows
        claimed = len(siblings) == 1 and set(rows) == self.siblings.claimed.get(next(iter(siblings)), frozenset())
        meant = claimed and (named.tools or self.siblings.near(named, tokens))
        known = bool(named.rows or meant)
        found = self._as_ask(named, *self.fitting.among(named, siblings, rows, tokens, by_name=known, whole=bool(meant)))
        if not groups or named.traits.said:
            return found
        # the same word names the row for everybody's own accounts, too: which of them is meant was not said
        return self._as_ask(named, tuple(dict.fromkeys((*found.ask.offerings, *self.offers.of_rows(groups)))))

    def _doing(self, named: Named) -> Resolved:
        """A tool that was said by what it does: whatever row does so, and somebody's own where it may be that."""
        _, fitting = self.offers.fitting(sorted(named.rows), named.traits)
        own = named.is_anybodys or not fitting
        personal = self.offers.of_rows(self.groups.personal(set())) if own else ()
        return self._as_ask(named, tuple(dict.fromkeys((*fitting, *personal))) or self.offers.of_rows(sorted(named.rows)))

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
        rows = rows or self._house(families)
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

    def _house(self, families: frozenset[str]) -> list[str]:
        """ "Our own bot": the one chat of the house that the policy lists; none where it lists several."""
        if "enterprise-search" not in families:
            return []
        own = [row for row in self.terms.values() if not row.group and not row.catalog]
        words = {row.id: set(words_of(" ".join((row.label, *row.names)))) for row in own}
        chats = [id_ for id_, said in words.items() if said & _CHATS or any(word.endswith(_BOTS) for word in said)]
        chats = chats or [id_ for id_, said in words.items() if said & _HELPERS]
        found = chats or [row.id for row in own]
        shortest = min(found, key=len, default="")
        return [shortest] if found and all(row.startswith(shortest) for row in found) else found if chats else []

    def _as_ask(self, named: Named, offerings: tuple[str, ...], whole: bool = False) -> Resolved:
        rows = tuple(dict.fromkeys(self.offerings[o].tool for o in offerings))
        if not offerings:
            name = self._catalog_name(named)
        elif len(offerings) == 1 and len(self.offers.of_row[rows[0]]) > 1:
            name = self.offerings[offerings[0]].label
        elif len(rows) == 1:
            name = self._model_of(named, rows[0]) or self.terms[rows[0]].label
        else:
            name = named.said or self._catalog_name(named) or self.terms[rows[0]].label
        return Resolved(named, ToolAsk(name, offerings), rows, whole)

    def _model_of(self, named: Named, row: str) -> str:
        """An open model as it was said, where that is more than what its row is called: "Llama 70B" of the row "Llama 3"."""
        is_open = any(self.catalog.tools[id_].weights == "open" for id_ in self.terms[row].catalog if id_ in self.catalog.tools)
        quote = named.said or named.quote
        label = words_of(self.terms[row].label)
        more = set(words_of(quote)) - {*label, "".join(label)}
        is_more = bool(named.said) or any(word in self.attributes.suffixes or any(map(str.isdigit, word)) for word in more)
        return quote if is_open and is_more and not named.traits.said else ""

    def _catalog_name(self, named: Named) -> str:
        names = sorted(self.catalog.tools[tool].name for tool in named.tools)
        name = names[0] if len(names) == 1 else named.said or named.quote
        plans = sorted(named.traits.plans)
        if len(plans) == 1 and fold(plans[0]) not in fold(name):
            name = f"{name} {plans[0].title()}"
        return name


def _switch(fact: str) -> str:
    return fact.partition(".")[0]


def _own_words(knowledge: Knowledge) -> frozenset[str]:
    """All words by which a policy calls its organisation, tools and data."""
    held = knowledge.vocabulary
    names = [knowledge.organisation.name, *(name for row in held.tools.values() for name in (row.label, *row.names))]
    names += [name for offering in held.offerings.values() for name in (offering.label, *offering.names)]
    names += [name for data in held.data.values() for name in (data.label, *data.names)]
    return frozenset(word for name in names for word in words_of(name))
