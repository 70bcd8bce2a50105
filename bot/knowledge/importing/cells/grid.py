"""The matrix of an import as it was meant: a value that travels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.knowledge.importing.cells.column_texts import ColumnTexts
from bot.knowledge.importing.cells.effects import CellWord
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
