"""What the page "Import" takes and shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.values.shown import Matrix, Mended, Table


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. ``name``: as it is called on their machine."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ImportWish:
    """A policy to be read."""

    document: Upload | None = None
    table: Upload | None = None
    """Where it is a file of its own."""
    owner: str = ""
    """Who answers for the policy, as people are told."""
    terms: Upload | None = None
    """What a table's classes hold and its cells ask, where a model made the table."""
    reading: str = ""
    """In place of files: the id of a model's reading that is done."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """How far the model is that reads a document into a table."""

    is_offered: bool = False
    """Whether there is a model."""
    id: str = ""
    """Of this person's own reading."""
    told: str = ""
    is_busy: bool = False
    is_done: bool = False
    waits: str = ""
    """Name of the file that was refused last and that the model could read."""


@dataclass(frozen=True, slots=True)
class ModelRead:
    """What a model read, beside the lines that say so."""

    told: str
    tables: tuple[Table, ...]
    left_out: str = ""
    """How many entries were, in words; empty where none was."""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What was read, before it counts."""

    id: str = ""
    """By which it is taken."""
    name: str = ""
    read: str = ""
    """How much of it was read."""
    instead: str = ""
    """What becomes of the policy of today."""
    matrix: Matrix = Matrix()
    remarks: tuple[str, ...] = ()
    """What its owner should know before it counts."""
    stays: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Files."""
    meant: str = ""
    """What must be said before it is taken; empty where nothing must."""
    by_model: ModelRead | None = None
    """Where a model made the table."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking it did. ``mended``: where it waits as a proposal."""

    told: str
    undo: str = ""
    mended: Mended | None = None
