"""What a file of the register says of one vendor, not yet joined with other files: words with their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.knowledge.sheets.sheet import Word
from bot.policy.vendors.facts import Contract, Migration, TermsPage, VendorContact


@dataclass(slots=True)
class RawChange:
    id: Word
    title: str
    effective: date | None
    tools: tuple[Word, ...] = ()
    needed: str = ""
    owner: str = ""
    url: str = ""
    announced: str = ""
    announced_on: date | None = None
    touches: tuple[Word, ...] = ()


@dataclass(slots=True)
class RawVendor:
    id: Word
    name: str
    pages: tuple[TermsPage, ...] = ()
    contracts: tuple[Contract, ...] = ()
    changes: tuple[RawChange, ...] = ()
    products: tuple[Word, ...] = ()
    contacts: tuple[VendorContact, ...] = ()
    migration: tuple[Word, Migration] | None = None
    catalog: str = ""
    watched: bool | None = None
    """None: as the policy says."""
    every_hours: int = 12
