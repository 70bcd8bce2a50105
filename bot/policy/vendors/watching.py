"""What looking at a page of terms finds, and what is kept of it: plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.policy.vendors.terms import Judgement


class Look(StrEnum):
    """What one look at a page found. Only ``changed`` is a change of terms."""

    FIRST = "first"
    SAME = "same"
    NOISE = "noise"
    """Something differs that is no change of terms."""
    SEEN = "seen"
    """A change that a second fetch has yet to confirm."""
    CHANGED = "changed"
    BLOCKED = "blocked"
    """It is there, but not for us: a login, a check for robots, a refusal."""
    MOVED = "moved"
    """It is somewhere else now, or nowhere."""
    BROKEN = "broken"
    """It cannot be read: an error, a loop, too large, not understood."""
    EMPTIED = "emptied"
    """It is there without its words, or lost most of them."""


TRIES = 3
UNREAD_SINCE = "unread_since"
"""Kept beside what makes the next look short: one stretch of failures is told once."""


@dataclass(frozen=True, slots=True)
class Text:
    """What was read: the words of the page, and what lets the next look be short."""

    text: str
    url: str = ""
    """Where it came from in the end."""
    status: int = 200
    validators: dict[str, str] = field(default_factory=dict)
    technical: bool = False
    """Whether only the way of recording changed, as an archive says of its own upgrades."""
    note: str = ""
    """What else is worth keeping, such as filters that were not run."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing new: the server or the archive says so itself."""

    why: str
    status: int = 304


@dataclass(frozen=True, slots=True)
class Unread:
    """It could not be read."""

    look: Look
    why: str
    status: int = 0
    url: str = ""
    wait_seconds: float = 0
    """How long the server asks us to wait; 0: it does not say."""


Found = Text | Unchanged | Unread


@dataclass(frozen=True, slots=True)
class Watched:
    """A page as it is kept between two looks."""

    page: str
    """``vendor/kind``."""
    source: str = ""
    """Where it is read from; where the register says another one now, its next text is a first one."""
    look: Look | None = None
    why: str = ""
    tries: int = 0
    """How many looks in a row could not read it; from the third on its owner hears of it."""
    told: str = ""
    """The state that its owner was told of."""
    current: str = ""
    """Id of the capture that holds its text as we know it."""
    pending: str = ""
    """Id of the capture that waits to be confirmed."""
    validators: dict[str, str] = field(default_factory=dict)
    looked_at: datetime | None = None
    changed_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageChange:
    """A confirmed difference of two captures, and what it is worth."""

    id: str
    page: str
    before: str
    after: str
    """Ids of captures."""
    at: datetime
    judgement: Judgement
    url: str = ""
    told: str = ""
    """``""`` while nobody was told, ``owed`` once it is queued, then ``posted``, ``refused`` or ``kept``; ``card`` where a
    task's card told it."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """One look at a page: what was fetched when, from where, and why it is or is not a change."""

    page: str
    at: datetime
    look: Look
    why: str
    url: str = ""
    status: int = 0
    capture: str = ""
