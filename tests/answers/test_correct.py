"""Corrections: who got an answer that a new policy changes is told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answers.answer import answer
from bot.answers.correct import correct, correct_kept, correction_words, keep_correction
from bot.answers.mind import Mind, Minds
from bot.app import App
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import question_values
from bot.policy.deciding.decide import compile_policy
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, SafeText
from bot.policy.words import Citation, Effect, Rule
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in

NOW = datetime.now(UTC)
SECRET = "a secret for tests only, 32 bytes"
SHIPPED = answerer().mind
ASKED = "May I use Claude Team for our press release?"
EFFECTS = {"deny": Effect.FORBID, "conditional": Effect.REVIEW}


class World:
    """A real ledger, and a policy that gives one question the label that is wanted. The engine only keeps what it is given."""

    def __init__(self, at: Path) -> None:
        self.ledger = open_ledger(ledger_in(at / "bot.db"), SECRET.encode())
        settings = read_settings(key=SecretStr(SECRET), correct_stricter_seconds=600, correct_milder_seconds=3600)
        self.version, self.says, self.suspended = "v1", "allow", frozenset[str]()
        self.app = App(settings, load_catalog(), self.ledger, self.knowledge)
        self.app.engine = self  # type: ignore[assignment]
        self.minds = Minds(self.knowledge, self.mind_of)
        self.queued: dict[str, dict[str, Any]] = {}
        self.after: dict[str, float] = {}
        """Id -> seconds until it is worded."""

    def knowledge(self) -> Knowledge:
        policy = replace(SHIPPED.knowledge.policy, version=self.version, suspended=self.suspended)
        if effect := EFFECTS.get(self.says):
            of = frozenset({"claude/team"}), frozenset({"published-content"})
            policy = replace(policy, rules=(*policy.rules, Rule("of-the-test", effect, *of, Citation("rules.yaml", 1, 1))))
        return replace(SHIPPED.knowledge, policy=policy, version=self.version)

    @staticmethod
    def mind_of(knowledge: Knowledge) -> Mind:
        return replace(SHIPPED, knowledge=knowledge, compiled=compile_policy(knowledge.policy))

    def notify_again(self, id_: str, notice: dict[str, Any], seconds: float) -> None:
        self.queued.setdefault(id_, notice)
        self.after[id_] = seconds

    def answer(self, key: str, at: datetime = NOW, text: str = ASKED, **known: str) -> str:
        made = answer(self.mind_of(self.knowledge()), SafeText(text), None, Asker(), "", NOW.date())
        values = question_values(made.reading, made.ruled, made.answer, self.version)
        return self.ledger.keep_question(key, **{"at": at, "channel_kind": "channel", **values, **known})

    def correct(self) -> tuple[str, ...]:
        return correct(self.app, self.minds)

    def edit(self, version: str, says: str) -> tuple[str, ...]:
        self.version, self.says = version, says
        return self.correct()

    def post_all(self) -> list[list[str]]:
        """Say all that is queued; gives for each the labels that it tells."""
        told = []
        for notice in self.queued.values():
            said = correction_words(self.app, self.minds, notice) or {}
            told.append([said["label"], *(one["label"] for one in said.get("others", ()))] if said else [])
            state = "posted" if said else "dropped"
            keep_correction(self.app, notice, {"state": state, "ts": "1.1", "reason": "", "said": said})
        self.queued.clear()
        return told


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.ledger.close()


def test_an_answer_that_has_changed_is_corrected_once(world: World) -> None:
    receipt = world.answer("a")
    assert world.edit("v2", "deny") == (receipt,)
    world.correct()
    assert list(world.queued) == [f"correct:{receipt}:v2"]
    assert world.post_all() == [["deny"]]
    assert world.correct() == ()


def test_an_answer_that_was_under_way_while_the_policy_changed_is_corrected_when_it_is_kept(world: World) -> None:
    """A model, or a Slack that asks to wait, may keep it under way for hours."""
    assert world.edit("v2", "deny") == ()
    world.version, world.says = "v1", "allow"
    receipt = world.answer("a")
    world.version, world.says = "v2", "deny"
    correct_kept(world.app, world.minds, receipt, "v1")
    assert list(world.queued) == [f"correct:{receipt}:v2"]
    assert world.post_all() == [["deny"]]
    correct_kept(world.app, world.minds, receipt, "v1")
    assert not world.queued


@pytest.mark.parametrize("version", ["", "v1"])
def test_an_answer_by_todays_policy_or_by_none_is_not_looked_at_again(world: World, version: str) -> None:
    receipt = world.answer("a")
    world.says = "deny"
    correct_kept(world.app, world.minds, receipt, version)
    assert not world.queued


def test_an_answer_that_stands_is_left_alone(world: World) -> None:
    world.answer("a")
    assert world.edit("v2", "allow") == ()


def test_an_answer_of_this_version_is_not_looked_at(world: World) -> None:
    world.answer("a")
    world.says = "deny"
    assert world.correct() == ()


def test_an_answer_older_than_the_window_is_left_alone(world: World) -> None:
    world.answer("old", at=NOW - timedelta(days=91))
    receipt = world.answer("new", at=NOW - timedelta(days=89))
    assert world.edit("v2", "deny") == (receipt,)


def test_an_erased_question_is_not_decided_again(world: World) -> None:
    world.answer("a")
    world.ledger.erase(["a"], NOW)
    assert world.edit("v2", "deny") == ()


def test_what_nothing_was_decided_for_is_left_alone(world: World) -> None:
    world.answer("a", text="hello")
    assert world.edit("v2", "deny") == ()


def test_an_edit_taken_back_before_it_was_said_is_not_said(world: World) -> None:
    world.answer("a")
    world.edit("v2", "deny")
    world.edit("v1", "allow")
    assert world.post_all() == [[]]


def test_there_and_back_and_there_again_is_told_each_time(world: World) -> None:
    world.answer("a")
    told = []
    for version, says in (("v2", "deny"), ("v1", "allow"), ("v2", "deny"), ("v2", "deny")):
        world.edit(version, says)
        told += world.post_all()
    assert told == [["deny"], ["allow"], ["deny"]]


def test_a_second_edit_before_the_first_was_said_tells_the_last_state(world: World) -> None:
    world.answer("a")
    world.edit("v2", "deny")
    world.edit("v3", "conditional")
    assert world.post_all() == [["conditional"], []]


def test_a_correction_that_could_not_be_said_is_still_owed_at_the_next_version(world: World) -> None:
    receipt = world.answer("a")
    world.edit("v2", "deny")
    (notice,) = world.queued.values()
    said = correction_words(world.app, world.minds, notice)
    keep_correction(world.app, notice, {"state": "refused", "ts": "", "reason": "channel_not_found", "said": said})
    assert world.edit("v3", "deny") == (receipt,)


@pytest.mark.parametrize(
    ("before", "now", "suspended", "seconds"),
    [("allow", "allow", {"claude/team"}, 0), ("allow", "deny", (), 600), ("deny", "allow", (), 3600)],
    ids=["a tool is suspended", "stricter", "milder"],
)
def test_what_is_stricter_is_told_before_what_is_milder(
    world: World, before: str, now: str, suspended: set[str], seconds: float
) -> None:
    world.says = before
    receipt = world.answer("a")
    world.suspended = frozenset(suspended)
    world.edit("v2", now)
    assert world.after == {f"correct:{receipt}:v2": seconds}


def test_what_one_person_alone_was_told_is_one_message_and_what_others_read_is_corrected_there(world: World) -> None:
    for key in ("a", "b", "c"):
        world.answer(key, asker="sanne", channel_kind="dm")
    world.answer("thread", asker="sanne", channel_kind="channel")
    world.answer("other", asker="lieke", channel_kind="dm")
    world.edit("v2", "deny")
    assert sorted(map(len, world.post_all())) == [0, 0, 1, 1, 3]
    assert world.correct() == ()


def test_the_notices_of_one_person_are_so_far_apart_that_one_tells_of_all(world: World) -> None:
    for key in ("a", "b"):
        world.answer(key, asker="sanne", channel_kind="dm")
    world.answer("other", asker="lieke", channel_kind="dm")
    world.edit("v2", "deny")
    assert list(world.after.values()) == [600, 615, 600]


def test_what_does_not_fit_into_one_message_has_one_of_its_own(world: World) -> None:
    for number in range(20):
        world.answer(f"k{number}", asker="sanne", channel_kind="dm")
    world.edit("v2", "deny")
    told = [len(labels) for labels in world.post_all() if labels]
    assert len(told) > 1 and sum(told) == 20
