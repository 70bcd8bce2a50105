"""What holds of a model's entries goes in; a table with a row for each tool and a column for each kind of data comes out.

Where two lines speak of one cell the stricter counts, and who names a thing is heard before who names its class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from bot.knowledge.tabling.entries import EVERY, OTHER, REST, Change, Does, Entries, Holding, Ruling
from bot.text.tokens import words_of


class Mark(IntEnum):
    """What a cell says, the stricter the higher."""

    ALLOW = 1
    CONDITIONAL = 2
    DENY = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One tool with one kind of data."""

    mark: Mark
    rests: tuple[Ruling, ...]
    """The lines that say so."""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDraft:
    """Nothing of it counts before somebody imports it."""

    tools: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    """Kind of data -> what the document says that it holds."""
    cells: Mapping[tuple[str, str], Cell]
    """Of which something is said."""
    people: tuple[Ruling, ...] = ()
    """What some people alone may not, or only under a condition."""
    changes: tuple[Change, ...] = ()
    """What data becomes once something was done to it: of columns, and of what these hold."""


def draft_of(entries: Entries) -> TableDraft:
    """Empty where nothing is ruled."""
    tools = _Names(name for one in entries.rulings for name in one.tools if name not in {EVERY, OTHER})
    data = _Names(
        [*(one.name for one in entries.classes), *(n for one in entries.rulings for n in one.data if n not in {EVERY, REST})]
    )
    held = _held(entries.classes, data)
    every = [_known(one, tools, data) for one in entries.rulings]
    rulings = [one for one in every if not one.about or (one.does not in {Does.FORBID, Does.IF} and EVERY not in one.data)]
    theirs = (found for one in every if one.about and one.does is not Does.ALLOW for found in _theirs(one, tools, data))
    people = tuple(one for one in theirs if one.tools and one.data)
    above = {column: _above(column, held) for column in data}
    cells = {}
    for tool in tools:
        about = [(mark, one) for one in rulings if (mark := _mark(one, tool))]
        families = [one for one in rulings if one.does is Does.FORBID and any(_is_family(name, tool) for name in one.tools)]
        for column in data:
            said = _said(about, families, tool, (column, above[column]), held)
            if found := _cell(said.counts, said.over):
                cells[tool, column] = found
    columns = {name: tuple(one for one in held.get(name, ()) if data.of(one) == one and one not in data) for name in data}
    named = {*data, *(thing for things in columns.values() for thing in things)}
    changes = (replace(one, data=tuple(name for name in map(data.of, one.data) if name in named)) for one in entries.changes)
    kept = tuple(replace(one, becomes=data.of(one.becomes)) for one in changes if one.data)
    return TableDraft(tuple(tools), columns, cells, people, tuple(one for one in kept if one.becomes in {"", *data}))


def _theirs(one: Ruling, tools: _Names, data: _Names) -> Iterator[Ruling]:
    """What some people alone may not: of "only" all that it leaves out, and what it leaves under its condition."""
    is_only = one.does in {Does.ONLY, Does.ONLY_IN}
    if not is_only:
        yield one
    elif (
        one.condition or one.only_for or (one.does is Does.ONLY_IN and EVERY in one.tools)
    ):  # "only in approved tools" names none
        yield replace(one, does=Does.IF)
    if one.does is Does.ONLY_IN and EVERY not in one.tools:
        yield replace(one, does=Does.FORBID, tools=tuple(name for name in tools if name not in one.tools))
    if one.does is Does.ONLY:
        yield replace(one, does=Does.FORBID, data=tuple(name for name in data if not {name, EVERY} & {*one.data}))


