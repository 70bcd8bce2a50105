"""A captured page goes in; its clauses come out: sentences with their heading, the words before them and their verbatim text."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.vendors.judging.cleaning import cells, key, plain
from bot.vendors.judging.data import load

_HASH = re.compile(r"^\s{0,3}#{1,6}\s+\S")
_UNDERLINE = re.compile(r"^\s{0,3}(?:-{3,}|={3,})\s*$")
_HIGHEST = re.compile(r"^\s{0,3}#\s")
_HASHES = re.compile(r"^\s{0,3}(#{1,6})\s")
_BESIDE = 0
"""The level of a heading in bold: it may stand over or beside the others."""
_BOLD = re.compile(r"^\s*(?:\d+[.)]\s*)*(?:\*\*|__)[^*_]{2,90}(?:\*\*|__)\s*:?\s*$")
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[A-Z0-9À-Þ¿¡(])|(?<=[。；！？])")
_DAY = r"(?<![\w.,/-])(?:[1-9]|[12]\d|3[01])\."
_LONGEST_MONTH = 12
_TAIL = 60
"""Signs before a sentence's end in which an abbreviation or a date may stand."""
_SPEAKS = re.compile(r"[^\W\d_]{2}|[\u3040-\u9fff]")
_HEADINGS = 4
_OPENS = re.compile(r":|\((?:i|a|1)\)")
_ENDLESS = 6000
"""Signs: no sentence is that long."""
_LONGEST = 20_000
"""Signs of anything that is compared."""
_ONE_IN = 40
_WORD = re.compile(r"\S+")
_BOLD_ROW = re.compile(r"^\s*\|(?:\s*(?:\*\*|__)[^|]+(?:\*\*|__)\s*\|){2,}\s*$")
_RULED = re.compile(r"^\s*(?:\|\s*)?(?::?-{2,}:?\s*\|\s*)+(?::?-{2,}:?\s*)?$")
"""The line under the headings of a table."""
_ANCHOR = re.compile(r"^\s*(?:[-*+]\s*|\d+[.)]\s*)*\[.*\]\(#[^()\[\]]*\)\s*$")
"""A line of a table of contents: nothing but a link to another place of the page."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: ``raw`` stands in the captured text word for word, ``text`` is readable, ``key`` is what is compared."""

    raw: str
    text: str
    key: str
    heading: str
    lead: str
    """The nearest line before it that ends in a colon: "We do not:" rules over its list."""
    section: str
    """The headings it stands under, the nearest first: a list of names is known by them. One of the same level ends another."""
    line: int
    page: str = ""
    """The first heading of all: what kind of page it is."""
    is_heading: bool = False
    is_title: bool = False
    """A heading of the highest level, as a page begins with, and no part of one."""
    columns: tuple[str, ...] = ()
    """For a row of a table what its columns are called."""
    before: str = ""
    """The key of the sentence before it in the same paragraph: what its "they" stands for."""

    @property
    def is_question(self) -> bool:
        """Whether it asks, as headings do: "How long do we keep it?" says nothing itself."""
        return self.text.endswith(("?", "？"))


Read = dict[str, tuple[tuple[str, str, str], ...]]
"""Lines read already: verbatim text, readable text and key of each sentence. Most lines of two captures are the same."""


def sentences(page: str, read: Read | None = None) -> list[Sentence]:
    """All sentences of a page, in order, with an empty key left out. Short ones too: one "not" matters."""
    read = {} if read is None else read
    made: list[Sentence] = []
    place = _Place()
    lines = page.splitlines()
    for number, raw in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        place.follow_table(raw, lines[number - 1], following)
        text = plain(raw)
        if not text or _ANCHOR.match(raw):
            continue
        is_heading = _is_heading(raw, following)
        if is_heading:
            place.go_below(text, _level(raw, following))
        if raw not in read:
            read[raw] = tuple(_read(part) for part in ([raw] if is_heading else parts(raw)))
        is_title = is_heading and bool(_HIGHEST.match(raw) or following.lstrip().startswith("="))
        over = place.lead
        before = ""
        for verbatim, readable, compared in read[raw]:
            if compared:
                here = (place.heading, over, place.section, number, place.title, is_heading, is_title, place.columns)
                made.append(Sentence(verbatim, readable, compared, *here, before))
                before = compared
            over = _ruling(readable, over, place.lead)
        place.go_on(text, raw)
    return made


