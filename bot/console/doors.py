"""What the console asks of the house: callables, who asks, and for what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.console.values.advised import AdviceShown, AdviceWish
from bot.console.values.asking import Answered, AnswerWish, AskWish, Coverage, ToConfirm
from bot.console.values.importing import DraftShown, GridShown, GridWish, TableReading, Taken
from bot.console.values.ruled import CellForm, CellPick, CellSaved, LastEdit
from bot.console.values.shown import (
    Believed,
    Choice,
    Matrix,
    Proposal,
    Ruled,
    Table,
    Try,
)
from bot.ledger.asked.mine import Proof
from bot.owners.drafts import ImportWish
from bot.policy.finding import Worded
from bot.policy.talks.checks import Pressed

UNDO_LOOSER = "console.edit.undo_looser"
"""Why taking an edit back is refused until somebody says that it is meant."""


class Role(StrEnum):
    """What somebody may see, by people.yaml."""

    EMPLOYEE = "employee"
    OWNER = "owner"
    ADMIN = "admin"


class RefusedError(Exception):
    """Something may or can not be done; ``key`` names the words for it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. ``id`` is the pseudonym under which their questions are kept."""

    user: str
    id: str
    role: Role
    name: str
    language: str = ""
    team: str = ""
    """As people.yaml has it."""

    @property
    def mark(self) -> str:
        """What tells them apart from everybody who gave themselves the same name."""
        return f"({self.id[:16]})"

    @property
    def signed(self) -> str:
        """What their looks are kept under."""
        return f"{self.name} {self.mark}"


@dataclass(frozen=True, slots=True)
class MatrixWish:
    """For whom, and what of the matrix."""

    role: str = ""
    country: str = ""
    of: str = ""
    """``all``: every kind of data; else the classes."""


@dataclass(frozen=True, slots=True)
class ConsoleDoors:
    """Everything that the pages ask for. ``language`` comes first wherever words come out."""

    matrix: Callable[[str, MatrixWish], Matrix]
    cell: Callable[[str, MatrixWish, str, str], Ruled | None]
    cell_form: Callable[[str, MatrixWish, CellPick, bool], CellForm | None]
    """language, wish, what was picked, whether to work out what it would change; raises ``RefusedError``."""
    rule_cell: Callable[[str, Person, CellPick, tuple[str, bool]], CellSaved]
    """language, person, what was picked, (the files that its preview was worked out from, whether something looser is meant);
    raises ``RefusedError``."""
    last_edit: Callable[[str], LastEdit]
    """language -> the edit that would be taken back."""
    advice: Callable[[str, AdviceWish], AdviceShown]
    waiting: Callable[[str], Table]
    """Proposed edits that wait for a person."""
    try_it: Callable[[str, str, MatrixWish, str, tuple[Pressed, ...]], Try]
    """language, question, wish, name of a proposal or nothing, what was clicked on the answer"""
    proposals: Callable[[str], tuple[Choice, ...]]
    proposal: Callable[[str, str], Proposal | None]
    health: Callable[[str], list[Worded]]
    model: Callable[[str, Person], Believed]
    judge: Callable[[str, Person, str, str], str]
    """language, person, receipt, ``right`` or ``wrong`` -> words; raises ``RefusedError`` where it is not of the sample."""
    to_confirm: Callable[[str, Person, AskWish], ToConfirm]
    confirm: Callable[[str, Person, Sequence[AnswerWish]], Answered]
    """language, person, at least one answer -> what was done, with the patch where it became a proposed edit; raises
    ``RefusedError``, and then nothing is written."""
    read_document: Callable[[str, Person], str]
    """Have the model read the document in the background; what is told of it, in words."""
    draft_answers: Callable[[str, Person, str], tuple[str, str]]
    """language, person, ``begin``, ``take`` or ``drop`` -> what became of their draft, and the id of the edit that it became;
    raises ``RefusedError``."""
    try_answers: Callable[[str, Person, str, tuple[Pressed, ...]], tuple[tuple[str, Try], ...]]
    """language, person, question -> the answer of today, and that of their draft where they have one"""
    take_back: Callable[[str, Person, str, bool], tuple[str, str]]
    """language, person, id of the edit, whether it is meant though it allows more -> words, and what it was about, empty where
    nothing was taken back; raises ``RefusedError`` where it is not the newest one, ``UNDO_LOOSER`` where it must be meant."""
    import_suffixes: tuple[str, ...]
    """Of files that can be read."""
    read_draft: Callable[[str, Person, ImportWish], DraftShown]
    """language, person, files -> what was read; raises ``RefusedError`` with what is wrong with them."""
    read_table: Callable[[str, Person, ImportWish], str]
    """Have the model read the document, or the one refused last, in the background; the id of this reading. Raises
    ``RefusedError``."""
    table_reading: Callable[[str, Person, str], TableReading]
    """language, person, id of their reading or nothing"""
    draft: Callable[[str, str], DraftShown | None]
    """language, id -> what was read before; None where nobody keeps it any more."""
    try_draft: Callable[[str, str, str, MatrixWish, tuple[Pressed, ...]], Try]
    """language, id, question, wish"""
    grids: Callable[[str], tuple[Choice, ...]]
    """Those that owners fill in."""
    begin_grid: Callable[[str, Person, str], str]
    """language, person, id of a draft or of a model's reading, ``offered`` for what was refused last, or nothing -> the id of a
    grid; raises ``RefusedError``."""
    grid: Callable[[str, str], GridShown | None]
    """language, id; raises ``RefusedError``."""
    edit_grid: Callable[[str, Person, str, GridWish], GridShown | None]
    """language, person, id, change -> the grid; None where it was thrown away. Raises ``RefusedError``."""
    draft_of_grid: Callable[[str, str, ImportWish], DraftShown]
    """language, id, what was typed beside it; raises as ``read_draft``."""
    take_draft: Callable[[str, Person, str, bool], Taken]
    """language, person, id, whether something looser is meant; raises ``RefusedError``."""
    coverage: Callable[[str, bool], Coverage]
    """language, whether only what is not read is wanted."""
    erase: Callable[[str, str], Proof]
    """Id of the wish, pseudonym -> the proof that all of theirs is erased, but for what a hold keeps."""