def _above(column: str, held: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The classes that hold it, the nearest first, and those that hold these."""
    found: dict[str, None] = {}
    near = [column]
    while near:
        near = [name for name, things in held.items() if name != column and name not in found and {*near} & {*things}]
        found |= dict.fromkeys(near)
    return tuple(found)


def _is_family(name: str, tool: str) -> bool:
    """Whether a tool is one of those that the name stands for: ChatGPT Enterprise of ChatGPT."""
    family, whole = words_of(name), words_of(tool)
    return 0 < len(family) < len(whole) and whole[: len(family)] == family


class _Names:
    """Names in order; those of the same words are one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._first: dict[tuple[str, ...], str] = {}
        for name in names:
            self._first.setdefault(words_of(name), name)

    def of(self, name: str) -> str:
        """As it was first written; itself where it is none of them."""
        return self._first.get(words_of(name), name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._first.values())

    def __contains__(self, name: str) -> bool:
        return words_of(name) in self._first


def _known(one: Ruling, tools: _Names, data: _Names) -> Ruling:
    return replace(one, tools=tuple(map(tools.of, one.tools)), data=tuple(map(data.of, one.data)))


def _held(classes: Sequence[Holding], data: _Names) -> dict[str, tuple[str, ...]]:
    held: dict[str, tuple[str, ...]] = {}
    for one in classes:
        name = data.of(one.name)
        held[name] = tuple(dict.fromkeys((*held.get(name, ()), *map(data.of, one.holds))))
    return held


class _Said(NamedTuple):
    """What lines say of one cell."""

    counts: list[tuple[Mark, Ruling]]
    over: list[Ruling]
    """Stricter ones that a nearer one overrides."""


def _said(
    about: Sequence[tuple[Mark, Ruling]],
    families: Sequence[Ruling],
    tool: str,
    of: tuple[str, tuple[str, ...]],
    held: Mapping[str, tuple[str, ...]],
) -> _Said:
    """What is said of a column by its name, else by its nearest class, else of all that is left; and of all data always. What a
    line says of any tool is no nearer than what another says of this one. ``of``: the column, and the classes above it; ``held``:
    what each class holds."""
    column, classes = of
    ways = [[(mark, one) for mark, one in about if name in one.data] for name in (column, *classes, REST)]
    steps = [found for found in ways if found]
    counts = list(steps[0]) if steps else []
    over = [pair for found in steps[1:] for pair in found]
    if counts and not any(tool in one.tools for _, one in counts):
        nearer = [pair for pair in over if tool in pair[1].tools]
        counts += nearer
    for_all, of_some = ([pair for pair in counts if bool(pair[1].about) is some] for some in (False, True))
    lets_in = any(mark is not Mark.DENY for mark, _ in for_all)
    counts, over = (for_all, over) if lets_in or not of_some else (of_some, [*over, *for_all])
    if not steps:
        limits = [one for _, one in about if one.does is Does.ONLY and not one.about]
        counts += [(Mark.DENY, one) for one in limits if {tool, EVERY} & {*one.tools}]
    if not any(tool in one.tools and column in one.data for _, one in counts):
        counts += [(Mark.DENY, one) for one in families if {column, *classes, EVERY} & {*one.data}]
    counts += [pair for pair in about if EVERY in pair[1].data]
    if counts and all(one.does is Does.ONLY for _, one in counts):  # what a tool is for is no leave without what its leaves ask
        asks = [(mark, one) for mark, one in about if mark is Mark.CONDITIONAL and {tool, EVERY} & {*one.tools} and not one.about]
        counts += [pair for pair in asks if {*pair[1].data} & {*held}] or asks
    most = max((mark for mark, _ in counts), default=Mark.DENY)
    return _Said(counts, [one for mark, one in over if mark > most])


def _mark(one: Ruling, tool: str) -> Mark | None:
    """What it says of the tool and its own data; None where nothing."""
    is_meant = tool in one.tools or EVERY in one.tools
    if one.does is Does.ONLY_IN and tool not in one.tools:
        return Mark.CONDITIONAL if is_meant else Mark.DENY  # "only in tools that are approved" names none
    if not is_meant:
        return None
    if one.does is Does.FORBID:
        return Mark.DENY
    return Mark.CONDITIONAL if one.only_for or one.about or one.condition or one.does is Does.IF else Mark.ALLOW


def _cell(said: Sequence[tuple[Mark, Ruling]], over: Sequence[Ruling]) -> Cell | None:
    if not said:
        return None
    mark = max(one for one, _ in said)
    rests = tuple(dict.fromkeys((*(one for _, one in said), *over)))
    asked = [one for is_, one in said if is_ is Mark.CONDITIONAL] if mark is Mark.CONDITIONAL else []
    return Cell(mark, rests, tuple(dict.fromkeys(text for one in asked for text in _conditions(one))))


def _conditions(one: Ruling) -> Iterator[str]:
    people = ", ".join((*one.only_for, *one.about))
    if one.condition or not people:
        yield one.condition or one.quote
    if people and not {*words_of(people)} <= {*words_of(one.condition)}:
        yield people
