"""What somebody has not read yet: who is asked, about which version, and who is left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.desk import acknowledgements
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.policy.house import Knowledge
from bot.policy.talks.home import Viewer
from bot.policy.talks.talk import Asker
from bot.policy.words import Effect
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in

SANNE = Viewer(Asker("sanne"))
EFFECTS = {"v1": Effect.FORBID, "v2": Effect.REVIEW, "v3": None}
"""What every rule of a version says; the last is the sample company's policy as it is."""


def policy_of(version: str, *, asks: bool = True, like: str = "") -> Knowledge:
    """One of three policies of which no two rule alike; ``like``: it rules as another one does."""
    now = answerer().mind.knowledge
    rules = tuple(replace(one, effect=EFFECTS[like or version] or one.effect) for one in now.policy.rules)
    organisation = replace(now.organisation, acknowledge=asks)
    return replace(now, policy=replace(now.policy, rules=rules, version=version), version=version, organisation=organisation)


@dataclass
class World:
    """Versions as they came into force, and what one person owes."""

    app: App

    def publish(self, *versions: Knowledge) -> None:
        """Each in its turn; the last one answers now."""
        for one in versions:
            self.app.publications.publish(one)
        self.app.current = lambda: versions[-1]

    def owed(self) -> tuple[str, str] | None:
        found = acknowledgements.owed(self.app, SANNE)
        return (found.version, found.since) if found else None


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    ledger = open_ledger(ledger_in(tmp_path / "read.db"), b"a key that is long enough for this")
    made = World(App(read_settings(), load_catalog(), ledger, lambda: policy_of("v1")))
    made.publish(policy_of("v1"))
    yield made
    ledger.close()


def test_the_first_version_needs_no_acknowledgement(world: World) -> None:
    assert world.owed() is None


def test_a_new_version_is_owed_until_it_is_read(world: World) -> None:
    world.owed()
    world.publish(policy_of("v2"))
    assert world.owed() == ("v2", "v1")
    acknowledgements.read(world.app, SANNE, "v2")
    assert world.owed() is None
    assert world.app.ledger.all_known() == [("sanne", "v1", "met"), ("sanne", "v2", "read")]


def test_two_versions_later_the_difference_is_to_the_one_that_was_read(world: World) -> None:
    world.owed()
    world.publish(policy_of("v2"), policy_of("v3"))
    assert world.owed() == ("v3", "v1")


def test_reading_a_version_that_is_not_the_newest_any_more_leaves_the_rest_owed(world: World) -> None:
    world.owed()
    world.publish(policy_of("v2"), policy_of("v3"))
    acknowledgements.read(world.app, SANNE, "v2")
    assert world.owed() == ("v3", "v2")


@pytest.mark.parametrize(
    ("first_answer", "owed"),
    [("", ("v3", "v2")), ("v1", ("v3", "v1")), ("v3", None), ("gone", ("v3", "v2"))],
    ids=[
        "never met: the last change",
        "asked long ago: all since then",
        "came in with today's",
        "answered by a version nobody kept",
    ],
)
def test_whom_nobody_met_is_asked_about_what_they_can_know_of(
    world: World, first_answer: str, owed: tuple[str, str] | None
) -> None:
    if first_answer:
        world.app.ledger.keep_question("k", at=datetime.now(UTC), asker="sanne", policy_version=first_answer)
    world.publish(policy_of("v2"), policy_of("v3"))
    assert world.owed() == owed


def test_an_edit_that_changes_nothing_for_them_is_not_owed(world: World) -> None:
    world.owed()
    world.publish(policy_of("a new comma", like="v1"))
    assert world.owed() is None


def test_a_policy_that_asks_for_none_gets_none(world: World) -> None:
    world.publish(policy_of("v2", asks=False))
    assert world.owed() is None
    acknowledgements.read(world.app, SANNE, "v2")
    assert world.app.ledger.all_known() == []


def test_a_version_that_was_never_published_cannot_be_read(world: World) -> None:
    acknowledgements.read(world.app, SANNE, "v9")
    assert world.app.ledger.all_known() == []
