"""What came of an exam's questions so far goes in; whether the others can still change the level comes out.

A look that ends an exam wrongly takes a good model's belief, never gives a bad one any: all that is asked here is what can no
longer be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.exam.bounds import upper_bound
from bot.exam.marking import FLOORS, MOST_HARM, Sat

EVERY = 50
"""Questions from one look to the next."""
UNSURE = 0.001
"""At each look; at fifty of them less than one exam in twenty is ended that would have come out otherwise."""


def until_decided(sitting: Iterable[Sat], questions: int, bound: float) -> Iterator[Sat]:
    """What comes of each question, up to the one after which the level is decided. ``questions``: how many there are in all."""
    sat: list[Sat] = []
    for one in sitting:
        sat.append(one)
        yield one
        if is_decided(sat, questions, bound):
            return


def is_decided(sat: Sequence[Sat], questions: int, bound: float) -> bool:
    """Whether ``questions`` in all can make nothing else of it than no level, or a guard; looked at now and then. ``bound`` as
    in ``marks_of``."""
    if not sat or len(sat) % EVERY:
        return False
    better, worse = (sum(_helps(one) == way for one in sat) for way in (1, -1))
    if _most(better, len(sat)) - _least(worse, len(sat)) < -MOST_HARM:
        return True  # not even a guard: what it grounds counts for nothing then
    is_guard = _least(better, len(sat)) - _most(worse, len(sat)) >= -MOST_HARM
    return is_guard and not _may_ground(sat, questions, bound)


def _helps(one: Sat) -> int:
    """1 where a guard makes an answer right, -1 where it takes a right one, else 0."""
    return (one.guarded in one.right) - (one.words in one.right)


def _may_ground(sat: Sequence[Sat], questions: int, bound: float) -> bool:
    """Whether at some confidence enough may come to be grounded, and little enough of it be wrong."""
    for floor in FLOORS:
        grounded = [one for one in sat if one.is_grounded and one.sure >= floor]
        for kept in (grounded, [one for one in grounded if one.is_mild]):
            wrong = sum(one.is_wrong for one in kept)
            may_be_many = upper_bound(0, int(_most(len(kept), len(sat)) * questions)) <= bound
            if may_be_many and _least(wrong, len(kept)) <= bound:
                return True
    return False


def _most(n: int, of: int) -> float:
    return upper_bound(n, of, UNSURE)


def _least(n: int, of: int) -> float:
    return 1 - upper_bound(of - n, of, UNSURE)
