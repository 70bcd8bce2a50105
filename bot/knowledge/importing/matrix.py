"""Rows of a table and the glossary in; the effect of every cell out, or every fault at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.knowledge.faults import Fault
from bot.knowledge.importing.cells.effects import CellWord, Legend, accepted_words, footnoted, note_named, only_note, read_cell
from bot.knowledge.importing.cells.grid import Grid, Other, without_texts
from bot.knowledge.importing.cells.legend_lines import read_legend, read_meanings
from bot.knowledge.importing.cells.notes import (
    Footnotes,
    Marks,
    find_notes,
    find_references,
    is_footnote,
    is_one,
    is_range,
    letters_behind,
    marked,
    read_footnotes,
    references,
    settled,
    split_marks,
    split_note,
    told_out,
    wanted_marks,
    without_marks,
    without_references,
)
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.cells.sections import (
    Headings,
    groups_of,
    split_headings,
    tools_first,
    weigh_askers,
    weigh_names,
    with_dittos,
    without_repeats,
)
from bot.knowledge.importing.cells.whose_rows import weigh_people
from bot.knowledge.importing.classes.class_lists import keeps_out, names_classes
from bot.knowledge.importing.rows.asides import spread
from bot.knowledge.importing.rows.heads import BAN, GATE, NEED, read_head, turned, weigh_heads, weigh_title, with_names
from bot.knowledge.importing.rows.long_lists import put_across
from bot.knowledge.importing.rows.people_columns import take_people
from bot.knowledge.importing.rows.row_notes import weigh_notes
from bot.knowledge.importing.table import Source
from bot.knowledge.importing.tables.colours import Keys, read_coloured, read_keys
from bot.knowledge.importing.tables.legends import as_line, signs_of
from bot.knowledge.importing.tables.shape import (
    is_key,
    is_turned,
    join_heads,
    name_rows,
    split_footer,
    split_title,
    turn,
)
from bot.knowledge.importing.tables.tool_lists import spread_tools
from bot.knowledge.importing.texts.days import last_day
from bot.knowledge.importing.texts.glossary import Glossary
from bot.knowledge.importing.texts.words import fold, has_word, lists, table_words, tokens
from bot.policy.words import Citation


@dataclass(frozen=True, slots=True)
class _Head:
    """The first line, which of its columns are no data class, and what marks mean."""

    cells: tuple[Cell, ...]
    meta: dict[int, str]
    legend: Legend
    keys: Keys
    rows: Marks
    columns: Marks
    """Footnote marks behind the names."""
    headings: Headings
    groups: dict[str, str]
    """Name of a column -> the words that it shares with its neighbours."""

    def weigh(self, word: CellWord, row: Cell, column: str) -> CellWord:
        """What the words above a cell, and the names of its row and column, make of it."""
        above = (self.headings.get(row.at, ""), self.groups.get(column, ""))
        return weigh_people(weigh_names(word, filter(None, above), (row.text, column)), row.text)


def read_grid(
    source: Source, glossary: Glossary, document_lines: list[str], faults: list[Fault], is_across: bool = False
) -> Grid:
    """Adds a fault for every row, column and cell that cannot be used. ``is_across``: the tools are known to be the columns."""
    grid = Grid(is_export=source.is_export)
    above, table = split_title(source.rows)
    body, below = split_footer(table)
    grid.below = _idle(below)
    below = above + below + source.around
    legend = _explained(body, below, source, document_lines, grid)
    if len(body[0]) < 2 or not any(cell.text for cell in body[0][1:]):
        what = "the table has one column"
        faults.append(Fault("I012", "fault", body[0][0].at, what, "first column: the tool; every further column: a data class"))
        return grid
    grid.corner = body[0][0].text
    body, gone, beside = _shaped(body, grid, (glossary, document_lines, source), faults, is_across)
    body, headings = split_headings(body, grid.remarks)
    headings = {**beside, **headings}
    body = name_rows(body, grid.remarks)
    body, rows, columns = (body, {}, {}) if source.is_export else without_marks(body, grid.footnotes, _known(glossary))
    grid.texts = {split_marks(name, grid.footnotes)[0]: texts for name, texts in grid.texts.items()}
    fills = (cell.fill for row in body[1:] for cell in row[1:] if cell.fill)
    groups = groups_of(body[0])
    meta = read_head(body, grid, glossary, faults, frozenset(groups))
    head = _Head(body[0], meta, legend, read_keys(below, legend, fills), rows, columns, headings, groups)
    _leave_out(body, head, grid)
    seen: dict[str, Citation] = {}
    unread = [cell for row in body[1:] for cell in _read_row(row, head, grid, seen, faults)]
    _refuse_unread(unread, grid, faults)
    titles = [source.name, *(cell.text for row in above for cell in row if cell.text and not cell.spread)]
    _weigh(grid, body, gone, titles, _known(glossary))
    grid.remarks += [f"The comment at “{c.text}” became no rule: “{c.note}”" for row in below for c in row if c.note]
    if not grid.rows and not faults:
        faults.append(
            Fault("I013", "fault", body[0][0].at, "the table has no tool", "give every tool a line below the first one")
        )
    return grid


def _explained(body: Rows, below: Rows, source: Source, document_lines: list[str], grid: Grid) -> Legend:
    """What marks and words of the cells mean; fills what footnotes say. ``below``: all lines around the table."""
    near = [as_line(row) for row in below]
    legend = read_meanings(body, [*near, *document_lines]) | read_legend(document_lines, near, signs_of(body))
    under = [" ".join(cell.text for cell in row if cell.text) for row in below]
    notes = _notes(body, [*under, *(source.text.splitlines() or document_lines)], legend)
    grid.footnotes = read_footnotes([*under, *document_lines]) | notes
    return legend


def _weigh(grid: Grid, body: Rows, gone: frozenset[str], titles: list[str], known: frozenset[str]) -> None:
    """What stands at names, above the table, in columns of notes and in rows for some people makes cells stricter. ``gone``:
    names that are struck through; ``known``: names that the glossary has."""
    weigh_heads(grid, body, gone)
    weigh_title(grid, titles)
    weigh_notes(grid)
    if not grid.is_export:
        take_people(grid, known)
    weigh_askers(grid, known)


def _notes(body: Rows, lines: list[str], legend: Legend) -> Footnotes:
    """What marks behind the words of cells and letters behind names send to; a mark of the legend is none."""
    heads = [cell.text for cell in (*body[0], *(row[0] for row in body)) if cell.text.split()]
    cells = [cell.text for row in body[1:] for cell in row[1:] if fold(cell.text) not in legend]
    names = frozenset(text.split()[0] for text in heads)
    named = frozenset(mark for text in cells for mark in references(text)) - names
    wanted = wanted_marks(cells, lambda word: bool(read_cell(word, legend).effect), names) - named
    return (find_notes(lines, wanted | letters_behind(heads)) or find_notes(lines, wanted)) | find_references(lines, named)


def _read_word(cell: Cell, head: _Head, footnotes: Footnotes) -> CellWord:
    """What a cell says, and the notes that it sends to."""
    named = () if is_range(cell.text) or fold(cell.text) in head.legend else references(cell.text)
    if named and all(mark in footnotes for mark in named):
        if is_one(cell.text):
            return read_coloured(replace(cell, text=told_out(cell.text, footnotes)), head.legend, head.keys)
        return _referring(replace(cell, text=without_references(cell.text)), named, head)
    mark = "" if cell.fill or fold(cell.text) in head.legend else note_named(cell.text)
    if mark in footnotes:
        return only_note(cell.text, mark, (footnotes[mark],))
    plain = read_coloured(cell, head.legend, head.keys)
    said, marks = split_note(cell.text)
    has_all = bool(marks) and set(plain.mark.split()) <= set(marks) <= footnotes.keys()
    if not has_all or fold(cell.text) in head.legend:
        return plain
    if not said and not cell.fill:
        return only_note(cell.text, " ".join(marks), map(footnotes.__getitem__, marks))
    word = read_coloured(replace(cell, text=said), head.legend, head.keys)
    return footnoted(word, " ".join(marks)) if word.effect else plain


def _referring(cell: Cell, named: tuple[str, ...], head: _Head) -> CellWord:
    """A cell that names what must hold by its marks, "If K2 and K3", and perhaps says more. ``cell``: without them."""
    word = read_coloured(cell, head.legend, head.keys) if cell.text else only_note("", "")
    word = footnoted(word if word.effect else CellWord("conditional", cell.text), "")
    return replace(word, mark=" ".join(named))


def _shaped(
    body: Rows, grid: Grid, told: tuple[Glossary, list[str], Source], faults: list[Fault], is_across: bool
) -> tuple[Rows, frozenset[str], Headings]:
    """One table with a tool in each row and a head of one line; which names are struck through; what stands before the tools.
    ``told``: the glossary, the document's lines, the source."""
    glossary, lines, source = told
    body, again = without_repeats(body, grid.remarks)
    for cell in again:
        do = "give each table a file or a sheet of its own, or take one with `--table`"
        faults.append(Fault("I018", "fault", cell.at, "the head of the table stands here again: another table begins", do))
    body, gone = with_names(join_heads(with_dittos(put_across(body)), grid.remarks))
    body, beside = tools_first(body)
    body = spread_tools(spread(body, glossary, source.explained, lines, grid.remarks), grid.remarks)
    if is_across or is_turned(body, glossary):
        body = turn(body)
        grid.remarks.append("The table has the data classes as rows; it was turned, so that every row is a tool.")
    if not grid.is_export:
        body, grid.texts = without_texts(body, _known(glossary))
    return body, gone, beside


