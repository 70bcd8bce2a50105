"""A task, or the tool that was asked about, goes in; the offerings made for it come out, for the order of lists."""

from __future__ import annotations

from collections.abc import Iterable

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.cues import Cues
from bot.tongue.text import fold, words_of

_LISTS = "suits."
"""Word lists that name a task; what follows is the family of tools made for it."""


class Suited:
    """The families of one policy's tools."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self.tools = catalog.tools
        self.tasks = frozenset(name.removeprefix(_LISTS) for name in catalog.words if name.startswith(_LISTS))
        self.any_task = frozenset(family.id for family in catalog.families.values() if family.any_task)
        self.makers = frozenset(tool.vendor for tool in catalog.tools.values() if tool.vendor)
        self.spoken = {
            family: frozenset(fold(word) for words in catalog.words[f"{_LISTS}{family}"].values() for word in words)
            for family in self.tasks
        }
        rows = knowledge.vocabulary.tools
        self.offered = {
            one.id: self._of(rows[one.tool].catalog) or self._by_name(rows[one.tool].label, one.vendor)
            for one in knowledge.policy.offerings.values()
            if one.tool in rows
        }
        """Offering -> families of tools."""

    def offerings(self, cues: Cues, asked: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Made for the task that the words name, else for that of ``asked`` (tools of the catalog), else for any; and those
        made for other tasks alone."""
        named = {family for family in self.tasks if cues.has(f"{_LISTS}{family}")}
        alike = self._of(asked) & self.tasks
        fit = named | alike | self.any_task
        narrow = tuple(id_ for id_, made_for in self.offered.items() if made_for & self.tasks and not made_for & fit)
        for families in (named, alike, self.any_task):
            found = tuple(id_ for id_, made_for in self.offered.items() if families & made_for)
            if found:
                return found, narrow
        return (), narrow

    def _by_name(self, label: str, vendor: str) -> frozenset[str]:
        """A tool that the catalog does not know: made for the task that its name tells, else an assistant of nobody else's,
        which takes any."""
        told = frozenset(words_of(label))
        named = frozenset(family for family, words in self.spoken.items() if told & words)
        return named or (frozenset() if vendor in self.makers else self.any_task)

    def _of(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(family for id_ in ids if id_ in self.tools for family in self.tools[id_].families)
