"""The shipped YAML files of ``bot/catalog`` go in, one ``Catalog`` comes out: tools, brands, families, kinds of data, words.

The catalog never rules anything. Shapes are those of ``bot/catalog/schema.json``; here every fault is told with its place,
and everything that one entry says of another (``is_a``, ``families``, ``tools``) must be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import yaml

from bot.knowledge.catalog_fields import by_language, fields_of, level_of, one_among, phrases_of, word_of
from bot.knowledge.catalog_file import packed_catalog, unpacked
from bot.knowledge.catalog_licences import licences_in
from bot.knowledge.catalog_meanings import meanings_in
from bot.knowledge.catalog_terms import Priced, check_plans, prices_in, terms_in
from bot.knowledge.examples import EXAMPLES, load_intent_weights
from bot.knowledge.faults import Fault, KnowledgeError, did_you_mean, in_order
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.words import Citation
from bot.policy.world import Brand, Catalog, CatalogKind, CatalogMeaning, CatalogPlan, CatalogTerms, CatalogTool, Family, Words
from bot.text.kept import digest_of_code, digest_of_files, kept

SHIPPED = Path(__file__).parent.parent / "catalog"
ACCOUNTS = ("company", "personal")
HOSTING = ("vendor", "managed_cloud", "self_hosted", "device")
SHAPES = "shapes"
"""Folder of the shapes of keys."""
DEMANDS = "governance"
"""Folder of what governance demands."""
FRAME = "frame"
"""Folder of the closed frame."""

_TOOL_TEXTS = ("id", "name", "vendor", "brand", "seen", "weights", "ordinary")
_TOOL_LISTS = ("names", "near", "families", "hosting")
_BRAND_LISTS = ("names", "tools", "suite", "included")
_TOOL_FIELDS = (*_TOOL_TEXTS, *_TOOL_LISTS, "plans", "terms", "licences")
_KIND_FIELDS = ("id", "label", "is_a", "sensitivity", "words", "examples", "detectors", "seen")

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


def catalog_digest(folder: Path = SHIPPED) -> str:
    """Of all files that the catalog is read from, and of the code that reads them."""
    return digest_of_files((*_files(folder), *folder.glob("*.json")), digest_of_code(Path(__file__).parent))


def _files(folder: Path) -> list[Path]:
    """All but the examples, which are learnt from beforehand, and what others read by themselves: shapes, demands, frame."""
    return sorted(path for path in folder.rglob("*.yaml") if path.parent.name not in (EXAMPLES, SHAPES, DEMANDS, FRAME))


class _Reader:
    """The catalog while its files are read."""

    def __init__(self) -> None:
        self.tools: dict[str, CatalogTool] = {}
        self.brands: dict[str, Brand] = {}
        self.families: dict[str, Family] = {}
        self.kinds: dict[str, CatalogKind] = {}
        self.words: dict[str, Words] = {}
        self.more: dict[str, Words] = {}
        """Words of kinds that other files hold."""
        self.terms: dict[str, CatalogTerms] = {}
        self.prices: list[tuple[Sheet, Priced]] = []
        self.meanings: dict[str, CatalogMeaning] = {}
        self.links: list[Link] = []
        self.kinds_at: dict[str, tuple[Sheet, yaml.Node]] = {}
        self.sheets: list[Sheet] = []

    def read(self, sheet: Sheet) -> None:
        """Read one file: its top-level keys say what it holds."""
        self.sheets.append(sheet)
        parts: dict[str, Callable[[Sheet, yaml.Node], None]] = {
            "tools": self._tools,
            "brands": self._brands,
            "families": self._families,
            "kinds": self._kinds,
            "words": self._word_lists,
            "kind_words": self._kind_words,
            "terms": self._terms,
            "prices": self._prices,
            "meanings": self._meanings,
        }
        for document in sheet.documents():
            for key, node in sheet.pairs(document, "the file"):
                if key.text in parts:
                    parts[key.text](sheet, node)
                else:
                    sheet.fault("K009", key, f"unknown field `{key.text}`", did_you_mean(key.text, parts))

    def finish(self) -> Catalog:
        """Look up what entries say of each other, then give the catalog."""
        known: dict[str, Mapping[str, object]] = {"tool": self.tools, "family": self.families, "kind": self.kinds}
        for sheet, word, what in self.links:
            if word.text not in known[what]:
                sheet.fault(
                    "K032",
                    word,
                    f"unknown {what} `{word.text}`",
                    did_you_mean(word.text, known[what], f"add the {what} or correct the id"),
                )
        for sheet, priced in self.prices:
            check_plans(sheet, priced, self.tools)
        for kind in self.kinds.values():
            if kind.id in self._broader(kind.id):
                sheet, node = self.kinds_at[kind.id]
                sheet.fault("K021", node, f"kind `{kind.id}` is a broader kind of itself", "correct its is_a")
        faults = in_order(fault for sheet in self.sheets for fault in sheet.faults)
        if any(fault.severity == "fault" for fault in faults):
            raise KnowledgeError(faults)
        kinds = {id_: _with_words(kind, self.more.get(id_, {})) for id_, kind in self.kinds.items()}
        prices = tuple(price for _, (price, _, _) in self.prices)
        return Catalog(
            self.tools, self.brands, self.families, kinds, self.words, self.terms, meanings=self.meanings, prices=prices
        )

    def _broader(self, kind: str) -> set[str]:
        seen: set[str] = set()
        todo = list(self.kinds[kind].is_a)
        while todo:
            broader = todo.pop()
            if broader not in seen and broader in self.kinds:
                seen.add(broader)
                todo.extend(self.kinds[broader].is_a)
        return seen

    # --- one reader per kind of entry ----------------------------------------------------------------------------

    def _tools(self, sheet: Sheet, node: yaml.Node) -> None:
        for id_, fields in self._entries(sheet, node, "tool", self.tools, _TOOL_FIELDS):
            text = {key: word_of(sheet, fields[key], key) for key in _TOOL_TEXTS if key in fields}
            lists = {key: phrases_of(sheet, fields[key], key) for key in _TOOL_LISTS if key in fields}
            self._link(sheet, fields.get("families"), "family")
            for host in lists.get("hosting", ()):
                one_among(sheet, fields["hosting"], host, HOSTING, "hosting")
            self.tools[id_] = CatalogTool(
                id=id_,
                name=text.get("name", id_),
                vendor=text.get("vendor", ""),
                names=lists.get("names", ()),
                brand=text.get("brand", ""),
                near=lists.get("near", ()),
                families=lists.get("families", ()),
                plans=self._plans(sheet, fields["plans"]) if "plans" in fields else (),
                hosting=lists.get("hosting", ()),
                weights=one_among(sheet, fields["weights"], text["weights"], ("open", "closed"), "weights")
                if "weights" in fields
                else "",
                ordinary=text.get("ordinary", "false") == "true",
                terms={key.text: word_of(sheet, page, "terms") for key, page in sheet.pairs(fields["terms"], "terms")}
                if "terms" in fields
                else {},
                seen=text.get("seen", ""),
                licences=tuple(licences_in(sheet, fields["licences"])) if "licences" in fields else (),
            )

    def _plans(self, sheet: Sheet, node: yaml.Node) -> tuple[CatalogPlan, ...]:
        plans = []
        for plan, fields_node in sheet.pairs(node, "plans"):
            fields = fields_of(sheet, fields_node, f"plan {plan.text}", ("names", "account", "hosting"))
            account = word_of(sheet, fields["account"], "account") if "account" in fields else ""
            hosting = word_of(sheet, fields["hosting"], "hosting") if "hosting" in fields else ""
            plans.append(
                CatalogPlan(
                    id=sheet.id(plan, "plan").text,
                    names=phrases_of(sheet, fields["names"], "names") if "names" in fields else (),
                    account=one_among(sheet, fields["account"], account, ACCOUNTS, "account") if account else "",
                    hosting=one_among(sheet, fields["hosting"], hosting, HOSTING, "hosting") if hosting else "",
                )
            )
        return tuple(plans)

    def _brands(self, sheet: Sheet, node: yaml.Node) -> None:
        for id_, fields in self._entries(sheet, node, "brand", self.brands, ("id", *_BRAND_LISTS, "seen")):
            for key in ("tools", "suite", "included"):
                self._link(sheet, fields.get(key), "tool")
            names, tools, suite, included = (phrases_of(sheet, fields[key], key) if key in fields else () for key in _BRAND_LISTS)
            seen = word_of(sheet, fields["seen"], "seen") if "seen" in fields else ""
            self.brands[id_] = Brand(id_, names, tools, suite, included, seen)

    def _families(self, sheet: Sheet, node: yaml.Node) -> None:
        for id_, fields in self._entries(
            sheet, node, "family", self.families, ("id", "names", "any_task", "alone", "does", "alike", "of_kinds")
        ):
            self._link(sheet, fields.get("alike"), "family")
            self._link(sheet, fields.get("of_kinds"), "kind")
            names, does = (by_language(sheet, fields[key], key) if key in fields else {} for key in ("names", "does"))
            alike = word_of(sheet, fields["alike"], "alike") if "alike" in fields else ""
            any_task, alone = (key in fields and word_of(sheet, fields[key], key) == "true" for key in ("any_task", "alone"))
            kinds = phrases_of(sheet, fields["of_kinds"], "of_kinds") if "of_kinds" in fields else ()
            self.families[id_] = Family(id_, names, any_task, does, alike, alone, kinds)

    def _kinds(self, sheet: Sheet, node: yaml.Node) -> None:
        for id_, fields in self._entries(sheet, node, "kind", self.kinds, _KIND_FIELDS):
            self._link(sheet, fields.get("is_a"), "kind")
            self.kinds_at[id_] = (sheet, fields["id"])
            self.kinds[id_] = CatalogKind(
                id=id_,
                label=word_of(sheet, fields["label"], "label") if "label" in fields else id_,
                is_a=phrases_of(sheet, fields["is_a"], "is_a") if "is_a" in fields else (),
                sensitivity=level_of(sheet, fields["sensitivity"]) if "sensitivity" in fields else 0,
                words=by_language(sheet, fields["words"], "words") if "words" in fields else {},
                examples=by_language(sheet, fields["examples"], "examples") if "examples" in fields else {},
                detectors=phrases_of(sheet, fields["detectors"], "detectors") if "detectors" in fields else (),
                seen=word_of(sheet, fields["seen"], "seen") if "seen" in fields else "",
            )

    def _word_lists(self, sheet: Sheet, node: yaml.Node) -> None:
        for name, fields in sheet.pairs(node, "words"):
            more = by_language(sheet, fields, name.text, ("about",))
            self.words[name.text] = _joined(self.words.get(name.text, {}), more)

    def _kind_words(self, sheet: Sheet, node: yaml.Node) -> None:
        for id_, fields in sheet.pairs(node, "kind_words"):
            self.links.append((sheet, id_, "kind"))
            self.more[id_.text] = _joined(self.more.get(id_.text, {}), by_language(sheet, fields, id_.text))

    def _terms(self, sheet: Sheet, node: yaml.Node) -> None:
        for one, entry in terms_in(sheet, node):
            if one.vendor in self.terms:
                sheet.fault("K020", entry, f"the terms of `{one.vendor}` are there already", "join the two")
            self.terms[one.vendor] = one

    def _prices(self, sheet: Sheet, node: yaml.Node) -> None:
        self.prices.extend((sheet, one) for one in prices_in(sheet, node, HOSTING))

    def _meanings(self, sheet: Sheet, node: yaml.Node) -> None:
        for one, families in meanings_in(sheet, node, HOSTING):
            self.links.extend((sheet, word, "family") for word in families)
            self.meanings[one.id] = one

    # --- shared --------------------------------------------------------------------------------------------------

    def _entries(
        self,
        sheet: Sheet,
        node: yaml.Node,
        what: str,
        seen: dict[str, CatalogTool] | dict[str, Brand] | dict[str, Family] | dict[str, CatalogKind],
        known: tuple[str, ...],
    ) -> Iterator[tuple[str, dict[str, yaml.Node]]]:
        for entry in sheet.items(node, f"{what} list"):
            fields = fields_of(sheet, entry, f"this {what}", known)
            id_ = sheet.word(fields["id"], "id") if "id" in fields else None
            if id_ is None:
                sheet.fault("K010", entry, f"a {what} without id", "give it an id")
            elif id_.text in seen:
                sheet.fault("K020", id_, f"the {what} `{id_.text}` is there already", "join the two, or give this one another id")
            else:
                yield sheet.id(id_, what).text, fields

    def _link(self, sheet: Sheet, node: yaml.Node | None, what: str) -> None:
        if node is not None:
            self.links.extend((sheet, word, what) for word in sheet.words(node, what))


def _joined(some: Words, more: Words) -> Words:
    languages = dict.fromkeys((*some, *more))
    return {language: tuple(dict.fromkeys((*some.get(language, ()), *more.get(language, ())))) for language in languages}


def _with_words(kind: CatalogKind, more: Words) -> CatalogKind:
    return replace(kind, words=_joined(kind.words, more)) if more else kind
