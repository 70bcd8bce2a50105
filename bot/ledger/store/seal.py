"""Plain data and the house's secret go in, sealed bytes come out, and back."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from bot.ledger.store.keyed import keyed


class Seal:
    """Encrypts and decrypts JSON. Its key is derived from the secret, so that no other use of the secret opens it."""

    def __init__(self, secret: bytes) -> None:
        derived = hmac.digest(secret, b"may-i: delivery addresses", "sha256")
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))
        self._mark_key = hmac.digest(secret, b"may-i: rows of the house", "sha256")

    def close(self, value: dict[str, Any]) -> str:
        """Encrypt."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()

    def open(self, sealed: str) -> dict[str, Any] | None:
        """Decrypt; None where it was sealed with another secret, which is as good as erased."""
        try:
            value: dict[str, Any] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            return None
        return value

    def mark(self, *parts: str) -> str:
        """What only the house can write beside these parts, as 64 hex digits."""
        return keyed(self._mark_key, *parts)
