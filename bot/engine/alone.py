"""A database file goes in; while this process lives, no second one gets it, and no other user of the machine."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

from bot.engine.errors import EngineError
from bot.private import make_file, make_folder


class FileLock:
    """An exclusive lock beside the engine's SQLite file. The system lets go of it when the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        path = _beside(database)
        try:
            make_folder(path.parent)
            # a link that somebody put there leads to a file that is not ours to empty
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise EngineError(
                f"the engine's database {database} cannot be used ({error.strerror})",
                "name a file in a folder that may be written to",
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(self._file, 20).decode() or "unknown"
            os.close(self._file)
            raise EngineError(
                f"another may-i process (number {owner}) runs on {database}",
                "stop it first, or use PostgreSQL, which several processes may share",
            ) from None
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())
        make_file(database)

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._file)


def is_held(database: Path) -> bool:
    """Whether a process that lives holds the lock. Nothing is made or written for the answer."""
    try:
        file = os.open(_beside(database), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return False
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def _beside(database: Path) -> Path:
    return database.with_name(database.name + ".lock")
