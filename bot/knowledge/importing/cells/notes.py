"""Cells and the lines of a document in; the notes that marks behind a cell's word send to, and the words without marks out.

A mark is one only where a line of the document explains it: "yes, if (b)", "If 3", "bed. ②" and "2, 5" are notes beside lists
that begin with these marks, and names or numbers anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

from bot.knowledge.importing.cells.effects import RAISED, RAISED_SIGNS, CellWord
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.texts.document import unmarked
from bot.knowledge.importing.texts.patterns import any_of, joiners
from bot.knowledge.importing.texts.words import duty_words, fold, has_word, lists, small_words, table_words, tokens

Footnotes = dict[str, str]
"""Mark as it is written plainly (``1``, ``a``, ``*``) -> the words."""

_ROUND = "①-⑳ⓐ-ⓩ"
_ONE = rf"[{_ROUND}]|[{RAISED_SIGNS}]{{1,2}}|[A-Z]\d{{1,2}}|\d{{1,2}}|[a-z]|[*†‡§]{{1,3}}"
_LINE = re.compile(
    rf"^(?:[-+•>]\s+)*(?P<row>\|\s*)?[*_]{{0,3}}(?P<open>[\[(]?)(?P<mark>{_ONE})(?P<close>[\])]?)[*_]{{0,3}}[.:=–—-]{{0,2}}[*_]{{0,3}}(?:\s*\|)?\s+(?:[=–—-]\s+)?(?P<text>\S.{{3,}})$"
)
_BULLET = re.compile(r"[-*+•]\s|\d{1,2}[.)]\s")
_TITLED = re.compile(r"^(?P<bold>[*_]{1,3})(?P<title>[^*_]{1,60}?)[.:]?(?P=bold)[.:]?\s+(?=[^\W\d_])(?![a-zß-ÿ])")
"""Words set in bold before what a note says: "**Stripped.** Names are removed."."""
_CLOSED = re.compile(r"(?<=\s)(\d{1,2}|[a-z])\)(?=\s|$)")
"""A mark that is only closed, "yes a)"."""
_PLACE = re.compile(r"§|[^\W\d_]\.$")
"""Before a number that is the place of another sentence: "§ 5 Abs. 3", "art. 7"."""
_REFERENCE = re.compile(r"(?<!\w)[A-Z]{1,3}\d{1,2}(?!\w)")
_FAR = 4
"""Lines between two notes of one list."""
_MOST = 0.6
"""So many of the marks must be explained by one list."""


@cache
def _apart() -> str:
    """Between two marks that both count: "1, 2 and 3", "(a) and (b)", "[1][2]"."""
    sign = rf"\s*(?:[,;&+/]|(?<!\w)(?i:{any_of(small_words()['together'])})(?!\w))"
    return rf"(?:[\])]?(?:{sign})+\s*[\[(]?|[\])]\s*[\[(]|\s+(?=[{_ROUND}{RAISED_SIGNS}]))(?={_ONE})"


@cache
def _others() -> re.Pattern[str]:
    """The end of a word behind whose last mark stands what makes no list of it and the next: "1 or 3", "1 to 3"."""
    told = duty_words()["goes_on"]
    return re.compile(rf"(?<!\w)(?:{_ONE})[\])]?\s+(?:{any_of([*told['or'], *told['to']])})$", re.IGNORECASE)


@cache
def _tail() -> re.Pattern[str]:
    see, notes = (any_of(table_words()["notes"][name]) for name in ("see", "called"))
    sent = rf"(?:(?<!\w)(?i:(?:(?:{see})\s+)?(?:{notes}|{see}))\s+)?"
    marks = rf"(?P<marks>(?:(?<!\w)|(?=[{_ROUND}{RAISED_SIGNS}]))(?:{_ONE})(?:{_apart()}(?:{_ONE}))*)"
    return re.compile(rf"^(?P<word>.*?)(?P<gap>[\s,;:–-]*)(?P<open>[\[(]?){sent}{marks}(?P<close>[\])]?)$")


def split_note(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's word, and what may be marks behind it; no marks where it ends in a word or number of its own."""
    found = _tail().match(_CLOSED.sub(r"(\1)", text.strip()))
    if not found:
        return text, ()
    marks = tuple(plain(mark) for mark in re.split(_apart(), found["marks"]) if mark)
    is_held = bool(found["open"]) == bool(found["close"]) and found["word"].count("(") == found["word"].count(")")
    is_drawn = not found["marks"].isascii()
    word = found["word"].rstrip(" ,;:–-")
    if (
        not is_held
        or (_PLACE.search(word) and not is_drawn)
        or _others().search(word)
        or (word and not (found["gap"].strip(",;:–-") or found["open"] or is_drawn))
    ):
        return text, ()
    return word, marks


