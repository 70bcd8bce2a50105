"""The document in; every name that it explains, with what it says of it and where, out.

A list, a table, sentences and headings explain names alike: what stands beside each other in one place is of one sort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from bot.knowledge.importing.classes.defined import asked_for
from bot.knowledge.importing.texts.document import HEADING, Document, Line, heading_said, unmarked
from bot.knowledge.importing.texts.patterns import any_of, without_number
from bot.knowledge.importing.texts.words import example_words, fold, generic_data, lists, tokens

_LONGEST = 5
"""Words of a name."""
_CODE = re.compile(r"\w{0,3}\d{0,2}")
_PICTURES = re.compile(r"^[^\w*_\"“„«(§]+(?=[\w*_\"“„«])")
_SET_APART = re.compile(r"^(?P<mark>\*\*|__|\*|_)(?P<name>[^*_]{1,60}?)(?P=mark)(?P<rest>.*)$")
_BEFORE_SIGN = re.compile(r"^(?P<name>[^:=.,;?!|]{1,60}?)\s*(?:[:=]|\s[–—-](?=\s))\s*(?P<text>\S.*)$")
_LED_TO = re.compile(r"^[^:]{0,120}?(?:\*\*|__)(?P<name>[^*_:]{2,40})(?:\*\*|__)[^:,;.]{0,40}:\s+(?P<text>\S.+)$")
"""A name in bold before the colon of a sentence: "There is one more, the **Vault**: wills, key codes"."""
_FRAME, _FRAMED = 8, 2
"""Words at the beginning of a sentence in which its name stands; so many before it tell that the next is one."""
_TOLD = re.compile(r"^(?P<name>[^:]*[^\W\d]{2}[^:]*?)(?::|\s[–—-])\s+(?P<more>\S.*)$")
"""What a heading says behind its name, which is no number alone."""
_GAP = 2
"""Lines up to which a text goes on with what stands before it."""


class Shape(IntEnum):
    """How a name stands where it is explained: in running text, above it, at the beginning of a line, in a table's first cell."""

    ALIKE, HEADING, LINE, ROW = range(4)


@dataclass(frozen=True, slots=True)
class Explained:
    """A name with what is said of it, from its first line to its last. What has the same ``place`` stands side by side."""

    name: str
    texts: tuple[str, ...]
    line: int
    last: int
    place: tuple[Shape, str, int]


def explained_names(document: Document) -> tuple[Explained, ...]:
    """By shape, and in the order in which they stand; no name is without a text."""
    found = (*_lines(document), *_headings(document), *_tables(document))
    return tuple(one for one in found if one.name and one.texts and 0 < len(tokens(one.name)) <= _LONGEST)


def bare_name(text: str) -> str:
    """A name without marks, number and article: "The **Safe**" is "Safe"."""
    name = without_number(_PICTURES.sub("", unmarked(text).replace("__", "")).strip(' .:?!"“”„«»*_'))
    first, blank, rest = name.partition(" ")
    if blank and fold(first) in _articles():
        return rest
    elided = re.match(r"^l['’](?=\w)", name, re.IGNORECASE)
    return name[elided.end() :] if elided else name


@cache
def _articles() -> frozenset[str]:
    return frozenset(map(fold, example_words()["articles"]))


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(fold(word) for kind in ("pronouns", "relatives") for word in example_words()[kind])


def told_alike(document: Document, mentioned: Callable[[str], tuple[str, str]]) -> Iterator[Explained]:
    """Names in running text, by what stands around others: "The second drawer is called Arrangements. It has ...", "The third
    drawer is called Family. It has ...". ``mentioned``: text -> a known name, and how it stands there, or nothing."""
    begun = [(line, unmarked(line.text).split()) for line in document.lines if line.kind != "row"]
    known = {at: _framed(words, mentioned) for at, (_, words) in enumerate(begun)}
    frames = {frame[1:] for frame in known.values() if frame}
    current: Explained | None = None
    for at, (line, words) in enumerate(begun):
        frame = known[at]
        name = frame[0] if frame else next((found for one in sorted(frames) if (found := _in_frame(words, one))), "")
        goes_on = current and line.kind == "text" and line.heading == current.place[1] and line.line <= current.last + 1
        if name:
            if current:
                yield current
            text = " ".join(words[:_FRAME]).partition(name)[2] + " " + " ".join(words[_FRAME:])
            current = Explained(name, (text.strip(" :,.–—-"),), line.line, line.line, (Shape.ALIKE, line.heading, 0))
        elif current and goes_on:
            current = replace(current, texts=(*current.texts, _without_pronoun(words)), last=line.line)
        elif current:
            yield current
            current = None
    if current:
        yield current


