"""Reminders of tasks: when, to whom, and that each due point has exactly one outcome. Over a real ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pydantic import SecretStr
from sqlalchemy import Engine, event

from bot.app import App
from bot.desk.reminders import DIGEST, keep_reminder, remind, reminder_words
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import Deed, Done, Task, TaskKind
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Person, Reminding, Vendor
from bot.policy.policy import Policy
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Offering
from bot.settings import read_settings
from tests.databases import ledger_in

SECRET = "a secret for tests only, 32 bytes"
EFFECTIVE = date(2026, 12, 15)  # a Tuesday
CHANGE = AnnouncedChange("acme", "acme", "New usage policy", EFFECTIVE)
TASK = Task("change:acme", TaskKind.CHANGE, EFFECTIVE, "privacy", "acme", CHANGE)
OFFERING = Offering("acme/team", "acme", rests_on=("acme/privacy",))
POINTS = ["2026-11-13T09:00", "2026-12-01T09:00", "2026-12-08T09:00", "2026-12-14T09:00", "2026-12-15T09:00"]
"""30 days before is a Sunday, so that the first comes on the Friday before it."""
PLAIN = Reminding(escalate_after=0, digest=None)


def company(reminding: Reminding = PLAIN, zone: str = "Europe/Amsterdam", channel: str = "#ai") -> Organisation:
    return Organisation("Meander", owner="privacy", time_zone=zone, reminder_channel=channel, reminding=reminding)


class Mortal:
    """A ledger, or an engine's queue, that counts what it is given to keep, and dies at the last of its lives."""

    def __init__(self, world: World, kept: Any) -> None:
        self.world, self.kept = world, kept

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.kept, name)
        if name not in ("keep_reminders", "plan_outcomes", "settle_outcomes", "move_cursors", "notify"):
            return call

        def mortal(*given: Any, **named: Any) -> Any:
            self.world.lives -= 1
            if self.world.lives == 0:
                raise KeyboardInterrupt
            return call(*given, **named)

        return mortal


