"""The document in; what the paragraph of each row calls it out: other names of it, and the tools that a kind of tools holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from bot.knowledge.importing.prose.paragraphs import QUOTED, paragraphs
from bot.knowledge.importing.texts.document import Document
from bot.knowledge.importing.texts.naming import NameTools, per_catalog, simple_names
from bot.knowledge.importing.texts.patterns import any_of, parter, sentences_of, without_determiner
from bot.knowledge.importing.texts.words import (
    IsWord,
    any_word,
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    name_words,
    sentence_words,
    small_words,
    tokens,
)
from bot.policy.world import Catalog

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_CLAUSE = re.compile(r"[,;:(–—]\s?")
_NAME = re.compile(r"[A-ZÄÖÜÀ-Ý][\w.+&’'·-]*(?:\s(?:[A-ZÄÖÜÀ-Ý][\w.+&’'·-]*|\d{1,3}))*")
_LONGEST, _QUALIFIED, _LIST = 4, 7, 2
"""Words of a name, and of one that is told apart ("the DeepL page without a login"); names from which on there is a list."""
_BEHIND = 45
"""Letters behind "called" in which the name stands."""
_SHORTEST, _ABBREVIATED = 3, 4
_COMPOUND = (4, 5)
"""Letters before and in the known word at the end of a compound."""

_MEETINGS = ("meeting-assistant", "transcription")
"""Families whose deeds software with other uses has as well."""


@dataclass(slots=True)
class Called:
    """``names``: what else the row is called; ``members``: tools that its paragraph lists, ``more``: and others like them;
    ``software``: names of any kind in it; ``kind``: the row's own name is made of words alone."""

    names: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    software: list[str] = field(default_factory=list)
    more: bool = False
    kind: bool = False
    beneath: list[str] = field(default_factory=list)
    """Listed tools that something of the house may only be built on: "runs on Mistral and Gemini"."""
    quoted: list[str] = field(default_factory=list)
    """What stands in quotes in it, and may be the name of anything: a log-in, a course, a folder."""
    sold: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name -> the tools of the catalog that are sold by it."""


def find_called(labels: list[str], document: Document, others: frozenset[str], words: Words) -> dict[str, Called]:
    """Row -> what its paragraph calls it. ``others``: folded names of classes of data and of rows, which no row is called by."""
    found = {label: Called(kind=is_plain(label, words.is_word) or _is_ai_in(label)) for label in labels}
    for label, called in found.items():
        called.names += [name for name in _in_brackets(label, words) if _may_be(name, others)]
    for label, said in paragraphs(labels, document):
        for sentence in map(without_denied, sentences_of(said)):
            told, quoted = _nicknames(sentence, label, others, words.is_word)
            found[label].names += told
            found[label].quoted += quoted
            found[label].names += _parts_of(sentence, words)
            if not denies(_BRACKETS.sub(" ", sentence)):
                found[label].members += (listed := list(_listed(sentence, words)))
                found[label].beneath += listed if has_word(sentence, name_words()["built_on"]) else []
                found[label].software += [n for n in _NAME.findall(sentence) if not is_plain(n, words.is_word)]
                found[label].more |= bool(has_word(sentence, name_words()["more"]))
    seen = Counter(fold(name) for called in found.values() for name in dict.fromkeys(map(fold, called.names)))
    for label, called in found.items():
        called.names = [name for name in dict.fromkeys(called.names) if seen[fold(name)] == 1]
        called.sold = {name: tuple(id_ for ids in words.name_tools(name) for id_ in ids) for name in called.names}
        least = 1 if _is_ai_in(label) else _LIST
        called.members = list(dict.fromkeys(called.members)) if len(set(called.members)) >= least else []
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """What is a word of a language, and what names a tool of the catalog."""

    is_word: IsWord
    name_tools: NameTools
    called: Mapping[str, str] = field(default_factory=dict)
    """Tool of the catalog -> its name."""
    hosts: frozenset[str] = frozenset()
    """Folded names of software that holds things."""
    does: frozenset[str] = frozenset()
    """Folded words for what is made of meetings."""
    vendors: frozenset[str] = frozenset()
    """Folded names of who makes tools: what a row is built on is none of its tools."""
    language: str = "en"
    """Of the document: an English "of" joins nothing, the Dutch one does."""


def words_of(catalog: Catalog, is_word: IsWord, language: str = "en") -> Words:
    """What the catalog has of names, of software that holds things and of what is made of meetings."""
    return replace(_any_words(catalog, language), is_word=is_word)


@per_catalog
def _any_words(catalog: Catalog, language: str) -> Words:
    hosts = {fold(word) for said in catalog.words.get("read.host", {}).values() for word in said}
    deeds = (catalog.families[id_].does for id_ in _MEETINGS if id_ in catalog.families)
    made = {fold(word) for does in deeds for said in does.values() for word in said}
    called = {tool.id: tool.name for tool in catalog.tools.values()}
    vendors = {fold(tool.vendor) for tool in catalog.tools.values() if tool.vendor}
    simple = simple_names(catalog)
    return Words(any_word, simple, called, frozenset(hosts), frozenset(made), frozenset(vendors), language)


def _in_brackets(label: str, words: Words) -> Iterator[str]:
    """Names of tools that nobody knows in the brackets of a kind of tools ("Plant apps (Krautix, Google Lens)"), where one that
    is known stands beside them; what the brackets of a product say of it is no name."""
    head = _BRACKETS.sub("", label)
    if not is_plain(head, words.is_word) or words.name_tools(head):
        return
    for inside in re.findall(r"\(([^()]*)\)", label):
        parts = [] if denies(inside) else [_behind_such_as(part).strip(" .") for part in _parts(words.language).split(inside)]
        if any(words.name_tools(part) for part in parts):
            names = (part for part in parts if _NAME.fullmatch(part) and not words.name_tools(part))
            yield from (name for name in names if not is_plain(name, words.is_word))


def _is_compound(word: str, is_word: IsWord) -> bool:
    before, known = _COMPOUND
    return any(is_word(word[cut:]) for cut in range(before, len(word) - known + 1))


def _is_ai_in(label: str) -> bool:
    """ "AI built into PowerSchool": a row for the AI of software."""
    ai, *rest = tokens(label) or ("",)
    return ai in small_words()["ai"] and bool(has_word(" ".join(rest), group_words("embedded")) or set(rest) & _within())


@cache
def _within() -> frozenset[str]:
    return frozenset(small_words()["within"])


def denies(text: str) -> bool:
    """Whether a text says what a row is not, or what is forbidden or not settled yet."""
    return bool(has_word(text, name_words()["denied"]) or has_word(text, _forbids()))


@cache
def _forbids() -> list[str]:
    return [*sentence_words()["forbids"], *lists()["tool_bans"]["banned"]]


def without_denied(sentence: str) -> str:
    """Without brackets that name what a row does not hold: "Teams recap (not Otter), Zoom"."""
    return _BRACKETS.sub(lambda aside: " " if denies(aside[0]) else aside[0], sentence)


def _is_denied(sentence: str, label: str, first: int, last: int) -> bool:
    """Whether a name is denied by what stands before it, or by its own clause behind it: "„Grok“ gehört nicht dazu"."""
    behind, *_ = _CLAUSE.split(sentence[last:], maxsplit=1)
    behind, *_ = behind.split(f" {label} ", maxsplit=1)  # "is Oda and not the Team workspace"
    return denies(sentence[:first]) or denies(behind)


def _nicknames(sentence: str, label: str, others: frozenset[str], is_word: IsWord) -> tuple[list[str], list[str]]:
    """Names in quotes where the sentence says that people say so, or that they are a part of it, and those behind words such as
    "called"; and other names in quotes, which are no words of a language."""
    called = has_word(sentence, name_words()["called"])
    quotes = list(QUOTED.finditer(sentence))
    named = [(quoted.span(), (quoted["said"] or quoted["code"] or quoted["leaning"]).strip(" ,.")) for quoted in quotes]
    quoted = [name for at, name in named if _may_be(name, others) and not _is_denied(sentence, label, *at)]
    if not called:
        is_told = has_word(sentence, name_words()["parts"])
        return (quoted, []) if is_told else ([], [name for name in quoted if not is_plain(name, is_word)])
    at = re.search(re.escape(called).replace(r"\ ", r"\s+"), sentence, re.IGNORECASE)
    for found in _NAME.finditer(sentence, at.end(), at.end() + _BEHIND) if at else ():
        name = found[0].strip(" .")
        inside = any(quote.start() <= found.start() < quote.end() for quote in quotes)
        new = not inside and not is_plain(name, is_word) and not set(tokens(name)) <= set(tokens(label))
        if new and _may_be(name, others) and not _is_denied(sentence, label, *found.span()):
            quoted.append(name)
    return quoted, []


def _parts_of(sentence: str, words: Words) -> Iterator[str]:
    """Tools of the catalog that the sentence says are a part of the row ("Claude Code on the seat is in"), and what software does
    in it ("The recap of Teams meetings is part of the seat")."""
    for clause in re.split(r"[;:]\s|,\s", sentence):
        if not has_word(clause, name_words()["parts"]) or denies(clause):
            continue
        yield from (words.called[tools[0]] for tools in words.name_tools(clause) if len(tools) == 1 and tools[0] in words.called)
        hosts = [word for word in tokens(clause) if word in words.hosts]
        does = [word for word in tokens(clause) if word in words.does]
        if len(set(hosts)) == 1 and does:
            yield f"{hosts[0].title()} {does[0]}"


def _may_be(name: str, others: frozenset[str]) -> bool:
    said = tokens(without_determiner(name))
    fits = 0 < len(said) <= _LONGEST and len("".join(said)) >= _SHORTEST
    is_stressed = set(said) <= {*limit_words()["ban"], *limit_words()["only"]}  # "*not* part of this entry"
    return fits and not is_stressed and not {fold(name), fold(without_determiner(name))} & others and not set("@/") & set(name)


def is_plain(name: str, is_word: IsWord) -> bool:
    """Whether a name has only words of a language, or compounds of them."""
    return all(is_word(word) or _is_compound(word, is_word) for word in tokens(name))


def _listed(sentence: str, words: Words) -> Iterator[str]:
    """The names of a list: "Otter, Fireflies and the recorder of your phone" has two."""
    for chunk in _parts(words.language).split(sentence):
        said = _lead().sub("", _behind_such_as(chunk).strip(" .*`\"“”„«»'"))
        size = len(tokens(said))
        if fold(without_determiner(said)) in words.vendors and not _is_sold_as(said, words):
            continue
        if 0 < size <= _QUALIFIED and words.name_tools(said) and any(letter.isupper() for letter in said):
            yield said
            continue
        begun = _NAME.match(without_determiner(said)) if 0 < size <= _LONGEST else None  # "PowerBuddy in PowerSchool", "the ESM"
        short = begun is not None and len(begun[0]) <= _ABBREVIATED and begun[0].isupper()  # of data, of people, of laws
        if begun is not None and not short and not is_plain(begun[0], words.is_word):
            yield begun[0].strip(" .")


def _is_sold_as(name: str, words: Words) -> bool:
    """Whether a maker's name is a product's as well: "DeepSeek", and not "OpenAI"."""
    ids = [id_ for ids in words.name_tools(name) for id_ in ids]
    return any(fold(words.called.get(id_, "")) == fold(name) for id_ in ids)


@cache
def _parts(language: str) -> re.Pattern[str]:
    return parter(r"[,:()]|;\s|\s[–—-]\s|/|\[", language)


@cache
def _lead() -> re.Pattern[str]:
    """ "These are ChatGPT, Claude ..."."""
    return re.compile(rf"^(?:\w+\s+)?(?:{any_of(name_words()['are'])})\s+", re.IGNORECASE)


def _behind_such_as(chunk: str) -> str:
    """ "Word plug-ins such as Spellbook" -> the name."""
    for word in group_words("such_as"):
        _, lead, name = chunk.partition(f"{word} ")
        chunk = name if lead and name.strip() else chunk
    return chunk
