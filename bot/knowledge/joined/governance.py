"""An index goes in; what governance demands of the policy's offerings, and the evidence from all files, comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.knowledge.faults import did_you_mean
from bot.knowledge.files.governance import RawEvidence, shipped_demands
from bot.knowledge.joined.index import Index
from bot.knowledge.joined.select import Selectors
from bot.policy.governance import Demand, Evidence, Governance, Span, demanded_of, evidenced
from bot.policy.house import Reviewed, Vendor
from bot.policy.words import ANY, Offering

NO = ("", "no", "none", "open", "pending", "missing")
"""Words for evidence, in a tool's file, that is not there."""
REHEARSED = "migration_rehearsed"
"""The demand that the way out in a vendor's file answers."""


def join_governance(
    index: Index, select: Selectors, offerings: Mapping[str, Offering], vendors: tuple[Vendor, ...]
) -> Governance:
    """Own demands stand in the place of shipped ones of the same id. What says no last day lasts as long as its demand says."""
    own = {one.id: _labelled(index, one) for part in index.parts for file in part.governance for one in file.demands}
    demands = {one.id: one for one in shipped_demands()} | own
    found = [
        *(one for raw in _raw(index) if (one := _typed(index, select, raw, demands, offerings))),
        *_of_tools(index, offerings, demands),
        *_of_vendors(vendors, offerings),
    ]
    return Governance(
        tuple(demands.values()), tuple(_lasting(one, demands[one.demand]) for one in found), index.policy.governance.soon_days
    )


def join_evidenced(index: Index, governance: Governance, offerings: Mapping[str, Offering]) -> dict[str, tuple[Span, ...]]:
    """Where the policy wants evidence before use: the days on which it is there, for each offering that has to show something."""
    if index.policy.governance.missing != "review":
        return {}
    groups = {tool.id.text for tool in index.tools.values() if tool.group}
    return {
        one.id: evidenced(governance, one)
        for one in offerings.values()
        if one.tool not in groups and demanded_of(one, governance.demands)
    }


def join_evidence_reviews(index: Index, governance: Governance) -> tuple[Reviewed, ...]:
    """Evidence of governance.yaml with its last day; that of tools' files is among the reviews already."""
    owner = index.policy.owner
    typed = {raw.at.at for raw in _raw(index)}
    return tuple(_review(one, owner) for one in governance.evidence if one.at in typed and one.until)


def _review(evidence: Evidence, owner: str) -> Reviewed:
    """Its id: ``falcon/azure +2 community_health``."""
    first, *more = of = sorted(evidence.offerings) or [ANY]
    id_ = " ".join((first, *([f"+{len(more)}"] if more else []), evidence.demand))
    return Reviewed("evidence", id_, evidence.until, evidence.owner or owner, evidence.at, evidence.demand, tuple(of))


def _raw(index: Index) -> Iterator[RawEvidence]:
    for part in index.parts:
        for file in part.governance:
            yield from file.evidence


def _labelled(index: Index, demand: Demand) -> Demand:
    at = index.policy.at
    return replace(demand, label=index.texts(demand.label, at), about=index.texts(demand.about, at))


def _typed(
    index: Index, select: Selectors, raw: RawEvidence, demands: Mapping[str, Demand], offerings: Mapping[str, Offering]
) -> Evidence | None:
    if raw.demand is None:
        return None
    demand = demands.get(raw.demand.text.lower())
    if demand is None:
        do = did_you_mean(raw.demand.text, demands, "docs/governance.md lists them; add your own below `demands`")
        index.fault("K058", raw.demand, f"unknown demand `{raw.demand.text}`", do)
        return None
    reached = select.offerings(raw.tools)
    if reached and ANY not in reached and not any(_is_demanded(offerings.get(one), demand) for one in reached):
        do = "correct `tools`, or delete it; docs/governance.md tells which demand is for which tools"
        index.fault("K059", raw.at, f"nothing demands `{demand.id}` of these tools", do, "warning")
    return Evidence(
        demand.id,
        reached,
        raw.date,
        raw.expires,
        raw.where,
        raw.owner or _their_owner(index, reached),
        raw.not_needed,
        raw.note,
        raw.at.at,
    )


def _their_owner(index: Index, offerings: frozenset[str]) -> str:
    """Who answers for all of these tools, where that is one person; else each tool's own owner has it."""
    found = {index.offerings[one][0].owner or index.policy.owner for one in offerings if one in index.offerings}
    return found.pop() if len(found) == 1 else ""


def _is_demanded(offering: Offering | None, demand: Demand) -> bool:
    return offering is not None and bool(demanded_of(offering, (demand,)))


def _of_tools(index: Index, offerings: Mapping[str, Offering], demands: Mapping[str, Demand]) -> Iterator[Evidence]:
    """``evidence`` of tools' files, by the same names."""
    for offering in offerings.values():
        for demand in demands:
            said = offering.facts.get(demand, "")
            # a fact of that name without a day is a fact that rules test, and shows nothing
            since = _day(offering.facts.get(f"{demand}.date", ""))
            if since is None or said in NO:
                continue
            where = offering.facts.get(f"{demand}.link", "") or f"{offering.at.file}:{offering.at.line}"
            until = _day(offering.facts.get(f"{demand}.review_by", ""))
            owner = index.tools[offering.tool].owner if offering.tool in index.tools else ""
            yield Evidence(demand, frozenset({offering.id}), since, until, where, owner, at=offering.at)


def _of_vendors(vendors: tuple[Vendor, ...], offerings: Mapping[str, Offering]) -> Iterator[Evidence]:
    """A way out that was rehearsed, for all offerings of its vendor."""
    for vendor in vendors:
        out = vendor.migration
        of_vendor = frozenset(one.id for one in offerings.values() if one.vendor == vendor.id or one.tool in vendor.products)
        if out and out.rehearsed and of_vendor:
            where = f"{out.at.file}:{out.at.line}"
            yield Evidence(REHEARSED, of_vendor, out.rehearsed, out.review, where, out.owner, note=out.note, at=out.at)


def _lasting(one: Evidence, demand: Demand) -> Evidence:
    if one.until or one.since is None or demand.lasts_days is None:
        return one
    return replace(one, until=one.since + timedelta(days=demand.lasts_days))


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else None
