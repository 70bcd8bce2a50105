"""A git revision goes in; the policy as it was then comes out, and what its commits say of what may get looser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.knowledge.git import GitError, git
from bot.knowledge.load import Loaded, join
from bot.knowledge.parse import parse
from bot.knowledge.tree import files_at, policy_folder
from bot.policy.world import Catalog

ALLOW_LOOSER = re.compile(r"^\s*allow-looser\s*:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
"""A line of a commit message that names what gets looser on purpose."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of a repository, and the folder of the policy in it (empty: the repository's top)."""

    repository: Path
    commit: str
    folder: str


def find_revision(word: str, near: Path) -> Revision | None:
    """``REV`` or ``REV:path/of/the/policy`` in the repository that ``near`` is in; None where git knows no such commit.

    Raises ``GitError`` where the commit holds no policy there.
    """
    name, colon, path = word.partition(":")
    at = near if near.is_dir() else Path.cwd()
    try:
        top = Path(git("rev-parse", "--show-toplevel", at=at).decode().strip())
        commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", at=top).decode().strip()
    except GitError:
        return None
    return Revision(top, commit, path.strip("/") if colon else _folder(top, commit, near))


def _folder(top: Path, commit: str, near: Path) -> str:
    """The folder that was named, where the commit has a policy there; else where a policy usually stands."""
    whole = near.resolve()
    own = whole.relative_to(top.resolve()).as_posix() if whole.is_relative_to(top.resolve()) else "."
    own = "" if own == "." else own
    return own if own and "policy.yaml" in files_at(top, commit, own) else policy_folder(top, commit)


def load_revision(revision: Revision, catalog: Catalog | None = None) -> Loaded:
    """The policy of that commit; its version is the commit. Raises ``GitError``."""
    files = files_at(revision.repository, revision.commit, revision.folder)
    if "policy.yaml" not in files:
        raise GitError(f"{revision.commit[:12]} has no policy.yaml below {revision.folder or 'its top'}/")
    parts = [parse(path, content) for path, content in sorted(files.items())]
    return join(parts, (), catalog, revision.commit[:12])


def commits_of(folder: Path, most: int) -> list[tuple[str, datetime]]:
    """The newest commits that changed something below a folder, and when, oldest first; none where it is in no repository."""
    try:
        said = git("log", "--first-parent", f"--max-count={most}", "--format=%H %cI", "--", ".", at=folder).decode()
    except GitError:
        return []
    lines = (line.split(" ", 1) for line in reversed(said.splitlines()))
    return [(commit[:12], datetime.fromisoformat(at)) for commit, at in lines]


def messages_between(repository: Path, old: str, new: str) -> str:
    """The messages of all commits that ``new`` has and ``old`` has not; of ``new`` alone where they have nothing in common."""
    try:
        return git("log", "--format=%B", f"{old}..{new}", at=repository).decode(errors="replace")
    except GitError:
        return git("log", "-1", "--format=%B", new, at=repository).decode(errors="replace")


def named_in(message: str) -> tuple[str, ...]:
    """What the ``Allow-looser:`` lines of a message name: rules, cells, tools, data, or ``*``."""
    return tuple(word.strip() for line in ALLOW_LOOSER.findall(message) for word in line.split(",") if word.strip())
