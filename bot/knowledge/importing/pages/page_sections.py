"""What a page that lists data says, as its parts: sections of tools, lists below a label, the things of a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.knowledge.importing.pages.page_labels import Label


@dataclass(slots=True)
class Item:
    """Data that a list names. ``notes``: what stands below or beside it."""

    name: str
    line: int
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """What the page says of one tool, of several under one heading, or of a colour for all of them."""

    names: tuple[str, ...]
    line: int
    asks: list[str] = field(default_factory=list)
    """What narrows every yes."""
    doubts: list[str] = field(default_factory=list)
    """What makes a review of every yes: "coming soon", or what nobody could read."""
    is_sure: bool = True
    """Whether its name is known as a product's."""
    bans: list[str] = field(default_factory=list)
    """Words that forbid the tool, whatever the data."""


@dataclass(slots=True)
class Part:
    """A list of data below one label. ``of``: the tool's section, none where the label stands for itself."""

    label: Label
    of: Section | None
    line: int
    items: list[Item] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Sentences beside the list."""
    texts: list[Item] = field(default_factory=list)
    """Sentences that are the list, where no bullet is."""
    tools: dict[str, list[str]] = field(default_factory=dict)
    """Tools that the list itself names, each with what is asked for."""
    is_only: bool = False
