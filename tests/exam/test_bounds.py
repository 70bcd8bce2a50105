"""How many of so many were wrong -> how many of all may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exam.bounds import upper_bound
from tests.laws import examples

KNOWN = [(0, 299, 0.00997), (0, 59, 0.0495), (1, 100, 0.0466), (3, 300, 0.0256), (5, 20, 0.4555), (0, 1, 0.95)]
"""Wrong, of how many, the bound as R's binom.test(alternative = "less") gives it."""


@pytest.mark.parametrize(("wrong", "n", "bound"), KNOWN)
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, n: int, bound: float) -> None:
    assert upper_bound(wrong, n) == pytest.approx(bound, abs=0.0001)


@pytest.mark.parametrize(("wrong", "n"), [(0, 0), (3, 3), (5, 4)])
def test_of_nothing_nothing_is_known(wrong: int, n: int) -> None:
    assert upper_bound(wrong, n) == 1


@given(st.integers(0, 20), st.integers(1, 1000))
@examples(200)
def test_one_more_that_is_wrong_never_lowers_it_and_one_more_that_is_right_never_raises_it(wrong: int, n: int) -> None:
    bound = upper_bound(wrong, n)
    assert upper_bound(wrong + 1, n + 1) >= bound - 1e-9
    assert upper_bound(wrong, n + 1) <= bound + 1e-9
    assert bound >= min(wrong / n, 1.0) - 1e-9
