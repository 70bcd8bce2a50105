"""Who owes a reading of the policy is reminded a few times, in a message of their own, and never where nobody is to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, SlackPeople
from bot.desk.acknowledgements import (
    Acknowledgements,
    Listed,
    is_time_to_remind,
    keep_reminded,
    remind,
    reminder_words,
    times_left,
)
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.policy.house import Knowledge, Person
from bot.policy.words import Effect
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in
from tests.desk.test_staff_digest import Queue
from tests.desk.test_staff_digest import publish as published

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
OUT = MONDAY - timedelta(days=5)
SANNE, JOOST, GONE, GUEST, NEW = "U0SANNE001", "U0JOOST001", "U0GONE0001", "U0GUEST001", "U0NEW00001"


def knowledge_of(version: str, effect: Effect | None = None, **reminding: Any) -> Knowledge:
    """The sample company's policy, or one with another effect in each of its rules."""
    now = answerer().mind.knowledge
    rules = tuple(replace(one, effect=effect or one.effect) for one in now.policy.rules)
    organisation = replace(now.organisation, reminding=replace(now.organisation.reminding, **reminding))
    users = (Person(JOOST), Person(GONE), Person(GUEST), Person(NEW))
    people = (Person(SANNE, language="nl"), *users, Person("@example.org"), Person("S0GROUP"))
    policy = replace(now.policy, rules=rules, version=version)
    return replace(now, policy=policy, version=version, organisation=organisation, people=people)


class Sample(App):
    """An app whose people are known by their ids."""

    def pseudonym(self, user: str) -> str:
        return f"p-{user}"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """What changed is owed; one has left, one is a guest."""
    ledger = open_ledger(ledger_in(tmp_path / "read.db"), b"a key that is long enough for this")
    slack = SlackPeople(barred=lambda user: "guest" if user in {GONE, GUEST} else "", team=lambda: "T1")
    made = Sample(
        read_settings(key="a key of the tests, long enough for all"), load_catalog(), ledger, lambda: knowledge_of("new"), slack
    )
    made.engine = Queue()  # type: ignore[assignment]
    publish(made, knowledge_of("old", Effect.FORBID), OUT - WEEK)
    publish(made, knowledge_of("new"), OUT)
    for user in (SANNE, JOOST, GONE, GUEST):
        ledger.keep_known(f"p-{user}", "old", "met", OUT - WEEK)
    yield made
    ledger.close()


def publish(app: App, knowledge: Knowledge, at: datetime) -> None:
    """A policy as it stood from a moment on."""
    published(app, knowledge, at)
    app.current = lambda: knowledge


def queued(app: App) -> dict[str, dict[str, Any]]:
    return app.engine.queued  # type: ignore[attr-defined, no-any-return]


def look(app: App, at: datetime = MONDAY, state: str = "posted") -> dict[str, dict[str, Any] | None]:
    """One look of the clock, and what becomes of what it queued: user -> what is said."""
    queued(app).clear()
    remind(app, at)
    said = {}
    for notice in queued(app).values():
        address = app.ledger.address(notice["key"])
        assert address and address["private"] and not address["channel"]
        said[address["user"]] = words = reminder_words(app, notice, at)
        for _ in range(2):  # a step may come twice
            keep_reminded(app, notice, {"state": state if words else "dropped"})
        assert app.ledger.address(notice["key"]) is None
    return said


def test_who_has_not_read_is_asked_in_their_language_in_a_message_of_their_own(app: App) -> None:
    said = look(app)
    assert list(said) == [SANNE, JOOST], "one by one, no group, nobody who gets no answers, has left or is new"
    assert said[SANNE] and said[JOOST]
    assert said[SANNE]["words"].startswith("Wat je met AI-tools mag, is veranderd")
    assert "was “not allowed”, now “allowed”" in said[JOOST]["words"] and "“I have read this”" in said[JOOST]["words"]
    assert said[JOOST]["words"].count("\n• ") == 4, "three lines, and how many more"
    assert "channel" not in said[JOOST]


