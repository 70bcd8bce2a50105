"""Blocks of a page in; whose part of it each stands in, where the page says by department which tools may be used, out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.permits.blocks import Block, blocks_of, name_of
from bot.knowledge.importing.permits.leave_words import plain_words
from bot.knowledge.importing.permits.product_names import products_in
from bot.knowledge.importing.texts.patterns import without_number
from bot.knowledge.importing.texts.words import fold, has_word, permit_words, table_words, tokens

_SEVERAL = 2
_LONGEST = 6
"""Words of a department's name."""


@dataclass(frozen=True, slots=True)
class Teams:
    """Headings and names set apart that are departments, folded."""

    names: frozenset[str]

    def of(self, block: Block, apart: str) -> str:
        """The department that a block is about; empty where it is about all. ``apart``: the last name set apart above it."""
        for name in (apart, block.heading):
            if fold(name) in self.names:
                return "" if is_all(name) else _bare(name)
        return ""


def teams_of(blocks: list[Block], classes: tuple[str, ...]) -> Teams:
    """Departments stand below a heading that says so, several next to each other, and products below each of several."""
    found: set[str] = set()
    by_parent: dict[str, dict[str, bool]] = {}
    for block in blocks:
        for parent, name in ((block.parent, block.heading), (block.heading, name_of(block.text))):
            if name and _may_be(name, classes):
                held = by_parent.setdefault(parent, {})
                held[name] = held.get(name, False) or bool(products_in(block.text))
    for parent, held in by_parent.items():
        told = [name for name, has_tools in held.items() if has_tools]
        if len(held) >= _SEVERAL and (_says_so(parent) or sum(map(_says_so, held)) >= _SEVERAL or _has_units(told)):
            found |= {fold(name) for name in held}
    return Teams(frozenset(found))


def departments_of(text: str, classes: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """Line of a page -> the department that its paragraph or item stands below, in lower case; none where it is for all."""
    blocks = blocks_of(text)
    teams, apart, below = teams_of(blocks, classes), "", 0
    found: dict[int, tuple[str, ...]] = {}
    for block, behind in zip_longest(blocks, blocks[1:]):
        name = name_of(block.text)
        apart = name if name and not names_product(name) else apart if block.below == below else ""
        below = block.below
        if team := teams.of(block, apart):
            last = behind.line if behind else block.line + 1
            found |= dict.fromkeys(range(block.line, last), (team.lower(),))
    return found


def is_all(name: str) -> bool:
    """Whether a part of the page is about everybody."""
    whose = table_words()["whose"]
    return bool(has_word(name, [*whose["all"], *whose["anybody"]]))


def _may_be(name: str, classes: tuple[str, ...]) -> bool:
    told = _bare(name)
    is_class = fold(told) in {fold(one) for one in classes}
    return 0 < len(tokens(told)) <= _LONGEST and not is_class and not names_product(told) and not {*tokens(told)} <= plain_words()


def _says_so(heading: str) -> bool:
    whose = table_words()["whose"]
    return bool(has_word(heading, [*permit_words()["by_team"], *whose["units"], *whose["team"]]))


def _has_units(names: list[str]) -> bool:
    """Whether most of several names are those of departments that any house has."""
    known = sum(bool(has_word(name, permit_words()["teams"])) for name in names)
    return known >= _SEVERAL and known * 2 >= len(names)


def _bare(name: str) -> str:
    return without_number(name).strip(" .:–—-")
