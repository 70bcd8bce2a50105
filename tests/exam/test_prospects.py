"""An exam ends early only where nothing else can come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exam.marking import Sat, marks_of
from bot.exam.prospects import EVERY, is_decided, until_decided
from bot.policy.trust import Level
from tests.exam.test_marking import RIGHT, STRICT, WRONG, paper
from tests.laws import examples

PAPERS = [
    ("nothing was asked", [], False),
    ("a good start", paper((RIGHT, 50), (STRICT, 50)), False),
    ("too early to tell", paper((WRONG, 3), (RIGHT, 47)), False),
    ("half of what it grounds is wrong", paper((WRONG, 50), (RIGHT, 50)), True),
    ("it grounds too little to prove anything", paper((STRICT, 300)), True),
    ("looked at only now and then", paper((WRONG, 50), (RIGHT, 51)), False),
]


@pytest.mark.parametrize(("sat", "decided"), [case[1:] for case in PAPERS], ids=[case[0] for case in PAPERS])
def test_it_ends_where_the_level_is_decided(sat: Sequence[Sat], *, decided: bool) -> None:
    assert is_decided(sat, 2000, 0.01) is decided


def test_a_model_that_is_sure_of_what_is_right_may_go_on() -> None:
    sat = paper((replace(RIGHT, sure=0.97), 60), (replace(WRONG, sure=0.4), 40), (STRICT, 100))
    assert not is_decided(sat, 2000, 0.01)


@examples(200)
@given(st.lists(st.sampled_from([RIGHT, WRONG, STRICT, replace(WRONG, sure=0.4)]), max_size=12), st.integers(1, 40))
def test_what_ends_early_is_not_believed(kinds: list[Sat], times: int) -> None:
    sat = paper(*((one, times) for one in kinds))
    sat = sat[: len(sat) // EVERY * EVERY]
    if is_decided(sat, len(sat), 0.01):
        assert marks_of(sat, 0.01).level is Level.OFF


def test_no_question_is_asked_after_the_level_is_decided() -> None:
    asked = iter(paper((WRONG, 500)))
    assert len(list(until_decided(asked, 2000, 0.01))) == EVERY
    assert len(list(asked)) == 500 - EVERY


def test_a_good_model_is_asked_every_question() -> None:
    sat = paper((RIGHT, 400), (STRICT, 100))
    assert list(until_decided(sat, 500, 0.01)) == sat
