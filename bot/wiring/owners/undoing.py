"""New texts of a folder's files go in, and stand there at once; the newest can be put back. One writer at a time."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.tongue.kept import put

try:
    import fcntl
except ImportError:  # no such locks on Windows: there one process has the folder
    fcntl = None  # type: ignore[assignment]

UNDO = ".undo.json"
"""What the edits replaced, newest last, so that each can be taken back."""
MOST_UNDONE = 100
_THREADS = threading.RLock()


@dataclass(frozen=True, slots=True)
class Written:
    """One edit as it was written. A text that is None: there was no such file."""

    about: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else edits the folder meanwhile, in this process or in another one."""
    with _THREADS:
        if fcntl is None:
            yield
            return
        lock = os.open(folder, os.O_RDONLY)  # the folder itself: no file is left behind
        try:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def write(folder: Path, edit: Written) -> None:
    """The memory first: what is half written can then be put back."""
    log = [*_log(folder), {"question": edit.about, "before": dict(edit.before), "after": dict(edit.after)}][-MOST_UNDONE:]
    _put(folder / UNDO, json.dumps(log, ensure_ascii=False))
    for path, text in edit.after.items():
        _put(folder / path, text)


def newest(folder: Path) -> Written | None:
    """The newest edit that was not put back."""
    log = _log(folder)
    return Written(str(log[-1]["question"]), log[-1]["before"], log[-1]["after"]) if log else None


def put_back(folder: Path) -> None:
    """The files as they were before the newest edit."""
    log = _log(folder)
    for path, text in log[-1]["before"].items():
        if text is None:
            (folder / path).unlink(missing_ok=True)
        else:
            _put(folder / path, text)
    _put(folder / UNDO, json.dumps(log[:-1], ensure_ascii=False))


def _log(folder: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads((folder / UNDO).read_text(encoding="utf-8"))
        return found if isinstance(found, list) else []
    except (OSError, ValueError):
        return []


def _put(path: Path, text: str) -> None:
    """All of a file or nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, text.encode(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
