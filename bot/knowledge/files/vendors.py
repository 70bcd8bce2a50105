"""A file below vendors/ goes in; the vendor, its pages of terms, its contract and announced changes come out."""

from __future__ import annotations

import yaml

from bot.knowledge.fields import Fields, check_address
from bot.knowledge.raw import RawChange, RawVendor
from bot.knowledge.sheet import Sheet

VENDOR_FIELDS = ["id", "name", "terms", "contract_until", "notice_days", "changes"]
CHANGE_FIELDS = ["id", "title", "effective", "tools", "needed", "owner", "url"]


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
    terms = {}
    for key, value in fields.mapping("terms"):
        word = sheet.word(value, f"the page `{key.text}`")
        if word and word.text:
            terms[key.text] = check_address(sheet, word)
    return RawVendor(
        found,
        fields.text("name") or found.text,
        terms,
        fields.day("contract_until"),
        fields.number("notice_days"),
        tuple(_change(sheet, entry) for entry in fields.entries("changes")),
    )


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
    )
