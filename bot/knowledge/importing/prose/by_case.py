"""Sentences in which a condition decides the class in; the things that they are about, each with the milder class, out.

"Supplier contracts are red without the approval of the legal service, yellow with it": such a contract is yellow, and no yes of
it is one before what the sentence says holds. What says more than that is left to people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.knowledge.importing.classes.strictness import ClassWords, is_milder
from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.patterns import bare_pieces
from bot.knowledge.importing.texts.words import (
    becoming_words,
    by_case_words,
    fold,
    generic_data,
    has_word,
    limit_words,
    lists,
    stems,
    tokens,
)

_PIECE = re.compile(r"\w+(?:[-'’]\w+)*|[,;:.]")
_STOPS = frozenset(",;:.")
_LONGEST = 6
"""Words of a thing."""


@dataclass(frozen=True, slots=True)
class Case:
    """A thing whose class hangs on a condition. ``class_id``: the milder one; ``said``: what must hold, as it is written."""

    thing: str
    class_id: str
    stricter: str
    said: str
    line: Line


def find_cases(document: Document, classes: list[ClassWords], names: dict[str, str], language: str) -> list[Case]:
    """``names``: folded name or synonym -> class id."""
    reader = _Reader(classes, names, language)
    found: list[Case] = []
    last: Line | None = None
    for line in document.lines:
        for text in _rows(line) if line.kind == "row" else _with_next(last, line):
            if cases := reader.read(text, line):
                found += cases
                break
        last = line
    return found


def _rows(line: Line) -> list[str]:
    """A row as what it says of the thing that it begins with."""
    return [f"{line.cells[0]}: {cell}" for cell in line.cells[1:]] if line.cells else []


def _with_next(last: Line | None, line: Line) -> list[str]:
    """A sentence, and one that may go on from the one before: "They are internal without names"."""
    is_next = (
        last is not None and last.kind == line.kind == "text" and last.heading == line.heading and line.line <= last.line + 1
    )
    goes_on = is_next and bool({*_PIECE.findall(fold(unmarked(line.text)))} & _words("then"))
    return [line.text, *([f"{last.text} {line.text}"] if goes_on and last else [])]


@cache
def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tokens(str(word)) for word in by_case_words()[name])


@cache
def _words(name: str) -> frozenset[str]:
    """First words only."""
    return frozenset(phrase[0] for phrase in _phrases(name))


@cache
def _cues() -> frozenset[tuple[str, ...]]:
    """What begins a condition, or says what was done to data: "anonymised"."""
    return _phrases("cues") | {tokens(word) for said in lists()["transformations"].values() for word in said}


def _begins(words: list[str], phrases: frozenset[tuple[str, ...]]) -> int:
    """How many of some words the longest of the phrases takes that they begin with; no phrase runs over a comma."""
    return max((len(one) for one in phrases if tuple(words[: len(one)]) == one), default=0)


def _is_then(words: list[str]) -> bool:
    """Whether words before a class only point back to its thing: "they are", and no "these reports are"."""
    at = _begins(words, _phrases("then"))
    while at and (size := _begins(words[at:], _phrases("then") | _phrases("verbs"))):
        at += size
    return bool(at) and (at == len(words) or words[at] in _STOPS or bool(_begins(words[at:], _cues())))


def _is_of_another(words: list[str]) -> bool:
    """Whether words before a class end with a verb whose subject does not point back: "without approval flyers are"."""
    left = list(words)
    while left and left[-1] in _words("verbs"):
        left.pop()
    return len(left) < len(words) and not any(tuple(left[at:]) in _phrases("then") for at in range(len(left)))


class _Reader:
    def __init__(self, classes: list[ClassWords], names: dict[str, str], language: str) -> None:
        self.of, self.language = {entry.id: entry for entry in classes}, language
        told = {**{fold(text): entry.id for entry in classes for text in (*entry.synonyms, entry.label)}, **names}
        stemmed = {(stems(name, language) if name.isalpha() else tokens(name)): id_ for name, id_ in told.items()}
        self.names = sorted(((name, id_) for name, id_ in stemmed.items() if name), key=lambda one: -len(one[0]))

    def read(self, text: str, line: Line) -> list[Case]:
        """Nothing where a text names other than two classes, of several things, or no condition between them."""
        said = unmarked(text)
        pieces = _PIECE.findall(said)
        words = [fold(piece) for piece in pieces]
        found = self._mentions(words, [" ".join(stems(word, self.language)) for word in words])
        if len(found) != 2 or found[0][2] == found[1][2] or "?" in said:
            return []
        (first, end, one), (second, behind, other) = found
        subject = self._subject(pieces[:first])
        if not subject or not self._hangs_on(words[end:second], words[behind:]):
            return []
        milder, stricter = (one, other) if is_milder(self.of[one], self.of[other]) else (other, one)
        if not is_milder(self.of[milder], self.of[stricter]):
            return []
        things = [part for part in bare_pieces(subject, self.language) if part]
        return [Case(thing, milder, stricter, said.strip(), line) for thing in things]

    def _mentions(self, words: list[str], stemmed: list[str]) -> list[tuple[int, int, str]]:
        """Where classes are named, a name of one word in any form: first word, the one behind the last, id."""
        found, at = [], 0
        while at < len(words):
            here = ((name, tuple((stemmed if len(name) == 1 else words)[at : at + len(name)]), id_) for name, id_ in self.names)
            named = next(((len(name), id_) for name, said, id_ in here if said == name), None)
            if named:
                found.append((at, at + named[0], named[1]))
            at += named[0] if named else 1
        return found

    def _subject(self, pieces: list[str]) -> str:
        """The thing before the first class: no case, no tool, and nothing that a sentence before has named."""
        left = list(pieces)
        while left and (left[-1] in _STOPS or fold(left[-1]) in _words("verbs")):
            left.pop()
        said = [fold(piece) for piece in left]
        other = {*_words("cues"), *_words("then"), *lists()["pointing"], *_words("verbs"), *";:."}
        if not left or len(left) > _LONGEST or other.intersection(said) or generic_data().issuperset(said):
            return ""
        return "" if has_word(" ".join(said), limit_words()["any_tool"]) or len(left) == len(pieces) else " ".join(left)

    def _hangs_on(self, between: list[str], behind: list[str]) -> bool:
        """Whether what stands between two classes, and behind the second, is the condition alone, and of no other thing."""
        told, near = self._joined(between), self._joined(between[max(_stops(between), default=-1) + 1 :])
        if not told:
            return bool(_begins(behind, _cues())) and not _words("either").isdisjoint(between)
        has_cue = any(_begins(words[at:], _cues()) for words in (told, behind) for at in range(len(words)))
        starts = _begins(told, _cues()) or (_is_then(told) and has_cue)
        if has_word(" ".join((*near, *behind)), [*becoming_words()["not"], *limit_words()["any_tool"]]):
            return False
        goes_on = not near or ((_begins(near, _cues()) or _is_then(near)) and not _is_of_another(near))
        return bool(starts and goes_on and (near or _begins(behind, _cues())))

    @staticmethod
    def _joined(words: list[str]) -> list[str]:
        """Words without those that join, and without what stands before the first that says something."""
        left = [word for word in words if word not in _words("joints")]
        first = next((at for at, word in enumerate(left) if word not in _STOPS), len(left))
        return left[first:]


def _stops(words: list[str]) -> list[int]:
    return [at for at, word in enumerate(words) if word in _STOPS]


def without(document: Document, cases: list[Case]) -> Document:
    """The document without the sentences that were read so."""
    read = {case.line for case in cases}
    return replace(document, lines=tuple(line for line in document.lines if line not in read))


def take_out(classes: list[ClassWords], cases: list[Case]) -> list[Case]:
    """The things whose class hangs on a condition are examples of none; one that a list elsewhere has stays there."""
    kept = []
    for case in cases:
        own = [(entry, one) for entry in classes for one in entry.examples if fold(one) == fold(case.thing)]
        if all(entry.examples[one].endswith(f":{case.line.line}") for entry, one in own):
            kept.append(case)
            for entry, one in own:
                entry.examples.pop(one)
    return kept
