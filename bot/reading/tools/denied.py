"""A word for a plan or an account goes in; whether it is denied, only compared with, or the asker's own plan comes out."""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.tools.named import PAID, Named
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.small import small
from bot.tongue.text import Token

_NOT, _HAVING = small("no_plan"), small("having")
_OWN = small("own", "my", "private")
_BEFORE_PLAN = small("article", "article_name")
_USED = small("into", "at_login", "used_later")
"""Right before an account that is used."""
_NOT_USED = _USED | small("any_more")
"""Between a "not" and an account that is not used: "not on my own account", "niet meer op mijn eigen account"."""
_GIVEN_UP = small("given_up")
_GIVEN_REACH = 4
"""Words behind an account at whose end it is said to be given up: "mein privates Max habe ich gekündigt"."""
_THAN_REACH = 2
"""Words before what is compared with, but for those that say whose it is."""


class Denials:
    """Words of denying and comparing, ready to look for."""

    def __init__(self, catalog: Catalog) -> None:
        self.than = all_words(catalog, "read.than")
        self.negations = all_words(catalog, "read.negation")

    def is_compared(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """ "Faster than the company one", "cheaper than my own Max": what is compared with is not what is used."""
        first = own_before(tokens, match.first)
        before = {token.folded for token in tokens[max(0, first - _THAN_REACH) : first]}
        return bool(before & self.than) and any(tool.last <= match.first for tool in tools)

    def of(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "Not the free one", "I don't have the enterprise version": a "not" right before, but for an article and a having; of
        what would be the asker's own also "not on my own account", and that it was given up."""
        own = _is_own(tokens, match)
        between = _BEFORE_PLAN | _NOT_USED | _OWN if own else _BEFORE_PLAN
        place = match.first - 1
        while place >= 0 and tokens[place].folded in between:
            place -= 1
        having = place > 0 and tokens[place].folded in _HAVING
        place -= having
        near = place >= 0 and not any(t.breaks for t in tokens[place + 1 : match.first + 1])
        if near and tokens[place].folded in (self.negations if having or own else _NOT):
            return True
        return own and _is_given_up(tokens, match)


def _is_own(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether it would be an account of the asker's own."""
    return match.entry.id == "personal" or (match.entry.slot == "plan" and own_before(tokens, match.first) < match.first)


def _is_given_up(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "I cancelled my own Max", "mein privates Max habe ich gekündigt"; what else is given up there says nothing of it."""
    first = own_before(tokens, match.first)
    behind = [t for t in tokens[match.last : match.last + _GIVEN_REACH] if t.clause == tokens[match.first].clause]
    at = match.last + len(behind)
    ends = bool(behind) and (at == len(tokens) or tokens[at].clause != behind[-1].clause)
    before = first > 0 and tokens[first - 1].clause == tokens[first].clause and tokens[first - 1].folded in _GIVEN_UP
    return before or (ends and behind[-1].folded in _GIVEN_UP)


def own_before(tokens: tuple[Token, ...], place: int) -> int:
    """Where the words begin that say right before a place whose something is: "my own", "mijn eigen"; the place for none."""
    first = place
    while first and tokens[first - 1].folded in _OWN and not tokens[first].breaks:
        first -= 1
    return first


def is_own_plan(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "On my own Max", "I use my Pro": a plan that persons buy, by its name, whose it is, and that it is used."""
    first = own_before(tokens, match.first)
    named = match.entry.slot == "plan" and match.entry.id in PAID and tokens[match.first].text[:1].isupper()
    return named and 0 < first < match.first and tokens[first - 1].folded in _USED and not tokens[first].breaks
