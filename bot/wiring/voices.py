"""A kind of notice goes in; how it is worded, posted and kept comes out: for what one corner of the house says by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.policy.talks.talk import Address

Plain = dict[str, Any]


def nothing_kept(_notice: Plain, _outcome: Plain) -> None:
    """Nothing is done once it is said."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One kind of notice. ``said`` has the same ``kind`` as its notice, and the ``key`` of its address."""

    word: Callable[[Plain], Plain | None]
    """notice -> said; None where there is nothing to say any more"""
    keep: Callable[[Plain, Plain], None] = nothing_kept
    """notice, outcome. Must be idempotent."""
    post: Callable[[str, Plain, Address], str] | None = None
    """key, said, address -> ts; where it is more than ``words``. Raises a ``PostingProblem``."""
    is_whispered: bool = False
    """Whether one person alone sees it, where nobody can look for it afterwards."""


Voices = dict[str, Voice]
"""By the kind of the notice. Filled while the house is built, before the engine starts."""
