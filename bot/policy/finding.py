"""What was looked at goes in; how it was found, and what to do about it, is one value that a command or a page can word."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How something was found. Only a fault keeps the bot from working as the policy says."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    """``bot token``, ``scopes``, ``database`` ..."""
    state: State
    says: str
    """Names the words for how it was found, and for what to do: ``behind`` of the ``database``."""
    values: dict[str, str] = field(default_factory=dict)
    """What the words hold. Errors of other programs come as they are."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding in a reader's language."""

    about: str
    state: State
    says: str
    do: str = ""
    """What to do; empty where nothing is to be done."""


def ok(about: str, says: str, **values: object) -> Finding:
    """It is as it should be."""
    return _made(about, State.OK, says, values)


def note(about: str, says: str, **values: object) -> Finding:
    """It works, and somebody may want to know."""
    return _made(about, State.NOTE, says, values)


def fault(about: str, says: str, **values: object) -> Finding:
    """It must be mended."""
    return _made(about, State.FAULT, says, values)


def _made(about: str, state: State, says: str, values: dict[str, object]) -> Finding:
    return Finding(about, state, says, {name: str(value) for name, value in values.items()})
