"""A row that is no product in; the tools that it catches out: by plan, account, hosting, family, vendor or name."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from bot.knowledge.importing.texts.glossary import ToolEntry
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.tool_row import ToolRow, head_of, without_examples
from bot.knowledge.importing.texts.words import (
    find_run,
    fold,
    group_words,
    has_word,
    lists,
    sentence_words,
    small_words,
    table_words,
    tokens,
)
from bot.policy.world import Catalog

CHATBOTS = {"chatbot", "free-chatbot"}
IN_HOUSE = "enterprise-search"
"""The family of the house's own assistants."""


@cache
def of_house() -> re.Pattern[str]:
    """A private cloud or model is the organisation's own, and nobody's private account: "private LLM", "private AI"."""
    private, what, ai = (any_of(lists()["of_house"][name]) for name in ("private", "what", "ai"))
    return re.compile(rf"\b(?:{private})\s+(?:(?:{ai})(?=\s*(?:$|[(,;]))|(?:{what})\b)", re.IGNORECASE)


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(group_words('any_kind'))})\b", re.IGNORECASE)


@cache
def _any_account() -> re.Pattern[str]:
    """ "Any private account", "any other plan or account": others of a product that is named, and no other products."""
    nouns = any_of([*lists()["accounts"]["nouns"], *lists()["accounts"]["kinds"]])
    return re.compile(rf"\b(?:{any_of(group_words('other'))})\s+(?:[\w’'-]+\s+){{0,3}}?(?:{nouns})\b", re.IGNORECASE)


@cache
def _relative() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(sentence_words()['relative'])})\s", re.IGNORECASE)


def is_group(name: str, head: str, names_brand: bool, catalog: Catalog) -> bool:
    """Whether the row is about a kind of tools and not about a product. ``head``: its name without asides."""
    flags = flags_of(head)
    clause = _relative().search(head)
    if clause and _families(head[: clause.start()], catalog):
        head = head[: clause.start()]
    kinds = flags.keys() - {"generic", "approved"}
    if not names_brand and not kinds and "generic" in flags and not _own_words(_plain().sub(" ", head), catalog):
        kinds = flags_of(" ; ".join(re.findall(r"\(([^()]*)\)", name))).keys() & {"public", "free", "personal", "local"}
    if "embedded-feature" in _families(head, catalog) and not names_brand:
        return True
    if names_brand:
        is_more = "other" in flags_of(_any_account().sub(" ", head)) or has_word(head, group_words("similar"))
        return bool(is_more) and bool(kinds - {"other"}) and "generic" in flags
    if kinds and ("generic" in flags or _families(head, catalog)):
        return True
    if kinds & {"other", "unapproved", "banned", "embedded"}:
        return True
    return bool(_families(head, catalog)) and not _own_words(head, catalog)


def is_and_others(head: str, catalog: Catalog) -> bool:
    """ "A, B and other meeting bots": a ban of a kind, of which some are named."""
    return "other" in flags_of(head) and bool(set(_families(head, catalog)) - CHATBOTS)


def fill_group(  # noqa: PLR0917 - a row, and what it is read with
    row: ToolRow,
    entry: ToolEntry,
    effects: frozenset[str],
    catalog: Catalog,
    name_tools: NameTools,
    families: tuple[str, ...] = (),
    labels: Collection[str] = (),
) -> None:
    """What the group catches goes into the row; what it catches is listed, for a person to look at. ``families``: the kinds of
    the tools that the document lists; ``labels``: the names of all rows."""
    row.group = True
    flags = flags_of(" ; ".join((entry.name, *entry.plans)))
    if not flags.keys() - {"generic"}:
        flags = flags_of(" ; ".join((entry.name, *entry.aliases)))
    only_denies = effects <= {"deny"}
    row.banned = "banned" in flags and only_denies
    covers = _caught(row, entry, flags, only_denies, catalog, families)
    if (only_denies and not flags.keys() & {"free", "personal"}) or flags.keys() & {"approved", "embedded"} or row.banned:
        _cover_brands(covers, entry, catalog, name_tools, only_denies)
    elif not covers.keys() & {"plan", "any", "hosting"}:
        _cover_brands(covers, entry, catalog, name_tools, only_denies=False)
    elif "public" in flags_of(entry.name) and not flags_of(entry.name).keys() & {"free", "personal"}:
        covers.setdefault("tool", []).extend(_named_plainly(entry.name, labels, name_tools))
    row.covers = {key: tuple(dict.fromkeys(values)) for key, values in covers.items() if values}
    row.note_caught()


