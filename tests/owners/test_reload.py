"""Hot reload: good edits correct, broken ones are told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from bot.owners.reload import Reload

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """A store and who is told."""

    faults: tuple[str, ...] = ()
    version: str = "v1"
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    corrected: list[str] = field(default_factory=list)
    broken: bool = False
    published: list[str] = field(default_factory=list)

    def correct(self) -> None:
        if self.broken:
            raise OSError("the ledger is away")
        self.corrected.append(self.version)

    def flow(self) -> Reload:
        return Reload(
            refresh=lambda: self.faults,
            version=lambda: self.version,
            correct=self.correct,
            digest=lambda text: sha256(text.encode()).hexdigest()[:12],
            enqueue=self.told.setdefault,
            publish=lambda: self.published.append(self.version),
        )


def test_a_new_version_corrects_old_answers_once() -> None:
    world = World()
    look = world.flow()
    for version in ("v1", "v1", "v2", "v2"):
        world.version = version
        assert look(NOW) == version
    assert world.corrected == world.published == ["v1", "v2"]


def test_a_broken_edit_is_told_once_and_again_when_it_changes() -> None:
    world = World()
    look = world.flow()
    for faults in ((), ("rules.yaml:2:11: unknown effect",), ("rules.yaml:2:11: unknown effect",), ("data.yaml:1:1: no id",)):
        world.faults = faults
        look(NOW)
    assert [notice["lines"] for notice in world.told.values()] == [["rules.yaml:2:11: unknown effect"], ["data.yaml:1:1: no id"]]
    assert world.corrected == ["v1"]


def test_a_fault_that_comes_back_is_told_again_on_another_day() -> None:
    world = World()
    look = world.flow()
    for day, faults in enumerate((("broken",), (), ("broken",))):
        world.faults = faults
        look(NOW + timedelta(days=day))
    assert len(world.told) == 2


def test_a_restart_tells_of_a_standing_fault_at_most_once_a_day() -> None:
    world = World(faults=("broken",))
    for _ in range(3):
        world.flow()(NOW)
    assert len(world.told) == 1


def test_a_correction_that_failed_is_done_at_the_next_look() -> None:
    world = World(broken=True)
    look = world.flow()
    with pytest.raises(OSError, match="away"):
        look(NOW)
    world.broken = False
    look(NOW)
    assert world.corrected == ["v1"]
