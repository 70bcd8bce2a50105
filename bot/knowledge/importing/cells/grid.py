"""The matrix of an import as it was meant: a value that travels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.knowledge.importing.cells.effects import STRICTNESS, CellWord, exact_words, read_cell
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.texts.things import leads_in
from bot.knowledge.importing.texts.words import example_words, fold, lists, tokens
from bot.policy.words import Citation


@dataclass(frozen=True, slots=True)
class PeopleCell:
    """What a matrix says that some people may with a tool. ``role``: the catalog's group, empty where it has none; ``data``: a
    column, or empty for all of them."""

    row: str
    group: str
    role: str
    data: str
    word: CellWord
    at: Citation


@dataclass(frozen=True, slots=True)
class Other:
    """What one column that is no class says of one row."""

    row: str
    head: str
    text: str
    at: Citation


@dataclass(slots=True)
class Grid:
    """The matrix as it was meant. ``cells``: (row name, column name) -> what the cell says."""

    rows: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], CellWord] = field(default_factory=dict)
    places: dict[tuple[str, str], Citation] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """Row name -> what a column of notes or conditions says."""
    bound: set[str] = field(default_factory=set)
    """Rows of which a column of conditions, and not just of notes, says something."""
    beside: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(Row name, column name) -> what columns of people or conditions ask of that cell as well, each for itself."""
    out: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Row name -> the head and the cell of columns that say which data may not go in."""
    extra: dict[str, dict[str, str]] = field(default_factory=dict)
    """Row name -> what columns such as vendor, plan or aliases say."""
    gates: dict[str, list[tuple[str, str, str, CellWord]]] = field(default_factory=dict)
    """Row name -> what columns such as "Approved" or "Blocked" say of all of it: kind, name, the cell's text and word."""
    turned: dict[str, str] = field(default_factory=dict)
    """Column name -> what a yes below it means where it is no yes: ``ban`` or ``need``."""
    texts: ColumnTexts = field(default_factory=dict)
    """Column name -> what the table itself says that it holds."""
    others: list[Other] = field(default_factory=list)
    """What columns say of rows that are no class of data and that nobody reads, and those of days."""
    of_people: list[PeopleCell] = field(default_factory=list)
    own: dict[str, CellWord] = field(default_factory=dict)
    """Row name -> what a column of all staff says of it."""
    footnotes: dict[str, str] = field(default_factory=dict)
    below: list[str] = field(default_factory=list)
    """Lines around the table that explain nothing of it."""
    remarks: list[str] = field(default_factory=list)
    """Sentences for the list of what to confirm."""
    corner: str = ""
    """What stands above the names of the rows, as the table was written."""
    is_listed: bool = False
    """Whether ``places`` are lines of the document."""
    is_export: bool = False
    """Whether `mayi export` wrote the table: then its cells say all."""

    def granting(self) -> list[str]:
        """Names of the rows that are no plain ban."""
        return [row for row in self.rows if any(key[0] == row and word.effect != "deny" for key, word in self.cells.items())]

    def kept_from_groups(self) -> Iterator[PeopleCell]:
        """What the cells of groups of people keep from them, or leave open, that is not kept from everybody, or left
        open for everybody."""
        for one in self.of_people:
            own = self.cells.get((one.row, one.data)) if one.data else self.own.get(one.row)
            is_open = one.word.effect == "unknown" and own is not None and own.effect == "unknown"
            if one.word.effect != "allow" and (own is None or own.effect != "deny") and not is_open:
                yield one


ColumnTexts = dict[str, list[tuple[str, str, bool]]]
"""Name of a column -> texts about it: the words, where they stand, and whether they are examples whatever they say."""
_PARTED = re.compile(r"^(?P<name>[^:(\n–—]{2,60}?)\s*(?:\((?P<held>[^()]*)\)|(?::|\n|\s[–—-]\s)\s*(?P<rest>.+))$", re.DOTALL)
_CODE = re.compile(r"^\(?[a-z]{0,5}[ -]?\d{1,2}[a-z]?\)?$", re.IGNORECASE)
_FIRST_ROWS, _MANY, _LONG = 3, 2, 3


