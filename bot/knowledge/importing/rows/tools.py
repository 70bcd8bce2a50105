"""A row's name, aliases, vendors and plans in; the tool of the policy out: what of the catalog it is, or what a group covers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.knowledge.importing.rows.members import Described, ai_in
from bot.knowledge.importing.rows.row_groups import fill_group, flags_of, is_and_others, is_group
from bot.knowledge.importing.rows.row_members import kinds_of, names_of, with_members, without_beneath
from bot.knowledge.importing.rows.row_names import aliases_of, switches
from bot.knowledge.importing.rows.row_products import fill_tool, plans_in
from bot.knowledge.importing.texts.glossary import ToolEntry
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.patterns import parter
from bot.knowledge.importing.texts.tool_row import ToolRow, head_of, is_no_vendor
from bot.knowledge.importing.texts.words import fold, group_words, has_word, lists, tokens
from bot.policy.world import Catalog

EMBEDDED = "embedded-feature"
"""The family of what is built into other software."""


@dataclass(frozen=True, slots=True)
class Knowing:
    """What every row of a policy is read with."""

    catalog: Catalog
    name_tools: NameTools
    language: str = "en"
    labels: Collection[str] = ()
    """The names of all rows. "Chat AI, external models" beside "Chat AI, internal models" is one of two forms of a product, and
    no group of whatever is external."""


def read_row(row_id: str, entry: ToolEntry, effects: frozenset[str], said: Described, by: Knowing) -> ToolRow:
    """``effects``: every effect of the row's cells; what a row grants is tied more narrowly than what it forbids. ``said``: what
    the document says of it."""
    grants = bool(effects & {"allow", "conditional", "review"})
    label, entry = entry.name, _without_excepted(entry)
    switch, head = switches(entry.name), head_of(entry.name)
    entry = replace(entry, aliases=aliases_of(entry, said, bool(switch), grants, by.name_tools))
    mentions = _mentions(entry, head, by.catalog, by.name_tools)
    of_kind = _is_of_kind(entry, head, grants, bool(mentions), by)
    row, families, own = ToolRow(row_id, label, entry.aliases), tuple[str, ...](), entry.aliases
    if of_kind or (said.called.kind and not mentions):
        held = said.called if of_kind or not grants else without_beneath(said.called)
        entry = replace(entry, aliases=with_members(entry, held, grants, by.catalog, by.name_tools))
        families = kinds_of(held, grants, by.catalog, by.name_tools)
        row.names = entry.aliases
    if of_kind or families:
        fill_group(row, entry, effects, by.catalog, by.name_tools, families, by.labels)
    else:
        fill_tool(row, entry, grants, mentions or _of_aliases(entry, by.catalog, by.name_tools), by.catalog)
        if mentions and switch and not plans_in(entry.name):
            # What tells the row from its sibling is the switch; a plan in the glossary is another name for it.
            row.plans, row.account = (), ""
    row.banned = row.banned or ("banned" in flags_of(entry.name) and effects <= {"deny"})
    row.facts = switch
    vendors = [vendor for vendor in entry.vendors if not is_no_vendor(vendor)]
    row.vendor = vendors[0] if len(vendors) == 1 else ""
    _add_names(row, said, by.language)
    _call(row, said, grants, by.catalog, [name for name in entry.aliases if name not in own])
    if grants:
        _keep_to_bought(row)
    return row


def _keep_to_bought(row: ToolRow) -> None:
    """What a row grants to AI inside the organisation's software, it grants to no other vendor's: to what it names, and where it
    names none, to whoever says that theirs is such software."""
    families = row.covers.get("family", ())
    if EMBEDDED not in families:
        return
    if row.names or row.catalog or row.covers.get("tool"):
        row.covers["family"] = tuple(family for family in families if family != EMBEDDED)
        row.covers = {key: values for key, values in row.covers.items() if values}
        row.note_caught()
    else:
        row.only_if_ours = True


def _is_of_kind(entry: ToolEntry, head: str, grants: bool, has_mentions: bool, by: Knowing) -> bool:
    """Whether the row is about a kind of tools, or those of any vendor, and not about a product."""
    if not has_mentions and any(map(is_no_vendor, entry.vendors)):
        return True
    of_kind = is_group(entry.name, head, bool(by.name_tools(head)), by.catalog)
    of_kind = of_kind or (not grants and is_and_others(head, by.catalog))
    return of_kind and not _is_form(entry.name, by.labels)


def _call(row: ToolRow, said: Described, grants: bool, catalog: Catalog, members: list[str]) -> None:
    """Other names that the row's paragraph gives it; these and the ``members`` that it lists are for a person to look at."""
    called = names_of(said.called, row, grants, catalog)
    row.names = tuple(dict.fromkeys((*row.names, *called)))
    if learnt := [*called, *members]:
        row.doubts.append(f"`{row.label}` is called so as well, by the document: {', '.join(learnt)}.")


