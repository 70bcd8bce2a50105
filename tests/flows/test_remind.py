"""Reminders of announced changes, with the ledger's real rows and plain functions for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.flows.remind import Remind
from bot.flows.reminder_words import WORDS, reminder_words
from bot.ledger import Ledger, open_ledger
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Vendor
from bot.policy.talk import Vocabulary
from bot.policy.words import Citation, Policy

CHANGE = AnnouncedChange(
    id="acme-2026-12",
    vendor="acme",
    title="New usage policy",
    effective=date(2026, 12, 15),
    tools=("acme-chat/team",),
    needed="Confirm that rule `r1` still stands.",
    owner="privacy@example.org",
    url="https://example.org/terms",
    at=Citation("vendors/acme.yaml", 7),
)
POINTS = ["2026-11-15T09:00", "2026-12-01T09:00", "2026-12-08T09:00", "2026-12-14T09:00", "2026-12-15T09:00"]


def knowledge(*changes: AnnouncedChange, zone: str = "Europe/Amsterdam", channel: str = "#ai", language: str = "en") -> Knowledge:
    return Knowledge(
        policy=Policy({}, {}, {}, (), {}),
        vocabulary=Vocabulary(),
        organisation=Organisation("Meander", languages=(language,), time_zone=zone, reminder_channel=channel),
        vendors=(Vendor("acme", "Acme AI", changes=changes),),
        labels={"acme-chat/team": {"en": "Acme Chat Team"}},
    )


@dataclass
class World:
    """What a reminder sees: files, ledger, moment; and what it queued. ``die`` kills it after so many calls that write."""

    ledger: Ledger
    files: Knowledge = field(default_factory=lambda: knowledge(CHANGE))
    at: datetime = datetime(2026, 11, 1, tzinfo=UTC)
    queued: dict[str, dict[str, Any]] = field(default_factory=dict)
    lives: int = -1

    def flow(self) -> Remind:
        return Remind(
            knowledge=lambda: self.files,
            keep=self.dying(self.ledger.keep_reminder),
            plan=self.dying(self.ledger.plan_outcomes),
            enqueue=self.dying(self.queued.setdefault),
            move_cursor=self.dying(self.ledger.move_cursor),
            keep_outcome=self.ledger.keep_outcome,
            now=lambda: self.at,
        )

    def dying(self, call: Any) -> Any:
        def mortal(*given: Any, **named: Any) -> Any:
            self.lives -= 1
            if self.lives == 0:
                raise KeyboardInterrupt
            return call(*given, **named)

        return mortal

    def look(self, moment: str) -> list[str]:
        """One look at a local moment; gives the due points that were queued by it."""
        before = set(self.queued)
        self.at = datetime.fromisoformat(moment).astimezone(UTC)
        self.flow()(self.at)
        return [notice["due"] for name, notice in self.queued.items() if name not in before]

    def outcomes(self) -> dict[str, str]:
        return {row.due: row.outcome for row in self.ledger.outcomes("change:acme-2026-12")}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    ledger = open_ledger(f"sqlite:///{tmp_path}/bot.db", b"secret")
    yield World(ledger)
    ledger.close()


def test_each_due_point_is_queued_once_at_nine_in_the_organisations_zone(world: World) -> None:
    assert world.look("2026-11-15T08:59+01:00") == []
    assert world.look("2026-11-15T09:00+01:00") == [POINTS[0]]
    assert world.look("2026-11-15T09:01+01:00") == []
    assert [world.look(f"{point}+01:00") for point in POINTS[1:]] == [[point] for point in POINTS[1:]]
    assert world.look("2027-01-01T09:00+01:00") == []


@pytest.mark.parametrize(("zone", "offset"), [("America/New_York", "-05:00"), ("Asia/Tokyo", "+09:00"), ("UTC", "+00:00")])
def test_nine_is_nine_in_every_zone(world: World, zone: str, offset: str) -> None:
    world.files = knowledge(CHANGE, zone=zone)
    assert world.look(f"2026-11-15T08:59{offset}") == []
    assert world.look(f"2026-11-15T09:00{offset}") == [POINTS[0]]


def test_nine_stays_nine_when_the_clocks_change(world: World) -> None:
    world.files = knowledge(replace(CHANGE, effective=date(2027, 3, 29)))  # the clocks went forward the day before
    assert world.look("2027-03-29T08:59+02:00") == ["2027-03-28T09:00"]
    assert world.look("2027-03-29T09:00+02:00") == ["2027-03-29T09:00"]


def test_after_downtime_the_latest_covers_those_that_were_missed(world: World) -> None:
    world.look("2026-11-15T09:00+01:00")
    assert world.look("2026-12-10T12:00+01:00") == [POINTS[2]]
    assert world.outcomes() == {POINTS[0]: "owed", POINTS[1]: "covered", POINTS[2]: "owed"}


def test_a_change_announced_late_is_told_at_once_and_covers_what_is_past(world: World) -> None:
    assert world.look("2026-12-05T12:00+01:00") == [POINTS[1]]


def test_a_change_that_was_over_before_we_heard_of_it_reminds_nobody(world: World) -> None:
    assert world.look("2026-12-16T09:00+01:00") == []
    assert world.outcomes() == {}


def test_downtime_over_the_effective_day_still_ends_in_one_reminder(world: World) -> None:
    world.look("2026-12-08T09:00+01:00")
    assert world.look("2026-12-20T09:00+01:00") == [POINTS[4]]


@pytest.mark.parametrize("lives", range(1, 8))
def test_killed_at_any_point_nothing_is_missed_or_doubled(world: World, lives: int) -> None:
    world.look("2026-11-15T09:00+01:00")
    world.lives = lives
    try:
        world.look("2026-12-08T09:00+01:00")
    except KeyboardInterrupt:
        assert lives < 5
    world.lives = -1
    world.look("2026-12-08T09:05+01:00")
    assert [notice["due"] for notice in world.queued.values()] == [POINTS[0], POINTS[2]]
    assert world.outcomes() == {POINTS[0]: "owed", POINTS[1]: "covered", POINTS[2]: "owed"}


def test_without_a_channel_everything_waits_for_one(world: World) -> None:
    world.files = knowledge(CHANGE, channel="")
    assert world.look("2026-12-01T09:00+01:00") == []
    world.files = knowledge(CHANGE)
    assert world.look("2026-12-01T09:05+01:00") == [POINTS[1]]


def test_a_new_effective_date_moves_the_due_points_that_are_still_to_come(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.files = knowledge(replace(CHANGE, effective=date(2027, 1, 15)))
    assert world.look("2026-12-08T09:00+01:00") == []
    assert world.look("2026-12-16T09:00+01:00") == ["2026-12-16T09:00"]


def test_the_outcome_of_a_queued_reminder_is_kept(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    (notice,) = world.queued.values()
    world.flow().kept(notice, {"state": "posted", "ts": "1.5", "reason": "", "said": {}})
    assert world.outcomes() == {POINTS[0]: "covered", POINTS[1]: "posted"}


def test_a_change_that_was_taken_back_is_not_reminded_of(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    (notice,) = world.queued.values()
    world.files = knowledge()
    assert world.flow().word(notice) is None
    world.flow().kept(notice, {"state": "dropped", "ts": "", "reason": "", "said": {}})
    assert world.outcomes()[POINTS[1]] == "withdrawn"


def test_the_words_are_those_of_the_files_when_it_is_said(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    (notice,) = world.queued.values()
    world.files = knowledge(replace(CHANGE, needed="Nothing."))
    said = world.flow().word(notice)
    assert said is not None and said["channel"] == "#ai"
    assert said["words"].splitlines() == [
        "Acme AI changes its terms: New usage policy",
        "It takes effect on December 15, 2026, in 14 days.",
        "It is about: Acme Chat Team.",
        "What we need by then: Nothing.",
        "Who sees to it: privacy@example.org.",
        "Read it: https://example.org/terms",
        "From vendors/acme.yaml, line 7.",
    ]


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("days", [30, 1, 0, -3])
def test_every_language_says_what_when_for_whom_and_what_is_needed(language: str, days: int) -> None:
    words = reminder_words(CHANGE, knowledge(CHANGE, language=language), CHANGE.effective - timedelta(days=days))
    for part in ("Acme AI", "New usage policy", "2026", "Acme Chat Team", CHANGE.needed, CHANGE.owner, CHANGE.url):
        assert part in words
    assert "{" not in words
    assert ("30" in words) == (days == 30)


def test_what_the_file_does_not_say_is_not_said() -> None:
    bare = AnnouncedChange(id="x", vendor="acme", title="New terms", effective=date(2026, 12, 15))
    assert reminder_words(bare, knowledge(bare), date(2026, 12, 15)).splitlines() == [
        "Acme AI changes its terms: New terms",
        "It takes effect today, December 15, 2026.",
    ]


def test_a_language_without_words_gets_english() -> None:
    assert "takes effect" in reminder_words(CHANGE, knowledge(CHANGE, language="fi"), date(2026, 12, 1))
