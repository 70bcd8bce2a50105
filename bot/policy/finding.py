"""What was looked at goes in; how it was found, and what to do about it, is one value that a command can print."""

from __future__ import annotations

from dataclasses import dataclass
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
    do: str = ""
    """What to do; empty where nothing is to be done."""


def ok(about: str, says: str) -> Finding:
    """It is as it should be."""
    return Finding(about, State.OK, says)


def note(about: str, says: str, do: str = "") -> Finding:
    """It works, and somebody may want to know."""
    return Finding(about, State.NOTE, says, do)


def fault(about: str, says: str, do: str) -> Finding:
    """It must be mended."""
    return Finding(about, State.FAULT, says, do)
