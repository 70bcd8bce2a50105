"""An index goes in, faults that need several files are noted: missing files, ids of tests and vendors, ids of the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from bot.knowledge.faults import did_you_mean, one_of
from bot.knowledge.files.vendors import RawVendor
from bot.knowledge.joined.index import Index
from bot.knowledge.parse import KINDS, kind_of
from bot.knowledge.sheets.sheet import Word
from bot.policy.deciding.starting import ANY_TASK
from bot.policy.words import Citation
from bot.policy.world import Catalog

SILENCE = ("default", "unlisted")
"""How a ruling cites the lines of policy.yaml that decide where no rule does."""


def missing_files(index: Index, unread: Sequence[str]) -> None:
    """Files that every policy needs, and files that nobody reads."""
    there = {part.file for part in index.parts}
    for name in ("policy.yaml", "data.yaml"):
        if name not in there:
            index.fault("K002", Citation(name, 1), f"the file {name} is missing", "add it; docs/knowledge.md shows how it looks")
    if not index.tools and "tools" not in index.gaps:
        index.fault(
            "K002", Citation("tools", 1), "no tool is named", "add a file below tools/; docs/knowledge.md shows how it looks"
        )
    for path in unread:
        _unread(index, path, PurePosixPath(path))


def _unread(index: Index, path: str, name: PurePosixPath) -> None:
    if name.suffix in (".yml", ".yaml", ".csv") or (name.suffix == ".md" and len(name.parts) > 1):
        renamed = name.with_suffix(".yaml").as_posix()
        hint = f"rename it to {renamed}" if name.suffix == ".yml" and kind_of(renamed) else ""
        do = hint or did_you_mean(path, KINDS, "files are called " + ", ".join(KINDS))
        index.fault("K029", Citation(path, 1), "nothing reads this file", do, "warning")


def check_rest(index: Index) -> None:
    """Ids that tests and vendors name; people named twice."""
    seen: dict[str, Word] = {}
    for part in index.parts:
        for test in part.tests:
            index.known_conditions(test.conditions)
        for vendor in part.vendors:
            _check_vendor(index, vendor)
        for word in (one.match for one in part.people):
            first = seen.setdefault(word.text, word)
            if first is not word and word.text:
                index.fault("K020", word, f"`{word.text}` is matched twice", f"delete this one, or the one in line {first.line}")
    contacts: set[str] = set()
    for contact in index.policy.contacts:
        if contact.id in contacts:
            do = "rename one of them"
            index.fault("K020", Citation("policy.yaml", index.policy.at.line), f"two contacts have the id `{contact.id}`", do)
        contacts.add(contact.id)


def check_tests(index: Index, rules: Iterable[str]) -> None:
    """What tests want cited: a rule, a line of policy.yaml, or a heading of the guidance."""
    known = {*rules, *SILENCE}
    for word in (word for part in index.parts for test in part.tests for word in test.cites):
        if "#" in word.text or word.text.endswith(".md"):
            index.cited(word)
        elif word.text not in known and not {"rules", "waivers", "matrix"} & index.gaps:
            do = did_you_mean(word.text, known, "Rules are listed in rules.yaml; a cell is matrix:ROW:COLUMN")
            index.fault("K015", word, f"unknown rule `{word.text}`", do)


def _check_vendor(index: Index, vendor: RawVendor) -> None:
    for word in vendor.products:
        index.offerings_of(word)
    if vendor.migration:
        index.offerings_of(vendor.migration[0])
    for change in vendor.changes:
        for word in change.tools:
            index.offerings_of(word)


def check_catalog(index: Index, catalog: Catalog) -> None:
    """Ids of the shipped catalog; an unknown one only costs words, so it is a warning."""
    for tool in index.tools.values():
        _known(index, tool.catalog, catalog.tools, "tool")
        for key, values in tool.covers:
            if key.text == "family":
                _known(index, values, catalog.families, "family of tools")
            elif key.text == "tool":
                _known(index, values, {*catalog.tools, *index.tools}, "tool")
    _check_tasks(index, catalog)
    for kind in index.kinds:
        _known(index, (*kind.catalog, *kind.perhaps), catalog.kinds, "kind of data")
    shipped = {
        f"{key}/{page}"
        for key, vendor in index.vendors.items()
        if vendor.catalog in catalog.terms
        for page in catalog.terms[vendor.catalog].pages
    }
    own = {page.id for vendor in index.vendors.values() for page in vendor.pages}
    for word, page in index.pages_beside:
        if page not in shipped:
            index.no_page(word, page, shipped | own)


def _check_tasks(index: Index, catalog: Catalog) -> None:
    """What people may want done is known by the families of tools that are made for it."""
    known = (ANY_TASK, *sorted({name.split(".")[1] for name in catalog.words if name.startswith("suits.")}))
    for key, named in index.policy.start_with:
        doubles = [word for at, word in enumerate(named) if word.text in {before.text for before in named[:at]}]
        for word in doubles:
            index.fault("K039", word, f"`{word.text}` stands twice for `{key.text}`", "delete one of them", "warning")
        if key.text not in known:
            do = did_you_mean(key.text, known, one_of(known))
            index.fault("K039", key, f"`start_with` knows no task `{key.text}`", do)


def _known(index: Index, words: Iterable[Word], known: Iterable[str], what: str) -> None:
    names = set(known)
    for word in words:
        if word.text not in names:
            do = did_you_mean(word.text, names, "delete it, or add the words as synonyms here")
            index.fault("K032", word, f"the catalog has no {what} `{word.text}`", do, "warning")
