"""A page as Markdown in; its paragraphs and items out, each with the headings and the line that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.knowledge.importing.pages.list_leads import BULLET, HEADING
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.texts.patterns import without_number
from bot.knowledge.importing.texts.struck import TAGS, with_ends_only

_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_APART = re.compile(
    r"^(?:(?:\*\*|__)?\(?(?:\d[\w.]{0,5}|[A-Za-z]|§\s*\d+)[.)]{0,2}(?:\*\*|__)?\s+)?"
    r"(?P<mark>\*\*|__|[*_])(?P<name>[^*_]{2,80}?)(?P=mark)(?P<behind>.*)$"
)
_BOLD = re.compile(r"^(?:\*\*|__)[^*_]+(?:\*\*|__)\s*:?$")
_STRUCK = "|".join(TAGS)
_IDLE = re.compile(rf"<!--.*?(?:-->|\Z)|^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|<(?P<tag>{_STRUCK})>.*?</(?P=tag)>", re.S | re.M)
_ASIDE = re.compile(r"^\s*\([^()]*\)")
_TITLED = re.compile(r"^(?:[A-Z]?\d{0,2}(?:\.\d{1,2})*[.)]?|[A-Za-z]{1,9}\s+[\dIVX]{1,4})\s*[.:–—-]?\s+")
"""What numbers a heading: "3.", "Part B", "Article 4 –"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item. ``heading``: the nearest above, ``parent`` the one above that; ``lead``: the sentence
    right above its list; ``below``: the number of its heading on the page."""

    text: str
    line: int
    heading: str = ""
    parent: str = ""
    lead: str = ""
    below: int = 0
    indent: int = -1
    """How far an item stands in; -1 for a paragraph."""
    above: tuple[str, ...] = ()
    """All headings above, the page's title first (empty without one), and the last line in bold that names no product."""
    leads: tuple[str, ...] = ()
    """The whole paragraph right above its list."""


def blocks_of(text: str) -> list[Block]:
    """Tables, quotes, code and what is commented out are left out."""
    found: list[Block] = []
    heads: list[tuple[int, str]] = []
    below, is_open, bold = 0, False, ""
    for number, raw in enumerate(_without_idle(text).splitlines(), 1):
        line = raw.rstrip()
        if heading := HEADING.match(line):
            level = len(heading["level"])
            heads = [*(one for one in heads if one[0] < level), (level, bare_heading(heading["text"]))]
            below, is_open, bold = below + 1, False, ""
        elif not line.strip() or line.lstrip().startswith(("|", ">", "---")):
            is_open = False
        elif bullet := BULLET.match(line):
            lead, leads = _lead(found, below)
            above = (*_all_above(heads), bold)
            found.append(Block(bullet["text"], number, *_above(heads), lead, below, len(bullet["indent"]), above, leads))
            is_open = True
        elif is_open and found:
            last = found.pop()
            found.append(replace(last, text=f"{last.text} {line.strip()}"))
        else:
            bold = bare(line) if _BOLD.match(line.strip()) and not names_product(line) else bold
            found.append(Block(line.strip(), number, *_above(heads), below=below, above=(*_all_above(heads), bold)))
            is_open = True
    return found


def _without_idle(text: str) -> str:
    """As many lines as before, those that are no text of the page empty."""
    return with_ends_only(lambda one: _IDLE.sub(lambda found: "\n" * found[0].count("\n"), one), text)


def _above(heads: list[tuple[int, str]]) -> tuple[str, str]:
    return (heads[-1][1] if heads else "", heads[-2][1] if len(heads) > 1 else "")


def _all_above(heads: list[tuple[int, str]]) -> list[str]:
    """A page without a title has none that may be passed over."""
    return [*([] if heads and heads[0][0] == 1 else [""]), *(head for _, head in heads)]


def _lead(found: list[Block], below: int) -> tuple[str, tuple[str, ...]]:
    """The paragraph right above a list below the same heading: its last sentence, and all of them."""
    if not found or found[-1].below != below:
        return "", ()
    above = found[-1]
    parts = re.split(r"(?<=[.!?])\s+", bare(above.text))
    return (above.lead, above.leads) if above.indent >= 0 else (parts[-1], tuple(parts))


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
    """What a paragraph says behind such a name, and behind brackets that belong to it; all of it where it has none."""
    found = _APART.match(text)
    return bare(_ASIDE.sub("", found["behind"])).lstrip(" .:–—-") if found else bare(without_number(text))
