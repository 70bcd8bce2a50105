"""A row's name, aliases, vendors and plans in; the tool of the policy out: what of the catalog it is, or what a group covers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from bot.knowledge.importing.glossary import ToolEntry
from bot.knowledge.importing.members import Described, ai_in
from bot.knowledge.importing.naming import NameTools
from bot.knowledge.importing.words import find_run, fold, group_words, has_word, lists, tokens
from bot.policy.world import Catalog, CatalogTool

_ANY = {"any", "various", "all", "none", "multiple", "several", "diverse", "alle", "divers", "varios"}
"""What stands for a vendor in rows that are no product."""


_KEYS = ["api key", "api keys", "api-keys", "api schlüssel", "api-sleutels", "clés api", "claves api"]
_CHATBOTS = {"chatbot", "free-chatbot"}


@dataclass(slots=True)
class ToolRow:
    """One tool file to be. ``doubts`` are sentences for the list of what to confirm."""

    id: str
    label: str
    names: tuple[str, ...] = ()
    vendor: str = ""
    catalog: tuple[str, ...] = ()
    group: bool = False
    banned: bool = False
    covers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plans: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """Plan words of the policy's own ("company key")."""
    account: str = ""
    hosting: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    has_cells: bool = True


def read_row(  # noqa: PLR0917 - one row's whole surroundings
    row_id: str,
    entry: ToolEntry,
    effects: frozenset[str],
    catalog: Catalog,
    name_tools: NameTools,
    said: Described | None = None,
    language: str = "en",
) -> ToolRow:
    """``effects``: every effect of the row's cells; what a row grants is tied more narrowly than what it forbids."""
    grants = bool(effects & {"allow", "conditional", "review"})
    said = said or Described()
    switch = switches(entry.name)
    entry = replace(entry, aliases=_aliases(entry, said, bool(switch), grants, name_tools))
    row = ToolRow(row_id, entry.name, entry.aliases)
    head = _head(entry.name)
    mentions = _mentions(entry, head, catalog, name_tools)
    of_any = not mentions and any(fold(vendor) in _ANY for vendor in entry.vendors)
    if of_any or _is_group(entry.name, head, bool(name_tools(head)), catalog):
        _fill_group(row, entry, effects, catalog, name_tools)
    else:
        by_name = bool(mentions)
        mentions = mentions or _of_aliases(entry, catalog, name_tools)
        _fill_tool(row, entry, grants, mentions, catalog)
        if by_name and switch and not _plans(entry.name):
            # What tells the row from its sibling is the switch; a plan in the glossary is another name for it.
            row.plans, row.account = (), ""
    row.banned = row.banned or ("banned" in _flags(entry.name) and effects <= {"deny"})
    row.facts = switch
    if row.covers.get("family") == ("embedded-feature",) or "embedded-feature" in row.covers.get("family", ()):
        row.names += tuple(ai_in(said.hosts, language))
    elif not row.group:
        phrases = said.phrases if not row.catalog else said.ours
        row.names = tuple(dict.fromkeys((*row.names, *phrases)))
    vendors = [vendor for vendor in entry.vendors if fold(vendor) not in _ANY]
    row.vendor = vendors[0] if len(vendors) == 1 else ""
    return row


def _mentions(entry: ToolEntry, head: str, catalog: Catalog, name_tools: NameTools) -> tuple[tuple[str, ...], ...]:
    """Tools that the name names. A platform in parentheses tells more than a brand before it ("Claude (Bedrock)").

    An in-house tool that only borrows a part of a product's name ("Northfield GPT") is not that product.
    """
    found = tuple(c for c in name_tools(head) if not _is_borrowed(c, head, entry, catalog))
    if head != entry.name:
        inside = tuple(c for c in name_tools(entry.name) if c not in name_tools(head))
        if len(found) == 1 and len(found[0]) > 1 and len(inside) == 1 and len(inside[0]) == 1:
            return inside
        return found or (inside if not name_tools(head) else ())
    return found


def _of_aliases(entry: ToolEntry, catalog: Catalog, name_tools: NameTools) -> tuple[tuple[str, ...], ...]:
    """Products that the aliases name in full; "our own GPT" names none."""
    found = (c for alias in entry.aliases for c in name_tools(alias) if not _is_borrowed(c, alias, entry, catalog))
    return tuple(dict.fromkeys(candidates for candidates in found if len(candidates) == 1))


