"""A path goes in; a file or a folder that nobody but its owner can read comes out, whatever the umask says.

What is there already keeps its mode: whoever lets a group read a file meant it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def opener(path: str, flags: int) -> int:
    """For ``open``: a file that it makes is its owner's alone."""
    return os.open(path, flags, 0o600)


def make_file(path: Path) -> None:
    """Make an empty file where there is none: what SQLite puts beside it gets the same mode. Whoever opens the file says why it
    cannot be made."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))


def make_folder(path: Path) -> None:
    """Make a folder and those that it stands in, where they are missing. Raises ``OSError``."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