def references(text: str) -> tuple[str, ...]:
    """Marks of a letter and a number that stand as words in a cell's text: "If K2 and K3"."""
    return tuple(_REFERENCE.findall(text))


def without_references(text: str) -> str:
    """The text without them, and without what joins them to the rest."""
    joined = rf"(?:\s*(?:[,;+&/]|\b(?:{joiners()})\b))*\s*"
    left = re.sub(rf"(?:{joined}{_REFERENCE.pattern}{joined})+", " ", text, flags=re.IGNORECASE)
    return re.sub(r"[(\[]\s*[)\]]", "", left).strip(" ,;:–-")


def is_one(text: str) -> bool:
    """Whether what its marks stand for is one thing to hold, and no list: "if C1 or C2", "unless K1"."""
    ways, turned = any_of(duty_words()["goes_on"]["or"]), [*lists()["exceptions"], *duty_words()["goes_on"]["unless"]]
    are_ways = re.search(rf"{_REFERENCE.pattern}\s*,?\s*(?:\b(?:{ways})\b|/)\s*\w*\s*{_REFERENCE.pattern}", text, re.IGNORECASE)
    return bool(are_ways or has_word(text, turned))


def is_range(text: str) -> bool:
    """Whether marks between those that stand there are meant as well: "K1 to K3"."""
    to = any_of(duty_words()["goes_on"]["to"])
    return re.search(rf"{_REFERENCE.pattern}\s*(?:[-–—]|\b(?:{to})\s)\s*{_REFERENCE.pattern}", text, re.IGNORECASE) is not None


def told_out(text: str, notes: Footnotes) -> str:
    """The text with what its marks stand for in their place, as one thing that must hold."""
    return _REFERENCE.sub(lambda found: re.sub(r"[.!]\s+", "; ", notes[found[0]]).rstrip(" ."), text)


def plain(mark: str) -> str:
    """A mark without its circle or height."""
    if len(mark) == 1 and ord("①") <= ord(mark) <= ord("⑳"):
        return str(ord(mark) - ord("①") + 1)
    if len(mark) == 1 and ord("ⓐ") <= ord(mark) <= ord("ⓩ"):
        return chr(ord(mark) - ord("ⓐ") + ord("a"))
    return mark.translate(RAISED)


def wanted_marks(cells: Iterable[str], is_read: Callable[[str], bool], names: frozenset[str]) -> frozenset[str]:
    """Marks behind the words of cells. ``is_read``: whether a word says yes, no or something between; ``names``: first words of
    rows and columns, which are no marks."""
    found: set[str] = set()
    for text in cells:
        word, marks = split_note(text)
        if marks and not set(marks) & names and (not word or is_read(word)):
            found.update(marks)
    return frozenset(found)


def find_notes(lines: list[str], wanted: frozenset[str]) -> Footnotes:
    """The list of lines that explains most of the marks; none where it leaves many of them open."""
    return _fullest(_blocks(lines, wanted), wanted)