def _leave_out(body: Rows, head: _Head, grid: Grid) -> None:
    """Columns that are about the tools and no data: by their names, or because none of several cells says yes or no."""
    for number, column in enumerate(head.cells):
        if number and number not in head.meta:
            cells = [row[number] for row in body[1:] if number < len(row) and (row[number].text or row[number].fill)]
            told = [read_coloured(cell, head.legend, head.keys).effect for cell in cells]
            effects = set(told)
            if len(grid.columns) > 1 and _tells_accounts(told, cells):
                head.meta[number] = "login"
                grid.columns.remove(column.text)
                grid.remarks.append(f"The column `{column.text}` was taken to say on which account each tool is used.")
                continue
            is_idle = (len(cells) > 1 or keeps_out(column.text)) and "" in effects and effects <= {"", "unknown"}
            if len(grid.columns) > 1 and (is_idle or names_classes(column.text, [cell.text for cell in cells])):
                head.meta[number] = "about"
                grid.columns.remove(column.text)
    left = [column.text for number, column in enumerate(head.cells) if head.meta.get(number) == "about"]
    grid.remarks += [f"The column `{name}` was taken to be about the tools, and was left out." for name in left]


def _tells_accounts(told: list[str], cells: list[Cell]) -> bool:
    """Whether a column, by the effects of its cells, rules nothing and says whose account a tool is on, or who may use it.

    No cell says yes or no, most cannot be read as an effect, and some name an account.
    """
    accounts = [word for kind in ("nouns", "company", "personal") for word in lists()["accounts"][kind]]
    names_some = any(has_word(cell.text, accounts) for cell in cells)
    return names_some and len(cells) > 1 and not {"allow", "deny"} & set(told) and told.count("") * 2 >= len(told)


