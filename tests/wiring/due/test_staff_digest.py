"""What staff read on Mondays: what many asked and how it is ruled, never who asked, never what they wrote, nothing of a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.knowledge.catalog import load_catalog
from bot.ledger.acknowledged import PolicyVersionRow
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.house import Knowledge
from bot.policy.words import ANY, Effect
from bot.wiring.answers.mind import Mind, Minds, make_mind
from bot.wiring.due.staff_digest import FEWEST_ASKERS, KIND, MOST, StaffDigest
from bot.wiring.owners.published import Published
from bot.wiring.plain import question_values
from bot.wiring.voices import Voices
from tests.console.place import answerer
from tests.databases import ledger_in

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
ASKED = "Hiya, may I put internal documents into Claude Team?"


@dataclass
class Queue:
    """The engine, as far as it is asked."""

    queued: dict[str, dict[str, Any]] = field(default_factory=dict)

    def notify(self, id_: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(id_, notice)


_minds: list[tuple[Knowledge, Mind]] = []


def mind_of(knowledge: Knowledge) -> Mind:
    """Made once of each policy of these tests: nothing changes one."""
    for known, made in _minds:
        if known is knowledge:
            return made
    _minds.append((knowledge, make_mind(knowledge, load_catalog())))
    return _minds[-1][1]


def knowledge_of(channel: str = "#general", **policy: Any) -> Knowledge:
    knowledge = answerer().mind.knowledge
    organisation = replace(knowledge.organisation, digest_channel=channel)
    return replace(knowledge, organisation=organisation, policy=replace(knowledge.policy, **policy))


@cache
def usual() -> Knowledge:
    """The sample policy, with a channel for the week."""
    return knowledge_of()


@dataclass
class Rooms:
    """A house with a ledger of its own."""

    ledger: Ledger
    knowledge: Knowledge = field(default_factory=usual)
    voices: Voices = field(default_factory=dict)
    engine: Any = field(default_factory=Queue)

    @property
    def minds(self) -> Minds:
        return Minds(lambda: self.knowledge, mind_of)


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    ledger = open_ledger(ledger_in(tmp_path / "week.db"), b"a key that is long enough for this")
    yield Rooms(ledger)
    ledger.close()


def ask(rooms: Rooms, people: int, text: str = ASKED, days_ago: int = 3, first: int = 0) -> None:
    answered = answerer().ask(text)
    values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
    for number in range(first, first + people):
        at = MONDAY - timedelta(days=days_ago)
        key = f"{days_ago}:{number}:{text}"
        rooms.ledger.keep_question(key, at=at, asker=f"pseudonym-{number}", channel_kind="dm", trigger="dm", **values)


def publish(rooms: Rooms, knowledge: Knowledge, at: datetime) -> None:
    """A policy as it stood at a moment."""
    earlier = replace(rooms, knowledge=knowledge, voices={})
    Published(earlier.minds, rooms.ledger).publish()
    with rooms.ledger._session() as session:
        session.connection().execute(update(PolicyVersionRow).where(PolicyVersionRow.version == knowledge.version).values(at=at))


def said(rooms: Rooms) -> str:
    """What stands in the channel; nothing where nothing does."""
    StaffDigest(rooms)(MONDAY)
    ((_, notice),) = rooms.engine.queued.items()
    found = rooms.voices[KIND].word(notice)
    assert found is None or found["channel"] == "#general"
    return found["words"] if found else ""


def test_what_many_asked_is_told_with_how_it_is_ruled_and_in_no_words_of_anybody(rooms: Rooms) -> None:
    ask(rooms, FEWEST_ASKERS)
    text = said(rooms)
    assert "• Claude Team with internal documents: ✓\u00a0Allowed" in text
    for part in ("Hiya", "may I", "pseudonym"):
        assert part not in text


def test_what_fewer_than_a_few_people_asked_is_told_to_nobody_however_often_they_asked(rooms: Rooms) -> None:
    ask(rooms, FEWEST_ASKERS - 1)
    ask(rooms, FEWEST_ASKERS - 1, days_ago=4)
    assert said(rooms) == ""


@pytest.mark.parametrize("days_ago", [0, 9], ids=["this week", "the week before the last"])
def test_only_the_week_that_ended_counts(rooms: Rooms, days_ago: int) -> None:
    ask(rooms, FEWEST_ASKERS, days_ago=days_ago)
    assert said(rooms) == ""


def test_at_most_three_are_told_the_most_asked_first(rooms: Rooms) -> None:
    tools = ("Claude Team", "ChatGPT Free", "ChatGPT Enterprise", "DeepL Pro")
    for more, tool in enumerate(tools):
        ask(rooms, FEWEST_ASKERS + more, f"May I put internal documents into {tool}?")
    lines = [line for line in said(rooms).splitlines() if line.startswith("•")]
    assert len(lines) == MOST and lines[0].startswith("• DeepL Pro")


@cache
def otherwise(effect: Effect, offering: str) -> Knowledge:
    """The sample policy with one rule more, that has this effect on a whole offering."""
    rules = answerer().mind.knowledge.policy.rules
    rule = replace(rules[0], id="one-more", effect=effect, offerings=frozenset({offering}), data=frozenset({ANY}), where={})
    return replace(knowledge_of(rules=(*rules, rule)), version="another")


def test_what_is_new_to_use_since_the_week_before_is_told(rooms: Rooms) -> None:
    publish(rooms, otherwise(Effect.FORBID, "claude/team"), MONDAY - timedelta(days=20))
    head, line = next(part for part in said(rooms).split("\n\n") if part.startswith("New to use")).splitlines()
    assert "Claude Team" in line and head


def test_what_got_stricter_since_the_week_before_is_told(rooms: Rooms) -> None:
    publish(rooms, rooms.knowledge, MONDAY - timedelta(days=20))
    rooms.knowledge = otherwise(Effect.FORBID, "deepl/pro")
    text = said(rooms)
    line = next(part for part in text.split("\n\n") if part.startswith("Changed")).splitlines()[1]
    assert "DeepL Pro" in line
    assert "say there that you have read it" in text


def test_who_is_asked_to_read_nothing_is_reminded_of_nothing(rooms: Rooms) -> None:
    ask(rooms, FEWEST_ASKERS)
    assert "have read it" not in said(rooms), "nothing changed"
    organisation = replace(rooms.knowledge.organisation, acknowledge=False)
    publish(rooms, replace(rooms.knowledge, organisation=organisation), MONDAY - timedelta(days=20))
    rooms.knowledge = replace(otherwise(Effect.FORBID, "deepl/pro"), organisation=organisation)
    text = said(rooms)
    assert "DeepL Pro" in text and "have read it" not in text, "acknowledge: no"


def test_nothing_that_was_erased_is_counted(rooms: Rooms) -> None:
    ask(rooms, FEWEST_ASKERS)
    key = rooms.ledger.questions()[0].key
    rooms.ledger.erase_questions([key], MONDAY)
    assert said(rooms) == ""


def test_a_condition_stands_within_its_sentence(rooms: Rooms) -> None:
    ask(rooms, FEWEST_ASKERS, "May I put contracts into Claude Team?")
    line = next(one for one in said(rooms).splitlines() if one.startswith("•"))
    assert "Yes, if: whoever signed the contract has agreed; you use only the part" in line


def test_without_a_channel_nothing_is_queued(rooms: Rooms) -> None:
    rooms.knowledge = knowledge_of("")
    StaffDigest(rooms)(MONDAY)
    assert not rooms.engine.queued


def test_it_comes_once_a_week(rooms: Rooms) -> None:
    for hours in (0, 1, 30):
        StaffDigest(rooms)(MONDAY + timedelta(hours=hours))
    assert list(rooms.engine.queued) == ["staff:2026-W47"]
