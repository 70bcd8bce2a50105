"""A selector of a rule goes in, the set of offering ids or data ids that it reaches comes out. Equal ones are resolved once."""

from __future__ import annotations

from bot.knowledge.faults import did_you_mean, one_of
from bot.knowledge.files.tools import ACCOUNTS, HOSTING
from bot.knowledge.joined.index import Index
from bot.knowledge.sheets.fields import Selector, plain
from bot.knowledge.sheets.sheet import Word
from bot.policy.words import ANY

EVERYTHING = frozenset((ANY,))
Known = dict[str, tuple[str, ...]]
"""Fact -> the values that one offering or data type has for it."""

_CLOSED = {"account": ACCOUNTS, "hosting": HOSTING}


class Selectors:
    """Resolves selectors against one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._cache: dict[tuple[object, ...], frozenset[str]] = {}
        self._offering_facts: dict[str, dict[str, tuple[str, ...]]] = {}
        for offering_id, (tool, offering) in index.offerings.items():
            facts: Known = {key: (value,) for key, value in offering.facts.items()}
            own: Known = {"tool": (tool.id.text,), "vendor": (tool.vendor,), "plan": offering.plan}
            self._offering_facts[offering_id] = facts | own | {"account": (offering.account,), "hosting": (offering.hosting,)}
        self._data_facts: dict[str, Known] = {
            key: {name: (value,) for name, value in kind.facts.items()} for key, kind in index.types.items()
        }

    def offerings(self, selector: Selector | None) -> frozenset[str]:
        """Offering ids; ``*`` alone for everything, also for what no file lists."""
        if selector is None or selector.everything:
            return EVERYTHING
        key = ("tools", *selector.key)
        if key not in self._cache:
            if selector.facts:
                self._cache[key] = self._by_facts(selector, self._offering_facts, "tools")
            else:
                self._cache[key] = frozenset().union(*(self.index.offerings_of(word) for word in selector.ids))
        return self._cache[key]

    def data(self, selector: Selector | None) -> frozenset[str]:
        """Data type and data class ids. A class stays a class: deciding reaches its types through it."""
        if selector is None or selector.everything:
            return EVERYTHING
        key = ("data", *selector.key)
        if key not in self._cache:
            self._cache[key] = self._data(selector)
        return self._cache[key]

    def _data(self, selector: Selector) -> frozenset[str]:
        if not selector.facts:
            return frozenset(word.text for word in selector.ids if self.index.is_data(word))
        classes: frozenset[str] | None = None
        others: list[tuple[Word, tuple[Word, ...]]] = []
        for name, values in selector.facts:
            if name.text == "class":
                classes = frozenset(value.text for value in values if self.is_class(value))
            else:
                others.append((name, values))
        if not others:
            return classes or frozenset()
        found = self._by_facts(Selector(selector.at, facts=tuple(others)), self._data_facts, "data")
        if classes is None:
            return found
        return frozenset(key for key in found if classes & {word.text for word in self.index.types[key].classes})

    def is_class(self, word: Word) -> bool:
        if word.text in self.index.classes:
            return True
        self.index.unknown("K017", word, self.index.classes)
        return False

    def _by_facts(self, selector: Selector, known: dict[str, Known], kind: str) -> frozenset[str]:
        wanted: list[tuple[str, frozenset[str]]] = []
        for name, values in selector.facts:
            key = name.text.lower()
            if not any(key in facts for facts in known.values()) and kind not in self.index.gaps:
                names = {each for facts in known.values() for each in facts}
                do = did_you_mean(key, names, "It reaches nothing until one has it")
                self.index.fault(
                    "K027", name, f"no {'offering' if kind == 'tools' else 'data type'} has the fact `{name.text}`", do, "warning"
                )
                return frozenset()
            if not all(self._is_possible(key, value, kind) for value in values):
                return frozenset()
            wanted.append((key, frozenset(plain(value.text) for value in values)))
        found = frozenset(
            each for each, facts in known.items() if all(not words.isdisjoint(facts.get(key, ())) for key, words in wanted)
        )
        if not found and kind not in self.index.gaps:
            told = ", ".join(f"{name.text}: {' or '.join(value.text for value in values)}" for name, values in selector.facts)
            do = "mend it, or keep it for what will come"
            self.index.fault(
                "K027", selector.at, f"no {'offering' if kind == 'tools' else 'data type'} has {told}", do, "warning"
            )
        return found

    def _is_possible(self, key: str, value: Word, kind: str) -> bool:
        if kind != "tools":
            return True
        if key == "tool" and value.text not in self.index.tools:
            self.index.unknown("K013", value, self.index.tools)
            return False
        options = _CLOSED.get(key)
        if options and plain(value.text) not in options:
            do = did_you_mean(value.text, options, one_of(options))
            self.index.fault("K011", value, f"unknown {key} `{value.text}`", do)
            return False
        return True
