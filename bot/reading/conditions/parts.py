"""The text of a condition goes in, its parts come out: what must be there or must not be, in what order, and how many of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.reading.words.cues import Cues
from bot.reading.words.language import is_stop
from bot.tongue.entries import Match
from bot.tongue.index import Index
from bot.tongue.patterns import any_of
from bot.tongue.small import small
from bot.tongue.text import Token, fold, stem, tokens_of

_CUTS = re.compile(rf"\s*(?:[,;]|\b{any_of(small('and_part'))}\b)\s*")
_AND = re.compile(rf"\b{any_of(small('and_part'))}\b")
_NOT = re.compile(rf"\b{any_of(small('absent'))}\b")
_OR, _LISTED = re.compile(rf"\b{any_of(small('or', 'or_u'))}\b"), 5
"""Words that a piece of a list of things has at most."""
_SWITCHED = re.compile(rf"\b{any_of(small('off_state'))}\b")
_SIGN_OFF = re.compile(rf"\b({any_of(small('sign'))})[ -]{any_of(small('sign_off'))}\b")
_SWITCHED_ON = re.compile(
    rf"\b{any_of(small('switch_is'))}\s+{any_of(small('on_behind'))}\b|(?:=|\b{any_of(small('on_says'))})\s*\W?{any_of(small('on_value'))}\b|"
    rf"\b{any_of(small('on_end'))}\.?\s*$|\b{any_of(small('on_state'))}\b"
)
_TAKEN_OUT = re.compile(rf"\b(?:{any_of(small('out_form'))}|{any_of(small('out_stem'))}\w*)\b")

MARKS = (
    "fact.first",
    "fact.together",
    "fact.deleted",
    "fact.managed",
    "fact.grants",
    "fact.insiders",
    "fact.names",
)
_QUOTED = re.compile(r'[„“«"]([^„“”«»"]{3,40})[”“»"]')
_SHORT = 4
"""Letters that are too few for a name."""
_CODE = 3
"""So many words that hyphens join are a name of something ("eu-central-1")."""

_STATE = small("off_state", "off_besides", "on_state", "on_value", "on_behind")
_BARE = small("bare")
_NAMES = re.compile(rf"\b{any_of(small('name_form'))}\b")
_FOREIGN = 4
"""Letters of a word that is too short for the stems of a language that it may not be of."""
_NAME, _WORD = 3, 3
"""Words that the name of a switch may have, and letters of a word that is none of it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of what. ``least``: so many or more; ``strict``: not that number itself."""

    number: float
    unit: str
    least: bool
    strict: bool

    def holds(self, number: float) -> bool:
        """Whether a number keeps to it."""
        if number == self.number:
            return not self.strict
        return number > self.number if self.least else number < self.number


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a condition asks for. ``anchors``: words, each of which stands for it alone; one that is written with
    hyphens stands for it as a whole only. A word is given as the stems that it may have."""

    anchors: tuple[tuple[frozenset[str], ...], ...]
    is_absent: bool = False
    """It must not be there ("nothing from the core")."""
    is_switch: bool = False
    """A switch that must be off."""
    is_taken_out: bool = False
    is_switched_on: bool = False
    """A switch that must be on."""
    is_listed: bool = False
    """It is absent by the "no" of a list that it stands in: who names it does not say that it holds, nor yet that it does not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a condition asks for."""

    parts: tuple[Part, ...] = ()
    limits: tuple[Limit, ...] = ()
    marks: frozenset[str] = field(default_factory=frozenset)
    """Lists of the catalog that its words are in, of ``MARKS``."""
    words: frozenset[str] = field(default_factory=frozenset)
    """Every stem of it."""
    loose: tuple[frozenset[str], ...] = ()
    """Of each thing behind an "and" that has everyday words alone, their stems: one of them has to be said."""
    party: bool = False
    """It names more than a concept of the catalog: who agrees, or what is signed."""


def without_sign_off(folded: str) -> str:
    """Where somebody "signs off", nothing is off."""
    return _SIGN_OFF.sub(r"\1", folded)


