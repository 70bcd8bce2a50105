"""The house's state goes in; the doors to proposed edits and health come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from bot.answers.mind import Minds
from bot.saying.findings import worded
from bot.wiring.console.health import Kept, Work, health
from bot.wiring.console.health import Rooms as Looked


class Rooms(Looked, Protocol):
    """What these pages look at."""

    @property
    def minds(self) -> Minds: ...


def state_doors(rooms: Rooms, work: Work | None) -> dict[str, Callable[..., Any]]:
    """The doors about how things are. ``work``: of the engine, where it runs in this process."""
    kept = Kept()

    return {
        "health": lambda language: [worded(one, language) for one in kept.of(lambda: health(rooms, work))],
    }
