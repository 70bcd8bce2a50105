"""What hangs on the notice board, and what is refused to hang there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answers.board import LONGEST, MOST_DAYS, NotPutUpError, announce, board_of, pause, resume, withdraw
from bot.ledger.ledger import Ledger, open_ledger
from tests.databases import ledger_in

TODAY = date(2026, 11, 20)
JOOST = {"user": "U0JOOST001"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "bot.db"), b"a key that is long enough for this")
    yield opened
    opened.close()


def test_a_pause_is_kept_with_who_and_the_words_on_one_line(ledger: Ledger) -> None:
    pause(ledger, JOOST, "  We are\nmoving. ")
    hanging = board_of(ledger, TODAY).pause
    assert hanging is not None and (hanging.words, hanging.by) == ("We are moving.", "@U0JOOST001")


def test_what_does_not_hang_is_not_taken_down(ledger: Ledger) -> None:
    assert (resume(ledger, JOOST), withdraw(ledger, TODAY, JOOST)) == (False, False)


def test_what_hangs_is_taken_down(ledger: Ledger) -> None:
    pause(ledger, JOOST)
    announce(ledger, TODAY, JOOST, "words", TODAY)
    assert (resume(ledger, JOOST), withdraw(ledger, TODAY, JOOST)) == (True, True)
    board = board_of(ledger, TODAY)
    assert board.pause is board.announcement is None


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
def test_an_announcement_that_nobody_could_use_is_refused(ledger: Ledger, words: str, until: date, why: str) -> None:
    with pytest.raises(NotPutUpError) as refused:
        announce(ledger, TODAY, JOOST, words, until)
    assert refused.value.why == why
    assert board_of(ledger, TODAY).announcement is None


@pytest.mark.parametrize("days", [0, MOST_DAYS], ids=["today", "the last day there is"])
def test_an_announcement_hangs_until_its_last_day(ledger: Ledger, days: int) -> None:
    until = TODAY + timedelta(days=days)
    announce(ledger, TODAY, JOOST, "New policy on Monday.", until)
    hanging = board_of(ledger, until).announcement
    assert hanging is not None and hanging.words == "New policy on Monday."
    assert board_of(ledger, until + timedelta(days=1)).announcement is None
