"""A page in; the items of its lists that say tool by tool what people may do with it, and what not, out.

Below a line or heading that gives leave an item begins with a tool: "**DeepL Pro**: letters and manuals", "Claude (Team) - HR".
What stands in below it is of that tool: "for our own drawings", "not for drawings of customers". Nothing of it is a yes before
the policy's owner says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.pages.list_leads import BELOW, lead_of
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.permits.blocks import Block, bare, blocks_of, name_of
from bot.knowledge.importing.permits.leave_words import bans, may_words
from bot.knowledge.importing.permits.product_names import plan_words, products_in
from bot.knowledge.importing.permits.statements import Statement, begins_for, condition_of, denies, granted, let_in, statement_of
from bot.knowledge.importing.permits.taken_back import tool_of
from bot.knowledge.importing.permits.teams import is_all
from bot.knowledge.importing.texts.patterns import any_of, parter, without_brackets
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import (
    fold,
    group_words,
    has_word,
    lists,
    permit_words,
    table_words,
    tokens,
)

_HEAD = re.compile(r"^(?P<name>[^:.;]{2,120}?)(?:\s*:(?:\s+|$)|\s+[–—-]\s+)(?P<said>.*)$")
_BESIDE = re.compile(r"^(?P<mark>\*\*|__)(?P<name>[^*_]{2,80})(?P=mark)\s+(?P<said>\S.*)$")
_ASIDE = re.compile(r"^(?P<name>[^(:.;]{2,80})\((?P<said>[^()]+)\)\.?$")
_LONGEST = 12
"""Words of the tools that an item begins with, with where they are used."""
_NAME = 4
"""Words of a tool's name that nobody knows."""
_PEOPLE = 8
"""Words of the people whom a tool is for."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An item that begins with a tool, and what it says of it."""

    block: Block
    tools: tuple[str, ...]
    said: str
    who: tuple[str, ...] = ()
    rest: str = ""
    """What it says behind the people."""


def leaves_in(text: str, own: frozenset[str] = frozenset()) -> list[Statement]:
    """In the order of the page; also a tool of which it only says whose it is. ``own``: names of the house's tools, folded."""
    blocks = blocks_of(text)
    known = {(one.below, one.indent) for one in blocks if (split := _split(one)) and _is_tool(split[0], own)}
    found: list[Statement] = []
    above: _Item | None = None
    for block, after in zip_longest(blocks, blocks[1:]):
        has_nested = after is not None and after.indent > block.indent and after.below == block.below
        if above and block.indent > above.block.indent and block.below == above.block.below:
            if above.block.indent >= 0 or _begins_for(block):
                found += _nested(above, block)
                continue
        elif not (above and above.block.indent < 0 <= block.indent):
            above = None
        if block.indent < 0:
            above = _paragraph(block) if has_nested else None
        elif (block.below, block.indent) in known and (item := _item(block, own, has_nested=has_nested)):
            above = item
            found += () if has_nested else _own(item)
        elif (tool := tool_of(block.heading)) and _begins_for(block) and not _is_refused(block):
            found += _nested(_Item(replace(block, text=tool), (tool,), ""), block)
    return found


def rest_of(text: str, leave: Statement) -> str:
    """What an item says beside its leave."""
    parts = {tokens(part) for part in leave.parts}
    return " ".join(part for part in statements_of(bare(text)) if tokens(part) not in parts)


def _begins_for(block: Block) -> bool:
    """Whether an item is of what stands above it: "for our own drawings", "not for drawings of customers"."""
    return block.indent >= 0 and bool(begins_for(bare(block.text)))


def _paragraph(block: Block) -> _Item | None:
    """A tool in bold above a list of what it is for, and what not."""
    name, colon, said = bare(block.text).partition(":")
    if not (name_of(block.text) and tool_of(name_of(block.text))) or _denies(name) or _is_refused(block):
        return None
    who, rest = _people(said.strip(), has_nested=True) if colon else ((), "")
    return _Item(block, (name.strip(),), said, who, rest) if len(tokens(name)) <= _LONGEST else None


def _is_tool(name: str, own: frozenset[str]) -> bool:
    return names_product(name) or fold(without_brackets(name)) in own


def _item(block: Block, own: frozenset[str], *, has_nested: bool) -> _Item | None:
    """None where nothing above gives leave, or it begins with no tool."""
    split = _split(block) if block.indent >= 0 and _is_led(block) else None
    name = split[0] if split else ""
    is_tool = _is_tool(name, own) or (name_of(block.text) and len(tokens(name)) <= _NAME and name[:1].isupper())
    if split is None or not is_tool or _denies(name) or "~~" in block.text or "?" in name:
        return None
    who, rest = _people(split[1], has_nested=has_nested)
    return _Item(block, _tools(name, block), split[1], who, rest)


def _denies(name: str) -> bool:
    """Whether what stands before the colon says no already: "Claude must not be used: letters"."""
    return bool(bans().search(name) or has_word(name, [word for word in lists()["cells"]["deny"] if len(word) > 1]))


def _split(block: Block) -> tuple[str, str] | None:
    """The tools that an item begins with, and what it says of them."""
    if block.indent < 0:
        return None
    text = bare(block.text)
    beside = _BESIDE.match(block.text)
    found = _HEAD.match(text) or beside or _ASIDE.match(text)
    if found is None or len(tokens(found["name"])) > _LONGEST:
        return None
    name = bare(found["name"]).strip()
    first = next((fold(one.split(" (")[0]) for one in products_in(name)), "")
    begins = bool(first) and fold(name).startswith(first)
    said = bare(found["said"])
    if found["said"] and _is_plan(said):
        name, said = f"{name} ({said.strip(' ().')})", ""
    return (name, said) if begins or name_of(block.text) else None


