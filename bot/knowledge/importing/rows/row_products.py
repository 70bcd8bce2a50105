"""A row that is a product in; which of the catalog it is, on which plan, in whose account and hosted where, out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.rows.row_groups import of_house
from bot.knowledge.importing.texts.glossary import ToolEntry
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.tool_row import ToolRow, is_no_vendor
from bot.knowledge.importing.texts.words import (
    fold,
    group_words,
    has_word,
    lists,
    sentence_words,
    small_words,
    table_words,
    tokens,
)
from bot.policy.world import Catalog, CatalogTool

_OF_ANY = ("api", "free")
"""Plans that a house's own tool may have by its name."""

_WHOSE = 3
"""Letters that may say whose an account is."""
FREE = "free"
"""The plan that a paid one is not."""


def fill_tool(row: ToolRow, entry: ToolEntry, grants: bool, mentions: tuple[tuple[str, ...], ...], catalog: Catalog) -> None:
    """Ties to the catalog, plans, account and hosting go into the row. ``mentions``: tools that its name may name."""
    entry = replace(entry, name=_paid(entry.name), plans=tuple(map(_paid, entry.plans)))
    text = " ; ".join((entry.name, *entry.plans))
    plans = plans_in(entry.name) or plans_in(" ; ".join(entry.plans))
    found: list[str] = []
    for candidates in mentions:
        picked, sure = _pick([catalog.tools[i] for i in candidates if i in catalog.tools], text, plans, entry, grants)
        found.extend(picked)
        if not sure and len(candidates) > 1:
            names = ", ".join(catalog.tools[i].name for i in picked) or "none of them"
            row.doubts.append(f"`{row.label}` may mean several tools; taken as {names}.")
    row.catalog = tuple(dict.fromkeys(found))
    tied = [catalog.tools[i] for i in row.catalog if i in catalog.tools]
    if not tied and not plans_in(" ; ".join(entry.plans)):
        plans = tuple(plan for plan in plans if plan in _OF_ANY)  # "Research Workspace" is no plan of what nobody sells
    if all(has_word(" ".join(entry.plans), words) for words in (group_words("free"), lists()["any_paid"])):
        plans = ()
    elif not plans and has_word(text, lists()["paid"]) and not _is_companys(text):
        plans = tuple(dict.fromkeys(plan.id for tool in tied for plan in tool.plans if plan.id != FREE))
    of_tied = tuple(plan for plan in plans if not tied or any(plan == p.id for tool in tied for p in tool.plans))
    row.plans = of_tied or (plans_in(entry.name) if tied else ())
    accounts = {p.account for tool in tied for p in tool.plans if p.id in row.plans and p.account}
    if _is_companys(text):
        row.account = "company"
    elif _is_personal(text) or _is_private(entry.name, len(mentions)):
        row.account = "personal"
        row.plans = () if has_word(entry.name, group_words("free")) else row.plans  # "free or private versions": any of one's own
    elif len(accounts) == 1:
        row.account = accounts.pop()
    row.hosting = next((kind for kind, words in lists()["hosting"].items() if has_word(text, words)), "")
    # "Gemini Workspace" is a tool of its own: its plan says nothing that its name does not.
    row.plans = tuple(plan for plan in row.plans if not tied or any(plan not in tokens(tool.name) for tool in tied))
    row.marks = _marks(entry, catalog)
    if not row.catalog:
        row.doubts.append(f"`{row.label}` is no tool of the catalog; it is known by its own names only.")


def _paid(text: str) -> str:
    """What is not the free version is a paid one."""
    return _not_free().sub(lists()["paid"][0], text)


@cache
def _not_free() -> re.Pattern[str]:
    denied = any_of({*lists()["classes"]["negation"], *lists()["exceptions"]})
    return re.compile(rf"\b(?:{denied})\s+(?:[\w’']+\s+){{0,2}}(?:{any_of(group_words('free'))})\b", re.IGNORECASE)


def _marks(entry: ToolEntry, catalog: Catalog) -> tuple[str, ...]:
    """The policy's own words for a plan or account, such as "company key"; words of any list say what they say there."""
    known = {fold(w) for name in catalog.words if name.startswith("hosting.") for ws in catalog.words[name].values() for w in ws}
    own = (plan for plan in entry.plans if len(tokens(plan)) > 1 and not plans_in(plan))
    return tuple(
        plan for plan in own if not is_no_vendor(plan) and fold(plan) not in known | {fold(w) for w in lists()["no_mark"]}
    )


