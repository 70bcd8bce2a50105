"""A commit of a git repository goes in; the policy's files of it come out, as bytes or written into a folder.

They are read object by object: no filter, hook or attribute of the repository has a say, and a link or a path that leads out of
the folder is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.knowledge.git import GitError, git
from bot.knowledge.parse import MAX_BYTES, kind_of

INSIDE = "knowledge"
"""Where the policy stands in a repository of its own; else at its top."""
PLAIN_FILES = ("100644", "100755")
MOST_FILES = 5_000
MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a commit."""

    mode: str
    blob: str
    size: int
    path: str


def policy_folder(repository: Path, commit: str) -> str:
    """The policy's folder in the repository: ``knowledge``, or empty where policy.yaml stands at the top. Raises ``GitError``."""
    for folder in (INSIDE, ""):
        path = f"{folder}/policy.yaml" if folder else "policy.yaml"
        if any(entry.path == path for entry in _listed(repository, commit, path)):
            return folder
    raise GitError(f"{commit[:12]} has no policy.yaml, neither below {INSIDE}/ nor at its top")


def files_at(repository: Path, commit: str, folder: str) -> dict[str, bytes]:
    """Path below ``folder`` -> contents, of the files that a policy has. Raises ``GitError``."""
    prefix = f"{folder}/" if folder else ""
    found = [entry for entry in _listed(repository, commit, folder) if kind_of(entry.path.removeprefix(prefix))]
    for entry in found:
        _refuse(entry)
    if len(found) > MOST_FILES or sum(entry.size for entry in found) > MOST_BYTES:
        raise GitError(f"{commit[:12]} has more than {MOST_FILES} files or {MOST_BYTES:,} bytes of policy")
    contents = _contents(repository, [entry.blob for entry in found])
    return {entry.path.removeprefix(prefix): content for entry, content in zip(found, contents, strict=True)}


def write_tree(files: Mapping[str, bytes], into: Path) -> None:
    """Write the files below a folder."""
    for path, content in files.items():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _refuse(entry: Entry) -> None:
    parts = PurePosixPath(entry.path).parts
    if entry.mode not in PLAIN_FILES:
        raise GitError(f"{entry.path} is a link or a repository within the repository; put a plain file there")
    if entry.path.startswith("/") or any(part in (".", "..") or part.lower() == ".git" or "\\" in part for part in parts):
        raise GitError(f"{entry.path!r} is no path of a policy file")
    if entry.size > MAX_BYTES:
        raise GitError(f"{entry.path} has {entry.size:,} bytes; {MAX_BYTES:,} is the most")


def _listed(repository: Path, commit: str, folder: str) -> list[Entry]:
    where = ("--", folder) if folder else ()
    listed = git("ls-tree", "-r", "-l", "-z", "--full-tree", commit, *where, at=repository).decode("utf-8", "surrogateescape")
    entries = []
    for line in listed.split("\0"):
        about, _, path = line.partition("\t")
        if path:
            mode, _, blob, size = about.split()
            entries.append(Entry(mode, blob, int(size) if size.isdigit() else 0, path))
    return entries


def _contents(repository: Path, blobs: list[str]) -> list[bytes]:
    """Each object's bytes: a line ``NAME blob SIZE``, the bytes, a line end."""
    out = git("cat-file", "--batch", at=repository, given="".join(f"{blob}\n" for blob in blobs).encode())
    contents, place = [], 0
    for _ in blobs:
        line_end = out.index(b"\n", place)
        size = int(out[place:line_end].split()[-1])
        contents.append(out[line_end + 1 : line_end + 1 + size])
        place = line_end + size + 2
    return contents
