"""The licences of a tool of the catalog go in; each comes out with what it says of commercial use."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from bot.knowledge.catalog_fields import fields_of, one_among, texts_of, word_of
from bot.knowledge.sheets.fields import check_address
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.world import CatalogLicence

COMMERCIAL_USE = ("yes", "limited", "no")
_FIELDS = ("of", "licence", "commercial_use", "limits", "url", "seen")
_NEEDED = ("licence", "commercial_use", "seen")


def licences_in(sheet: Sheet, node: yaml.Node) -> Iterator[CatalogLicence]:
    """Faults are told on the sheet."""
    for entry in sheet.items(node, "the list of licences"):
        fields = fields_of(sheet, entry, "this licence", _FIELDS)
        missing = [name for name in _NEEDED if name not in fields]
        for name in missing:
            sheet.fault("K010", entry, f"`{name}` is missing in a licence", f"add a line `{name}: ...`")
        if missing:
            continue
        text = {name: word_of(sheet, fields[name], name) for name in fields if name != "limits"}
        use = one_among(sheet, fields["commercial_use"], text["commercial_use"], COMMERCIAL_USE, "commercial use")
        limits = texts_of(sheet, fields["limits"], "limits") if "limits" in fields else {}
        if (use == "limited") != bool(limits):
            what = "limits are told of a commercial use that is limited, and of no other"
            sheet.fault("K010", fields["commercial_use"], what, "add `limits`, or take them away")
        address = sheet.word(fields["url"], "url") if "url" in fields else None
        url = check_address(sheet, address) if address else ""
        yield CatalogLicence(text["licence"], use, text["seen"], text.get("of", ""), limits, url)
