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
from bot.policy.house import Knowledge, Person
from bot.policy.talks.home import Viewer
from bot.policy.talks.talk import Asker
from bot.policy.words import Effect
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
SANNE, JOOST, GONE = "U0SANNE001", "U0JOOST001", "U0GONE0001"


def knowledge_of(version: str, effect: Effect | None = None, **reminding: Any) -> Knowledge:
    """The sample company's policy, or one with another effect in each of its rules."""
    now = answerer().mind.knowledge
    rules = tuple(replace(one, effect=effect or one.effect) for one in now.policy.rules)
    organisation = replace(now.organisation, reminding=replace(now.organisation.reminding, **reminding))
    people = (Person(SANNE, language="nl"), Person(JOOST), Person(GONE), Person("@example.org"), Person("S0GROUP"))
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
        self.identity = SimpleNamespace(who=lambda: SimpleNamespace(home="T1"))
        self.take_in = SimpleNamespace(keep_address=self._keep)
        self.at_home = SimpleNamespace(
            viewer=self.viewer, unread=Unread(self.minds, self.ledger, Published(self.minds, self.ledger))
        )

    @property
    def minds(self) -> Minds:
        return Minds(lambda: self.knowledge, lambda _known: replace(answerer().mind, knowledge=self.knowledge))

    def _keep(self, key: str, address: Any, person: str) -> None:
        assert address.private and not address.channel
        self.addresses[key] = (address.user, person)

    def hash_of(self, *parts: str) -> str:
        return "-".join(parts)

    @staticmethod
    def viewer(_team: str, user: str) -> Viewer:
        language = "nl" if user == SANNE else ""
        return Viewer(Asker(f"p-{user}", language=language), barred="left" if user == GONE else "")


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    ledger = open_ledger(ledger_in(tmp_path / "read.db"), b"a key that is long enough for this")
    made = Rooms(ledger)
    publish(made, knowledge_of("old", Effect.FORBID), OUT - WEEK)  # type: ignore[arg-type]
    publish(made, made.knowledge, OUT)  # type: ignore[arg-type]
    yield made
    ledger.close()


def look(rooms: Rooms, at: datetime = MONDAY, state: str = "posted") -> dict[str, Plain | None]:
    """One look of the clock, and what becomes of what it queued: user -> what is said."""
    rooms.engine.queued.clear()
    ReadReminders(rooms)(at)  # type: ignore[arg-type]
    said = {}
    for notice in rooms.engine.queued.values():
        voice = rooms.voices[KIND]
        said[rooms.addresses[notice["key"]][0]] = words = voice.word(notice)
        for _ in range(2):  # a step may come twice
            voice.keep(notice, {"state": state if words else "stopped"})
    return said


def test_who_has_not_read_is_asked_in_their_language_in_a_message_of_their_own(rooms: Rooms) -> None:
    said = look(rooms)
    assert list(said) == [SANNE, JOOST], "one by one, no group, nobody who gets no answers"
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


def test_what_never_arrived_does_not_count(rooms: Rooms) -> None:
    look(rooms, state="refused")
    assert rooms.ledger.reminded() == {}


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
    ReadReminders(rooms)(MONDAY)  # type: ignore[arg-type]
    ((_, notice),) = rooms.engine.queued.items()
    assert notice["person"] == f"p-{JOOST}"
    rooms.ledger.keep_known(f"p-{JOOST}", "new", "read", MONDAY)
    assert rooms.voices[KIND].word(notice) is None


def test_a_reminder_is_no_reading_and_admins_see_how_many_were_reminded(rooms: Rooms) -> None:
    look(rooms)
    people = {f"p-{user}": Listed(user, "wards") for user in (SANNE, JOOST, GONE)}
    found = Acknowledgements(rooms.ledger, rooms.knowledge, people)
    assert rooms.ledger.last_known(f"p-{SANNE}") == "old"
    assert [(one.read, one.not_read, one.reminded) for one in found.by_team()] == [(0, 3, 2)]
    assert [found.reminded(f"p-{user}")[0] for user in (SANNE, GONE)] == [1, 0]
    rooms.ledger.keep_known(f"p-{SANNE}", "new", "read", MONDAY)
    found = Acknowledgements(rooms.ledger, rooms.knowledge, people)
    assert [(one.read, one.not_read, one.reminded) for one in found.by_team()] == [(1, 2, 1)]


def test_what_was_reminded_goes_with_the_person(rooms: Rooms) -> None:
    look(rooms)
    rooms.ledger.erase_acknowledgements(f"p-{SANNE}")
    assert list(rooms.ledger.reminded()) == [f"p-{JOOST}"]