def _is_borrowed(candidates: tuple[str, ...], head: str, entry: ToolEntry, catalog: Catalog) -> bool:
    words = set(tokens(head))
    tools = [catalog.tools[i] for i in candidates if i in catalog.tools]
    brands = {name for tool in tools for name in (*tokens(tool.name), *tokens(tool.brand))}
    if words & brands or {fold(v) for v in entry.vendors} & {fold(tool.vendor) for tool in tools}:
        return False
    known = brands | {w for tool in tools for name in (*tool.names, tool.vendor, *tool.near) for w in tokens(name)}
    known |= {w for group in ("generic", "free", "personal") for name in group_words(group) for w in tokens(name)}
    known |= {w for names in lists()["plans"].values() for name in names for w in tokens(name)}
    return bool(words - known)


def _head(name: str) -> str:
    """The name without what stands in parentheses or behind "such as"."""
    bare = re.sub(r"\([^)]*\)", " ", name)
    folded = bare
    for word in group_words("such_as"):
        at = re.search(rf"\b{re.escape(word)}\s", folded, re.IGNORECASE)
        if at and at.start() > 3:
            folded = folded[: at.start()]
    return folded.strip(" ,;:-") or name


def _flags(text: str) -> dict[str, str]:
    names = ("free", "personal", "public", "other", "approved", "unapproved", "banned", "embedded", "local", "generic")
    return {name: word for name in names if (word := has_word(text, group_words(name)))}


def _families(text: str, catalog: Catalog) -> tuple[str, ...]:
    """Families whose name stands in the text, in the singular or plural, but "AI tool" and the like, which say nothing."""
    generic = {fold(w) for w in group_words("generic")}
    hay = tuple(w.removesuffix("s") for w in tokens(text))
    says_group = has_word(text, group_words("generic"))
    found = []
    for family in catalog.families.values():
        for name in (name for names in family.names.values() for name in names):
            needle = tuple(w.removesuffix("s") for w in tokens(name))
            if all(w in generic or w + "s" in generic for w in needle):
                continue
            essence = tuple(w for w in needle if w not in generic and w + "s" not in generic)
            # "Transcription apps" are transcription tools; a lone short word ("chat", "voice") is not enough.
            by_essence = says_group and len("".join(essence)) >= 9 and find_run(essence, hay) >= 0
            if find_run(needle, hay) >= 0 or by_essence:
                found.append(family.id)
                break
    return tuple(found)


_RELATIVE = re.compile(r"\s+(?:that|which|who|die|welche|welke|qui|que)\s", re.IGNORECASE)


def _is_group(name: str, head: str, names_brand: bool, catalog: Catalog) -> bool:
    flags = _flags(head)
    clause = _RELATIVE.search(head)
    if clause and _families(head[: clause.start()], catalog):
        head = head[: clause.start()]
    kinds = flags.keys() - {"generic", "approved"}
    if "embedded-feature" in _families(head, catalog) and not names_brand:
        return True
    if names_brand:
        return "other" in flags and bool(kinds - {"other"}) and "generic" in flags
    if kinds and ("generic" in flags or _families(head, catalog)):
        return True
    if kinds & {"other", "unapproved", "banned", "embedded"}:
        return True
    return bool(_families(head, catalog)) and not _own_words(head, catalog)


def _own_words(head: str, catalog: Catalog) -> bool:
    """Whether anything but a family's name, small words and generic words stands in the row's name ("UniGPT assistant")."""
    known = {fold(w) for w in group_words("generic")} | {
        "and",
        "or",
        "und",
        "oder",
        "en",
        "of",
        "et",
        "ou",
        "y",
        "o",
        "the",
        "for",
    }
    for family in _families(head, catalog):
        for names in catalog.families[family].names.values():
            known |= {w for name in names for w in tokens(name)}
    return any(w not in known and w.removesuffix("s") not in known for w in tokens(head))


def _fill_group(row: ToolRow, entry: ToolEntry, effects: frozenset[str], catalog: Catalog, name_tools: NameTools) -> None:
    row.group = True
    flags = _flags(" ; ".join((entry.name, *entry.plans)))
    if not flags.keys() - {"generic"}:
        flags = _flags(" ; ".join((entry.name, *entry.aliases)))
    only_denies = effects <= {"deny"}
    row.banned = "banned" in flags and only_denies
    covers = _caught(row, entry, flags, only_denies, catalog)
    if (only_denies and not flags.keys() & {"free", "personal"}) or flags.keys() & {"approved", "embedded"} or row.banned:
        _cover_brands(covers, entry, catalog, name_tools, only_denies)
    elif not covers.keys() & {"plan", "any", "hosting"}:
        _cover_brands(covers, entry, catalog, name_tools, only_denies=False)
    row.covers = {key: tuple(dict.fromkeys(values)) for key, values in covers.items()}
    if not row.covers:
        row.doubts.append(f"`{row.label}` is a group, and nothing says which tools are in it: name them under `covers`.")
    else:
        caught = "; ".join(f"{key}: {', '.join(values)}" for key, values in row.covers.items())
        row.doubts.append(f"`{row.label}` is a group. It catches tools that have no nearer row by {caught}.")


