"""The house's secret goes in; what proves that the house itself wrote a record, sealed a place or gave out a head comes out."""

from __future__ import annotations

import hmac

RECORD, PLACE, STRANGER, HEAD = "record", "place", "stranger", "head"
"""What is sealed: a record as it was written; a place; a place whose record was not written by the house; a head given out."""


class ChainKey:
    """Keyed seals of the chain. Its key is derived from the secret, so that no other use of the secret gives the same; without a
    secret it is false, and gives empty seals."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"may-i: chain of the log", "sha256") if secret else b""

    def __bool__(self) -> bool:
        """Whether there is a key."""
        return bool(self._key)

    def of(self, what: str, *parts: str) -> str:
        """The seal, as 64 hex digits. ``what``: what is sealed."""
        if not self._key:
            return ""
        return hmac.digest(self._key, "\n".join((what, *parts)).encode("utf-8", "surrogatepass"), "sha256").hex()

    def is_of(self, seal: str, what: str, *parts: str) -> bool:
        """Whether a seal is ours."""
        return bool(self._key) and hmac.compare_digest(seal.encode(), self.of(what, *parts).encode())
