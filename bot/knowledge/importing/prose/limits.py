"""Sentences of the document and the glossary in; what some people, or uses in some settings, may not, out. Only whole ones.

A sentence is read where every word of it is known: who asks, which setting, which tools, which classes, a ban or an "only", and
words that say nothing. What an unknown word narrows or widens nobody can tell, so such a sentence is left to people. Whatever is
written forbids: a sentence that only grants makes nothing looser.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.limit_sentences import spread, words_of
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import limit_words, lists, slug, stems, tokens
from bot.policy.provisions import STAFF
from bot.policy.world import Catalog

_OUTSIDERS = ("agency", "alumnus", "board-member", "contractor", "student", "visitor", "volunteer")
"""Who is meant by what is only for staff."""
_OPPOSITE = ".opposite"
_SLACK = 3
"""Letters that two forms of a word may differ by."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that is forbidden to ``who``, or in the settings ``uses``. Empty ``rows``: every tool; ``data``: every class."""

    rule: str
    """Its id; at first the words that it is made of."""
    line: Line
    said: str
    """The sentence of that line, or of that item, which says it."""
    who: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    asks: bool = False
    """Whether it is a review and no ban: not every word was understood."""
    words: tuple[str, ...] = ()
    """Words of which a message must say one."""
    needs: str = ""
    """The condition under which it is allowed all the same."""

    @property
    def where(self) -> dict[str, tuple[str, ...]]:
        """The rule's context."""
        return {slot: values for slot, values in (("role", self.who), ("purpose", self.uses), ("words", self.words)) if values}


class Withheld(NamedTuple):
    """What is forbidden to whom, in which settings; an empty set stands for all of them."""

    who: set[str]
    uses: set[str]
    rows: set[str]
    data: set[str]


@dataclass(slots=True)
class Said:
    """What a sentence names."""

    rows: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    who: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    opposites: set[str] = field(default_factory=set)
    bans: bool = False
    only: bool = False
    staff: bool = False
    at_most: bool = False
    """The classes that are named are the strictest of those that may be used."""
    tools: bool = False
    """Whether AI tools as such are named."""
    unknown: list[str] = field(default_factory=list)