def _add_names(row: ToolRow, said: Described, language: str) -> None:
    """What the document calls a row: the programs that a feature is built into, or a product's own names."""
    if EMBEDDED in row.covers.get("family", ()):
        row.names += tuple(ai_in([*said.hosts, *said.called.software], language))
    elif not row.group:
        phrases = (text for text in (said.phrases if not row.catalog else said.ours) if not _is_account(text))
        row.names = tuple(dict.fromkeys((*row.names, *phrases)))


def _is_form(name: str, others: Collection[str]) -> bool:
    """Whether another row has the same name up to a comma or bracket, and that name is no kind of tools by itself."""
    bare = _bare(name)
    return bare != name and not flags_of(bare).keys() - {"generic"} and sum(_bare(other) == bare for other in others) > 1


def _is_account(text: str) -> bool:
    """ "The city account" says whose it is, and names no tool."""
    return any(word in lists()["accounts"]["nouns"] for word in tokens(text)[-1:])


def _bare(name: str) -> str:
    return re.split(r"\s*[,(;]", name, maxsplit=1)[0].strip()


def _mentions(entry: ToolEntry, head: str, catalog: Catalog, name_tools: NameTools) -> tuple[tuple[str, ...], ...]:
    """Tools that the name names. A platform in parentheses tells more than a brand before it ("Claude (Bedrock)").

    An in-house tool that only borrows a part of a product's name ("Northfield GPT") is not that product.
    """
    found = tuple(c for c, part in _by_part(head, name_tools) if not _is_borrowed(c, part, entry, catalog))
    if head != entry.name:
        inside = tuple(c for c in name_tools(entry.name) if c not in name_tools(head))
        if len(found) == 1 and len(found[0]) > 1 and len(inside) == 1 and len(inside[0]) == 1:
            return inside
        return found or (inside if not name_tools(head) else ())
    return found


def _by_part(head: str, name_tools: NameTools) -> list[tuple[tuple[str, ...], str]]:
    """Each mention with the part of the name that it stands in, where the name is a list: "Otter.ai / Fireflies"."""
    parts = [part for part in parter("[,;/|+&]").split(head) if part.strip()]
    each = [(candidates, part) for part in parts for candidates in name_tools(part)]
    whole = [(candidates, head) for candidates in name_tools(head)]
    return each if len(parts) > 1 and [c for c, _ in each] == [c for c, _ in whole] else whole


def _without_excepted(entry: ToolEntry) -> ToolEntry:
    """A name without what stands behind "other than": those tools are what the row is not about."""
    ends = (re.search(rf"\s{re.escape(word)}\s", entry.name, re.IGNORECASE) for word in lists()["other_than"])
    cut = min((found.start() for found in ends if found), default=0)
    return replace(entry, name=entry.name[:cut]) if cut else entry


def _of_aliases(entry: ToolEntry, catalog: Catalog, name_tools: NameTools) -> tuple[tuple[str, ...], ...]:
    """Products that the aliases name in full, or by their brand and that they are paid for; "our own GPT" names none."""
    found: list[tuple[str, ...]] = []
    for alias in entry.aliases:
        for candidates in name_tools(alias):
            paid = has_word(alias, lists()["paid"]) and len(candidates) > 1
            meant = (
                tuple(i for i in candidates if fold(catalog.tools[i].name) == fold(catalog.tools[i].brand))
                if paid
                else candidates
            )
            if len(meant) == 1 and not _is_borrowed(meant, alias, entry, catalog):
                found.append(meant)
    return tuple(dict.fromkeys(found))


def _is_borrowed(candidates: tuple[str, ...], head: str, entry: ToolEntry, catalog: Catalog) -> bool:
    words = set(tokens(head))
    tools = [catalog.tools[i] for i in candidates if i in catalog.tools]
    brands = {name for tool in tools for name in (*tokens(tool.name), *tokens(tool.brand))}
    plans = {w for names in lists()["plans"].values() for name in names for w in tokens(name)}
    if words & (brands - plans) or {fold(v) for v in entry.vendors} & {fold(tool.vendor) for tool in tools}:
        return False
    if _is_of_house(entry, catalog):
        return True
    known = brands | {w for tool in tools for name in (*tool.names, tool.vendor, *tool.near) for w in tokens(name)}
    known |= {w for group in ("generic", "free", "personal") for name in group_words(group) for w in tokens(name)}
    return bool(words - known - plans)


def _is_of_house(entry: ToolEntry, catalog: Catalog) -> bool:
    """Whether the row's maker is none of the catalog's: an organisation's own tool."""
    sold = {word for tool in catalog.tools.values() for word in tokens(tool.vendor)}
    made = [vendor for vendor in entry.vendors if not is_no_vendor(vendor)]
    return bool(made) and not any(sold & set(tokens(vendor)) for vendor in made)
