"""A row that is a kind of tools and what its paragraph lists in; the names of its members, and the kinds that they share, out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bot.knowledge.importing.rows.called import Called
from bot.knowledge.importing.rows.row_groups import CHATBOTS, flags_of
from bot.knowledge.importing.texts.glossary import ToolEntry
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import has_word, lists, tokens
from bot.policy.world import Catalog

_MODELS = "open-weights"
"""The family of models that anybody may run."""
_SHARED = 2
"""Listed tools of one family from which on the row is about that kind of tools."""


def without_beneath(called: Called) -> Called:
    """Without the tools that the row may only be built on: "Campus Assistant runs on Claude" is no Claude."""
    return replace(called, members=[name for name in called.members if name not in called.beneath])


def with_members(entry: ToolEntry, called: Called, grants: bool, catalog: Catalog, name_tools: NameTools) -> tuple[str, ...]:
    """The row's aliases and the tools that its paragraph lists. A bare brand is several tools: it is a member only of what is for
    everybody's own accounts, or forbidden. Where the row's name is one word, names that nobody knows are of something else."""
    if len(tokens(entry.name)) == 1 and not any(map(name_tools, called.members)):
        return entry.aliases
    flags = flags_of(entry.name).keys()
    bare = not grants or bool(flags & {"free", "personal", "public"})
    listed = [name for name in called.members if bare or all(len(tools) == 1 for tools in name_tools(name))]
    if "local" in flags or has_word(entry.name, lists()["hosting"]["self_hosted"]):
        # what runs on machines of the house is the model, and not the vendor's chat of that name
        brands = (tools for name in called.members for tools in name_tools(name) if len(tools) > 1)
        listed += [catalog.tools[i].name for tools in brands for i in tools if _MODELS in catalog.tools[i].families]
    return tuple(dict.fromkeys((*entry.aliases, *listed)))


def names_of(called: Called, row: ToolRow, grants: bool, catalog: Catalog) -> tuple[str, ...]:
    """What else the row is called. One that grants is called by no other maker's product, whatever its paragraph says, nor
    by what only stands in quotes."""
    ids = (*row.catalog, *row.covers.get("tool", ()))
    makers = {catalog.tools[id_].vendor for id_ in ids if id_ in catalog.tools}
    fits = (name for name in called.names if {catalog.tools[id_].vendor for id_ in called.sold.get(name, ())} <= makers)
    return tuple(fits) if grants else (*called.names, *called.quoted)


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