def _is_plan(said: str) -> bool:
    """Whether what stands beside a name is the plan that it is used with: "Team plan"."""
    accounts = {fold(word) for word in (*lists()["accounts"]["nouns"], *lists()["accounts"]["kinds"])}
    return not plan_words().isdisjoint(tokens(said)) and plan_words() | accounts >= set(tokens(said))


def _tools(name: str, block: Block) -> tuple[str, ...]:
    """Their names as rows are called: "Claude (Team-Zugang)", and of what is no product alone all that is set apart."""
    apart, products = name_of(block.text), products_in(name)
    if len(products) > 1 and has_word(name, permit_words()["joints"]):
        return tuple(products)
    is_product = products and fold(products[0].split(" (")[0]).startswith(fold(apart or products[0].split(" (")[0]))
    return (products[0] if is_product else apart or name,)


def _is_led(block: Block) -> bool:
    """Whether a line or heading above gives leave, or speaks of tools, and none turns them down or says that it is not so."""
    heads = [*block.leads, *block.above[1:]]
    if _is_refused(block):
        return False
    words = [*lists()["headers"]["tool"], *permit_words()["tools"], *permit_words()["opens"]]
    return any(has_word(head, words) or statement_of(head).given for head in heads)


def _is_refused(block: Block) -> bool:
    """Whether a line or heading above turns down what stands below. Of a paragraph only the last sentence leads to the list."""
    *before, near = block.leads or ("",)
    is_denied = any(denies(head) and not may_words().search(granted(head)) for head in block.above[1:])
    return is_denied or _is_no(near.rstrip(".!")) or any(map(_is_no, (*before, *block.above[1:])))


def _is_no(head: str) -> bool:
    """Whether it turns down what stands below, or says that it is not so yet or any more; a whole sentence leads to no list."""
    lead = lead_of(head, BELOW)
    trial = {fold(word) for word in (*table_words()["whose"]["pilot"], *permit_words()["trials"])}
    unreal = [word for word in (*permit_words()["heads"], *lists()["tool_lists"]["not_now"]) if fold(word) not in trial]
    words = [*table_words()["ban_heads"], *lists()["tool_bans"]["turned_down"], *group_words("banned"), *unreal]
    is_above = not head.endswith((".", "!"))
    return bool((lead and lead.effect == "deny") or (is_above and has_word(head, words)) or "~~" in head)


def _people(said: str, *, has_nested: bool) -> tuple[tuple[str, ...], str]:
    """The people whom what stands behind a tool begins with, in lower case, and what it says behind them."""
    first, *more = re.split(r"(?<=[.;])\s+|,\s+(?=(?:" + any_of(table_words()["whose"]["for"]) + r")\s)", said, maxsplit=1)
    rest = more[0] if more else ""
    names = [part.strip(" .;") for part in parter("[,;]").split(first)]
    is_named = names and all(0 < len(tokens(name)) <= _NAME for name in names) and len(tokens(first)) <= _PEOPLE
    if not is_named or is_all(first) or bans().search(first) or re.search(r"\s[–—-]\s", first):
        return (), said
    whose = table_words()["whose"]
    known = [*permit_words()["teams"], *permit_words()["people"], *whose["units"], *whose["team"]]
    if not (has_nested or any(has_word(name, known) for name in names)):
        return (), said
    return tuple(name.lower() for name in names), rest


def _own(item: _Item) -> Iterator[Statement]:
    """What an item says itself, with the sentence behind that says under what; a ban of it is no leave."""
    if not item.said:
        return
    first, *behind = statements_of(item.rest) if item.rest else [""]
    parts = statements_of(bare(item.block.text))
    is_sentence = not begins_for(first) and may_words().search(first)
    is_ban = read_cell(first, {}).effect == "deny" or not granted(first).strip(" ,.;")
    if first and (is_sentence or is_ban):
        return  # a ban, or a sentence that gives leave itself
    asked = _asked(behind)
    told = [part for part in parts if part.endswith(first) or part in asked] if item.rest else parts[:1]
    told = list(dict.fromkeys([*parts[:1], *told])) if item.who else told
    given = "" if has_word(first, permit_words()["condition"]) else let_in(first)
    found = Statement(" ".join(told), given, _condition(first, behind), line=item.block.line, parts=tuple(told))
    yield replace(found, tools=item.tools, who=item.who)


def _nested(item: _Item, block: Block) -> Iterator[Statement]:
    """What stands in below a tool: one leave, or one ban."""
    said = bare(block.text)
    first, *behind = statements_of(said)
    asked = _asked(behind)
    text = f"{bare(item.block.text).rstrip(' .:')}: {' '.join([first, *asked])}"
    found = Statement(text, tools=item.tools, who=item.who, line=block.line, parts=(first, *asked))
    no = bans().match(first)
    if no:
        denied = first[no.end() :].strip()
        yield replace(found, given=denied[led.end() :] if (led := begins_for(denied)) else denied, is_ban=True)
    elif given := let_in(first):
        yield replace(found, given=given, condition=_condition(first, behind))


def _asked(behind: list[str]) -> list[str]:
    """The sentences behind a leave that say under what; a ban is none of them, and is read for itself."""
    return [part for part in behind if condition_of(part) and not denies(part)]


def _condition(first: str, behind: list[str]) -> str:
    """What an item asks for, or takes out of what it lets in."""
    narrows = bans().search(first) or has_word(first, permit_words()["excepted"])
    own = condition_of(first) or (first if narrows else "")
    return " ".join(filter(None, (own, *(part for part in behind if condition_of(part)))))