def test_twice_at_most_once_a_week_and_the_last_one_says_so(app: App) -> None:
    first, again = look(app), look(app, MONDAY + timedelta(hours=3))
    second, third = look(app, MONDAY + WEEK), look(app, MONDAY + 2 * WEEK)
    assert [list(one) for one in (first, again, second, third)] == [[SANNE, JOOST], [], [SANNE, JOOST], []]
    last = "This is the last time I mention it."
    assert first[JOOST] and last not in first[JOOST]["words"]
    assert second[JOOST] and second[JOOST]["words"].endswith(last)


def test_what_never_arrived_was_tried_and_is_told_as_no_reminder(app: App) -> None:
    said = [look(app, MONDAY + number * WEEK, state) for number, state in enumerate(("refused", "late", "posted"))]
    assert [list(one) for one in said] == [[SANNE, JOOST], [SANNE, JOOST], []]
    assert app.ledger.reminded() == {} and app.ledger.last_known(f"p-{SANNE}") == "old"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 15, 2, 10, tzinfo=UTC),
        datetime(2026, 11, 18, 2, 10, tzinfo=UTC),
        datetime(2026, 11, 16, 7, 59, tzinfo=UTC),
        datetime(2026, 11, 16, 16, 0, tzinfo=UTC),
        datetime(2026, 11, 17, 9, 30, tzinfo=UTC),
    ],
    ids=["Sunday night", "Wednesday night", "before nine there", "from five there", "Tuesday"],
)
def test_only_on_mondays_from_nine_to_five_where_the_organisation_is(app: App, moment: datetime) -> None:
    assert look(app, moment) == {}
    assert list(look(app, MONDAY + WEEK)) == [SANNE, JOOST], "nothing is over by such a look"


@pytest.mark.parametrize("later", [timedelta(hours=8), timedelta(days=1), WEEK], ids=["evening", "Tuesday", "next Monday"])
def test_what_waited_for_longer_than_its_day_is_not_said(app: App, later: timedelta) -> None:
    remind(app, MONDAY)
    notice = next(iter(queued(app).values()))
    assert reminder_words(app, notice, MONDAY) is not None
    assert reminder_words(app, notice, MONDAY + later) is None


def test_an_edit_each_tuesday_brings_two_messages_in_sixty_days(app: App) -> None:
    times = 0
    for number in range(9):
        at = MONDAY + number * WEEK
        times += JOOST in look(app, at)
        effect = Effect.FORBID if number % 2 else None
        publish(app, knowledge_of(f"edit {number}", effect), at + timedelta(days=1))
        app.ledger.keep_known(f"p-{JOOST}", "old" if effect is None else "new", "read", at)
    assert times == 2


def test_who_was_first_met_after_it_came_out_came_in_with_it(app: App) -> None:
    assert NEW not in look(app)
    assert app.ledger.last_known(f"p-{NEW}") == "", "looking for whom to remind meets nobody"
    app.ledger.keep_known(f"p-{NEW}", "old", "met", OUT + timedelta(days=1))
    publish(app, knowledge_of("comma"), OUT + timedelta(days=2))
    assert NEW not in look(app, MONDAY + WEEK)
    publish(app, knowledge_of("newer", Effect.FORBID), MONDAY + WEEK)
    app.ledger.keep_known(f"p-{NEW}", "comma", "read", MONDAY + WEEK)
    assert list(look(app, MONDAY + 2 * WEEK)) == [NEW]


def test_whom_an_earlier_version_answered_did_not_come_in_with_it(app: App) -> None:
    app.ledger.keep_question("k", at=OUT - WEEK, asker=f"p-{NEW}", policy_version="old")
    assert list(look(app)) == [SANNE, JOOST, NEW]


def test_a_comma_is_no_new_version_to_be_reminded_of(app: App) -> None:
    look(app)
    look(app, MONDAY + WEEK)
    publish(app, knowledge_of("comma"), MONDAY + WEEK)
    assert look(app, MONDAY + 2 * WEEK) == {}


