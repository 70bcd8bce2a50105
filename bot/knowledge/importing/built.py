"""What the import knows of a policy, on the way from its sources to the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.prose.parts import Prose
from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import fold, unique_slug


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The data type that is left when something was done and more must hold: of the milder class, with a duty that binds."""

    id: str
    label: str
    class_id: str
    line: int


@dataclass(slots=True)
class Built:
    """Everything that the knowledge files will say."""

    organisation: str
    language: str
    grid: Grid
    tools: dict[str, ToolRow]
    """Tool name (as in the matrix) -> tool."""
    classes: list[ClassWords]
    ties: list[Tie]
    duties: list[Duty]
    prose: Prose
    document: Document
    short: dict[str, str] = field(default_factory=dict)
    """Abbreviations that the document explains -> their long forms."""
    limits: list[Limit] = field(default_factory=list)
    becomes: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """(Class id, example or "") -> transformation -> data type or class."""
    cleaned: list[Cleaned] = field(default_factory=list)
    type_ids: dict[str, str] = field(default_factory=dict)
    """Folded example -> id of the data type that it became."""
    confirm: dict[str, list[str]] = field(default_factory=dict)
    """Heading -> what a person should confirm."""
    unlisted: str = ""
    """What the owner says of tools that are not listed."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(heading, text) of conditions that are mere notes, for guidance."""

    @property
    def class_ids(self) -> dict[str, str]:
        """Class as the matrix calls it -> its id."""
        return {entry.label: entry.id for entry in self.classes}

    @property
    def row_ids(self) -> dict[str, str]:
        """Row as the matrix calls it -> its tool's id."""
        return {label: row.id for label, row in self.tools.items()}

    def ask(self, heading: str, *sentences: str) -> None:
        """Adds to the list of what to confirm, each sentence once."""
        known = self.confirm.setdefault(heading, [])
        known.extend(sentence for sentence in dict.fromkeys(sentences) if sentence not in known)


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
