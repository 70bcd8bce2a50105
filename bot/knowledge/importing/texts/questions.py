"""The text of a page in; the questions that it puts and answers, each with the lines of its answer, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.texts.document import HEADING
from bot.knowledge.importing.texts.patterns import any_of, without_number
from bot.knowledge.importing.texts.sentences import sentences_of
from bot.knowledge.importing.texts.words import faq_words

_BOLD_LINE = re.compile(r"^(?:\*\*|__)(?P<text>[^*?]+)(?:\*\*|__)\s*:?$")
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+(?=\S)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=[\w?.!])[*_](?!\w)")
_ASKED = re.compile(r"^(?P<asked>[^?¿]*\w[^?]*?)\s*\?(?P<rest>[\s:–—-].*|$)")
_BELOW = 7
"""The level of what is no heading."""
_LONGEST = 220
"""Letters of a question; what is longer is a paragraph."""


@dataclass(slots=True)
class Asked:
    """One question with its answer."""

    question: str
    """As it is written, without its mark."""
    line: int
    heading: str = ""
    """The nearest heading, the question itself where it is one."""
    above: tuple[str, ...] = ()
    """Headings above it that are no questions, the page's title aside."""
    answer: list[tuple[str, int]] = field(default_factory=list)
    """The sentences of the answer, each with its line."""
    listed: list[tuple[str, int]] = field(default_factory=list)
    """The items of a list in the answer."""
    opens_list: bool = False
    """Whether the answer begins with an item of the list."""
    rank: int = 0
    """How high it stands: a heading, what is in bold or has a label, a line."""

    @property
    def said(self) -> str:
        """The whole answer."""
        return " ".join(text for text, _ in (*self.answer, *self.listed))


@dataclass(slots=True)
class Page:
    """The questions of a page, and the sentences that stand outside all of them, each with its line."""

    asked: list[Asked] = field(default_factory=list)
    beside: list[tuple[str, int]] = field(default_factory=list)
    title: str = ""


def questions_in(text: str) -> Page:
    """What ends with a question mark at the start of a line asks; what follows up to the next question or heading answers."""
    page, heads = Page(), list[tuple[int, str]]()
    last: Asked | None = None
    for number, raw in _lines(text):
        heading = HEADING.match(raw)
        bold = None if heading else _BOLD_LINE.match(raw.strip())
        level = len(heading["level"]) if heading else _BELOW
        said = _bare(heading["text"] if heading else bold["text"] if bold else raw)
        if not said:
            continue
        found, rank = _question(said, is_head=bool(heading)), _rank(raw, level)
        if last and last.rank > rank:
            found = None  # a question within an answer
        elif found or heading or bold:
            heads = [one for one in heads if one[0] < level] if heading or bold else heads
            last = None
        if found:
            above = tuple(one for _, one in heads if one != page.title)
            own = said if heading else heads[-1][1] if heads else ""
            last = Asked(found[0], number, own, above, rank=rank)
            page.asked.append(last)
            said = found[1]
        elif (heading or bold) and last is None:
            page.title = page.title or said
            heads.append((level, said))
            continue
        _tell(page, last, said, number, is_item=bool(_BULLET.match(raw)) and not found)
    page.asked = [one for one in page.asked if one.answer or one.listed]
    return page


def _rank(raw: str, level: int) -> int:
    """A heading stands above all else, a higher one above a lower; then what is in bold or has a label, then a line."""
    if level < _BELOW:
        return _BELOW + 1 - level
    said = without_number(_BULLET.sub("", raw.strip()))
    return 1 if said.startswith(("**", "__")) or _ask().match(said) else 0


def _tell(page: Page, last: Asked | None, said: str, number: int, *, is_item: bool) -> None:
    """A line of an answer, or one that answers nothing."""
    if last is None:
        page.title = page.title or said
    elif is_item and last.answer:
        last.listed.append((said, number))
        return
    elif is_item:
        last.opens_list = True
    kept = page.beside if last is None else last.answer
    kept.extend((one, number) for one in sentences_of(_answer().sub("", said)) if one.strip())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside of code, those of one paragraph as one; a table's row of a question and its answer as one line."""
    fenced, held, first = False, "", 0
    for number, raw in enumerate([*text.splitlines(), ""], 1):
        fenced ^= raw.lstrip().startswith(("```", "~~~"))
        if held and not fenced and _goes_on(held, raw):
            held = f"{held} {raw.strip()}"
            continue
        if held:
            yield first, held
        held, first = "" if fenced or not raw.strip() else raw.rstrip(), number
        if held.lstrip().startswith("|"):
            cells = [cell.strip() for cell in held.strip().strip("|").split("|")]
            held = " ".join(cells) if cells[0].endswith("?") else ""


def _goes_on(held: str, raw: str) -> bool:
    """Whether a line is of the paragraph that the one before it is of."""
    starts = HEADING.match(raw) or _BULLET.match(raw) or raw.lstrip().startswith(("|", "**", "__", "```", "~~~", ">"))
    labelled = _ask().match(raw) or _answer().match(raw)
    is_whole = HEADING.match(held) or _BOLD_LINE.match(held.strip()) or _bare(held).endswith(("?", ":"))
    return bool(raw.strip()) and not starts and not labelled and not is_whole


def _bare(text: str) -> str:
    return without_number(_EMPHASIS.sub("", _BULLET.sub("", text.strip().lstrip("> "))).strip()).strip()


def _question(said: str, *, is_head: bool) -> tuple[str, str] | None:
    """The question that a line begins with, and what stands behind it; a heading asks only where it ends so."""
    found = _ASKED.match(_ask().sub("", said).lstrip("¿ ")) if "?" in said else None
    if not found or len(found["asked"]) > _LONGEST or len(sentences_of(found["asked"])) > 1:
        return None
    rest = found["rest"].strip(" :–—-")
    return None if is_head and rest else (found["asked"].strip(), rest)


@cache
def _ask() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(faq_words()['asks'])})\s?[.:)]\s*|^(?:{any_of(faq_words()['asks'])})\d{{1,2}}\s?[.:)]?\s+")


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(faq_words()['answers'])})\s?\d{{0,2}}\s?[.:)]\s+")