def stems(token: Token, languages: tuple[str, ...]) -> frozenset[str]:
    """How a word may stand in a condition's anchors; a short one by the stem of its own language alone, which comes first: the
    Dutch "baas" is no form of BAA."""
    spoken = languages if len(token.folded) > _FOREIGN else languages[:1]
    return frozenset((token.folded, *(stem(token.folded, language) for language in spoken)))


def absent_of(pieces: list[str]) -> frozenset[int]:
    """Which pieces of a condition must not be there: those that say so, and with "no keys, names or client data" the others of
    the list, as far as the last that an "or" joins. ``pieces``: folded."""
    bare = [without_sign_off(piece) for piece in pieces]
    found: set[int] = set()
    first = -1  # the last piece that says so, while only short ones follow it
    for n, piece in enumerate(bare):
        if _NOT.search(piece):
            found.add(n)
            first = n
        elif len(piece.split()) > _LISTED:
            first = -1
        elif first >= 0 and _OR.search(piece):
            found |= set(range(first, n + 1))
    return frozenset(found)


class Found(NamedTuple):
    """The words of a condition's text, and what the index finds in them."""

    tokens: tuple[Token, ...]
    matches: list[Match]
    cues: Cues


def found_in(index: Index, text: str, language: str) -> Found:
    """Look through a text in its language."""
    tokens = tokens_of(text)
    matches = index.find(tokens, language)
    return Found(tokens, matches, Cues(tokens, matches, (language,)))


def asked_by(
    text: str,
    language: str,
    found: Found,
    is_plain: Callable[[Token, list[Match], int], bool],
    is_frequent: Callable[[Token], bool],
) -> Asked:
    """Read one condition. ``found``: what the index finds in the text; ``is_plain``: whether a word stands for nothing alone;
    ``is_frequent``: paired."""
    tokens, matches, cues = found
    anchors = [p for p, t in enumerate(tokens) if not is_plain(t, matches, p)]
    parts: list[Part] = []
    loose: list[frozenset[str]] = []
    spans = _cut(text)
    pieces = [fold(text[start:end]) for start, end in spans]
    absent = absent_of(pieces)
    for n, (start, end) in enumerate(spans):
        held = without_sign_off(pieces[n])
        inside = tuple(
            tuple(stems(tokens[q], (language,)) for q in whole)
            for whole in _hyphened(tokens)
            if (set(whole) & set(anchors) or len(whole) >= _CODE) and start <= tokens[whole[0]].start < end
        )
        here = [t for t in tokens if start <= t.start < end]
        inside += _pairs(here, language, is_frequent) + _quoted(text, here, language)
        switched = bool(_SWITCHED.search(held))
        lit = not switched and bool(_SWITCHED_ON.search(held.strip()))
        if switched or lit:
            inside += _switch(here, language)
        part = Part(inside, n in absent, switched, bool(_TAKEN_OUT.search(held)), lit, n in absent and not _NOT.search(held))
        if part.anchors or part.is_taken_out:
            parts.append(part)
        elif parts and n not in absent and _AND.search(fold(text[spans[n - 1][1] : start])):
            loose.append(_told_by(here, language))
    marks = frozenset(n for n in MARKS if cues.has(n))
    words = frozenset(s for t in tokens for s in stems(t, (language,)))
    not_there = " ".join(piece for piece in pieces if _NOT.search(piece))
    if "fact.names" in marks and not (_NAMES.search(not_there) or any(part.is_taken_out for part in parts)):
        marks -= {"fact.names"}
    common = cues.places(*(name for name in cues.by_name if name.startswith("concept.")))
    party = bool(set(anchors) - common)
    return Asked(tuple(parts), limits_of(tokens, cues, language), marks, words, tuple(filter(None, loose)), party)


def _told_by(tokens: list[Token], language: str) -> frozenset[str]:
    """The stems of the words that tell what a thing is."""
    telling = [t for t in tokens if len(t.folded) >= _SHORT and not is_stop(t.folded)]
    return frozenset(one for token in telling for one in stems(token, (language,)))


