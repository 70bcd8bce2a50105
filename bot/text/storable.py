"""Text, or plain data with texts in it, goes in; the same without signs that are none, which no store keeps, comes out."""

from __future__ import annotations

import re
from typing import Any

_NO_SIGN = re.compile(
    "[\x00\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""NUL, halves of a pair (half an emoji), and what Unicode says is no character."""


def storable(said: Any) -> Any:
    """Such signs are taken out, not replaced by one that is seen: a key that one of them parts is still seen as a key."""
    if isinstance(said, str):
        return _NO_SIGN.sub("", said)
    if isinstance(said, dict):
        return {storable(name): storable(value) for name, value in said.items()}
    return [storable(one) for one in said] if isinstance(said, list) else said
