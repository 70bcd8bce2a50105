"""What the import knows of a policy, on the way from its sources to the files."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.limit import Limit
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.prose.parts import Prose
from bot.knowledge.importing.texts.document import Document
from bot.knowledge.importing.texts.tool_row import ToolRow


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