def _caught(row: ToolRow, entry: ToolEntry, flags: dict[str, str], only_denies: bool, catalog: Catalog) -> dict[str, list[str]]:
    """What a group catches by its kind: plans, accounts, hosting, families."""
    covers: dict[str, list[str]] = {}
    if "unapproved" in flags or (
        "other" in flags and "approved" not in flags and not flags.keys() & {"free", "personal", "public", "local", "embedded"}
    ):
        covers["any"] = ["*"]
    if flags.keys() & {"free", "public"} and "unapproved" not in flags:
        covers.setdefault("plan", []).append("free")
    if flags.keys() & {"personal", "public"} or (
        "free" in flags and "personal" in _flags(" ; ".join((*entry.aliases, *entry.plans)))
    ):
        covers.setdefault("account", []).append("personal")
        covers.setdefault("plan", []).extend(_personal_plans(catalog))
    if "local" in flags:
        covers["hosting"] = ["self_hosted", "device"]
    families = _families(_head(entry.name), catalog)
    if has_word(_head(entry.name), _KEYS) and "personal" in flags:
        covers["account"], covers["plan"] = ["personal"], ["api"]
    if flags.keys() & {"free", "personal", "public"} == {"public"} and set(families) - _CHATBOTS:
        # "External meeting bots" are meeting bots, and no account of somebody's own with everything else.
        covers = {key: values for key, values in covers.items() if key not in ("account", "plan")}
    if row.banned:
        families = tuple(dict.fromkeys((*families, *(f for alias in entry.aliases for f in _families(alias, catalog)))))
    # What a row grants by hosting or to the public it does not grant to every model or chatbot under a contract.
    if not only_denies:
        families = tuple(
            f for f in families if not ("local" in flags and f == "open-weights") and not (f == "chatbot" and covers)
        )
    if families:
        covers["family"] = list(families)
    if "embedded" in flags and "embedded-feature" in catalog.families:
        covers.setdefault("family", []).append("embedded-feature")
    return covers


def _personal_plans(catalog: Catalog) -> list[str]:
    """Plans that are personal with every tool that has them."""
    accounts: dict[str, set[str]] = {}
    for tool in catalog.tools.values():
        for plan in tool.plans:
            accounts.setdefault(plan.id, set()).add(plan.account)
    return sorted(plan for plan, kinds in accounts.items() if kinds == {"personal"})


def _cover_brands(
    covers: dict[str, list[str]], entry: ToolEntry, catalog: Catalog, name_tools: NameTools, only_denies: bool
) -> None:
    """Brands that the row names as its members. A bare brand counts in full only where the row does nothing but forbid."""
    for text in (entry.name, *entry.aliases):
        if _flags(text).keys() & {"free", "personal"}:
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


def _fill_tool(row: ToolRow, entry: ToolEntry, grants: bool, mentions: tuple[tuple[str, ...], ...], catalog: Catalog) -> None:
    text = " ; ".join((entry.name, *entry.plans))
    plans = _plans(entry.name) or _plans(" ; ".join(entry.plans))
    found: list[str] = []
    for candidates in mentions:
        picked, sure = _pick([catalog.tools[i] for i in candidates if i in catalog.tools], text, plans, entry, grants)
        found.extend(picked)
        if not sure and len(candidates) > 1:
            names = ", ".join(catalog.tools[i].name for i in picked) or "none of them"
            row.doubts.append(f"`{row.label}` may mean several tools; taken as {names}.")
    row.catalog = tuple(dict.fromkeys(found))
    tied = [catalog.tools[i] for i in row.catalog if i in catalog.tools]
    if {"free", "paid"} <= set(tokens(" ".join(entry.plans))):
        plans = ()
    of_tied = tuple(plan for plan in plans if not tied or any(plan == p.id for tool in tied for p in tool.plans))
    row.plans = of_tied or (_plans(entry.name) if tied else ())
    accounts = {p.account for tool in tied for p in tool.plans if p.id in row.plans and p.account}
    if has_word(text, lists()["accounts"]["company"]) or _own_account(text):
        row.account = "company"
    elif has_word(text, lists()["accounts"]["personal"]):
        row.account = "personal"
    elif len(accounts) == 1:
        row.account = accounts.pop()
    row.hosting = next((kind for kind, words in lists()["hosting"].items() if has_word(text, words)), "")
    # "Gemini Workspace" is a tool of its own: its plan says nothing that its name does not.
    row.plans = tuple(plan for plan in row.plans if not tied or any(plan not in tokens(tool.name) for tool in tied))
    row.marks = _marks(entry, catalog)
    if not row.catalog:
        row.doubts.append(f"`{row.label}` is no tool of the catalog; it is known by its own names only.")


