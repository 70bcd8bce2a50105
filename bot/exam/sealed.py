"""A body of JSON goes in, a keyed file comes out; and whether a file that is there was written by this house."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

KEY_BYTES = 32
NO_RECORD = (KeyError, TypeError, ValueError, OverflowError, RecursionError)
"""What reading a file raises that holds no record."""
_KEY = "exam.key"


class RecordError(Exception):
    """A folder of records that cannot be written: what, and what to do."""


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Gives the file to write to, which then takes the place of ``path``, whole or not at all. Raises ``RecordError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        yield part
        part.replace(path)
    except OSError as error:
        what = f"{path.parent} cannot be written ({error.strerror})"
        raise RecordError(f"{what}; set MAYI_EXAMS to a folder that can") from error


@dataclass(slots=True)
class Sealed:
    """Files of one folder. What somebody wrote or changed by hand does not count: the seal is keyed.

    The key is the folder's own and is made when it is needed, readable for the bot's user alone: ``mayi exam``, ``mayi serve``
    and the demo of one machine know each other's records, whichever ``MAYI_KEY`` they run with.
    """

    folder: Path
    _made: bytes = field(default=b"", repr=False)

    def write(self, name: str, body: dict[str, Any]) -> Path:
        """Raises ``RecordError``."""
        path = self.folder / name
        with writing(path) as part:
            sealed = {**body, "seal": self._seal(body, make=True)}
            part.write_text(json.dumps(sealed, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        return path

    def is_ours(self, path: Path) -> bool:
        """Whether this house wrote the file as it is."""
        told = loaded(path)
        seal = told.pop("seal", "")
        try:
            return isinstance(seal, str) and hmac.compare_digest(seal.encode(), self._seal(told, make=False).encode())
        except (OSError, UnicodeError):  # a key that cannot be read seals nothing
            return False

    def _seal(self, body: dict[str, Any], *, make: bool) -> str:
        told = json.dumps(body, sort_keys=True, default=str).encode()
        return hmac.new(self._own_key(make=make), told, sha256).hexdigest()

    def _own_key(self, *, make: bool) -> bytes:
        path = self.folder / _KEY
        if not self._made and path.exists():
            self._made = path.read_bytes()
        if not self._made and make:
            made = secrets.token_bytes(KEY_BYTES)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(made)
            self._made = made
        return self._made or secrets.token_bytes(KEY_BYTES)  # without a key no seal is ours


def loaded(path: Path) -> dict[str, Any]:
    """The object of a file; an empty one where it holds none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, *NO_RECORD):
        return {}
    return told if isinstance(told, dict) else {}
