"""What a file of tests says of one test, its ids not looked up: the question as people write it, or as ids."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.knowledge.sheets.sheet import Word
from bot.policy.house import PolicyTest


@dataclass(slots=True)
class RawSlots:
    """A question as ids. ``tools`` empty: which tool is asked."""

    at: Word
    tools: tuple[Word, ...] = ()
    data: tuple[Word, ...] = ()
    transformations: tuple[Word, ...] = ()
    met: tuple[Word, ...] = ()
    unmet: tuple[Word, ...] = ()
    context: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RawTest:
    test: PolicyTest
    conditions: tuple[Word, ...] = ()
    slots: RawSlots | None = None
    cites: tuple[Word, ...] = ()
