"""A row that is a kind of tools and what its paragraph lists in; the names of its members, and the kinds that they share, out."""

from __future__ import annotations

from collections import Counter

from bot.knowledge.importing.called import Called
from bot.knowledge.importing.glossary import ToolEntry
from bot.knowledge.importing.naming import NameTools
from bot.knowledge.importing.row_groups import CHATBOTS, flags_of
from bot.knowledge.importing.words import tokens
from bot.policy.world import Catalog

_SHARED = 2
"""Listed tools of one family from which on the row is about that kind of tools."""


def with_members(entry: ToolEntry, called: Called, grants: bool, name_tools: NameTools) -> tuple[str, ...]:
    """The row's aliases and the tools that its paragraph lists. A bare brand is several tools: it is a member only of what is for
    everybody's own accounts, or forbidden. Where the row's name is one word, names that nobody knows are of something else."""
    if len(tokens(entry.name)) == 1 and not any(map(name_tools, called.members)):
        return entry.aliases
    bare = not grants or bool(flags_of(entry.name).keys() & {"free", "personal", "public"})
    listed = (name for name in called.members if bare or all(len(tools) == 1 for tools in name_tools(name)))
    return tuple(dict.fromkeys((*entry.aliases, *listed)))


def kinds_of(called: Called, grants: bool, catalog: Catalog, name_tools: NameTools) -> tuple[str, ...]:
    """The families of the listed tools, where the row forbids or says that others like them are meant as well; a list with
    chatbots in it is of no kind by that."""
    if grants and not called.more:
        return ()
    named = [candidates for name in called.members for candidates in name_tools(name)]
    ids = {c[0] for c in named if c[0] in catalog.tools}
    tools = [catalog.tools[id_] for id_ in ids]
    seen = Counter(family for tool in tools for family in tool.families)
    if seen.keys() & CHATBOTS:
        return ()
    return tuple(family for family, times in seen.items() if times >= _SHARED and times * 2 > len(tools))
