"""A policy that somebody wrote by hand goes in; which of its rules speak of a sentence, by the sections they cite, comes out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from bot.knowledge.importing.texts.document import HEADING
from bot.knowledge.importing.written.update import MEMORY
from bot.policy.policy import Policy
from bot.policy.words import Citation, Rule


def is_by_hand(files: Mapping[str, str]) -> bool:
    """Whether its rules are its owners' own words, and nothing that an import read."""
    return MEMORY not in files


class Sections:
    """Whoever wrote a rule had read the section that it cites; an import has read one sentence of it."""

    def __init__(self, files: Mapping[str, str], policy: Policy) -> None:
        self._policy, self._rules = policy, policy.rules if is_by_hand(files) else ()
        self._heads = {
            path: [number for number, line in enumerate(text.splitlines(), 1) if HEADING.match(line)]
            for path, text in files.items()
            if path.endswith(".md")
        }

    def rules_of(self, at: Citation, data: Sequence[str]) -> tuple[str, ...]:
        """Ids of the rules that cite the section of a place and are about some of the data, broader or narrower; without data, of
        all that cite it."""
        said, rules = self._broad(data), [rule for rule in self._rules if self._cites(rule, at)]
        about = [rule for rule in rules if said & rule.data or set(data) & self._broad(sorted(rule.data))]
        return tuple(rule.id for rule in (about if data else rules))

    def _cites(self, rule: Rule, at: Citation) -> bool:
        cited = rule.cites
        if cited is None or cited.file != at.file:
            return False
        heads = self._heads[at.file]
        return bisect_right(heads, at.line) == bisect_right(heads, cited.line)

    def _broad(self, data: Iterable[str]) -> set[str]:
        """With all that they belong to."""
        types = self._policy.data_types
        kinds = {one for id_ in data for one in (id_, *(types[id_].is_a if id_ in types else ()))}
        return kinds.union(*(types[one].classes for one in kinds if one in types))
