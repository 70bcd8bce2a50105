"""The weekly message of the reminder channel: what is due and what changed a little, in one, and each change once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.desk.reminders import keep_reminder, reminder_words
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Reminding, Vendor
from bot.policy.policy import Policy
from bot.policy.vendors.terms import Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import PageChange
from bot.policy.vocabulary import Vocabulary
from bot.settings import read_settings
from tests.databases import ledger_in

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


def app_with(ledger: Ledger, *, tasks: bool = False) -> App:
    """One whose policy has something that is due, or nothing."""
    organisation = Organisation("Meander", reminder_channel="C1", reminding=Reminding(), time_zone="UTC")
    change = AnnouncedChange("x", "acme", "New usage policy", MONDAY.date() + timedelta(days=8))
    vendors = (Vendor("acme", "Acme", changes=(change,)),) if tasks else ()
    known = Knowledge(Policy({}, {}, {}, (), {}), Vocabulary(), organisation, vendors=vendors)
    return App(read_settings(key=SecretStr(SECRET.decode())), load_catalog(), ledger, lambda: known)


def notice(until: datetime) -> dict[str, Any]:
    return {"kind": "reminder", "step": "digest", "reminder": "digest", "due": f"{until:%Y-%m-%dT%H:%M}", "places": ["C1"]}


def said(ledger: Ledger, *, tasks: bool, until: datetime = MONDAY) -> str:
    drawn = reminder_words(app_with(ledger, tasks=tasks), notice(until), until)
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
    keep_reminder(app_with(ledger), notice(MONDAY), {"state": state, "ts": "1.1"}, MONDAY)
    assert bool(said(ledger, tasks=False)) is left