def flags_of(text: str) -> dict[str, str]:
    """What kind of tools the text speaks of ("free", "personal", "other"), each with the word that says so."""
    names = ("free", "personal", "public", "other", "approved", "unapproved", "banned", "embedded", "local", "generic")
    return {name: word for name in names if (word := has_word(text, group_words(name)))}


def _families(text: str, catalog: Catalog) -> tuple[str, ...]:
    """Families whose name stands in the text, in the singular or plural, but "AI tool" and the like, which say nothing."""
    hay = tuple(w.removesuffix("s") for w in tokens(text))
    says_group = has_word(text, group_words("generic"))
    found = []
    for family in catalog.families.values():
        for name in (name for names in family.names.values() for name in names):
            needle, essence = _told(name)
            if not essence:
                continue
            # "Transcription apps" are transcription tools; a lone short word ("chat", "voice") is not enough.
            by_essence = says_group and len("".join(essence)) >= 9 and find_run(essence, hay) >= 0
            if find_run(needle, hay) >= 0 or by_essence:
                found.append(family.id)
                break
    return tuple(found)


@cache
def _told(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A family's name in the singular, and what of it is no generic word."""
    generic = {fold(word) for word in group_words("generic")}
    needle = tuple(word.removesuffix("s") for word in tokens(name))
    return needle, tuple(word for word in needle if word not in generic and word + "s" not in generic)


def _own_words(head: str, catalog: Catalog) -> bool:
    """Whether anything but a family's name, small words and generic words stands in the row's name ("UniGPT assistant")."""
    small = [word for words in small_words()["joiners"].values() for word in words]
    small += [*small_words()["determiners"], *table_words()["whose"]["for"]]
    known = {fold(word) for word in (*group_words("generic"), *small)}
    for family in _families(head, catalog):
        for names in catalog.families[family].names.values():
            known |= {w for name in names for w in tokens(name)}
    return any(w not in known and w.removesuffix("s") not in known for w in tokens(head))


def _caught(  # noqa: PLR0917 - a row, and what it is read with
    row: ToolRow, entry: ToolEntry, flags: dict[str, str], only_denies: bool, catalog: Catalog, listed: tuple[str, ...]
) -> dict[str, list[str]]:
    """What a group catches by its kind: plans, accounts, hosting, families. ``listed``: the kinds of the tools that it lists,
    which tell of nobody's own account."""
    if not only_denies and of_house().search(entry.name):
        flags = {name: word for name, word in flags.items() if name != "personal"}
    covers = _caught_by_use(entry, flags, only_denies, catalog)
    families = _families(head_of(entry.name), catalog)
    families = families if "personal" in flags or "any" in covers else (*families, *listed)
    if flags.keys() & {"free", "public"} and "personal" not in flags and set(families) - CHATBOTS:
        # "External meeting bots" are meeting bots, and no account of somebody's own with everything else.
        covers = {key: values for key, values in covers.items() if key not in ("account", "plan")}
        covers |= {"plan": ["free"]} if "free" in flags else {}
    if row.banned:
        families = (*families, *(family for alias in entry.aliases for family in _families(alias, catalog)))
    unheld = _unheld(flags, only_denies, bool(covers))
    if held := [family for family in dict.fromkeys(families) if family not in unheld]:
        covers["family"] = held
    if "embedded" in flags and "embedded-feature" in catalog.families:
        covers.setdefault("family", []).append("embedded-feature")
    return covers


def _caught_by_use(entry: ToolEntry, flags: dict[str, str], only_denies: bool, catalog: Catalog) -> dict[str, list[str]]:
    """What a group catches by how a tool is used, whatever tool it is: on which plan, in whose account, hosted where."""
    covers: dict[str, list[str]] = {}
    told, head = flags.keys(), head_of(entry.name)
    # what it names as examples narrows nothing: "Everything else, e.g. free meeting bots"
    of_others = told & {"approved", "free", "personal", "public", "local", "embedded"} - _of_examples(entry)
    is_other = "other" in told and not of_others
    # "and other meeting bots": of that kind, and not whatever else there is
    if "unapproved" in told or (is_other and not is_and_others(head, catalog)):
        covers["any"] = ["*"]
    if told & {"free", "public"} and "unapproved" not in told:
        covers["plan"] = ["free"]
    of_own = "free" in told and "personal" in flags_of(" ; ".join((*entry.aliases, *entry.plans)))
    if told & {"personal", "public"} or of_own:
        covers["account"] = ["personal"]
        covers["plan"] = [*covers.get("plan", ()), *_personal_plans(catalog)]
    if has_word(head, group_words("keys")) and "personal" in told:
        covers["plan"] = ["api"]
    if "local" in told:
        of_servers = has_word(entry.name, table_words()["on_servers"])
        # What servers of the house are granted is not granted to a laptop.
        covers["hosting"] = ["self_hosted"] if of_servers and not only_denies else ["self_hosted", "device"]
    return covers


def _of_examples(entry: ToolEntry) -> set[str]:
    """What only the examples in a row's name speak of."""
    head = without_examples(entry.name)
    rest = flags_of(" ; ".join((head, *entry.plans)))
    return set(flags_of(entry.name)) - set(rest)


def _unheld(flags: dict[str, str], only_denies: bool, has_covers: bool) -> set[str]:
    """Families that a group does not catch, though its name may name them. What a row grants by hosting or to the public it does
    not grant to every model or chatbot under a contract; "free or own AI" is nobody's assistant of the house."""
    found = {IN_HOUSE} if "personal" in flags else set()
    if not only_denies:
        found |= {"open-weights"} if "local" in flags else set()
        found |= {"chatbot"} if has_covers else set()
    return found


def _personal_plans(catalog: Catalog) -> list[str]:
    """Plans that are personal with every tool that has them."""
    accounts: dict[str, set[str]] = {}
    for tool in catalog.tools.values():
        for plan in tool.plans:
            accounts.setdefault(plan.id, set()).add(plan.account)
    return sorted(plan for plan, kinds in accounts.items() if kinds == {"personal"})


def _named_plainly(name: str, labels: Collection[str], name_tools: NameTools) -> list[str]:
    """What "Public services such as ChatGPT and Gemini" calls so, of the brands that no other row names."""
    others = {tool for label in labels if label != name for candidates in name_tools(label) for tool in candidates}
    plain = (candidates for candidates in name_tools(name) if not others & set(candidates))
    return [id_ for candidates in plain for id_ in candidates]


def _cover_brands(
    covers: dict[str, list[str]], entry: ToolEntry, catalog: Catalog, name_tools: NameTools, only_denies: bool
) -> None:
    """Brands that the row names as its members. A bare brand counts in full only where the row does nothing but forbid."""
    for text in (entry.name, *entry.aliases):
        if flags_of(text if only_denies else of_house().sub(" ", text)).keys() & {"free", "personal"}:
            # "Private ChatGPT" is an account, and not every ChatGPT.
            continue
        for candidates in name_tools(text):
            if len(candidates) == 1 or only_denies:
                covers.setdefault("tool", []).extend(candidates)
    known = {fold(tool.vendor): tool.vendor for tool in catalog.tools.values() if tool.vendor}
    if only_denies:
        covers_vendors = [known[fold(vendor)] for vendor in entry.vendors if fold(vendor) in known]
        if covers_vendors:
            covers["vendor"] = covers_vendors
