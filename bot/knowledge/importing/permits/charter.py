"""A page that names no classes of data in; its tools, with a column for each kind of data it lets in and one for the rest, out.

"Press material may go into Claude Team. Never enter patient records." No cell of it is a yes: what a leave allows is for the
policy's owner to say. What the page keeps out of every tool is read from its sentences, whatever its classes are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.bans.never_lists import find_never_lists
from bot.knowledge.importing.bans.never_sentences import kept_by_sentence
from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.permits.blocks import bare, blocks_of
from bot.knowledge.importing.permits.leave_words import gives_leave, granted
from bot.knowledge.importing.permits.own_kinds import kinds_let_in
from bot.knowledge.importing.permits.product_names import key_of, products_in
from bot.knowledge.importing.permits.taken_back import tool_of
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.language import guess_language
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import fold, table_words
from bot.policy.words import Citation

_MOST = 40
"""Kinds of data that become columns."""


def read_charter(file: str, text: str) -> Listed | None:
    """None where it gives no leave for a tool that everybody knows, or names no known data. ``file``: what citations name."""
    language = guess_language(text)
    reader = _reader(language)
    tools: dict[str, tuple[str, int]] = {}
    things: dict[str, str] = {}
    for line, said, products in _leaves(text):
        for product in products:
            tools.setdefault(key_of(product), (product, line))
        for thing in kinds_let_in(said, products, reader):
            things.setdefault(fold(thing), thing)
    if not tools or not (things or _keeps_out(text, reader)):
        return None
    tools = _whole(tools)
    names = [*list(things.values())[:_MOST], table_words()["rest"][language]]
    rows = [(Cell("tool", Citation(file, 1)), *(Cell(name, Citation(file, 1)) for name in names))]
    for name, line in tools.values():
        at = Citation(file, line, 1, name)
        rows.append((Cell(name, at), *(Cell("", at) for _ in names)))
    remark = (
        "The file has no table and names no classes: each kind of data that it lets in is one; `mayi confirm` asks about each."
    )
    return Listed(tuple(rows), [remark], are_things=True)


def _whole(tools: dict[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Without the last words alone of one tool's name, as which a page goes on to speak of it: "Copilot"."""
    ends = {key: [one for one, _ in tools.values() if fold(one).endswith(f" {fold(name)}")] for key, (name, _) in tools.items()}
    return {key: told for key, told in tools.items() if len(ends[key]) != 1}


def _leaves(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """(Line, sentence, the products that it gives leave for): those that it names, else the one that its paragraph spoke of last
    ("**Claude Team.** Use it for ..."), else the one whose part of the page it is."""
    for block in blocks_of(text):
        told = f"{block.lead} {bare(block.text)}" if block.indent >= 0 and block.lead else bare(block.text)
        spoken = [name for name in [tool_of(block.heading)] if name]
        gave = False
        for part in statements_of(told):
            spoken = products_in(part) or spoken
            gave = gives_leave(part, goes_on=gave)
            if spoken and gave and "?" not in part:
                yield block.line, granted(part), spoken


def _keeps_out(text: str, reader: KindReader) -> bool:
    """Whether the page says of any known data that it goes into no tool."""
    document = parse(text)
    prose = (line.text for line in document.lines if line.kind != "row")
    return bool(find_never_lists(document, reader)[0]) or any(kept_by_sentence(one, reader, frozenset()) for one in prose)


@cache
def _reader(language: str) -> KindReader:
    return KindReader(load_catalog(), language)