def _known(glossary: Glossary) -> frozenset[str]:
    """Names that the glossary has as they are."""
    entries = (*(entry.name for entry in glossary.tools), *(entry.name for entry in glossary.classes))
    said = (name for condition in glossary.conditions for name in (*condition.tools, *condition.classes))
    return frozenset(fold(name) for name in (*entries, *said))


def _idle(below: Rows) -> list[str]:
    """Lines below the table that are neither legend nor footnote."""
    lines = [(row, " ".join(dict.fromkeys(cell.text for cell in row if cell.text))) for row in below]
    return [line for row, line in lines if not (is_key(row) or is_footnote(line) or read_legend([line]) or len(tokens(line)) < 4)]


def _unusable(row: tuple[Cell, ...], head: _Head, seen: dict[str, Citation]) -> Fault | None:
    """Why a row cannot be read: it has no name, was there before, or says something below no column."""
    name = row[0].text
    if not name:
        return Fault("I015", "fault", row[0].at, "a row without a tool", "name the tool in the first column")
    key = fold(name).replace(" ", "")  # "Chat GPT" is "ChatGPT" to whoever asks
    if key in seen:
        what = f"the row `{name}` is there twice, first on line {seen[key].line}"
        return Fault(
            "I014", "fault", row[0].at, what, "keep one of the two, or add a column `Plan` or `Data` that tells them apart"
        )
    seen[key] = row[0].at
    numbered = ((number, cell) for number, cell in enumerate(row) if cell.text)
    outside = next((cell for number, cell in numbered if number >= len(head.cells) or head.meta.get(number) == "empty"), None)
    if outside is None:
        return None
    do = "name the column in the first line, or put text with a comma in quotes"
    return Fault("I016", "fault", outside.at, f"`{outside.text[:60]}` stands below no column", do)


