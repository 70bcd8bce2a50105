"""A secret key and parts of an identity go in, a pseudonym comes out: the same one each time, of no use without the key."""

from __future__ import annotations

import hmac
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0, 1, I, L, O and U: a receipt is read aloud and typed by hand."""


def keyed(key: bytes, *parts: str) -> str:
    """The keyed hash of the parts, as 64 hex digits. Each part's length goes in as well, so ``a, bc`` is not ``ab, c``."""
    if not key:
        raise ValueError("a keyed hash needs a key that is not empty")
    mac = hmac.new(key, digestmod=sha256)
    for part in parts:
        data = part.encode()
        mac.update(len(data).to_bytes(8, "big") + data)
    return mac.hexdigest()


def amended_of(key: str) -> str:
    """The key of a question -> that of its amendment, which looks like any other and can be told by whoever knows the first."""
    return sha256(f"amended:{key}".encode()).hexdigest()


def receipt_of(key_hex: str, length: int = 4) -> str:
    """``R-7F3K``: a short number for people. The same key gives the same receipt; a greater length adds letters at its end."""
    number = int.from_bytes(sha256(key_hex.encode()).digest(), "big")
    letters = []
    for _ in range(length):
        number, digit = divmod(number, len(LETTERS))
        letters.append(LETTERS[digit])
    return "R-" + "".join(letters)
