"""What the page "Import" takes and shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.values.shown import Matrix, Mended


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


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking it did. ``mended``: where it waits as a proposal."""

    told: str
    undo: str = ""
    mended: Mended | None = None
