"""What came of an exam's questions so far goes in; whether the others can still change the level comes out.

A look that ends an exam wrongly takes a good model's belief, never gives a bad one any: all that is asked here is what can no
longer be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.exam.bounds import upper_bound
from bot.exam.marking import FLOORS, Sat

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
    """Whether ``questions`` in all can make no belief of it; looked at now and then. ``bound`` as in ``marks_of``."""
    return bool(sat) and len(sat) % EVERY == 0 and not _may_ground(sat, questions, bound)


def _may_ground(sat: Sequence[Sat], questions: int, bound: float) -> bool:
    """Whether at some confidence enough may come to be grounded, and little enough of it be wrong."""
    for floor in FLOORS:
        grounded = [one for one in sat if one.is_grounded and one.sure >= floor]
        wrong = sum(one.is_wrong for one in grounded)
        may_be_many = upper_bound(0, int(_most(len(grounded), len(sat)) * questions)) <= bound
        if may_be_many and _least(wrong, len(grounded)) <= bound:
            return True
    return False


def _most(n: int, of: int) -> float:
    return upper_bound(n, of, UNSURE)


def _least(n: int, of: int) -> float:
    return 1 - upper_bound(of - n, of, UNSURE)
