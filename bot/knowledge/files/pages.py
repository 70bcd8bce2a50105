"""One entry below a vendor's ``terms`` goes in; the page of terms, and where it is read, comes out."""

from __future__ import annotations

import yaml

from bot.knowledge.sheets.fields import Fields, check_address
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.vendors.facts import Archive, PagePart, Pick, TermsPage

PART_FIELDS = ["url", "select", "remove", "browser"]
SOURCES = ["url", "archive", "declaration", "file"]
READING = ["select", "remove", "browser", "also"]
IDLE = {"archive": ["declaration", "file", "feed", *READING], "declaration": ["file", *READING], "file": ["feed", *READING]}
"""What a page that is read there would say in vain."""
PAGE_FIELDS = [*PART_FIELDS, "also", "archive", "feed", "declaration", "file", "watch"]
TEXT = ".txt"
ARCHIVE_FIELDS = ["repository", "service", "document", "branch"]
RANGE_FIELDS = ["start_before", "start_after", "end_before", "end_after"]


def read_page(sheet: Sheet, vendor: str, key: Word, node: yaml.Node, watching: tuple[bool | None, int]) -> TermsPage | None:
    """``watching``: whether the vendor's pages are watched (None: as the policy says), and every how many hours. None where a
    fault says why."""
    watched, hours = watching
    if not isinstance(node, yaml.MappingNode):
        word = sheet.word(node, f"the page `{key.text}`")
        url = check_address(sheet, word) if word and word.text else ""
        return TermsPage(vendor, key.text, url, (PagePart(url),), watched=watched, every_hours=hours, at=key.at) if url else None
    fields = Fields(sheet, node, f"the page `{key.text}`", PAGE_FIELDS)
    if not any(fields.has(name) for name in SOURCES):
        sheet.fault("K010", node, f"the page `{key.text}` says nowhere where it is read", "add a line `url: https://...`")
        return None
    for source, idle in IDLE.items():
        for name in (one for one in idle if fields.has(source) and fields.has(one)):
            what = f"`{name}` does nothing beside `{source}` in the page `{key.text}`"
            sheet.fault("K006", fields.key_of(name), what, f"keep `{source}` or `{name}`")
    archive = _archive(sheet, fields)
    own = not (archive or fields.has("declaration") or fields.has("file"))
    first = _part(sheet, fields) if own else None
    also = tuple(
        _part(sheet, Fields(sheet, entry, "a part of a page", PART_FIELDS, ("url",))) for entry in fields.entries("also")
    )
    return TermsPage(
        vendor,
        key.text,
        first.url if first else fields.address("url"),
        (first, *also) if first else (),
        archive,
        fields.address("feed"),
        _declaration(sheet, fields),
        fields.flag("watch") if fields.has("watch") else watched,
        hours,
        key.at,
        _file(sheet, fields),
    )


def _part(sheet: Sheet, fields: Fields) -> PagePart:
    return PagePart(
        fields.address("url"), _picks(sheet, fields, "select"), _picks(sheet, fields, "remove"), browser=fields.flag("browser")
    )


def _picks(sheet: Sheet, fields: Fields, name: str) -> tuple[Pick, ...]:
    node = fields.node_of(name)
    if node is None:
        return ()
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(pick for one in nodes if (pick := _pick(sheet, one, name)) is not None)


def _pick(sheet: Sheet, node: yaml.Node, name: str) -> Pick | None:
    if not isinstance(node, yaml.MappingNode):
        word = sheet.word(node, f"an entry of `{name}`")
        return Pick(word.text) if word and word.text else None
    ends = Fields(sheet, node, f"a range of `{name}`", RANGE_FIELDS)
    pick = Pick("", *(ends.text(field) for field in RANGE_FIELDS))
    if not pick.is_range or not (pick.end_before or pick.end_after):
        do = "give `start_before` or `start_after`, and `end_before` or `end_after`"
        sheet.fault("K010", node, f"a range of `{name}` needs a start and an end", do)
        return None
    return pick


def _archive(sheet: Sheet, fields: Fields) -> Archive | None:
    node = fields.node_of("archive")
    if node is None:
        return None
    archive = Fields(sheet, node, "an archive", ARCHIVE_FIELDS, ARCHIVE_FIELDS[:3])
    return Archive(*(archive.text(field) for field in ARCHIVE_FIELDS))


def _declaration(sheet: Sheet, fields: Fields) -> str:
    word = fields.word("declaration")
    if word is None or not word.text:
        return ""
    file, _, document = word.text.partition("#")
    if not file.endswith(".json") or not document or "/" in file or "\\" in file:
        do = "write the file beside this one and its document, such as `ChatGPT.json#Terms of Service`"
        sheet.fault("K011", word, f"`{word.text}` names no document of a declaration", do)
        return ""
    return word.text


def _file(sheet: Sheet, fields: Fields) -> str:
    word = fields.word("file")
    if word is None or not word.text:
        return ""
    if not word.text.endswith(TEXT) or "/" in word.text or "\\" in word.text:
        do = f"keep the text beside this file, and write its name, which ends in {TEXT}"
        sheet.fault("K011", word, f"`{word.text}` names no text", do)
        return ""
    return word.text