class _Place:
    """Where on a page a line stands: the headings above it, the words that lead to it, the columns of its table."""

    def __init__(self) -> None:
        self.heading = self.lead = self.title = ""
        self.columns: tuple[str, ...] = ()
        self._above: list[tuple[int, str]] = []

    @property
    def section(self) -> str:
        return " / ".join(said for _, said in self._above)

    def follow_table(self, raw: str, above: str, below: str) -> None:
        """A ruled line names the columns; they hold up to the first line outside the table."""
        if not raw.lstrip().startswith("|"):
            self.columns = self.columns if not raw.strip() else ()
        elif _RULED.match(raw):
            self.columns = _named(above, below)

    def go_below(self, heading: str, level: int) -> None:
        """A heading ends those of its own level and below."""
        self.heading, self.lead = heading, ""
        self.title = self.title or heading
        kept = [one for one in self._above[:_HEADINGS] if one[0] < level or _BESIDE in {one[0], level}]
        self._above = [(level, heading[:120]), *kept]

    def go_on(self, text: str, raw: str) -> None:
        """A line that ends in a colon leads to the list below it; running text ends that."""
        if text.endswith((":", "：")):
            self.lead = text[-300:]
        elif raw.lstrip()[:1] not in {"*", "-", "+", "|", "•"} and not re.match(r"\s*(?:\d|\(?[a-z][.)])", raw):
            self.lead = ""


def _named(above: str, below: str) -> tuple[str, ...]:
    """What columns are called: by the row above the ruled line, or where that is empty by a bold one below it."""
    row = above if any(cells(above)) else below if _BOLD_ROW.match(below) else ""
    headings = tuple(map(key, cells(row)))
    return headings if len(headings) > 1 else ()


def _ruling(said: str, over: str, lead: str) -> str:
    """What rules over the next piece of a line: in "You may not: (i) copy; (ii) sell" the beginning, up to the last piece."""
    if not said.endswith((";", "；")):
        return lead
    opened = _OPENS.search(said)
    return f"{lead} {said[: opened.start()][-300:]}" if opened else over


def _read(part: str) -> tuple[str, str, str]:
    readable = plain(part)
    return part.strip(), readable, key(readable)


def parts(line: str) -> list[str]:
    """The sentences of one line, each a verbatim piece of it."""
    if line.lstrip().startswith("|"):
        return _of_some_length([line])
    pieces: list[str] = []
    start = looked = 0
    speaks = False
    for end in _SENTENCE_END.finditer(line):
        # each piece of the line is looked at once, however many ends are none
        speaks = speaks or bool(_SPEAKS.search(line, looked, end.start()))
        looked, tail = end.start(), line[max(start, end.start() - _TAIL) : end.start()]
        if not speaks or _abbreviation().search(tail):
            continue
        if tail[-1] == "." and _is_in_date(tail, line[end.end() : end.end() + _LONGEST_MONTH]):
            continue
        pieces.append(line[start : end.end()].rstrip())
        start, speaks = end.end(), False
    pieces.append(line[start:])
    return _of_some_length([p for piece in pieces if piece.strip() for p in ([piece] if len(piece) <= _ENDLESS else _cut(piece))])


def _of_some_length(found: list[str]) -> list[str]:
    """Where the words of a piece say nothing of where to cut it, it is cut all the same: what is done with it takes long."""
    return [cut for one in found for at in range(0, len(one), _LONGEST) if (cut := one[at : at + _LONGEST]).strip()]


@cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{'|'.join(map(re.escape, load('noise')['abbreviations']))})|\b[A-Z])\.$", re.IGNORECASE)


def _is_in_date(piece: str, rest: str) -> bool:
    """Whether a point is a date's: "15." before "Januar", "3. Okt." before "2026"."""
    day, day_and_month, month = _of_dates()
    return bool((day.search(piece) and month.match(rest)) or (rest[:1].isdigit() and day_and_month.search(piece)))


@cache
def _of_dates() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months = f"(?:{'|'.join(load('dates')['after_a_point'])})"
    day_and_month, month = rf"{_DAY}\s+{months}\.$", rf"{months}(?!\w)"
    return re.compile(f"{_DAY}$"), re.compile(day_and_month, re.IGNORECASE), re.compile(month, re.IGNORECASE)


def _cut(piece: str) -> list[str]:
    """Text without any sentence end, cut where its words say so: a word put in moves no cut but its own."""
    cuts = [0]
    previous = ""
    for word in _WORD.finditer(piece):
        if zlib.crc32(f"{previous} {word[0]}".encode()) % _ONE_IN == 0:
            cuts.append(word.end())
        previous = word[0]
    return [part for start, end in pairwise([*cuts, len(piece)]) if (part := piece[start:end]).strip()]


def _level(raw: str, following: str) -> int:
    """How far down a heading stands; a bold line says nothing about that."""
    if hashes := _HASHES.match(raw):
        return len(hashes[1])
    if _BOLD.match(raw):
        return _BESIDE
    return 1 if following.lstrip().startswith("=") else 2


def _is_heading(raw: str, following: str) -> bool:
    if _HASH.match(raw) or _BOLD.match(raw):
        return True
    return bool(_UNDERLINE.match(following)) and len(raw) < 200 and not raw.lstrip().startswith("|")
