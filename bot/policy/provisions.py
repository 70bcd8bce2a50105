"""What a sentence of a policy rules, one thing after the other, as a model reads it; what these make of a policy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.policy.policy import Policy
from bot.policy.words import ANY, Citation, DataType, Effect, Rule, Slot

STAFF = "staff"
"""The group that rules never name: whoever is of none of the others, or says nothing of themselves."""


class Does(StrEnum):
    """What a provision does with its data and its tools."""

    FORBID = "forbid"
    ONLY = "only"
    """Nothing but this data may go into these tools."""
    ONLY_IN = "only_in"
    """This data may go into no other tools; whether it may go into these is for the rest of the policy to say."""
    ASK = "ask"
    """Somebody is asked first."""


EFFECTS = {
    Does.FORBID: Effect.FORBID,
    Does.ONLY: Effect.FORBID,
    Does.ONLY_IN: Effect.FORBID,
    Does.ASK: Effect.REVIEW,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Data for which the policy has no name yet. ``name``: the sentence's own words."""

    id: str
    name: str
    classes: tuple[str, ...]
    """The strictest of those that it is read to be of, and of what its words are heard as without it. None where it is only
    forbidden somewhere: then nobody says anything of it elsewhere."""
    is_a: tuple[str, ...] = ()
    """Types of the policy that its words are heard as without it: what rules say of those holds for it too."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that a sentence rules."""

    does: Does
    tools: tuple[str, ...] = ()
    """Ids of tools; none means every tool."""
    data: tuple[str, ...] = ()
    """Ids of types and classes; none, and no ``kinds``, means all data."""
    kinds: tuple[Kind, ...] = ()
    who: tuple[str, ...] = ()
    """Roles, in lower case; none means everybody."""
    words: tuple[str, ...] = ()
    """Of what is done, or where and when: it counts for whoever says one of them, in lower case; none means always."""

    @property
    def is_plain(self) -> bool:
        """Whether tools and data that the policy names are all of it."""
        return not (self.kinds or self.who or self.words) and self.does is not Does.ONLY_IN

    @property
    def where(self) -> dict[str, frozenset[str]]:
        """When it counts, as rules have it."""
        slots = {Slot.ROLE.value: frozenset(self.who), Slot.WORDS.value: frozenset(self.words)}
        return {slot: values for slot, values in slots.items() if values}

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of all data that it names."""
        return (*self.data, *(one.id for one in self.kinds))


def reached(policy: Policy, one: Provision) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the tools and of the data that its rule is about; none means every tool, and all data."""
    tools, data = one.tools, one.named
    if one.does is Does.ONLY_IN:
        tools = tuple(
            tool for tool in dict.fromkeys(offering.tool for offering in policy.offerings.values()) if tool not in tools
        )
    if one.does is Does.ASK and not tools:  # of a tool that the policy does not list it says nothing
        tools = tuple(dict.fromkeys(offering.tool for offering in policy.offerings.values()))
    if one.does is Does.ONLY:
        data = tuple(id_ for id_ in policy.data_classes if id_ not in data)
    return tools, data


def over_words(policy: Policy, waiting: Collection[str], provisions: Sequence[Provision], said: str) -> tuple[Provision, ...]:
    """The provisions, those about a thing that people call by many words with all of these.

    ``waiting``: ids of rules that send whoever says one of their words to somebody. Where the sentence ``said`` has of such a
    rule only words that a provision is about, the others are words for the same thing.
    """
    known = [rule.where.get(Slot.WORDS.value, frozenset()) for rule in policy.rules if rule.id in waiting]
    plain = _plain(said)

    def of(one: Provision) -> Provision:
        mine = _plain(" . ".join(one.words))
        stands = ({word for word in words if _plain(word) in plain} for words in known)
        same = (
            words for words, found in zip(known, stands, strict=True) if found and all(_plain(word) in mine for word in found)
        )
        return replace(one, words=tuple(dict.fromkeys((*one.words, *(word for words in same for word in sorted(words))))))

    return tuple(map(of, provisions))


def _plain(text: str) -> str:
    """With a blank around each word, so that whole words are found."""
    words = re.findall(r"[^\W_]+|[.]", text.casefold())
    return f" {' '.join(words)} "


def assumes_staff(policy: Policy, provisions: Sequence[Provision]) -> bool:
    """Whether who says nothing of themselves is taken for no one special from now on: where rules for some people stand already,
    the policy asks who somebody is, and goes on asking."""
    asks = any(Slot.ROLE.value in rule.where for rule in policy.rules)
    return any(one.who for one in provisions) and not asks and Slot.ROLE not in policy.assumed


def with_provisions(policy: Policy, provisions: Sequence[Provision], id_: str, at: Citation) -> Policy:
    """The policy with the rules that the provisions are. ``id_``: how their ids begin."""
    types = {kind.id: DataType(kind.id, kind.classes, kind.is_a) for one in provisions for kind in one.kinds}
    made = tuple(_rules(policy, provisions, id_, at))
    assumed = {Slot.ROLE: STAFF} if assumes_staff(policy, provisions) else {}
    return replace(
        policy,
        data_types={**types, **policy.data_types},
        rules=(*policy.rules, *made),
        assumed={**assumed, **policy.assumed},
    )


def _rules(policy: Policy, provisions: Sequence[Provision], id_: str, at: Citation) -> Iterator[Rule]:
    for number, one in enumerate(provisions):
        rule, effect, (tools, data) = f"{id_}-{number}", EFFECTS[one.does], reached(policy, one)
        offerings = frozenset(offering.id for offering in policy.offerings.values() if offering.tool in tools)
        yield Rule(
            rule,
            effect,
            offerings if tools else frozenset((ANY,)),
            frozenset(data or (ANY,)),
            at,
            where=one.where,
        )
