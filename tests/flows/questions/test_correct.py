"""Corrections: who got an answer that a new policy changes is told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.flows.questions.correct import Again, Correct
from bot.ledger.ledger import Ledger, open_ledger
from tests.databases import ledger_in

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """A ledger, and a policy that gives every kept question the same ruling."""

    ledger: Ledger
    version: str = "v1"
    says: str = "allow"
    queued: dict[str, dict[str, Any]] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    """Id -> seconds until it is worded."""
    wait: str = "stricter"

    def flow(self) -> Correct[Any]:
        return Correct(
            version=lambda: self.version,
            who_got=self.ledger.who_got,
            question=self.ledger.question,
            decide_again=self.decide,
            is_alone=lambda row: row.channel_kind == "dm",
            list_of=lambda several: " + ".join(again.entry() for _, again in several),
            enqueue=self.queue,
            waits={"at_once": 0, "stricter": 600, "milder": 3600},
            keep=self.ledger.keep_correction,
            now=lambda: NOW,
        )

    def decide(self, row: Any) -> Again | None:
        return Again(self.says, self.says, lambda: f"now {self.says}", lambda: row.key, self.wait) if row.ruling else None

    def queue(self, id_: str, notice: dict[str, Any], seconds: float) -> None:
        self.queued.setdefault(id_, notice)
        self.after[id_] = seconds

    def answer(self, key: str, at: datetime = NOW, ruling: Any = ({"x": 1},), **known: str) -> str:
        known = {"label": self.says, "verdict": self.says, "policy_version": self.version, **known}
        return self.ledger.keep_question(key, at=at, ruling=list(ruling), **known)

    def edit(self, version: str, says: str) -> tuple[str, ...]:
        self.version, self.says = version, says
        return self.flow()()

    def post_all(self) -> list[str]:
        """Say all that is queued; gives the words."""
        said = []
        for notice in self.queued.values():
            words = self.flow().word(notice)
            said.append(words["words"] if words else "")
            state = "posted" if words else "dropped"
            self.flow().kept(notice, {"state": state, "ts": "1.1", "reason": "", "said": words or {}})
        self.queued.clear()
        return said


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"secret")
    yield World(ledger)
    ledger.close()


def test_an_answer_that_has_changed_is_corrected_once(world: World) -> None:
    receipt = world.answer("a")
    assert world.edit("v2", "deny") == (receipt,)
    world.flow()()
    assert list(world.queued) == [f"correct:{receipt}:v2"]
    assert world.post_all() == ["now deny"]
    assert world.flow()() == ()


def test_an_answer_that_was_under_way_while_the_policy_changed_is_corrected_when_it_is_kept(world: World) -> None:
    """A model, or a Slack that asks to wait, may keep it under way for hours."""
    assert world.edit("v2", "deny") == ()
    world.version, world.says = "v1", "allow"
    receipt = world.answer("a")
    world.version, world.says = "v2", "deny"
    world.flow().late(receipt, "v1")
    assert list(world.queued) == [f"correct:{receipt}:v2"]
    assert world.post_all() == ["now deny"]
    world.flow().late(receipt, "v1")
    assert not world.queued


@pytest.mark.parametrize("version", ["", "v1"])
def test_an_answer_by_todays_policy_or_by_none_is_not_looked_at_again(world: World, version: str) -> None:
    receipt = world.answer("a")
    world.says = "deny"
    world.flow().late(receipt, version)
    assert not world.queued


def test_an_answer_that_stands_is_left_alone(world: World) -> None:
    world.answer("a")
    assert world.edit("v2", "allow") == ()


def test_an_answer_of_this_version_is_not_looked_at(world: World) -> None:
    world.answer("a")
    world.says = "deny"
    assert world.flow()() == ()


def test_an_answer_older_than_the_window_is_left_alone(world: World) -> None:
    world.answer("old", at=NOW - timedelta(days=91))
    receipt = world.answer("new", at=NOW - timedelta(days=89))
    assert world.edit("v2", "deny") == (receipt,)


def test_an_erased_question_is_not_decided_again(world: World) -> None:
    world.answer("a")
    world.ledger.erase(["a"], NOW)
    assert world.edit("v2", "deny") == ()


def test_what_nothing_was_decided_for_is_left_alone(world: World) -> None:
    world.answer("a", ruling=())
    assert world.edit("v2", "deny") == ()


def test_an_edit_taken_back_before_it_was_said_is_not_said(world: World) -> None:
    world.answer("a")
    world.edit("v2", "deny")
    world.edit("v1", "allow")
    assert world.post_all() == [""]


def test_there_and_back_and_there_again_is_told_each_time(world: World) -> None:
    world.answer("a")
    told = []
    for version, says in (("v2", "deny"), ("v1", "allow"), ("v2", "deny"), ("v2", "deny")):
        world.edit(version, says)
        told += world.post_all()
    assert told == ["now deny", "now allow", "now deny"]


def test_a_second_edit_before_the_first_was_said_tells_the_last_state(world: World) -> None:
    world.answer("a")
    world.edit("v2", "deny")
    world.edit("v3", "ask")
    assert world.post_all() == ["now ask", ""]


def test_a_correction_that_could_not_be_said_is_still_owed_at_the_next_version(world: World) -> None:
    receipt = world.answer("a")
    world.edit("v2", "deny")
    (notice,) = world.queued.values()
    said = world.flow().word(notice)
    world.flow().kept(notice, {"state": "refused", "ts": "", "reason": "channel_not_found", "said": said})
    assert world.edit("v3", "deny") == (receipt,)


@pytest.mark.parametrize(("wait", "seconds"), [("at_once", 0), ("stricter", 600), ("milder", 3600)])
def test_what_is_stricter_is_told_before_what_is_milder(world: World, wait: str, seconds: float) -> None:
    receipt = world.answer("a")
    world.wait = wait
    world.edit("v2", "deny")
    assert world.after == {f"correct:{receipt}:v2": seconds}


def test_what_one_person_alone_was_told_is_one_message_and_what_others_read_is_corrected_there(world: World) -> None:
    for key in ("a", "b", "c"):
        world.answer(key, asker="sanne", channel_kind="dm")
    world.answer("thread", asker="sanne", channel_kind="channel")
    world.answer("other", asker="lieke", channel_kind="dm")
    world.edit("v2", "deny")
    assert world.post_all() == ["a + b + c", "", "", "other", "now deny"]
    assert world.flow()() == ()


def test_the_notices_of_one_person_are_so_far_apart_that_one_tells_of_all(world: World) -> None:
    for key in ("a", "b"):
        world.answer(key, asker="sanne", channel_kind="dm")
    world.answer("other", asker="lieke", channel_kind="dm")
    world.edit("v2", "deny")
    assert list(world.after.values()) == [600, 615, 600]


def test_what_does_not_fit_into_one_message_has_one_of_its_own(world: World) -> None:
    for key in ("a" * 1000, "b" * 1000, "c" * 1000):
        world.answer(key, asker="sanne", channel_kind="dm")
    world.edit("v2", "deny")
    assert [len(words) for words in world.post_all()] == [2003, 0, 1000]
