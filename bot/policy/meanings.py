"""Ids of meanings go in; what each means comes out: the policy's own words where it defines it, else the catalog's, with the
tools of that sort. It rules nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.policy.due.known_licences import commercial_use, licences_of
from bot.policy.house import Definition, Knowledge
from bot.policy.talks.talk import Meant
from bot.policy.world import Catalog, CatalogMeaning, CatalogTool

MOST_KNOWN, ENOUGH = 5, 3
"""Tools that are not on the company's list and named as well, where it has fewer than enough of that sort."""


def meant(knowledge: Knowledge, catalog: Catalog, ids: Iterable[str]) -> tuple[Meant, ...]:
    """Each meaning that was asked about, in the order of the question."""
    told, licences = [], licences_of(knowledge, catalog)
    for meaning in (catalog.meanings[id_] for id_ in ids if id_ in catalog.meanings):
        own = defined(knowledge, meaning)
        if own is not None:
            told.append(Meant(meaning.label, {}, own=f"{own.word}: {own.text}", at=own.at))
            continue
        sort = catalog.meanings.get(meaning.akin, meaning)
        alike = [tool.id for tool in catalog.tools.values() if _is_of(tool, sort.such_as)]
        listed = tuple(id_ for id_, row in knowledge.vocabulary.tools.items() if set(row.catalog) & set(alike))
        ours = {id_ for row in knowledge.vocabulary.tools.values() for id_ in row.catalog}
        others = sorted((catalog.tools[id_] for id_ in alike if id_ not in ours), key=lambda tool: -len(tool.names))
        known = tuple(tool.name for tool in others[:MOST_KNOWN]) if len(listed) < ENOUGH else ()
        uses = tuple((id_, commercial_use(licences[id_])) for id_ in listed if id_ in licences) if _is_open(sort) else ()
        told.append(Meant(meaning.label, meaning.about, _spoken(meaning), meaning.seen, listed, known, sort.label, uses))
    return tuple(told)


def defined(knowledge: Knowledge, meaning: CatalogMeaning) -> Definition | None:
    """The policy's own definition of the same word."""
    names = set(_spoken(meaning))
    return next((one for one in knowledge.definitions if _plain(one.word) in names), None)


def _spoken(meaning: CatalogMeaning) -> tuple[str, ...]:
    return tuple(_plain(name) for names in meaning.names.values() for name in names)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _is_open(meaning: CatalogMeaning) -> bool:
    return meaning.such_as == {"weights": "open"}


def _is_of(tool: CatalogTool, facts: Mapping[str, str]) -> bool:
    """Whether the catalog knows a tool to be of a sort; without facts none is."""
    has = {"weights": (tool.weights,), "hosting": tool.hosting, "family": tool.families}
    return bool(facts) and all(value in has[fact] for fact, value in facts.items())
