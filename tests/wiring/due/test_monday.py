"""The weekly message of the reminder channel: what is due and what changed a little, in one, and each change once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app import SlackPeople
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.house import Organisation, Reminding
from bot.policy.vendors.terms import Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import PageChange
from bot.wiring.desk.reminders import Reminders
from bot.wiring.due.monday import Monday
from tests.databases import ledger_in
from tests.saying.notices.test_tasks import TASKS, TODAY, knowledge

SECRET = b"a secret for tests only, 32 bytes"
MONDAY = datetime(2026, 12, 7, 9, tzinfo=UTC)
SMALL = Judgement(Severity.DIGEST, (Topic.PRICING,), Direction.NEUTRAL)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), SECRET)
    yield ledger
    ledger.close()


def changed(ledger: Ledger, at: datetime) -> None:
    """A small change that was confirmed at this moment."""
    ledger.keep_change(PageChange(f"c{at:%d}", "acme/privacy", "a", "b", at, SMALL, "https://example.org/p"))


def said(ledger: Ledger, *, tasks: bool, until: datetime = MONDAY) -> str:
    drawn = Monday(ledger, lambda: tuple(TASKS.values()) if tasks else ()).draw(knowledge(), TODAY, None, until)
    return drawn["words"] if drawn else ""


def test_what_is_due_and_what_changed_are_one_message(ledger: Ledger) -> None:
    changed(ledger, MONDAY - timedelta(days=1))
    words = said(ledger, tasks=True)
    assert words.index("New usage policy") < words.index("Smaller changes of vendors' terms this week")
    assert words.endswith("https://example.org/p")


def test_either_of_them_alone_is_said_alone_and_neither_is_silence(ledger: Ledger) -> None:
    assert said(ledger, tasks=False) == ""
    assert "Smaller changes" not in said(ledger, tasks=True)
    changed(ledger, MONDAY - timedelta(days=1))
    assert "Smaller changes" in said(ledger, tasks=False)


def test_what_changes_after_the_hour_waits_for_the_next_message(ledger: Ledger) -> None:
    changed(ledger, MONDAY)
    assert said(ledger, tasks=False) == ""
    assert said(ledger, tasks=False, until=MONDAY + timedelta(weeks=1))


@pytest.mark.parametrize(("state", "left"), [("posted", False), ("refused", True), ("late", True)])
def test_a_change_is_told_once_the_message_stands_in_the_channel(ledger: Ledger, state: str, left: bool) -> None:
    """Where the message did not get there, the next one tells it."""
    changed(ledger, MONDAY - timedelta(days=1))
    organisation = Organisation("Meander", reminder_channel="C1", languages=("en",), reminding=Reminding(), time_zone="UTC")
    known = replace(knowledge(), organisation=organisation)
    house: Any = SimpleNamespace(
        ledger=ledger,
        voices={},
        minds=SimpleNamespace(today=lambda: SimpleNamespace(knowledge=known)),
        clauses=SimpleNamespace(changes=lambda knowledge: ()),
        people=SimpleNamespace(has_left=lambda one: False),
        app=SimpleNamespace(slack=SlackPeople()),
    )
    Reminders(house, poster=None)  # type: ignore[arg-type]
    notice = {"kind": "reminder", "step": "digest", "reminder": "digest", "due": "2026-12-07T09:00", "places": ["C1"]}
    voice = house.voices["reminder"]
    assert "Smaller changes" in voice.word(notice)["words"]
    voice.keep(notice, {"state": state, "ts": "1.1"})
    assert bool(said(ledger, tasks=False)) is left
