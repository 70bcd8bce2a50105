"""New texts of a folder's files go in, and stand there at once; the newest can be put back. One writer at a time."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Any

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.history.propose import with_edits
from bot.knowledge.history.store import Stamp, stamp_of
from bot.knowledge.importing.written.confirm import NOTES
from bot.knowledge.importing.written.update import MEMORY
from bot.knowledge.parse import is_policy_file
from bot.knowledge.sheets.line_ends import as_it_stands, with_ends
from bot.knowledge.sheets.plain_files import read_plain
from bot.policy.words import Citation
from bot.text.kept import put

try:
    import fcntl
except ImportError:  # no such locks on Windows: there one process has the folder
    fcntl = None  # type: ignore[assignment]

UNDO = ".undo.json"
"""What the edits replaced, newest last, so that each can be taken back."""
ASIDE = ".undo-broken"
"""How a memory that nobody can read is called from then on."""
MOST_UNDONE = 100
_BEGUN = "begun"
"""Marks the edit that is just written, or put back: who finds it there alone finds a process that was killed."""
_THREADS = threading.RLock()
_HELD: set[Path] = set()
"""Folders that the thread which holds the lock edits."""
_WHOLE: dict[Path, Stamp] = {}
"""Memories in which no edit was half written, as they were when they were read."""
_OF_IMPORT = frozenset({MEMORY, NOTES})
"""What an import keeps beside the policy's files, and writes with them."""
log = logging.getLogger("mayi.edits")


@dataclass(frozen=True, slots=True)
class Written:
    """One edit as it was written, each text with the file's own line ends. A text that is None: no such file."""

    id: str
    about: str
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


