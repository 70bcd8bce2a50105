"""One mapping of a file goes in, typed values of its fields come out; missing and unknown fields are noted as faults."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from bot.knowledge.faults import did_you_mean
from bot.knowledge.sheets.sheet import Sheet, Word, is_empty
from bot.policy.words import ANY, Citation, Texts

RawTexts = Texts
"""Language -> words; the key ``""`` stands for the policy's first language, which only policy.yaml tells."""

Facts = dict[str, str]
Names = Sequence[str]

_YES = {"yes", "true", "on"}
_NO = {"no", "false", "off"}
_LANGUAGE = re.compile(r"[a-z]{2}\Z")


@dataclass(slots=True)
class Selector:
    """Which tools or which data: everything, ids, or facts. ``facts`` are all needed, each with any of its values."""

    at: Word
    everything: bool = False
    ids: tuple[Word, ...] = ()
    facts: tuple[tuple[Word, tuple[Word, ...]], ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for selectors that reach the same."""
        return (
            self.everything,
            tuple(word.text for word in self.ids),
            tuple((name.text, tuple(value.text for value in values)) for name, values in self.facts),
        )


class Fields:
    """The fields of one entry. ``what`` is how messages call it: ``a rule``, ``policy.yaml``."""

    def __init__(  # noqa: PLR0917 - where it stands, and what may stand there
        self,
        sheet: Sheet,
        node: yaml.Node,
        what: str,
        known: Collection[str],
        needed: Iterable[str] = (),
        idle: Sequence[str] = (),
    ) -> None:
        """``idle``: fields of earlier versions that nobody reads any more."""
        self.sheet = sheet
        self.node = node
        self.what = what
        self.at = sheet.place(node)
        self._values: dict[str, yaml.Node] = {}
        self._keys: dict[str, Word] = {}
        for key, value in sheet.pairs(node, what):
            if key.text in idle:
                do = "take it out; what stands in it changes no answer"
                sheet.fault("K081", key, f"`{key.text}` does nothing any more", do, "warning")
                continue
            if key.text not in known:
                listed = f"fields of {what}: {', '.join(known)}"
                sheet.fault("K009", key, f"unknown field `{key.text}` in {what}", did_you_mean(key.text, known, listed))
                continue
            self._values[key.text] = value
            self._keys[key.text] = key
        if isinstance(node, yaml.MappingNode):
            for name in needed:
                if name not in self._values:
                    sheet.fault("K010", node, f"`{name}` is missing in {what}", f"add a line `{name}: ...`")

    def __iter__(self) -> Iterator[str]:
        """Names of the fields that say something, in the file's order."""
        return iter(self._values)

    def has(self, name: str) -> bool:
        return name in self._values

    def node_of(self, name: str) -> yaml.Node | None:
        return self._values.get(name)

    def key_of(self, name: str) -> Word:
        """Where the field's own name stands; the entry's start where it is absent."""
        return self._keys.get(name, self.at)

    @property
    def line(self) -> Citation:
        """Where the entry starts, with the words of its first line."""
        return Citation(self.at.file, self.at.line, self.at.column, self.sheet.line(self.at.line).removeprefix("- "))

    def word(self, name: str) -> Word | None:
        node = self._values.get(name)
        return self.sheet.word(node, f"`{name}`") if node is not None else None

    def text(self, name: str) -> str:
        word = self.word(name)
        return word.text.strip() if word else ""

    def id(self, name: str) -> Word:
        """The entry's id; where it is missing, an empty word at the entry's start."""
        word = self.word(name)
        return (
            self.sheet.id(word, f"the {name}" if name == "id" else f"the {name} id")
            if word and word.text
            else self.at._replace(text="")
        )

    def words(self, name: str) -> tuple[Word, ...]:
        node = self._values.get(name)
        return self.sheet.words(node, f"`{name}`") if node is not None else ()

    def phrases(self, name: str) -> tuple[str, ...]:
        """A list of phrases, or a mapping of language to such lists; empty ones and doubles are left out."""
        node = self._values.get(name)
        if node is None:
            return ()
        if isinstance(node, yaml.MappingNode):
            found = [word for key, value in self.sheet.pairs(node, f"`{name}`") for word in self.sheet.words(value, f"`{name}`")]
            self._languages(node, name)
        else:
            found = list(self.sheet.words(node, f"`{name}`"))
        return tuple(dict.fromkeys(" ".join(word.text.split()) for word in found if word.text.strip()))

    def texts(self, name: str) -> RawTexts:
        """One text, or one for each language."""
        node = self._values.get(name)
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            word = self.sheet.word(node, f"`{name}`")
            return {"": word.text.strip()} if word else {}
        self._languages(node, name)
        return {
            key.text: word.text.strip()
            for key, value in self.sheet.pairs(node, f"`{name}`")
            if (word := self.sheet.word(value, f"`{name}.{key.text}`")) is not None
        }

    def _languages(self, node: yaml.MappingNode, name: str) -> None:
        for key, _ in node.value:
            if not (isinstance(key, yaml.ScalarNode) and _LANGUAGE.match(key.value)):
                where = self.sheet.place(key)
                self.sheet.fault("K011", where, f"`{where.text}` in `{name}` is no language", "use two letters, such as en or nl")

    def flag(self, name: str) -> bool | None:
        """None where nothing is said, or neither yes nor no."""
        word = self.word(name)
        if word is None:
            return None
        text = word.text.strip().lower()
        if text in _YES | _NO:
            return text in _YES
        self.sheet.fault("K011", word, f"`{name}` is `{word.text}`", "use yes or no")
        return None

    def number(self, name: str, least: int = 0, most: int = 999_999) -> int | None:
        word = self.word(name)
        if word is None:
            return None
        if re.fullmatch(r"[0-9]{1,6}", word.text.strip()) and least <= int(word.text) <= most:
            return int(word.text)
        limit = f"write a whole number of at least {least}" + (f" and at most {most}" if most < 999_999 else "")
        self.sheet.fault("K036", word, f"`{name}` is `{word.text}`", limit)
        return None

    def day(self, name: str) -> date | None:
        word = self.word(name)
        return self.sheet.day(word, f"`{name}`") if word else None

    def address(self, name: str) -> str:
        word = self.word(name)
        if word is None or not word.text:
            return ""
        return check_address(self.sheet, word)

    def choice(self, name: str, options: Iterable[str], what: str) -> str | None:
        word = self.word(name)
        return self.sheet.choice(word, options, what) if word else None

    def facts(self, name: str) -> Facts:
        """Free facts: key -> one word in lower case, as written (``no`` stays ``no``)."""
        node = self._values.get(name)
        found: Facts = {}
        if node is None:
            return found
        for key, value in self.sheet.pairs(node, f"`{name}`"):
            word = self.sheet.word(value, f"the fact `{key.text}`")
            if word is not None:
                found[key.text.lower()] = plain(word.text)
        return found

    def entries(self, name: str) -> list[yaml.Node]:
        node = self._values.get(name)
        return self.sheet.items(node, f"`{name}`") if node is not None else []

    def mapping(self, name: str) -> list[tuple[Word, yaml.Node]]:
        node = self._values.get(name)
        return list(self.sheet.pairs(node, f"`{name}`")) if node is not None else []

    def selector(self, name: str) -> Selector | None:
        """``*``, an id, a list of ids, or a mapping of facts."""
        node = self._values.get(name)
        if node is None:
            return None
        at = self.sheet.place(node)
        if isinstance(node, yaml.MappingNode):
            facts = tuple((key, self.sheet.words(value, f"`{key.text}`")) for key, value in self.sheet.pairs(node, f"`{name}`"))
            if not facts:
                self.sheet.fault("K010", node, f"`{name}` is empty", 'write "*" for everything, ids, or facts')
                return None
            return Selector(at, facts=facts)
        ids = self.sheet.words(node, f"`{name}`")
        if not ids:
            self.sheet.fault("K010", node, f"`{name}` is empty", 'write "*" for everything, ids, or facts')
            return None
        if any(word.text == ANY for word in ids):
            return Selector(at, everything=True)
        return Selector(at, ids=ids)


def plain(text: str) -> str:
    """A fact's value as rules test it: lower case, single spaces."""
    return " ".join(text.lower().split())


def check_address(sheet: Sheet, word: Word) -> str:
    """A web address; anything else is a fault."""
    if re.match(r"https?://[^\s/]*@", word.text):
        sheet.fault("K038", word, "an address has a name or a password in it", "write it without: nobody logs in to read it")
        return ""
    if re.match(r"https?://[^\s/]+", word.text):
        return word.text.strip()
    sheet.fault("K038", word, f"`{word.text}` is not a web address", "write it with https:// in front")
    return ""


def listed(sheet: Sheet, node: yaml.Node, key: str) -> list[yaml.Node]:
    """The entries of a file that is a list, or a mapping with the one field ``key`` that holds the list."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    fields = Fields(sheet, node, f"a {key} file", (key,), (key,))
    return [entry for entry in fields.entries(key) if not is_empty(entry)]
