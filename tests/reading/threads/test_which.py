"""Which tool to use for one thing after another is asked of each alone; what a thing is for, or is made of, goes in with it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import SAMPLE, heard, named

RECORD, WHICH = "May I put a health record into Claude Team?", "Which tool may take a health record?"


@pytest.mark.parametrize(
    ("name", "first", "then", "data"),
    [
        ("another thing", RECORD, "which tool for translating a leaflet into Polish?", False),
        ("another thing, behind a which", WHICH, "and for a job advert?", False),
        ("what it is for", WHICH, "it is for a leaflet", True),
        ("what it is for, without a verb", WHICH, "for a leaflet", True),
        ("what is made of it", RECORD, "which tool for a leaflet from this?", True),
        ("what they are made into", RECORD, "what tool should I use to turn them into notes for the leaflet?", True),
        (
            "what is made of it, in German",
            "Darf ich eine Patientenakte in Claude Team geben?",
            "und daraus für einen Flyer?",
            True,
        ),
        ("for which class", WHICH, "for internal use", True),
    ],
)
def test_which_tool_for_another_thing_stands_alone(name: str, first: str, then: str, data: bool) -> None:
    answerer, state = named(SAMPLE), None
    for text in (first, then):
        answered = answerer.mind.flow(make_safe(text), state, Asker(), "R-TEST", date(2026, 11, 27))
        state = answered.state
    asked = {id_ for ruled in answered.ruled for id_ in heard(ruled.item.question)}
    assert ("health-records" in asked) is data, (name, asked)