def without_texts(body: Rows, known: frozenset[str]) -> tuple[Rows, ColumnTexts]:
    """The table without lines of examples, and with the names of its columns without lists of examples and pictures.
    ``known``: folded names that the glossary has as they are."""
    texts: ColumnTexts = {}
    head = _bare_head(body[0], known, texts)
    kept = [head]
    for number, row in enumerate(body[1:]):
        kind = _kind(row, is_near=number < _FIRST_ROWS)
        if not kind:
            kept.append(row)
            continue
        for column, cell in zip(head[1:], row[1:], strict=False):
            if cell.text and column.text:
                where = f"{cell.at.file}:{cell.at.line}"
                texts.setdefault(column.text, []).append((cell.text, where, kind == "examples" or _are_lists(row)))
    return (tuple(kept), texts) if len(kept) > 1 else (body, {})


def _are_lists(row: tuple[Cell, ...]) -> bool:
    """Whether most cells list short things, and do not say in a sentence what data is like."""
    parts = [re.split(r"\s*[,;]\s*", cell.text) for cell in row[1:] if cell.text]
    lists_ = [len(things) > _MANY and all(len(tokens(thing)) <= _LONG for thing in things) for things in parts]
    return sum(lists_) * _MANY > len(lists_)


def _kind(row: tuple[Cell, ...], is_near: bool) -> str:
    """``examples`` or ``meaning`` for a line that says what the columns hold, and rules nothing; else empty."""
    said = [cell.text for cell in row[1:] if cell.text]
    if len(said) < _MANY or any(cell.fill for cell in row[1:]):
        return ""
    name = fold(row[0].text).strip(" :?")
    is_named = name in {fold(word) for word in example_words()["heads"]}
    is_meaning = name in {fold(word) for word in example_words()["meanings"]}
    if name and not is_named and not is_meaning:
        return ""
    ruled = (_says(text) if is_named or is_meaning else read_cell(text, {}).effect for text in said)
    if any(effect in STRICTNESS for effect in ruled):
        return ""
    if not name and not (is_near and sum("," in text or len(tokens(text)) >= _LONG for text in said) * _MANY > len(said)):
        return ""
    return "meaning" if is_meaning else "examples"


def _says(text: str) -> str:
    """What a cell says that is a word for it, or begins with one that is set apart; a sentence that says what data is rules
    nothing, whatever stands in it."""
    return exact_words().get(fold(re.split(r"[,;:(–—]", text, maxsplit=1)[0]).strip(" ."), "")


def _bare_head(head: tuple[Cell, ...], known: frozenset[str], texts: ColumnTexts) -> tuple[Cell, ...]:
    cells = [replace(cell, text=_without_pictures(cell.text)) if fold(cell.text) not in known else cell for cell in head[1:]]
    parted = [_parted(cell.text) if fold(cell.text) not in known else (cell.text, "") for cell in cells]
    names = [fold(name) for name, _ in parted]
    found = []
    for cell, (name, listed) in zip(cells, parted, strict=True):
        if listed and names.count(fold(name)) == 1:
            texts.setdefault(name, []).append((listed, f"{cell.at.file}:{cell.at.line}", True))
            found.append(replace(cell, text=name))
        else:
            found.append(cell)
    return (head[0], *found)


def _without_pictures(name: str) -> str:
    """A name without coloured dots and other pictures before or behind it."""
    bare = re.sub(r"^[^\w(\[\"'«„]+|[^\w)\].!?%*†‡§\"'»“+#]+$", "", name) if _has_picture(name) else name
    return bare or name


def _has_picture(name: str) -> bool:
    return any(unicodedata.category(sign) == "So" for sign in name)


def _parted(name: str) -> tuple[str, str]:
    """ "Internal data (e.g. minutes, rotas)" -> its name and the list; a code, a level or a word of secrecy is no list."""
    match = _PARTED.match(name.strip())
    if not match:
        return name, ""
    said = (match["held"] if match["held"] is not None else match["rest"]).strip()
    parts = [part.strip() for part in re.split(r"[,;]", said) if part.strip()]
    closed = {fold(word) for words in lists()["classes"].values() for word in words}
    if any(_CODE.match(part) or fold(part) in closed for part in parts):
        return name, ""
    enough = _MANY if match["held"] is not None else _MANY + 1
    return (match["name"].strip(), said) if leads_in(said) or len(parts) >= enough else (name, "")
