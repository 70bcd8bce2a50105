"""A task, or the tool that was asked about, goes in; the offerings made for it come out, for the order of lists."""

from __future__ import annotations

from collections.abc import Iterable

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.cues import Cues

_LISTS = "suits."
"""Word lists that name a task; what follows is the family of tools made for it."""


class Suited:
    """The families of one policy's tools."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self.tools = catalog.tools
        self.tasks = frozenset(name.removeprefix(_LISTS) for name in catalog.words if name.startswith(_LISTS))
        self.any_task = frozenset(family.id for family in catalog.families.values() if family.any_task)
        known = {row.id: row.catalog for row in knowledge.vocabulary.tools.values()}
        self.offered = {
            one.id: self._of(known.get(one.tool, ())) or (frozenset() if one.vendor else self.any_task)
            for one in knowledge.policy.offerings.values()
        }
        """Offering -> families; an assistant of nobody else's, which the catalog does not know, takes any task."""

    def offerings(self, cues: Cues, asked: Iterable[str]) -> tuple[str, ...]:
        """Made for the task that the words name, else for that of ``asked`` (tools of the catalog), else for any."""
        named = {family for family in self.tasks if cues.has(f"{_LISTS}{family}")}
        alike = self._of(asked) & self.tasks
        for families in (named, alike, self.any_task):
            found = tuple(id_ for id_, made_for in self.offered.items() if families & made_for)
            if found:
                return found
        return ()

    def _of(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(family for id_ in ids if id_ in self.tools for family in self.tools[id_].families)