def _without_pronoun(words: list[str]) -> str:
    """A sentence without "It has"."""
    return " ".join(words[2 * (fold(words[0]) in map(fold, example_words()["pronouns"])) :])


def _framed(words: list[str], mentioned: Callable[[str], tuple[str, str]]) -> tuple[str, tuple[str, ...], str] | None:
    """The known name in the first words of a sentence, with the folded words before it and the one behind it."""
    start = " ".join(words[:_FRAME])
    name = mentioned(start)[1]
    if not name:
        return None
    before, _, behind = start.partition(name)
    return name, tokens(before), next(iter(tokens(behind)), "")


def _in_frame(words: list[str], frame: tuple[tuple[str, ...], str]) -> str:
    """The name that stands where a known one does in another sentence; one word before it may be another one ("third")."""
    before, behind = frame
    said = [next(iter(tokens(word)), "") for word in words[:_FRAME]]
    size = len(before)
    other = sum(one != mine for one, mine in zip(said, before, strict=False))
    if len(said) <= size or other > (size >= _FRAMED):
        return ""
    ends = [at for at in range(size + 1, min(len(said), size + 1 + _LONGEST)) if behind and said[at] == behind]
    if size < _FRAMED and not ends:
        return ""
    end = ends[0] if ends else next((at for at in range(size, len(words)) if not words[at][:1].isupper()), len(words))
    name = " ".join(words[size:end]).strip(" .,:;")
    return name if name and "," not in name and _is_name(name) else ""


def is_label(name: str) -> bool:
    """Whether a name says what stands behind it, and is none of a class: "Examples", "Owner", "How to ask"."""
    labels = [tokens(word) for word in (*example_words()["asks"], *example_words()["labels"])]
    labels += [tokens(word) for said in lists()["transformations"].values() for word in said]
    words = tokens(name)
    behind = lists()["prepositions"]
    return any(words == label or (words[: len(label)] == label and words[len(label)] in behind) for label in labels)


def _lines(document: Document) -> Iterator[Explained]:
    """What stands behind a name at the beginning of a line or of a sentence, and below it."""
    rows = document.text.splitlines()
    open_: list[tuple[int, Explained]] = []
    for line in document.lines:
        raw = rows[line.line - 1] if line.kind == "item" and line.line <= len(rows) else ""
        depth = len(raw) - len(raw.lstrip()) if raw else -1
        begun = _begun(line) if line.kind != "row" else None
        keep = []
        for at, one in open_:
            is_below = depth > at and line.line <= one.last + _GAP and line.kind != "row"
            goes_on = line.kind == "text" and line.line <= one.last + _GAP and not begun
            if (is_below or goes_on) and (one.place[1] == line.heading):
                keep.append((at, replace(one, texts=(*one.texts, unmarked(line.text)), last=line.line)))
            else:
                yield one
        open_ = keep
        if begun:
            name, text = begun
            open_.append(
                (depth, Explained(name, (text,) if text else (), line.line, line.line, (Shape.LINE, line.heading, depth)))
            )
    yield from (one for _, one in open_)


def _begun(line: Line) -> tuple[str, str] | None:
    """The name that a line begins with, and what stands behind it; nothing stands behind one that is alone."""
    text = without_number(_PICTURES.sub("", line.text.strip()))
    for found in (_set_apart(text), _before_sign(text), _led_to(text), _sentence(text)):
        if found and _is_name(found[0]):
            return bare_name(found[0]), unmarked(found[1]).strip(" .:=–—-")
    alone = text.rstrip(" :.")
    is_alone = (line.kind == "item" or alone.startswith(("**", "__"))) and _is_name(alone) and "," not in alone
    return (bare_name(alone), "") if is_alone else None


