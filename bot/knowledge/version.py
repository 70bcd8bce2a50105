"""A knowledge folder and the hash of its contents go in; the version that stands in receipts comes out.

In a git checkout it is the commit that last changed the folder, and ``COMMIT+edits-HASH`` while files differ from it. Where
git says nothing of the folder, the hash alone is the version: equal for equal files, wherever they stand.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.knowledge.git import GitError, git
from bot.knowledge.parse import kind_of
from bot.knowledge.sheets.plain_files import read_plain

LENGTH = 12
EDITS = 8
STAMP = ".mayi-version"
"""A hidden file in a folder that we wrote from a commit: the commit, and the hash of what was written."""
_OURS: set[Path] = set()
"""Where folders are written by us alone; elsewhere a stamp is a file that anybody may have put there."""


def version_at(folder: Path, digest: str) -> str:
    """The version of the folder as it is now. ``digest``: the hash of its contents."""
    stamped = _stamped(folder)
    if stamped:
        commit, written = stamped
        return commit if written == digest else _edited(commit, digest)
    if not is_in_repository(folder):
        return digest
    try:
        head = git("rev-parse", "HEAD", at=folder).decode().strip()
        return _of_checkout(folder, head, digest)
    except GitError:
        return digest  # no commit yet, no git here or not now, or not ours to read


def is_in_repository(folder: Path) -> bool:
    """Whether some folder above has a ``.git``; cheaper than asking git."""
    whole = folder.absolute()
    return any((above / ".git").exists() for above in (whole, *whole.parents))


def written_below(place: Path) -> None:
    """Say that the folders in the place are written by us alone, and their stamps are to be believed."""
    _OURS.add(place.resolve())


def stamp(folder: Path, commit: str, digest: str) -> None:
    """Note of which commit the files of the folder are."""
    (folder / STAMP).write_text(f"{commit[:LENGTH]} {digest}\n", encoding="utf-8")


@lru_cache(maxsize=64)
def _of_checkout(folder: Path, head: str, digest: str) -> str:
    """Files that are the same, under the same newest commit, are of the same version: ``head`` is what makes it another one.
    Raises GitError, which is not kept: git may be away for a moment."""
    commit = git("log", "-1", "--format=%H", head, "--", ".", at=folder).decode().strip()
    if not commit:
        return digest
    below = git("rev-parse", "--show-prefix", at=folder).decode().strip()
    asked = ("status", "--porcelain", "-z", "--no-renames", "--ignored", "--untracked-files=all", "--", ".")
    changed = git(*asked, at=folder).decode(errors="replace").split("\0")
    is_edited = any(kind_of(line[3:].removeprefix(below)) for line in changed if line)
    return _edited(commit[:LENGTH], digest) if is_edited else commit[:LENGTH]


def _stamped(folder: Path) -> tuple[str, str] | None:
    whole = folder.resolve()
    if whole.parent not in _OURS:
        return None
    try:
        words = read_plain(whole / STAMP).decode().split()
    except (OSError, UnicodeDecodeError):
        return None
    return (words[0], words[1]) if len(words) == 2 else None


def _edited(commit: str, digest: str) -> str:
    return f"{commit}+edits-{digest[:EDITS]}"
