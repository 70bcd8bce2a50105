"""The minds of a process that goes on for long go in; nothing comes out, and nobody waits for the collector of garbage any more.

To look through all rules, words and indexes for garbage takes a second or two, at any moment, and everybody waits meanwhile.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

from bot.answers.mind import Minds
from bot.text.tokens import forget

_OFTEN = (2_000, 10, 10)
"""How often what is new is looked through: what libraries leave in circles is not to pile up, and little is new by then."""

_M_ARENA_MAX = -8
"""The number of this setting in glibc's ``malloc.h``."""


def spare(minds: Minds) -> None:
    """What is there now is not looked through again, nor is what a new version brings; what an old one leaves is collected.

    To be called before the threads of the house begin.
    """
    _share_a_heap()
    minds.made_one = _rest
    _rest()


def _rest() -> None:
    forget()
    settle()


def settle() -> None:
    """Collect once, and leave alone what is left."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_OFTEN)
    _give_back()


def _share_a_heap() -> None:
    """glibc gives each thread a heap of its own, and what one thread has freed no other can use: 10 MB. Python's threads take
    turns, so that they need only one."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _give_back() -> None:
    """What was needed only while words and indexes were made goes back to the machine: 40 MB. Only glibc can be asked to."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
