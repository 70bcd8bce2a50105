"""A vocabulary and the catalog go in, the index of all their phrases comes out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.policy.house import Knowledge
from bot.policy.talk import Vocabulary
from bot.policy.world import Catalog, Words
from bot.reading.index import Index
from bot.reading.text import fold, words_of

_PARTS = re.compile(r"\s*(?:,|;|/|&|\band\b|\bor\b|\ben\b|\bof\b|\bund\b|\boder\b|\bet\b|\bou\b|\by\b|\bo\b)\s*")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_SWITCHES = {
    "read.account_personal": ("account", "personal"),
    "read.account_company": ("account", "company"),
}
_cached: dict[int, tuple[Catalog, Index]] = {}


def words(catalog: Catalog, name: str) -> Words:
    """One word list of the catalog; empty where there is none."""
    return catalog.words.get(name, {})


def all_words(catalog: Catalog, name: str) -> frozenset[str]:
    """The folded single words of one list in all languages."""
    return frozenset(" ".join(words_of(phrase)) for phrases in words(catalog, name).values() for phrase in phrases)


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
            if name == "read.frequent":
                continue
            for phrase in phrases:
                index.add(phrase, slot, id_, "catalog", "catalog", language)
    ordinary = {word for tool in catalog.tools.values() if tool.ordinary for name in (tool.name, *tool.names) for word in words_of(name)}
    index.ready_for_fuzzy(all_words(catalog, "read.frequent") | all_words(catalog, "read.container"), frozenset(ordinary))
    _cached[id(catalog)] = (catalog, index)
    return index


def _slot_of(name: str) -> tuple[str, str]:
    if name in _SWITCHES:
        return _SWITCHES[name]
    slot, _, id_ = name.partition(".")
    return (slot, id_) if slot in ("plan", "account", "hosting") and id_ else ("word", name)


def _add_tools(index: Index, catalog: Catalog) -> None:
    for tool in catalog.tools.values():
        for name in dict.fromkeys((tool.name, *tool.names)):
            index.add(name, "tool", tool.id, "alias", "catalog")
        for plan in tool.plans:
            for name in plan.names:
                index.add(name, "toolplan", f"{tool.id}|{plan.id}", "alias", "catalog")
    for brand in catalog.brands.values():
        for name in brand.names:
            index.add(name, "brand", brand.id, "alias", "catalog")
    for family in catalog.families.values():
        for language, names in family.names.items():
            for name in names:
                index.add(name, "family", family.id, "alias", "catalog", language)
    for plan_id in {plan.id for tool in catalog.tools.values() for plan in tool.plans}:
        index.add(plan_id.replace("_", " ").replace("-", " "), "plan", plan_id, "alias", "catalog")


@lru_cache(maxsize=16)
def _plain(label: str) -> str:
    return _BRACKETS.sub("", label).strip()


def policy_index(knowledge: Knowledge, catalog: Catalog) -> Index:
    """The index of one policy's words on top of the catalog's."""
    vocabulary = knowledge.vocabulary
    index = Index(tuple(dict.fromkeys((*vocabulary.languages, "en"))), catalog_index(catalog))
    _add_rows(index, knowledge, catalog)
    _add_data(index, knowledge)
    _add_talk(index, vocabulary)
    for rule in (*knowledge.policy.rules, *(waiver.rule for waiver in knowledge.policy.waivers)):
        for slot, values in rule.where.items():
            for value in values:
                index.add(value.replace("_", " ").replace("-", " "), "context", f"{slot}|{value}")
    index.ready_for_fuzzy(frozenset(), frozenset())
    index.frequent = index.base.frequent if index.base else frozenset()
    return index


def _labels(knowledge: Knowledge, id_: str, label: str) -> list[str]:
    texts = knowledge.labels.get(id_, {})
    return list(dict.fromkeys((label, *texts.values())))


def _add_rows(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    general = {fold(plan.id) for tool in catalog.tools.values() for plan in tool.plans}
    general |= {fold(word) for name, lists in catalog.words.items() if name.startswith(("plan.", "account.", "hosting.")) for ws in lists.values() for word in ws}
    general |= index.base.frequent if index.base else frozenset()
    vocabulary = knowledge.vocabulary
    for tool in vocabulary.tools.values():
        for label in _labels(knowledge, tool.id, tool.label):
            _add_row(index, "row", tool.id, label, "name", general)
        for name in tool.names:
            _add_row(index, "row", tool.id, name, "alias", general)
    single = {tool: sum(o.tool == tool for o in vocabulary.offerings.values()) == 1 for tool in vocabulary.tools}
    for offering in vocabulary.offerings.values():
        if single.get(offering.tool):
            continue
        for label in _labels(knowledge, offering.id, offering.label):
            _add_row(index, "offering", offering.id, label, "name", general)
        for name in offering.names:
            _add_row(index, "offering", offering.id, name, "alias", general)


def _add_row(index: Index, slot: str, id_: str, label: str, via: str, general: set[str]) -> None:
    """A row's name as it stands, without what is in brackets, and each of several names in it."""
    index.add(label, slot, id_, via)
    bare = _plain(label)
    if bare and bare != label and fold(bare) not in general:
        index.add(bare, slot, id_, via)
    for inside in _IN_BRACKETS.findall(label):
        owner = words_of(inside)
        if len(owner) == 2 and owner[1] in ("account", "accounts", "tenant", "licence", "license", "seat", "konto", "compte", "cuenta"):
            for noun in ("account", "login", "licence", "license", "seat", "e-mail", "email", "tenant", "laptop login"):
                index.add(f"{owner[0]} {noun}", "account", "company", "name")
    parts = [part.strip() for part in _PARTS.split(bare) if part.strip()]
    if len(parts) < 2:
        return
    for part in parts:
        worded = words_of(part)
        if worded and part[:1].isupper() and " ".join(worded) not in general and not (len(worded) == 1 and len(worded[0]) < 3):
            index.add(part, slot, id_, via)


def _add_data(index: Index, knowledge: Knowledge) -> None:
    for terms in knowledge.vocabulary.data.values():
        for label in _labels(knowledge, terms.id, terms.label):
            index.add(label, "data", terms.id, "name")
            bare = _plain(label)
            if bare != label:
                index.add(bare, "data", terms.id, "name")
                for inside in _IN_BRACKETS.findall(label):
                    index.add(inside, "data", terms.id, "name")
        for name in terms.names:
            index.add(name, "data", terms.id, "name")
        for example in terms.examples:
            index.add(example, "data", terms.id, "example")
            for part in (part.strip() for part in _PARTS.split(example)):
                if part and part != example and len(words_of(part)) >= 1 and words_of(part)[0] not in (index.base.frequent if index.base else ()):
                    index.add(part, "data", terms.id, "example")


def _add_talk(index: Index, vocabulary: Vocabulary) -> None:
    for condition in vocabulary.conditions.values():
        for phrase in condition.met:
            index.add(phrase, "met", condition.id)
        for phrase in condition.unmet:
            index.add(phrase, "unmet", condition.id)
    for transformation in vocabulary.transformations.values():
        for phrase in (transformation.label, *transformation.names):
            index.add(phrase, "transformation", transformation.id)
