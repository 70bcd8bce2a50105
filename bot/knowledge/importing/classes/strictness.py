"""A data class's words and its column in; what it is like, and how strict it is beside the others, out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.texts.kinds import negated
from bot.knowledge.importing.texts.words import find_run, fold, lists, tokens

_LEVELLED = re.compile(r"(?P<code>[^\W\d]+ \d{1,2})\s+(?P<name>[^\W\d].*)")
_NAMED = re.compile(r"(?P<code>[^\W\d]+ ?\d{1,2})[,.;]\s+(?P<name>[^\W\d][^,;]*)")
"""A class that has a number and a name: "Level 2, Workshop"."""
_CODED = re.compile(r"(?P<code>[A-Z]{1,4}-?\d{1,2}(?:[-+]?[A-Z])?)\s+(?P<name>[^\W\d].*)")
"""A class that has a code for a name as well: "C2 Confidential", "DC3 Restricted", "C2-P Personal"."""
_PARTED = re.compile(r"\s+[-–—/|]\s+|[:()]")
_SHORT = re.compile(r"^(?:[a-z]{0,3}\d|[a-z]+ \d)$")


@dataclass(slots=True)
class ClassWords:
    """One data class with all words that the policy gives it. ``examples`` come with the line of their source."""

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    examples: dict[str, str] = field(default_factory=dict)
    """Example -> where it stands."""
    column: list[str] = field(default_factory=list)
    """The effects of its column, a row each."""
    means: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Example, or "" for the class itself -> (thing, where) that the document says it is."""
    same: dict[str, list[str]] = field(default_factory=dict)
    """Example -> other spellings of it in the document."""
    within: dict[str, str] = field(default_factory=dict)
    """Example that stands in brackets -> what it is one of."""
    rank: int | None = None
    like: str = ""
    """``public``, ``internal``, ``confidential`` or empty: what its own name and synonyms say."""
    hints: str = ""
    """Everything else that the policy says about it."""
    is_further: bool = False
    """As of its entry in the glossary."""


def what_like(entry: ClassWords, said: tuple[str, ...] = (), bare: str = "") -> str:
    """What the class is by its name, else by its synonyms, else by what the policy says of it (``said``). ``bare``: its name
    without the words that all classes have.

    "Non-public" is not public, "non-confidential" is internal, "sensitive but unclassified" is neither.
    """
    for text in (entry.label, bare, *entry.synonyms):
        if found := _like(text):
            return found
    for text in said:
        start = " ".join(tokens(text)[:12])
        if not negated(start) and (found := _like(start)) in ("public", "internal"):
            return found
    return ""


def name_parts(label: str) -> list[str]:
    """The parts of a class's name that are names of classes by themselves: "P4" and "Restricted" of "P4 - Restricted".

    A short code in front stands for its class as well, and what follows it is its name: "C3" and "Top secret" of "C3 Top secret",
    "Level 2" and "Internal" of "Level 2 Internal / Low risk".
    """
    if told := _NAMED.fullmatch(label.strip()):
        return [told["code"], told["name"]]
    levelled = _LEVELLED.match(label.strip())
    named = [levelled["code"], levelled["name"]] if levelled else [label]
    parts = [part.strip() for text in named for part in _PARTED.split(text) if part.strip()]
    coded = _CODED.match(label.strip())
    if coded and len(parts) == 1:
        return [coded["code"], coded["name"].strip()]
    return [part for part in parts if len(parts) > 1 and (fold(part) in _usual() or _SHORT.match(fold(part)))]


@cache
def _usual() -> frozenset[str]:
    """What classes are called everywhere, folded."""
    return frozenset(fold(word) for name in ("public", "internal", "confidential", "closed") for word in lists()["classes"][name])


def without_shared(labels: list[str]) -> dict[str, str]:
    """What each of several classes is called without the word that all of them have: "Zone" says nothing of "Zone interne"."""
    shared = set.intersection(*(set(tokens(label)) for label in labels)) if len(labels) > 2 else set()
    return {label: " ".join(word for word in tokens(label) if word not in shared) for label in labels}


def _like(text: str) -> str:
    words = lists()["classes"]
    hay = tokens(text)
    for like in ("internal", "public", "confidential"):
        for word in words[like]:
            needle = tokens(word)
            at = find_run(needle, hay)
            if at < 0 or (at > 0 and hay[at - 1] in words["negation"]):
                continue
            rest = hay[:at] + hay[at + len(needle) :]
            if like != "confidential" and (_is_closed(rest) or (word in words["alone"] and not _says_little(rest))):
                continue
            if like == "public" and negated(text) and needle[0] not in words["negation"]:
                continue
            return like
    return ""


def is_closed(name: str) -> bool:
    """Whether a name has a word of secrecy that is not denied."""
    return _is_closed(tokens(name))


def _is_closed(words: tuple[str, ...]) -> bool:
    """Whether a word of secrecy stands there, and is not denied."""
    lists_ = lists()["classes"]
    return any(word in lists_["closed"] and not (at and words[at - 1] in lists_["negation"]) for at, word in enumerate(words))


def _says_little(words: tuple[str, ...]) -> bool:
    return all(word in lists()["classes"]["beside"] or len(word) <= 2 for word in words)


def is_strict(entry: ClassWords) -> bool:
    """Whether a class is forbidden at least as often as it is allowed, so that no thing gets milder by being called so."""
    return "deny" in entry.column and entry.column.count("allow") <= entry.column.count("deny")


_WEIGHT = {"allow": 0, "conditional": 1, "review": 2, "unknown": 3, "deny": 4}


def at_most(a: ClassWords, b: ClassWords) -> bool:
    """Whether every row rules ``a`` at most as strictly as ``b``; unknown cells say nothing."""
    pairs = [(x, y) for x, y in zip(a.column, b.column, strict=True) if "unknown" not in (x, y)]
    return all(_WEIGHT[x] <= _WEIGHT[y] for x, y in pairs)


def is_milder(a: ClassWords, b: ClassWords) -> bool:
    """Whether no row rules ``a`` more strictly than ``b``, and some less."""
    return at_most(a, b) and not at_most(b, a)


def mildest(classes: list[ClassWords]) -> list[ClassWords]:
    """The classes by how much they forbid, mild first."""
    return sorted(classes, key=lambda entry: sum(_WEIGHT[effect] for effect in entry.column))


def set_ranks(classes: list[ClassWords]) -> list[tuple[str, str]]:
    """Gives ranks to what the cells order beside every other class; returns pairs that the cells hold equal.

    A rank is the number of columns that are milder, so that a class which is alone in being ordered is the first or the last.
    """
    free = [entry for entry in classes if entry.column and set(entry.column) != {"unknown"}]
    ordered = [a for a in free if all(at_most(a, b) or at_most(b, a) for b in free)]
    for entry in ordered:
        below = {tuple(b.column) for b in free if is_milder(b, entry)}
        entry.rank = len(below)
    return [(a.label, b.label) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if at_most(a, b) and at_most(b, a)]
