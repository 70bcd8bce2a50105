"""One entry below a vendor's ``terms`` goes in; the page of terms, and where it is read, comes out."""

from __future__ import annotations

import yaml

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, check_address
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.vendors.facts import Archive, PagePart, Pick, TermsPage

SOURCES = ("url", "archive", "declaration", "file")
READING = ("select", "remove", "browser", "also")
IDLE = {"archive": ("declaration", "file", "feed", *READING), "declaration": ("file", *READING), "file": ("feed", *READING)}
"""What a page that is read there would say in vain."""
TEXT = ".txt"
RANGE = e.Form("a range", dict.fromkeys(("start_before", "start_after", "end_before", "end_after"), Fields.text))
ARCHIVE_FIELDS = ("repository", "service", "document", "branch")
ARCHIVE = e.Form("an archive", dict.fromkeys(ARCHIVE_FIELDS, Fields.text), ARCHIVE_FIELDS[:3])


def _pick(sheet: Sheet, node: yaml.Node, name: str) -> Pick | None:
    if not isinstance(node, yaml.MappingNode):
        word = sheet.word(node, f"an entry of `{name}`")
        return Pick(word.text) if word and word.text else None
    pick = Pick(**RANGE._replace(what=f"a range of `{name}`").read(sheet, node)[1])
    if not pick.is_range or not (pick.end_before or pick.end_after):
        do = "give `start_before` or `start_after`, and `end_before` or `end_after`"
        sheet.fault("K010", node, f"a range of `{name}` needs a start and an end", do)
        return None
    return pick


def _picks(fields: Fields, name: str) -> tuple[Pick, ...]:
    node = fields.node_of(name)
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
    return tuple(pick for one in nodes if (pick := _pick(fields.sheet, one, name)) is not None)


def _archive(fields: Fields, name: str) -> Archive | None:
    node = fields.node_of(name)
    return Archive(**ARCHIVE.read(fields.sheet, node)[1]) if node is not None else None


def _declaration(fields: Fields, name: str) -> str:
    word = fields.word(name)
    if word is None or not word.text:
        return ""
    file, _, document = word.text.partition("#")
    if not file.endswith(".json") or not document or "/" in file or "\\" in file:
        do = "write the file beside this one and its document, such as `ChatGPT.json#Terms of Service`"
        fields.sheet.fault("K011", word, f"`{word.text}` names no document of a declaration", do)
        return ""
    return word.text


def _file(fields: Fields, name: str) -> str:
    word = fields.word(name)
    if word is None or not word.text:
        return ""
    if not word.text.endswith(TEXT) or "/" in word.text or "\\" in word.text:
        do = f"keep the text beside this file, and write its name, which ends in {TEXT}"
        fields.sheet.fault("K011", word, f"`{word.text}` names no text", do)
        return ""
    return word.text


PART = e.Form("a part of a page", {"url": Fields.address, "select": _picks, "remove": _picks, "browser": Fields.flag}, ("url",))


PAGE = e.Form(
    "a page",
    {
        **PART.readers,
        "also": e.made(PART, PagePart),
        "archive": _archive,
        "feed": Fields.address,
        "declaration": _declaration,
        "file": _file,
        "watch": Fields.flag,
    },
)


def read_page(sheet: Sheet, vendor: str, key: Word, node: yaml.Node, watching: tuple[bool | None, int]) -> TermsPage | None:
    """``watching``: whether the vendor's pages are watched (None: as the policy says), and every how many hours. None where a
    fault says why."""
    watched, hours = watching
    if not isinstance(node, yaml.MappingNode):
        word = sheet.word(node, f"the page `{key.text}`")
        url = check_address(sheet, word) if word and word.text else ""
        return TermsPage(vendor, key.text, url, (PagePart(url),), watched=watched, every_hours=hours, at=key.at) if url else None
    fields, given = PAGE._replace(what=f"the page `{key.text}`").read(sheet, node)
    if not any(fields.has(name) for name in SOURCES):
        sheet.fault("K010", node, f"the page `{key.text}` says nowhere where it is read", "add a line `url: https://...`")
        return None
    for source, idle in IDLE.items():
        for name in (one for one in idle if fields.has(source) and fields.has(one)):
            what = f"`{name}` does nothing beside `{source}` in the page `{key.text}`"
            sheet.fault("K006", fields.key_of(name), what, f"keep `{source}` or `{name}`")
    part = PagePart(given.pop("url", ""), **{name: given.pop(name) for name in PART.readers if name in given})
    also, url = given.pop("also", ()), part.url
    parts = () if any(fields.has(name) for name in SOURCES[1:]) else (part, *also)
    given = {"watched": given.pop("watch", watched), **given}
    return TermsPage(vendor, key.text, url, parts, every_hours=hours, at=key.at, **given)
