"""A page that says in sentences and lists which tool may have which class of data in, without any table; a table out.

"They may use it for Open and Everyday information" in a paragraph about one tool, "Amber: these tools may be used" above a list
of tools, "DeepL Pro may be used for Internal information" anywhere. A yes is what a sentence allows by name: what it asks for
is its condition, and a class that no sentence of a tool allows is forbidden there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.pages.level_lists import banned
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.permits.blocks import Block, bare, behind_name, blocks_of, name_of
from bot.knowledge.importing.permits.own_classes import as_named, own_classes, plain_name, written
from bot.knowledge.importing.permits.permit_words import Said, asks, is_bare, is_denied, is_doubtful, is_over, said_of
from bot.knowledge.importing.permits.product_names import key_of, products_in, with_plan
from bot.knowledge.importing.permits.statements import statement_of
from bot.knowledge.importing.permits.taken_back import ended, is_of_another, names_tool, narrowing, of_name, taken_back, tool_of
from bot.knowledge.importing.permits.teams import teams_of
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


def read_permits(file: str, text: str) -> Listed | None:
    """None where fewer than two tools are allowed some class, or the page names no classes. ``file``: what citations name."""
    blocks, classes = _page(text)
    tools = _tools_of(blocks, classes) if classes else {}
    if sum(any(one.effect in ("yes", "if") for said in tool.said.values() for one in said) for tool in tools.values()) < _SEVERAL:
        return None
    remark = "The file has no table. What its sentences allow by name was read; what they do not name is forbidden."
    return _listed(file, text, classes, {key: (tool, _cells(tool, classes)) for key, tool in tools.items()}, remark)


def read_open(file: str, text: str) -> Listed | None:
    """The tools that such a page gives leave for, and its classes, where too little of what it says was read: what is not read
    stays open for its owner to say. None where it names no classes or gives no leave for a tool."""
    blocks, classes = _page(text)
    if not classes:
        return None
    tools = _tools_of(blocks, classes)
    for block in blocks:
        for product in _given(block, classes):
            tools.setdefault(key_of(product), _Tool(product, block.line))
    cells = {key: (tool, ["" for _ in classes]) for key, tool in tools.items()}
    remark = "The file has no table, and too little of its sentences was read: `mayi confirm` asks what they allow."
    return _listed(file, text, classes, cells, remark) if cells else None


def _page(text: str) -> tuple[list[Block], tuple[str, ...]]:
    """The page with its classes as it names them, and their names."""
    classes = own_classes(text, blocks_of(text))
    return blocks_of(as_named(text, classes)), classes


def _given(block: Block, classes: tuple[str, ...]) -> Iterator[str]:
    """Products that a sentence gives leave for; else the thing that a paragraph is about which gives leave for a class."""
    said = [
        one.text for one in map(statement_of, statements_of(block.text)) if one.given and not one.is_ban and "?" not in one.text
    ]
    products = [product for part in said for product in products_in(part)]
    name = name_of(block.text)
    is_own = name and not _class_of(name, classes) and any(written(one).search(part) for part in said for one in classes)
    yield from products or ([name] if is_own else [])


def takes_classes(listed: Listed, opened: Listed) -> bool:
    """Whether a list takes the classes of a page for its tools. ``opened``: what ``read_open`` made of the page."""
    return bool({fold(row[0].text) for row in listed.rows[1:]} & {fold(plain_name(cell.text)) for cell in opened.rows[0][1:]})


def _tools_of(blocks: list[Block], classes: tuple[str, ...]) -> dict[str, _Tool]:
    """Tools of which something else is said than a no."""
    tools: dict[str, _Tool] = {}
    gone = ended(blocks, classes)
    for name, line, said in _permits(blocks, classes):
        over = next((part for product, part in gone.items() if f"{key_of(name)} ".startswith(f"{key_of(product)} ")), "")
        one = replace(said, effect="review", text=f"{said.text} {over}") if over and said.effect in ("yes", "if") else said
        tool = tools.setdefault(key_of(name), _Tool(name, line))
        tool.said.setdefault(one.name, []).append(one)
    return {key: tool for key, tool in tools.items() if any(one.effect != "no" for said in tool.said.values() for one in said)}


def _listed(file: str, text: str, classes: tuple[str, ...], tools: dict[str, tuple[_Tool, list[str]]], remark: str) -> Listed:
    head = (Cell("tool", Citation(file, 1)), *(Cell(name, Citation(file, 1)) for name in classes))
    rows = [head]
    remarks = [remark]
    for tool, cells in tools.values():
        at = Citation(file, tool.line, 1, tool.name)
        rows.append((Cell(tool.name, at), *(Cell(word, at) for word in cells)))
        told = "; ".join(f"{name}: {word}" for name, word in zip(classes, cells, strict=True) if word)
        remarks.append(f"Line {tool.line}: `{tool.name}` was read as {told or 'open'}.")
    banned_ = banned(file, text, [tool.name for tool, _ in tools.values()], len(classes))
    return Listed((*rows, *banned_), remarks)


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
    if not effects - {"no"} or any(one.effect == "no" and not one.of_team for one in said):
        return str(words["no"])
    if "review" in effects:
        return f"{words['review']}: {' '.join(dict.fromkeys(one.text for one in said if one.effect == 'review'))}"
    is_everybodys = "yes" in effects and all(one.of_team for one in said if one.effect == "if")
    asks_for = {"no"} if is_everybodys else {"no", "if"}
    asked = list(dict.fromkeys(one.text for one in said if one.effect in asks_for))
    return f"{words['yes']}: {' '.join(asked)}" if asked else str(words["yes"])


def _permits(blocks: list[Block], classes: tuple[str, ...]) -> Iterator[tuple[str, int, Said]]:
    """(Tool, line, what is said of one class), in the order of the page; a heading above may take a leave back."""
    tool, below = "", 0
    class_of, apart = "", ""
    teams = teams_of(blocks, classes)
    is_named = False
    for number, block in enumerate(blocks):
        if block.below != below:
            below, tool, class_of = block.below, tool_of(block.heading), _class_of(block.heading, classes)
            is_named, apart = False, ""
        name = name_of(block.text)
        apart = name if name and not names_product(name) else apart
        team = teams.of(block, apart)
        if name or "~~" in block.text:
            is_tool = names_product(name or block.text)
            tool = with_plan(name, bare(block.text)) if tool_of(name) else tool if block.lead and not is_tool else ""
            class_of = _class_of(name, classes) if not is_tool else class_of if block.lead else ""
            is_named = bool(tool)
        said = behind_name(block.text)
        if tool and not (class_of and not name):
            # "it" of a paragraph behind the tool's own may be another thing
            is_own = bool(name) or not is_named or block.indent >= 0 or names_tool(said, tool)
            found = _of_tool(tool, statements_of(said), classes, is_label=bool(name))
            held = iter([(tool, block.line, _strictly(one, "" if is_own else "review")) for one in found])
        else:
            held = iter(()) if name and names_product(name) else _of_classes(block, said, class_of, classes)
        for whose, line, one in _narrowed(held, blocks[number + 1 :], block, classes):
            told = _strictly(one, taken_back(block) or of_name(whose), of=whose if tool else "")
            yield whose, line, _of_team(told, team) if team else told


def _of_team(one: Said, team: str) -> Said:
    """What holds for one department only: its yes is everybody's "if", and its no is none of the others'."""
    effect = "if" if one.effect == "yes" else one.effect
    return replace(one, effect=effect, text=f"{team}: {one.text}", of_team=one.effect in ("yes", "no"))


def _strictly(one: Said, effect: str, *, of: str = "") -> Said:
    """``of``: the tool's name where it asks for something itself."""
    if not effect or one.effect not in ("yes", "if") or (effect == "if" and one.effect == "if"):
        return one
    return replace(one, effect=effect, text=f"{of}: {one.text}" if of and effect == "if" else one.text)


