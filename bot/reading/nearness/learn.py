"""Phrases of a policy and how near they are to each other go in; what counts as near in this policy comes out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SAMPLE = 800
"""Phrases that are left out one by one."""
SURE = 0.9
"""So many of the nearest phrases from the threshold on are of the same class."""
FEWEST = 20
"""Phrases above a threshold that tell anything."""
WIDEST = 0.15
LOWEST = 0.5
"""Below this, nearness is noise whatever was learnt (measured with all-minilm on phrases of one to four words)."""
NEVER = 2.0
"""A threshold that nothing reaches: this policy's phrases do not tell its classes apart."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """``threshold``: from here on the nearest phrase counts; ``margin``: what is so much less near counts as well."""

    threshold: float
    margin: float
    share: float = 0.0
    """Of the sample, how many have something near."""


def learn(ids: Sequence[tuple[str, ...]], left_out: Callable[[int], tuple[float, float]]) -> Learnt:
    """Leave one phrase out after another, see what is nearest to it, and how often that is right.

    ``left_out``: how near to a phrase is what of all others is nearest, and what is of the same ids. The sample is the same for
    the same phrases.
    """
    if len(ids) < FEWEST:
        return Learnt(NEVER, 0.0)
    sample = random.Random(len(ids)).sample(range(len(ids)), min(SAMPLE, len(ids)))  # noqa: S311 - no secret
    seen = [left_out(at) for at in sample]
    return _from([(best, best - same) for best, same in seen])


def _from(seen: list[tuple[float, float]]) -> Learnt:
    """The lowest threshold above which the nearest is right often enough, and the margin that the wrong ones need."""
    ordered = sorted(seen, reverse=True)
    right, threshold, count = 0, NEVER, 0
    for number, (best, behind) in enumerate(ordered, 1):
        right += behind <= 0
        if best >= LOWEST and number >= FEWEST and right >= SURE * number:
            threshold, count = best, number
    if threshold == NEVER:
        return Learnt(NEVER, 0.0)
    behind_all = sorted(behind for _, behind in ordered[:count])
    margin = behind_all[min(count - 1, int(0.97 * count))]
    return Learnt(threshold, min(WIDEST, max(0.0, margin)), count / len(ordered))
