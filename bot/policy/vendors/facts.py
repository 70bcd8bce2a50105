"""What the register says of one vendor, as plain values: contracts, pages of terms and where they are read, the way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.policy.words import Citation

REHEARSED_DAYS = 365
"""How long a rehearsal counts where the file says no day."""
DECEMBER = 11
"""Counted from 0."""
TERMS_KINDS = (
    "terms-of-service",
    "privacy",
    "commercial-terms",
    "data-processing",
    "business-privacy",
    "acceptable-use",
)
"""The kinds of terms that every vendor may have; a file may use words of its own beside them."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What of a page is meant: one CSS selector, or a range from one to another, as the Open Terms Archive has them."""

    css: str = ""
    start_before: str = ""
    start_after: str = ""
    end_before: str = ""
    end_after: str = ""

    @property
    def is_range(self) -> bool:
        """Whether it is a range."""
        return bool(self.start_before or self.start_after)


@dataclass(frozen=True, slots=True)
class PagePart:
    """One address that a page of terms is read from, and what of it counts."""

    url: str
    select: tuple[Pick, ...] = ()
    """Nothing: the page's main part."""
    remove: tuple[Pick, ...] = ()
    browser: bool = False
    """Whether it needs a browser: its words are made by scripts."""


@dataclass(frozen=True, slots=True)
class Archive:
    """One document of an Open Terms Archive collection, as its repository of versions keeps it."""

    repository: str
    """Address or folder of the repository."""
    service: str
    document: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class TermsPage:
    """One page of terms. Just one of ``parts``, ``archive``, ``declaration`` and ``file`` says where it is read."""

    vendor: str
    kind: str
    url: str = ""
    """Where people read it."""
    parts: tuple[PagePart, ...] = ()
    """Several are read as one text, in this order."""
    archive: Archive | None = None
    feed: str = ""
    """An Atom feed that tells of changes of this page; it carries no text, so the page is read when it does."""
    declaration: str = ""
    """``FILE.json#Terms of Service``: a declaration of the Open Terms Archive, beside the vendor's file."""
    watched: bool | None = False
    """None, while the files are read: as its vendor is."""
    every_hours: int = 12
    at: Citation = Citation("", 0)
    file: str = ""
    """A text that somebody keeps beside the vendor's file: terms behind a login, or that came by mail."""

    @property
    def id(self) -> str:
        """``vendor/kind``; what a rule may rest on."""
        return f"{self.vendor}/{self.kind}"


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of its month where that month is shorter: early rather than late."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # no day after the last December that a date can have
    last = 31 if month == DECEMBER else (date(year, month + 2, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract with a vendor."""

    id: str
    title: str = ""
    start: date | None = None
    end: date | None = None
    notice_days: int | None = None
    notice_months: int | None = None
    """With ``notice_days`` beside it: both, one after the other."""
    auto_renewal: bool = False
    change_clause: str = ""
    """What the contract says of changes of terms: how they are announced, and what we may do then."""
    change_notice_days: int | None = None
    """How many days ahead the vendor must announce a change."""
    owner: str = ""
    at: Citation = Citation("", 0)

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice can be given; None where the contract says nothing of it."""
        if self.end is None or (self.notice_days is None and self.notice_months is None):
            return None
        return months_before(self.end, self.notice_months or 0) - timedelta(days=self.notice_days or 0)


@dataclass(frozen=True, slots=True)
class VendorContact:
    """Whom to ask at the vendor."""

    name: str
    how: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Migration:
    """The way out: which tool takes over, what is done then, and when that was last rehearsed."""

    to: str
    rehearsed: date | None = None
    note: str = ""
    at: Citation = Citation("", 0)
    steps: tuple[str, ...] = ()
    """What is done, in order, in the owner's words."""
    review: date | None = None
    owner: str = ""

    @property
    def due(self) -> date | None:
        """The day by which it is rehearsed again; None where it never was and no file says a day."""
        return self.review or (self.rehearsed + timedelta(days=REHEARSED_DAYS) if self.rehearsed else None)
