"""Plain data goes in, the one text that stands for it comes out; texts go in, the hashes by which they are proved come out."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal data is equal text. All JSON columns are written with it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(text: str) -> str:
    """SHA-256 of a text as it is stored, as 64 hex digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def new_salt() -> str:
    """Random digits that make the digest of a short text impossible to guess once the text is erased."""
    return secrets.token_hex(16)


def digest_of(salt: str, private: str) -> str:
    """The salted digest of a record's private part: it stays in the chain when the part itself is erased."""
    return hash_of(f"{salt}\n{private}")


def link(before: str, place: int, core: tuple[str, str, str, str]) -> str:
    """The hash of one place of the chain. ``core``: kind, ref, digest and public part of the record that stands there."""
    return hash_of("\n".join((before, str(place), *core)))
