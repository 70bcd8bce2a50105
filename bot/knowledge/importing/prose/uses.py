"""Sentences of the document and the glossary in; what no tool (or not these) may be used for, whatever the data, out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.importing.texts.document import Document, Line, without_bold
from bot.knowledge.importing.texts.glossary import ConditionEntry
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.tool_row import ToolRow, rows_meant
from bot.knowledge.importing.texts.words import (
    data_key,
    find_run,
    fold,
    has_word,
    limit_words,
    lists,
    sentence_words,
    small_words,
    stems,
    tokens,
    unique_slug,
    use_words,
)
from bot.policy.world import Catalog

_SLACK = 3
"""Letters that two forms of a word may differ by: "assessments" is no form of "assess"."""
_LONGEST = 60
"""Words; what is longer is no plain ban."""


@dataclass(frozen=True, slots=True)
class UseBan:
    """One use of the catalog that a sentence forbids, for some rows or (empty) for every tool."""

    use: str
    rows: tuple[str, ...]
    line: Line
    rule: str


@dataclass(slots=True)
class Named:
    """Names that sentences are held against: the rows, and the keys of the classes' names (``data_key``)."""

    rows: list[ToolRow]
    classes: frozenset[str]
    recorders: tuple[str, ...] = ()
    """Rows of tools that listen."""
    whole: frozenset[str] = frozenset()
    """Sentences about people who use tools: they are understood as a whole, and say nothing else."""


class UseReader:
    """Finds the catalog's uses in sentences of one language (and in English, which turns up everywhere)."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.language = language
        self.phrases: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for name in (name for name in catalog.words if name.startswith("use.")):
            words = catalog.words[name]
            use, _, part = name.removeprefix("use.").partition(".")
            held = self.phrases.setdefault(use, {}).setdefault(part, [])
            held += [(phrase, lang) for lang in dict.fromkeys((language, "en")) for phrase in words.get(lang, ())]
        self.told = {
            use: {
                part: [(phrase, lang) for lang in dict.fromkeys((language, "en")) for phrase in said.get(lang, ())]
                for part, said in parts.items()
            }
            for use, parts in use_words().items()
            if use in self.phrases
        }
        """How policies name them beside that."""

    def read(self, text: str, lead: str = "") -> tuple[str, ...]:
        """Uses that a sentence names: by a phrase of its own, by deed and whom it is done to, or by two telling deeds. ``lead``:
        what stands above an item."""
        found = []
        for use, parts in self.phrases.items():
            topics = parts.get("topic", []) if use in use_words()["named_by_topic"] else []
            plain = self._count(text, [*parts.get("", []), *topics])
            deeds = self._count(text, [*parts.get("act", []), *parts.get("says", [])])
            whom = self._count(text, parts.get("of", []))
            told = self.told.get(use, {})
            if plain or (deeds and whom) or (deeds > 1 and "says" in parts) or self._is_told(text, told, lead):
                found.append(use)
        return tuple(found)

    def _is_told(self, text: str, told: dict[str, list[tuple[str, str]]], lead: str) -> bool:
        """Whether a policy's deed and its object stand there, where AI is spoken of."""
        if not told or not has_word(f"{lead} {text}", [*limit_words()["any_tool"], *sentence_words()["about_tools"]]):
            return False
        led = use_words()["agents"]["any"]
        of = self._places(text, told["of"])
        whom = [at for at in of if at > 1 or not has_word(text, led)]  # "Staff may not use AI to rate" is not about rating staff
        return bool(self._count(text, told["act"]) and whom)

    def _count(self, text: str, phrases: list[tuple[str, str]]) -> int:
        """How many of the phrases stand there, forms of one word counted once."""
        return len(self._places(text, phrases))

    def _places(self, text: str, phrases: list[tuple[str, str]]) -> set[int]:
        hits, words = set(), tokens(text)
        for phrase, language in phrases:
            wanted, said = stems(phrase, language), tokens(phrase)
            at = find_run(wanted, stems(text, language))
            here = words[at : at + len(wanted)]
            if at < 0 or (language != self.language and here != said):  # "interne" is no form of "interns"
                continue
            alike = all(abs(len(one) - len(other)) <= _SLACK for one, other in zip(said, here, strict=True))
            if alike and not _is_class(words, at):
                hits.add(at)
        return hits


def _is_class(words: tuple[str, ...], at: int) -> bool:
    """Whether a word is the noun, and no deed: "la classe"."""
    return at > 0 and words[at] in use_words()["no_deeds"] and words[at - 1] in small_words()["determiners"]


