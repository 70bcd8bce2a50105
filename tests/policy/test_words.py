"""A value of the core -> how it is written."""

from __future__ import annotations

from bot.policy.words import Citation


def test_a_place_that_is_none_is_told_as_nothing() -> None:
    assert [str(Citation("", 0)), str(Citation("rules.yaml", 3, 5))] == ["", "rules.yaml:3:5"]
