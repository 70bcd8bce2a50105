"""What the digest of gaps needs from the house, as callables with harmless defaults, and the values that they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Choice = tuple[str, str]
"""Value and label."""


@dataclass(frozen=True, slots=True)
class GapForm:
    """One gap, and what may be chosen for it."""

    about: str
    examples: tuple[str, ...] = ()
    """Redacted questions."""
    ways: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that nobody has proposed yet."""

    about: str
    changes: str
    """What it would change, in a line."""
    cells: tuple[str, ...]
    """The answers that would change."""
    patch: str
    digest: str
    """Tells the patch from others: what is proposed is what was shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish: an edit to look at, or words."""

    draft: Draft | None = None
    said: str = ""


def nobody_may(_user: str) -> bool:
    """Nobody may propose anything."""
    return False


def no_language(_user: str) -> str:
    """Nobody's language is known."""
    return ""


def no_gap(_gap: str, _language: str) -> GapForm | None:
    """There is no gap."""
    return None


def no_draft(_gap: str, _choice: str, _language: str) -> Outcome:
    """Nothing can be written."""
    return Outcome()


def nothing_proposed(_gap: str, _choice: str, _digest: str, _language: str) -> Outcome:
    """Nothing can be proposed."""
    return Outcome()


@dataclass(frozen=True, slots=True)
class GapDoors:
    """Callables of the digest's buttons."""

    may: Callable[[str], bool] = nobody_may
    """User id -> whether they answer for the policy, or are an admin."""
    language: Callable[[str], str] = no_language
    """User id -> the language that people.yaml gives them; empty where none."""
    form: Callable[[str, str], GapForm | None] = no_gap
    """Gap and language; None where it is closed, or nobody asked of late."""
    draft: Callable[[str, str, str], Outcome] = no_draft
    """Gap, choice and language -> the edit, written nowhere yet."""
    propose: Callable[[str, str, str, str], Outcome] = nothing_proposed
    """Gap, choice, the draft's digest and language: proposes it, once. Where the edit is another one by now, that comes back."""
