"""A row as the tool file that it becomes, and its name without asides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.words import find_run, fold, group_words, tokens

_SHORT = 3
"""Letters of what is no name yet that a sentence would be known by."""


@dataclass(slots=True)
class ToolRow:
    """One tool file to be. ``doubts`` are sentences for the list of what to confirm."""

    id: str
    label: str
    names: tuple[str, ...] = ()
    vendor: str = ""
    catalog: tuple[str, ...] = ()
    group: bool = False
    banned: bool = False
    covers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plans: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """Plan words of the policy's own ("company key")."""
    account: str = ""
    hosting: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    has_cells: bool = True
    only_if_ours: bool = False
    """Whether it catches tools of which only whoever asks knows that they are in it: "AI inside software that we bought"."""

    @property
    def plain_names(self) -> tuple[str, ...]:
        """What sentences call it: its label without what stands in brackets, and its other names."""
        return without_brackets(self.label), *self.names

    def note_caught(self) -> None:
        """What a group catches, for a person to look at, in place of what was noted before."""
        begun = f"`{self.label}` is a group"
        self.doubts = [doubt for doubt in self.doubts if not doubt.startswith(begun)]
        caught = "; ".join(f"{key}: {', '.join(values)}" for key, values in self.covers.items())
        told = f". It catches tools that have no nearer row by {caught}."
        self.doubts.append(begun + (told if caught else ", and nothing says which tools are in it: name them under `covers`."))


def rows_in(text: str, rows: Iterable[ToolRow]) -> list[ToolRow]:
    """The rows that a sentence names, in their order; what is too short for a name tells none."""
    here = tokens(text)
    names = ((row, name) for row in rows for name in row.plain_names if len(fold(name)) > _SHORT)
    return list({row.id: row for row, name in names if find_run(tokens(name), here) >= 0}.values())


def is_no_vendor(name: str) -> bool:
    """Whether it only stands for a vendor, as in rows that are no product: "various"."""
    return fold(name) in {fold(word) for word in group_words("no_vendor")}


def head_of(name: str) -> str:
    """The name without what stands in parentheses or behind "such as"."""
    return without_examples(re.sub(r"\([^)]*\)", " ", name)).strip(" ,;:-") or name


def without_examples(name: str) -> str:
    """The name without what stands behind "such as"."""
    for word in group_words("such_as"):
        at = re.search(rf"\b{re.escape(word)}\s", name, re.IGNORECASE)
        if at and at.start() > _SHORT:
            name = name[: at.start()]
    return name
