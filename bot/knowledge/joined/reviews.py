"""An index and its rules go in; all that is to be looked at again comes out: rules, tools, pages, records, waivers, ways out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.knowledge.files.tools import RawTool
from bot.knowledge.joined.index import Index
from bot.policy.house import Reviewed, Vendor
from bot.policy.words import Rule, Waiver

REVIEW = ".review_by"
"""How a record's review day is called among an offering's facts."""


def join_reviews(
    index: Index, rules: tuple[Rule, ...], waivers: tuple[Waiver, ...], vendors: tuple[Vendor, ...]
) -> tuple[Reviewed, ...]:
    """In the order of the files' kinds. What names no owner is the policy owner's."""
    owner = index.policy.owner
    found = [Reviewed("rule", rule.id, rule.review_by, rule.owner, rule.at) for rule in rules]
    for tool in index.tools.values():
        found.append(Reviewed("tool", tool.id.text, tool.review_by, tool.owner or owner, tool.id.at))
        found += _records(tool, tool.owner or owner)
    for part in index.parts:
        if part.page is not None:
            found.append(Reviewed("guidance", part.file, part.page.review_by, part.page.owner or owner, part.page.at.at))
    for waiver in waivers:
        day = min(waiver.rule.review_by or waiver.until, waiver.until)
        if day < date.max:
            found.append(Reviewed("waiver", waiver.rule.id, day, waiver.rule.owner, waiver.rule.at))
    ways_out = ((one.id, one.migration) for one in vendors if one.migration)
    found += [Reviewed("way_out", vendor, out.due, out.owner or owner, out.at) for vendor, out in ways_out]
    return tuple(found)


def _records(tool: RawTool, owner: str) -> Iterator[Reviewed]:
    """Governance records that have a day; one that all offerings of a tool share is told once."""
    seen: dict[tuple[str, str], str] = {}
    for offering in tool.offerings:
        for fact, value in offering.facts.items():
            if fact.endswith(REVIEW) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                seen.setdefault((fact.removesuffix(REVIEW), value), f"{tool.id.text}/{offering.id.text}")
    for (name, value), offering_id in seen.items():
        at = next(one.at for one in tool.offerings if f"{tool.id.text}/{one.id.text}" == offering_id)
        yield Reviewed("evidence", f"{offering_id} {name}", date.fromisoformat(value), owner, at.at, name, (offering_id,))