def find_use_bans(
    document: Document, built: Named, conditions: Iterable[ConditionEntry], reader: UseReader, taken: set[str]
) -> list[UseBan]:
    """Plain bans only; an unless or an only-if is left to people, and what explains a class says nothing of uses. A use that two
    sentences forbid for the same rows is one ban."""
    rows, ids = built.rows, {row.label: row.id for row in built.rows}
    explained = {term.line for term in document.terms if data_key(term.word) in built.classes}
    lines = [line for line in document.lines if line.kind != "row" and line.line not in explained]
    said: list[tuple[Line, tuple[str, ...] | None, str]] = [(line, None, line.heading) for line in lines]
    for entry in conditions:
        of = tuple(sorted(ids[name] for name in entry.tools if name in ids))
        if not entry.classes:
            said.append((Line(entry.text, 1), of, ""))
        elif of:  # what holds for some classes says never what it forbids; its other nots are conditions
            said += [(Line(part, 1), of, "") for part in _parts(entry.text) if re.search(lists()["never"], fold(part))]
    found: dict[tuple[str, tuple[str, ...]], UseBan] = {}
    for line, told, heading in said:
        parts = _parts(line.text)
        for at, part in enumerate(parts):
            if part in built.whole or not _forbids(part, heading, _lead(line)):
                continue
            for use in (one for one in reader.read(part, _lead(line)) if one not in use_words()["asked_first"]):
                # what follows says nothing of it: "Never: ranking applicants. A manager may have Copilot polish an appraisal."
                named = told if told is not None else rows_told(line, parts[: at + 1], rows)
                where = _reach(use, part, named, built)
                if where is not None and (use, ()) not in found and (use, where) not in found:
                    found[use, where] = UseBan(use, where, line, unique_slug(f"never {use}", taken))
    return [ban for (use, of), ban in found.items() if not of or (use, ()) not in found]


def _lead(line: Line) -> str:
    """What stands above an item, unless it gives a way out or says for which case."""
    is_case = re.search(lists()["use_doubt"], fold(line.lead)) or has_word(line.lead, limit_words()["under"])
    return "" if is_case else line.lead


def _reach(use: str, text: str, of: tuple[str, ...], built: Named) -> tuple[str, ...] | None:
    """The rows that a ban of a use holds for. A setting is forbidden by a plain never only, where tools are spoken of."""
    words = limit_words()
    if use not in words["settings"]:
        return of
    if not re.search(lists()["never"], fold(text)):
        return None
    if not of and use in words["talks"] and has_word(text, words["records"]):
        return built.recorders or None
    return of if of or has_word(text, words["any_tool"]) else None


def recorders(rows: list[ToolRow], catalog: Catalog) -> tuple[str, ...]:
    """Rows of tools that listen to people who talk."""
    of = {id_ for id_, tool in catalog.tools.items() if set(tool.families) & set(limit_words()["recorders"])}
    named = limit_words()["recorder_names"]
    listens = (row for row in rows if of & {*row.catalog, *row.covers.get("tool", ())} or has_word(row.label, named))
    return tuple(sorted(row.id for row in listens))


def _parts(text: str) -> list[str]:
    """A sentence of the glossary may hold several, between semicolons; each says its own."""
    bare = without_bold(text).strip()
    return [part for part in statements_of(bare) if part]


def _forbids(text: str, heading: str, lead: str) -> bool:
    return _is_plain(text) and (_is_ban(heading, lead) or bool(re.search(lists()["use_ban"], fold(text))))


def _is_plain(text: str) -> bool:
    return "?" not in text and len(tokens(text)) <= _LONGEST and not re.search(lists()["use_doubt"], fold(text))


def _is_ban(heading: str, lead: str) -> bool:
    """Whether what stands above forbids."""
    return bool(re.search(lists()["use_ban_heading"], fold(f"{heading}. {lead}")) or re.search(lists()["use_ban"], fold(lead)))


def banned_item(line: Line) -> str:
    """What an item names that stands below a sentence or a heading that forbids: its first sentence; empty for any other line."""
    lead = _lead(line)
    is_below = _is_ban("", lead) if line.lead else _is_ban(line.heading, "")
    said = _parts(line.text)[:1] if line.kind == "item" and is_below else []
    return said[0] if said and _is_plain(said[0]) else ""


def rows_told(line: Line, parts: list[str], rows: list[ToolRow]) -> tuple[str, ...]:
    """Ids of the rows that a line means by what stands above it, and up to a sentence."""
    return rows_meant(" ".join((line.lead, *parts)), rows)