def find_references(lines: list[str], named: frozenset[str]) -> Footnotes:
    """The same for marks of a letter and a number; none where two lists say different things of one."""
    blocks = list(_blocks(lines, named))
    told: dict[str, list[frozenset[str]]] = {}
    for block in blocks:
        for mark, text in block.items():
            told.setdefault(mark, []).append(frozenset(tokens(text)))
    # one list is seen twice where its table stands beside the document, with more or less of it
    is_one = all(one <= other or other <= one for texts in told.values() for one, other in combinations(texts, 2))
    return _fullest(blocks, named) if is_one else {}


def _fullest(blocks: Iterable[Footnotes], wanted: frozenset[str]) -> Footnotes:
    """The list with the most marks, the first of several."""
    best = max(blocks, key=len, default={})
    return {mark: _whole(text, best) for mark, text in best.items()} if wanted and len(best) >= _MOST * len(wanted) else {}


def _whole(text: str, notes: Footnotes) -> str:
    """A note with the words of those that it sends to: "As (a), and your head of service agrees"."""
    others = [mark for mark in notes if re.search(rf"[\[(]{re.escape(mark)}[\])]", text)]
    return " ".join((text, *(f"({mark}) {notes[mark]}" for mark in others)))


def _blocks(lines: list[str], wanted: frozenset[str]) -> Iterator[Footnotes]:
    """Lines that follow each other, each with a mark of its own. One line alone counts where its mark is set apart."""
    block: Footnotes = {}
    last, mine, is_apart = -_FAR, "", False
    is_raw = not all(map(str.strip, lines))  # with empty lines between paragraphs
    for number, line in enumerate(lines):
        found = _LINE.match(line.strip())
        mark = plain(found["mark"]) if found else ""
        if not found or mark not in wanted:
            if is_raw and mine and not found and number == last + 1 and _runs_on(line):
                block[mine], last = f"{block[mine]} {unmarked(line.strip(' -*+•'))}", number
            continue
        if number - last > _FAR or mark in block:
            if len(block) > 1 or is_apart:
                yield block
            block, is_apart = {}, False
        text = found["text"].partition("|")[0] if found["row"] else found["text"]
        block[mark] = unmarked(_TITLED.sub(r"\g<title>: ", text.strip())).strip().strip("*_").strip()
        is_apart = (
            is_apart or bool(found["open"] and found["close"]) or not found["mark"].isalnum() or not found["mark"].isascii()
        )
        last, mine = number, "" if found["row"] else mark
    if len(block) > 1 or is_apart:
        yield block


def _runs_on(line: str) -> bool:
    """Whether a line of a file goes on with the note above it: it is wrapped, or a point of the note's own."""
    text = line.strip()
    is_new = text.startswith(("#", "|", "<", ">")) or _BULLET.match(text) is not None
    return bool(text) and (line[:2].isspace() or not is_new)


Marks = dict[str, str]
"""Name of a row or column -> the marks behind it, separated by blanks."""

_SIGNED = re.compile(
    rf"^\s*(?:(?P<raised>[{RAISED_SIGNS}]+)|(?P<sign>[*†‡§]{{1,3}})|[\[(](?P<held>\d{{1,2}}|[a-z]|[*†‡§]{{1,3}})[\])])[.:)]?\s*(?P<text>[^\s=*†‡§].{{3,}})$"
)
_NUMBERED = re.compile(r"^\s*(?P<mark>\d{1,2}|[a-e])[.:)]?\s+(?P<text>\S.{8,})$")
_BEHIND = re.compile(
    rf"^(?P<name>.*?[^\s,])[\s,]{{0,4}}(?P<mark>[{RAISED_SIGNS}]+|\[(?:\d{{1,2}}|[a-z])(?:\s*[,;]\s*\d{{1,2}})*\]|\^\d{{1,2}}|[*†‡§]{{1,3}}|\((?:\d{{1,2}}|[a-z])\)|(?<=\s)(?:\d{{1,2}}|[a-z])\))$"
)


