"""The policy's rows and what was said of a tool go in, the offerings that it may be come out: by name, by plan, by group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.talk import ToolTerms
from bot.policy.words import Effect, ToolAsk
from bot.policy.world import Catalog, CatalogTool
from bot.reading.attributes import Attributes
from bot.reading.beside import Beside
from bot.reading.index import Index
from bot.reading.lexicon import all_words
from bot.reading.machines import Machines, Whose
from bot.reading.named import Named, Resolved, Traits, folded_name
from bot.reading.names import Names
from bot.reading.text import Token, fold, tokens_of, words_of
from bot.reading.usage import Usage

_MORE = frozenset({"free", "pro", "plus", "max", "individual", "premium"})
"""Plans that one person has; beside a company's plan they contradict it."""
_AROUND = 7
"""Words around a brand in which its alias may stand."""
_KEY = "api"
"""The plan of a row for people's own keys: no chat has it."""
_CHATS = frozenset(["chat", "chatbot", "bot", "gpt"])
_HELPERS = frozenset(["assistant", "assistent", "assistente", "asistente"])
_WITHOUT = frozenset(["without", "no", "not", "ohne", "kein", "keine", "zonder", "geen", "sans", "sin", "w/o"])
_NOT = frozenset(["niet", "nicht", "pas"])
_DENIED = 3
"""Words that may stand between a denial and what it denies."""
_OFF = frozenset(["off", "disabled", "aus", "uit", "désactivé", "desactive", "apagado", "deaktiviert", "uitgeschakeld"])
_EITHER = frozenset(["or", "oder", "of", "ou", "o"])
_SWITCH_NOUNS = frozenset(["mode", "on", "the", "a", "an", "modus", "version", "licence", "license", "option"])
_LOCAL = {"self_hosted", "device"}
WIDEST_FAMILY = 25
"""A family of more tools ("AI tools") says nothing."""


