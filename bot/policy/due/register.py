"""The register of vendors goes in; the pages that are watched, and what is due of each vendor, come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.policy.house import Vendor
from bot.policy.vendors.facts import PagePart, TermsPage
from bot.policy.words import Citation
from bot.policy.world import CatalogTerms


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is due of a vendor."""

    day: date
    what: str
    """``change``, ``notice``, ``end``, ``renewal`` or ``rehearsal``."""
    about: str
    owner: str = ""
    at: Citation = Citation("", 0)


def pages_of(vendor: Vendor, terms: Mapping[str, CatalogTerms]) -> tuple[TermsPage, ...]:
    """The vendor's own pages, then those that the catalog knows beside them. One at the catalog's address is read in its way."""
    own = {page.kind for page in vendor.pages}
    known = terms.get(vendor.catalog)
    if known is None:
        return vendor.pages
    ways: dict[tuple[PagePart, ...], tuple[PagePart, ...]] = {
        (PagePart(url),): (PagePart(url, browser=known.browser),) for url in known.pages.values()
    }
    more = (
        TermsPage(
            vendor.id,
            kind,
            url,
            (PagePart(url, browser=known.browser),),
            watched=vendor.watched,
            every_hours=vendor.every_hours,
            at=vendor.at,
        )
        for kind, url in known.pages.items()
        if kind not in own
    )
    return (*(replace(page, parts=ways.get(page.parts, page.parts)) for page in vendor.pages), *more)


def watched_pages(vendors: Iterable[Vendor], terms: Mapping[str, CatalogTerms]) -> tuple[TermsPage, ...]:
    """All pages that somebody wants to be watched."""
    return tuple(page for vendor in vendors for page in pages_of(vendor, terms) if page.watched)


def owed_by(vendor: Vendor, today: date) -> tuple[Owed, ...]:
    """What is due of one vendor from today on, or was due and is still open, by day."""
    found = [Owed(one.effective, "change", one.title, one.owner, one.at) for one in vendor.changes if one.effective >= today]
    for contract in vendor.contracts:
        # one that went on by itself has a new end, which somebody has yet to write down
        if contract.end is None or (contract.end < today and not contract.auto_renewal):
            continue
        name = contract.title or contract.id
        if contract.notice_by and contract.notice_by >= today:
            found.append(Owed(contract.notice_by, "notice", name, contract.owner, contract.at))
        found.append(Owed(contract.end, "renewal" if contract.auto_renewal else "end", name, contract.owner, contract.at))
    plan = vendor.migration
    if plan and (plan.due is None or plan.due < today):
        found.append(Owed(today, "rehearsal", plan.to, plan.owner, plan.at))
    return tuple(sorted(found, key=lambda owed: (owed.day, owed.what, owed.about)))
