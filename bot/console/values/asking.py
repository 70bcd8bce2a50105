"""What the pages "To confirm" and "Document" show, and what is clicked there, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.values.shown import Choice
from bot.policy.confirming import Way


@dataclass(frozen=True, slots=True)
class AskWish:
    """Which questions are wanted."""

    all: bool = False
    only: str = ""
    """The id of one question; then with these tools, data and people instead of those that it proposes, where they are given."""
    about: Way | None = None


@dataclass(frozen=True, slots=True)
class AnswerWish:
    """One answer, as its form was sent."""

    question: str
    way: str
    asked: str
    """The digest of what was asked about."""
    tools: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    who: tuple[str, ...] = ()


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
class QuestionShown:
    """One question. ``pickers``: what a sentence may be about; none where that is no part of the answer."""

    id: str
    anchor: str
    asked: str
    text: str
    sentence: str
    place: str
    answers: tuple[AnswerShown, ...]
    pickers: tuple[Picker, ...] = ()
    who: str | None = None
    """Of a leave: whom it may be for, with commas between."""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """The page. ``last``: the question whose answer can be taken back, and how it is called."""

    lead: str = ""
    remark: str = ""
    questions: tuple[QuestionShown, ...] = ()
    more: str = ""
    """The words of the link to all of them."""
    later: str = ""
    last: Choice | None = None
    is_one: bool = False
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the import was unsure of: a subject, and its sentences."""
    noted: str = ""
    """The words above them."""


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
