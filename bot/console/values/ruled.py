"""What the form of a cell of the matrix shows, and what is chosen there, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.values.shown import Choice, MatrixCell


@dataclass(frozen=True, slots=True)
class CellPick:
    """What an owner picked, as the form was sent. ``effect`` may be empty: nothing is picked yet."""

    offering: str
    data: str
    effect: str = ""
    conditions: tuple[str, ...] = ()
    text: str = ""
    """Another condition, in their own words."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Things that are answered otherwise: a heading, the first of them, and how many more there are."""

    title: str
    lines: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class CellPreview:
    """What saving would change. ``seen``: tells the files that it was worked out from."""

    seen: str
    was: MatrixCell
    now: MatrixCell
    conditions: tuple[str, ...]
    remarks: tuple[str, ...]
    changes: tuple[Changes, ...]
    patch: str
    looser: str = ""
    """In words, where somebody may do more than today: that is asked a second time."""
    can_save: bool = True


@dataclass(frozen=True, slots=True)
class CellForm:
    """One cell to be ruled."""

    title: str
    pick: CellPick
    now: MatrixCell
    why: tuple[str, ...]
    remarks: tuple[str, ...]
    effects: tuple[MatrixCell, ...]
    """What may be chosen; ``data`` is the value that the form sends."""
    conditions: tuple[Choice, ...]
    save: str
    """The words of the last button."""
    preview: CellPreview | None = None


@dataclass(frozen=True, slots=True)
class CellSaved:
    """What became of an edit, in words; with its lines where it waits as a proposal."""

    told: str
    path: str = ""
    patch: str = ""


@dataclass(frozen=True, slots=True)
class LastEdit:
    """The edit that can be taken back; without an id there is none."""

    id: str = ""
    about: str = ""
    looser: str = ""
    """That taking it back would allow more, which must be meant."""
    remark: str = ""
    """What has to be said of the memory of edits."""
