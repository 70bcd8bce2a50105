"""Sentences of the document and the glossary in; the parties whose papers go into some tools only, or into none, out.

"Hellwig Pharma, Nordstern and all transports for the army: their papers go only into Kalle." Whoever names one of them gets a no
for every other tool. Read where several names are listed, one of them no common word; anything else is left to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.texts.document import Line, without_bold
from bot.knowledge.importing.texts.patterns import any_of, parter, without_determiner
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.tool_row import ToolRow, rows_in
from bot.knowledge.importing.texts.words import (
    caution_words,
    fold,
    has_word,
    limit_words,
    lists,
    sentence_words,
    tokens,
    unique_slug,
)
from bot.knowledge.importing.waiting.telling import HowCommon

_LISTS = (re.compile(r"\(([^()]{3,200})\)"), re.compile(r"^([^:]{3,200}):\s"), re.compile(r":\s([^:;.]{3,200})\.?$"))
_BEGINS = re.compile(r"^(?:[-*]\s+)?\*\*")
"""What begins a paragraph of its own."""
_QUOTED = re.compile(r"[\"“„«]\s?([^\"”“„«»]{3,40}?)\s?[\"”“»]")
_CALLED = re.compile(r"^([^.:(]{3,60})[.:(]")
_LEAST, _LONGEST = 2, 5
"""Names of a list; words of a name."""
_SHORT = 3
"""Letters of a word that is hardly a name."""
_RARE = 3.3
"""log10 of the uses among 10^9 words, below which a word is a name by itself."""


def _words(name: str) -> list[str]:
    found: list[str] = sentence_words()["parties"][name]
    return found


class _Told(NamedTuple):
    """The parties that a paragraph has named so far, and what they are called together."""

    names: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parties:
    """Finds them. ``known``: folded names of classes, data and tools, which are no parties."""

    rows: list[ToolRow]
    known: frozenset[str]
    how_common: HowCommon
    language: str

    def find(self, lines: Iterable[Line], taken: set[str]) -> list[Limit]:
        """One for each paragraph that names parties and says where their papers may go."""
        found: list[Limit] = []
        told, heading = _Told(), ""
        for line in lines:
            text = without_bold(line.text).strip()
            if line.heading != heading or _BEGINS.match(line.text):
                told, heading = _Told(), line.heading
            for said in statements_of(text, begun=True):
                named = self._named(said, text)
                told = named or told
                if told.names and (named or _points_back(said)) and (limit := self._limit(line, said, told, taken)):
                    found += [] if any((one.rows, one.words) == (limit.rows, limit.words) for one in found) else [limit]
                    told = _Told()
                elif found and line.line == found[-1].line.line and _excepts(said):
                    found[-1] = self._sparing(found[-1], {row.id for row in rows_in(said, self.rows)})
        return found

    def _sparing(self, limit: Limit, spared: set[str]) -> Limit:
        """ "Kalle is the exception": what was forbidden for all tools, or for some, is not for these."""
        held = limit.rows or tuple(row.id for row in self.rows)
        left = tuple(id_ for id_ in held if id_ not in spared)
        return replace(limit, rows=left) if left else limit  # no row at all would be every one

    def _named(self, said: str, text: str) -> _Told | None:
        """What a sentence names; nothing where it names none."""
        names, marks = tuple(self._names(said)), tuple(_marks(said))
        return _Told(names, self._called(text)) if names else _Told(marks) if marks else None

    def _limit(self, line: Line, said: str, told: _Told, taken: set[str]) -> Limit | None:
        """What a sentence forbids to the papers of those who were named; nothing where it gives a way out."""
        inside = self._inside(said)
        if not (inside or _says_none(said)) or re.search(lists()["only_tools_doubt"], said, re.IGNORECASE):
            return None
        rule = unique_slug(f"{'only some tools' if inside else 'no tool'} for {told.names[0]}", taken)
        others = tuple(row.id for row in self.rows if row.id not in inside) if inside else ()
        return Limit(rule, line, said, rows=others, words=(*told.names, *told.called))

    def _inside(self, said: str) -> set[str]:
        """The rows that a sentence confines something to."""
        match = re.search(rf"\b(?:{any_of(_words('only_into'))})\s+([^.;:]+)", said, re.IGNORECASE)
        return {row.id for row in rows_in(match[1], self.rows)} if match else set()

    def _names(self, said: str) -> Iterator[str]:
        """The names of a list in brackets, before a colon or behind one, each as people say it; nothing where
        no word of them is rare, and not all are written as names."""
        for pattern in _LISTS:
            listed = pattern.search(said)
            parts = [part for part in parter("[,;/]", self.language).split(listed[1]) if part] if listed else []
            named = [name for part in parts if (name := self._name(part))]
            rare = {name: self._rare(name) for name in named}
            if len(named) == len(parts) >= _LEAST and (any(rare.values()) or all(map(_is_proper, named))):
                yield from dict.fromkeys(fold(one) for name in named for one in (name, rare[name]) if one)
                return

    def _name(self, part: str) -> str:
        """ "All transports for the army" -> "army"; nothing where it is a thing that the policy names, or too long for a name."""
        *before, last = re.split(rf"\s(?:{any_of(_words('behind'))})\s", part.strip(" .:"), flags=re.IGNORECASE)
        name = without_determiner(last.strip())
        is_name = (bool(before) or name[:1].isupper()) and 1 <= len(tokens(name)) <= _LONGEST
        return name if is_name and fold(name) not in self.known else ""

    def _rare(self, name: str) -> str:
        """The first word of a name, where it is none of the language."""
        first = name.split(maxsplit=1)[0]
        return (
            first if len(first) > _SHORT and first.isalpha() and self.how_common(first.casefold(), self.language) < _RARE else ""
        )

    def _called(self, text: str) -> tuple[str, ...]:
        """What the parties are called together ("Blocked customers")."""
        head = _CALLED.match(text)
        is_called = head and _LEAST <= len(tokens(head[1])) <= _LONGEST and fold(head[1]) not in self.known
        return (fold(head[1]),) if head and is_called else ()


def _is_proper(name: str) -> bool:
    """Whether a name is several words, each written as a name is: "Harmon & Pell Retail"."""
    words = name.split()
    return len(words) > 1 and not any(word[:1].islower() for word in words)


def _excepts(said: str) -> bool:
    """Whether a sentence makes an exception, and neither denies it nor ties it to anything."""
    ties = {*limit_words()["ban"], *limit_words()["only"], *limit_words()["under"], *caution_words()["condition"]}
    tied = sorted(ties - {*caution_words()["reasons"]})
    return bool(has_word(said, _words("exception"))) and not has_word(said, tied)


def _points_back(said: str) -> bool:
    """Whether a sentence is about what one before it has named: "Their papers ...", "Such an application ..."."""
    first = tokens(said)[:1]
    return bool(first) and first[0] in (*lists()["pointing"], *_words("theirs"))


def _says_none(said: str) -> bool:
    """Whether a sentence lets something into no tool at all."""
    return bool(re.search(rf"\b(?:{any_of(_words('into_none'))})\b", said, re.IGNORECASE))


def _marks(said: str) -> Iterator[str]:
    """The words in quotation marks by which a paper is known ("no AI processing"); of those that begin with a no the first two,
    too."""
    for quoted in _QUOTED.findall(said):
        words = tokens(quoted)
        if 2 <= len(words) <= _LONGEST:
            yield fold(quoted)
            if len(words) > 2 and words[0] in sentence_words()["nothing"]:
                yield " ".join(words[:2])
