"""A sentence goes in; the tools and the data of the policy that it names come out, by the policy's own words for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.knowledge.importing.texts.tool_row import head_of
from bot.knowledge.importing.texts.words import tokens
from bot.policy.house import Knowledge
from bot.policy.vocabulary import DataTerms, ToolTerms

_SHORTEST = 3
"""Letters of a name that is looked for: "AI" stands everywhere."""


class Names:
    """The names of one policy."""

    def __init__(self, knowledge: Knowledge) -> None:
        words = knowledge.vocabulary
        self._tools = _Things({id_: _called(tool) for id_, tool in words.tools.items()})
        self._data = _Things({id_: (data.label, *data.names, *_examples(data)) for id_, data in words.data.items()})
        self._broader = {id_: {*kind.classes, *kind.is_a} for id_, kind in knowledge.policy.data_types.items()}
        self._classes = knowledge.policy.data_classes

    def tools(self, text: str) -> tuple[str, ...]:
        """Ids of the tools that a text names."""
        return self._tools.named(text)

    def data(self, text: str) -> tuple[str, ...]:
        """Ids of the data types and classes that a text names; a class is left out where one of its own types is named."""
        found = self._data.named(text)
        covered = {broad for id_ in found for broad in self._broader.get(id_, ())}
        return tuple(id_ for id_ in found if id_ not in covered)

    def names(self, text: str) -> bool:
        """Whether a text names any tool or data."""
        return bool(self._tools.named(text) or self._data.named(text))


def _called(tool: ToolTerms) -> Iterable[str]:
    return (tool.label, head_of(tool.label), *tool.names)


def _examples(data: DataTerms) -> tuple[str, ...]:
    return () if data.is_class else data.examples


class _Things:
    """What can be named, found by the first word of a name."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._ids = tuple(names)
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for id_, called in names.items():
            for run in map(tokens, dict.fromkeys(called)):
                if sum(map(len, run)) >= _SHORTEST:
                    self._by_first.setdefault(run[0], []).append((run, id_))

    def named(self, text: str) -> tuple[str, ...]:
        """The longest names win: "Copilot Chat" is no "Copilot"."""
        hay = tokens(text)
        spans = [
            (len(run), at, id_)
            for at, word in enumerate(hay)
            for run, id_ in self._by_first.get(word, ())
            if hay[at : at + len(run)] == run
        ]
        taken: dict[int, str] = {}
        found: set[str] = set()
        for size, at, id_ in sorted(spans, key=lambda span: (-span[0], span[1])):
            places = range(at, at + size)
            if all(taken.get(place, id_) == id_ for place in places):
                taken.update(dict.fromkeys(places, id_))
                found.add(id_)
        return tuple(id_ for id_ in self._ids if id_ in found)
