"""How many of so many were wrong goes in; how many of all may be, with 95 % confidence, comes out."""

from __future__ import annotations

from math import exp, lgamma, log

UNSURE = 0.05
_STEPS = 60


def upper_bound(wrong: int, n: int, unsure: float = UNSURE) -> float:
    """The share that is exceeded only with probability ``unsure`` (Clopper and Pearson, one side); 1 where nothing was asked.

    With none wrong it is ``1 - unsure ** (1 / n)``: 299 are needed for one in a hundred.
    """
    if n <= 0 or wrong >= n:
        return 1.0
    if wrong == 0:
        return float(1 - unsure ** (1 / n))
    low, high = wrong / n, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, n, middle) > unsure else (low, middle)
    return high


def _at_most(wrong: int, n: int, share: float) -> float:
    """The probability of so many wrong or fewer where this share of all is."""
    return sum(exp(_choose(n, k) + k * log(share) + (n - k) * log(1 - share)) for k in range(wrong + 1))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
