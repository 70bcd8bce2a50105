"""A message and the names of its files go in; the reading that is to be answered comes out.

A file's name is not what is in the file: it can make an answer stricter, and never grounds a yes. What is in the file nobody
read: a yes waits for the asker's word that what was read is all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.talk import Reading, Ruled, SafeText
from bot.policy.words import STRICTNESS, Verdict

A_QUESTION_BACK = STRICTNESS[Verdict.CONDITIONAL] + 0.5
"""How strict a question back counts: a name answers none with a yes. An offer counts as the allowed that it holds."""


def with_files(
    safe: SafeText, files: tuple[str, ...], read: Callable[[SafeText], Reading], rule: Callable[[Reading], tuple[Ruled, ...]]
) -> Reading:
    """Read the asker's own words; with the names below them as quoted material where that is ruled stricter."""
    own = read(safe)
    if not files:
        return own
    own = replace(own, items=tuple(replace(one, question=replace(one.question, is_closed=False)) for one in own.items))
    quoted = "".join(f"\n> {name}" for name in files)
    named = read(replace(safe, text=safe.text + quoted))
    return named if _strictest(rule(named)) > _strictest(rule(own)) else own


def _strictest(ruled: tuple[Ruled, ...]) -> float:
    return max((_strictness(one.ruling) for one in ruled if one.ruling is not None), default=-1)


def _strictness(ruling: Ruling) -> float:
    if ruling.ask_back is None:
        return STRICTNESS[ruling.verdict]
    return STRICTNESS[Verdict.ALLOWED] if ruling.ask_back.is_offer else A_QUESTION_BACK