def _quoted(text: str, tokens: list[Token], language: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """What stands in quotes is the name of something, whatever its words are: „KI-Schein“, "Loreley claims"."""
    spans = [m.span(1) for m in _QUOTED.finditer(text)]
    named = ([t for t in tokens if start <= t.start < end] for start, end in spans)
    whole = (words for words in named if sum(len(t.folded) for t in words) > _SHORT)
    return tuple(tuple(stems(t, (language,)) for t in words) for words in whole)


def _pairs(tokens: list[Token], language: str, is_frequent: Callable[[Token], bool]) -> tuple[tuple[frozenset[str], ...], ...]:
    """Two plain words side by side stand for a part that has no word of its own: "project room"."""
    pairs = [(a, b) for a, b in pairwise(tokens) if not b.breaks and b.gap != "-" and not is_frequent(a) and not is_frequent(b)]
    return tuple((stems(one, (language,)), stems(two, (language,))) for one, two in pairs)


def _switch(tokens: list[Token], language: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """What is on or off, as the one phrase before that word: "privacy mode" of "with privacy mode on"; one short word is none."""
    state = next((p for p, t in enumerate(tokens) if t.folded in _STATE), 0)
    while state and tokens[state - 1].folded in _BARE:
        state -= 1
    words = tokens[max(0, state - _NAME) : state]
    first = max((p + 1 for p, t in enumerate(words) if t.folded in _BARE or len(t.folded) < _WORD), default=0)
    words = words[first:]
    return (tuple(stems(t, (language,)) for t in words),) if words and (len(words) > 1 or len(words[0].folded) > _WORD) else ()


def _hyphened(tokens: tuple[Token, ...]) -> list[list[int]]:
    """Places of the words, those that hyphens join as one."""
    found: list[list[int]] = []
    for place, token in enumerate(tokens):
        if place and token.gap == "-":
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _cut(text: str) -> list[tuple[int, int]]:
    """Spans of the parts: cut at commas and at words for and; what stands in brackets explains and is no part."""
    bare = re.sub(r"\([^)]*\)", lambda m: " " * len(m.group()), text)
    ends = [m.span() for m in _CUTS.finditer(bare)]
    starts = [0, *(end for _, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(bare)], strict=True))


def limits_of(tokens: tuple[Token, ...], cues: Cues, language: str) -> tuple[Limit, ...]:
    """The limits that a condition sets."""
    found = []
    for place, number, unit in amounts(tokens, cues, language):
        near = {
            name: any(abs(m.first - place) <= 4 and tokens[m.first].sentence == tokens[place].sentence for m in cues.of(name))
            for name in ("limit.most", "limit.under", "limit.least", "limit.over")
        }
        least = near["limit.least"] or (near["limit.over"] and not near["limit.most"])
        if any(near.values()):
            found.append(Limit(number, unit, least, near["limit.over"] or near["limit.under"]))
    return tuple(found)


def amounts(tokens: tuple[Token, ...], cues: Cues, language: str) -> list[tuple[int, float, str]]:
    """Numbers with the unit that follows, or else the stem of what is counted: place, number, unit. Time is told in hours."""
    numbers = {p: float(t.folded) for p, t in enumerate(tokens) if t.folded.isdigit() and len(t.folded) <= 7}
    lasts = dict.fromkeys(numbers, 0)
    for name, held in cues.by_name.items():
        if name.startswith("number."):
            for m in held:
                numbers.setdefault(m.first, float(name.removeprefix("number.")))
                lasts[m.first] = m.size - 1
    units = {m.first: name for name, held in cues.by_name.items() if name.startswith("unit.") for m in held}
    found = []
    for place, number in numbers.items():
        after = place + lasts.get(place, 0) + 1
        for step in range(after, min(after + 2, len(tokens))):
            if tokens[step].breaks:
                break
            if step in units:
                unit = units[step]
                hours = float(unit.removeprefix("unit.time.")) if unit.startswith("unit.time.") else 0.0
                found.append((place, number * (hours or 1.0), "time" if hours else unit))
                break
        else:
            found += [(place, number, unit) for unit in _counted(tokens[after : after + 1], language)]
    return found


def _counted(behind: tuple[Token, ...], language: str) -> list[str]:
    """What a number counts, where a word of some length stands right behind it: "3 colleagues"."""
    words = [t.folded for t in behind if not t.breaks and t.folded.isalpha() and len(t.folded) > _SHORT and not is_stop(t.folded)]
    return [f"stem.{stem(word, language)}" for word in words]
