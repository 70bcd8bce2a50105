"""The knowledge and the ledger go in; the register of vendors comes out, with what is due and what watching found.

An announced change goes in; the vendor's file with it comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from bot.clock.today import today_at
from bot.knowledge.edits.writing import Kept
from bot.knowledge.history.propose import entry_added
from bot.ledger.ledger import Ledger
from bot.policy.due.register import Owed, owed_by, pages_of
from bot.policy.house import Knowledge, Vendor
from bot.policy.vendors.facts import TermsPage
from bot.policy.vendors.watching import PageLook, Watched
from bot.policy.world import Catalog
from bot.reading.door import make_safe
from bot.saying.words import Words
from bot.wiring.due.announced_about import resting_pages

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Announced:
    """A change that a vendor has announced, as somebody types it in."""

    vendor: str
    title: str
    effective: date
    announced: str = ""
    announced_on: date | None = None
    tools: tuple[str, ...] = ()
    needed: str = ""
    owner: str = ""
    url: str = ""
    touches: tuple[str, ...] = ()
    """Pages of the vendor's terms, perhaps with a topic; none: those on which something of ``tools`` or a rule rests."""


def with_change(folder: Path, change: Announced, knowledge: Knowledge) -> dict[str, str]:
    """The vendor's file with the change: path -> text. Raises ``KnowledgeError`` where no file has the vendor. Writes nothing."""
    touches = change.touches or (resting_pages(change.vendor, change.tools, knowledge) if change.tools else ())
    # what rests on it is under review from the day on which it was announced
    heard = change.announced_on or (min(today_at(knowledge), change.effective) if touches else None)
    found = {
        "id": _fresh(f"{change.vendor}-{change.effective.isoformat()}", knowledge),
        "title": make_safe(change.title).text,
        "effective": change.effective,
        "announced": make_safe(change.announced).text,
        "announced_on": heard,
        "touches": list(touches),
        "tools": list(change.tools),
        "needed": make_safe(change.needed).text,
        "owner": change.owner,
        "url": change.url,
    }
    entry = {name: value for name, value in found.items() if value}
    return entry_added(folder, ("vendors",), change.vendor, "changes", entry)


def about_change(change: Announced) -> str:
    """How the edit is called."""
    return f"{change.vendor}, {change.effective.isoformat()}: {change.title}"


def announced_words(words: Words, change: Announced, kept: Kept, today: date) -> str:
    """What became of it, for whoever typed it in. Nobody is reminded of a day that was past before anybody heard of it."""
    key = ("announced.proposed", "announced.proposed.past") if kept.path else ("announced.written", "announced.written.past")
    return words(key[change.effective < today], title=change.title, day=change.effective.isoformat(), file=kept.file)


def _fresh(wanted: str, knowledge: Knowledge) -> str:
    taken = {one.id for vendor in knowledge.vendors for one in vendor.changes}
    return next(name for name in chain((wanted,), (f"{wanted}-{number}" for number in count(2))) if name not in taken)


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
