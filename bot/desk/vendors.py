"""The register of vendors, with what is due and what watching found; which of its pages no look could ever read, and which ways
out nobody rehearsed in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.knowledge.faults import Fault
from bot.knowledge.sheets.plain_files import plain_text
from bot.policy.due.register import Owed, owed_by, pages_of
from bot.policy.house import Knowledge, Vendor
from bot.policy.vendors.facts import PagePart, Pick, TermsPage
from bot.policy.vendors.watching import PageLook, Watched
from bot.policy.world import Catalog
from bot.vendors import css, declarations
from bot.vendors.errors import UnreadError

if TYPE_CHECKING:
    from bot.ledger.ledger import Ledger

Plain = dict[str, Any]
UNREADABLE, UNREHEARSED = "K071", "K073"
"""Codes of warnings."""
MEND = "correct the file, or write `url` and `select` of the page in the vendor's file instead"


def register_of(knowledge: Knowledge, catalog: Catalog, watched: Sequence[Watched], today: date) -> list[Plain]:
    """One plain value for each vendor."""
    kept = {one.page: one for one in watched}
    return [_vendor(vendor, catalog, kept, today) for vendor in knowledge.vendors]


def status_of(knowledge: Knowledge, catalog: Catalog, ledger: Ledger) -> list[Plain]:
    """One plain value for each watched page: its state, why, and when it is looked at next."""
    kept = {one.page: one for one in ledger.watched_pages()}
    pages = [page for vendor in knowledge.vendors for page in pages_of(vendor, catalog.terms) if page.watched]
    return [_page(page, kept.get(page.id)) for page in pages]


def look_of(seen: PageLook) -> Plain:
    """One look as a plain value."""
    return {
        "page": seen.page,
        "at": seen.at.isoformat(timespec="seconds"),
        "look": seen.look.value,
        "why": seen.why,
        "url": seen.url,
        "status": seen.status,
        "capture": seen.capture,
    }


def _vendor(vendor: Vendor, catalog: Catalog, kept: dict[str, Watched], today: date) -> Plain:
    pages = pages_of(vendor, catalog.terms)
    plan = vendor.migration
    return {
        "id": vendor.id,
        "name": vendor.name,
        "products": list(vendor.products),
        "contracts": [
            {
                "id": one.id,
                "title": one.title,
                "start": _iso(one.start),
                "end": _iso(one.end),
                "notice_by": _iso(one.notice_by),
                "auto_renewal": one.auto_renewal,
                "change_clause": one.change_clause,
                "change_notice_days": one.change_notice_days,
                "owner": one.owner,
            }
            for one in vendor.contracts
        ],
        "pages": [_page(page, kept.get(page.id)) for page in pages],
        "contacts": [{"name": one.name, "how": one.how, "about": one.about} for one in vendor.contacts],
        "migration": {
            **{"to": plan.to, "steps": list(plan.steps), "rehearsed": _iso(plan.rehearsed), "due": _iso(plan.due)},
            **{"owner": plan.owner, "note": plan.note},
        }
        if plan
        else None,
        "changes": [
            {"id": one.id, "title": one.title, "effective": one.effective.isoformat(), "announced": one.announced, "url": one.url}
            for one in vendor.changes
        ],
        "due": [_owed(one) for one in owed_by(vendor, today)],
        "file": vendor.at.file,
    }


def _page(page: TermsPage, known: Watched | None) -> Plain:
    look = known.look if known else None
    return {
        "page": page.id,
        "url": page.url,
        "watched": page.watched,
        "state": look.value if look else "unread",
        "why": known.why if known else "",
        "tries": known.tries if known else 0,
        "looked_at": _iso(known.looked_at) if known else None,
        "changed_at": _iso(known.changed_at) if known else None,
        "next_at": _iso(known.next_at) if known else None,
    }


def _owed(owed: Owed) -> Plain:
    return {"day": owed.day.isoformat(), "what": owed.what, "about": owed.about, "owner": owed.owner}


def _iso(moment: date | None) -> str | None:
    """A day or a moment."""
    return moment.isoformat() if moment else None


# --- warnings of its files -------------------------------------------------------------------------------------------


def unreadable(folder: Path, knowledge: Knowledge) -> tuple[Fault, ...]:
    """Pages whose file or declaration is missing or not usable, or with a selector that is not understood, each at its line."""
    return tuple(fault for vendor in knowledge.vendors for page in vendor.pages for fault in _of(folder, page))


def beside(folder: Path, name: str) -> str:
    """The words of a file beside the vendors' files; its name has no folders. Raises ``OSError``."""
    return plain_text(folder / "vendors" / Path(name).name, "utf-8")


def _of(folder: Path, page: TermsPage) -> Iterator[Fault]:
    parts, (file, _, document) = page.parts, (page.declaration or page.file).partition("#")
    if file:
        try:
            kept = beside(folder, file)
            parts = declarations.parts_of(kept, document)[0] if page.declaration else ()
        except OSError:
            what = "declaration" if page.declaration else "text"
            yield _fault(page, f"the {what} `{file}` is not there", f"put it at vendors/{file}, or correct its name")
            return
        except (UnreadError, UnicodeDecodeError) as problem:
            yield _fault(page, f"`{file}`: {problem}", MEND)
            return
    for why in dict.fromkeys(_unclear(parts)):
        yield _fault(page, f"`{file}`: {why}" if file else why, MEND if file else "correct `select` or `remove`")


def _unclear(parts: tuple[PagePart, ...]) -> Iterator[str]:
    picks = (pick for part in parts for pick in (*part.select, *part.remove))
    for selector in (one for pick in picks for one in _selectors(pick) if one):
        try:
            css.compiled(selector)
        except UnreadError as problem:
            yield problem.why


def _selectors(pick: Pick) -> tuple[str, ...]:
    return pick.css, pick.start_before, pick.start_after, pick.end_before, pick.end_after


def _fault(page: TermsPage, what: str, do: str) -> Fault:
    return Fault(UNREADABLE, "warning", page.at, f"the page of terms `{page.id}` cannot be read: {what}", do, about=page.id)


def unrehearsed(knowledge: Knowledge, today: date) -> list[Fault]:
    """One warning for each way out that was to be rehearsed by this day, or never was."""
    do = "rehearse it, and write the day below `rehearsed`"
    found = [(one.name, one.migration) for one in knowledge.vendors if one.migration]
    return [
        Fault(UNREHEARSED, "warning", out.at, f"the way out of {name} was to be rehearsed by {out.due}", do)
        if out.due
        else Fault(UNREHEARSED, "warning", out.at, f"the way out of {name} was never rehearsed", do)
        for name, out in found
        if out.due is None or out.due < today
    ]
