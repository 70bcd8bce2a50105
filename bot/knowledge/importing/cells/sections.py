"""Lines and columns of a matrix in; what headings above several of them, and words at a name, make of a yes below them, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from bot.knowledge.importing.cells.effects import STRICTNESS, CellWord
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.texts.words import fold, has_word, lists, table_words, tokens
from bot.policy.words import Citation

BAN, NEED = "ban", "need"
Headings = dict[Citation, str]
"""Where a row's name stands -> the heading that it stands below."""
_MANY = 2


def split_headings(body: Rows, remarks: list[str]) -> tuple[Rows, Headings]:
    """The rows without lines that are one merged cell across the table: those say something of the rows below, and are no tool.
    A row without any cell that is called "Forbidden tools" is a heading as well, and stays in the table."""
    kept, below, heading = [body[0]], {}, ""
    for row in body[1:]:
        if _is_across(row):
            heading = row[0].text
            remarks.append(f"The line `{heading}` is a heading within the table; it makes no rule.")
            continue
        if len(row) == 1 or not any(cell.text or cell.fill or cell.doubt for cell in row[1:]):
            heading = row[0].text if _is_heading(row[0].text) else heading
        elif heading:
            below[row[0].at] = heading
        kept.append(row)
    return tuple(kept), below


def tools_first(body: Rows) -> tuple[Rows, Headings]:
    """Where the tools stand behind a column of what they have in common ("Tier", "Status"), that column says of each row what a
    heading above it would say; the tools come first."""
    heads = {fold(word) for word in lists()["headers"]["tool"]}
    of_tools = [number for number, cell in enumerate(body[0]) if number and fold(cell.text) in heads]
    names = [fold(row[0].text) for row in body[1:]]
    if len(of_tools) != 1 or fold(body[0][0].text) in heads or len(set(names)) == len(names):
        return body, {}
    at = of_tools[0]
    tools = [fold(row[at].text) for row in body[1:] if at < len(row)]
    if len(tools) < len(names) or not all(tools) or len(set(tools)) < len(tools):
        return body, {}
    below = {row[at].at: row[0].text for row in body[1:] if row[0].text}
    return tuple((row[at], *row[1:at], *row[at + 1 :]) for row in body), below


def _is_across(row: tuple[Cell, ...]) -> bool:
    words = {cell.text for cell in row if cell.text}
    is_one = len(words) == 1 and all(cell.spread for cell in row[1:] if cell.text)
    return len(row) > _MANY and is_one and sum(cell.spread for cell in row) > 1


def _is_heading(name: str) -> bool:
    """Whether a name without any cell begins a new part of the table: by a word for what is allowed, forbidden or asked for."""
    return bool(meaning_of(name)) or bool(has_word(name, [*lists()["groups"]["approved"], *lists()["cells"]["allow"]]))


@lru_cache(maxsize=20_000)
def meaning_of(words: str) -> str:
    """What a yes below these words means where it is no plain yes: ``ban``, ``need``, or nothing."""
    ban = has_word(words, table_words()["ban_heads"])
    rest = " ".join(tokens(words)).replace(" ".join(tokens(ban)), " ")
    if ban and not has_word(rest, [*lists()["cells"]["allow"], *lists()["groups"]["approved"], *table_words()["may"]]):
        return BAN
    return NEED if not ban and asks_first(words) else ""


def asks_first(words: str) -> bool:
    """Whether words at a name ask for an approval: "with approval", "after approval", and not "without approval"."""
    if has_word(words, table_words()["need_heads"]):
        return True
    said = tokens(words)
    asked = [at for at, word in enumerate(said) if at and word in _approvals()]
    return any(said[at - 1] in _asking() or (at > 1 and said[at - 2] in _asking() and said[at - 1] not in _no()) for at in asked)


@cache
def _approvals() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words()["approvals"])


@cache
def _asking() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words()["asking"])


@cache
def _no() -> frozenset[str]:
    return frozenset(fold(word) for word in (*lists()["classes"]["negation"], *lists()["ban_exceptions"]))


