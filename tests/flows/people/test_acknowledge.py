"""What somebody has not read yet: who is asked, about which version, and who is left in peace."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.flows.people.acknowledge import Acknowledge
from bot.policy.changes.change import Flip
from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.home import Viewer
from bot.policy.talks.talk import Asker
from bot.policy.words import Verdict

SANNE = Viewer(Asker("sanne"))
FLIP = Flip("claude/team", "names", Ruling(Verdict.FORBIDDEN), Ruling(Verdict.ALLOWED))


@dataclass
class World:
    """Versions in the order of their publication, and who knows which."""

    published: list[str] = field(default_factory=lambda: ["v1"])
    known: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    first_answer: str = ""
    changes_nothing: frozenset[str] = frozenset()
    is_wanted: bool = True

    def flow(self) -> Acknowledge:
        return Acknowledge(
            is_wanted=lambda: self.is_wanted,
            current=lambda: self.published[-1],
            last_known=lambda person: self.known[person][-1][0] if person in self.known else "",
            first_answered_by=lambda person: self.first_answer,
            published_before=lambda version: ["", *self.published][self.published.index(version)],
            differ=lambda known, viewer: () if known in self.changes_nothing else (FLIP,),
            is_published=lambda version: version in self.published,
            keep=lambda person, version, how: self.known.setdefault(person, []).append((version, how)),
        )

    def owed(self) -> tuple[str, str] | None:
        owed = self.flow().owed(SANNE)
        return (owed.version, owed.since) if owed else None


def test_the_first_version_needs_no_acknowledgement() -> None:
    assert World().owed() is None


def test_a_new_version_is_owed_until_it_is_read() -> None:
    world = World()
    world.owed()
    world.published.append("v2")
    assert world.owed() == ("v2", "v1")
    world.flow().read(SANNE, "v2")
    assert world.owed() is None
    assert world.known["sanne"][-1] == ("v2", "read")


def test_two_versions_later_the_difference_is_to_the_one_that_was_read() -> None:
    world = World()
    world.owed()
    world.published += ["v2", "v3"]
    assert world.owed() == ("v3", "v1")


def test_reading_a_version_that_is_not_the_newest_any_more_leaves_the_rest_owed() -> None:
    world = World()
    world.owed()
    world.published += ["v2", "v3"]
    world.flow().read(SANNE, "v2")
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
def test_whom_nobody_met_is_asked_about_what_they_can_know_of(first_answer: str, owed: tuple[str, str] | None) -> None:
    assert World(["v1", "v2", "v3"], first_answer=first_answer).owed() == owed


def test_an_edit_that_changes_nothing_for_them_is_not_owed() -> None:
    assert World(["v1", "v2"], changes_nothing=frozenset({"v1"})).owed() is None


def test_a_policy_that_asks_for_none_gets_none() -> None:
    world = World(["v1", "v2"], is_wanted=False)
    assert world.owed() is None
    world.flow().read(SANNE, "v2")
    assert world.known == {}


def test_a_version_that_was_never_published_cannot_be_read() -> None:
    world = World(["v1", "v2"])
    world.flow().read(SANNE, "v9")
    assert world.known == {}
