"""A question for a list of tools goes in; vendors and clouds that it wants nothing of come out, and what is of none of them.

What is not on record is no yes here either: whose vendor nobody names may be of that vendor, and what a vendor hosts somewhere
may be in that cloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.policy.house import Knowledge
from bot.policy.talks.talk import EXCEPT, WITHOUT
from bot.policy.words import Offering
from bot.policy.world import Catalog, CatalogTool
from bot.reading.offerings.clouds import FAMILY, Clouds
from bot.reading.tools.named import Resolved
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

    def __init__(self, knowledge: Knowledge, catalog: Catalog, clouds: Clouds) -> None:
        self.knowledge, self.catalog, self.clouds = knowledge, catalog, clouds
        self.outright = all_words(catalog, "read.exception", "narrow.except") | small("without")
        self.denials = self.outright | all_words(catalog, "read.negation") | small("no_plan")
        self.asks = all_words(catalog, "narrow.noun", "narrow.which")
        self.links, self.joins = all_words(catalog, "narrow.link"), all_words(catalog, "narrow.join")
        vendors = {tool.vendor for tool in catalog.tools.values() if tool.vendor} | {one.name for one in knowledge.vendors}
        sold = {words_of(name) for one in catalog.brands.values() for name in one.names}
        sold |= {words_of(name) for one in catalog.tools.values() for name in (one.name, *one.names)}
        by_brand = {phrase[:1]: name for name in sorted(vendors) if (phrase := words_of(name)) and phrase[:1] in sold}
        self.called = by_brand | {words_of(name): name for name in sorted(vendors)}
        hosts = {tool.id: tool for tool in catalog.tools.values() if FAMILY in tool.families}
        self.hosts = {phrase: frozenset(ids & hosts.keys()) for phrase, ids in self.clouds.called.items()}

    def named(self, tokens: tuple[Token, ...], tools: Sequence[Resolved] = ()) -> tuple[str, ...]:
        """What a list is narrowed by: the names behind a denial, as they are written there. ``tools``: those that are named."""
        found: dict[str, None] = {}
        for first, last in self._denied(tokens, _spans(tools)):
            phrase = tuple(token.folded for token in tokens[first:last])
            kind = WITHOUT if phrase in self.called or phrase in self.hosts else EXCEPT
            found[kind + " ".join(token.text for token in tokens[first:last])] = None
        return tuple(found)

    def unwanted(self, tokens: tuple[Token, ...], tools: Sequence[Resolved], beside: Sequence[Resolved]) -> tuple[Resolved, ...]:
        """The tools that a message names only to have none of them; none where it asks about one: "isn't Copilot the tool for
        that?". ``beside``: tools that it names and does not ask about."""
        if not tools or any(one.named.is_lacked or one.named.is_seatless or one.named.beside for one in tools):
            return ()
        denied = self._denied(tokens, _spans((*tools, *beside)))
        places = {at for span in denied for at in range(*span)}
        if not all(one.named.first in places for one in tools):
            return ()
        first = min(span[0] for span in denied)
        outright = any(self._stands(tokens, first - back, self.outright) for back in range(1, _LONGEST + 1))
        before = any(token.folded in self.asks for token in tokens[:first])
        apart = all(token.clause != tokens[first].clause for token in tokens if token.folded in self.asks)
        return tuple(one for one in (*tools, *beside) if one.named.first in places) if outright or before or apart else ()

    def _denied(self, tokens: tuple[Token, ...], tools: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The names that a denial stands before, and those that are joined to one of them ("without Microsoft and Google")."""
        found: list[tuple[int, int]] = []
        for first, last in self._names(tokens, tools):
            joined = bool(found) and self._is_joined(tokens, found[-1][1], first)
            if joined or self._is_denied(tokens, first):
                found.append((first, last))
        return found

    def _names(self, tokens: tuple[Token, ...], tools: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Names of vendors, clouds and of the tools that were read, none inside another."""
        begun, first = dict(tools), 0
        while first < len(tokens):
            last = max(begun.get(first, first), self._end(tokens, first))
            if last > first:
                yield first, last
            first = max(last, first + 1)

    def _end(self, tokens: tuple[Token, ...], first: int) -> int:
        """Where the name of a vendor or a cloud ends that begins there; its beginning where none does."""
        for size in range(_LONGEST, 0, -1):
            part = tokens[first : first + size]
            phrase = tuple(token.folded for token in part)
            whole = len(part) == size and all(token.own for token in part) and not any(token.breaks for token in part[1:])
            if whole and (phrase in self.called or phrase in self.hosts):
                return first + size
        return first

    def _is_joined(self, tokens: tuple[Token, ...], last: int, first: int) -> bool:
        """Whether nothing but a comma, words that join or small words of the denial stand between two names."""
        between = tokens[last:first]
        joins = any(token.folded in self.joins for token in between) or (first == last and tokens[first].breaks)
        small_ones = all(token.folded in self.joins or token.folded in self.links for token in between)
        return joins and small_ones and len(between) <= _BETWEEN and tokens[first].sentence == tokens[last - 1].sentence

    def left(self, name: str) -> frozenset[str]:
        """The offerings that are on record as of another vendor, or as run elsewhere."""
        phrase = words_of(name)
        offered = [one for one in self.knowledge.policy.offerings.values() if not self._is_group(one)]
        if phrase in self.called:
            ours = {self.called[phrase]}
            return frozenset(one.id for one in offered if (made := self._vendors(one)) and not made & ours)
        if phrase not in self.hosts:
            return frozenset(one.id for one in offered)
        hosts = self.hosts[phrase]
        return frozenset(one.id for one in offered if self._is_elsewhere(one, hosts))

    def _is_denied(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Whether a denial stands before it with nothing between that is denied instead."""
        for place in range(first - 1, max(-1, first - 2 - _BETWEEN), -1):
            if tokens[place + 1].breaks or not tokens[place].own:
                return False
            if any(self._stands(tokens, place - back, self.denials, over=back) for back in range(_LONGEST)):
                return True
            if not is_stop(tokens[place].folded) and tokens[place].folded not in self.links:
                return False
        return False

    @staticmethod
    def _stands(tokens: tuple[Token, ...], place: int, phrases: frozenset[str], over: int = 0) -> bool:
        """Whether one of the phrases begins there. ``over``: words that it has at least beside its first."""
        sizes = range(1 + over, _LONGEST + 1) if place >= 0 else ()
        return any(" ".join(t.folded for t in tokens[place : place + size]) in phrases for size in sizes)

    def _is_group(self, offering: Offering) -> bool:
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


def _spans(tools: Sequence[Resolved]) -> list[tuple[int, int]]:
    return sorted((one.named.first, one.named.last) for one in tools)
