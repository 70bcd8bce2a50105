"""A page that says in sentences and lists which tool may have which class of data in, without any table; a table out.

"They may use it for Open and Everyday information" in a paragraph about one tool, "Amber: these tools may be used" above a list
of tools, "DeepL Pro may be used for Internal information" anywhere. A yes is what a sentence allows by name: what it asks for
is its condition, and a class that no sentence of a tool allows is forbidden there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.pages.level_claims import names_product
from bot.knowledge.importing.pages.level_lists import banned
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.permits.blocks import Block, bare, behind_name, blocks_of, name_of
from bot.knowledge.importing.permits.own_classes import own_classes, plain_name
from bot.knowledge.importing.permits.permit_words import Said, asks, said_of
from bot.knowledge.importing.permits.product_names import key_of, products_in, with_plan
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import fold, table_words, tokens
from bot.policy.words import Citation

_ITEM = re.compile(r"\s*(?::|,|\s[–—-])\s+")
"""Behind the name of an item."""
_SEVERAL = 2
_LONGEST = 6
"""Words of a heading that is a tool's."""


@dataclass(slots=True)
class _Tool:
    """What the page says of one tool, class by class."""

    name: str
    line: int
    said: dict[str, list[Said]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def read_permits(file: str, text: str) -> Listed | None:
    """None where fewer than two tools are allowed some class, or the page names no classes. ``file``: what citations name."""
    blocks = blocks_of(text)
    classes = own_classes(text, blocks)
    if not classes:
        return None
    tools: dict[str, _Tool] = {}
    for name, line, one in _permits(blocks, classes):
        tool = tools.setdefault(key_of(name), _Tool(name, line))
        tool.said.setdefault(one.name, []).append(one)
    tools = {key: tool for key, tool in tools.items() if any(one.effect != "no" for said in tool.said.values() for one in said)}
    if sum(any(one.effect in ("yes", "if") for said in tool.said.values() for one in said) for tool in tools.values()) < _SEVERAL:
        return None
    head = (Cell("tool", Citation(file, 1)), *(Cell(name, Citation(file, 1)) for name in classes))
    rows = [head]
    remarks = ["The file has no table. What its sentences allow by name was read; what they do not name is forbidden."]
    for tool in tools.values():
        at = Citation(file, tool.line, 1, tool.name)
        cells = _cells(tool, classes)
        rows.append((Cell(tool.name, at), *(Cell(word, at) for word in cells)))
        told = "; ".join(f"{name}: {word}" for name, word in zip(classes, cells, strict=True))
        remarks.append(f"Line {tool.line}: `{tool.name}` was read as {told}.")
    gone = banned(file, text, [tool.name for tool in tools.values()], len(classes))
    return Listed((*rows, *gone), remarks)


def _cells(tool: _Tool, classes: tuple[str, ...]) -> list[str]:
    """A milder class than one that is allowed, of which nothing is said, is looked at first."""
    words = table_words()["class_columns"]
    cells = [_cell(tool.said.get(name, [])) for name in classes]
    last = max((at for at, word in enumerate(cells) if word.startswith(str(words["yes"]))), default=0)
    return [
        str(words["review"]) if at < last and not tool.said.get(name) else word
        for at, (name, word) in enumerate(zip(classes, cells, strict=True))
    ]


def _cell(said: list[Said]) -> str:
    """The strictest of what is said of a class; a condition keeps its sentence."""
    words = table_words()["class_columns"]
    effects = {one.effect for one in said}
    if not effects & {"yes", "if"} or "no" in effects:
        return str(words["no"])
    asked = list(dict.fromkeys(one.text for one in said if one.effect == "if"))
    return f"{words['yes']}: {' '.join(asked)}" if asked else str(words["yes"])


def _permits(blocks: list[Block], classes: tuple[str, ...]) -> Iterator[tuple[str, int, Said]]:
    """(Tool, line, what is said of one class), in the order of the page."""
    tool, below = "", 0
    class_of = ""
    for number, block in enumerate(blocks):
        if block.below != below:
            below, tool, class_of = block.below, _tool_of(block.heading), _class_of(block.heading, classes)
        name = name_of(block.text)
        if name:
            is_tool = names_product(name) and len(tokens(name)) <= _LONGEST
            tool = _named(name, blocks[number : number + 2]) if is_tool else "" if not block.lead else tool
            class_of = _class_of(name, classes) if not is_tool else class_of if block.lead else ""
        said = behind_name(block.text)
        if tool and not (class_of and not name):
            yield from ((tool, block.line, one) for one in _of_tool(statements_of(said), classes, is_label=bool(name)))
            continue
        yield from _of_classes(block, said, class_of, classes)


def _of_tool(parts: list[str], classes: tuple[str, ...], *, is_label: bool) -> Iterator[Said]:
    """What the sentences of a paragraph about one tool say of classes; "they" are those whom the sentence before names."""
    for at, part in enumerate(parts):
        is_of_them = at > 0 and tokens(part)[:1] and tokens(part)[0] in table_words()["level_lists"]["they"]
        for one in said_of(part, classes, is_label=is_label):
            yield replace(one, text=f"{parts[at - 1]} {one.text}") if is_of_them and one.effect == "if" else one


def _of_classes(block: Block, said: str, class_of: str, classes: tuple[str, ...]) -> Iterator[tuple[str, int, Said]]:
    """Tools that a list below a class names, or that a sentence names together with a class."""
    led = list(said_of(block.lead, classes, of=class_of, is_lead=True)) if block.indent >= 0 and block.lead else []
    if led:
        name, *notes = _ITEM.split(bare(block.text), maxsplit=1)
        told = f"{name} ({notes[0].strip(' .')})" if notes and not asks(notes[0]) else name
        asked = notes[0].strip() if notes and asks(notes[0]) else ""
        for product in products_in(told):
            whole = told if len(tokens(name)) <= _LONGEST and len(products_in(name)) == 1 else product
            for one in led:
                yield whole, block.line, replace(one, effect="if", text=asked) if asked and one.effect == "yes" else one
        return
    for part in statements_of(said):
        found = list(said_of(part, classes, of=class_of))
        for product in products_in(part) if found else ():
            yield from ((product, block.line, one) for one in found)


def _tool_of(heading: str) -> str:
    return heading if names_product(heading) and len(tokens(heading)) <= _LONGEST else ""


def _class_of(text: str, classes: tuple[str, ...]) -> str:
    """The class that a heading or a name set apart is."""
    plain = plain_name(re.split(r"\s[–—-]\s|[:.(]", text, maxsplit=1)[0].strip())
    return next((name for name in classes if fold(name) == fold(plain)), "")


def _named(name: str, blocks: list[Block]) -> str:
    """The tool's name with the plan that its paragraph tells."""
    return with_plan(name, bare(blocks[0].text))
