"""The register and the policy go in; what an announced change may be about comes out, and what of the policy rests on that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.policy.house import Knowledge, Vendor
from bot.saying import labels
from bot.saying.notices import terms
from bot.saying.words import Words

TOOL, PAGE = "tool", "page"
BAR = ":"
"""Between vendor, kind and name in the value of a choice."""


def about_choices(knowledge: Knowledge, words: Words) -> tuple[tuple[str, str], ...]:
    """Products and pages of terms of all vendors, as value and label: a form knows its vendor only when it is sent."""
    return tuple(one for vendor in knowledge.vendors for one in _of(vendor, knowledge, words))


def about_of(vendor: str, chosen: Iterable[str], knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The tools and the pages that were chosen; None where something chosen is not this vendor's."""
    found: dict[str, list[str]] = {TOOL: [], PAGE: []}
    own = next((one for one in knowledge.vendors if one.id == vendor), None)
    known = {TOOL: own.products if own else (), PAGE: tuple(page.kind for page in own.pages) if own else ()}
    for value in chosen:
        whose, _, rest = value.partition(BAR)
        kind, _, name = rest.partition(BAR)
        if whose != vendor or name not in known.get(kind, ()):
            return None
        found[kind].append(name)
    return tuple(found[TOOL]), tuple(found[PAGE])


def resting_pages(vendor: str, tools: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """The pages of a vendor on which rules, conditions or these tools' offerings rest: nobody has to know them by name."""
    policy, wanted = knowledge.policy, set(tools)
    rules = (*policy.rules, *(waiver.rule for waiver in policy.waivers))
    offerings = (one for one in policy.offerings.values() if one.tool in wanted or one.id in wanted)
    named = (*(one.rests_on for one in rules), *(one.rests_on for one in policy.conditions.values()))
    clauses = (clause for some in (*named, *(one.rests_on for one in offerings)) for clause in some)
    pages = (clause.partition("#")[0].partition("/") for clause in clauses)
    return tuple(sorted({page for whose, _, page in pages if whose == vendor}))


def _of(vendor: Vendor, knowledge: Knowledge, words: Words) -> Iterator[tuple[str, str]]:
    for tool in vendor.products:
        yield f"{vendor.id}{BAR}{TOOL}{BAR}{tool}", f"{vendor.name} · {labels.case_label(tool, knowledge, words)}"
    for page in vendor.pages:
        yield f"{vendor.id}{BAR}{PAGE}{BAR}{page.kind}", f"{vendor.name} · {terms.headline(page.id, '', knowledge, words)}"
