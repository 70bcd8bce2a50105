"""The policy document as Markdown in; its headings, sentences, definitions, lists and tables with their lines out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.knowledge.importing.texts.patterns import sentences_of
from bot.knowledge.importing.texts.words import fold
from bot.knowledge.sheets.sheet import slug
from bot.policy.words import Citation

MAX_BYTES = 5_000_000
GUIDANCE = "guidance/policy.md"
_MARKS = re.compile(r"\{[^}]*\}")
_EMPHASIS = re.compile(r"(\*\*|`|(?<!\w)[*_]|[*_](?!\w))")
HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>.+?)\s*#*$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•]|(?P<number>\d+[.)])|[a-z]\))\s+(?P<text>.+)$")
_BOLD = re.compile(r"^\*\*(?P<word>[^*]{1,80}?)\s*(?P<colon>:?)\*\*\s*(?:\([^)]{1,40}\))?\s*(?P<sep>[:–—-]?)\s+(?P<text>.+)$")
_ITALIC = re.compile(r"^(?P<mark>[*_])(?P<word>[^*_]{2,80}?)(?P<colon>:?)(?P=mark)\s*(?P<sep>[:.]?)\s+(?P<text>.+)$")
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-H][.)]|\(\d{1,2}\)|§\s*\d+)\s+")
"""Not ``without_number``: a small letter marks a footnote, "a) Only for staff"."""
"""Before a term: "1.1 *Public*. What is ..."."""
_RUNS_ON = re.compile(r"\w*[a-zà-ÿ],?")
"""The last word of a sentence that goes on in the list below it."""
_BEFORE = 3
"""Words before it."""
_PLAIN_TERM = re.compile(r"^(?P<word>[^\W\d_][^:.*|]{1,50}?)\s*:\s+(?P<text>\S.+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, list item or table row of the document. ``heading`` is the nearest heading above."""

    text: str
    line: int
    heading: str = ""
    kind: str = "text"
    """``text``, ``item`` or ``row``."""
    cells: tuple[str, ...] = ()
    lead: str = ""
    """Of an item: the sentence above its list that ends with a colon, or goes on in it: "AI is not used for"."""
    topic: str = ""
    """What stands in bold before its paragraph: "**Locums.** Copilot Chat only"."""

    @property
    def whole(self) -> str:
        """Its text with its lead."""
        return f"{self.lead} {self.text}".rstrip(" ;,") if self.lead else self.text


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the document explains: ``**Redaction**: before a prompt is sent ...``."""

    word: str
    text: str
    line: int
    heading: str
    listed: bool = False
    """A colon or dash stands between word and text: what follows may be a list."""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document. ``text`` is what guidance keeps."""

    text: str = ""
    title: str = ""
    headings: tuple[tuple[str, int], ...] = ()
    lines: tuple[Line, ...] = ()
    terms: tuple[Term, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences for the list of what to confirm: what of its file was not read."""

    def cite(self, line: int, quote: str = "") -> Citation:
        """Where a line of the document stands in the knowledge folder."""
        return Citation(GUIDANCE, line, 1, quote[:200])

    def anchor(self, heading: str) -> str:
        """The citation of a heading; of the file where it is none of the document's, as a question in bold."""
        is_one = any(heading == one for one, _ in self.headings)
        return f"{GUIDANCE}#{slug(heading_said(heading))}" if is_one else GUIDANCE


def heading_said(heading: str) -> str:
    """A heading as people read it: without what stands in it for the bot alone, as its language."""
    return _MARKS.sub("", heading).strip()


def with_below(document: Document, below: list[str], file: str) -> Document:
    """The document, and the sentences around a table that it does not have: they may take something away as any other. ``file``:
    what holds the table."""
    held = fold(document.text)
    more = [line for line in below if fold(line) not in held]
    if not more:
        return document
    return replace(parse("\n\n".join(filter(None, (document.text, f"## {file}", *more)))), title=document.title)


def parse(text: str) -> Document:
    """The parts of a Markdown text; code fences are left out, and lines of one paragraph are put together."""
    headings: list[tuple[str, int]] = []
    highest, title = 7, ""
    lines: list[Line] = []
    block: list[tuple[int, str]] = []
    heading, fenced = "", False
    leads = _Leads()

    def close() -> None:
        if block:
            lines.extend(leads.led(block[0][1], line) for line in _with_topic(_split(block, heading)))
            block.clear()

    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.lstrip().startswith(("```", "~~~")):
            close()
            fenced = not fenced
            continue
        found = None if fenced else HEADING.match(raw)
        starts = bool(_BULLET.match(raw)) or raw.lstrip().startswith("|")
        if fenced or not raw.strip() or found or starts:
            close()
        if found:
            heading = found["text"].strip()
            headings.append((heading, number))
            if len(found["level"]) < highest:
                highest, title = len(found["level"]), heading  # a menu's heading may stand above the page's own
        elif raw.strip() and not fenced:
            block.append((number, raw))
            if raw.lstrip().startswith("|"):
                close()
    close()
    terms = tuple(term for line in lines if (term := _term(line)))
    return Document(text, _bare(title), tuple(headings), tuple(lines), terms)


class _Leads:
    """Knows what stands above the items of a list: text that leads to them, or an item with a colon that they are part of."""

    def __init__(self) -> None:
        self.open: list[tuple[tuple[int, bool], str]] = []
        """Leads, the outermost first, each with how deep it stands: its indent, and bullets below numbers."""
        self.heading = ""

    def led(self, raw: str, line: Line) -> Line:
        """The line with its lead. ``raw``: as its block begins."""
        item = _BULLET.match(raw) if line.kind == "item" else None
        depth = (len(item["indent"].expandtabs()), not item["number"]) if item else (-1, False)
        is_below = item and line.heading == self.heading
        self.open = [one for one in self.open if is_below and one[0] < depth]
        self.heading = line.heading
        led = replace(line, lead=self.open[-1][1]) if self.open else line
        last = unmarked(sentences_of(line.text)[-1]).strip() if line.kind != "row" else ""
        if last.endswith(":") or (line.kind == "text" and _runs_on(line.text)):
            self.open.append((depth, last))
        return led


def _runs_on(text: str) -> bool:
    """Whether a text of several words ends in a small letter, and goes on below."""
    words = text.split()
    return len(words) > _BEFORE and text[-1:] == words[-1][-1] and _RUNS_ON.fullmatch(words[-1]) is not None


def _split(block: list[tuple[int, str]], heading: str) -> list[Line]:
    """A table row, a list item, or the sentences of a paragraph, each with the line that it begins on."""
    number = block[0][0]
    first = block[0][1].strip()
    if first.startswith("|"):
        cells = tuple(_bare(cell) for cell in first.strip("|").split("|"))
        return [] if all(re.fullmatch(r"\s*:?-*:?\s*", cell) for cell in cells) else [Line(first, number, heading, "row", cells)]
    item = _BULLET.match(block[0][1])
    if item:
        return [Line(" ".join((item["text"].strip(), *(raw.strip() for _, raw in block[1:]))), number, heading, "item")]
    whole, starts = "", []
    for line, raw in block:
        starts.append((len(whole), line))
        whole += raw.strip().lstrip("> ") + " "
    found, at = [], 0
    for part in sentences_of(whole.strip()):
        at = whole.index(part, at)
        found.append(Line(part.strip(), max(line for start, line in starts if start <= at), heading))
        at += len(part)
    return [line for line in found if line.text]


def _with_topic(lines: list[Line]) -> list[Line]:
    """The sentences of a paragraph with what stands in bold before the first of them."""
    found = _BOLD.match(lines[0].text) if lines and lines[0].kind != "row" else None
    return [replace(line, topic=_word(found["word"])) for line in lines] if found else lines


def _term(line: Line) -> Term | None:
    if line.kind == "row":
        return None
    text = _NUMBER.sub("", line.text)
    bold = _BOLD.match(text)
    italic = None if bold else _ITALIC.match(text)
    if italic and (italic["colon"] or italic["sep"]):
        return Term(_word(italic["word"]), _bare(italic["text"]), line.line, line.heading, italic["sep"] != ".")
    match = bold or (_PLAIN_TERM.match(text) if line.kind == "item" else None)
    listed = bool(match) and (not bold or bool(bold["sep"] or bold["colon"]))
    return Term(_word(match["word"]), _bare(match["text"]), line.line, line.heading, listed) if match else None


def _word(text: str) -> str:
    """What is explained, without its number: "1. Public."."""
    return _NUMBER.sub("", _bare(text)).rstrip(".")


def unmarked(text: str) -> str:
    """Text without Markdown's marks for bold, italics and code; a ``*`` or ``_`` within a word stays."""
    return _EMPHASIS.sub("", text)


def _bare(text: str) -> str:
    """Text without Markdown's marks for bold, code and links."""
    text = re.sub(r"\[([^\]]{0,1000})\]\([^)]{0,1000}\)", r"\1", text)
    return re.sub(r"(\*\*|__|`)", "", text).strip()
