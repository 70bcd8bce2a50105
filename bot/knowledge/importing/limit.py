"""What holds for some people, or for some data in some tools, on the way from the sources to rules.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.words import fold, unique_slug

COLUMN = "column-"
"""The ids of rules begin so that wait for an owner to say what a column means."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that is forbidden, or needs somebody's look, for ``who``. Empty ``rows``: every tool; ``data``: every class."""

    rule: str
    """Its id; at first the words that it is made of."""
    line: Line
    said: str
    """What the file says of it."""
    who: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    asks: bool = False
    """Whether it is a review and no ban: not every word was understood."""
    words: tuple[str, ...] = ()
    """Words of which a message must say one."""

    since: date | None = None
    """The first day on which it holds; None: at once."""

    @property
    def where(self) -> dict[str, tuple[str, ...]]:
        """The rule's context."""
        return {slot: values for slot, values in (("role", self.who), ("words", self.words)) if values}


def of_groups(grid: Grid, tools: dict[str, str], classes: dict[str, str]) -> Iterator[Limit]:
    """What columns of people in a matrix keep from them: a no is a ban, anything else that is no yes a look first. ``tools``,
    ``classes``: ids by name."""
    for one in grid.kept_from_groups():
        said = f"{one.row} | {' | '.join(filter(None, (one.group, one.data)))}: {one.word.condition or one.word.effect}"
        asks = one.word.effect != "deny" or not one.role
        name = f"{'ask first for' if asks else 'not for'} {one.role or one.group}"
        whom, words = ((one.role,), ()) if one.role else ((), (fold(one.group),))
        data = (classes[one.data],) if one.data else ()
        yield Limit(name, Line(said, one.at.line), said, whom, (tools[one.row],), data, asks=asks, words=words)


def with_ids(limits: Iterable[Limit], taken: set[str]) -> list[Limit]:
    """Each with an id that nothing else has."""
    return [replace(one, rule=unique_slug(one.rule, taken)) for one in limits]
