"""A page as Markdown in; its paragraphs and items out, each with the headings and the line that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.importing.pages.list_leads import BULLET, HEADING

_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|\(?[A-Za-z][.)]|[A-Z]?\d{1,2}[.)]?|§\s*\d+)\s+")
_APART = re.compile(
    r"^(?:\*\*|__|[*_])?(?P<number>[\w.()§ ]{0,6}?)\s*(?P<mark>\*\*|__|[*_])(?P<name>[^*_]{2,80}?)(?P=mark)(?P<behind>.*)$"
)
_TITLED = re.compile(r"^(?:[A-Z]?\d{0,2}(?:\.\d{1,2})*[.)]?|[A-Za-z]{1,9}\s+[\dIVX]{1,4})\s*[.:–—-]?\s+")
"""What numbers a heading: "3.", "Part B", "Article 4 –"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item. ``heading``: the nearest above, ``parent`` the one above that; ``lead``: the paragraph that ends in
    a colon before its list; ``below``: the number of its heading on the page."""

    text: str
    line: int
    heading: str = ""
    parent: str = ""
    lead: str = ""
    below: int = 0
    indent: int = -1
    """How far an item stands in; -1 for a paragraph."""


def blocks_of(text: str) -> list[Block]:
    """Tables are left out."""
    found: list[Block] = []
    heads: list[tuple[int, str]] = []
    below, lead, is_open = 0, "", False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.rstrip()
        if heading := HEADING.match(line):
            level = len(heading["level"])
            heads = [*(one for one in heads if one[0] < level), (level, bare_heading(heading["text"]))]
            below, lead, is_open = below + 1, "", False
        elif not line.strip() or line.lstrip().startswith(("|", ">", "---")):
            is_open = False
        elif bullet := BULLET.match(line):
            found.append(Block(bullet["text"], number, *_above(heads), lead, below, len(bullet["indent"])))
            is_open = True
        elif is_open and found:
            last = found.pop()
            found.append(Block(f"{last.text} {line.strip()}", *_rest(last)))
            lead = bare(found[-1].text) if found[-1].indent < 0 and found[-1].text.endswith(":") else lead
        else:
            found.append(Block(line.strip(), number, *_above(heads), "", below))
            lead = bare(line) if line.endswith(":") else ""
            is_open = True
    return found


def _above(heads: list[tuple[int, str]]) -> tuple[str, str]:
    return (heads[-1][1] if heads else "", heads[-2][1] if len(heads) > 1 else "")


def _rest(block: Block) -> tuple[int, str, str, str, int, int]:
    return block.line, block.heading, block.parent, block.lead, block.below, block.indent


def bare(text: str) -> str:
    """Words without marks of bold and italics."""
    return _MARKS.sub("", text).strip()


def bare_heading(text: str) -> str:
    """A heading without its number."""
    plain = bare(text)
    return _TITLED.sub("", plain, count=1) if len(plain.split()) > 1 else plain


def name_of(text: str) -> str:
    """The name that a paragraph sets apart at its beginning, behind its number; empty where it sets none apart."""
    found = _APART.match(text)
    return found["name"].strip(" .:–—-") if found else ""


def behind_name(text: str) -> str:
    """What a paragraph says behind such a name; all of it where it has none."""
    found = _APART.match(text)
    return bare(found["behind"]).lstrip(" .:–—-") if found else bare(_NUMBER.sub("", text))
