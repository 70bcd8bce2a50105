"""Answers go in; whether they still say what a person saw them say comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.mentions import FIRST, JUDGED, drawn, fallen, judged, questions_of, tuned
from tests.reading.conftest import answerer_of

STILL_THERE = 0.7


@pytest.mark.parametrize("path", [JUDGED, FIRST], ids=["today", "first contact"])
def test_every_judged_question_is_judged_for_all_that_it_must_mention(path: Path) -> None:
    told: dict[tuple[str, str], list[str]] = {}
    for one in judged(path):
        told.setdefault((one.set, one.id), []).append(one.name)
        told_why = one.said and not one.cause if one.present else one.cause and one.note and not one.said
        assert told_why, f"{one.id} {one.name}: present needs `said`, missing needs `cause` and `note`"
    for (name, id_), concepts in told.items():
        assert concepts == questions_of(name)[id_]["must_mention"], id_


def test_another_draw_takes_nothing_that_is_held_out_or_was_judged() -> None:
    taken = {(one.set, one.id) for path in (JUDGED, FIRST) for one in judged(path)}
    picked = {(name, one["id"]) for name, one in drawn()}
    assert picked
    assert not picked & taken
    assert {name for name, _ in picked} <= set(tuned())


def test_words_that_say_a_concept_still_stand_in_the_answer() -> None:
    present = [one for one in judged() if one.present]
    gone = fallen(present, answerer_of)
    assert len(present) - len(gone) >= STILL_THERE * len(present), [f"{one.id} {one.name}: {one.said}" for one in gone]
