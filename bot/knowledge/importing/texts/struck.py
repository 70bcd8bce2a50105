"""Text of a page goes in; the same comes out with what begins struck words and has no end made unreadable for a moment: whoever
looks for the end of each anew takes the square of their number."""

from __future__ import annotations

import re
from collections.abc import Callable

TAGS = ("del", "s", "strike")
_BEGIN, _WAVES = "\ue0f5", "\ue0f6"
_OURS = re.compile(f"[{_BEGIN}{_WAVES}]")
_PAIRS = (
    *((re.compile(rf"<(?={tag}\b)", re.IGNORECASE), re.compile(rf"</{tag}>", re.IGNORECASE), _BEGIN) for tag in TAGS),
    (re.compile("~~"), re.compile(r"(?<=\S)~~"), _WAVES),
)


def with_ends_only(change: Callable[[str], str], text: str) -> str:
    """``change``: what is done with the text while a beginning without an end is none."""
    text = _OURS.sub("", text)
    for begins, ends, instead in _PAIRS:
        last = max((found.end() for found in ends.finditer(text)), default=0)
        text = text[:last] + begins.sub(instead, text[last:])
    return change(text).replace(_BEGIN, "<").replace(_WAVES, "~~")
