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

from bot.app import App
from bot.desk.digests import FEWEST_ASKERS, MOST, queue_staff, staff_words
from bot.knowledge.catalog import load_catalog
from bot.ledger.acknowledged import PolicyVersionRow
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import question_values
from bot.ledger.publications import Publications
from bot.policy.house import Knowledge
from bot.policy.words import ANY, Effect
from bot.settings import read_settings
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


def knowledge_of(channel: str = "#general", **policy: Any) -> Knowledge:
    knowledge = answerer().mind.knowledge
    organisation = replace(knowledge.organisation, digest_channel=channel)
    return replace(knowledge, organisation=organisation, policy=replace(knowledge.policy, **policy))


@cache
def usual() -> Knowledge:
    """The sample policy, with a channel for the week."""
    return knowledge_of()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """One with a ledger of its own."""
    ledger = open_ledger(ledger_in(tmp_path / "week.db"), b"a key that is long enough for this")
    made = App(read_settings(), load_catalog(), ledger, usual)
    made.engine = Queue()  # type: ignore[assignment]
    yield made
    ledger.close()


def queued(app: App) -> dict[str, dict[str, Any]]:
    return app.engine.queued  # type: ignore[attr-defined, no-any-return]


def ask(app: App, people: int, text: str = ASKED, days_ago: int = 3, first: int = 0) -> None:
    answered = answerer().ask(text)
    values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
    for number in range(first, first + people):
        at = MONDAY - timedelta(days=days_ago)
        key = f"{days_ago}:{number}:{text}"
        app.ledger.keep_question(key, at=at, asker=f"pseudonym-{number}", channel_kind="dm", trigger="dm", **values)


def publish(app: App, knowledge: Knowledge, at: datetime) -> None:
    """A policy as it stood at a moment."""
    Publications(app.ledger).publish(knowledge)
    with app.ledger._session() as session:
        session.connection().execute(update(PolicyVersionRow).where(PolicyVersionRow.version == knowledge.version).values(at=at))


def said(app: App) -> str:
    """What stands in the channel; nothing where nothing does."""
    queue_staff(app, MONDAY)
    ((_, notice),) = queued(app).items()
    found = staff_words(app, notice)
    assert found is None or found["channel"] == "#general"
    return found["words"] if found else ""


def test_what_many_asked_is_told_with_how_it_is_ruled_and_in_no_words_of_anybody(app: App) -> None:
    ask(app, FEWEST_ASKERS)
    text = said(app)
    assert "• Claude Team with internal documents: ✓\u00a0Allowed" in text
    for part in ("Hiya", "may I", "pseudonym"):
        assert part not in text


def test_what_fewer_than_a_few_people_asked_is_told_to_nobody_however_often_they_asked(app: App) -> None:
    ask(app, FEWEST_ASKERS - 1)
    ask(app, FEWEST_ASKERS - 1, days_ago=4)
    assert said(app) == ""


@pytest.mark.parametrize("days_ago", [0, 9], ids=["this week", "the week before the last"])
def test_only_the_week_that_ended_counts(app: App, days_ago: int) -> None:
    ask(app, FEWEST_ASKERS, days_ago=days_ago)
    assert said(app) == ""


def test_at_most_three_are_told_the_most_asked_first(app: App) -> None:
    tools = ("Claude Team", "ChatGPT Free", "ChatGPT Enterprise", "DeepL Pro")
    for more, tool in enumerate(tools):
        ask(app, FEWEST_ASKERS + more, f"May I put internal documents into {tool}?")
    lines = [line for line in said(app).splitlines() if line.startswith("•")]
    assert len(lines) == MOST and lines[0].startswith("• DeepL Pro")


@cache
def otherwise(effect: Effect, offering: str) -> Knowledge:
    """The sample policy with one rule more, that has this effect on a whole offering."""
    rules = answerer().mind.knowledge.policy.rules
    rule = replace(rules[0], id="one-more", effect=effect, offerings=frozenset({offering}), data=frozenset({ANY}), where={})
    return replace(knowledge_of(rules=(*rules, rule)), version="another")


def test_what_is_new_to_use_since_the_week_before_is_told(app: App) -> None:
    publish(app, otherwise(Effect.FORBID, "claude/team"), MONDAY - timedelta(days=20))
    head, line = next(part for part in said(app).split("\n\n") if part.startswith("New to use")).splitlines()
    assert "Claude Team" in line and head


def test_what_got_stricter_since_the_week_before_is_told(app: App) -> None:
    publish(app, app.knowledge, MONDAY - timedelta(days=20))
    app.current = lambda: otherwise(Effect.FORBID, "deepl/pro")
    text = said(app)
    line = next(part for part in text.split("\n\n") if part.startswith("Changed")).splitlines()[1]
    assert "DeepL Pro" in line
    assert "say there that you have read it" in text


def test_who_is_asked_to_read_nothing_is_reminded_of_nothing(app: App) -> None:
    ask(app, FEWEST_ASKERS)
    assert "have read it" not in said(app), "nothing changed"
    organisation = replace(app.knowledge.organisation, acknowledge=False)
    publish(app, replace(app.knowledge, organisation=organisation), MONDAY - timedelta(days=20))
    app.current = lambda: replace(otherwise(Effect.FORBID, "deepl/pro"), organisation=organisation)
    text = said(app)
    assert "DeepL Pro" in text and "have read it" not in text, "acknowledge: no"


def test_nothing_that_was_erased_is_counted(app: App) -> None:
    ask(app, FEWEST_ASKERS)
    key = app.ledger.questions()[0].key
    app.ledger.erase_questions([key], MONDAY)
    assert said(app) == ""


def test_a_condition_stands_within_its_sentence(app: App) -> None:
    ask(app, FEWEST_ASKERS, "May I put contracts into Claude Team?")
    line = next(one for one in said(app).splitlines() if one.startswith("•"))
    assert "Yes, if: whoever signed the contract has agreed; you use only the part" in line


def test_without_a_channel_nothing_is_queued(app: App) -> None:
    app.current = lambda: knowledge_of("")
    queue_staff(app, MONDAY)
    assert not queued(app)


def test_it_comes_once_a_week(app: App) -> None:
    for hours in (0, 1, 30):
        queue_staff(app, MONDAY + timedelta(hours=hours))
    assert list(queued(app)) == ["staff:2026-W47"]
