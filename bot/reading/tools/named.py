"""Matches of names in, tools as they were named out: name, traits (plan, account, hosting, switches), offerings they may be."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.policy.words import ToolAsk
from bot.text.entries import Match
from bot.text.tokens import Token, quote_of, words_of

PAID = frozenset({"plus", "pro", "max", "premium", "individual", "ultra", "go"})
"""What a subscription may be where one person pays."""
FREE, COSTS, USUAL = "free", "costs", "usual"
"""The plan that costs nothing; what is said of any other; and what is said of the one that most people know."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What was said of one tool beside its name."""

    plans: frozenset[str] = frozenset()
    not_plans: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    hosting: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    """Switches: ``web_search.off``."""
    marks: frozenset[str] = frozenset()
    """Rows whose own words for a plan or account were said ("company key")."""

    @property
    def said(self) -> bool:
        return bool(self.plans or self.accounts or self.hosting or self.facts or self.marks)

    @property
    def told(self) -> bool:
        """Whether less of a tool is meant than its name says: also "the paid one", which is not the free one."""
        return self.said or bool(self.not_plans)

    def joined(self, other: Traits) -> Traits:
        """These traits, and where they are silent the other's."""
        return Traits(
            self.plans or other.plans - self.not_plans,
            self.not_plans | other.not_plans,
            self.accounts or other.accounts,
            self.hosting or other.hosting,
            self.facts or other.facts,
            self.marks or other.marks,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """One tool as it was named. ``rows``: policy tool ids by their own name; ``tools``: catalog ids; ``brand``: siblings."""

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
    unknown: bool = False
    """Used as a tool is, and nobody knows the name."""

    @property
    def is_generic(self) -> bool:
        """Only a kind of tools ("free chatbots"), or only a plan or account: no product."""
        return not (self.rows or self.offerings or self.tools or self.brand or self.unknown)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A tool with the offerings that it may be."""

    named: Named
    ask: ToolAsk
    rows: tuple[str, ...] = ()
    is_caught: bool = False
    """Only groups have it, and none names it: no *allowed* is said of it at once."""


def folded_name(name: str) -> str:
    """A name as names are compared: folded words, one space between."""
    return " ".join(words_of(name))


def traits_of(found: list[tuple[str, str, bool]]) -> Traits:
    def of(slot: str, negated: bool) -> frozenset[str]:
        return frozenset(id_ for s, id_, n in found if s == slot and n == negated)

    plans, denied = of("plan", False), of("plan", True)
    if COSTS in denied:
        plans, denied = plans or frozenset({USUAL}), denied - {COSTS}
    if COSTS in plans:
        plans, denied = plans - {COSTS, USUAL}, denied | {FREE}
    if "paid" in plans and len(plans) > 1:
        plans -= {"paid"}
    accounts = of("account", False)
    if "company" in of("account", True) and not accounts:
        accounts = frozenset({"personal"})
    if "unapproved" in accounts:
        accounts = frozenset({"personal", "unapproved"})
    disagree = accounts >= {"personal", "company"} and "unapproved" not in accounts
    if disagree:
        accounts = frozenset({"personal"})  # "on a licence, my own": the stricter of two that disagree
    plans |= PAID if "paid" in plans else set()
    marks = frozenset[str]() if "personal" in accounts else of("mark", False)  # "the company key is throttled, so on my own Max"
    return Traits(plans, denied, accounts, of("hosting", False), of("feature", False), marks)


def named_in(tokens: tuple[Token, ...], found: list[Match]) -> list[Named]:
    """One for each run of words that names a tool, with all that the words may name, in their order."""
    spans: dict[tuple[int, int], list[Match]] = {}
    for match in found:
        spans.setdefault((match.first, match.last), []).append(match)
    return [_named_by(tokens, here) for _, here in sorted(spans.items())]


def _named_by(tokens: tuple[Token, ...], here: list[Match]) -> Named:
    """``here``: what the same words may name; likenesses count where nothing is named to the letter."""
    exact = [m for m in here if m.via != "fuzzy"]
    slots: dict[str, set[str]] = {}
    for match in exact or here:
        slots.setdefault(match.entry.slot, set()).add(match.entry.id)
    sold = [id_.partition("|") for id_ in slots.get("toolplan", ())]
    plans = frozenset(plan for _, _, plan in sold)
    tools = slots.get("tool", set()) | {tool for tool, _, _ in sold}
    brand = min(slots.get("brand", ()), default="")
    first, last = here[0].first, here[0].last
    return Named(
        first,
        last,
        rows=frozenset(slots.get("row", ())),
        offerings=frozenset(slots.get("offering", ())),
        tools=frozenset(tools) if not brand or plans else frozenset(),
        brand=brand,
        families=frozenset(slots.get("family", ())) if not tools and not brand else frozenset(),
        quote=quote_of(tokens, first, last),
        via=exact[0].via if exact else "fuzzy",
        source="policy" if slots.keys() & {"row", "offering"} else "catalog",
        traits=Traits(plans=plans),
    )