def _marks(entry: ToolEntry, catalog: Catalog) -> tuple[str, ...]:
    """The policy's own words for a plan or account, such as "company key"; words of any list say what they say there."""
    known = {
        fold(w) for name, lists_ in catalog.words.items() if name.startswith("hosting.") for ws in lists_.values() for w in ws
    }
    own = (plan for plan in entry.plans if len(tokens(plan)) > 1 and not _plans(plan))
    return tuple(plan for plan in own if fold(plan) not in _ANY | known | {fold(w) for w in lists()["no_mark"]})


def _own_account(text: str) -> bool:
    """ "With college login", "our subscription": an account of the organisation, unless it is denied or personal."""
    words = tokens(text)
    nouns = [at for at, word in enumerate(words) if word in lists()["accounts"]["nouns"]]
    return any(at > 0 and words[at - 1] not in lists()["accounts"]["not_own"] for at in nouns)


def _plans(text: str) -> tuple[str, ...]:
    return tuple(plan for plan, words in lists()["plans"].items() if has_word(text, words))


def _pick(
    tools: list[CatalogTool], text: str, plans: tuple[str, ...], entry: ToolEntry, grants: bool
) -> tuple[tuple[str, ...], bool]:
    """Which of a brand's tools the row means, and whether that is sure."""
    if len(tools) <= 1:
        return tuple(tool.id for tool in tools), True
    near = [tool for tool in tools if has_word(text, tool.near)]
    if len(near) == 1:
        return (near[0].id,), True
    with_plan = [tool for tool in tools if {p.id for p in tool.plans} & set(plans)]
    if plans and len(with_plan) == 1:
        return (with_plan[0].id,), True
    pool = with_plan or near or tools
    vendors = {fold(vendor) for vendor in entry.vendors}
    pool = [tool for tool in pool if fold(tool.vendor) in vendors] or pool
    if not grants:
        return tuple(tool.id for tool in pool), False
    by_alias = [tool for tool in pool if any(_is_name(alias, tool) for alias in entry.aliases)]
    pool = _of_one_vendor(pool, entry.name)
    own_name = [tool for tool in pool if fold(tool.name) == fold(tool.brand)]
    for_work = [tool for tool in pool if any(p.account == "company" for p in tool.plans)]
    return tuple(tool.id for tool in by_alias or own_name or for_work), bool(by_alias)


def _of_one_vendor(tools: list[CatalogTool], name: str) -> list[CatalogTool]:
    """A brand that is granted is that of the vendor in the row's name, else of the one with most tools of that brand:
    "Copilot" and "Microsoft Copilot" grant nothing of GitHub's."""
    named = [tool for tool in tools if tool.vendor and has_word(name, [tool.vendor])]
    (vendor, _), *_ = Counter(tool.vendor for tool in named or tools).most_common(1)
    return [tool for tool in tools if tool.vendor == vendor]


def _is_name(alias: str, tool: CatalogTool) -> bool:
    return fold(alias) != fold(tool.brand) and fold(alias) in {fold(name) for name in (tool.name, *tool.names)}


def switches(name: str) -> dict[str, str]:
    """A switch in the row's name as a fact: "web search off", "without privacy mode"."""
    words = lists()["features"]
    folded = tokens(name)
    for key, phrases in words["switch"].items():
        for phrase in phrases:
            at = find_run(tokens(phrase), folded)
            if at < 0:
                continue
            around = " ".join((*folded[max(0, at - 1) : at], *folded[at + len(tokens(phrase)) :][:2]))
            for state in ("off", "on"):
                if has_word(around, words[state]):
                    return {key: state}
    return {}


def _aliases(entry: ToolEntry, said: Described, is_switch: bool, grants: bool, name_tools: NameTools) -> tuple[str, ...]:
    """The row's aliases, those that the document gives it, and each without the switch that the row stands for."""
    found = list(entry.aliases)
    for name in said.names:
        mentions = name_tools(name)
        if len(mentions) == 1 and (len(mentions[0]) == 1 or not grants) and len(tokens(name)) <= 5:
            found.append(name)
    if is_switch:
        found += [bare for alias in found if (bare := _without_switch(alias)) != alias and bare]
    return tuple(dict.fromkeys(found))


def _without_switch(alias: str) -> str:
    words = lists()["features"]
    states = "|".join(re.escape(w) for state in ("on", "off") for w in words[state])
    for phrases in words["switch"].values():
        for phrase in phrases:
            pattern = rf"[,;]?\s*(?:\b(?:{states})\s+)?\b{re.escape(phrase)}\b(?:\s+(?:{states})\b)?"
            bare = re.sub(pattern, "", alias, flags=re.IGNORECASE).strip(" ,;-")
            if bare != alias:
                return bare
    return alias
