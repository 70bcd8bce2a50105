"""Tools and points of vendors' terms go in; what the knowledge folder records of them comes out, and of what it records nothing.

It tells what somebody wrote down, with where and until when it holds. It rules nothing, and nothing is taken from the catalog
but the address at which a vendor's own words can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.policy.due.register import pages_of
from bot.policy.governance import Evidence, State, standing_of
from bot.policy.house import AnnouncedChange, Knowledge, Vendor
from bot.policy.talks.talk import KnownTerm
from bot.policy.vendors.terms import Topic
from bot.policy.words import Offering, ToolAsk
from bot.policy.world import CatalogTerms

ACCESS, PRICE, SIZE, CONTRACT, CHANGES = "access", "price", "size", "contract", "changes"
WEIGHTS, REVIEW, WAY_OUT = "weights", "review", "way_out"
"""Points that no clause is about, but the files: how staff get a tool, what it costs, how much goes in at once, what was signed,
what was announced, whether the model is an open one, when it is looked at again, and what we do where its vendor fails us."""
EVIDENCE = "evidence."
"""Begins the points that are about what governance demands; the demand's id follows."""
FACTS: dict[str, tuple[str, ...]] = {
    ACCESS: (),
    PRICE: ("price",),
    SIZE: ("context",),
    Topic.TRAINING.value: ("trains_on_inputs", "training"),
    Topic.RETENTION.value: ("retention",),
    Topic.LOCATION.value: ("region",),
    Topic.SHARING.value: ("subprocessors", "sharing"),
    Topic.SECURITY.value: ("certificates", "encryption"),
    Topic.OWNERSHIP.value: ("ownership",),
    CONTRACT: ("contract", "baa"),
    CHANGES: (),
    WEIGHTS: ("weights", "licence", "commercial_use"),
    REVIEW: ("review_by",),
    WAY_OUT: (),
}
"""Point -> the facts of an offering that tell it."""
IN_GENERAL = (Topic.TRAINING.value, Topic.RETENTION.value, Topic.LOCATION.value, CONTRACT)
"""What people want to know who ask about the terms and name no point of them."""
PAGES: dict[str, tuple[str, ...]] = {
    Topic.TRAINING.value: ("commercial-terms", "business-privacy", "privacy"),
    Topic.RETENTION.value: ("business-privacy", "privacy", "commercial-terms"),
    Topic.OWNERSHIP.value: ("commercial-terms", "terms-of-service"),
}
"""Point -> the kinds of pages that tell it, the likeliest first; others in the order of the register."""
GET_IT = "get_it"
OWN_HOSTING = ("self_hosted", "device")


def known_terms(
    knowledge: Knowledge, catalog: Mapping[str, CatalogTerms], tools: Iterable[ToolAsk], points: tuple[str, ...], today: date
) -> tuple[KnownTerm, ...]:
    """What is known of each point, tool by tool. ``points`` empty: what people mostly want to know, as far as it is known."""
    found: list[KnownTerm] = []
    for ask in tools:
        if not ask.name:
            continue
        told = [term for point in points or IN_GENERAL for term in _told(knowledge, catalog, ask, point, today)]
        announced = tuple(_announced(knowledge, ask, points, today))
        if not points:
            told = [term for term in told if term.value]
            told = told if told or announced else [KnownTerm("", ask.name, url=_page(knowledge, catalog, ask, ""))]
        ways_out = tuple(_ways_out(knowledge, ask)) if {CHANGES, WAY_OUT} & set(points) else ()
        known = {point for point, there in ((CHANGES, announced), (WAY_OUT, ways_out)) if there}
        found += [*(term for term in told if term.point not in known), *announced, *ways_out]
    return tuple(found)


def _told(
    knowledge: Knowledge, catalog: Mapping[str, CatalogTerms], ask: ToolAsk, point: str, today: date
) -> tuple[KnownTerm, ...]:
    """One point of one tool: each value that the files have, or that there is nothing."""
    if point.startswith(EVIDENCE):
        return _evidence(knowledge, ask, point, today) or (KnownTerm(point, ask.name, offerings=ask.offerings),)
    url = _page(knowledge, catalog, ask, point)
    offerings = [knowledge.policy.offerings[id_] for id_ in ask.offerings if id_ in knowledge.policy.offerings]
    values: dict[tuple[str, str], list[Offering]] = {}
    for offering in offerings:
        for fact, value in (*_facts(offering, point), *_ways(knowledge, offering, point)):
            values.setdefault((fact, value), []).append(offering)
    found = [
        KnownTerm(point, ask.name, value, fact, tuple(one.id for one in having), having[0].at, _review_day(having), url=url)
        for (fact, value), having in values.items()
    ]
    if point == CONTRACT and not values:
        found += _contracts(knowledge, ask, today)
    return tuple(found) or (KnownTerm(point, ask.name, offerings=ask.offerings, url=url),)


