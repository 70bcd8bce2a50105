"""A policy and the catalog go in, the index of the policy's words on top of the catalog's comes out."""

from __future__ import annotations

import re

from bot.policy.house import Knowledge
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Slot
from bot.policy.world import Catalog
from bot.reading.askers.groups import forbidden_groups
from bot.reading.naming.accounts import add_accounts
from bot.reading.naming.data_names import add_data
from bot.reading.naming.row_names import add_coined, add_forms, add_heads, add_offerings, add_rows
from bot.reading.words.lexicon import catalog_index, lexicon_digest
from bot.reading.words.lists import words
from bot.reading.words.makers import add_house, add_logins
from bot.text.flat import Flat, digest_of, packed
from bot.text.index import Index
from bot.text.kept import kept
from bot.text.layer import Layer, layer_parts
from bot.text.patterns import any_of
from bot.text.small import small
from bot.text.table import Table
from bot.text.tokens import words_of

_MODE = re.compile(rf" {any_of(small('switch_mode'))}$")


def policy_index(knowledge: Knowledge, catalog: Catalog) -> Index:
    """The index of one policy's words on top of the catalog's: read from its flat file, which is made once for a version."""
    base = catalog_index(catalog)
    if not (knowledge.digest and catalog.digest):
        return Index(Layer(Flat(_made(knowledge, catalog, base))), base)
    digest = digest_of(knowledge.digest.encode(), lexicon_digest(catalog).encode())
    return Index(Layer(kept("policy", digest, lambda: _made(knowledge, catalog, base))), base)


def _made(knowledge: Knowledge, catalog: Catalog, base: Index) -> bytes:
    """The flat file of a policy's own words."""
    vocabulary = knowledge.vocabulary
    index = Index(Table(tuple(dict.fromkeys((*vocabulary.languages, "en")))), base)
    add_accounts(index, knowledge, catalog)
    add_rows(index, knowledge, catalog)
    add_forms(index, knowledge, catalog)
    add_heads(index, knowledge, catalog)
    add_coined(index, knowledge, catalog)
    add_house(index, knowledge, catalog)
    add_logins(index, knowledge, catalog)
    _add_own_plans(index, knowledge, catalog)
    _add_switches(index, knowledge, catalog)
    add_offerings(index, knowledge, catalog)
    add_data(index, knowledge, catalog)
    _add_talk(index, vocabulary, catalog)
    listed = {value for value in forbidden_groups(knowledge) if f"who.{value}" in catalog.words}
    for rule in (*knowledge.policy.rules, *(waiver.rule for waiver in knowledge.policy.waivers)):
        for slot, values in rule.where.items():
            for value in values if slot != Slot.WORDS else ():
                if f"use.{value}" in catalog.words or (slot == Slot.ROLE and value in listed):
                    continue
                index.layer.add(value.replace("_", " ").replace("-", " "), "context", f"{slot}|{value}")
    index.layer.ready_for_fuzzy({}, frozenset())
    return packed(layer_parts(index.layer))


def _add_own_plans(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """The policy's own words for a plan ("company key"); catalog plans are read with their tool."""
    known = {plan.id for tool in catalog.tools.values() for plan in tool.plans}
    for offering in knowledge.vocabulary.offerings.values():
        for plan in offering.plans:
            if plan.lower() not in known and len(words_of(plan)) > 1:
                index.layer.add(plan, "mark", offering.tool)


def _add_switches(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """Phrases for a fact that is on or off, of its own name ("privacy mode on"), where the catalog has none for it."""
    keys = {key for o in knowledge.policy.offerings.values() for key, value in o.facts.items() if value in ("on", "off")}
    for key in sorted(keys):
        name = key.replace("_", " ").replace("-", " ")
        short = _MODE.sub("", name)
        also = _called(catalog, key)
        names = dict.fromkeys((name, short, *also))
        for called in (one for one in names if one in also or len(words_of(one)) > 1):  # a lone word may be said of anything
            index.layer.add(called, "feature", key)
        for state in ("on", "off"):
            for language, forms in words(catalog, f"read.switch_{state}").items():
                for form in forms:
                    for called in names:
                        index.layer.add(re.sub(r"\bx\b", called, form), "feature", f"{key}.{state}", "name", "policy", language)


def _called(catalog: Catalog, key: str) -> list[str]:
    """What a switch is called in all languages."""
    return [phrase for phrases in words(catalog, f"read.switch_name.{key}").values() for phrase in phrases]


def _add_talk(index: Index, vocabulary: Vocabulary, catalog: Catalog) -> None:
    named = {word: t.id for t in vocabulary.transformations.values() for word in (t.id, *words_of(t.label))}
    for name in catalog.words:
        slot, _, id_ = name.partition(".")
        if slot == "transformation":
            for language, phrases in catalog.words[name].items():
                for phrase in phrases:
                    index.layer.add(phrase, "transformation", named.get(id_, id_), "catalog", "catalog", language)
    for condition in vocabulary.conditions.values():
        for phrase in condition.met:
            index.layer.add(phrase, "met", condition.id)
        for phrase in condition.unmet:
            index.layer.add(phrase, "unmet", condition.id)
    for transformation in vocabulary.transformations.values():
        for phrase in (transformation.label, *transformation.names):
            index.layer.add(phrase, "transformation", transformation.id)
