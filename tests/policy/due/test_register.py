"""Vendors of the register -> their pages of terms, and what is due of them by which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.policy.due.register import Owed, owed_by, pages_of, watched_pages
from bot.policy.house import AnnouncedChange, Vendor
from bot.policy.vendors.facts import Contract, Migration, PagePart, Pick, TermsPage
from bot.policy.words import Citation
from bot.policy.world import CatalogTerms

TODAY = date(2026, 11, 20)
SOON, LATER, PAST = date(2026, 12, 1), date(2027, 3, 1), date(2026, 11, 19)
HERE = Citation("vendors/acme.yaml", 3)
OWN = TermsPage("acme", "privacy", "https://own.example", watched=True)
ACME = Vendor("acme", "Acme", pages=(OWN,), catalog="acme-inc", watched=True, every_hours=6, at=HERE)
KNOWN = {
    "acme-inc": CatalogTerms("acme-inc", {"privacy": "https://p.example", "terms": "https://t.example"}, browser=True),
    "other": CatalogTerms("other", {"terms": "https://o.example"}),
}


def test_a_vendors_own_pages_come_first_and_the_catalog_adds_those_that_it_does_not_name() -> None:
    added = TermsPage(
        "acme",
        "terms",
        "https://t.example",
        (PagePart("https://t.example", browser=True),),
        watched=True,
        every_hours=6,
        at=HERE,
    )
    assert pages_of(ACME, KNOWN) == (OWN, added)


def test_a_page_of_the_register_at_the_catalogs_address_is_read_as_the_catalog_says() -> None:
    same = replace(OWN, url="https://p.example", parts=(PagePart("https://p.example"),))
    chosen = replace(same, kind="terms", parts=(PagePart("https://t.example", (Pick("main"),)),))
    read = pages_of(replace(ACME, pages=(same, chosen)), KNOWN)
    assert read == (replace(same, parts=(PagePart("https://p.example", browser=True),)), chosen)


def test_a_vendor_that_the_catalog_does_not_know_has_its_own_pages() -> None:
    assert pages_of(replace(ACME, catalog=""), KNOWN) == (OWN,)


def test_only_pages_that_somebody_wants_watched_are() -> None:
    quiet = replace(ACME, id="quiet", watched=False, pages=(replace(OWN, watched=False),))
    assert [page.kind for page in watched_pages((quiet, ACME), KNOWN)] == ["privacy", "terms"]


@pytest.mark.parametrize(
    ("vendor", "wanted"),
    [
        (Vendor("a", "A"), []),
        (
            Vendor("a", "A", changes=(AnnouncedChange("x", "a", "New", TODAY, owner="it", at=HERE),)),
            [Owed(TODAY, "change", "New", "it", HERE)],
        ),
        (Vendor("a", "A", changes=(AnnouncedChange("x", "a", "New", PAST),)), []),
        (
            Vendor("a", "A", contracts=(Contract("c", end=TODAY, owner="it", at=HERE),)),
            [Owed(TODAY, "end", "c", "it", HERE)],
        ),
        (
            Vendor("a", "A", contracts=(Contract("c", "Main", end=SOON, auto_renewal=True),)),
            [Owed(SOON, "renewal", "Main")],
        ),
        (
            Vendor("a", "A", contracts=(Contract("c", end=SOON, notice_days=11, owner="it", at=HERE),)),
            [Owed(TODAY, "notice", "c", "it", HERE), Owed(SOON, "end", "c", "it", HERE)],
        ),
        (Vendor("a", "A", contracts=(Contract("c", end=SOON, notice_days=12),)), [Owed(SOON, "end", "c")]),
        (
            Vendor("a", "A", contracts=(Contract("c", end=PAST), Contract("open"), Contract("d", end=SOON))),
            [Owed(SOON, "end", "d")],
        ),
        (Vendor("a", "A", contracts=(Contract("c", end=PAST, auto_renewal=True),)), [Owed(PAST, "renewal", "c")]),
        (Vendor("a", "A", migration=Migration("b", at=HERE)), [Owed(TODAY, "rehearsal", "b", "", HERE)]),
        (Vendor("a", "A", migration=Migration("b", TODAY - timedelta(days=365))), []),
        (Vendor("a", "A", migration=Migration("b", TODAY - timedelta(days=366))), [Owed(TODAY, "rehearsal", "b")]),
        (
            Vendor(
                "a",
                "A",
                changes=(AnnouncedChange("x", "a", "Z", SOON), AnnouncedChange("y", "a", "A", SOON)),
                contracts=(Contract("m", end=SOON), Contract("l", end=LATER)),
                migration=Migration("b"),
            ),
            [
                Owed(TODAY, "rehearsal", "b"),
                Owed(SOON, "change", "A"),
                Owed(SOON, "change", "Z"),
                Owed(SOON, "end", "m"),
                Owed(LATER, "end", "l"),
            ],
        ),
    ],
    ids=[
        "nothing is due of a vendor of which nothing is known",
        "a change that takes effect today",
        "a change that has taken effect",
        "a contract that ends today",
        "a contract that goes on is called by its title",
        "notice can be given today for the last time",
        "notice can be given no more",
        "a contract that has ended or never ends is nothing to see to",
        "a contract that went on by itself, though nobody wrote down until when",
        "a way out that nobody rehearsed",
        "a way out that was rehearsed a year ago",
        "a way out that was rehearsed longer ago",
        "by day, then by what it is, then by its name",
    ],
)
def test_what_is_due_of_a_vendor(vendor: Vendor, wanted: list[Owed]) -> None:
    assert list(owed_by(vendor, TODAY)) == wanted
