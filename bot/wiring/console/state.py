"""The house's state goes in; the doors to proposed edits and health come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from bot.answers.mind import Minds
from bot.console.doors import MatrixWish
from bot.console.values.shown import Try
from bot.policy.talks.checks import Pressed
from bot.saying.findings import worded
from bot.wiring.console.edits.proposed import Proposals
from bot.wiring.console.health import Kept, Work, health
from bot.wiring.console.health import Rooms as Looked
from bot.wiring.console.trying import tried


class Rooms(Looked, Protocol):
    """What these pages look at."""

    @property
    def minds(self) -> Minds: ...


def state_doors(rooms: Rooms, work: Work | None) -> dict[str, Callable[..., Any]]:
    """The doors about how things are. ``work``: of the engine, where it runs in this process."""
    kept = Kept()

    def proposals(language: str) -> Proposals:
        return Proposals.of(rooms.minds.today().knowledge, language, rooms.settings)

    def try_it(language: str, text: str, wish: MatrixWish, proposal: str, pressed: tuple[Pressed, ...]) -> Try:
        return tried(proposals(language).mind(proposal) if proposal else rooms.minds.today(), language, text, wish, pressed)

    return {
        "waiting": lambda language: proposals(language).table(),
        "proposals": lambda language: proposals(language).choices(),
        "proposal": lambda language, name: proposals(language).shown(name),
        "try_it": try_it,
        "health": lambda language: [worded(one, language) for one in kept.of(lambda: health(rooms, work))],
    }
