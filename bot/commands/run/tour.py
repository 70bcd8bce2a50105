"""``mayi demo --tour``: nothing goes in; six talks are played on the demo's page one by one, slowly enough to be followed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TALKS = Path(__file__).with_name("tour.yaml")
PAUSE_SECONDS = 5.0
"""Between two messages: long enough to read an answer of a few lines."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Who says what, and where: a channel's name, or ``dm``. The first message begins a thread."""

    title: str
    who: str
    where: str
    says: tuple[str, ...]


@cache
def talks() -> tuple[Talk, ...]:
    """All of them, in the order in which they are played."""
    rows: list[dict[str, Any]] = yaml.safe_load(TALKS.read_text(encoding="utf-8"))
    return tuple(Talk(row["title"], row["who"], row["where"], tuple(row["says"])) for row in rows)


def play(say: Callable[[dict[str, Any]], str], tell: Callable[[str], None], pause: float = PAUSE_SECONDS) -> None:
    """Play them. ``say`` sends one message as the page does and gives its ts; ``tell`` prints a line; ``pause`` in seconds."""
    rest = threading.Event()
    for number, talk in enumerate(talks(), 1):
        place = "in a message to may-i" if talk.where == "dm" else f"in #{talk.where}"
        tell(f"Tour   {number} of {len(talks())}: {talk.title} ({talk.who}, {place})")
        thread: dict[str, str] = {}
        for typed in talk.says:
            ts = say({"who": talk.who, "where": talk.where, "typed": typed, **thread})
            thread = thread or {"thread_ts": ts}
            rest.wait(pause)
