"""``model:`` of policy.yaml, also as version 0.1.0 wrote it, goes in; how far the owner lets a model be believed comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.load import load
from bot.policy.trust import Level, Limits
from tests.knowledge.folders import write

HEAD = "organisation: Small House\nowner: a@example.org\n"
WRITTEN = [
    ("", Limits()),
    ("model: {believe: off}", Limits(Level.OFF)),
    ("model: {believe: proposes}", Limits(Level.PROPOSES)),
    ("model: {believe: believed, wrong_at_most: 0.005}", Limits(Level.BELIEVED, 0.005)),
]
OLD = [("none", Level.OFF), ("guard", Level.PROPOSES), ("harmless", Level.PROPOSES), ("full", Level.BELIEVED)]


@pytest.mark.parametrize(("text", "limits"), WRITTEN)
def test_the_owner_may_cap_it(text: str, limits: Limits, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {"policy.yaml": f"{HEAD}{text}\n"}))
    assert loaded.or_raise().organisation.believing == limits
    assert loaded.faults == ()


@pytest.mark.parametrize(("word", "level"), OLD)
def test_the_words_of_0_1_0_mean_todays_levels(word: str, level: Level, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {"policy.yaml": f"{HEAD}model: {{believe: {word}, wrong_at_most: 0.02}}\n"}))
    assert loaded.or_raise().organisation.believing == Limits(level, 0.02)
    assert loaded.faults == ()


@pytest.mark.parametrize(("word", "level"), OLD)
@pytest.mark.parametrize("harmless", ["[public]", "public", "[no-such-class, menus]", "[]"])
def test_the_classes_of_0_1_0_are_one_warning_at_most(word: str, level: Level, harmless: str, tmp_path: Path) -> None:
    text = f"{HEAD}model:\n  believe: {word}\n  harmless: {harmless}\n"
    loaded = load(write(tmp_path, {"policy.yaml": text}))
    assert loaded.or_raise().organisation.believing == Limits(level)
    assert [(one.code, one.severity, one.at.line) for one in loaded.faults] == [("K081", "warning", 5)]
