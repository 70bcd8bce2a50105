"""The address of a git repository goes in; a folder with the last good policy of its branch comes out, and its faults since."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.environment import SettingsError
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.git import OWN, GitError, git, without_password
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.load import load
from bot.knowledge.tree import files_at, policy_folder, write_tree
from bot.knowledge.version import LENGTH, stamp, written_below
from bot.policy.words import Citation
from bot.policy.world import Catalog
from bot.settings import Settings


def remote_of(settings: Settings, catalog: Catalog | None = None) -> Remote | None:
    """The repository that the settings name; None where the policy is a folder. Raises ``SettingsError``."""
    url = settings.knowledge_git
    if not url:
        return None
    if not is_allowed(url):
        raise SettingsError("MAYI_KNOWLEDGE_GIT: must be https://, ssh://, file:// or NAME@HOST:PATH (.env.example explains it)")
    return Remote(url, settings.knowledge_branch, home_of(settings.own_cache, url, settings.knowledge_branch), catalog)


def pulled(settings: Settings, catalog: Catalog) -> tuple[Settings, Remote | None]:
    """The settings with the folder that the repository is pulled into. Raises ``KnowledgeError`` where nothing good was ever
    pulled; a repository that is down does not keep the last good policy from answering."""
    remote = remote_of(settings, catalog)
    if remote is None:
        return settings, None
    faults = remote.pull()
    if not remote.folder.exists():
        raise KnowledgeError(faults)
    return settings.model_copy(update={"knowledge": remote.folder}), remote


def looking(
    store: KnowledgeStore, remote: Remote | None, every_seconds: float, is_whole: Callable[[], bool]
) -> Callable[[], Sequence[Fault]]:
    """One look at the policy: at the repository first, where there is one; gives what keeps the newest from being used.

    ``is_whole``: whether nobody is in the middle of an edit; else the files are looked at another time.
    """

    def look() -> Sequence[Fault]:
        faults = remote.pull_at_times(every_seconds) if remote else ()
        return (*faults, *(store.refresh() if is_whole() else store.faults))

    return look


try:
    import fcntl
except ImportError:  # no such locks on Windows: there one process has the folder
    fcntl = None  # type: ignore[assignment]

FETCH_SECONDS = 60.0
DEPTH = 200
KEPT_TREES = 3
TRIES_BEFORE_TOLD = 3
"""A fetch that fails once or twice in a row is no news."""
HERE, THERE, NOW = "refs/mayi/now", "refs/mayi/there", "knowledge"
NOWHERE = Citation("", 0)


def is_allowed(url: str) -> bool:
    """Whether the address is https, ssh or file; git knows others that run programs."""
    if url.startswith(("https://", "ssh://", "file://")):
        return True
    host, colon, path = url.partition(":")  # somebody@host:path
    return bool(colon and path and "/" not in host and not url.startswith("-") and ":" not in path and "@" in host)


class Remote:
    """One branch of one repository, pulled into a folder of ours. One thread pulls; several processes may share the folder."""

    def __init__(
        self, url: str, branch: str, home: Path, catalog: Catalog | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.url, self.branch, self.home = url, branch, home
        self._catalog, self._clock = catalog, clock
        self._repository, self._trees = home / OWN, home / "trees"
        written_below(self._trees)
        self._failed = 0
        self._looked: tuple[str, tuple[Fault, ...]] = ("", ())
        self._next = 0.0
        self._last: tuple[Fault, ...] = ()

    @property
    def folder(self) -> Path:
        """What is to be read as the knowledge folder; it is there once a good commit was pulled."""
        return self.home / NOW

    def pull_at_times(self, every_seconds: float) -> tuple[Fault, ...]:
        """``pull``, at most so often; what was found last in between."""
        if self._clock() >= self._next:
            self._next = self._clock() + every_seconds
            self._last = self.pull()
        return self._last

    def pull(self) -> tuple[Fault, ...]:
        """Look at the branch and take a good commit over; gives why the newest one does not answer, or nothing."""
        with self._alone() as alone:
            if not alone:
                return self._last  # another process pulls into the same folder just now
            try:
                commit = self._fetch()
                self._failed = 0
                return self._take(commit)
            except (GitError, OSError) as problem:
                self._failed += 1
                if self._failed < TRIES_BEFORE_TOLD and self.folder.exists():
                    return ()
                return (self._unreached(str(problem)),)

    def newest(self) -> str:
        """The branch's newest commit, as the repository says it; nothing is fetched. Raises ``GitError``."""
        asked = ("ls-remote", "--exit-code", "--", self.url, f"refs/heads/{self.branch}")
        return git(*asked, at=Path.cwd(), seconds=FETCH_SECONDS).decode().split()[0][:LENGTH]

    def accept(self, commit: str) -> None:
        """Say that a rewritten history is meant: the next look takes this commit."""
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "accepted").write_text(commit, encoding="utf-8")

    def _fetch(self) -> str:
        """The branch's newest commit, in our own bare repository."""
        if not (self._repository / "HEAD").exists():
            self._repository.mkdir(parents=True, exist_ok=True)
            git("init", "--bare", "--quiet", ".", at=self._repository)
        for left in self._repository.rglob("*.lock"):  # of a fetch that was ended: nobody else is here
            left.unlink(missing_ok=True)
        depth = () if self._knows(THERE) else (f"--depth={DEPTH}",)
        self._fetched(*depth)
        return self._id(THERE)

    def _fetched(self, *how: str) -> None:
        words = ("-c", "transfer.fsckObjects=true", "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", *how)
        git(*words, "--", self.url, f"+refs/heads/{self.branch}:{THERE}", at=self._repository, seconds=FETCH_SECONDS)

    def _take(self, commit: str) -> tuple[Fault, ...]:
        if self._looked[0] == commit and self.folder.exists():
            return self._looked[1]
        if self._knows(HERE) and self._id(HERE) == commit and self.folder.exists():
            return ()
        if not self._follows(commit) and not self._is_accepted(commit):
            return (self._rewritten(commit),)
        faults = self._written(commit)
        self._looked = (commit, faults)
        return faults

    def _written(self, commit: str) -> tuple[Fault, ...]:
        """Write the commit's policy into a folder of its own; only a good one becomes the one that is read."""
        try:
            inside = policy_folder(self._repository, commit)
            files = files_at(self._repository, commit, inside)
            version = self._newest_of(commit, inside)
        except GitError as problem:
            return (Fault("K061", "fault", NOWHERE, str(problem), "mend it in the repository and push again"),)
        tree = self._trees / version[:LENGTH]
        faults = () if tree.exists() else self._checked(files, version, tree)
        if not faults:
            self._swap(tree)
            git("update-ref", HERE, commit, at=self._repository)
            self._forget_old(tree)
        return faults

    def _checked(self, files: Mapping[str, bytes], version: str, tree: Path) -> tuple[Fault, ...]:
        """Only a whole and good folder gets its name."""
        draft = self.home / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        write_tree(files, draft)
        loaded = load(draft, self._catalog)
        if loaded.knowledge is None:
            return tuple(fault for fault in loaded.faults if fault.severity == "fault")
        stamp(draft, version, loaded.digest)
        tree.parent.mkdir(exist_ok=True)
        draft.rename(tree)
        return ()

    def _newest_of(self, commit: str, inside: str) -> str:
        """The commit that last changed the policy; the whole history is fetched where what we have does not reach so far."""
        found = self._last_change(commit, inside)
        shallow = self._repository / "shallow"
        if shallow.exists() and found in shallow.read_text(encoding="ascii").split():
            self._fetched("--unshallow")
            found = self._last_change(commit, inside)
        return found

    def _last_change(self, commit: str, inside: str) -> str:
        return git("log", "-1", "--format=%H", commit, "--", inside or ".", at=self._repository).decode().strip()

    def _swap(self, tree: Path) -> None:
        """The folder that is read is a link, put in place in one step."""
        link = self.home / f"{NOW}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(tree.relative_to(self.home), target_is_directory=True)
        link.replace(self.folder)

    def _forget_old(self, current: Path) -> None:
        """Folders of earlier versions go, but for the last few: somebody may be reading one."""
        old = sorted((one for one in self._trees.iterdir() if one != current), key=lambda one: one.stat().st_mtime)
        for one in old[: max(0, len(old) - KEPT_TREES + 1)]:
            shutil.rmtree(one, ignore_errors=True)

    def _follows(self, commit: str) -> bool:
        """Whether the commit was made on top of the one that answers."""
        if not self._knows(HERE) or not self.folder.exists():
            return True
        if self._descends(commit):
            return True
        if (self._repository / "shallow").exists():
            self._fetched("--unshallow")
        return self._descends(commit)

    def _descends(self, commit: str) -> bool:
        try:
            git("merge-base", "--is-ancestor", HERE, commit, at=self._repository)
        except GitError as problem:
            if problem.timed_out:
                raise
            return False
        return True

    def _is_accepted(self, commit: str) -> bool:
        try:
            wanted = (self.home / "accepted").read_text(encoding="utf-8").strip()
        except OSError:
            return False
        return len(wanted) >= LENGTH and commit.startswith(wanted)

    def _knows(self, ref: str) -> bool:
        try:
            return bool(self._id(ref))
        except GitError:
            return False

    def _id(self, ref: str) -> str:
        return git("rev-parse", "--verify", "--quiet", ref, at=self._repository).decode().strip()

    def _unreached(self, said: str) -> Fault:
        what = f"branch `{self.branch}` of {without_password(self.url)} cannot be fetched: {said}"
        return Fault("K060", "fault", NOWHERE, what, "the last good policy answers meanwhile; check address, branch and key")

    def _rewritten(self, commit: str) -> Fault:
        what = f"the history of {without_password(self.url)} was rewritten: {commit[:LENGTH]} does not follow what answers now"
        do = f"push on top of {self._id(HERE)[:LENGTH]}, or take it as it is with `mayi publish --accept {commit[:LENGTH]}`"
        return Fault("K062", "fault", NOWHERE, what, do)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else pulls into the folder meanwhile."""
        self.home.mkdir(parents=True, exist_ok=True)
        if fcntl is None:
            yield True
            return
        lock = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
        finally:
            os.close(lock)


def home_of(cache: Path, url: str, branch: str) -> Path:
    """A folder for one branch of one repository."""
    return cache / "policy" / hashlib.sha256(f"{url}\0{branch}".encode()).hexdigest()[:16]
