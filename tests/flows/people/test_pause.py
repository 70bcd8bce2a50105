"""What hangs on the notice board, and what is refused to hang there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.flows.people.pause import LONGEST, MOST_DAYS, NotPutUpError, Pause
from bot.policy.talks.home import Board, Hanging

TODAY = date(2026, 11, 20)
JOOST = {"user": "U0JOOST001"}


@dataclass
class World:
    deeds: list[tuple[str, dict[str, Any], str, date | None]] = field(default_factory=list)
    board: Board = field(default_factory=Board)

    def flow(self) -> Pause:
        def put_up(deed: str, by: dict[str, Any], words: str = "", until: date | None = None) -> None:
            self.deeds.append((deed, by, words, until))

        return Pause(put_up, lambda: self.board, lambda: TODAY)


def test_a_pause_is_kept_with_who_and_the_words_on_one_line() -> None:
    world = World()
    world.flow().pause(JOOST, "  We are\nmoving. ")
    assert world.deeds == [("pause", JOOST, "We are moving.", None)]


def test_what_does_not_hang_is_not_taken_down() -> None:
    world = World()
    assert (world.flow().resume(JOOST), world.flow().withdraw(JOOST)) == (False, False)
    assert world.deeds == []


def test_what_hangs_is_taken_down() -> None:
    hanging = Hanging("words", "@U0JOOST001", datetime(2026, 11, 20, tzinfo=UTC), TODAY)
    world = World(board=Board(hanging, hanging))
    assert (world.flow().resume(JOOST), world.flow().withdraw(JOOST)) == (True, True)
    assert [deed[0] for deed in world.deeds] == ["resume", "withdraw"]


@pytest.mark.parametrize(
    ("words", "until", "why"),
    [
        ("", TODAY, "words"),
        (" \n ", TODAY, "words"),
        ("x" * (LONGEST + 1), TODAY, "words"),
        ("Soon.", TODAY - timedelta(days=1), "past"),
        ("Soon.", TODAY + timedelta(days=MOST_DAYS + 1), "far"),
    ],
    ids=["no words", "only blanks", "too long", "a day that has passed", "a day too far away"],
)
def test_an_announcement_that_nobody_could_use_is_refused(words: str, until: date, why: str) -> None:
    world = World()
    with pytest.raises(NotPutUpError) as refused:
        world.flow().announce(JOOST, words, until)
    assert refused.value.why == why
    assert world.deeds == []


@pytest.mark.parametrize("days", [0, MOST_DAYS], ids=["today", "the last day there is"])
def test_an_announcement_hangs_until_its_last_day(days: int) -> None:
    world = World()
    world.flow().announce(JOOST, "New policy on Monday.", TODAY + timedelta(days=days))
    assert world.deeds == [("announce", JOOST, "New policy on Monday.", TODAY + timedelta(days=days))]
