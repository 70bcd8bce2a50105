"""A thing is the same data in whatever language it is called: ``things.txt`` has its names in five."""

from __future__ import annotations

from functools import cache

from benchmarks.things import Thing, asked

KNOWN = {"a room booking"}
"""In French and Spanish a word for it is one for what is restricted."""


@cache
def things() -> tuple[Thing, ...]:
    return tuple(asked())


def test_nothing_is_a_plain_yes_in_one_language_and_a_no_in_another() -> None:
    assert [thing.names for thing in things() if thing.differs and thing.names["en"] not in KNOWN] == []
