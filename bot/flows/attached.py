"""A message and the names of its files go in; the reading that is to be answered comes out.

A file's name is not what is in the file: it can make an answer stricter, and never grounds a yes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.talk import Reading, Ruled, SafeText
from bot.policy.words import Verdict

STRICT = frozenset({Verdict.FORBIDDEN, Verdict.REVIEW})


def with_files(
    safe: SafeText, files: tuple[str, ...], read: Callable[[SafeText], Reading], rule: Callable[[Reading], tuple[Ruled, ...]]
) -> Reading:
    """Read the asker's own words; with the names below them as quoted material where that is ruled stricter."""
    own = read(safe)
    if not files:
        return own
    quoted = "".join(f"\n> {name}" for name in files)
    named = read(replace(safe, text=safe.text + quoted))
    return named if _is_strict(rule(named)) and not _is_strict(rule(own)) else own


def _is_strict(ruled: tuple[Ruled, ...]) -> bool:
    rulings = [one.ruling for one in ruled if one.ruling is not None]
    return any(ruling.verdict in STRICT and ruling.ask_back is None for ruling in rulings)