def groups_of(head: tuple[Cell, ...]) -> dict[str, str]:
    """Name of a column -> the words above it and its neighbours: "With approval: Staff", "With approval: Customers"."""
    upper = {cell.text: cell.text.partition(": ")[0] for cell in head[1:] if ": " in cell.text}
    shared = Counter(upper.values())
    return {name: above for name, above in upper.items() if shared[above] >= _MANY}


def weigh_names(word: CellWord, above: Iterable[str], names: Iterable[str]) -> CellWord:
    """A cell below words that forbid or ask for an approval, or of a row or column whose name asks: its yes is no plain one."""
    above = tuple(above)
    for name in above:
        if meaning_of(name) == BAN and word.effect in STRICTNESS and word.effect != "deny":
            word = CellWord("unknown", doubt=f"{word.effect}, and its heading is “{name}”; taken as unknown")
    for name in above:
        if has_word(name, table_words()["only"]) and word.effect == "allow":
            doubt = f"allowed, and its heading is “{name}”; taken as conditional"
            word = replace(word, effect="conditional", condition=word.condition or name, doubt=doubt)
    for name in (*above, *names):
        if meaning_of(name) == NEED and word.effect == "allow":
            doubt = f"allowed, and its name or heading is “{name}”; taken as conditional"
            word = replace(word, effect="conditional", condition=word.condition or name, doubt=doubt)
    return word


def weigh_askers(grid: Grid, known: frozenset[str]) -> None:
    """Columns such as "Employees" and "Contractors" say who may use a tool: no yes below them is about data. ``known``: folded
    names of the glossary."""
    words = {kind: {fold(word) for word in said} for kind, said in table_words()["askers"].items()}
    names = {fold(name) for name in grid.columns}
    if len(names) < _MANY or names & known or not names <= words["people"] | words["users"] or not names & words["users"]:
        return
    for place, word in grid.cells.items():
        if word.effect in STRICTNESS and word.effect != "deny":
            doubt = f"{word.effect}, and the columns seem to say who may, not with which data; taken as unknown"
            grid.cells[place] = CellWord("unknown", doubt=doubt)


def without_repeats(body: Rows, remarks: list[str]) -> tuple[Rows, list[Cell]]:
    """The head stands again where a table goes on to another page; below a title or behind a gap another table begins. Gives the
    rows of the first table, and where others begin."""
    said = [fold(cell.text) for cell in body[0]]
    kept, others = [body[0]], []
    for before, row in pairwise(body):
        if [fold(cell.text) for cell in row] != said:
            kept.append(row)
        elif sum(bool(cell.text) for cell in before) == 1 or row[0].at.line > before[0].at.line + 1:
            others.append(row[0])
            break
        else:
            remarks.append(
                f"The head of the table stands again on line {row[0].at.line}; the lines below it were read as more rows."
            )
    return tuple(kept), others


def with_dittos(body: Rows) -> Rows:
    """Cells such as "same as above" say what the cell above them says, and a person looks at each."""
    same = frozenset(fold(word) for word in table_words()["same"])
    rows = [body[0]]
    for row in body[1:]:
        cells = [row[0]]
        for number, cell in enumerate(row[1:], start=1):
            is_same = bool(cell.text) and fold(cell.text).strip(" .") in same
            cells.append(_as_above(cell, rows, number) if is_same else cell)
        rows.append(tuple(cells))
    return tuple(rows)


def _as_above(cell: Cell, rows: list[tuple[Cell, ...]], number: int) -> Cell:
    above = next((row[number] for row in reversed(rows[1:]) if not _is_across(row) and number < len(row)), None)
    if above is None or not (above.text or above.fill):
        return replace(cell, text="", doubt=f"`{cell.text}`, and nothing stands above it")
    told = f", `{above.text}`" if above.text else ""
    return replace(above, at=cell.at, told=f"`{cell.text}` was taken as the cell above it{told}", spread=False)
