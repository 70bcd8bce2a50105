"""A text goes in; the same text without the values that redaction finds comes out, with how many of which kind were taken out."""

from __future__ import annotations

from collections import Counter

from bot.policy.talks.checks import RedactedCopy
from bot.reading.door import make_safe
from bot.redaction.spans import PLACEHOLDER


def copy_of(text: str) -> RedactedCopy | None:
    """None where nothing was found. What the author left out by hand, as ``[email]``, is not counted."""
    safe = make_safe(text)
    copy = counted(safe.text, by_hand=text)
    return copy if copy.left_out else None


def counted(safe: str, by_hand: str = "") -> RedactedCopy:
    """The copy of a text that is redacted already."""
    left_out = Counter(_kinds(safe)) - Counter(_kinds(by_hand))
    return RedactedCopy(safe, tuple(left_out.items()))


def _kinds(text: str) -> list[str]:
    return [match.group()[1:-1] for match in PLACEHOLDER.finditer(text)]