class LimitReader:
    """Reads sentences against one policy's rows and classes and the catalog's groups and settings."""

    def __init__(
        self, rows: list[ToolRow], classes: list[ClassWords], catalog: Catalog, language: str, organisation: str = ""
    ) -> None:
        """``organisation``: whose policy it is; its name says nothing of who or what a sentence is about."""
        self.rows = [row.id for row in rows]
        self.language = language
        self.classes = [entry.id for entry in classes]
        self.ranks = {entry.id: entry.rank for entry in classes}
        self.index: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        self.stemmed: dict[tuple[str, ...], list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
        for name in ("ban", "only", "at_most", "any_tool", "idle"):
            for phrase in limit_words()[name]:
                self._add(words_of(phrase), name, "")
        tied = Counter(id_ for row in rows for id_ in row.catalog)
        for row in rows:
            own = {*row.plain_names, row.label}
            sold = {name for id_ in row.catalog if tied[id_] == 1 and not row.group for name in catalog.tools[id_].names}
            for name in own | sold:
                self._add(words_of(name), "row", row.id)
        likes = [entry.like for entry in classes]
        for entry in classes:
            alike = lists()["classes"].get(entry.like, ()) if likes.count(entry.like) == 1 else ()
            for name in {entry.label, *entry.synonyms, *alike}:
                self._add(words_of(name), "class", entry.id)
                self._add_stems(name, language, "class", entry.id)
        for name in catalog.words:
            kind, _, rest = name.partition(".")
            if kind in ("who", "use") and not rest.endswith((".act", ".of", ".perhaps", ".does")):
                for lang in dict.fromkeys((language, "en", "any")):
                    for phrase in catalog.words[name].get(lang, ()):
                        self._add_named(phrase, kind, rest.removesuffix(".says"), lang)
        for word in words_of(organisation):
            if (word,) not in self.index:
                self._add((word,), "idle", "")
        self.longest = max(map(len, self.index))
        self.agents = frozenset((*limit_words()["agent"], *limit_words()["agent_of"].get(language, ())))
        self.people = frozenset(
            word for key, held in self.index.items() if any(what == "who" for what, _ in held) for word in key
        )

    def _add(self, key: tuple[str, ...], what: str, id_: str) -> None:
        held = self.index.setdefault(key, []) if key else []
        if (what, id_) not in held:
            held.append((what, id_))

    def _add_named(self, phrase: str, kind: str, id_: str, lang: str) -> None:
        self._add(words_of(phrase), kind, id_)
        if len(tokens(phrase)) > 1:
            self._add_stems(phrase, lang, kind, id_)

    def _add_stems(self, phrase: str, lang: str, kind: str, id_: str) -> None:
        self.stemmed.setdefault(stems(phrase, lang), []).append((tokens(phrase), (kind, id_)))

    def _found(self, words: tuple[str, ...], stemmed: tuple[str, ...]) -> list[tuple[str, str]]:
        """What some words are, as they stand or in another form: "publication" is no form of "public"."""
        alike = [
            named
            for phrase, named in self.stemmed.get(stemmed, ())
            if all(abs(len(one) - len(other)) <= _SLACK for one, other in zip(phrase, words, strict=True))
        ]
        return list(self.index.get(words, ())) or alike

    def read(self, text: str) -> Said:
        """Everything that the words of a sentence name, longest names first."""
        said, words = Said(), words_of(text)
        stemmed = stems(spread(text), self.language)
        at = 0
        while at < len(words):
            sizes = range(min(self.longest, len(words) - at), 0, -1)
            pairs = ((n, self._found(words[at : at + n], stemmed[at : at + n])) for n in sizes)
            size, found = next(((n, found) for n, found in pairs if found), (1, []))
            if found and all(what == "who" for what, _ in found) and not _is_agent(words, at, size, self):
                found = []  # "student data" is no student who asks
            if found and any(what == "use" for what, _ in found):
                found = [one for one in found if one[0] != "class"]  # "published" is what is done with it, or a class
            if found and any(what == "class" for what, _ in found):
                found = [one for one in found if one[0] != "who"]  # "intern" is a class in Dutch
            for what, id_ in found or [("unknown", words[at])]:
                _note(said, what, id_)
            at += size
        if _only_around(words):
            said.bans, said.only = False, True
        return said

    def limits(self, said: Said) -> list[Withheld]:
        """What a sentence forbids; nothing where it is not whole."""
        if said.unknown or (said.bans == said.only and not said.opposites):
            return []
        who, uses = said.who - {STAFF}, said.uses
        if said.only and not said.bans:
            opposite_who = {id_.removeprefix("who:") for id_ in said.opposites if id_.startswith("who:")}
            opposite_uses = {id_.removeprefix("use:") for id_ in said.opposites if id_.startswith("use:")}
            if said.staff and not who and not uses and said.rows and not said.data:
                return [Withheld(set(_OUTSIDERS), set(), said.rows, set())]
            if (opposite_who or opposite_uses) and not who and not uses:
                found = [Withheld(opposite_who, set(), said.rows, said.data)] if opposite_who else []
                return found + ([Withheld(set(), opposite_uses, said.rows, said.data)] if opposite_uses else [])
            return self._but(who, uses, said)
        if not who:
            uses = uses & set(limit_words()["settings"]) if said.rows or said.tools else set()
        if not said.bans or said.opposites or not (who or uses) or (said.staff and not who):
            return []
        return [Withheld(who, uses, said.rows, said.data)]

    def demands(self, said: Said) -> list[Withheld]:
        """What a condition of some rows demands ("a managed phone"): its opposite is forbidden there."""
        if said.bans or len(said.opposites) != 1:
            return []
        kind, _, id_ = next(iter(said.opposites)).partition(":")
        return [Withheld({id_} if kind == "who" else set(), {id_} if kind == "use" else set(), said.rows, set())]

    def _milder(self, data: set[str]) -> set[str]:
        """The classes that are no stricter than one of these; nothing where the policy does not order all of them."""
        most = [rank for id_ in data if (rank := self.ranks[id_]) is not None]
        if len(most) < len(data):
            return set()
        return {id_ for id_, rank in self.ranks.items() if rank is not None and most and rank <= max(most)}

    def _but(self, who: set[str], uses: set[str], said: Said) -> list[Withheld]:
        """ "Contractors may use X, with Y only": every other tool, and with these tools every other class."""
        if not who or uses or said.staff or not (said.rows or said.data):
            return []
        milder = self._milder(said.data) if said.at_most else set()
        if said.at_most and (not said.data or said.rows or not milder):
            return []
        said.data |= milder
        found = []
        if said.rows and (others := set(self.rows) - said.rows):
            found.append(Withheld(who, uses, others, set()))
        if said.data and (rest := set(self.classes) - said.data):
            found.append(Withheld(who, uses, said.rows, rest))
        return found


def of_company(said: Said, sentence: str) -> Said:
    """A part of the group that a sentence begins with ("our subsidiary Vauclair Suisse"): its people are a group by that name."""
    lead, kinds = (any_of(limit_words()[name]) for name in ("lead", "companies"))
    found = re.match(rf"(?i:(?:{lead})\s+)*(?i:{kinds})\s+(?P<name>[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){{0,3}})", sentence)
    if not found or set(said.unknown) - set(tokens(found[0])):
        return said
    return replace(said, who={slug(found["name"])}, unknown=[])


def _only_around(words: tuple[str, ...]) -> bool:
    """Whether two words around a verb say "only" together ("n'utilisent que"), the first of which bans alone."""
    around, held = limit_words()["only_around"], set(words)
    bans = {word for phrase in limit_words()["ban"] for word in words_of(phrase)}
    return bool(held & set(around["begins"]) and held & set(around["ends"])) and not held & (bans - set(around["begins"]))


def _is_agent(words: tuple[str, ...], at: int, size: int, reader: LimitReader) -> bool:
    """Whether people who are named are those who use a tool: they begin the sentence or stand behind a "for", and no word for
    data follows ("student data", "volunteers' names")."""
    before = [word for word in words[:at] if word not in limit_words()["lead"] and word not in reader.people]
    led = not before or any(word in reader.agents for word in words[max(0, at - 3) : at])
    follows, then = (*words[at + size : at + size + 2], "", "")[:2]
    of_theirs = follows in limit_words()["made"] and then in limit_words()["modal"]
    return led and follows not in limit_words()["things"] and not of_theirs


def _note(said: Said, what: str, id_: str) -> None:
    if what == "row":
        said.rows.add(id_)
    elif what == "class":
        said.data.add(id_)
    elif what in ("who", "use"):
        kept = id_.removesuffix(_OPPOSITE)
        if id_.endswith(_OPPOSITE):
            said.opposites.add(f"{what}:{kept}")
        elif id_ == STAFF:
            said.staff = True
        else:
            (said.who if what == "who" else said.uses).add(kept)
    elif what == "ban":
        said.bans = True
    elif what == "only":
        said.only = True
    elif what == "at_most":
        said.only = said.at_most = True
    elif what == "any_tool":
        said.tools = True
    elif what == "unknown":
        said.unknown.append(id_)
