"""A page that says below each kind of data, tool by tool, whether it may go in ("Client files": "Copilot: no"), in; a table out.

What a tool's line says is its cell. What stands below that line, or beside the lines of one kind of data, narrows it; of a tool
that a kind of data does not name the page says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.knowledge.importing.cells.effects import STRICTNESS, read_cell
from bot.knowledge.importing.cells.raw_tables import MAX_COLUMNS, Cell
from bot.knowledge.importing.classes.explained import is_of_data
from bot.knowledge.importing.pages.list_leads import BULLET, HEADING, lead_of
from bot.knowledge.importing.pages.list_names import is_data
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.pages.page_tools import is_titled_for_some, tone
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.words import fold, has_word, lists, table_words, tokens
from bot.policy.words import Citation

_TOOL = re.compile(r"^(?P<tool>[^:]{2,60}?)\s*(?::|\s[–—-])\s+(?P<said>\S.*)$")
_MARKS = re.compile(r"\*\*|__|`")
_SEVERAL, _HALF, _LONGEST = 2, 2, 8
_OF_ITEM = 10
"""The level of what an item leads, below every heading."""


@dataclass(slots=True)
class _Kind:
    """One kind of data. ``said``: folded tool -> its name, what its line says with all that stands below, the line."""

    name: str
    line: int
    level: int
    below: str
    """The heading above."""
    said: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)
    """Sentences beside its lines that narrow."""


def read_by_data(file: str, text: str) -> Listed | None:
    """None where fewer than two kinds of data have lines of the same tool, or what leads the lines is no data."""
    title, found = _kinds(text.splitlines())
    runs: dict[tuple[str, int], list[_Kind]] = {}
    for kind in found:
        if kind.said:
            runs.setdefault((kind.below, kind.level), []).append(kind)
    kinds = [kind for run in runs.values() if _is_table(run) and _are_data(run) for kind in run]
    is_whole = kinds and len(kinds) < MAX_COLUMNS and len({fold(kind.name) for kind in kinds}) == len(kinds)
    return _table(file, kinds) if is_whole and not is_titled_for_some(title) else None


def _is_table(run: list[_Kind]) -> bool:
    """Whether most lines of some kinds of data say what holds, and each is of a product, or of what several of them name."""
    tools = Counter(tool for kind in run for tool in kind.said)
    names = {tool: name for kind in run for tool, (name, *_) in kind.said.items()}
    cells = [said for kind in run for _, said, _ in kind.said.values()]
    known = [tool for tool, name in names.items() if names_product(name)]
    is_read = _HALF * sum(read_cell(said, {}).effect in STRICTNESS for said in cells) > len(cells)
    return is_read and max(tools.values()) >= _SEVERAL and bool(known) and all(tools[one] > 1 or one in known for one in tools)


def _kinds(lines: list[str]) -> tuple[str, list[_Kind]]:
    """The page's title; what may be a kind of data, with the lines of tools below it."""
    found: list[_Kind] = []
    title, above, last = "", [(0, "")], (0, "")
    for number, raw in enumerate(lines, 1):
        line = _MARKS.sub("", raw).rstrip()
        if head := HEADING.match(line):
            title, last = title or head["text"], (0, "")
            above = [one for one in above if one[0] < len(head["level"])]
            found.append(_Kind(head["text"], number, len(head["level"]), above[-1][1]))
            above.append((len(head["level"]), head["text"]))
        elif bullet := BULLET.match(line):
            last = _take(found, (len(bullet["indent"]), bullet["text"], number), last, above[-1][1])
        elif line.strip() and found and found[-1].said:
            found[-1].asks += [line.strip()] if tone(line.strip(), title) else []
    return title, found


def _take(found: list[_Kind], item: tuple[int, str, int], last: tuple[int, str], heading: str) -> tuple[int, str]:
    """Gives how far the last line of a tool stands in, and the tool. ``item``: how far it stands in, its words, its line."""
    indent, said, number = item
    told = _TOOL.match(said)
    kind = found[-1] if found else None
    if kind and last[1] and indent > last[0]:
        name, word, line = kind.said[last[1]]
        kind.said[last[1]] = (name, f"{word}. {said}", line)
        return last
    is_tool = told is not None and read_cell(told["said"], {}).effect in STRICTNESS
    if kind and told and (is_tool or names_product(told["tool"])) and (kind.level < _OF_ITEM or indent > kind.level - _OF_ITEM):
        key = fold(told["tool"])
        kind.said.setdefault(key, (told["tool"].strip(), told["said"], number))
        return indent, key
    found.append(_Kind(said.rstrip(" :"), number, _OF_ITEM + indent, heading))
    return 0, ""


def _are_data(kinds: list[_Kind]) -> bool:
    """Whether most of what leads the lines is data, by its own words or those of the heading above, and nothing says more."""
    later = [*table_words()["level_lists"]["not_real"], *lists()["tool_lists"]["not_now"], *table_words()["whose"]["pilot"]]
    heads = [kind.name.split("(")[0] for kind in kinds]
    is_odd = any(names_product(name) or name.endswith("?") or len(tokens(name)) > _LONGEST or "~~" in name for name in heads)
    is_ruled = any(lead_of(kind.below, 1) or has_word(f"{kind.below} {kind.name}", later) for kind in kinds)
    data = sum(is_class_name(name) or is_data(name) for name in heads)
    return not is_odd and not is_ruled and (_HALF * data > len(kinds) or all(is_of_data(kind.below) for kind in kinds))


def _table(file: str, kinds: list[_Kind]) -> Listed:
    tools = {key: (name, line) for kind in reversed(kinds) for key, (name, _, line) in reversed(kind.said.items())}
    head = (Cell("tool", Citation(file, 1)), *(Cell(kind.name, Citation(file, kind.line)) for kind in kinds))
    rows = [head]
    for key in dict.fromkeys(key for kind in kinds for key in kind.said):
        name, line = tools[key]
        rows.append((Cell(name, Citation(file, line)), *_cells(file, key, kinds)))
    remark = "The file has no table. It was read as a page that says below each kind of data which tool may have it."
    return Listed(tuple(rows), [remark])


def _cells(file: str, tool: str, kinds: list[_Kind]) -> Iterator[Cell]:
    words = table_words()["class_columns"]
    for kind in kinds:
        _, said, line = kind.said.get(tool, ("", "", kind.line))
        word = read_cell(said, {}) if said else None
        if word and ("~~" in said or word.effect not in STRICTNESS):
            said = f"{words['review']}: {said.replace('~~', '')}"
        elif word and kind.asks and word.effect in ("allow", "conditional"):
            asked = ". ".join(one.strip(" .") for one in (*([said] if word.effect == "conditional" else []), *kind.asks))
            said = f"{words['yes']}: {asked}"
        yield Cell(said, Citation(file, line, 1, said[:200]))