def _set_apart(text: str) -> tuple[str, str] | None:
    found = _SET_APART.match(text)
    return (found["name"], found["rest"]) if found and found["rest"].strip(" .:") else None


def _before_sign(text: str) -> tuple[str, str] | None:
    found = _BEFORE_SIGN.match(unmarked(text))
    return (found["name"], found["text"]) if found else None


def _led_to(text: str) -> tuple[str, str] | None:
    found = _LED_TO.match(text)
    return (found["name"], found["text"]) if found else None


def _sentence(text: str) -> tuple[str, str] | None:
    found = _defines().match(unmarked(text))
    return (found["name"], found["text"]) if found else None


@cache
def _defines() -> re.Pattern[str]:
    """ "The Safe holds wills and key codes"."""
    verbs = any_of([*example_words()["defines"], *example_words()["equals"]])
    return re.compile(rf"^(?P<name>\S.{{0,50}}?)\s+(?:{verbs})\s+(?P<text>\S.*)$", re.IGNORECASE)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(fold(verb) for kind in ("defines", "equals", "modals") for verb in example_words()[kind])


def _is_name(text: str) -> bool:
    """Whether it is short, no pronoun, and not in small letters as things are."""
    name = bare_name(text)
    words = tokens(name)
    said = [word for word in words if word not in generic_data() and word not in _pronouns()]
    is_said = words[:1] and (words[0] in lists()["prepositions"] or words[-1] in _verbs())
    return bool(said) and not is_said and len(said) <= _LONGEST and not name[:1].islower()


def _headings(document: Document) -> Iterator[Explained]:
    """What stands below a heading, up to the next one that is no part of it."""
    rows = document.text.splitlines()
    found = [(text, line, _level(rows, line)) for text, line in document.headings]
    parents: list[tuple[int, int]] = []
    for number, (text, line, level) in enumerate(found):
        parents = [one for one in parents if one[0] < level]
        end = next((after for _, after, depth in found[number + 1 :] if depth <= level), len(rows) + 1)
        held = [one for one in document.lines if line < one.line < end and one.kind != "row"]
        name, more = _of_heading(heading_said(text))
        texts = (*((more,) if more else ()), *(unmarked(one.text) for one in held))
        yield Explained(bare_name(name), texts, line, end - 1, (Shape.HEADING, str(level), parents[-1][1] if parents else 0))
        parents.append((level, line))


def _of_heading(text: str) -> tuple[str, str]:
    """The name in a heading, and what else it says: "Safe – nobody else's", "What is Safe?"."""
    if found := asked_for().match(text):
        return found["name"], ""
    found = _TOLD.match(text)
    return (found["name"], found["more"]) if found else (text, "")


def _level(rows: Sequence[str], line: int) -> int:
    found = HEADING.match(rows[line - 1]) if line <= len(rows) else None
    return len(found["level"]) if found else 1


def _tables(document: Document) -> Iterator[Explained]:
    """The cells beside the first one of each row."""
    tables: list[list[Line]] = []
    for line in document.lines:
        if line.kind == "row" and tables and line.line <= tables[-1][-1].line + _GAP:
            tables[-1].append(line)
        elif line.kind == "row":
            tables.append([line])
    for head, *rows in tables:
        place = (Shape.ROW, "", head.line)
        for row in rows:
            name, cells = _of_row(row.cells)
            yield Explained(bare_name(name), tuple(filter(None, cells)), row.line, row.line, place)


def _of_row(cells: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The name of a row, with its code before it where that has a cell of its own."""
    if len(cells) > 2 and _CODE.fullmatch(cells[0].strip()) and 0 < len(tokens(cells[1])) <= _LONGEST:
        return f"{cells[0]} – {cells[1]}".strip(" –"), cells[2:]
    return cells[0] if cells else "", cells[1:]
