"""Who owes a reading of the policy is reminded a few times, in a message of their own, and never where nobody is to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.deciding.decide import compile_policy
from bot.policy.house import Knowledge, Person
from bot.policy.talks.home import Viewer
from bot.policy.talks.talk import Asker
from bot.policy.words import Effect
from bot.slack.people import People
from bot.wiring.answers.mind import Minds
from bot.wiring.console.acknowledged import Acknowledgements, Listed
from bot.wiring.desk.read_reminders import KIND, ReadReminders
from bot.wiring.owners.published import Published
from bot.wiring.owners.unread import Unread
from bot.wiring.voices import Plain, Voices
from tests.console.place import answerer
from tests.databases import ledger_in
from tests.wiring.due.test_staff_digest import Queue, publish

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


@dataclass
class Rooms:
    """A house with a ledger of its own, in which what changed is owed."""

    ledger: Ledger
    knowledge: Knowledge = field(default_factory=lambda: knowledge_of("new"))
    voices: Voices = field(default_factory=dict)
    engine: Any = field(default_factory=Queue)
    addresses: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(SimpleNamespace(api_call=self._slack))  # type: ignore[arg-type]
        self.identity = SimpleNamespace(who=lambda: SimpleNamespace(home="T1"))
        self.take_in = SimpleNamespace(keep_address=self._keep)
        self.at_home = SimpleNamespace(
            viewer=self.viewer, unread=Unread(self.minds, self.ledger, Published(self.minds, self.ledger))
        )

    @property
    def minds(self) -> Minds:
        return Minds(
            lambda: self.knowledge,
            lambda known: replace(answerer().mind, knowledge=known, compiled=compile_policy(known.policy)),
        )

    @staticmethod
    def _slack(_method: str, params: dict[str, str]) -> Any:
        return SimpleNamespace(data={"ok": True, "user": {"id": params["user"], "deleted": params["user"] == GONE}})

    def _keep(self, key: str, address: Any, person: str) -> None:
        assert address.private and not address.channel
        self.addresses[key] = (address.user, person)

    def hash_of(self, *parts: str) -> str:
        return "-".join(parts)

    @staticmethod
    def viewer(_team: str, user: str) -> Viewer:
        language = "nl" if user == SANNE else ""
        return Viewer(Asker(f"p-{user}", language=language), barred="guest" if user == GUEST else "")


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    ledger = open_ledger(ledger_in(tmp_path / "read.db"), b"a key that is long enough for this")
    made = Rooms(ledger)
    publish(made, knowledge_of("old", Effect.FORBID), OUT - WEEK)  # type: ignore[arg-type]
    publish(made, made.knowledge, OUT)  # type: ignore[arg-type]
    for user in (SANNE, JOOST, GONE, GUEST):
        ledger.keep_known(f"p-{user}", "old", "met", OUT - WEEK)
    yield made
    ledger.close()


def look(rooms: Rooms, at: datetime = MONDAY, state: str = "posted") -> dict[str, Plain | None]:
    """One look of the clock, and what becomes of what it queued: user -> what is said."""
    rooms.engine.queued.clear()
    ReadReminders(rooms, lambda: at)(at)  # type: ignore[arg-type]
    said = {}
    for notice in rooms.engine.queued.values():
        voice = rooms.voices[KIND]
        said[rooms.addresses[notice["key"]][0]] = words = voice.word(notice)
        for _ in range(2):  # a step may come twice
            voice.keep(notice, {"state": state if words else "dropped"})
    return said


def test_who_has_not_read_is_asked_in_their_language_in_a_message_of_their_own(rooms: Rooms) -> None:
    said = look(rooms)
    assert list(said) == [SANNE, JOOST], "one by one, no group, nobody who gets no answers, has left or is new"
    assert said[SANNE] and said[JOOST]
    assert said[SANNE]["words"].startswith("Wat je met AI-tools mag, is veranderd")
    assert "was “not allowed”, now “allowed”" in said[JOOST]["words"] and "“I have read this”" in said[JOOST]["words"]
    assert said[JOOST]["words"].count("\n• ") == 4, "three lines, and how many more"
    assert "channel" not in said[JOOST]


def test_twice_at_most_once_a_week_and_the_last_one_says_so(rooms: Rooms) -> None:
    first, again = look(rooms), look(rooms, MONDAY + timedelta(hours=3))
    second, third = look(rooms, MONDAY + WEEK), look(rooms, MONDAY + 2 * WEEK)
    assert [list(one) for one in (first, again, second, third)] == [[SANNE, JOOST], [], [SANNE, JOOST], []]
    last = "This is the last time I mention it."
    assert first[JOOST] and last not in first[JOOST]["words"]
    assert second[JOOST] and second[JOOST]["words"].endswith(last)


def test_what_never_arrived_was_tried_and_is_told_as_no_reminder(rooms: Rooms) -> None:
    said = [look(rooms, MONDAY + number * WEEK, state) for number, state in enumerate(("refused", "late", "posted"))]
    assert [list(one) for one in said] == [[SANNE, JOOST], [SANNE, JOOST], []]
    assert rooms.ledger.reminded() == {} and rooms.ledger.last_known(f"p-{SANNE}") == "old"


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
def test_only_on_mondays_from_nine_to_five_where_the_organisation_is(rooms: Rooms, moment: datetime) -> None:
    assert look(rooms, moment) == {}
    assert list(look(rooms, MONDAY + WEEK)) == [SANNE, JOOST], "nothing is over by such a look"


@pytest.mark.parametrize("later", [timedelta(hours=8), timedelta(days=1), WEEK], ids=["evening", "Tuesday", "next Monday"])
def test_what_waited_for_longer_than_its_day_is_not_said(rooms: Rooms, later: timedelta) -> None:
    now = [MONDAY]
    ReadReminders(rooms, lambda: now[0])(MONDAY)  # type: ignore[arg-type]
    notice = next(iter(rooms.engine.queued.values()))
    assert rooms.voices[KIND].word(notice) is not None
    now[0] += later
    assert rooms.voices[KIND].word(notice) is None


def test_an_edit_each_tuesday_brings_two_messages_in_sixty_days(rooms: Rooms) -> None:
    times = 0
    for number in range(9):
        at = MONDAY + number * WEEK
        times += JOOST in look(rooms, at)
        effect = Effect.FORBID if number % 2 else None
        rooms.knowledge = knowledge_of(f"edit {number}", effect)
        publish(rooms, rooms.knowledge, at + timedelta(days=1))  # type: ignore[arg-type]
        rooms.ledger.keep_known(f"p-{JOOST}", "old" if effect is None else "new", "read", at)
    assert times == 2


def test_who_was_first_met_after_it_came_out_came_in_with_it(rooms: Rooms) -> None:
    assert NEW not in look(rooms)
    assert rooms.ledger.last_known(f"p-{NEW}") == "", "looking for whom to remind meets nobody"
    rooms.ledger.keep_known(f"p-{NEW}", "old", "met", OUT + timedelta(days=1))
    rooms.knowledge = knowledge_of("comma")
    publish(rooms, rooms.knowledge, OUT + timedelta(days=2))  # type: ignore[arg-type]
    assert NEW not in look(rooms, MONDAY + WEEK)
    rooms.knowledge = knowledge_of("newer", Effect.FORBID)
    publish(rooms, rooms.knowledge, MONDAY + WEEK)  # type: ignore[arg-type]
    rooms.ledger.keep_known(f"p-{NEW}", "comma", "read", MONDAY + WEEK)
    assert list(look(rooms, MONDAY + 2 * WEEK)) == [NEW]


def test_whom_an_earlier_version_answered_did_not_come_in_with_it(rooms: Rooms) -> None:
    rooms.ledger.keep_question("k", at=OUT - WEEK, asker=f"p-{NEW}", policy_version="old")
    assert list(look(rooms)) == [SANNE, JOOST, NEW]


def test_a_comma_is_no_new_version_to_be_reminded_of(rooms: Rooms) -> None:
    look(rooms)
    look(rooms, MONDAY + WEEK)
    rooms.knowledge = knowledge_of("comma")
    publish(rooms, rooms.knowledge, MONDAY + WEEK)  # type: ignore[arg-type]
    assert look(rooms, MONDAY + 2 * WEEK) == {}


@pytest.mark.parametrize(
    ("reminding", "acknowledge", "out"),
    [({"read": 0}, True, OUT), ({}, False, OUT), ({}, True, MONDAY - timedelta(days=2))],
    ids=["switched off", "nobody acknowledges anything", "out since the weekend"],
)
def test_nobody_is_reminded(rooms: Rooms, reminding: dict[str, int], acknowledge: bool, out: datetime) -> None:
    publish(rooms, knowledge_of("between", Effect.FORBID), OUT)  # type: ignore[arg-type]
    known = knowledge_of("newer", **reminding)
    rooms.knowledge = replace(known, organisation=replace(known.organisation, acknowledge=acknowledge))
    publish(rooms, rooms.knowledge, out)  # type: ignore[arg-type]
    assert look(rooms) == {}


def test_who_has_read_it_is_not_asked_also_where_they_did_since_it_was_queued(rooms: Rooms) -> None:
    rooms.ledger.keep_known(f"p-{SANNE}", "new", "read", MONDAY)
    ReadReminders(rooms, lambda: MONDAY)(MONDAY)  # type: ignore[arg-type]
    ((_, notice),) = rooms.engine.queued.items()
    assert notice["person"] == f"p-{JOOST}"
    rooms.ledger.keep_known(f"p-{JOOST}", "new", "read", MONDAY)
    assert rooms.voices[KIND].word(notice) is None


def test_a_reminder_is_no_reading_and_admins_see_how_many_were_reminded(rooms: Rooms) -> None:
    look(rooms)
    people = {f"p-{user}": Listed(user, "wards") for user in (SANNE, JOOST, GONE, GUEST)}
    found = Acknowledgements(rooms.ledger, rooms.knowledge, people)
    assert rooms.ledger.last_known(f"p-{SANNE}") == "old"
    assert [(one.read, one.not_read, one.reminded) for one in found.by_team()] == [(0, 4, 2)]
    assert [found.reminded(f"p-{user}")[0] for user in (SANNE, GONE)] == [1, 0]
    rooms.ledger.keep_known(f"p-{SANNE}", "new", "read", MONDAY)
    found = Acknowledgements(rooms.ledger, rooms.knowledge, people)
    assert [(one.read, one.not_read, one.reminded) for one in found.by_team()] == [(1, 3, 1)]


def test_what_was_reminded_goes_with_the_person(rooms: Rooms) -> None:
    look(rooms)
    rooms.ledger.erase_acknowledgements(f"p-{SANNE}")
    assert list(rooms.ledger.reminded()) == [f"p-{JOOST}"]