class Rows:
    """The rows of one policy, and what catches a tool that they do not name."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.catalog, self.index = knowledge, catalog, index
        self.terms = knowledge.vocabulary.tools
        self.offerings = knowledge.vocabulary.offerings
        self.of_row: dict[str, tuple[str, ...]] = {
            row: tuple(o.id for o in self.offerings.values() if o.tool == row) for row in self.terms
        }
        self.switches = {f"{key}.{value}" for o in knowledge.policy.offerings.values() for key, value in o.facts.items()}
        """Facts of offerings that people may say: ``web_search.off``. Only those that differ within the policy matter."""
        self.switches = {
            s for s in self.switches if any(s.partition(".")[0] == o.partition(".")[0] and o != s for o in self.switches)
        }
        self.switches |= self._named_switches()
        self.comparing = all_words(catalog, "read.compare")
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.interfaces = all_words(catalog, "read.api_word")
        self.contracts = all_words(catalog, "read.contract_word")
        self.brand_of = {name: brand.id for brand in catalog.brands.values() for name in (folded_name(n) for n in brand.names)}
        self.first_of_brand = {
            folded_name(catalog.tools[brand.tools[0]].name) for brand in catalog.brands.values() if brand.tools
        }
        self.plans_of = {id_: self._plan_ids(id_) for id_ in self.offerings}
        self.accounts_of = {plan.id: plan.account for tool in catalog.tools.values() for plan in tool.plans if plan.account}
        personal: dict[str, set[str]] = {}
        for tool in catalog.tools.values():
            for plan in tool.plans:
                personal.setdefault(plan.id, set()).add(plan.account)
        self.personal_plans = frozenset(plan for plan, accounts in personal.items() if accounts == {"personal"})
        """Plans that are personal with every tool that has them."""
        self.usage = Usage(catalog)
        self.machines = Machines(catalog)
        self.beside = Beside(catalog, self.terms)
        self.names = Names(catalog, index, self.terms)
        self.attributes = Attributes(catalog, index, self.switches)
        self.claimed = self._claimed()
        self.beside_brand = self._beside_brand()
        self.near = {tool.id: [words_of(word) for word in tool.near] for tool in catalog.tools.values() if tool.near}

    def _named_switches(self) -> set[str]:
        """Both states of a switch that a row has in its name: "without privacy mode" is not "Cursor with privacy mode"."""
        found = set()
        for offering in self.knowledge.policy.offerings.values():
            said = (
                fold(f"{self.terms[offering.tool].label} {self.offerings[offering.id].label}")
                if offering.tool in self.terms
                else ""
            )
            for key, value in offering.facts.items():
                if value in ("on", "off") and key.replace("_", " ") in said:
                    found |= {f"{key}.on", f"{key}.off"}
        return found

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

    def _by_alias(self, named: Named, tokens: tuple[Token, ...]) -> list[str]:
        """Rows whose alias for the brand stands around its name, in other words and order ("copilot in the corner of edge")."""
        brand = named.brand or self.brand_of.get(folded_name(named.quote), "")
        around = {t.folded for t in tokens[max(0, named.first - _AROUND) : named.last + _AROUND] if t.own}
        return [row for row, words in self.beside_brand.get(brand, ()) if words <= around] if brand and tokens else []

    def _forbids_all(self, row: str) -> bool:
        """Whether every rule about a row forbids: a ban, whatever it is called."""
        own = set(self.of_row[row])
        effects = {rule.effect for rule in self.knowledge.policy.rules if rule.offerings & own}
        return effects == {Effect.FORBID}

    def is_banned(self, named: Named) -> bool:
        """Whether a product has only rows that forbid, however it is used."""
        siblings = set(named.tools) | (set(self.catalog.brands[named.brand].tools) if named.brand else set())
        rows = [*named.rows, *(t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog))]
        rows = rows or self._groups(siblings, named.families, Traits())[:1]
        return bool(rows) and all(self.terms[row].banned or self._forbids_all(row) for row in rows)

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
        return frozenset(found)

    def _accounts(self, offering: str) -> set[str]:
        """Whose login an offering has: as listed, else as its plans have it, for tools that have such a plan."""
        terms = self.offerings[offering]
        tied = [self.catalog.tools[id_] for id_ in self.terms[terms.tool].catalog if id_ in self.catalog.tools]
        known = {plan.id for tool in tied for plan in tool.plans}
        plans = self.plans_of[offering] & known if known else self.plans_of[offering]
        return {terms.account} - {""} or {self.accounts_of.get(plan, "") for plan in plans} - {""}

    # --- what it may be ----------------------------------------------------------------------------------------------

    def resolve(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:
        """The offerings that a named tool may be; none where the policy does not list it."""
        found = self.ours(self._resolved(replace(named, beside=()), tokens), tokens)
        for other in (self.resolve(one, tokens) for one in named.beside):
            if not other.ask.offerings or not found.ask.offerings:
                found = other if not other.ask.offerings else found
                continue
            both = tuple(dict.fromkeys((*found.ask.offerings, *other.ask.offerings)))
            name = " + ".join(dict.fromkeys((found.ask.name, other.ask.name)))
            found = replace(found, ask=ToolAsk(name, both), rows=tuple(dict.fromkeys((*found.rows, *other.rows))), whole=False)
        return found

    def ours(self, found: Resolved, tokens: tuple[Token, ...]) -> Resolved:
        """A tool that is not the organisation's own is a personal one; "my ChatGPT Team" may be either."""
        named = found.named
        if not tokens or not found.ask.offerings:
            return found
        local = self._is_local(found)
        whose = self._whose(tokens, named) if local else Whose.UNSAID
        if self.usage.is_foreign(tokens, named, local) or whose is Whose.OWN:
            personal = self._personal(named, tokens, whose)
            return self._as_ask(replace(named, rows=frozenset()), personal)
        maybe = whose is Whose.MINE and any(self.machines.is_house(self.terms[row].label) for row in found.rows)
        if not maybe and (not self.usage.is_mine(tokens, named) or named.traits.accounts):
            return found
        personal = self._personal(named, tokens, whose)
        both = tuple(dict.fromkeys((*found.ask.offerings, *personal)))
        return replace(found, ask=ToolAsk(found.ask.name, both), whole=False)

    def _personal(self, named: Named, tokens: tuple[Token, ...], whose: Whose) -> tuple[str, ...]:
        """What a tool is where it is not the organisation's; what has no plans and runs on one's own machine is personal."""
        groups = self._personal_groups(self._siblings(named, tokens))
        return self._of_rows(groups or (self._personal_groups(set()) if whose is not Whose.UNSAID else []))

    def _whose(self, tokens: tuple[Token, ...], named: Named) -> Whose:
        """Whose computer stands in the tool's sentence; in all of them where no tool is named."""
        here = tokens[named.first : named.last] or tokens
        return self.machines.whose(tokens, {token.sentence for token in here})

    def _offered(self, named: Named) -> Resolved:
        """Offerings by their own name, unless what else was said speaks against them: then it may be the other as well."""
        own = tuple(sorted(named.offerings))
        rows = tuple(dict.fromkeys(self.offerings[o].tool for o in own))
        fitting = self.fitting(rows, named.traits)
        if set(own) & set(fitting[1]) and not self._is_contrary(own, named.traits):
            return self._as_ask(named, own)
        siblings = {tool for row in rows for tool in self.terms[row].catalog}
        other = tuple(o for o in fitting[0] if o not in own)
        other = other or tuple(o for o in self._of_rows(self._personal_groups(siblings)) if o not in own)
        return self._as_ask(named, (*own, *other) if other else ())

    def _is_local(self, found: Resolved) -> bool:
        own = {"self_hosted", "device"}
        return any(
            self.offerings[o].hosting in own or own & set(self.terms[self.offerings[o].tool].covers.get("hosting", ()))
            for o in found.ask.offerings
        )

    def _resolved(self, named: Named, tokens: tuple[Token, ...]) -> Resolved:
        if named.offerings:
            return self._offered(named)
        siblings = {id_ for id_ in self._siblings(named, tokens) if id_ in self.catalog.tools}
        rows = [row for row in named.rows if not self.terms[row].group]
        groups = [row for row in named.rows if self.terms[row].group]
        if groups and not rows:
            if not self._is_elsewhere(groups, siblings):
                return self._as_ask(named, self._of_rows(groups), whole=True)
            found = self._resolved(replace(named, rows=frozenset()), tokens)
            if named.traits.said or self._others(named, tokens):
                return found
            return self._as_ask(named, tuple(dict.fromkeys((*found.ask.offerings, *self._of_rows(groups)))))
        rows = self._by_switch(named, rows, tokens)
        bare = bool(rows) and folded_name(named.quote) in self.brand_of
        by_alias = self._by_alias(named, tokens) if bare or not rows else []
        if by_alias:
            return self._among(
                named, {t for row in by_alias for t in self.terms[row].catalog}, by_alias, by_name=True, whole=True
            )
        if not rows:
            rows = [t.id for t in self.terms.values() if not t.group and siblings & set(t.catalog)]
            rows = rows or [t.id for t in self.terms.values() if not t.group and named.tools & set(t.catalog)]
        elif bare and siblings and not named.traits.said and self._others(named, tokens):
            rows = [row for row in rows if siblings & set(self.terms[row].catalog)] or rows
        claimed = len(siblings) == 1 and set(rows) == self.claimed.get(next(iter(siblings)), frozenset())
        meant = claimed and (named.tools or self._others(named, tokens))
        return self._among(named, siblings, rows, bool(named.rows) or bool(meant), bool(meant))

    def _is_elsewhere(self, groups: list[str], siblings: set[str]) -> bool:
        """A product that a group for personal use names among its own ("Claude, Copilot") and that has a row as well: which of
        them is meant is for the plan or account to say."""
        personal = all(not self.terms[row].banned and self.terms[row].covers.keys() & {"plan", "account"} for row in groups)
        return personal and any(not row.group and siblings & set(row.catalog) for row in self.terms.values())

    def _by_switch(self, named: Named, rows: list[str], tokens: tuple[Token, ...]) -> list[str]:
        """Rows that differ by what one name adds ("X", "X with internet mode"): the words behind the name say which is meant."""
        if len(rows) != 1 or not tokens:
            return rows
        short = words_of(self.terms[rows[0]].label)
        for other in self.terms.values():
            long = words_of(other.label)
            if other.group or len(long) <= len(short) + 1 or long[: len(short)] != short:
                continue
            if long[len(short)] in _WITHOUT or tuple(t.folded for t in tokens[named.first : named.last]) == long:
                continue
            added = {word for word in long[len(short) + 1 :] if word not in _SWITCH_NOUNS}
            places = [p for p in range(named.last, min(len(tokens), named.last + _AROUND)) if tokens[p].folded in added]
            if not places:
                continue
            before = {t.folded for t in tokens[max(named.last, places[0] - 2) : places[0]]}
            after = {t.folded for t in tokens[places[0] + 1 : places[0] + 5]}
            off = bool((before | after) & (_WITHOUT | _OFF))
            if off and (after | before) & _EITHER:
                return [rows[0], other.id]
            return rows if off else [other.id]
        return rows

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

    def near_words(self, named: Named, tokens: tuple[Token, ...]) -> frozenset[str]:
        """The siblings of a brand that the words of another message speak for."""
        return frozenset(self._near(replace(named, first=0, last=0), tokens))

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
                    if phrase[0] not in _WITHOUT and self._is_denied(tokens, at):
                        continue
                    distance = at - named.last if at >= named.last else named.first - at
                    if distance < best[0]:
                        best = (distance, {id_})
                    elif distance == best[0]:
                        best[1].add(id_)
        return best[1]

    def _is_denied(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Not the one in Word", "I haven't got the licence"."""
        before = [t for t in tokens[max(0, place - _DENIED) : place] if t.clause == tokens[place].clause]
        return any(t.folded in _WITHOUT | _NOT for t in before[-2:]) or any(t.folded in self.usage.negations for t in before)

    def _among(self, named: Named, siblings: set[str], rows: list[str], by_name: bool, whole: bool = False) -> Resolved:  # noqa: PLR0911 - one return a rule
        traits = self._possible(siblings, named.traits)
        explicit, fitting = self.fitting(rows, traits)
        if rows and all(self.terms[row].banned for row in rows):
            return self._as_ask(named, self._of_rows(rows))
        if not explicit and traits.hosting and rows and all(self._forbids_all(row) for row in rows):
            other = self._of_rows(self._groups(siblings, named.families, traits))
            return self._as_ask(named, tuple(dict.fromkeys((*self._of_rows(rows), *other))))
        if self._is_contrary(explicit, traits):
            personal = self._of_rows(self._personal_groups(siblings))
            return self._as_ask(named, tuple(dict.fromkeys((*explicit, *personal))) if personal else ())
        if explicit:
            return self._as_ask(named, explicit)
        if rows and not fitting:
            kin = self.fitting(self._kin(rows), traits)[0]
            if kin:
                return self._as_ask(named, kin)
        catching = self._groups(siblings, named.families, traits)
        if traits.said:
            banned = [row for row in catching if self.terms[row].banned]
            keys = [row for row in catching if self._is_keys(self.terms[row])]
            special = keys or [row for row in catching if self._catches_traits(self.terms[row], traits)]
            if banned:
                return self._as_ask(named, self._of_rows(banned))
            if special and not (fitting and self._is_company(traits)):
                return self._as_ask(named, self._of_rows(special))
            if fitting:
                return self._as_ask(named, fitting)
            return self._as_ask(named, self._of_rows(catching[:1]))
        if not fitting:
            return self._as_ask(named, self._of_rows(catching[:1]))
        meant = whole
        whole = all(not self.plans_of[o] and not self.offerings[o].account for o in fitting)
        if whole or self.knowledge.organisation.bare_brand == "listed" or (by_name and (meant or not self._is_bare(named))):
            return self._as_ask(named, fitting, whole=whole)
        free = self._of_rows(self._personal_groups(siblings))
        return self._as_ask(named, (*fitting, *(o for o in free if o not in fitting)))

    def _possible(self, siblings: set[str], traits: Traits) -> Traits:
        """Without a hosting that none of the tools has: "Cursor on my laptop" is Cursor, and no local model."""
        hosts = {host for id_ in siblings if id_ in self.catalog.tools for host in self.catalog.tools[id_].hosting}
        return replace(traits, hosting=traits.hosting & hosts) if hosts and traits.hosting else traits

    def _is_contrary(self, offerings: tuple[str, ...], traits: Traits) -> bool:
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

    def _kin(self, rows: list[str]) -> list[str]:
        """Other rows of the same brand: what "M365 Copilot, but without a licence" may be."""
        brands = {self.catalog.tools[t].brand for row in rows for t in self.terms[row].catalog if t in self.catalog.tools} - {""}
        return [
            row.id
            for row in self.terms.values()
            if not row.group
            and row.id not in rows
            and any(self.catalog.tools[t].brand in brands for t in row.catalog if t in self.catalog.tools)
        ]

    def _is_bare(self, named: Named) -> bool:
        name = folded_name(named.quote)
        return name in self.brand_of or name in self.first_of_brand

    @staticmethod
    def _is_company(traits: Traits) -> bool:
        return traits.accounts == frozenset({"company"})

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

    def _catches_traits(self, row: ToolTerms, traits: Traits) -> bool:
        covers = row.covers
        if self._is_keys(row):
            return False
        accounts = self._said_accounts(traits)
        return bool(
            traits.plans & set(covers.get("plan", ()))
            or (
                accounts & set(covers.get("account", ()))
                and not (traits.accounts and not traits.accounts & set(covers.get("account", ())))
            )
            or traits.hosting & set(covers.get("hosting", ()))
        )

    @staticmethod
    def _is_keys(row: ToolTerms) -> bool:
        """Whether a group is about people's own keys, and no chat."""
        return row.covers.get("plan") == (_KEY,) and row.covers.get("account") == ("personal",)

    def _said_accounts(self, traits: Traits) -> set[str]:
        return {*traits.accounts, *(self.accounts_of.get(plan, "") for plan in traits.plans)}

    def _groups(self, siblings: set[str], families: frozenset[str], traits: Traits) -> list[str]:
        """The group rows that catch a tool, nearest first; a banned one first where it fits as well."""
        tools = [self.catalog.tools[id_] for id_ in siblings if id_ in self.catalog.tools]
        kin = {family for tool in tools for family in tool.families} | families
        ranked = []
        for row in self.terms.values():
            if not row.group:
                continue
            covers = row.covers
            if (
                row.id in traits.marks
                or siblings & {*covers.get("tool", ()), *row.catalog}
                or (
                    self._is_keys(row)
                    and "personal" in self._said_accounts(traits)
                    and (_KEY in traits.plans or (tools and all("api-platform" in tool.families for tool in tools)))
                )
            ):
                rank = 1
            elif self._catches_traits(row, traits):
                rank = 2
            elif (
                self._open_weights(row, tools, traits)
                or ("local-runner" in kin and set(covers.get("hosting", ())) >= _LOCAL)
                or kin & set(covers.get("family", ()))
                or {fold(t.vendor) for t in tools} & {fold(v) for v in covers.get("vendor", ())}
            ):
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
        plans = {
            plan.id
            for id_ in siblings
            if id_ in self.catalog.tools
            for plan in self.catalog.tools[id_].plans
            if plan.account == "personal"
        }
        found = []
        for row in self.terms.values():
            covers = row.covers
            if (
                row.group
                and not self._is_keys(row)
                and ("personal" in covers.get("account", ()) or plans & set(covers.get("plan", ())))
                and (plans or not siblings)
            ):
                found.append(row.id)
        return found

    def generic(
        self, traits: Traits, families: frozenset[str], first: int = 0, last: int = 0, quote: str = ""
    ) -> Resolved | None:
        """A tool of which only plan, account, hosting or family was said."""
        named = Named(first, last, families=families, quote=quote, traits=traits)
        rows = [row for row in self._groups(set(), families, traits) if not self.terms[row].covers.get("any")]
        rows = rows or self._house(families)
        offerings = list(self._of_rows(sorted(traits.marks) or rows))
        if traits.said and not offerings:
            explicit, _ = self.fitting([row.id for row in self.terms.values()], traits)
            offerings = list(explicit)
        if families and not offerings:
            families = frozenset(
                f for f in families if sum(f in tool.families for tool in self.catalog.tools.values()) <= WIDEST_FAMILY
            )
            kin = {tool.id for tool in self.catalog.tools.values() if families & set(tool.families)}
            offerings = list(self._of_rows([t.id for t in self.terms.values() if not t.group and kin & set(t.catalog)]))
        return self._as_ask(named, tuple(offerings)) if offerings else None

    def _house(self, families: frozenset[str]) -> list[str]:
        """ "Our own bot": the one chat of the house that the policy lists; none where it lists several."""
        if "enterprise-search" not in families:
            return []
        own = [row for row in self.terms.values() if not row.group and not row.catalog]
        words = {row.id: set(words_of(" ".join((row.label, *row.names)))) for row in own}
        chats = [id_ for id_, said in words.items() if said & _CHATS or any(word.endswith("gpt") for word in said)]
        chats = chats or [id_ for id_, said in words.items() if said & _HELPERS]
        found = chats or [row.id for row in own]
        shortest = min(found, key=len, default="")
        return [shortest] if found and all(row.startswith(shortest) for row in found) else found if chats else []

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