class NotTakenBackError(KnowledgeError):
    """Taking an edit back was refused. ``why``: in one word, for those who have words of their own for it."""

    def __init__(self, why: str, what: str, do: str) -> None:
        super().__init__([Fault("K080", "fault", Citation(UNDO, 1), what, do)])
        self.why = why


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else edits the folder meanwhile, in this process or in another one; what was left half written is whole."""
    with _THREADS, ExitStack() as stack:
        place = folder.resolve()
        if place not in _HELD:
            stack.enter_context(_locked(folder))
            _HELD.add(place)
            stack.callback(_HELD.discard, place)
            _finish(folder)
        yield


@contextmanager
def _locked(folder: Path, *, at_once: bool = False) -> Iterator[None]:
    """Other processes wait. ``at_once``: raises ``BlockingIOError`` where one of them is at work."""
    if fcntl is None:
        yield
        return
    lock = os.open(folder, os.O_RDONLY)  # the folder itself: no file is left behind
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (fcntl.LOCK_NB if at_once else 0))
        except OSError as problem:  # else a file system without locks
            if isinstance(problem, BlockingIOError):
                raise
        yield
    finally:
        os.close(lock)


def write(folder: Path, about: str, after: Mapping[str, str | None]) -> Written:
    """The memory first: what is half written is then written to its end by whoever comes next."""
    texts = {path: text and with_ends(as_it_stands(folder / path), text) for path, text in after.items()}
    edit = Written(token_hex(8), about, {path: text_of(folder / path) for path in texts}, texts)
    entry = {"id": edit.id, "question": about, "before": edit.before, "after": texts}
    done = [*_log(folder), entry][-MOST_UNDONE:]
    _keep(folder, [*done[:-1], {**entry, _BEGUN: True}])
    for path, text in texts.items():
        _put(folder / path, text)
    _keep(folder, done)
    return edit


def finish(folder: Path) -> None:
    """Before the files are read first: an edit that a killed process left half written may say what nobody meant."""
    if folder.is_dir() and (folder / UNDO).exists():
        with suppress(PermissionError), alone(folder):  # where it may not be written nobody has edited it here
            pass


def is_whole(folder: Path) -> bool:
    """Whether nobody is in the middle of an edit, in this process or in another; what somebody who was killed left half written
    is written to its end. Waits for nobody."""
    memory = folder / UNDO
    if not memory.exists():
        return True
    if not _THREADS.acquire(blocking=False):
        return False
    try:
        if folder.resolve() in _HELD:
            return True
        with _locked(folder, at_once=True):
            if _WHOLE.get(memory) != (stamp := stamp_of(memory)):
                _finish(folder)
                _WHOLE[memory] = stamp  # where that changed it, it is read once more
            return True
    except OSError:
        return False
    finally:
        _THREADS.release()


def _finish(folder: Path) -> None:
    found = _read(folder)
    if found is None:
        _put_aside(folder)
    elif found and found[-1].pop(_BEGUN, False):
        log.warning("an edit of %s that was cut off is written to its end: %s", folder.name, ", ".join(found[-1]["after"]))
        for path, text in found[-1]["after"].items():
            _put(folder / path, text)
        _keep(folder, found)


def newest(folder: Path) -> Written | None:
    """The newest edit that was not put back."""
    found = _log(folder)
    return _written(found[-1]) if found else None


def is_known(folder: Path, about: str) -> Written | None:
    """The edit about this, where it stands and was not put back."""
    found = next((one for one in reversed(_log(folder)) if one["question"] == about), None)
    return _written(found) if found else None


def undone(folder: Path, of: str = "") -> Written | None:
    """The newest edit as it can be taken back; None where there is none. ``of``: only where it is this one, by its id.

    Raises ``NotTakenBackError`` where another edit is the newest or a file has changed since.
    """
    last = newest(folder)
    if last is None:
        return None
    if of and of != last.id:
        what = f"the newest edit is another one by now, about `{last.about}`"
        raise NotTakenBackError("other", what, "look at the list again")
    moved = [path for path, text in last.after.items() if text_of(folder / path) != text]
    if moved:
        do = "edit it by hand: putting it back would lose the newer edit"
        raise NotTakenBackError("edited", f"{', '.join(moved)} changed after the edit about `{last.about}`", do)
    return last


def take_back(folder: Path, of: str = "") -> Written | None:
    """Put the files back as they were before the newest edit. As ``undone``, and raises ``KnowledgeError`` where the files would
    be faulty."""
    with alone(folder):
        last = undone(folder, of)
        if last is not None:
            with_edits(folder, last.before)
            put_back(folder)
    return last


def put_back(folder: Path) -> None:
    """The files as they were before the newest edit."""
    found = _log(folder)
    _keep(folder, [*found[:-1], {**found[-1], _BEGUN: True}])
    for path, text in found[-1]["before"].items():
        _put(folder / path, text)
    _keep(folder, found[:-1])


def put_aside(folder: Path) -> tuple[str, ...]:
    """The memories of edits that nobody could read, by the names that they were kept under."""
    kept = tuple(sorted(path.name for path in folder.glob(f"{ASIDE}*.json")))
    return (*kept, UNDO) if _read(folder) is None else kept


def _put_aside(folder: Path) -> None:
    names = (f"{ASIDE}{f'-{number}' if number > 1 else ''}.json" for number in count(1))
    name = next(one for one in names if not (folder / one).exists())
    (folder / UNDO).rename(folder / name)
    log.error("%s/%s cannot be read; it is kept as %s, and what was edited before cannot be taken back", folder.name, UNDO, name)


def _keep(folder: Path, edits: list[dict[str, Any]]) -> None:
    _put(folder / UNDO, json.dumps(edits, ensure_ascii=False))


def _log(folder: Path) -> list[dict[str, Any]]:
    return _read(folder) or []


def _read(folder: Path) -> list[dict[str, Any]] | None:
    """The edits; None where there is something else, or something that cannot be read."""
    try:
        found = json.loads(read_plain(folder / UNDO))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and all(_is_edit(one, folder.resolve()) for one in found) else None


def _is_edit(one: Any, folder: Path) -> bool:
    """Whether it is an edit of policy files of the folder, as this module writes it: whoever pushes to the policy may have put it
    there, and a file of git's settings would run their programs."""
    if not isinstance(one, dict) or not isinstance(one.get("question"), str):
        return False
    before, after = one.get("before"), one.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    are_texts = all(text is None or isinstance(text, str) for text in (*after.values(), *before.values()))
    paths = (*before, *after)
    named = all(path in _OF_IMPORT or is_policy_file(path) for path in paths)
    return are_texts and named and all((folder / path).resolve().is_relative_to(folder) for path in paths)


def _written(one: Mapping[str, Any]) -> Written:
    """An edit of an earlier release has no id, and goes by what it is about."""
    return Written(str(one.get("id") or one["question"]), one["question"], one["before"], one["after"])


def text_of(path: Path) -> str | None:
    """What an edit replaces; None where there is no such file."""
    return as_it_stands(path) if path.exists() else None


def _put(path: Path, text: str | None) -> None:
    """All of a file or nothing of it; None takes it away."""
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, text.encode(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