@dataclass
class World:
    """What a reminder sees: tasks, people, ledger, moment; and what it queued. ``lives``: calls that write until it dies."""

    ledger: Ledger
    tasks: tuple[Task, ...] = (TASK,)
    organisation: Organisation = field(default_factory=company)
    people: tuple[str, ...] = ("U1", "U2", "U3")
    country: str = ""
    """The owner's."""
    zone: str = ""
    """The owner's; empty: the organisation's."""
    at: datetime = datetime(2026, 11, 1, tzinfo=UTC)
    queued: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: set[int] = field(default_factory=set)
    lives: int = -1

    def __post_init__(self) -> None:
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), Mortal(self, self.ledger), self.knowledge)  # type: ignore[arg-type]
        self.app.engine = Mortal(self, self)  # type: ignore[assignment]

    def knowledge(self) -> Knowledge:
        """A policy of one tool, which rests on its vendor's terms; the vendor has announced what the tasks are about."""
        reminding = replace(self.organisation.reminding, who={"privacy": self.people})
        changes = tuple(replace(CHANGE, id=one.id.removeprefix("change:"), effective=one.due) for one in self.tasks)
        owner = Person(self.people[0], country=self.country, time_zone=self.zone) if self.people else Person("U9")
        return Knowledge(
            Policy({"acme/team": OFFERING}, {}, {}, (), {}),
            Vocabulary(),
            replace(self.organisation, reminding=reminding),
            vendors=(Vendor("acme", "Acme", changes=changes),),
            people=(owner,),
        )

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(notice_id, notice)

    def look(self, moment: str) -> list[str]:
        """One look at a local moment; gives the due points that were queued by it."""
        before = set(self.queued)
        self.at = datetime.fromisoformat(moment).astimezone(UTC)
        with time_machine.travel(self.at, tick=False):
            remind(self.app, self.at)
        return [notice["due"] for name, notice in self.queued.items() if name not in before]

    def worded(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        return reminder_words(self.app, notice, self.at)

    def kept(self, notice: dict[str, Any], state: str) -> None:
        keep_reminder(self.app, notice, {"state": state, "ts": "1.5", "reason": ""}, self.at)

    def say_all(self, state: str = "posted") -> list[dict[str, Any]]:
        """Post what is queued and was not posted yet; gives the notices."""
        said = []
        for notice in list(self.queued.values()):
            kept = {row.due: row.outcome for row in self.ledger.outcomes(notice["reminder"])}
            if kept[notice["due"]] == "owed" and id(notice) not in self.said:
                self.said.add(id(notice))
                said.append(notice)
                self.kept(notice, state if self.worded(notice) else "dropped")
        return said

    def outcomes(self, reminder: str = TASK.id) -> dict[str, str]:
        return {row.due: row.outcome for row in self.ledger.outcomes(reminder)}

    def do(self, deed: Deed, until: date | None = None) -> None:
        number = len(self.ledger.deeds(TASK.id).get((TASK.id, TASK.due), ())) + 1
        assert self.ledger.keep_deed(TASK.id, TASK.due, number, Done(deed, self.at, "U1", until, id=f"{deed}{number}"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), SECRET.encode())
    yield World(ledger)
    ledger.close()


def test_a_look_at_which_nothing_is_due_asks_the_database_as_often_for_fifty_tasks_as_for_one(world: World) -> None:
    asked: list[str] = []
    world.organisation = company(Reminding())
    event.listen(Engine, "before_cursor_execute", listen := lambda *given: asked.append(given[2]))
    try:
        for tasks in (1, 50):
            world.tasks = tuple(replace(TASK, id=f"change:{number}") for number in range(tasks))
            world.look("2026-11-02T10:00+01:00")
            asked.clear()
            world.look("2026-11-02T10:01+01:00")
            assert len(asked) == 5, asked
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


# --- when ----------------------------------------------------------------------------------------------------------


def test_each_due_point_is_queued_once_at_nine_in_the_organisations_zone(world: World) -> None:
    assert world.look("2026-11-13T08:59+01:00") == []
    assert world.look("2026-11-13T09:00+01:00") == [POINTS[0]]
    assert world.look("2026-11-13T09:01+01:00") == []
    assert [world.look(f"{point}+01:00") for point in POINTS[1:]] == [[point] for point in POINTS[1:]]
    assert world.look("2027-01-04T09:00+01:00") == []


@pytest.mark.parametrize(("zone", "offset"), [("America/New_York", "-05:00"), ("Asia/Tokyo", "+09:00"), ("UTC", "+00:00")])
def test_nine_is_nine_in_every_zone(world: World, zone: str, offset: str) -> None:
    world.organisation = company(zone=zone)
    assert world.look(f"2026-11-13T08:59{offset}") == []
    assert world.look(f"2026-11-13T09:00{offset}") == [POINTS[0]]


def test_nine_is_nine_where_the_owner_is(world: World) -> None:
    world.zone = "Asia/Tokyo"
    assert world.look("2026-11-13T08:59+09:00") == []
    assert world.look("2026-11-13T09:00+09:00") == [POINTS[0]]
    kept = world.ledger.reminder(TASK.id)
    assert kept is not None and kept.zone == "Asia/Tokyo"


def test_an_owner_who_moves_hears_of_no_due_point_twice(world: World) -> None:
    assert world.look("2026-11-13T09:00+01:00") == [POINTS[0]]
    world.zone = "America/New_York"
    assert world.look("2026-11-13T09:00-05:00") == []
    assert world.look("2026-12-01T09:00-05:00") == [POINTS[1]]


def test_nine_stays_nine_when_the_clocks_change(world: World) -> None:
    world.tasks = (replace(TASK, due=date(2027, 3, 30)),)  # the clocks went forward two days before
    assert world.look("2027-03-29T08:59+02:00") == ["2027-03-23T09:00"]
    assert world.look("2027-03-29T09:00+02:00") == ["2027-03-29T09:00"]


@pytest.mark.parametrize(
    ("due", "moment"), [(date(2027, 3, 28), "2027-03-28T03:30+02:00"), (date(2026, 10, 25), "2026-10-25T02:30+02:00")]
)
def test_an_hour_that_a_clock_change_leaves_out_or_repeats_comes_once(world: World, due: date, moment: str) -> None:
    world.tasks = (replace(TASK, due=due),)
    world.organisation = company(replace(PLAIN, hour=time(2, 30), quiet=None, every_day=True, days=(0,)))
    world.look((datetime.fromisoformat(moment) - timedelta(minutes=31)).isoformat())
    assert world.look(moment) == [f"{due}T02:30"]
    assert [world.look((datetime.fromisoformat(moment) + timedelta(minutes=30 * n)).isoformat()) for n in range(1, 5)] == [[]] * 4


def test_a_holiday_of_the_owners_country_moves_a_reminder_ahead_of_it(world: World) -> None:
    world.tasks, world.country = (replace(TASK, due=date(2026, 12, 28)),), "NL"  # Christmas is a Friday
    world.look("2026-12-23T09:00+01:00")
    assert world.look("2026-12-24T09:00+01:00") == ["2026-12-24T09:00"]
    assert world.look("2026-12-25T09:00+01:00") == []


def test_nothing_is_posted_in_quiet_hours_or_on_a_weekend_and_it_comes_right_after(world: World) -> None:
    world.look("2026-11-30T09:00+01:00")
    world.queued.clear()
    assert world.look("2026-12-05T12:00+01:00") == []  # a Saturday
    assert world.look("2026-12-07T07:59+01:00") == []
    assert world.look("2026-12-07T08:00+01:00") == [POINTS[1]]
    assert world.queued[f"reminder:{TASK.id}:{POINTS[1]}"]["late"]


def test_an_hour_within_the_quiet_ones_is_their_end(world: World) -> None:
    world.organisation = company(replace(PLAIN, hour=time(6)))
    assert world.look("2026-12-01T08:00+01:00") == ["2026-12-01T08:00"]


def test_quiet_hours_may_lie_within_a_day(world: World) -> None:
    world.organisation = company(replace(PLAIN, quiet=(time(12), time(13))))
    assert world.look("2026-12-01T12:30+01:00") == []
    assert world.look("2026-12-01T13:00+01:00") == [POINTS[1]]


# --- exactly one outcome -------------------------------------------------------------------------------------------


def test_after_downtime_the_latest_covers_those_that_were_missed_and_says_that_it_is_late(world: World) -> None:
    world.look("2026-11-13T09:00+01:00")
    assert world.look("2026-12-10T12:00+01:00") == [POINTS[2]]
    assert world.outcomes() == {POINTS[0]: "owed", POINTS[1]: "covered", POINTS[2]: "owed"}
    assert [notice["late"] for notice in world.queued.values()] == [False, True]


def test_what_is_first_heard_of_after_a_due_point_is_told_at_once_and_is_not_late(world: World) -> None:
    assert world.look("2026-12-03T12:00+01:00") == [POINTS[1]]
    assert [notice["late"] for notice in world.queued.values()] == [False]


def test_a_change_that_was_over_before_we_heard_of_it_reminds_nobody(world: World) -> None:
    assert world.look("2026-12-16T09:00+01:00") == []
    assert world.outcomes() == {}


def test_downtime_over_the_effective_day_still_ends_in_one_reminder(world: World) -> None:
    world.look("2026-12-08T09:00+01:00")
    assert world.look("2026-12-21T09:00+01:00") == [POINTS[4]]


@pytest.mark.parametrize("lives", range(1, 9))
def test_killed_at_any_point_nothing_is_missed_or_doubled(world: World, lives: int) -> None:
    world.look("2026-11-13T09:00+01:00")
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
    world.organisation = company(channel="")
    assert world.look("2026-12-01T09:00+01:00") == []
    world.organisation = company()
    assert world.look("2026-12-01T09:05+01:00") == [POINTS[1]]


def test_a_new_effective_date_moves_the_due_points_that_are_still_to_come(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.tasks = (replace(TASK, due=date(2027, 1, 15)),)
    assert world.look("2026-12-08T09:00+01:00") == []
    assert world.look("2026-12-16T09:00+01:00") == ["2026-12-16T09:00"]


def test_what_was_posted_is_kept_with_its_place(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.say_all()
    assert world.outcomes() == {POINTS[0]: "covered", POINTS[1]: "posted"}
    assert world.ledger.outcomes(TASK.id)[1].place == "#ai"


def test_a_change_that_was_taken_back_is_not_reminded_of(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.tasks = ()
    (notice,) = world.queued.values()
    assert world.worded(notice) is None
    world.say_all("dropped")
    assert world.outcomes()[POINTS[1]] == "withdrawn"


def test_what_the_last_release_queued_is_still_said(world: World) -> None:
    old = {"kind": "reminder", "reminder": TASK.id, "change": "acme", "due": POINTS[0], "channel": "#ai"}
    worded = world.worded(old)
    assert worded and worded["channel"] == "#ai" and "New usage policy" in worded["words"]
    world.ledger.plan_outcomes(TASK.id, POINTS[:1], world.at)
    world.kept(old, "posted")
    assert world.outcomes() == {POINTS[0]: "posted"}


# --- what somebody does with it ------------------------------------------------------------------------------------


def test_a_resolved_task_reminds_nobody_and_its_due_points_say_so(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.say_all()
    world.do(Deed.RESOLVE)
    assert [world.look(f"{point}+01:00") for point in POINTS[2:]] == [[], [], []]
    assert list(world.outcomes().values()) == ["covered", "posted", "settled", "settled", "settled"]


def test_one_that_is_resolved_while_its_reminder_is_queued_is_not_said(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.do(Deed.RESOLVE)
    (notice,) = world.queued.values()
    assert world.worded(notice) is None
    world.say_all("dropped")
    assert world.outcomes()[POINTS[1]] == "settled"


def test_a_snoozed_task_sleeps_and_wakes_once_covering_what_it_slept_through(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.say_all()
    world.do(Deed.SNOOZE, date(2026, 12, 9))
    assert world.look("2026-12-08T09:00+01:00") == []
    assert world.look("2026-12-09T08:59+01:00") == []
    assert world.look("2026-12-09T09:00+01:00") == ["2026-12-09T09:00"]
    assert world.outcomes()[POINTS[2]] == "covered"


def test_a_task_that_is_moved_to_another_day_is_open_again(world: World) -> None:
    world.do(Deed.RESOLVE)
    world.tasks = (replace(TASK, due=date(2026, 12, 16)),)
    assert world.look("2026-12-09T09:00+01:00") == ["2026-12-09T09:00"]


# --- who is asked next ---------------------------------------------------------------------------------------------


def escalating(world: World) -> None:
    world.organisation = company(replace(PLAIN, days=(14,), escalate_after=2))
    world.look("2026-12-01T09:00+01:00")
    world.say_all()


def test_nobody_reacts_so_the_next_person_is_asked_and_at_last_the_channel(world: World) -> None:
    escalating(world)
    assert world.look("2026-12-03T08:59+01:00") == []
    asked = []
    for moment in ("2026-12-03T09:00", "2026-12-04T12:00", "2026-12-06T12:00", "2026-12-07T09:00", "2026-12-09T09:00"):
        world.look(f"{moment}+01:00")
        asked.append([notice["places"][0] for notice in world.say_all()])
    assert asked == [["U2"], [], [], ["U3"], ["#ai"]]
    assert world.look("2026-12-21T09:00+01:00") == []


def test_it_is_said_since_when_nobody_reacts_and_not_since_when_it_was_due(world: World) -> None:
    """What is first heard of after its due point is posted late: before that nobody could react."""
    world.organisation = company(replace(PLAIN, days=(14,), escalate_after=2))
    world.look("2026-12-08T09:00+01:00")
    world.say_all()
    world.look("2026-12-10T09:00+01:00")
    assert [notice["asked_on"] for notice in world.say_all()] == ["2026-12-08"]


@pytest.mark.parametrize("deed", [Deed.ACKNOWLEDGE, Deed.ASSIGN, Deed.SNOOZE, Deed.RESOLVE])
def test_whoever_reacts_ends_the_asking(world: World, deed: Deed) -> None:
    escalating(world)
    world.at += timedelta(hours=1)
    world.do(deed, date(2026, 12, 30) if deed is Deed.SNOOZE else None)
    assert world.look("2026-12-09T09:00+01:00") == []


def die_between_plan_and_queue(world: World, moment: str) -> None:
    """Keep, plan, and dead."""
    world.lives = 3
    with pytest.raises(KeyboardInterrupt):
        world.look(moment)
    world.lives = -1


@pytest.mark.parametrize("deed", [Deed.ACKNOWLEDGE, Deed.RESOLVE])
def test_what_was_planned_by_somebody_who_died_is_settled_where_nobody_needs_it_any_more(world: World, deed: Deed) -> None:
    escalating(world)
    die_between_plan_and_queue(world, "2026-12-03T09:00+01:00")
    world.do(deed)
    world.look("2026-12-03T09:01+01:00")
    assert [notice["step"] for notice in world.queued.values()] == ["reminder"], "whoever planned it may still queue it"
    world.look("2026-12-03T10:00+01:00")
    world.say_all()
    assert world.outcomes(f"escalation:{TASK.id}:{POINTS[1]}") == {"2026-12-03T09:00": "settled"}


def test_what_was_planned_by_somebody_who_died_is_withdrawn_with_its_task(world: World) -> None:
    die_between_plan_and_queue(world, "2026-12-01T09:00+01:00")
    world.tasks = ()
    world.look("2026-12-01T10:00+01:00")
    world.say_all()
    assert set(world.outcomes().values()) == {"covered", "withdrawn"}


def test_what_was_planned_by_somebody_who_died_is_said_where_it_is_still_due(world: World) -> None:
    die_between_plan_and_queue(world, "2026-12-01T09:00+01:00")
    world.look("2026-12-01T10:00+01:00")
    assert [notice["step"] for notice in world.queued.values()] == ["reminder"]


def test_steps_that_were_missed_are_one_step(world: World) -> None:
    escalating(world)
    world.look("2026-12-02T09:00+01:00")
    world.look("2026-12-08T09:00+01:00")
    assert [notice["places"] for notice in world.say_all()] == [["U3", "#ai"]]
    outcomes = world.outcomes(f"escalation:{TASK.id}:{POINTS[1]}")
    assert outcomes == {"2026-12-03T09:00": "covered", "2026-12-07T09:00": "posted"}


def test_where_the_channel_is_gone_it_falls_to_the_next_place_and_is_posted_once(world: World) -> None:
    world.look("2026-12-01T09:00+01:00")
    world.say_all("refused")
    (_, again) = world.queued.values()
    assert (again["places"], again["tried"]) == (["U1", "U2", "U3"], ["#ai"])
    assert world.worded(again)["channel"] == "U1"  # type: ignore[index]
    assert world.look("2026-12-01T09:05+01:00") == []
    world.say_all()
    assert world.outcomes()[POINTS[1]] == "posted"
    assert world.ledger.outcomes(TASK.id)[1].place == "U1"


def test_where_nobody_can_be_reached_the_next_due_point_covers_it(world: World) -> None:
    world.people = ()
    world.look("2026-12-01T09:00+01:00")
    world.say_all("refused")
    assert world.outcomes()[POINTS[1]] == "refused"
    assert world.look("2026-12-08T09:00+01:00") == [POINTS[2]]
    assert world.outcomes()[POINTS[1]] == "covered"


# --- changed clauses, and the week's digest ------------------------------------------------------------------------


def test_a_changed_clause_is_told_on_the_day_it_is_seen_and_again_before_it_takes_effect(world: World) -> None:
    world.tasks = ()
    world.ledger.keep_term_change(TermChange("t", "acme/privacy", date(2026, 11, 29), effective=EFFECTIVE), world.at)  # a Sunday
    assert world.look("2026-11-29T12:00+01:00") == []
    assert world.look("2026-11-30T09:00+01:00") == ["2026-11-30T09:00"]
    assert not next(iter(world.queued.values()))["late"]
    assert world.look("2026-12-08T09:00+01:00") == [POINTS[2]]


def test_a_clause_that_changed_without_a_day_is_told_though_its_day_is_past(world: World) -> None:
    world.tasks = ()
    world.ledger.keep_term_change(TermChange("t", "acme/privacy", date(2026, 11, 30)), world.at)
    assert world.look("2026-12-02T12:00+01:00") == ["2026-11-30T09:00"]


def test_the_digest_comes_once_a_week_and_a_missed_one_is_made_up_for(world: World) -> None:
    world.tasks = ()
    world.organisation = company(replace(PLAIN, digest=0))
    assert world.look("2026-12-02T09:00+01:00") == []
    assert world.look("2026-12-07T09:00+01:00") == ["2026-12-07T09:00"]
    assert world.look("2026-12-07T09:30+01:00") == []
    assert world.look("2026-12-22T12:00+01:00") == ["2026-12-21T09:00"]
    assert world.outcomes(DIGEST) == {"2026-12-07T09:00": "owed", "2026-12-14T09:00": "covered", "2026-12-21T09:00": "owed"}


def test_a_digest_of_nothing_is_not_posted_and_kept_as_such(world: World) -> None:
    world.tasks = ()
    world.organisation = company(replace(PLAIN, digest=0))
    world.look("2026-12-02T09:00+01:00")
    world.look("2026-12-07T09:00+01:00")
    world.say_all("dropped")
    assert world.outcomes(DIGEST) == {"2026-12-07T09:00": "empty"}