def _read_row(row: tuple[Cell, ...], head: _Head, grid: Grid, seen: dict[str, Citation], faults: list[Fault]) -> list[Cell]:
    """Gives the cells that nobody can read."""
    unread: list[Cell] = []
    name, meta = row[0].text, head.meta
    if fault := _unusable(row, head, seen):
        faults.append(fault)
        return unread
    values = [cell for cell in row[1:] if cell.text]
    if not values and not any(cell.fill or cell.doubt for cell in row[1:]):
        grid.remarks.append(f"The row `{name}` has no cells; it makes no rule.")
    grid.rows.append(name)
    for number, column in enumerate(head.cells):
        if number == 0 or meta.get(number) in ("empty", "twice"):
            continue
        cell = row[number] if number < len(row) else Cell("", Citation(row[0].at.file, row[0].at.line, number + 1))
        if number in meta:
            _read_meta((meta[number], column.text), name, cell, head, grid)
            continue
        word = _read_word(cell, head, grid.footnotes)
        if column.text in grid.turned:
            word = turned(word, grid.turned[column.text], column.text)
        if not word.effect:
            unread.append(cell)
            word = CellWord("review", cell.text, f"nobody can read `{cell.text}`; taken as review until a word says what it is")
        word = word if grid.is_export else head.weigh(word, row[0], column.text)
        word = marked(settled(word, grid.footnotes), name, head.rows.get(name, ""))
        grid.cells[name, column.text] = marked(word, column.text, head.columns.get(column.text, ""))
        grid.places[name, column.text] = cell.at
    return unread


def _refuse_unread(unread: list[Cell], grid: Grid, faults: list[Fault]) -> None:
    """A cell that nobody can read needs a review. Where they are the most, this is no matrix, or its language is not known."""
    read = sum(word.effect != "unknown" for word in grid.cells.values()) - len(unread)
    for cell in unread if read < len(unread) else ():
        faults.append(Fault("I017", "fault", cell.at, f"unknown word `{cell.text}` in a cell", f"use {accepted_words()}"))


def _read_meta(column: tuple[str, str], name: str, cell: Cell, head: _Head, grid: Grid) -> None:
    """``column``: its kind and its name."""
    kind, called = column
    if kind in (GATE, BAN, NEED) and (cell.text or cell.fill or cell.struck):
        grid.gates.setdefault(name, []).append((kind, called, cell.text, read_coloured(cell, head.legend, head.keys)))
        return
    if cell.note:
        grid.remarks.append(f"The comment at `{name}` × `{called}` became no condition: “{cell.note}”")
    if not cell.text:
        return
    if has_word(called, lists()["condition_heads"]):
        grid.bound.add(name)
    if kind == "about" and keeps_out(called):
        grid.out.setdefault(name, []).append((called, cell.text))
    is_end = has_word(called, [*lists()["ends"], *table_words()["end_heads"]]) and any(sign.isdigit() for sign in cell.text)
    if (kind == "about" and not keeps_out(called)) or (is_end and kind == "notes" and last_day(cell.text, "en")):
        grid.others.append(Other(name, called, cell.text, cell.at))
    elif kind == "notes":
        said = f"{called} {cell.text}" if is_end else cell.text
        grid.notes[name] = " ".join(filter(None, (grid.notes.get(name), said)))
    else:
        grid.extra.setdefault(name, {})[kind] = cell.text
