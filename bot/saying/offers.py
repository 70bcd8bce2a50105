"""A policy and a language go in; the lists to pick from come out: tools, their offerings, kinds of data, with all their names."""

from __future__ import annotations

from collections.abc import Callable

from bot.policy.house import Knowledge
from bot.policy.talks.checks import UNLISTED, WHICH, Entry
from bot.policy.words import Slot
from bot.saying import labels
from bot.saying.answers.asking import examples, few
from bot.saying.words import words_for

NamesOf = Callable[[str], tuple[str, ...]]
"""Catalog id of a tool or a kind -> how people call it."""
LAST = "\uffff"


def tools_to_pick(knowledge: Knowledge, language: str, names_of: NamesOf) -> tuple[Entry, ...]:
    """Two entries for those who have no tool yet or another one, then every tool under its vendor, in alphabetical order."""
    words = words_for(language, knowledge.organisation.languages)
    vendors = {vendor.id: vendor.name for vendor in knowledge.vendors}
    of_tool = {offering.tool: vendors.get(offering.vendor, "") for offering in knowledge.policy.offerings.values()}
    entries = [
        Entry(id_, labels.tool_label(id_, knowledge, words), of_tool.get(id_, ""), _names_of_tool(id_, knowledge, names_of))
        for id_ in knowledge.vocabulary.tools
    ]
    entries = [entry if entry.group else Entry(entry.id, entry.label, words("pick.others"), entry.names) for entry in entries]
    others = words("pick.others")
    entries.sort(key=lambda one: (LAST if one.group == others else one.group.casefold(), one.label.casefold()))
    none = words("pick.no_tool")
    return (Entry(WHICH, words("pick.which"), none), Entry(UNLISTED, words("pick.unlisted"), none), *entries)


def plans_to_pick(tool: str, knowledge: Knowledge, language: str) -> tuple[Entry, ...]:
    """The offerings of one tool, as the policy lists them."""
    words = words_for(language, knowledge.organisation.languages)
    terms = [one for one in knowledge.vocabulary.offerings.values() if one.tool == tool]
    return tuple(Entry(one.id, labels.offering_label(one.id, knowledge, words)) for one in terms)


def offerings_to_pick(knowledge: Knowledge, language: str, names_of: NamesOf) -> tuple[Entry, ...]:
    """Every offering by its label, in alphabetical order."""
    words = words_for(language, knowledge.organisation.languages)
    entries = [
        Entry(
            one.id,
            labels.offering_label(one.id, knowledge, words),
            names=(*one.names, *_names_of_tool(one.tool, knowledge, names_of)),
        )
        for one in knowledge.vocabulary.offerings.values()
    ]
    return tuple(sorted(entries, key=lambda entry: entry.label.casefold()))


def data_to_pick(knowledge: Knowledge, language: str, names_of: NamesOf, said: NamesOf) -> tuple[Entry, ...]:
    """Every data type under its class, mild classes first, then the classes themselves. ``said``: the catalog's names in this
    language alone, which stand below a label where the policy is written in another one."""
    words = words_for(language, knowledge.organisation.languages)
    types, classes = knowledge.policy.data_types, knowledge.policy.data_classes
    order = {id_: place for place, id_ in enumerate(classes)}
    entries: list[tuple[int, Entry]] = []
    for id_, terms in knowledge.vocabulary.data.items():
        names = (*terms.names, *terms.examples, *(name for kind in terms.catalog for name in names_of(kind)))
        label, told = labels.data_label(id_, knowledge, words), examples(Slot.DATA, id_, knowledge, words)
        if not terms.is_class and words.language != words.policy_language:
            told = few([name for kind in terms.catalog for name in said(kind)], label, words) or told
        if terms.is_class:
            entries.append((len(order) + order.get(id_, 0), Entry(id_, label, words("slack.form.classes"), names, told)))
            continue
        own = [class_ for class_ in (types[id_].classes if id_ in types else ()) if class_ in order]
        group = labels.data_label(own[0], knowledge, words) if own else words("slack.form.types")
        entries.append((order[own[0]] if own else -1, Entry(id_, label, group, names, told)))
    entries.sort(key=lambda one: one[0])
    return tuple(entry for _, entry in entries)


def _names_of_tool(id_: str, knowledge: Knowledge, names_of: NamesOf) -> tuple[str, ...]:
    terms = knowledge.vocabulary.tools[id_]
    plans = [one for one in knowledge.vocabulary.offerings.values() if one.tool == id_]
    own = (*terms.names, *(name for one in plans for name in (one.label, *one.names)))
    return (*own, *(name for kind in terms.catalog for name in names_of(kind)))
