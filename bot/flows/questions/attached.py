"""A message and the names of its files go in; the reading that is to be answered comes out.

A file's name is not what is in the file: it can make an answer stricter, and never grounds a yes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.talks.talk import Reading, Ruled, SafeText
from bot.policy.words import STRICTNESS, Verdict

A_QUESTION_BACK = STRICTNESS[Verdict.CONDITIONAL]
"""How strict a question back counts: a name answers none with a yes."""


def with_files(
    safe: SafeText, files: tuple[str, ...], read: Callable[[SafeText], Reading], rule: Callable[[Reading], tuple[Ruled, ...]]
) -> Reading:
    """Read the asker's own words; with the names below them as quoted material where that is ruled stricter."""
    own = read(safe)
    if not files:
        return own
    quoted = "".join(f"\n> {name}" for name in files)
    named = read(replace(safe, text=safe.text + quoted))
    return named if _settled(rule(named)) > max(_all(rule(own)), default=-1) else own


def _settled(ruled: tuple[Ruled, ...]) -> int:
    """How strict the strictest is that needs no question back."""
    return max(_all(tuple(one for one in ruled if one.ruling is not None and one.ruling.ask_back is None)), default=-1)


def _all(ruled: tuple[Ruled, ...]) -> list[int]:
    rulings = [one.ruling for one in ruled if one.ruling is not None]
    return [STRICTNESS[ruling.verdict] if ruling.ask_back is None else A_QUESTION_BACK for ruling in rulings]
