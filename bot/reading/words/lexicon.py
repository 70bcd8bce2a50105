"""The catalog goes in, the index of all its phrases comes out: tools, brands, kinds of data, words."""

from __future__ import annotations

from collections.abc import Callable

from bot.policy.world import Catalog
from bot.reading.words.lists import CODE, all_words, everyday, telling
from bot.reading.words.makers import by_maker, by_software
from bot.text import common
from bot.text.common import harmless_of, harmless_parts
from bot.text.entries import MADE
from bot.text.flat import Flat, digest_of, packed
from bot.text.index import Index
from bot.text.kept import kept
from bot.text.layer import Layer, layer_parts
from bot.text.table import Table
from bot.text.tokens import SPOKEN, stemmed_by, words_of

_SWITCHES = {
    "read.account_personal": ("account", "personal"),
    "read.account_company": ("account", "company"),
}
_NO_PHRASES = (
    "transformation.",
    "everyday.",
    "telling.",
    "small.",
    "written.",
    "maker.",
    "form.",
    "meaning.",
    "evidence.",
    "price.",
    "size.",
    "review.",
)
"""Lists that are read elsewhere, or whose lines are patterns."""
_MILD = 1
"""Sensitivity of what is internal, and no more."""
_SHORTEST = 3
"""Letters of a name."""
_opened: dict[str, tuple[Catalog, Index]] = {}
"""By the catalog's digest; of those that have none only the last one that was asked for."""


def catalog_index(catalog: Catalog) -> Index:
    """The catalog's index: its flat file is made once, and opened once per process. That of a catalog that was not read from
    files is made anew where another one was asked for in between."""
    held = _opened.get(catalog.digest)
    if held is not None and (catalog.digest or held[0] is catalog):
        return held[1]
    if catalog.digest:
        flat = kept("lexicon", lexicon_digest(catalog), lambda: made(catalog), takes_seconds=True)
    else:
        flat = Flat(made(catalog))
    index = _index_of(flat, catalog)
    _opened[catalog.digest] = (catalog, index)
    return index


def lexicon_digest(catalog: Catalog) -> str:
    """Of all that the catalog's flat file is made from: the catalog, how common words are, the stemmers and the code."""
    return digest_of(*(one.encode() for one in (catalog.digest, common.digest(), stemmed_by(), CODE)))


def _index_of(flat: Flat, catalog: Catalog) -> Index:
    index = Index(Layer(flat), harmless=harmless_of(flat))
    index.harmless_kinds = frozenset(kind.id for kind in catalog.kinds.values() if not kind.sensitivity)
    index.mild_kinds = frozenset(kind.id for kind in catalog.kinds.values() if kind.sensitivity <= _MILD)
    return index


def made(catalog: Catalog) -> bytes:
    """The bytes of the flat file of all phrases of the catalog; takes some seconds."""
    table = Table(("en",))
    _add_tools(Index(table), catalog)
    for kind in catalog.kinds.values():
        for via, lists in (("name", kind.words), ("example", kind.examples)):
            for language, phrases in lists.items():
                for phrase in phrases:
                    table.add(phrase, "kind", kind.id, via, "catalog", language)
    for name, lists in catalog.words.items():
        slot, id_ = _slot_of(name)
        for language, phrases in lists.items():
            if name == "read.frequent" or name.startswith(_NO_PHRASES):
                continue
            for phrase in phrases:
                table.add(phrase, slot, id_, "catalog", "catalog", language)
    names = [words_of(name) for tool in catalog.tools.values() if tool.ordinary for name in (tool.name, *tool.names)]
    plain, held, people = everyday(catalog), telling(catalog), all_words(catalog, "telling.name")
    table.ready_for_fuzzy(plain, frozenset(name[0] for name in names if len(name) == 1))
    return packed(layer_parts(table) | harmless_parts(plain, held, people))


def word_reader(catalog: Catalog) -> Callable[..., bool]:
    """The reader that import uses for words of a document: whether one is a word of a language, or of some, and no name."""
    index = catalog_index(catalog)
    return lambda word, *of: len(word) < _SHORTEST or any(index.is_known(word, lang) for lang in of or SPOKEN)


def _slot_of(name: str) -> tuple[str, str]:
    if name in _SWITCHES:
        return _SWITCHES[name]
    slot, _, id_ = name.partition(".")
    if slot == "person":
        return "part", id_
    if slot == "beside":
        return "beside", id_
    return (slot, id_) if slot in ("plan", "account", "hosting", "feature") and id_ else ("word", name)


def _add_tools(index: Index, catalog: Catalog) -> None:
    _add_products(index, catalog)
    for family in catalog.families.values():
        for language, names in family.names.items():
            for name in names:
                index.layer.add(name, "family", family.id, "alias", "catalog", language)
    for phrase, slot, id_ in by_maker(catalog):
        index.layer.add(phrase, slot, id_, "alias", "catalog")
    for phrase, id_ in by_software(catalog, index):
        index.layer.add(phrase, "tool", id_, MADE, "catalog")
    of_any = all_words(catalog, "read.plan_noun")  # any tool has a workspace
    for plan_id in sorted({plan.id for tool in catalog.tools.values() for plan in tool.plans} - of_any):
        index.layer.add(plan_id.replace("_", " ").replace("-", " "), "plan", plan_id, "alias", "catalog")


def _add_products(index: Index, catalog: Catalog) -> None:
    for tool in catalog.tools.values():
        for name in dict.fromkeys((tool.name, *tool.names)):
            index.layer.add(name, "tool", tool.id, "alias", "catalog")
        own = {words_of(name) for name in (tool.name, *tool.names)} | {words_of(tool.brand)}
        for plan in tool.plans:
            for name in plan.names:
                if words_of(name) in own:
                    continue
                index.layer.add(name, "toolplan", f"{tool.id}|{plan.id}", "alias", "catalog")
    for brand in catalog.brands.values():
        for name in brand.names:
            index.layer.add(name, "brand", brand.id, "alias", "catalog")
