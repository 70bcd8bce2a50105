"""A file below vendors/ goes in; the vendor, its contracts, pages of terms, contacts, way out and announced changes come out."""

from __future__ import annotations

from typing import Annotated

import yaml

from bot.knowledge.files.pages import read_page
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.vendors.facts import Contract, Migration, TermsPage, VendorContact

EVERY_HOURS = 12
LONGEST_NOTICE = 3600
"""Days."""
CONTACT = e.Form("a contact", dict.fromkeys(("name", "how", "about"), Fields.text), ("name",))
CONTRACT = e.Form(
    "a contract",
    {
        "id": Fields.id,
        "title": Fields.text,
        "start": Fields.day,
        "end": Fields.day,
        "notice_days": e.number(most=LONGEST_NOTICE),
        "notice_months": e.number(most=LONGEST_NOTICE // 30),
        "auto_renewal": Fields.flag,
        "change_clause": Fields.text,
        "change_notice_days": e.number(),
        "owner": Fields.text,
    },
    ("id", "end"),
)
MIGRATION = e.Form(
    "a migration plan",
    {
        "to": Fields.word,
        "steps": e.strings,
        **dict.fromkeys(("rehearsed", "review"), Fields.day),
        **dict.fromkeys(("owner", "note"), Fields.text),
    },
    ("to",),
)


def _later(fields: Fields, name: str) -> None:
    """Pages need the vendor's other fields."""


def _contracts(fields: Fields, name: str) -> tuple[Contract, ...]:
    return tuple(_contract(fields.sheet, node) for node in fields.entries(name))


def _contract(sheet: Sheet, node: yaml.Node) -> Contract:
    fields, given = CONTRACT.read(sheet, node)
    contract = Contract(**{**given, "id": given["id"].text}, at=given["id"].at)
    if contract.start and contract.end and contract.end < contract.start:
        what = f"the contract ends on {contract.end}, before it starts"
        sheet.fault("K022", fields.key_of("end"), what, "correct `start` or `end`")
    return contract


def _migration(fields: Fields, name: str) -> tuple[Word, Migration] | None:
    node = fields.node_of(name)
    plan, given = MIGRATION.read(fields.sheet, node) if node is not None else (None, {})
    to = given.get("to")
    if plan is None or to is None:
        return None
    steps = tuple(step.strip() for step in given.get("steps", ()) if step.strip())
    way_out = Migration(**{**given, "to": to.text, "steps": steps}, at=plan.at.at)
    if not steps:
        do = "write below `steps` what is done, one line each, so that nobody has to think it out on the day"
        fields.sheet.fault("K072", plan.at, f"the way out to `{to.text}` has no steps", do, "warning")
    if way_out.rehearsed and way_out.review and way_out.review < way_out.rehearsed:
        what = f"the way out is to be rehearsed by {way_out.review}, before it last was"
        fields.sheet.fault("K022", plan.key_of("review"), what, "correct `rehearsed` or `review`")
    return to, way_out


class RawChange(e.Entry):
    WHAT = "a change"
    id: e.Id
    title: e.Text
    effective: e.Day
    announced: e.Text = ""
    announced_on: e.Day = None
    touches: e.Words = ()
    tools: e.Words = ()
    needed: e.Text = ""
    owner: e.Text = ""
    url: e.Address = ""


class RawVendor(e.Entry):
    WHAT = "a vendor"
    id: e.Id
    name: e.Text = ""
    catalog: e.Text = ""
    products: e.Words = ()
    contacts: Annotated[tuple[VendorContact, ...], e.made(CONTACT, VendorContact)] = ()
    contracts: Annotated[tuple[Contract, ...], _contracts] = ()
    contract_until: e.Day = None
    """One contract without more, with ``notice_days``."""
    notice_days: Annotated[int | None, e.number(most=LONGEST_NOTICE)] = None
    terms: Annotated[None, _later] = None
    watch: Annotated[bool | None, Fields.flag] = None
    """None: as the policy says."""
    every_hours: Annotated[int, e.number(1)] = EVERY_HOURS
    migration: Annotated[tuple[Word, Migration] | None, _migration] = None
    changes: Annotated[tuple[RawChange, ...], e.entries(RawChange)] = ()
    pages: tuple[TermsPage, ...] = ()

    def check(self, fields: Fields) -> None:
        id_ = self.id.text
        self.name, self.catalog = self.name or id_, self.catalog or id_
        if fields.has("contract_until") or fields.has("notice_days"):
            at = fields.key_of("contract_until").at
            old = Contract(f"{id_}-contract", end=self.contract_until, notice_days=self.notice_days, at=at)
            self.contracts = (old, *self.contracts)
        watching = (self.watch, self.every_hours)
        pages = (read_page(fields.sheet, id_, key, node, watching) for key, node in fields.mapping("terms"))
        self.pages = tuple(page for page in pages if page is not None)
