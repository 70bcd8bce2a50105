"""The catalog goes in, the index of all its phrases comes out: tools, brands, kinds of data, words."""

from __future__ import annotations

from collections.abc import Callable

from bot.policy.world import Catalog
from bot.reading.common import Harmless
from bot.reading.entries import MADE
from bot.reading.index import Index
from bot.reading.lists import all_words, everyday, telling
from bot.reading.makers import by_maker, by_software
from bot.reading.text import words_of
from bot.reading.unspoken import SPOKEN

_SWITCHES = {
    "read.account_personal": ("account", "personal"),
    "read.account_company": ("account", "company"),
}
_NO_PHRASES = ("transformation.", "everyday.", "telling.", "small.", "written.", "remark.", "maker.", "form.")
"""Lists that are read elsewhere, or whose lines are patterns."""
_MILD = 1
"""Sensitivity of what is internal, and no more."""
_cached: dict[int, tuple[Catalog, Index]] = {}


_SHORTEST = 3
"""Letters of a name."""


def catalog_index(catalog: Catalog) -> Index:
    """The catalog's index: built once per process and catalog."""
    held = _cached.get(id(catalog))
    if held is not None and held[0] is catalog:
        return held[1]
    index = Index(("en",))
    _add_tools(index, catalog)
    for kind in catalog.kinds.values():
        for via, lists in (("name", kind.words), ("example", kind.examples)):
            for language, phrases in lists.items():
                for phrase in phrases:
                    index.add(phrase, "kind", kind.id, via, "catalog", language)
    for name, lists in catalog.words.items():
        slot, id_ = _slot_of(name)
        for language, phrases in lists.items():
            if name == "read.frequent" or name.startswith(_NO_PHRASES):
                continue
            for phrase in phrases:
                index.add(phrase, slot, id_, "catalog", "catalog", language)
    names = [words_of(name) for tool in catalog.tools.values() if tool.ordinary for name in (tool.name, *tool.names)]
    index.ready_for_fuzzy(everyday(catalog), frozenset(name[0] for name in names if len(name) == 1))
    index.harmless = Harmless(everyday(catalog), telling(catalog), all_words(catalog, "telling.name"))
    index.harmless_kinds = frozenset(kind.id for kind in catalog.kinds.values() if not kind.sensitivity)
    index.mild_kinds = frozenset(kind.id for kind in catalog.kinds.values() if kind.sensitivity <= _MILD)
    _cached[id(catalog)] = (catalog, index)
    return index


def word_reader(catalog: Catalog) -> Callable[..., bool]:
    """The reader that import uses for words of a document: whether one is a word of a language, or of some, and no name."""
    index = catalog_index(catalog)
    return lambda word, *of: len(word) < _SHORTEST or any(index.is_known(word, tongue) for tongue in of or SPOKEN)


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
                index.add(name, "family", family.id, "alias", "catalog", language)
    for phrase, slot, id_ in by_maker(catalog):
        index.add(phrase, slot, id_, "alias", "catalog")
    for phrase, id_ in by_software(catalog, index):
        index.add(phrase, "tool", id_, MADE, "catalog")
    of_any = all_words(catalog, "read.plan_noun")  # any tool has a workspace
    for plan_id in {plan.id for tool in catalog.tools.values() for plan in tool.plans} - of_any:
        index.add(plan_id.replace("_", " ").replace("-", " "), "plan", plan_id, "alias", "catalog")


def _add_products(index: Index, catalog: Catalog) -> None:
    for tool in catalog.tools.values():
        for name in dict.fromkeys((tool.name, *tool.names)):
            index.add(name, "tool", tool.id, "alias", "catalog")
        own = {words_of(name) for name in (tool.name, *tool.names)} | {words_of(tool.brand)}
        for plan in tool.plans:
            for name in plan.names:
                if words_of(name) in own:
                    continue
                index.add(name, "toolplan", f"{tool.id}|{plan.id}", "alias", "catalog")
    for brand in catalog.brands.values():
        for name in brand.names:
            index.add(name, "brand", brand.id, "alias", "catalog")
