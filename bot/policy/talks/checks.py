"""The values of the ways in that are forms: what somebody picked, what was seen in a text, what a form shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Reading, Ruled

WHICH = "which"
"""Stands for a tool: none yet, which may be used?"""
UNLISTED = "unlisted"
"""Stands for a tool that the policy does not name."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in a chat, as the chat names them. Never queued and never logged."""

    team: str
    user: str
    home: str = ""
    """The workspace that the person is of, where the chat says so."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form on somebody's screen. ``id``: what makes it one of its kind; empty before it is opened."""

    who: Who
    language: str
    id: str = ""
    trigger: str = ""
    """``pick``, ``message`` or ``paste``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list to pick from. ``names``: other words that find it; ``group``: the heading it stands under."""

    id: str
    label: str
    group: str = ""
    names: tuple[str, ...] = ()
    examples: str = ""
    """Of a kind of data two things that are of it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """One click on an answer that a form shows: a choice, or the boxes that are ticked after it."""

    slot: str
    value: str
    at: str = ""
    """When, in UTC."""
    version: str = ""
    """Of the policy that the answer was of."""
    card: str = ""
    """Of an offer: what it showed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody picked, as ids of the policy. ``tool`` may be ``WHICH`` or ``UNLISTED``."""

    tool: str = ""
    plan: str = ""
    """Offering id; empty: not said."""
    data: tuple[str, ...] = ()
    pressed: tuple[Pressed, ...] = ()
    """What was clicked on the answers to this choice."""
    ticked: dict[str, str] = field(default_factory=dict)
    """Boxes that were ticked before, each with when."""
    under: str = ""
    """Receipt of the answer that was clicked on last."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a text, without a word of it."""

    language: str = ""
    kinds: tuple[str, ...] = ()
    """Values by their shape: ``iban``, ``email`` ..."""
    data: tuple[str, ...] = ()
    """Data type and class ids of the policy, each once; what a value's shape gave first."""
    untied: bool = False
    """Something sensitive was seen that is no data type or class of the policy."""
    is_incident: bool = False
    """Somebody writes that something went into a tool already."""
    is_cut: bool = False
    """It was longer than what is read."""


@dataclass(frozen=True, slots=True)
class RedactedCopy:
    """A text as it may be given back to whoever wrote it: each value that redaction found is ``[kind]``. Never queued or kept."""

    text: str
    left_out: tuple[tuple[str, int], ...] = ()
    """Kinds of values that were taken out, and how many of each, in order of appearance."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows, and what is kept of it once it is shown."""

    language: str
    lines: tuple[str, ...] = ()
    """Sentences above the answer."""
    answer: Answer | None = None
    """None where there is nothing to rule on yet."""
    key: str = ""
    """The question's keyed hash; empty where nothing is to be kept."""
    version: str = ""
    """The policy that ruled."""
    reading: Reading | None = None
    ruled: tuple[Ruled, ...] = ()
    kinds: tuple[str, ...] = ()
    trigger: str = ""
    under: str = ""
    """Receipt of the answer that was clicked on: this one takes its place."""
