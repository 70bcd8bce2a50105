"""What the pages "To confirm" and "Document" show, and what is clicked there, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.values.ruled import LastEdit
from bot.console.values.shown import Choice, Mended
from bot.policy.confirming import Way


@dataclass(frozen=True, slots=True)
class AskWish:
    """Which questions are wanted."""

    all: bool = False
    only: str = ""
    """The id of one question; then with these tools, data and people instead of those that it proposes, where they are given."""
    about: Way | None = None
    place: int | None = None
    """Where on the page the card stood that was just answered; there it is said what was done."""


@dataclass(frozen=True, slots=True)
class AnswerWish:
    """One answer, as its form was sent."""

    question: str
    way: str
    asked: str
    """The digest of what was asked about."""
    tools: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer that can be clicked, and what it would change."""

    way: str
    label: str
    changes: tuple[str, ...]
    is_bare: bool = False
    """It does not say yet what it is about."""


@dataclass(frozen=True, slots=True)
class Picker:
    """A list to choose several from."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    picked: frozenset[str]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One question of a card with several that have the same answers."""

    id: str
    asked: str
    text: str
    """What it is about; of a sentence, its own words."""
    quiet: str = ""
    """Where it stands, or how it was read."""
    changes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """An answer, and what it would change."""
    link: str = ""
    """To the question alone, where tools or data are chosen."""


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One card: a question, or several (``rows``) with one row of answers each. ``pickers``: what a sentence may be about; none
    where that is no part of the answer."""

    id: str
    anchor: str
    asked: str
    text: str
    sentence: str
    place: str
    answers: tuple[AnswerShown, ...]
    pickers: tuple[Picker, ...] = ()
    example: str = ""
    """A question that somebody would ask of it, or that nobody did."""
    rows: tuple[RowShown, ...] = ()
    tier: str = "matters"
    """``rare`` where nobody is known to ask such things, ``idle`` where no answer of it, as it is offered, changes one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was just done, said where it was done."""

    told: tuple[str, ...]
    undo: str = ""
    """Id of the edit; empty where it cannot be taken back here."""
    is_refused: bool = False
    mended: Mended | None = None


@dataclass(frozen=True, slots=True)
class DraftState:
    """Answers that are tried before they count."""

    is_open: bool = False
    told: str = ""
    """What it is, in words."""


@dataclass(frozen=True, slots=True)
class ReadState:
    """The model that may read the document for its owner."""

    told: str = ""
    """What it would do, how far it is, or what came of it; empty where there is no model."""
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """The page. ``last``: the edit that can be taken back."""

    lead: str = ""
    weigh: str = ""
    """How many of them would change an answer."""
    remark: str = ""
    questions: tuple[QuestionShown, ...] = ()
    """One card each."""
    more: str = ""
    """The words of the link to all of them."""
    later: str = ""
    last: LastEdit = LastEdit()
    is_one: bool = False
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the import was unsure of: a subject, and its sentences."""
    noted: str = ""
    """The words above them."""
    draft: DraftState = DraftState()
    read: ReadState = ReadState()
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """One sentence of the document."""

    text: str
    standing: str
    shape: str
    word: str
    rests: tuple[str, ...] = ()
    link: str = ""
    """To its question."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document, of HTML's level."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together. ``headings``: what stands between them and those before."""

    sentences: tuple[SentenceShown, ...]
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """One file."""

    path: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a standing is marked, and how many sentences have it."""

    standing: str
    shape: str
    word: str
    count: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of each sentence."""

    lead: str = ""
    told: str = ""
    resting: str = ""
    marks: tuple[Mark, ...] = ()
    documents: tuple[DocumentShown, ...] = ()
    bare: tuple[str, ...] = ()
    """Rules that name no sentence."""
    is_unread_only: bool = False
