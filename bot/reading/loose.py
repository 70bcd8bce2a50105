"""A loose word for a plan or a hosting goes in; whether it is one of the data's name, and none of the tool, comes out."""

from __future__ import annotations

from collections.abc import Set

from bot.reading.entries import Match
from bot.reading.named import Named
from bot.reading.small import small
from bot.reading.text import Token
from bot.reading.usage import INTO

_DEEDS, _GENITIVE, _ARTICLES = small("plan_deed"), small("genitive"), small("article")


def is_of_thing(
    tokens: tuple[Token, ...], span: tuple[int, int], matches: list[Match], tools: list[Named], things: Set[str]
) -> bool:
    """Whether a loose word is one of the data's name: "local database", "trial dataset", "hostnames of internal servers", and
    does not stand at a tool's name. ``things``: words for what holds data."""
    first, last = span
    behind = any(tool.last == first and not tokens[first].breaks for tool in tools)
    if behind or any(tool.first == last or tool.first <= first < tool.last for tool in tools):
        return False
    data = [m for m in matches if m.entry.slot in ("data", "kind") and m.via != "fuzzy"]
    ahead = last < len(tokens) and not tokens[last].breaks
    ahead = ahead and (tokens[last].folded in things or any(m.first == last for m in data))
    if last - first == 1 and ahead and not (first and tokens[first - 1].folded in INTO):
        return True
    of = first - 1 - (first > 1 and tokens[first - 1].folded in _ARTICLES)
    known = of > 0 and (tokens[of - 1].folded in things or any(m.last == of for m in data))
    return known and tokens[of].folded in _GENITIVE


def is_joiner(tokens: tuple[Token, ...], match: Match, matches: list[Match]) -> bool:
    """ "ChatGPT Team plus the salaries": behind a plan the name of another one joins what follows."""
    token = tokens[match.first]
    joins = match.size == 1 and token.folded in _DEEDS and token.text.islower() and match.last < len(tokens)
    plans = (m for m in matches if m.entry.slot in ("plan", "toolplan", "offering") and m.last == match.first)
    return joins and not tokens[match.last].breaks and any(plans)
