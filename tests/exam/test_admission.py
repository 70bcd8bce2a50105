"""What came of each question of an admission -> whether the model may propose, and no later than that is decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exam.admission import FEWEST, Entered, admission_marks_of
from tests.laws import examples

RIGHT = Entered("q", is_asked=True, is_valid=True, is_wrong=False, is_wrong_offer=False, seconds=2.0)
WRONG, OFFER, CUT = replace(RIGHT, is_wrong=True), replace(RIGHT, is_wrong_offer=True), replace(RIGHT, is_valid=False)
BY_WORDS = replace(RIGHT, is_asked=False, is_valid=False, is_wrong=True, seconds=0.0)
"""Closed messages: words answer them alone, wrongly or not."""


def sat(*parts: tuple[Entered, int]) -> list[Entered]:
    return [one for one, times in parts for _ in range(times)]


SAT = [
    ("all is right", sat((RIGHT, 60)), True),
    ("eight are wrong", sat((WRONG, 8), (RIGHT, 52)), True),
    ("nine are wrong", sat((WRONG, 9), (RIGHT, 51)), False),
    ("two wrong offers", sat((OFFER, 2), (RIGHT, 58)), True),
    ("three wrong offers", sat((OFFER, 3), (RIGHT, 57)), False),
    ("three of sixty not in form", sat((CUT, 3), (RIGHT, 57)), True),
    ("four of sixty not in form", sat((CUT, 4), (RIGHT, 56)), False),
    ("three of fifty not in form, for words answered the others", sat((CUT, 3), (RIGHT, 47), (BY_WORDS, 10)), False),
    ("what words get wrong is not its fault", sat((RIGHT, 48), (BY_WORDS, 12)), True),
    ("it was asked nothing", sat((BY_WORDS, 60)), False),
    ("nothing was sat", [], False),
]


@pytest.mark.parametrize(("entered", "admitted"), [case[1:] for case in SAT], ids=[case[0] for case in SAT])
def test_who_may_propose(entered: list[Entered], *, admitted: bool) -> None:
    assert admission_marks_of(entered).is_admitted is admitted


def test_both_passes_are_asked_only_where_both_are_quick() -> None:
    quick, slow = replace(RIGHT, both_seconds=5.0), replace(RIGHT, both_seconds=5.1)
    assert admission_marks_of(sat((quick, 3), (slow, 2), (RIGHT, 55))).both
    assert not admission_marks_of(sat((quick, 2), (slow, 3), (RIGHT, 55))).both
    assert not admission_marks_of(sat((RIGHT, 60))).both, "nobody knows what both take"


kinds = st.lists(st.sampled_from([RIGHT, RIGHT, RIGHT, WRONG, OFFER, CUT, BY_WORDS]), min_size=FEWEST, max_size=FEWEST)


@given(kinds, st.integers(1, FEWEST))
@examples(300)
def test_what_ends_early_would_not_have_been_admitted(entered: list[Entered], seen: int) -> None:
    if admission_marks_of(entered[:seen]).is_lost:
        assert not admission_marks_of(entered).is_admitted
