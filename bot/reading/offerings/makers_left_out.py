"""A question for a list of tools goes in; vendors and clouds that it wants nothing of come out, and what is of none of them.

What is not on record is no yes here either: whose vendor nobody names may be of that vendor, and what a vendor hosts somewhere
may be in that cloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy.house import Knowledge
from bot.policy.words import Offering
from bot.policy.world import Catalog, CatalogTool
from bot.reading.offerings.clouds import FAMILY, Clouds
from bot.reading.words.language import is_stop
from bot.reading.words.lists import all_words
from bot.tongue.small import small
from bot.tongue.text import Token, words_of

_LONGEST = 3
"""Words of a name."""
_BETWEEN = 3
"""Words between a denial and the name ("but not one that is from Google")."""
_AT_HOME = ("self_hosted", "device")


class MakersLeftOut:
    """Names of the catalog's vendors and clouds, and what of one policy is of none of them."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self.knowledge, self.catalog = knowledge, catalog
        vocabulary = knowledge.vocabulary
        self.clouds = Clouds(catalog, vocabulary.tools, vocabulary.offerings)
        self.denials = all_words(catalog, "read.negation", "read.exception") | small("without", "no_plan")
        self.links = all_words(catalog, "narrow.link")
        vendors = {tool.vendor for tool in catalog.tools.values() if tool.vendor} | {one.name for one in knowledge.vendors}
        self.called = {words_of(name): name for name in sorted(vendors)}
        hosts = {tool.id: tool for tool in catalog.tools.values() if FAMILY in tool.families}
        self.hosts = {phrase: frozenset(ids & hosts.keys()) for phrase, ids in self.clouds.called.items()}

    def named(self, tokens: tuple[Token, ...]) -> tuple[str, ...]:
        """The names that stand right behind a denial, as they are written there."""
        found: dict[str, None] = {}
        for first in range(len(tokens)):
            for size in range(_LONGEST, 0, -1):
                part = tokens[first : first + size]
                phrase = tuple(token.folded for token in part)
                whole = len(part) == size and all(token.own for token in part) and not any(token.breaks for token in part[1:])
                if whole and (phrase in self.called or phrase in self.hosts) and self._is_denied(tokens, first):
                    found[" ".join(token.text for token in part)] = None
                    break
        return tuple(found)

    def left(self, name: str) -> frozenset[str]:
        """The offerings that are on record as of another vendor, or as run elsewhere."""
        phrase = words_of(name)
        offered = [one for one in self.knowledge.policy.offerings.values() if not self._group(one)]
        if phrase in self.called:
            ours = {self.called[phrase]}
            return frozenset(one.id for one in offered if (made := self._vendors(one)) and not made & ours)
        hosts = self.hosts.get(phrase, frozenset())
        return frozenset(one.id for one in offered if self._is_elsewhere(one, hosts))

    def _is_denied(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Whether a denial stands before it with nothing between that is denied instead."""
        for place in range(first - 1, max(-1, first - 2 - _BETWEEN), -1):
            if tokens[place + 1].breaks or not tokens[place].own:
                return False
            if any(" ".join(t.folded for t in tokens[place : place + size]) in self.denials for size in (1, 2, 3)):
                return True
            if not is_stop(tokens[place].folded) and tokens[place].folded not in self.links:
                return False
        return False

    def _group(self, offering: Offering) -> bool:
        row = self.knowledge.vocabulary.tools.get(offering.tool)
        return row is not None and bool(row.group)

    def _vendors(self, offering: Offering) -> set[str]:
        """Who makes it, and whose cloud runs it; none where nobody says who makes it."""
        names = {one.id: one.name for one in self.knowledge.vendors}
        makers = {tool.vendor for tool in self._tied(offering) if tool.vendor}
        makers |= {names.get(offering.vendor, offering.vendor)} - {""}
        run = {self.catalog.tools[id_].vendor for id_ in self.clouds.at.get(offering.id, ())} if makers else set()
        return {self.called.get(words_of(one), one) for one in makers | run}

    def _is_elsewhere(self, offering: Offering, hosts: frozenset[str]) -> bool:
        if offering.hosting in _AT_HOME:
            return True
        at = frozenset(self.clouds.at.get(offering.id, ())) | {
            tool.id for tool in self._tied(offering) if FAMILY in tool.families
        }
        return bool(at) and not at & hosts

    def _tied(self, offering: Offering) -> Iterator[CatalogTool]:
        row = self.knowledge.vocabulary.tools.get(offering.tool)
        return (self.catalog.tools[id_] for id_ in (row.catalog if row else ()) if id_ in self.catalog.tools)
