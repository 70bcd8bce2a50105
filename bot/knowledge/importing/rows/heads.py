"""The first line of a table in; what each column is about, and what a yes below it means, out: not every yes allows."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.knowledge.faults import Fault
from bot.knowledge.importing.cells.effects import STRICTNESS, CellWord, exact_words
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.cells.whose_rows import names_some
from bot.knowledge.importing.rows.row_notes import ends, restricts
from bot.knowledge.importing.tables.shape import is_class_name, kind_of_head
from bot.knowledge.importing.texts.glossary import Glossary
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.words import example_words, fold, has_word, lists, table_words, tokens

BAN, NEED, GATE = "ban", "need", "gate"
_SOME = 2
_SENTENCE = 5
"""Words from which on a cell says more than a name."""
_ANSWER = re.compile(r"\s*[,;:(]\s*|\s+[-–—]\s+")
"""Behind a yes or a no: "Yes – team lead"."""
_ABOUT_ROWS = (GATE, BAN, NEED)
"""Kinds of columns that hold for the whole row, where other columns are of data."""


def read_head(
    body: Rows, grid: Grid, glossary: Glossary, faults: list[Fault], grouped: frozenset[str] = frozenset()
) -> dict[int, str]:
    """Fills the columns; returns column number -> kind of the columns that are no data class (notes, vendor ...). ``grouped``:
    names of columns that have words above them and their neighbours in common."""
    known = {fold(entry.name) for entry in glossary.classes}
    head, meta = body[0], {}
    for number, cell in enumerate(head[1:], start=1):
        key = fold(cell.text)
        kind = kind_of_head(cell.text)
        kind = "" if kind == "who" and _rules_most(number, body) else kind
        kind = "about" if kind == GATE and _is_dated(number, body) else kind or ("who" if tells_who(number, body) else "")
        kind = kind or ("" if cell.text in grouped else _turned(cell.text, number, body))
        kind = kind or (GATE if _is_state(cell.text, number, body) else "")
        if kind and key not in known:
            meta[number] = kind
        elif not key:
            meta[number] = "empty"
        elif key in {fold(name) for name in grid.columns}:
            faults.append(Fault("I014", "fault", cell.at, f"the column `{cell.text}` is there twice", "keep one of the two"))
            meta[number] = "twice"
        else:
            grid.columns.append(cell.text)
    if not grid.columns:  # "Allowed" is about all data where the table says nothing else
        about = [number for number, kind in meta.items() if kind in _ABOUT_ROWS]
        grid.columns += [head[number].text for number in about]
        grid.turned.update({head[number].text: meta[number] for number in about if meta[number] != GATE})
        meta = {number: kind for number, kind in meta.items() if kind not in _ABOUT_ROWS}
    for number, kind in meta.items():
        if kind in (BAN, NEED):
            what = "forbids the row" if kind == BAN else "asks for something first, in the whole row"
            grid.remarks.append(f"A yes in the column `{head[number].text}` {what}.")
    return meta


def _rules(number: int, body: Rows) -> bool:
    """Whether a cell of the column says yes or no."""
    return any(exact_words().get(fold(row[number].text)) for row in body[1:] if number < len(row))


def _rules_most(number: int, body: Rows) -> bool:
    """Whether a column that is called after people says yes to some of them, or yes or no of most; "blocked" alone
    says of a tool how it stands, and makes no class of data of the column."""
    said = [exact_words().get(fold(row[number].text)) for row in body[1:] if number < len(row) and tokens(row[number].text)]
    return "allow" in said or len(said) < 2 * sum(map(bool, said))


def _is_dated(number: int, body: Rows) -> bool:
    """Whether a column that may be of states or of days has days: "Stand" is German for both."""
    if fold(body[0][number].text) not in table_words()["state_or_day"]:
        return False
    said = [row[number].text for row in body[1:] if number < len(row) and tokens(row[number].text)]
    return bool(said) and not any(ends(text) or exact_words().get(tokens(text)[0]) for text in said) and all(map(_is_day, said))


def _is_day(text: str) -> bool:
    words = tokens(text)
    return any(sign.isdigit() for sign in text) and sum(word.isalpha() for word in words) <= 1  # "12 Oktober 2026"


def tells_who(number: int, body: Rows) -> bool:
    """Whether a column of any name says who may: everybody in some rows, and some people in others."""
    said = [row[number].text for row in body[1:] if number < len(row) and tokens(row[number].text)]
    some = [text for text in said if names_some(text)]
    whole = [text for text in said if text not in some and has_word(text, _everybody())]
    return bool(whole) and any(map(_names_anybody, some)) and not _rules(number, body)


def _names_anybody(text: str) -> bool:
    """Whether words that are no sentence name people: "duty leaders", "HR"."""
    people = [word for kind in table_words()["askers"].values() for word in kind]
    return len(tokens(text)) < _SENTENCE and bool(has_word(text, people))


def _everybody() -> list[str]:
    """Words for all people, and not for all of anything."""
    people: list[str] = [word for kind in table_words()["askers"].values() for word in kind]
    return [*people, *table_words()["whose"]["anybody"]]


def _turned(name: str, number: int, body: Rows) -> str:
    """``ban`` or ``need`` where a yes below the name forbids or asks for something; a class of data that is called "Prohibited"
    has no yes."""
    words = table_words()
    needs = [*words["need_heads"], *words["asks_nothing"]["needed"]]
    kind = BAN if has_word(name, words["ban_heads"]) else NEED if has_word(name, needs) else ""
    said = [fold(_ANSWER.split(row[number].text, maxsplit=1)[0]) for row in body[1:] if number < len(row)]
    yes = {fold(word) for word in (*lists()["cells"]["allow"], *lists()["symbols"]["allow"], "x", "true", "1")}
    no = {fold(word) for word in (*lists()["cells"]["deny"], *lists()["symbols"]["deny"], "false", "0")}
    if not kind or not any(text in yes for text in said):
        return ""
    is_plain = all(text in yes or text in no or not text for text in said)
    return kind if is_plain or kind == BAN else ""


def _is_state(name: str, number: int, body: Rows) -> bool:
    """Whether a column says of each row what state the tool is in: it has words of its own for that, and where all other cells
    are empty it alone speaks, and not for the tool."""
    said = [fold(row[number].text) if number < len(row) else "" for row in body[1:]]
    others = [{fold(cell.text) for at, cell in enumerate(row) if at not in (0, number) and cell.text} for row in body[1:]]
    told = [exact_words().get(text, "") for text in said]
    alone = [effect for effect, rest in zip(told, others, strict=True) if not rest]
    if not all(said) or is_class_name(name) or not alone or "allow" in alone or len(alone) == len(said):
        return False
    return "deny" in alone and told.count("") * _SOME < len(told) and not set(said) & set().union(*others)


def turned(word: CellWord, kind: str, name: str) -> CellWord:
    """A cell below a head that turns its meaning: a yes forbids, or grants under a condition; a no says nothing."""
    if kind == BAN and word.effect in STRICTNESS and word.effect != "deny":
        return replace(word, effect="deny", doubt=f"{word.effect} below `{name}`; taken as deny")
    if kind == NEED and word.effect == "allow":
        doubt = f"a yes below `{name}`; taken as conditional"
        return replace(word, effect="conditional", condition=word.condition or name, doubt=doubt)
    if word.effect == "deny":
        return CellWord("unknown", doubt=f"a no below `{name}` does not say what is allowed; taken as unknown")
    return word


def seems_turned(grid: Grid, name_tools: NameTools) -> bool:
    """Whether most columns are called like tools, by a name or as a kind of tools ("any free AI"), and no row is: then the table
    was read the wrong way round. A column of examples, or without a yes or no, is neither."""
    ruled = [column for column in grid.columns if _is_ruled(column, grid)]
    named = sum(bool(name_tools(column)) or _is_kind_of_tools(column) for column in ruled)
    is_row = any(name_tools(row) or _is_kind_of_tools(row) for row in grid.rows)
    return named >= _SOME and named * _SOME > len(ruled) and any(map(name_tools, ruled)) and not is_row


def _is_ruled(column: str, grid: Grid) -> bool:
    """Whether the cells of the column say yes or no, and not what the rows hold."""
    if fold(column).strip(" :?") in {fold(word) for kind in ("heads", "meanings") for word in example_words()[kind]}:
        return False
    return any(grid.cells[row, column].effect in STRICTNESS for row in grid.rows if (row, column) in grid.cells)


def _is_kind_of_tools(name: str) -> bool:
    """ "Any free or personal AI", "private chatbots": whose or what for, and a word for tools; "Personal data" has none."""
    whose = has_word(name, [*lists()["groups"]["free"], *lists()["groups"]["personal"], *lists()["groups"]["other"]])
    return bool(whose and has_word(name, lists()["groups"]["generic"]))


def is_of_tools(corner: str) -> bool:
    """Whether the corner of a table says that its rows are tools."""
    return fold(corner) in {fold(word) for word in lists()["headers"]["tool"]}


def with_names(body: Rows) -> tuple[Rows, frozenset[str]]:
    """The table with names that are struck through as names; and which they are."""
    gone = [cell for cell in (*body[0][1:], *(row[0] for row in body[1:])) if cell.struck and not cell.text]

    def named(cell: Cell) -> Cell:
        return replace(cell, text=cell.struck) if any(cell is one for one in gone) else cell

    rows = (tuple(named(cell) for cell in body[0]), *((named(row[0]), *row[1:]) for row in body[1:]))
    return rows, frozenset(cell.struck for cell in gone)


def weigh_title(grid: Grid, titles: list[str]) -> None:
    """Below "Prohibited uses" nobody knows whether a yes is one."""
    words = table_words()["ban_heads"]
    for title in titles:
        ban = has_word(title, words)
        rest = " ".join(tokens(title)).replace(" ".join(tokens(ban)), " ")
        if not ban or has_word(rest, [*lists()["cells"]["allow"], *lists()["groups"]["approved"], *table_words()["may"]]):
            continue
        for place, word in grid.cells.items():
            if word.effect in STRICTNESS and word.effect != "deny":
                doubt = f"{word.effect}, and above the table stands “{title}”; taken as unknown"
                grid.cells[place] = CellWord("unknown", doubt=doubt)


def weigh_heads(grid: Grid, body: Rows, gone: frozenset[str]) -> None:
    """What hangs at a name holds for its whole row or column: that it is struck through, and a comment that restricts."""
    for row, column in grid.cells:
        for name in {row, column} & gone:
            word = grid.cells[row, column]
            if word.effect in STRICTNESS and word.effect != "deny":
                doubt = f"{word.effect}, and `{name}` is struck through; taken as unknown"
                grid.cells[row, column] = CellWord("unknown", doubt=doubt)
    for cell in (*body[0], *(row[0] for row in body[1:])):
        if not cell.note or cell.spread:
            continue
        places = [place for place in grid.cells if cell.text in place and grid.cells[place].effect == "allow"]
        if not (restricts(cell.note) or ends(cell.note)) or not places:
            grid.remarks.append(f"The comment at `{cell.text}` became no condition: “{cell.note}”")
        for place in places if restricts(cell.note) or ends(cell.note) else ():
            doubt = f"allowed, and `{cell.text}` has a comment: “{cell.note}”; taken as conditional"
            grid.cells[place] = replace(grid.cells[place], effect="conditional", condition=cell.note, doubt=doubt)
