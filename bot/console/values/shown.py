"""What pages of the console show, as plain values: tables, the matrix, questions."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to pick from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Form:
    """One button, with what it is about and a choice before it where there are several."""

    path: str
    about: str
    name: str
    """What it is about, for who hears the page."""
    button: str
    choices: tuple[Choice, ...]
    meant: str = ""
    """What has to be ticked before it is sent; nothing where it is sent at once."""
    reason: str = ""
    """The name of a field for a reason; nothing where none is asked for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table. ``mark``: a verdict's id, for its colour; ``link``: where it leads within the console."""

    text: str
    link: str = ""
    mark: str = ""
    is_number: bool = False
    exact: str = ""
    """The exact moment behind a time."""
    diff: tuple[tuple[str, str], ...] = ()
    """Words that stay, go and come, in order: (``""``, ``-`` or ``+``; words)."""
    forms: tuple[Form, ...] = ()
    """What can be done about it."""
    whole: str = ""
    """All of it, where the text is its beginning: it opens."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    empty: str = ""
    """What to do where there are no rows."""
    foot: str = ""
    """What is said below it; commands stand between backticks."""


@dataclass(frozen=True, slots=True)
class Section:
    """A page that is one sentence and tables."""

    sentence: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Believed:
    """How far the model is believed, what its exam said, and a sample of what it allowed."""

    sentence: str = ""
    command: str = ""
    """What examines it; empty where no model is set."""
    tables: tuple[Table, ...] = ()
    sample: Table | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit of the policy's files: shown first, then kept."""

    about: str
    path: str
    """Of the proposal that waits; empty where the files say it already, or nothing is kept yet."""
    patch: str
    changes: str
    """What it would change, or what became of it, in words."""
    undo: str = ""
    """Id of the edit, for whoever takes it back."""
    waits: tuple[tuple[str, str], ...] = ()
    """What the form that keeps it sends; nothing where it is kept."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that waits for a person, and what it would change."""

    name: str
    patch: str
    changes: str
    """In a sentence."""
    cells: Table = field(default_factory=lambda: Table("", ()))


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One field of the matrix. ``verdict`` may be ``ask``: it depends."""

    data: str
    label: str
    verdict: str
    shape: str
    word: str
    is_stricter_inside: bool = False
    notes: tuple[int, ...] = ()
    """Numbers of the matrix's notes: the cell is no yes, and somebody may all the same."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One offering: tool and plan."""

    offering: str
    label: str
    tool: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of it for one kind of asker."""

    columns: tuple[Choice, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    legend: tuple[MatrixCell, ...] = ()
    roles: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sentence: str = ""
    notes: tuple[str, ...] = ()
    """Who may where a cell is no yes, and by which rule."""


@dataclass(frozen=True, slots=True)
class Why:
    """A rule that decided, and where it stands."""

    quote: str
    place: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One cell with everything about it."""

    title: str
    verdict: str
    shape: str
    word: str
    conditions: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()
    alternatives: tuple[str, ...] = ()
    asked: str = ""
    """How often it was asked about, and by how many people."""
    remark: str = ""
    others: tuple[str, ...] = ()
    """Who may all the same, where it is no yes."""
    tool: str = ""
    """Its id, by which the questions about it are found."""
    owner: str = ""
    """Who answers for its rules, by name."""


@dataclass(frozen=True, slots=True)
class Box:
    """One condition to tick. ``remark``: who said so, and when."""

    value: str
    label: str
    remark: str = ""
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Try:
    """What the bot would say, with what it read, and what can be clicked in it: values are fields that the form sends."""

    word: str = ""
    verdict: str = ""
    text: str = ""
    read_as: str = ""
    why: tuple[Why, ...] = ()
    asked: str = ""
    """The sentence that the buttons, menus and boxes belong to."""
    buttons: tuple[Choice, ...] = ()
    menus: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    """What is to be chosen, and the choices."""
    boxes: tuple[Box, ...] = ()
    ticking: str = ""
    """The field that goes with the boxes."""
    as_ticked: Choice | None = None
    """The button that takes what a model ticked for the asker's own word."""
    pressed: tuple[str, ...] = ()
    """What was clicked so far."""
