"""A file below vendors/ goes in; the vendor, its contracts, pages of terms, contacts, way out and announced changes come out."""

from __future__ import annotations

import yaml

from bot.knowledge.files.pages import PAGE_FIELDS, read_page
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.register import RawChange, RawVendor
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.vendors.facts import Contract, Migration, TermsPage, VendorContact

OLD_CONTRACT = ["contract_until", "notice_days"]
"""One contract without more, as a vendor's own fields."""
VENDOR_FIELDS = ["id", "name", "catalog", "products", "contacts", "contracts", *OLD_CONTRACT, "terms", "watch", "every_hours"]
VENDOR_FIELDS += ["migration", "changes"]
CONTRACT_FIELDS = ["id", "title", "start", "end", "notice_days", "notice_months", "auto_renewal", "change_clause"]
CONTRACT_FIELDS += ["change_notice_days", "owner"]
CONTACT_FIELDS = ["name", "how", "about"]
MIGRATION_FIELDS = ["to", "steps", "rehearsed", "review", "owner", "note"]
CHANGE_FIELDS = ["id", "title", "effective", "announced", "announced_on", "touches", "tools", "needed", "owner", "url"]
EVERY_HOURS = 12
LONGEST_NOTICE = 3600
"""Days."""
FIELDS = (*VENDOR_FIELDS, *CONTRACT_FIELDS, *CONTACT_FIELDS, *MIGRATION_FIELDS, *CHANGE_FIELDS, *PAGE_FIELDS)


def read_vendors(sheet: Sheet) -> tuple[RawVendor, ...]:
    """Every document: one vendor, or a list of vendors."""
    found: list[RawVendor] = []
    for document in sheet.documents():
        nodes = list(document.value) if isinstance(document, yaml.SequenceNode) else [document]
        found += [_vendor(sheet, node) for node in nodes]
    return tuple(found)


def _vendor(sheet: Sheet, node: yaml.Node) -> RawVendor:
    fields = Fields(sheet, node, "a vendor", VENDOR_FIELDS, ("id",))
    found = fields.id("id")
    watched = fields.flag("watch") if fields.has("watch") else None
    hours = fields.number("every_hours", EVERY_HOURS, least=1) or EVERY_HOURS
    return RawVendor(
        found,
        fields.text("name") or found.text,
        _pages(sheet, fields, found.text, watched, hours),
        (*_old_contract(fields, found), *(_contract(sheet, entry) for entry in fields.entries("contracts"))),
        tuple(_change(sheet, entry) for entry in fields.entries("changes")),
        fields.words("products"),
        tuple(_contact(sheet, entry) for entry in fields.entries("contacts")),
        _migration(sheet, fields),
        fields.text("catalog") or found.text,
        watched,
        hours,
    )


def _pages(sheet: Sheet, fields: Fields, vendor: str, watched: bool | None, hours: int) -> tuple[TermsPage, ...]:
    pages = (read_page(sheet, vendor, key, node, (watched, hours)) for key, node in fields.mapping("terms"))
    return tuple(page for page in pages if page is not None)


def _old_contract(fields: Fields, vendor: Word) -> tuple[Contract, ...]:
    if not any(fields.has(name) for name in OLD_CONTRACT):
        return ()
    end, days = fields.day("contract_until"), fields.number("notice_days", most=LONGEST_NOTICE)
    return (Contract(f"{vendor.text}-contract", end=end, notice_days=days, at=fields.key_of("contract_until").at),)


def _contract(sheet: Sheet, node: yaml.Node) -> Contract:
    fields = Fields(sheet, node, "a contract", CONTRACT_FIELDS, ("id", "end"))
    found, start, end = fields.id("id"), fields.day("start"), fields.day("end")
    if start and end and end < start:
        sheet.fault("K022", fields.key_of("end"), f"the contract ends on {end}, before it starts", "correct `start` or `end`")
    return Contract(
        found.text,
        fields.text("title"),
        start,
        end,
        fields.number("notice_days", most=LONGEST_NOTICE),
        fields.number("notice_months", most=LONGEST_NOTICE // 30),
        fields.flag("auto_renewal"),
        fields.text("change_clause"),
        fields.number("change_notice_days"),
        fields.text("owner"),
        found.at,
    )


def _contact(sheet: Sheet, node: yaml.Node) -> VendorContact:
    fields = Fields(sheet, node, "a contact", CONTACT_FIELDS, ("name",))
    return VendorContact(fields.text("name"), fields.text("how"), fields.text("about"))


def _migration(sheet: Sheet, fields: Fields) -> tuple[Word, Migration] | None:
    node = fields.node_of("migration")
    if node is None:
        return None
    plan = Fields(sheet, node, "a migration plan", MIGRATION_FIELDS, ("to",))
    to = plan.word("to")
    if to is None:
        return None
    rehearsed, review = plan.day("rehearsed"), plan.day("review")
    steps = tuple(word.text.strip() for word in plan.words("steps") if word.text.strip())
    if not steps:
        do = "write below `steps` what is done, one line each, so that nobody has to think it out on the day"
        sheet.fault("K072", plan.at, f"the way out to `{to.text}` has no steps", do, "warning")
    if rehearsed and review and review < rehearsed:
        what = f"the way out is to be rehearsed by {review}, before it last was"
        sheet.fault("K022", plan.key_of("review"), what, "correct `rehearsed` or `review`")
    return to, Migration(to.text, rehearsed, plan.text("note"), plan.at.at, steps, review, plan.text("owner"))


def _change(sheet: Sheet, node: yaml.Node) -> RawChange:
    fields = Fields(sheet, node, "a change", CHANGE_FIELDS, ("id", "title", "effective"))
    return RawChange(
        fields.id("id"),
        fields.text("title"),
        fields.day("effective"),
        fields.words("tools"),
        fields.text("needed"),
        fields.text("owner"),
        fields.address("url"),
        fields.text("announced"),
        fields.day("announced_on"),
        fields.words("touches"),
    )
