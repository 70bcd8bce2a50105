"""Two versions of a policy go in; the names come out that a question in words would be read by as something else.

Only names that one of the versions has and the other has not are read, by both readers, without a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from bot.policy.changes.renamed import Named, Renamed
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, SafeText
from bot.policy.world import Catalog
from bot.reading.door import make_safe
from bot.reading.reader import Reader

Name = tuple[Named, str]


def renamed(old: Knowledge, new: Knowledge, catalog: Catalog) -> tuple[Renamed, ...]:
    """Names of tools and data that moved. Those of things that are wholly new or gone are told with their cells."""
    before, after = set(_names(old, catalog)), set(_names(new, catalog))
    moved = {one for one, _ in before ^ after}
    asked = {name.casefold(): (what, name) for what, name in sorted(moved, reverse=True)}
    if not asked:
        return ()
    readers = Reader(old, catalog), Reader(new, catalog)
    found = []
    for what, name in sorted(asked.values()):
        was, now = (_read(reader, what, name) for reader in readers)
        if was != now and not _is_no_news(was, now, old, new):
            found.append(Renamed(name, what, was, now))
    return tuple(found)


def listed_in(knowledge: Knowledge, catalog: Catalog) -> Callable[[str], tuple[str, ...]]:
    """The name of a tool -> the offerings that the policy has under it."""
    reader = Reader(knowledge, catalog)
    return cache(lambda name: _read(reader, Named.TOOL, name))


def _is_no_news(was: tuple[str, ...], now: tuple[str, ...], old: Knowledge, new: Knowledge) -> bool:
    if was and now:
        return False
    known = (old if now else new).policy
    return not any(id_ in things for id_ in was or now for things in (known.offerings, known.data_types, known.data_classes))


def _read(reader: Reader, what: Named, name: str) -> tuple[str, ...]:
    """What it may be, as ids; nothing where it is read as nothing."""
    safe = make_safe(name)
    items = reader.read_words(SafeText(safe.text, safe.kinds), None, Asker()).items
    questions = [item.question for item in items]
    if what is Named.TOOL:
        return tuple(sorted({id_ for one in questions for tool in one.tools for id_ in tool.offerings}))
    return tuple(sorted({id_ for one in questions for data in one.data for id_ in data.types}))


def _names(knowledge: Knowledge, catalog: Catalog) -> Iterator[tuple[Name, object]]:
    """Every name with what the files make of it. A tie to the catalog counts by the name that the catalog has for it."""
    words = knowledge.vocabulary
    for tool in words.tools.values():
        for name in (tool.label, *tool.names, *(catalog.tools[id_].name for id_ in tool.catalog if id_ in catalog.tools)):
            yield (Named.TOOL, name), (tool.id, knowledge.organisation.bare_brand)
        if tool.group:
            catches = (tool.id, tool.banned, tuple(sorted(tool.covers.items())))
            yield from (((Named.TOOL, one.name), catches) for one in catalog.tools.values())
    for offering in words.offerings.values():
        for name in (offering.label, *offering.names):
            yield (Named.TOOL, name), (offering.id, offering.plans, offering.account, offering.hosting)
    for data in words.data.values():
        ties = [catalog.kinds[id_].label for id_ in (*data.catalog, *data.perhaps) if id_ in catalog.kinds]
        for name in (data.label, *data.names, *data.examples, *ties):
            yield (Named.DATA, name), data.id
        yield from (((Named.DATA, f"[{placeholder}]"), data.id) for placeholder in data.detectors)