_LETTERED = re.compile(r"(?:\s|\()([a-z])\)$")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """How a footnote begins: with a sign, with what it is called ("Note 1:"), or with a number."""
    notes = any_of(table_words()["notes"]["called"])
    named = re.compile(rf"^\s*(?:{notes})\s*(?P<mark>\d{{1,2}}|[a-z])\s*[.:)–-]\s*(?P<text>\S.{{3,}})$", re.IGNORECASE)
    return _SIGNED, named, _NUMBERED


def read_footnotes(lines: list[str]) -> Footnotes:
    """The first line that explains a mark counts: "¹ Only ...", "[1] ...", "*Only ...", "1. Only ...", "Note 1: ..."."""
    found: Footnotes = {}
    for pattern in _patterns():
        for match in filter(None, (pattern.match(line) for line in lines)):
            mark = next(text for name, text in match.groupdict().items() if name != "text" and text)
            found.setdefault(mark.translate(RAISED), unmarked(match["text"]).strip())
    return found


def is_footnote(line: str) -> bool:
    """Whether a line explains a mark."""
    return any(pattern.match(line) for pattern in _patterns())


def letters_behind(names: Iterable[str]) -> frozenset[str]:
    """Letters in brackets that may be marks behind names."""
    return frozenset(found[1] for found in map(_LETTERED.search, names) if found)


def without_marks(body: Rows, footnotes: Footnotes, known: frozenset[str]) -> tuple[Rows, Marks, Marks]:
    """The table with bare names; the marks of its rows, and those of its columns. ``known``: folded names that end in a mark."""
    rows: Marks = {}
    columns: Marks = {}

    def bare(cell: Cell, marks: Marks) -> Cell:
        name, found = split_marks(cell.text, footnotes) if fold(cell.text) not in known else (cell.text, "")
        if found:
            marks[name] = found
        return replace(cell, text=name)

    head = (body[0][0], *(bare(cell, columns) for cell in body[0][1:]))
    return (head, *((bare(row[0], rows), *row[1:]) for row in body[1:])), rows, columns


def split_marks(text: str, footnotes: Footnotes) -> tuple[str, str]:
    """A name, and the marks behind it. A number or letter in round brackets is one only where a footnote has it: "Level (2)" is a
    name. One that is only closed, "Internal a)", can be nothing else."""
    marks: list[str] = []
    name = text.strip()
    while match := _BEHIND.match(name):
        said = match["mark"].translate(RAISED).strip("[]()^ ")
        is_closed = match["mark"].endswith(")") and name.count("(") < name.count(")")
        if match["mark"].endswith(")") and not is_closed and said not in footnotes:
            break
        marks[:0] = _parted(said, footnotes)
        name = match["name"].rstrip(" ,")
    return name, " ".join(marks)


def _parted(said: str, footnotes: Footnotes) -> list[str]:
    """``12`` is a footnote, or where there is none of that number, 1 and 2."""
    found: list[str] = []
    for mark in re.split(r"[\s,;]+", said):
        is_run = mark not in footnotes and len(mark) > 1 and all(sign in footnotes for sign in mark)
        found += list(mark) if is_run else [mark]
    return found


def marked(word: CellWord, whose: str, marks: str) -> CellWord:
    """A cell of a row or column with a footnote: what the footnote says must hold for it as well, so a yes is conditional."""
    if not marks or word.effect not in ("allow", "conditional", "review"):
        return word
    doubt = f"allowed, and `{whose}` has the footnote {marks}; taken as conditional" if word.effect == "allow" else ""
    effect = "conditional" if word.effect == "allow" else word.effect
    return replace(
        word,
        effect=effect,
        mark=" ".join(dict.fromkeys(f"{word.mark} {marks}".split())),
        doubt="; ".join(filter(None, (word.doubt, doubt))),
        by_legend=False,
    )


def settled(word: CellWord, footnotes: Footnotes) -> CellWord:
    """The cell's own marks, each by itself."""
    marks = [one for said in word.mark.split() for one in _parted(said, footnotes)]
    return replace(word, mark=" ".join(dict.fromkeys(marks)))