@pytest.mark.parametrize(
    ("reminding", "acknowledge", "out"),
    [({"read": 0}, True, OUT), ({}, False, OUT), ({}, True, MONDAY - timedelta(days=2))],
    ids=["switched off", "nobody acknowledges anything", "out since the weekend"],
)
def test_nobody_is_reminded(app: App, reminding: dict[str, int], acknowledge: bool, out: datetime) -> None:
    publish(app, knowledge_of("between", Effect.FORBID), OUT)
    known = knowledge_of("newer", **reminding)
    publish(app, replace(known, organisation=replace(known.organisation, acknowledge=acknowledge)), out)
    assert look(app) == {}


def test_who_has_read_it_is_not_asked_also_where_they_did_since_it_was_queued(app: App) -> None:
    app.ledger.keep_known(f"p-{SANNE}", "new", "read", MONDAY)
    remind(app, MONDAY)
    ((_, notice),) = queued(app).items()
    assert notice["person"] == f"p-{JOOST}"
    app.ledger.keep_known(f"p-{JOOST}", "new", "read", MONDAY)
    assert reminder_words(app, notice, MONDAY) is None


def test_a_reminder_is_no_reading_and_admins_see_how_many_were_reminded(app: App) -> None:
    look(app)
    people = {f"p-{user}": Listed(user, "wards") for user in (SANNE, JOOST, GONE, GUEST)}
    found = Acknowledgements(app, people)
    assert app.ledger.last_known(f"p-{SANNE}") == "old"
    assert [(one.read, one.not_read, one.reminded) for one in found.by_team()] == [(0, 4, 2)]
    assert [found.reminded(f"p-{user}")[0] for user in (SANNE, GONE)] == [1, 0]
    app.ledger.keep_known(f"p-{SANNE}", "new", "read", MONDAY)
    found = Acknowledgements(app, people)
    assert [(one.read, one.not_read, one.reminded) for one in found.by_team()] == [(1, 3, 1)]


def test_what_was_reminded_goes_with_the_person(app: App) -> None:
    look(app)
    app.ledger.erase_acknowledgements(f"p-{SANNE}")
    assert list(app.ledger.reminded()) == [f"p-{JOOST}"]


def asked(*days_ago: float, version: str = "new") -> list[tuple[str, datetime]]:
    return [(version, MONDAY - timedelta(days=days)) for days in days_ago]


@pytest.mark.parametrize(
    ("before", "most", "left"),
    [
        ([], 2, 2),
        ([], 0, 0),
        (asked(7), 2, 1),
        (asked(5.9), 2, 0),
        (asked(-1), 2, 0),
        (asked(6.7), 5, 4),
        (asked(14, 7), 5, 0),
        (asked(59, version="older") + asked(7, version="old"), 2, 0),
        (asked(60, version="older") + asked(7, version="old"), 2, 2),
        (asked(67, 60), 2, 0),
        (asked(67, 60), 5, 3),
        (asked(67, version="comma") + asked(60), 2, 0),
    ],
    ids=[
        *("never asked", "nobody is to be", "a week ago", "less than six days ago", "in a future that was set back"),
        *("six days and some hours ago", "twice in sixty days", "twice in sixty days, for two others", "once in them"),
        *("as often as the policy says", "more often than that by policy", "a comma is no version of its own"),
    ],
)
def test_how_often_somebody_may_still_be_asked(before: list[tuple[str, datetime]], most: int, left: int) -> None:
    assert times_left(before, {"new", "comma"}, most, MONDAY) == left


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_time"),
    [(16, 8, 59, False), (16, 9, 0, True), (16, 16, 59, True), (16, 17, 0, False), (15, 12, 0, False), (17, 12, 0, False)],
)
def test_the_hours_of_a_monday(day: int, hour: int, minute: int, is_time: bool) -> None:
    assert is_time_to_remind(datetime(2026, 11, day, hour, minute, tzinfo=UTC)) is is_time
