"""What tasks need from the house, as callables with harmless defaults, and the values that they take and give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

Choice = tuple[str, str]
"""Value and label."""


@dataclass(frozen=True, slots=True)
class Press:
    """What somebody does with a task. ``task``: its id and day, as the button carries them."""

    task: str
    deed: str
    team: str
    user: str
    unique: str
    """What makes the click one."""
    channel: str = ""
    ts: str = ""
    """Where the card is that was pressed."""
    until: date | None = None
    to: str = ""
    note: str = ""
    offerings: tuple[str, ...] = ()
    rule: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What a deed's form offers. What is empty is not asked."""

    intro: str = ""
    until: tuple[Choice, ...] = ()
    to: tuple[Choice, ...] = ()
    offerings: tuple[Choice, ...] = ()
    rules: tuple[Choice, ...] = ()
    effects: tuple[Choice, ...] = ()
    diff: tuple[tuple[str, str], ...] = field(default=())
    """Words that stay, go (``-``) and come (``+``)."""


def nobody_may(_user: str, _task: str) -> bool:
    """Nobody may do anything."""
    return False


def no_language(_user: str) -> str:
    """Nobody's language is known."""
    return ""


def no_form(_task: str, _deed: str, _language: str) -> TaskForm | str:
    """There is no task: why, as a key of words."""
    return "task.gone"


def nothing_done(_press: Press) -> str:
    """Nothing to do it with: why, as a key of words."""
    return "task.gone"


@dataclass(frozen=True, slots=True)
class TaskDoors:
    """Callables of tasks. What is done is kept before Slack is acknowledged."""

    may: Callable[[str, str], bool] = nobody_may
    """User id and task -> whether they may do anything with it."""
    language: Callable[[str], str] = no_language
    """User id -> the language that people.yaml gives them; empty where none."""
    form: Callable[[str, str, str], TaskForm | str] = no_form
    """Task, deed and language -> its form; or why there is none, as a key of words."""
    do: Callable[[Press], str] = nothing_done
    """Does it once, however often it is called; gives why not, as a key of words, else nothing."""