def _facts(offering: Offering, point: str) -> Iterator[tuple[str, str]]:
    """What an offering's own lines say of a point. What runs on the organisation's own machines is kept there."""
    for fact in FACTS.get(point, ()):
        if offering.facts.get(fact):
            yield fact, offering.facts[fact]
    if point == Topic.LOCATION and offering.hosting in OWN_HOSTING:
        yield "hosting", offering.hosting


def _ways(knowledge: Knowledge, offering: Offering, point: str) -> Iterator[tuple[str, str]]:
    """How staff get an offering, in the first of the languages in which the files say it."""
    terms = knowledge.vocabulary.offerings.get(offering.id)
    if point == ACCESS and terms is not None and terms.get_it:
        yield GET_IT, next(iter(terms.get_it.values()))


def _review_day(offerings: Iterable[Offering]) -> date | None:
    """The first day by which one of them is looked at again."""
    days = [date.fromisoformat(day) for one in offerings if (day := one.facts.get("review_by"))]
    return min(days, default=None)


def _announced(knowledge: Knowledge, ask: ToolAsk, points: tuple[str, ...], today: date) -> Iterator[KnownTerm]:
    """Changes to come of the tool's terms, as far as they are of these points."""
    tools = {*ask.offerings, *(id_.partition("/")[0] for id_ in ask.offerings)}
    for vendor in knowledge.vendors:
        for one in vendor.changes:
            if one.effective >= today and tools & set(one.tools) and _is_about(one, vendor, knowledge, ask, points):
                yield KnownTerm(
                    CHANGES, ask.name, one.title, "change", ask.offerings, one.at, effective=one.effective, url=one.url
                )


def _is_about(change: AnnouncedChange, vendor: Vendor, knowledge: Knowledge, ask: ToolAsk, points: tuple[str, ...]) -> bool:
    """Whether a change is of one of these points: by the clauses that it touches, else because facts rest on its page. Whoever
    asks for no point, or for changes, hears of all."""
    if not points or CHANGES in points:
        return True
    pages = {page.id for page in vendor.pages if page.url and page.url == change.url}
    known = [knowledge.policy.offerings[id_] for id_ in ask.offerings if id_ in knowledge.policy.offerings]
    clauses = change.touches or [one for offering in known for one in offering.rests_on if one.partition("#")[0] in pages]
    topics = {clause.partition("#")[2].replace("-", "_") for clause in clauses} - {""}
    return any(f"{point}_".startswith(f"{topic}_") for topic in topics for point in points)


def _contracts(knowledge: Knowledge, ask: ToolAsk, today: date) -> Iterator[KnownTerm]:
    """What was signed with the vendor."""
    for vendor in _vendors(knowledge, ask):
        for one in vendor.contracts:
            if one.end is None or one.end >= today or one.auto_renewal:
                yield KnownTerm(CONTRACT, ask.name, one.title or one.id, "contract_of", ask.offerings, one.at, effective=one.end)


def _ways_out(knowledge: Knowledge, ask: ToolAsk) -> Iterator[KnownTerm]:
    """What is done where the vendor fails us: whoever asks for changes asks what becomes of us, too."""
    for vendor in _vendors(knowledge, ask):
        if vendor.migration:
            at, due = vendor.migration.at, vendor.migration.due
            yield KnownTerm(WAY_OUT, ask.name, vendor.migration.to, vendor.id, ask.offerings, at, due)


def _evidence(knowledge: Knowledge, ask: ToolAsk, point: str, today: date) -> tuple[KnownTerm, ...]:
    """What shows that a demand is met, offering by offering; nothing where it is missing for all of them."""
    demand = next((one for one in knowledge.governance.demands if one.id == point.removeprefix(EVIDENCE)), None)
    listed = [id_ for id_ in ask.offerings if id_ in knowledge.policy.offerings]
    found = [standing_of(knowledge.governance, id_, demand, "", today) for id_ in listed] if demand else []
    told: dict[tuple[State, Evidence | None], list[str]] = {}
    for one in found:
        told.setdefault((one.state, one.evidence), []).append(one.offering)
    return tuple(
        KnownTerm(
            point, ask.name, state.value, EVIDENCE, tuple(ids), evidence.at, evidence.until, evidence.since, evidence=evidence
        )
        for (state, evidence), ids in told.items()
        if evidence is not None
    )


def _vendors(knowledge: Knowledge, ask: ToolAsk) -> list[Vendor]:
    known = [knowledge.policy.offerings[id_] for id_ in ask.offerings if id_ in knowledge.policy.offerings]
    ids, tools = {one.vendor for one in known}, {one.tool for one in known}
    return [vendor for vendor in knowledge.vendors if vendor.id in ids or tools & set(vendor.products)]


def _page(knowledge: Knowledge, catalog: Mapping[str, CatalogTerms], ask: ToolAsk, point: str) -> str:
    """Where the vendor's own words on a point are likeliest to be read; empty where no page of its terms is known."""
    pages = [page for vendor in _vendors(knowledge, ask) for page in pages_of(vendor, catalog)] if point != PRICE else []
    order = PAGES.get(point, ())
    pages.sort(key=lambda page: order.index(page.kind) if page.kind in order else len(order))
    return next((page.url for page in pages if page.url), "")
