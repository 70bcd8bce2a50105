"""The minds of a process that goes on for long go in; nothing comes out, and nobody waits for the collector of garbage any more.

To look through all rules, words and indexes for garbage takes a second or two, at any moment, and everybody waits meanwhile.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

from bot.tongue.text import forget
from bot.wiring.answers.mind import Minds

_OFTEN = (2_000, 10, 10)
"""How often what is new is looked through: what libraries leave in circles is not to pile up, and little is new by then."""


def spare(minds: Minds) -> None:
    """What is there now is not looked through again, nor is what a new version brings; what an old one leaves is collected."""
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


def _give_back() -> None:
    """What was needed only while words and indexes were made goes back to the machine: 40 MB. Only glibc can be asked to."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
