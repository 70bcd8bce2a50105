"""What the import knows of a policy, on the way from its sources to the files."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.knowledge.importing.asked import Pair
from bot.knowledge.importing.bans.data_bans import DataBan
from bot.knowledge.importing.bans.tools import Ban
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.becoming import Cleaned
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.prose.parts import Prose
from bot.knowledge.importing.prose.uses import UseBan
from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.tool_row import ToolRow


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
    bans: list[Ban] = field(default_factory=list)
    data_bans: list[DataBan] = field(default_factory=list)
    use_bans: list[UseBan] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    asked: list[Pair] = field(default_factory=list)
    """The questions that the document answers."""
    left: list[Line] = field(default_factory=list)
    """Sentences about some people of which no rule was made."""
    unread: list[Line] = field(default_factory=list)
    """Sentences that forbid or narrow some tools and became nothing."""
    untold: list[Line] = field(default_factory=list)
    """Sentences that take something away, of which nothing was made and that no word tells."""
    duty_lines: list[Line] = field(default_factory=list)
    """Sentences of which a general duty was made."""
    becomes: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """(Class id, example or "") -> transformation -> data type or class."""
    cleaned: list[Cleaned] = field(default_factory=list)
    type_ids: dict[str, str] = field(default_factory=dict)
    """Folded example -> id of the data type that it became."""
    confirm: dict[str, list[str]] = field(default_factory=dict)
    """Heading -> what a person should confirm."""
    told_cells: dict[tuple[str, str], str] = field(default_factory=dict)
    """(Row, column) -> what the document's own table says must hold there."""
    read: tuple[str, ...] = ()
    """Words of the document that the matrix says already."""
    unlisted: str = ""
    """What the owner says of tools that are not listed."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(heading, text) of conditions that are mere notes, for guidance."""

    def says_otherwise(self, class_id: str) -> bool:
        """Whether some cell of a class is no plain no, where it says anything."""
        columns = (entry.column for entry in self.classes if entry.id == class_id)
        return any(effect not in ("deny", "unknown") for column in columns for effect in column)

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