def _of_tool(tool: str, parts: list[str], classes: tuple[str, ...], *, is_label: bool) -> Iterator[Said]:
    """What the sentences of a paragraph about one tool say of classes; "they" are those whom the sentence before names, and
    behind a sentence about another tool "it" may be that one."""
    beside, doubt = narrowing(parts, classes, tool)
    is_other = False
    for at, part in enumerate(parts):
        is_of_them = at > 0 and tokens(part)[:1] and tokens(part)[0] in table_words()["level_lists"]["they"]
        is_other = is_of_another(part, tool) or (is_other and not names_tool(part, tool))
        for one in said_of(part, classes, is_label=is_label):
            asked = f"{parts[at - 1]} {one.text}" if is_of_them and one.effect == "if" else one.text
            if one.effect == "yes" and doubt:
                yield replace(one, effect=doubt, text=" ".join([asked, *(side for side in beside if side not in asked)]))
            else:
                yield _strictly(replace(one, text=asked), "review" if is_other or doubt == "review" else "")


def _of_classes(block: Block, said: str, class_of: str, classes: tuple[str, ...]) -> Iterator[tuple[str, int, Said]]:
    """Tools that a list below a class names, or that a sentence names together with a class."""
    led = list(said_of(block.lead, classes, of=class_of, is_lead=True)) if block.indent >= 0 and block.lead else []
    if led:
        yield from _of_item(block, led)
        return
    parts = statements_of(said)
    beside, doubt = narrowing([part for part in parts if not products_in(part)], classes)
    for part in parts:
        found = list(said_of(part, classes, of=class_of))
        products = products_in(part) if found else []
        is_crossed = len(products) > 1 and len({one.name for one in found}) > 1  # which goes with which?
        for product in products:
            for one in found:
                effect = "review" if is_crossed else doubt
                asked = " ".join([one.text, *beside]) if one.effect == "yes" else one.text
                yield product, block.line, replace(_strictly(one, effect), text=asked)