def _is_companys(text: str) -> bool:
    """Whether the organisation gives the account; then no plan that a person may buy stands for the row."""
    return bool(has_word(text, lists()["accounts"]["company"])) or _own_account(text)


def _is_personal(text: str) -> bool:
    """Whether it is somebody's own account: an adjective before or behind says so ("private account", "cuenta personal"), and
    nothing denies it."""
    words = tokens(text)
    own = {fold(word) for word in group_words("personal")}
    denied = {*lists()["classes"]["negation"], *lists()["exceptions"]}
    near = {at + step for at, word in enumerate(words) if word in lists()["accounts"]["nouns"] for step in (-1, 1)}
    beside = any(at in near and word in own and not set(words[max(0, at - 2) : at]) & denied for at, word in enumerate(words))
    return bool(has_word(text, lists()["accounts"]["personal"])) or beside


def _own_account(text: str) -> bool:
    """ "With college login", "our subscription": an account of the organisation, unless it is denied or personal."""
    words = tokens(text)
    nouns = [at for at, word in enumerate(words) if word in lists()["accounts"]["nouns"]]
    not_own = _not_own()
    beside = any(at > 0 and words[at - 1] not in not_own and not set(words[at + 1 : at + 2]) & not_own for at in nouns)
    return beside or any(_is_own_compound(word) for word in words)


@cache
def _not_own() -> frozenset[str]:
    """Folded words beside a noun for an account that is none of the organisation's, those that join two things among them."""
    joiners = (word for words in small_words()["joiners"].values() for word in words)
    return frozenset(fold(word) for word in (*lists()["accounts"]["not_own"], *joiners))


def _is_own_compound(word: str) -> bool:
    """ "Unikonto", "gemeenteaccount": whose it is stands in the word itself."""
    whose = next((word.removesuffix(noun) for noun in lists()["accounts"]["nouns"] if word.endswith(noun)), "")
    return len(whose) >= _WHOSE and not any(whose.startswith(other) for other in _not_own() if len(other) >= _WHOSE)


def plans_in(text: str) -> tuple[str, ...]:
    """Plans of the catalog that the text names."""
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
    if not grants or has_word(text, table_words()["all_plans"]):
        return tuple(tool.id for tool in pool), False
    by_alias = [tool for tool in pool if any(_is_name(alias, tool) for alias in entry.aliases)]
    pool = _of_one_vendor(pool, entry.name)
    own_name = [tool for tool in pool if fold(tool.name) == fold(tool.brand)]
    whose = "personal" if _is_personal(text) or plans == (FREE,) or _is_private(entry.name, 1) else "company"
    chats = [tool for tool in pool if "chatbot" in tool.families] if whose == "personal" else []
    pool = chats or pool  # whoever speaks of their own "Gemini" means the app
    of_whom = [tool for tool in pool if any(p.account == whose for p in tool.plans)]
    return tuple(tool.id for tool in by_alias or own_name or of_whom), bool(by_alias)


def _is_private(name: str, mentions: int) -> bool:
    """Whether a name is about what people have for themselves: "Gemini (private versions)", "personal Gemini". Before one of
    several tools it says nothing of the others."""
    inside = " ; ".join(re.findall(r"\(([^()]*)\)", name))
    said = name if mentions == 1 else f"{inside} ; {' '.join(tokens(name)[-1:])}"
    own = has_word(said, group_words("personal"))
    denied = {*lists()["classes"]["negation"], *lists()["exceptions"], *sentence_words()["about_data"]}
    return bool(own) and not set(tokens(said)) & denied and not of_house().search(said)


def _of_one_vendor(tools: list[CatalogTool], name: str) -> list[CatalogTool]:
    """A brand that is granted is that of the vendor in the row's name, else of the one with most tools of that brand:
    "Copilot" and "Microsoft Copilot" grant nothing of GitHub's."""
    named = [tool for tool in tools if tool.vendor and has_word(name, [tool.vendor])]
    (vendor, _), *_ = Counter(tool.vendor for tool in named or tools).most_common(1)
    return [tool for tool in tools if tool.vendor == vendor]


def _is_name(alias: str, tool: CatalogTool) -> bool:
    return fold(alias) != fold(tool.brand) and fold(alias) in {fold(name) for name in (tool.name, *tool.names)}
