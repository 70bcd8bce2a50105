"""What the console asks of the house: callables with harmless defaults, and the plain values that go through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.policy.finding import Finding


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to pick from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Form:
    """One button, with what it is about and a choice before it where there are several."""

    path: str
    about: str
    name: str
    """What it is about, for who hears the page."""
    button: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table. ``mark``: a verdict's id, for its colour; ``link``: where it leads within the console."""

    text: str
    link: str = ""
    mark: str = ""
    is_number: bool = False
    exact: str = ""
    """The exact moment behind a time."""
    diff: tuple[tuple[str, str], ...] = ()
    """Words that stay, go and come, in order: (``""``, ``-`` or ``+``; words)."""
    form: Form | None = None
    """What can be done about it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    empty: str = ""
    """What to do where there are no rows."""


@dataclass(frozen=True, slots=True)
class Section:
    """A page that is one sentence and tables."""

    sentence: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit that was written as a patch."""

    about: str
    path: str
    patch: str
    changes: str
    """What it would change, in words."""


@dataclass(frozen=True, slots=True)
class MatrixWish:
    """For whom, and what of the matrix."""

    role: str = ""
    country: str = ""
    of: str = ""
    """``all``: every kind of data; else the classes."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One field of the matrix. ``verdict`` may be ``ask``: it depends."""

    data: str
    label: str
    verdict: str
    shape: str
    word: str
    is_stricter_inside: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One offering: tool and plan."""

    offering: str
    label: str
    tool: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of it for one kind of asker."""

    columns: tuple[Choice, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    legend: tuple[MatrixCell, ...] = ()
    roles: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A rule that decided, and where it stands."""

    quote: str
    place: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One cell with everything about it."""

    title: str
    verdict: str
    shape: str
    word: str
    conditions: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()
    alternatives: tuple[str, ...] = ()
    asked: str = ""
    """How often it was asked."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class QuestionWish:
    """Which questions are wanted, as they were typed."""

    words: str = ""
    since: date | None = None
    until: date | None = None
    """Included."""
    verdict: str = ""
    tool: str = ""
    data: str = ""
    channel: str = ""
    language: str = ""
    feedback: str = ""
    version: str = ""
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the list of questions."""

    receipt: str
    when: str
    exact: str
    text: str
    verdict: str
    mark: str
    about: str
    small: str


@dataclass(frozen=True, slots=True)
class Questions:
    """A page of questions."""

    rows: tuple[Asked, ...] = ()
    older: int | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class Pickers:
    """What each filter offers."""

    verdicts: tuple[Choice, ...] = ()
    tools: tuple[Choice, ...] = ()
    data: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    feedback: tuple[Choice, ...] = ()
    versions: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a question's story."""

    title: str
    lines: tuple[str, ...] = ()
    small: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One question from asking to correction."""

    receipt: str
    shape: str
    word: str
    verdict: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A filter with a name."""

    id: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: parts by verdict or by another word, lowest first."""

    label: str
    parts: tuple[tuple[str, int], ...]
    """Class of colour, number."""

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, the sentence that says what it shows, and the table behind it."""

    title: str
    sentence: str
    bars: tuple[Bar, ...] = ()
    table: Table = field(default_factory=lambda: Table("", ()))
    legend: tuple[Choice, ...] = ()
    """Class of colour, what it stands for."""
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name, and how it was before."""

    name: str
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What people ask."""

    sentence: str = ""
    figures: tuple[Figure, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """What the bot would say, with what it read."""

    word: str = ""
    verdict: str = ""
    text: str = ""
    read_as: str = ""
    why: tuple[Why, ...] = ()


def nobody(*_: Any) -> None:
    """Nothing is known."""


def nothing(*_: Any, **__: Any) -> None:
    """Nothing is done."""


def no_one(*_: Any, **__: Any) -> bool:
    """Not done."""
    return False


def not_wired(*_: Any) -> Section:
    """There is nothing to show yet."""
    return Section("")


def the_key(_language: str, key: str, **_values: str) -> str:
    """Without words, their key."""
    return key


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signing in and staying so. ``token``: a session's secret number."""

    role_of: Callable[[str], Role | None] = nobody
    """User -> role today; None where they may not in."""
    person: Callable[[str, Role], Person | None] = nobody
    use_link: Callable[[str], tuple[str, str] | None] = nobody
    """One-time token -> user, role; once."""
    keep: Callable[..., None] = nothing
    """token, (user, role), family=, expires_at=."""
    find: Callable[[str], tuple[str, str, str, datetime, datetime] | None] = nobody
    """token -> user, role, family, made, expires."""
    replace: Callable[[str], bool] = no_one
    end: Callable[[str], None] = nothing
    is_ours: Callable[[str], bool] = no_one
    """Whether a Slack workspace is the one that the bot is in."""


@dataclass(frozen=True, slots=True)
class ConsoleDoors:
    """Everything that the pages ask for. ``language`` comes first wherever words come out."""

    texts: Callable[..., str] = the_key
    languages: tuple[str, ...] = ("en",)
    title: Callable[[], str] = str
    """The organisation's name."""
    sign_in: SignIn = field(default_factory=SignIn)
    is_away: Callable[[Exception], bool] = no_one
    """Whether an error means that a database cannot be reached."""
    deed: Callable[[Person, str, str], None] = nothing
    """Keep that somebody did something."""
    matrix: Callable[[str, MatrixWish], Matrix] = lambda _language, _wish: Matrix()
    cell: Callable[[str, MatrixWish, str, str], Ruled | None] = nobody
    pickers: Callable[[str], Pickers] = lambda _language: Pickers()
    questions: Callable[[str, Person, QuestionWish], Questions] = lambda *_: Questions()
    story: Callable[[str, Person, str], Story | None] = nobody
    export: Callable[[Person, QuestionWish], Iterator[str]] = lambda *_: iter(())
    who: Callable[[Person, str, str], str] = lambda *_: ""
    """Person who looks, receipt, reason -> who asked; raises ``RefusedError``."""
    views: Callable[[Person], tuple[View, ...]] = lambda _person: ()
    keep_view: Callable[[Person, str, str], bool] = no_one
    drop_view: Callable[[Person, str], bool] = no_one
    usage: Callable[[str, int], Usage] = lambda *_: Usage()
    knowledge: Callable[[str], Section] = not_wired
    try_it: Callable[[str, str, MatrixWish], Try] = lambda *_: Try()
    health: Callable[[], list[Finding]] = list
    todos: Callable[[str, Person], Section] = not_wired
    mend: Callable[[str, Person, str, str], Mended | None] = nobody
    """Gap and choice, as their form names them; None where this person has no such gap. Raises ``RefusedError``."""
    vendors: Callable[[str], Section] = not_wired
    reminders: Callable[[str], Section] = not_wired
    ledger: Callable[[str], Section] = not_wired
