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

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.history.propose import with_edits
from bot.policy.words import Citation
from bot.tongue.kept import put

try:
    import fcntl
except ImportError:  # no such locks on Windows: there one process has the folder
    fcntl = None  # type: ignore[assignment]

UNDO = ".undo.json"
"""What the edits replaced, newest last, so that each can be taken back."""
MOST_UNDONE = 100
_BEGUN = "begun"
"""Marks the edit that is just written, or put back: who finds it there alone finds a process that was killed."""
_THREADS = threading.RLock()


@dataclass(frozen=True, slots=True)
class Written:
    """One edit as it was written. A text that is None: there was no such file."""

    about: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]


class NotTakenBackError(KnowledgeError):
    """Taking an edit back was refused. ``why``: in one word, for those who have words of their own for it."""

    def __init__(self, why: str, what: str, do: str) -> None:
        super().__init__([Fault("K080", "fault", Citation(UNDO, 1), what, do)])
        self.why = why


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else edits the folder meanwhile, in this process or in another one; what was left half written is whole."""
    with _THREADS:
        if fcntl is None:
            _finish(folder)
            yield
            return
        lock = os.open(folder, os.O_RDONLY)  # the folder itself: no file is left behind
        try:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(lock, fcntl.LOCK_EX)
            _finish(folder)
            yield
        finally:
            os.close(lock)


def write(folder: Path, edit: Written) -> None:
    """The memory first: what is half written is then written to its end by whoever comes next."""
    entry = {"question": edit.about, "before": dict(edit.before), "after": dict(edit.after)}
    log = [*_log(folder), entry][-MOST_UNDONE:]
    _keep(folder, [*log[:-1], {**entry, _BEGUN: True}])
    for path, text in edit.after.items():
        _put(folder / path, text)
    _keep(folder, log)


def finish(folder: Path) -> None:
    """Before the files are read first: an edit that a killed process left half written may say what nobody meant."""
    if folder.is_dir() and (folder / UNDO).exists():
        with alone(folder):
            pass


def _finish(folder: Path) -> None:
    log = _log(folder)
    if log and log[-1].pop(_BEGUN, False):
        for path, text in log[-1]["after"].items():
            _put(folder / path, text)
        _keep(folder, log)


def newest(folder: Path) -> Written | None:
    """The newest edit that was not put back."""
    log = _log(folder)
    return Written(str(log[-1]["question"]), log[-1]["before"], log[-1]["after"]) if log else None


def is_known(folder: Path, about: str) -> Written | None:
    """The edit about this, where it stands and was not put back."""
    found = next((one for one in reversed(_log(folder)) if one["question"] == about), None)
    return Written(about, found["before"], found["after"]) if found else None


def take_back(folder: Path, of: str = "") -> Written | None:
    """Put the files back as they were before the newest edit; None where there is none. ``of``: only where it is about this.

    Raises ``NotTakenBackError`` where another edit is the newest or a file has changed since, ``KnowledgeError`` where the
    files would be faulty.
    """
    with alone(folder):
        last = newest(folder)
        if last is None:
            return None
        if of and of != last.about:
            what = f"the newest edit is not the one about `{of}` any more, but about `{last.about}`"
            raise NotTakenBackError("other", what, "look at the list again")
        moved = [path for path, text in last.after.items() if text_of(folder / path) != text]
        if moved:
            do = "edit it by hand: putting it back would lose the newer edit"
            raise NotTakenBackError("edited", f"{', '.join(moved)} changed after the edit about `{last.about}`", do)
        with_edits(folder, {path: text or "" for path, text in last.before.items()})
        put_back(folder)
    return last


def put_back(folder: Path) -> None:
    """The files as they were before the newest edit."""
    log = _log(folder)
    _keep(folder, [*log[:-1], {**log[-1], _BEGUN: True}])
    for path, text in log[-1]["before"].items():
        if text is None:
            (folder / path).unlink(missing_ok=True)
        else:
            _put(folder / path, text)
    _keep(folder, log[:-1])


def _keep(folder: Path, log: list[dict[str, Any]]) -> None:
    _put(folder / UNDO, json.dumps(log, ensure_ascii=False))


def _log(folder: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads((folder / UNDO).read_text(encoding="utf-8"))
        return found if isinstance(found, list) else []
    except (OSError, ValueError):
        return []


def text_of(path: Path) -> str | None:
    """What an edit replaces; None where there is no such file."""
    return path.read_text(encoding="utf-8-sig") if path.exists() else None


def _put(path: Path, text: str) -> None:
    """All of a file or nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, text.encode(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