def _narrowed(
    held: Iterator[tuple[str, int, Said]], behind: list[Block], block: Block, classes: tuple[str, ...]
) -> Iterator[tuple[str, int, Said]]:
    """What an item says, with what stands below it, and with what a paragraph behind its list says of all."""
    inner = [
        one for one in takewhile(lambda one: one.indent > block.indent >= 0, behind) if not any(map(one.text.count, classes))
    ]
    after = [one for one in behind if block.indent >= 0 and one.below == block.below and one.indent < 0 and not name_of(one.text)]
    parts = [bare(one.text) for one in inner] + narrowing([part for one in after for part in statements_of(one.text)], classes)[0]
    is_gone = any(map(is_over, parts)) or any(is_denied(one.text) for one in inner)
    for name, line, one in held:
        text = " ".join([one.text, *parts]) if one.effect == "yes" else one.text
        yield name, line, replace(_strictly(one, "review" if is_gone else "if"), text=text) if parts else one


def _of_item(block: Block, led: list[Said]) -> Iterator[tuple[str, int, Said]]:
    """The tools of an item, each with what its lead says; what the item says beside them is asked for."""
    name, *notes = _ITEM.split(bare(block.text), maxsplit=1)
    told = f"{name} ({notes[0].strip(' .')})" if notes and not asks(notes[0]) else name
    asked = notes[0].strip() if notes and asks(notes[0]) else "" if is_bare(bare(block.text)) else bare(block.text)
    effect = "no" if is_denied(bare(block.text)) else "review" if is_doubtful(bare(block.text)) else "if"
    for product in products_in(told):
        whole = told if len(tokens(name)) <= _LONGEST and len(products_in(name)) == 1 else product
        for one in led:
            is_asked = (asked and one.effect == "yes") or effect != "if"
            yield whole, block.line, replace(_strictly(one, effect), text=asked) if is_asked else one


def _class_of(text: str, classes: tuple[str, ...]) -> str:
    """The class that a heading or a name set apart is."""
    plain = plain_name(re.split(r"\s[–—-]\s|[:.(]", text, maxsplit=1)[0].strip())
    return next((name for name in classes if fold(name) == fold(plain)), "")
