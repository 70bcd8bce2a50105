"""`mayi pause`, `resume` and `announce` on a real ledger: what they keep, what they print, what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ledger.ledger import open_ledger
from tests.commands.running import KEY, Ran, run_in
from tests.databases import ledger_in

SOON = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()


def hanging(folder: Path) -> tuple[str, str]:
    """The words of the pause and of the announcement, as the bot reads them."""
    ledger = open_ledger(ledger_in(folder / "mayi.db"), KEY.encode())
    pause, announcement = ledger.hanging()
    ledger.close()
    return pause.words if pause else "-", announcement.words if announcement else "-"


def run(folder: Path, *words: str, key: str = KEY) -> Ran:
    return run_in(folder, *words, MAYI_KEY=key, MAYI_DATABASE=f"sqlite:///{folder / 'mayi.db'}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "work"
    inside.mkdir()
    return inside


def test_a_pause_hangs_until_answers_go_on(folder: Path) -> None:
    paused = run(folder, "pause", "--words", "We are moving.")
    assert (paused.code, paused.out) == (0, "Answers are paused. Go on with: mayi resume\n")
    assert hanging(folder) == ("We are moving.", "-")
    assert run(folder, "resume").out == "Answering again.\n"
    assert hanging(folder) == ("-", "-")
    assert run(folder, "resume").out == "Nothing was paused.\n"


def test_an_announcement_hangs_until_it_is_taken_down(folder: Path) -> None:
    made = run(folder, "announce", "--words", "New policy on Monday.", "--until", SOON, "--json")
    assert json.loads(made.out) == {"announced": "New policy on Monday.", "until": SOON}
    assert hanging(folder) == ("-", "New policy on Monday.")
    assert run(folder, "announce", "--withdraw").out == "Taken down.\n"
    assert hanging(folder) == ("-", "-")
    assert json.loads(run(folder, "announce", "--withdraw", "--json").out) == {"announced": "", "hung": False}


def test_who_did_it_is_kept_sealed(folder: Path) -> None:
    run(folder, "pause")
    ledger = open_ledger(ledger_in(folder / "mayi.db"), KEY.encode())
    deed, _ = ledger.hanging()
    ledger.close()
    assert deed is not None and set(deed.by) == {"name"} and deed.by["name"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["announce", "--words", "Soon."], "--until"),
        (["announce", "--words", "Soon.", "--until", "2020-01-01"], "has passed"),
        (["announce", "--words", "Soon.", "--until", "2999-01-01"], "more than 90 days"),
        (["announce", "--until", SOON], "--words"),
        (["announce", "--words", "Soon.", "--until", "Monday"], "Monday"),
        (["pause", "--words", "x" * 501], "500 characters"),
    ],
    ids=["no day", "a day that has passed", "a day too far away", "no words", "no date", "too many words"],
)
def test_wrong_use_is_told_with_the_remedy_and_nothing_hangs(folder: Path, words: list[str], said: str) -> None:
    ran = run(folder, *words)
    assert ran.code == 2
    assert said in ran.err and ran.out == ""
    assert hanging(folder) == ("-", "-")


def test_without_the_bots_key_nothing_is_done(folder: Path) -> None:
    ran = run(folder, "pause", key="")
    assert ran.code == 2
    assert "MAYI_KEY" in ran.err
    assert not (folder / "mayi.db").exists()
