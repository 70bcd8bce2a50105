"""The shipped YAML files of ``bot/catalog`` go in, one ``Catalog`` comes out: tools, brands, families, kinds of data, words.

The catalog never rules anything. Shapes are those of ``bot/catalog/schema.json``; here every fault is told with its place,
and everything that one entry says of another (``is_a``, ``families``, ``tools``) must be there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.catalog_fields import (
    BRAND,
    FAMILY,
    KIND,
    LINKS,
    MEANING,
    PRICE,
    TERMS,
    TOOL,
    by_language,
    check_figure,
    check_plans,
)
from bot.knowledge.catalog_file import packed_catalog, unpacked
from bot.knowledge.faults import Fault, KnowledgeError, did_you_mean, in_order
from bot.knowledge.sheets.entries import Form
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.words import Citation
from bot.policy.world import (
    Brand,
    Catalog,
    CatalogKind,
    CatalogMeaning,
    CatalogPrice,
    CatalogTerms,
    CatalogTool,
    Family,
    IntentWeights,
    Words,
)
from bot.text.kept import digest_of_code, digest_of_files, kept

SHIPPED = Path(__file__).parent.parent / "catalog"
EXAMPLES = "examples"
"""Folder of messages; they are for learning alone."""
LEARNT = "intent_weights.json"
"""What was learnt from them; `python -m benchmarks.intents` writes it."""
SHAPES = "shapes"
"""Folder of the shapes of keys."""
DEMANDS = "governance"
"""Folder of what governance demands."""
FRAME = "frame"
"""Folder of the closed frame."""

_ENTRIES: dict[str, tuple[Form, Callable[..., Any]]] = {
    "tools": (TOOL, lambda **said: CatalogTool(**{"name": said["id"], **said})),
    "brands": (BRAND, lambda **said: Brand(**{"names": (), "tools": (), **said})),
    "families": (FAMILY, lambda **said: Family(**{"names": {}, **said})),
    "kinds": (KIND, lambda **said: CatalogKind(**{"label": said["id"], **said})),
    "meanings": (MEANING, CatalogMeaning),
}
"""Key of a file -> what may stand in its entries, and what they become."""
Link = tuple[Sheet, Word, str]
"""A mention of another entry, looked up when all files are read: the sheet, the id, and ``tool``, ``family`` or ``kind``."""


@lru_cache(maxsize=4)
def load_catalog(folder: Path = SHIPPED) -> Catalog:
    """Read the catalog once per process; raises ``KnowledgeError`` with every fault of every file.

    What its YAML files say is kept in one flat file, made anew when one of them, or the code that reads them, has changed.
    """
    digest = catalog_digest(folder)
    flat = kept("catalog", digest, lambda: packed_catalog(_unmoved(folder, digest)))
    return unpacked(flat, digest)


def _unmoved(folder: Path, digest: str) -> Catalog:
    """The catalog, if its files are still those of the digest; raises ``KnowledgeError`` where somebody writes them just now."""
    catalog = read_catalog(folder)
    if catalog_digest(folder) != digest:
        at = Citation(folder.name, 1)
        raise KnowledgeError([Fault("K001", "fault", at, "the catalog's files changed while they were read", "start again")])
    return catalog


def read_catalog(folder: Path = SHIPPED) -> Catalog:
    """The catalog as its YAML files say it; raises as ``load_catalog``."""
    reader = _Reader()
    for path in _files(folder):
        reader.read(Sheet(path.relative_to(folder.parent).as_posix(), path.read_text(encoding="utf-8")))
    return replace(reader.finish(), intent_weights=load_intent_weights(folder))


def load_intent_weights(folder: Path = SHIPPED) -> IntentWeights:
    """What was learnt; nothing where there is no such file."""
    path = folder / LEARNT
    if not path.exists():
        return IntentWeights()
    held = json.loads(path.read_text(encoding="utf-8"))
    return IntentWeights(tuple(held["intents"]), {sign: tuple(weights) for sign, weights in held["weights"].items()})


def catalog_digest(folder: Path = SHIPPED) -> str:
    """Of all files that the catalog is read from, and of the code that reads them."""
    return digest_of_files((*_files(folder), *folder.glob("*.json")), digest_of_code(Path(__file__).parent))


def _files(folder: Path) -> list[Path]:
    """All but the examples, which are learnt from beforehand, and what others read by themselves: shapes, demands, frame."""
    return sorted(path for path in folder.rglob("*.yaml") if path.parent.name not in (EXAMPLES, SHAPES, DEMANDS, FRAME))


class _Reader:
    """The catalog while its files are read."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {key: {} for key in _ENTRIES}
        self.words: dict[str, Words] = {}
        self.more: dict[str, Words] = {}
        """Words of kinds that other files hold."""
        self.terms: dict[str, CatalogTerms] = {}
        self.prices: list[tuple[Fields, CatalogPrice]] = []
        self.links: list[Link] = []
        self.at: dict[tuple[str, str], Fields] = {}
        self.sheets: list[Sheet] = []

    def read(self, sheet: Sheet) -> None:
        """Read one file: its top-level keys say what it holds."""
        self.sheets.append(sheet)
        parts: dict[str, Callable[[Sheet, yaml.Node], None]] = {
            **{key: partial(self._entries, key) for key in _ENTRIES},
            "words": self._word_lists,
            "kind_words": self._kind_words,
            "terms": self._terms,
            "prices": self._prices,
        }
        for document in sheet.documents():
            for key, node in sheet.pairs(document, "the file"):
                if key.text in parts:
                    parts[key.text](sheet, node)
                else:
                    sheet.fault("K009", key, f"unknown field `{key.text}`", did_you_mean(key.text, parts))

    def finish(self) -> Catalog:
        """Look up what entries say of each other, then give the catalog."""
        tools, kinds = self.found["tools"], self.found["kinds"]
        known: dict[str, Mapping[str, object]] = {"tool": tools, "family": self.found["families"], "kind": kinds}
        for sheet, word, what in self.links:
            if word.text not in known[what]:
                do = did_you_mean(word.text, known[what], f"add the {what} or correct the id")
                sheet.fault("K032", word, f"unknown {what} `{word.text}`", do)
        for fields, price in self.prices:
            if price.tool in tools:
                check_plans(fields, [plan.id for plan in tools[price.tool].plans])
        for kind in kinds:
            if kind in self._broader(kind):
                at = self.at["kinds", kind]
                at.sheet.fault("K021", at.word("id"), f"kind `{kind}` is a broader kind of itself", "correct its is_a")
        faults = in_order(fault for sheet in self.sheets for fault in sheet.faults)
        if any(fault.severity == "fault" for fault in faults):
            raise KnowledgeError(faults)
        return Catalog(
            tools,
            self.found["brands"],
            self.found["families"],
            {id_: _with_words(kind, self.more.get(id_, {})) for id_, kind in kinds.items()},
            self.words,
            self.terms,
            meanings=self.found["meanings"],
            prices=tuple(price for _, price in self.prices),
        )

    def _broader(self, kind: str) -> set[str]:
        seen: set[str] = set()
        kinds = self.found["kinds"]
        todo = list(kinds[kind].is_a)
        while todo:
            broader = todo.pop()
            if broader not in seen and broader in kinds:
                seen.add(broader)
                todo.extend(kinds[broader].is_a)
        return seen

    # --- one reader per kind of entry ----------------------------------------------------------------------------

    def _entries(self, key: str, sheet: Sheet, node: yaml.Node) -> None:
        (form, make), found = _ENTRIES[key], self.found[key]
        for entry in sheet.items(node, f"`{key}`"):
            fields, given = form.read(sheet, entry)
            id_ = given["id"]
            if id_.text in found:
                do = "join the two, or give this one another id"
                sheet.fault("K020", id_, f"{form.what} `{id_.text}` is there already", do)
            elif id_.text:
                found[id_.text] = make(**{**given, "id": id_.text})
                self.links.extend((sheet, word, LINKS[name]) for name in fields if name in LINKS for word in fields.words(name))
                facts = ((fact.text, below) for fact, below in fields.mapping("such_as"))
                families = (word for fact, below in facts if fact == "family" for word in sheet.words(below, fact))
                self.links.extend((sheet, word, "family") for word in families)
                self.at[key, id_.text] = fields

    def _word_lists(self, sheet: Sheet, node: yaml.Node) -> None:
        for name, fields in sheet.pairs(node, "words"):
            more = by_language(sheet, fields, name.text, ("about",))
            self.words[name.text] = _joined(self.words.get(name.text, {}), more)

    def _kind_words(self, sheet: Sheet, node: yaml.Node) -> None:
        for id_, fields in sheet.pairs(node, "kind_words"):
            self.links.append((sheet, id_, "kind"))
            self.more[id_.text] = _joined(self.more.get(id_.text, {}), by_language(sheet, fields, id_.text))

    def _terms(self, sheet: Sheet, node: yaml.Node) -> None:
        for entry in sheet.items(node, "the list of terms"):
            _, one = TERMS.read(sheet, entry)
            if one["vendor"] in self.terms:
                sheet.fault("K020", entry, f"the terms of `{one['vendor']}` are there already", "join the two")
            seen = f"{one['seen']}, {one.pop('seen_on')}"
            self.terms[one["vendor"]] = CatalogTerms(**{**one, "seen": seen})

    def _prices(self, sheet: Sheet, node: yaml.Node) -> None:
        for entry in sheet.items(node, "the list of prices"):
            fields, one = PRICE.read(sheet, entry)
            check_figure(fields)
            self.prices.append((fields, CatalogPrice(**one)))
            self.links.extend((sheet, word, "tool") for word in fields.words("tool"))


def _joined(some: Words, more: Words) -> Words:
    languages = dict.fromkeys((*some, *more))
    return {language: tuple(dict.fromkeys((*some.get(language, ()), *more.get(language, ())))) for language in languages}


def _with_words(kind: CatalogKind, more: Words) -> CatalogKind:
    return replace(kind, words=_joined(kind.words, more)) if more else kind
