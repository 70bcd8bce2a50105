"""Nothing goes in; from then on a process that holds a whole catalog looks for garbage seldom."""

from __future__ import annotations

import gc

OBJECTS, OFTEN = 50_000, 20
"""Objects made between two looks for garbage, and how many looks at what is new come before one at what is older."""


def look_seldom() -> None:
    """What is there by now is no garbage: to look it through again and again takes a quarter to a third of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, OFTEN, OFTEN)
