"""A page that names no classes of data in; its tools, with a column for each kind of data it lets in and one for the rest, out.

"Press material may go into Claude Team. Never enter patient records." No cell of it is a yes: what a leave allows is for the
policy's owner to say. What the page keeps out of every tool is read from its sentences, whatever its classes are.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from bot.knowledge.importing.bans.never_lists import find_never_lists
from bot.knowledge.importing.bans.never_sentences import kept_by_sentence
from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.pages.listed import Listed, read_list
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.permits.blocks import bare, blocks_of
from bot.knowledge.importing.permits.kinds_let_in import kinds_of, reader_of
from bot.knowledge.importing.permits.leave_lists import leaves_in
from bot.knowledge.importing.permits.product_names import key_of, products_in
from bot.knowledge.importing.permits.statements import Statement, statement_of
from bot.knowledge.importing.permits.taken_back import tool_of
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.language import guess_language
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import fold, table_words, tokens
from bot.policy.words import Citation

_MOST = 40
"""Kinds of data that become columns."""
_CODE = re.compile(r"(?:[A-Z]+\s)?[A-Z]{0,3}\d{1,2}(?!\w)")
_SEVERAL = 2
_NAME = 2
"""Words of a tool's name that nobody knows."""


def read_charter(file: str, text: str) -> Listed | None:
    """None where it gives no leave for a tool that everybody knows, or names no known data. ``file``: what citations name."""
    language = guess_language(text)
    reader = reader_of(language)
    tools: dict[str, tuple[str, int]] = {}
    things: dict[str, str] = {}
    kept_out: set[tuple[str, str]] = set()
    listed = leaves_in(text)
    for leave in listed:
        keys = [key_of(tool) for tool in leave.tools]
        tools |= {key: (tool, leave.line) for key, tool in zip(keys, leave.tools, strict=True) if key not in tools}
        for thing in filter(_is_kind, kinds_of(leave, reader)):
            things.setdefault(fold(thing), thing)
            kept_out |= {(key, fold(thing)) for key in keys} if leave.is_ban else set()
    bases = {fold(name.split(" (")[0]) for name, _ in tools.values()}
    for said in _sentences(text, {leave.line for leave in listed}):
        for product in said.tools:
            if fold(product) not in bases:
                tools.setdefault(key_of(product), (product, said.line))
        for thing in filter(_is_kind, kinds_of(said, reader)):
            things.setdefault(fold(thing), thing)
    if not tools or not (things or _keeps_out(text, reader)):
        return None
    tools = _whole(tools)
    names = [*list(things.values())[:_MOST], table_words()["rest"][language]]
    no = str(table_words()["class_columns"]["no"])
    rows = [(Cell("tool", Citation(file, 1)), *(Cell(name, Citation(file, 1)) for name in names))]
    banned = _banned(file, text, len(names))
    for key, (name, line) in ((key, told) for key, told in tools.items() if key not in banned):
        at = Citation(file, line, 1, name)
        rows.append((Cell(name, at), *(Cell(no if (key, fold(thing)) in kept_out else "", at) for thing in names)))
    rows += banned.values()
    remark = (
        "The file has no table and names no classes: each kind of data that it lets in is one; `mayi confirm` asks about each."
    )
    return Listed(tuple(rows), [remark], are_things=True)


def _is_kind(thing: str) -> bool:
    """Whether it is no mere code of a class, or of a part of the page, that the page explains elsewhere: "L2", "CARD 02"."""
    return not _CODE.match(thing)


def _banned(file: str, text: str, size: int) -> dict[str, tuple[Cell, ...]]:
    """Tools that a list turns down, whatever lets them in elsewhere: products, and what stands next to one as short as a name."""
    found: dict[str, tuple[Cell, ...]] = {}
    listed = read_list(file, text)
    gone = [row[0] for row in listed.rows[1:] if all(cell.text == "deny" for cell in row[1:])] if listed else []
    lines = {cell.at.line + by for cell in gone if products_in(cell.text) for by in (-1, 0, 1)}
    no = str(table_words()["class_columns"]["no"])
    for cell in gone:
        name = next(iter(products_in(cell.text)), cell.text)
        is_name = name != cell.text or names_product(name) or (len(tokens(name)) <= _NAME and name[:1].isupper())
        if cell.at.line in lines and is_name:
            found.setdefault(key_of(name), (replace(cell, text=name), *(Cell(no, cell.at) for _ in range(size))))
    return found


def lists_leaves(listed: Listed, text: str) -> bool:
    """Whether a page gives leave for several tools item by item with what they are for, of which ``listed``, the page as a list
    of names, says of no data that it may go in."""
    told = {leave.tools for leave in leaves_in(text) if leave.given or leave.is_ban}
    words = {cell.text.split(":")[0].lower() for row in listed.rows[1:] for cell in row[1:]}
    return len(told) >= _SEVERAL and words <= {"deny", "review"}


def _whole(tools: dict[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Without the last words alone of one tool's name, as which a page goes on to speak of it: "Copilot"."""
    ends = {key: [one for one, _ in tools.values() if fold(one).endswith(f" {fold(name)}")] for key, (name, _) in tools.items()}
    return {key: told for key, told in tools.items() if len(ends[key]) != 1}


def _sentences(text: str, without: Container[int]) -> Iterator[Statement]:
    """Those that give leave, with the products that they name, else the one that their paragraph spoke of last ("**Claude Team.**
    Use it for ..."), else the one whose part of the page it is. ``without``: lines that are read already."""
    for block in blocks_of(text):
        if block.line in without:
            continue
        told = f"{block.lead} {bare(block.text)}" if block.indent >= 0 and block.lead else bare(block.text)
        spoken = tuple(name for name in [tool_of(block.heading)] if name)
        gave = False
        for part in statements_of(told):
            spoken = tuple(products_in(part)) or spoken
            said = statement_of(part, block.line, spoken, goes_on=gave)
            gave = bool(said.given)
            if spoken and gave and "?" not in part:
                yield said


def _keeps_out(text: str, reader: KindReader) -> bool:
    """Whether the page says of any known data that it goes into no tool."""
    document = parse(text)
    prose = (line.text for line in document.lines if line.kind != "row")
    return bool(find_never_lists(document, reader)[0]) or any(kept_by_sentence(one, reader, frozenset()) for one in prose)
