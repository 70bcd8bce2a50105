"""The week's figures for the admins: once a week, of the week that ended, counts and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import Ledger, open_ledger
from bot.saying.week import Week, figures
from bot.saying.words import load_catalog_of
from bot.settings import Settings, read_settings
from bot.wiring.mind import Minds
from bot.wiring.plain import question_values
from bot.wiring.voices import Voices
from bot.wiring.week_figures import KIND, WeekFigures
from tests.console.place import answerer

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
QUIET = Week()
BUSY = Week(1200, Counter(allowed=1000, forbidden=200), Counter(Grok=7, Sora=2, Suno=1, Udio=1), Counter(helpful=3))
BEFORE = Week(1000, Counter(allowed=900, ask=100), Counter(), Counter())


@dataclass
class Queue:
    """The engine, as far as it is asked; a second use of an id is a no-op."""

    queued: dict[str, dict[str, Any]] = field(default_factory=dict)

    def notify(self, id_: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(id_, notice)


@dataclass
class Rooms:
    """A house with a ledger of its own."""

    ledger: Ledger
    settings: Settings
    voices: Voices = field(default_factory=dict)
    engine: Any = field(default_factory=Queue)

    @property
    def minds(self) -> Minds:
        mind = answerer().mind
        return Minds(lambda: mind.knowledge, lambda _known: mind)


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'week.db'}", b"a key that is long enough for this")
    yield Rooms(ledger, read_settings(database="sqlite:///x.db", root_channel="C1", console_port=8123))
    ledger.close()


def ask(rooms: Rooms, days_ago: int, text: str = "May I use Grok for a press release?") -> None:
    answered = answerer().ask(text)
    values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
    at = MONDAY - timedelta(days=days_ago)
    rooms.ledger.keep_question(f"{days_ago}:{text}", at=at, asker="", channel_kind="dm", trigger="dm", **values)


def said(rooms: Rooms) -> str:
    ((_, notice),) = rooms.engine.queued.items()
    found = rooms.voices[KIND].word(notice)
    return found["words"] if found else ""


# --- the words -----------------------------------------------------------------------------------------------------


def test_a_week_beside_the_week_before() -> None:
    text = figures(date(2026, 11, 16), BUSY, BEFORE, ("en",), "https://may-i.example/console/usage?days=7")
    assert text.splitlines() == [
        "What was asked from 16 Nov to 22 Nov:",
        "Questions: 1,200, 20% more than in the week before.",
        "• ✓\u00a0Allowed: 1,000 (the week before: 900)",
        "• ✕\u00a0Not allowed: 200 (the week before: 0)",
        "• ?\u00a0One thing: 0 (the week before: 100)",
        "Asked for and not granted: Grok (7), Sora (2), Suno (1)",
        "• Useful: 3 (the week before: 0)",
        "More in the console: https://may-i.example/console/usage?days=7",
    ]


@pytest.mark.parametrize(
    ("now", "before", "line"),
    [
        (BEFORE, BUSY, "Questions: 1,000, 17% fewer than in the week before."),
        (BUSY, BUSY, "Questions: 1,200, as many as in the week before."),
        (BUSY, QUIET, "Questions: 1,200. In the week before there were none."),
        (QUIET, BUSY, "Questions: 0, 100% fewer than in the week before."),
    ],
)
def test_the_change_is_said_in_words(now: Week, before: Week, line: str) -> None:
    assert figures(date(2026, 11, 16), now, before, ("en",)).splitlines()[1] == line


@pytest.mark.parametrize("language", ["nl", "de", "fr", "es"])
def test_it_is_in_the_policys_language(language: str) -> None:
    text = figures(date(2026, 11, 16), BUSY, BEFORE, (language,))
    assert load_catalog_of(language)["week.unmet"].partition("{")[0] in text
    assert "week before" not in text


# --- when ----------------------------------------------------------------------------------------------------------


def test_it_is_queued_once_a_week_from_monday_at_nine(rooms: Rooms) -> None:
    tick = WeekFigures(rooms)  # type: ignore[arg-type]
    tick(MONDAY.replace(hour=6))
    assert rooms.engine.queued == {}
    for moment in (MONDAY, MONDAY, MONDAY + timedelta(days=6)):
        tick(moment)
    assert list(rooms.engine.queued) == ["figures:2026-W47"]
    rooms.voices[KIND].keep(rooms.engine.queued["figures:2026-W47"], {"state": "posted"})
    rooms.engine.queued.clear()
    tick(MONDAY + timedelta(hours=1))
    assert rooms.engine.queued == {}, "it is over for this week, also after the engine has forgotten it"
    tick(MONDAY + timedelta(days=7))
    assert list(rooms.engine.queued) == ["figures:2026-W48"]


def test_without_a_channel_nothing_is_queued(rooms: Rooms) -> None:
    rooms.settings = rooms.settings.model_copy(update={"root_channel": ""})
    WeekFigures(rooms)(MONDAY)  # type: ignore[arg-type]
    assert rooms.engine.queued == {}


def test_the_week_that_ended_is_counted_whenever_it_is_said(rooms: Rooms) -> None:
    for days_ago in (0, 1, 7, 8, 14, 15):
        ask(rooms, days_ago)
    ask(rooms, 3, "May I use Grok for a press release of jan@example.org?")
    WeekFigures(rooms)(MONDAY + timedelta(days=3))  # type: ignore[arg-type]
    text = said(rooms)
    assert "9 Nov to 15 Nov" in text
    assert "Questions: 3, 50% more than in the week before." in text
    assert "Grok (3)" in text and "http://127.0.0.1:8123/console/usage?days=7" in text
    assert "press" not in text and "jan" not in text


def test_two_weeks_without_a_question_are_passed_over(rooms: Rooms) -> None:
    ask(rooms, 0)
    ask(rooms, 15)
    WeekFigures(rooms)(MONDAY)  # type: ignore[arg-type]
    assert said(rooms) == ""
