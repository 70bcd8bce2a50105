"""The path of a file goes in, its bytes come out: the door to files of a knowledge folder and to named ones.

A pipe and a device are read for ever, and what a link in the folder leads to may be anybody's.
"""

from __future__ import annotations

import stat
from errno import EINVAL
from pathlib import Path


def is_plain(path: Path) -> bool:
    """Whether it is a file of the folder's own. Raises ``OSError`` where there is none."""
    return stat.S_ISREG(path.lstat().st_mode)


def read_plain(path: Path) -> bytes:
    """Of a file of the folder's own. Raises ``OSError``, also where it is no plain file."""
    if not is_plain(path):
        raise OSError(EINVAL, "no plain file")
    return path.read_bytes()


def plain_text(path: Path, encoding: str = "utf-8-sig", errors: str = "strict") -> str:
    """The same as text with one kind of line end. Raises ``OSError`` and ``UnicodeDecodeError``."""
    return read_plain(path).decode(encoding, errors).replace("\r\n", "\n").replace("\r", "\n")


def read_given(path: Path, most: int) -> bytes:
    """Of a file that somebody named, links followed, at most one byte more than ``most``. Raises ``OSError``."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(EINVAL, "no plain file")
    with path.open("rb") as file:
        return file.read(most + 1)
