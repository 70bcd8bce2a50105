"""What one person sees in App Home, and what hangs on the notice board: plain values between the rooms. Nothing is worded here
but what the saying room put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.policy.talks.talk import Asker

FIRST_ASKED = 10
MOST_ASKED = 30
MOST_WAITING = 5
LOOKED_READ = "policy "
"""How a look begins that was at who has not read a version, where others have a receipt."""
LOOKED_ALL = "questions"
"""Stands for a receipt of a look at all that one person asked."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. ``asker.id`` is the pseudonym; ``is_admin`` as people.yaml says."""

    asker: Asker
    is_admin: bool = False
    barred: str = ""
    """Why they get no answers (``guest`` ...); empty where they do."""
    is_owner: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person has chosen to see: kept in the view itself, so that no process has to remember it."""

    about: str = ""
    """``tool:ID`` or ``data:ID``; empty: the whole matrix."""
    page: int = 0
    asked: int = FIRST_ASKED
    """How many of their questions are shown."""
    passed: int = 0
    """How many open questions about the policy an owner has left for later."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Something that an admin put up. ``by``: how it is told who did it."""

    words: str
    by: str
    since: datetime
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What hangs on the notice board today."""

    pause: Hanging | None = None
    announcement: Hanging | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What is to be acknowledged: a version, and what it changes for this person."""

    version: str
    since: str
    """Of which version they knew."""
    looser: tuple[str, ...] = ()
    stricter: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    more: int = 0
    """Lines that are left out."""


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question of the person and what came of it."""

    head: str
    """Shape, word."""
    about: str
    """What was read, or the redacted words where nothing was."""
    small: str
    """Receipt, day, what happened since."""
    link: str = ""
    asks: str = ""
    """Receipt of an answer that still asks something; empty where it asks nothing."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the matrix. ``about``: the filter that shows more of it; empty where there is no more."""

    text: str
    label: str
    cells: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One page of the matrix for this person."""

    title: str
    lines: tuple[GridLine, ...] = ()
    legend: str = ""
    about: str = ""
    label: str = ""
    """How people call what it is filtered by."""
    page: int = 0
    pages: int = 1


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer to a question about the policy. ``changes``: what it would change, in a line."""

    way: str
    label: str
    changes: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What an owner is asked, one at a time."""

    id: str
    asked: str
    """The digest of what it is about: an answer to another one is an answer to something else."""
    text: str
    sentence: str
    place: str
    answers: tuple[AnswerLine, ...]
    small: str
    """How many are open."""
    last: str = ""
    """Id of the edit that can be taken back."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """All of it. Headings and button words are the Slack room's to look up, in ``language``."""

    language: str
    refusal: str = ""
    """Why there is nothing to see for somebody who gets no answers here; then the page holds nothing else of the policy."""
    board: Board = field(default_factory=Board)
    board_lines: tuple[str, ...] = ()
    tools: tuple[GridLine, ...] = ()
    """What this person may use for what, where to start first."""
    news: News | None = None
    waiting: tuple[AskedLine, ...] = ()
    """Requests that they may answer, the oldest first."""
    more_waiting: int = 0
    asked: tuple[AskedLine, ...] = ()
    has_more_asked: bool = False
    grid: Grid = field(default_factory=lambda: Grid(""))
    kept: tuple[str, ...] = ()
    has_open_incident: bool = False
    """They reported one that nobody has closed: who erases theirs is told what stays of it."""
    is_admin: bool = False
    model: str = ""
    """For owners: how far the model is believed; empty where none is set."""
    asks_exam: bool = False
    """For owners: whether they are asked to have the model's exam sat while nobody asks."""
    question: OpenQuestion | None = None
    """For owners: what only they can say."""
    has_console: bool = False
    """For owners and admins, where they can open it."""


@dataclass(frozen=True, slots=True)
class Clicker:
    """Who pressed something in their App Home. ``unique`` is the same for two clicks on one and the same page."""

    team: str
    user: str
    channel: str = ""
    """Their direct messages with the bot; empty where it is not known."""
    unique: str = ""
