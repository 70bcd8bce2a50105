"""A knowledge folder in somebody's git checkout goes in; its versions come out, and new ones are made and pushed."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.git import GitError, git, git_as_owner
from bot.knowledge.load import Loaded, load
from bot.knowledge.tree import files_at, write_tree
from bot.knowledge.version import LENGTH, is_in_repository
from bot.policy.world import Catalog

REFUSED = "failed to push some refs"
"""What git says where the other side answered and did not take it."""
ALL = (".", ":(exclude,glob)**/.*", ":(exclude,glob)**/.*/**")
"""The folder without hidden files, which are nobody's policy: the memory of edits, and what a killed process was writing."""
PUSHED_BEFORE = "somebody may have pushed before you: `git pull --rebase`, look at `mayi diff`, then publish again"
NOT_REACHED = "publish again once it can be reached; `git remote -v` shows its address"


class CheckoutError(Exception):
    """The checkout is not as it must be; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One commit that changed the policy."""

    version: str
    day: str
    """ISO date and time of the commit."""
    author: str
    subject: str


class Checkout:
    """The folder in its repository. What is kept elsewhere in the repository is left alone."""

    def __init__(self, folder: Path, catalog: Catalog | None = None) -> None:
        """Raises ``CheckoutError`` where git does not know the folder."""
        self.folder, self._catalog = folder, catalog
        if not folder.is_dir():
            raise CheckoutError(f"there is no folder {folder}; give the one that holds policy.yaml")
        if not is_in_repository(folder):
            raise CheckoutError(f"{folder} is in no git repository; make one with `git init` in the folder above it")
        try:
            self.inside = git("rev-parse", "--show-prefix", at=folder).decode().strip().rstrip("/")
        except GitError as problem:
            raise CheckoutError(f"git cannot read {folder}: {problem}") from problem

    def versions(self, most: int) -> list[PolicyVersion]:
        """Commits that changed the folder, newest first."""
        form = "--format=%H%x1f%cI%x1f%an%x1f%s"
        try:
            lines = git("log", f"--max-count={most}", form, "HEAD", "--", ".", at=self.folder).decode(errors="replace")
        except GitError:
            return []  # no commit yet
        found = [line.split("\x1f", 3) for line in lines.splitlines()]
        return [PolicyVersion(commit[:LENGTH], day, author, subject) for commit, day, author, subject in found]

    def is_edited(self) -> bool:
        """Whether files of the folder differ from the newest commit."""
        asked = ("status", "--porcelain", "--untracked-files=all", "--", *ALL)
        return bool(git(*asked, at=self.folder).decode(errors="replace").strip())

    def now(self) -> Loaded:
        """The folder as it is, or its faults."""
        return load(self.folder, self._catalog)

    def at(self, version: str) -> Loaded:
        """The folder as it was, or its faults. Raises ``CheckoutError``."""
        with tempfile.TemporaryDirectory() as place:
            try:
                write_tree(files_at(self.folder, self._commit(version), self.inside), Path(place))
            except GitError as problem:
                raise CheckoutError(f"version {version} cannot be read: {problem}") from problem
            return load(Path(place), self._catalog)

    def commit(self, message: str, by: str = "") -> str:
        """Make a version of the folder as it is; gives it. The owner's own hooks look at it too. ``by``: its author, where that
        is somebody else than whose checkout it is."""
        return self._made("add", "--all", "--", *ALL, message=message, by=by)

    def restore(self, version: str, message: str) -> str:
        """Make a version in which the folder is as it was at ``version``; gives it. No hook is asked: going back is for when
        something has to stop now. Where git makes none, the folder stays as it is."""
        how = ("restore", "--staged", "--worktree", "--source")
        try:
            return self._made(*how, self._commit(version), "--", *ALL, message=message, asked="--no-verify")
        except CheckoutError:
            with suppress(GitError):
                git_as_owner(*how, "HEAD", "--", *ALL, at=self.folder)
            raise

    def push(self) -> str:
        """Push to the branch that this one follows; gives its name, empty where it follows none."""
        try:
            upstream = git_as_owner("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}", at=self.folder)
        except GitError:
            return ""
        remote, _, branch = upstream.partition("/")
        try:
            git_as_owner("push", "--quiet", remote, f"HEAD:{branch}", at=self.folder)
        except GitError as problem:
            do = PUSHED_BEFORE if REFUSED in str(problem) else NOT_REACHED
            raise CheckoutError(f"the version is made, but {upstream} did not take it ({problem}); {do}") from problem
        return upstream

    def _made(self, *how: str, message: str, asked: str = "--verify", by: str = "") -> str:
        who = (f"--author={_bare(by)} <>",) if by else ()
        try:
            git_as_owner(*how, at=self.folder)
            git_as_owner(*self._somebody(), "commit", "--quiet", asked, *who, "-m", message, "--", *ALL, at=self.folder)
        except GitError as problem:
            raise CheckoutError(f"git made no version of {self.folder}: {problem}") from problem
        return git("rev-parse", "HEAD", at=self.folder).decode().strip()[:LENGTH]

    def _somebody(self) -> tuple[str, ...]:
        """Who makes a version where nobody has told git their name, as on a server."""
        try:
            git_as_owner("config", "user.email", at=self.folder)
        except GitError:
            return ("-c", "user.name=may-i", "-c", "user.email=may-i@localhost")
        return ()

    def _commit(self, version: str) -> str:
        try:
            return (
                git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{version}^{{commit}}", at=self.folder)
                .decode()
                .strip()
            )
        except GitError as problem:
            raise CheckoutError(f"no version `{version}` here; `mayi versions` lists them") from problem


def _bare(name: str) -> str:
    """A name without what git takes for the signs around an address."""
    return " ".join("".join(one for one in name if one not in "<>\n\0").split()) or "may-i"
