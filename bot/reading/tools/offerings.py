"""The offerings of one policy and what was said of a tool go in; those that say the same, or nothing against it, come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.words import ANY, Effect
from bot.policy.world import Catalog
from bot.reading.tools.named import FREE, PAID, USUAL, Traits
from bot.reading.words.lists import all_words
from bot.text.index import Index
from bot.text.small import small
from bot.text.tokens import tokens_of, words_of

_MORE = frozenset({"free", "pro", "plus", "max", "individual", "premium"})
"""Plans that one person has; beside a company's plan they contradict it."""

_OR = small("or")
_OF_PRODUCTS = frozenset({"tool", "toolplan", "brand", "family", "plan", "account", "vendor"})
_IDLE = small("article", "and", "gadget", "gadget_vague")
_KIND = frozenset({"family", "tool", "vendor"})
_SEVERAL = 2
"""What a row covers that is for a kind of tool."""


class Offers:
    """What plans, accounts, hosting and switches the offerings of one policy have."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.catalog, self.index = knowledge, catalog, index
        self.terms = knowledge.vocabulary.tools
        self.offerings = knowledge.vocabulary.offerings
        self.of_row: dict[str, tuple[str, ...]] = {
            row: tuple(o.id for o in self.offerings.values() if o.tool == row) for row in self.terms
        }
        self.plans_of = {id_: self._plan_ids(id_) for id_ in self.offerings}
        self.accounts_of = {plan.id: plan.account for tool in catalog.tools.values() for plan in tool.plans if plan.account}
        personal: dict[str, set[str]] = {}
        for tool in catalog.tools.values():
            for plan in tool.plans:
                personal.setdefault(plan.id, set()).add(plan.account)
        self.personal_plans = frozenset(plan for plan, accounts in personal.items() if accounts == {"personal"})
        """Plans that are personal with every tool that has them."""
        self._places = small("for") | all_words(catalog, "read.through")
        self.qualified = frozenset(row for row in self.terms if self._is_qualified(row))
        """Rows that are called by more than their product: "Gemini via our gateway", "University Claude"."""

    def says_more(self, offering: str) -> bool:
        """Whether an offering is of a row that is called by more than its product."""
        return self.offerings[offering].tool in self.qualified

    def _is_qualified(self, row: str) -> bool:
        """Whether a row's every name says more than its product, its maker, its plan, account or kind. What it says more is for
        whoever asks to say as well: the product alone may be another one."""
        terms = self.terms[row]
        tied = [self.catalog.tools[id_] for id_ in terms.catalog if id_ in self.catalog.tools]
        if terms.group or not tied or (len(self.of_row[row]) == 1 and self.offerings[self.of_row[row][0]].account):
            return False  # what an account says more is asked for as an account
        own = {words_of(tool.name) for tool in tied}
        known = {word for tool in tied for name in (tool.name, tool.brand, tool.vendor, *tool.names) for word in words_of(name)}
        return all(words_of(name) not in own and self._says_more(name, known) for name in (terms.label, *terms.names))

    def _says_more(self, name: str, known: set[str]) -> bool:
        tokens = tokens_of(name)
        if self._places & {token.folded for token in tokens[1:-1]}:
            return True  # "Copilot in Teams", also where the catalog has this name
        said = {place for m in self.index.find(tokens, "en") if m.entry.slot in _OF_PRODUCTS for place in range(m.first, m.last)}
        rest = [token.folded for place, token in enumerate(tokens) if place not in said]
        return bool([word for word in rest if word not in known | _IDLE and not word[:1].isdigit()])

    def _plan_ids(self, offering: str) -> frozenset[str]:
        """Plan ids of an offering: as listed, and as its own names say."""
        terms = self.offerings[offering]
        row = self.terms[terms.tool]
        found = {plan.lower() for plan in terms.plans}
        for text in (*terms.plans, terms.label, *((row.label, *row.names) if len(self.of_row[terms.tool]) == 1 else ())):
            tokens = tokens_of(text)
            plans = [m for m in self.index.find(tokens, "en") if m.entry.slot == "plan"]
            # "Teams" is no plan for a team.
            found |= {m.entry.id for m in plans if m.size > 1 or tokens[m.first].folded == m.entry.words[0]}
        any_of_ones_own = terms.account == "personal" and not terms.plans and set(words_of(terms.label)) & _OR
        # "with a private account, free or paid": whatever plan one person may buy
        return frozenset(found | PAID if found and any_of_ones_own else found)

    def _accounts(self, offering: str) -> set[str]:
        """Whose login an offering has: as listed, else as its plans have it, for tools that have such a plan; else as all plans
        of its tool have it, where it is sold to companies alone."""
        terms = self.offerings[offering]
        tied = [self.catalog.tools[id_] for id_ in self.terms[terms.tool].catalog if id_ in self.catalog.tools]
        known = {plan.id for tool in tied for plan in tool.plans}
        plans = self.plans_of[offering] & known if known else self.plans_of[offering]
        sold = {plan.account for tool in tied for plan in tool.plans}
        told = {terms.account} - {""} or {self.accounts_of.get(plan, "") for plan in plans} - {""}
        return told or (sold if sold == {"company"} and len(tied) == 1 else set())

    def of_rows(self, rows: Iterable[str]) -> tuple[str, ...]:
        """All offerings of some rows, each once."""
        return tuple(dict.fromkeys(offering for row in rows for offering in self.of_row.get(row, ())))

    def is_personal(self, offering: str) -> bool:
        """Whether an offering is that of a private account."""
        covers = self.terms[self.offerings[offering].tool].covers
        return "personal" in self._accounts(offering) or "personal" in covers.get("account", ())

    def forbids_all(self, row: str) -> bool:
        """Whether every rule about a row forbids: a ban, whatever it is called. Where every class is forbidden, a rule that wants
        a look first, of this row as of all, lifts nothing."""
        policy, own = self.knowledge.policy, set(self.of_row[row])
        rules = [rule for rule in policy.rules if rule.offerings & own]
        effects = {rule.effect for rule in rules}
        said = frozenset(id_ for rule in rules if rule.effect is Effect.FORBID for id_ in rule.data)
        is_whole = ANY in said or said >= policy.data_classes.keys()
        return effects == {Effect.FORBID} or (is_whole and effects <= {Effect.FORBID, Effect.REVIEW})

    def bans_whole(self, row: str) -> bool:
        """Whether a row forbids its tool whatever the plan or account: it names neither. A plan that only one of several products
        of a row has, and that its name does not say, is none of the row."""
        own, said = self.of_row[row], set(words_of(self.terms[row].label))
        if len(self.terms[row].catalog) < _SEVERAL:
            bare = not any(self.plans_of[id_] or self._accounts(id_) for id_ in own)
        else:
            bare = not any(self.plans_of[id_] & said or self.offerings[id_].account for id_ in own)
        return bare and self.forbids_all(row)

    def bans_kind(self, row: str) -> bool:
        """Whether a row forbids a kind of tool ("AI notetakers"), whatever the plan, account or machine."""
        return self.terms[row].covers.keys() <= _KIND and self.forbids_all(row)

    def possible(self, siblings: set[str], traits: Traits) -> Traits:
        """Without a hosting that none of the tools has, and without a person's subscription where none is sold so: "Cursor on my
        laptop" is Cursor, and no local model; "our Azure OpenAI subscription" is no Plus."""
        tools = [self.catalog.tools[id_] for id_ in siblings if id_ in self.catalog.tools]
        hosts = {host for tool in tools for host in tool.hosting}
        sold = {plan.account for tool in tools for plan in tool.plans}
        if hosts and traits.hosting:
            traits = replace(traits, hosting=traits.hosting & hosts)
        return replace(traits, plans=frozenset()) if traits.plans >= PAID and sold and "personal" not in sold else traits

    def usual(self, siblings: set[str], traits: Traits) -> Traits:
        """ "The normal one": the free plan of tools that have one, else any."""
        if USUAL not in traits.plans:
            return traits
        free = any(plan.id == FREE for id_ in siblings & self.catalog.tools.keys() for plan in self.catalog.tools[id_].plans)
        return replace(traits, plans=traits.plans - {USUAL} | ({FREE} if free else set()))

    def is_contrary(self, offerings: tuple[str, ...], traits: Traits) -> bool:
        """ "ChatGPT Team Free": a personal plan beside the plan that the row is for."""
        said = traits.plans - {"api"}
        accounts = traits.accounts | {self.accounts_of[p] for p in said if p in self.personal_plans}
        for o in offerings:
            plans = self.plans_of[o]
            company = self.offerings[o].account == "company" or (bool(plans) and not plans & self.personal_plans)
            own = {self.accounts_of.get(plan, "") for plan in plans}
            if plans & said and said - plans and company and ("personal" in accounts or said & _MORE - own):
                return True
        return False

    def fitting(self, rows: Iterable[str], traits: Traits) -> tuple[tuple[str, ...], tuple[str, ...]]:
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
                account = self._accounts(id_)
                if traits.accounts and len(account) == 1:
                    hits, misses = hits + bool(account & traits.accounts), misses + (not account & traits.accounts)
                if traits.marks:
                    hits, misses = hits + (row in traits.marks), misses + (row not in traits.marks)
                if traits.hosting and terms.hosting:
                    hits, misses = hits + (terms.hosting in traits.hosting), misses + (terms.hosting not in traits.hosting)
                said: dict[str, set[str]] = {}
                for switch in traits.facts:
                    said.setdefault(switch.partition(".")[0], set()).add(switch.partition(".")[2])
                facts = self.knowledge.policy.offerings[id_].facts if id_ in self.knowledge.policy.offerings else {}
                for key, values in said.items():
                    hits, misses = hits + (facts.get(key) in values), misses + (facts.get(key, "") not in ("", *values))
                if misses:
                    continue
                fitting.append(id_)
                if hits:
                    explicit.append(id_)
        return tuple(explicit), tuple(fitting)

    def said_accounts(self, traits: Traits, siblings: Iterable[str] = ()) -> set[str]:
        """Accounts that were said, and those that go with the plans that were said, as these tools are sold: "Pro" is
        a company's plan of one product and a person's of another."""
        tools = [self.catalog.tools[id_] for id_ in siblings if id_ in self.catalog.tools]
        found = set(traits.accounts)
        for said in traits.plans:
            sold = {plan.account for tool in tools for plan in tool.plans if plan.id == said and plan.account}
            found |= sold or {self.accounts_of.get(said, "")}
        return found
