"""A path goes in; a file or a folder that nobody but its owner can read comes out, whatever the umask says.

What is there already keeps its mode: whoever lets a group read a file meant it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def opener(path: str, flags: int) -> int:
    """For ``open``: a file that it makes is its owner's alone."""
    return os.open(path, flags, 0o600)


def make_file(path: Path) -> None:
    """Make an empty file where there is none: what SQLite puts beside it gets the same mode. Whoever opens the file says why it
    cannot be made."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))


def is_own(path: Path) -> bool:
    """Whether it is a plain file or a folder of this user that nobody else may write, and no link to one."""
    try:
        found = path.lstat()
    except OSError:
        return False
    is_plain = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return is_plain and found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def make_folder(path: Path) -> None:
    """Make a folder and those that it stands in, where they are missing. Raises ``OSError``."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
