"""A document of an Open Terms Archive collection goes in; its newest words come out, read from the repository of its versions.

The git program reads it. An address is fetched into a copy of our own (https only, a checked address, no redirects, no
questions); a folder on this machine is read as it is and never changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpcore

from bot.policy.vendors.facts import Archive
from bot.policy.vendors.watching import Found, Look, Text, Unchanged
from bot.vendors.errors import UnreadError
from bot.vendors.guard import Guard
from bot.vendors.robots import EVERY_SECONDS

Pace = Callable[[str, float], None]
"""host, seconds -> waits until it may be asked again, whoever of us asked it last."""

TECHNICAL = (
    "Apply technical or declaration upgrade on",
    "Apply technical upgrade on",
    "Refilter",
    "Start tracking",
    "First record of",
)
"""How the archive's own doings begin, in the subjects of its commits."""
MOST_BYTES = 10_000_000
FETCH_SECONDS, LOOK_SECONDS = 600, 60
ROUND_SECONDS = 600
"""For so long a copy counts as new, and all documents of a round are read from it; a change is confirmed an hour later."""
REWRITTEN = "the archive's history was rewritten; its text is compared with what we kept"
SAFE = (
    "protocol.allow=never",
    "protocol.https.allow=always",
    "http.followRedirects=false",
    "http.proxy=",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "log.showSignature=false",
    "safe.directory=*",
)
NOWHERE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
"""A look reaches no other repository, whatever the settings of a folder allow: how to get there may be a program of theirs."""
_NAME = re.compile(r"[^\x00-\x1f/\\:*?\"<>|]{1,200}")
_BRANCH = re.compile(r"[A-Za-z0-9][\w./-]{0,100}")


def no_pace(_host: str, _seconds: float) -> None:
    """Nobody to wait for."""


class Archives:
    """Copies of repositories below ``cache``, each fetched at most once for all documents of one round."""

    def __init__(self, cache: Path, guard: Guard, pace: Pace = no_pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._cache, self._guard, self._pace, self._clock = cache, guard, pace, clock
        self._fetched: dict[Path, float] = {}

    def read(self, archive: Archive, known: str) -> Found:
        """The newest words of a document. ``known``: the commit that was read last, or nothing."""
        _check(archive)
        folder, wanted = self._folder(archive)
        head = self._git(folder, "rev-parse", "--verify", "--quiet", f"{wanted}^{{commit}}").strip()
        if head == known:
            return Unchanged("the archive has nothing new", 0)
        path, note = f"{archive.service}/{archive.document}.md", ""
        subjects: list[str] = []
        if known and self._is_ancestor(folder, known, head):
            subjects = self._git(folder, "log", "--format=%s", f"{known}..{head}", "--", path).splitlines()
            if not subjects:
                return Unchanged("the archive has nothing new of it", 0)
        elif known:
            note = REWRITTEN
        technical = bool(subjects) and all(subject.startswith(TECHNICAL) for subject in subjects)
        return Text(self._blob(folder, head, path), archive.repository, 200, {"commit": head}, technical, note)

    def _folder(self, archive: Archive) -> tuple[Path, str]:
        """Where it is read, and at which name."""
        here = Path(archive.repository).expanduser()
        if here.is_dir():
            return here, archive.branch or "HEAD"
        parts = urlsplit(archive.repository)
        if parts.scheme != "https" or not parts.hostname or parts.username:
            raise UnreadError(Look.BROKEN, f"the archive {archive.repository} is neither a folder nor an https address")
        return self._copy(archive, parts.hostname, parts.port or 443), "HEAD"

    def _copy(self, archive: Archive, host: str, port: int) -> Path:
        """Our copy of a repository, brought up to date."""
        try:
            address = self._guard.addresses(host, port)[0]
        except httpcore.ConnectError as problem:
            raise UnreadError(Look.BROKEN, str(problem)) from problem
        pinned = ("-c", f"http.curloptResolve={host}:{port}:{address}")
        name = hashlib.sha256(f"{archive.repository}\0{archive.branch}".encode()).hexdigest()[:16]
        folder = self._cache / f"{name}.git"
        if folder.is_dir() and self._clock() - self._fetched.get(folder, -ROUND_SECONDS) < ROUND_SECONDS:
            return folder
        self._pace(host, EVERY_SECONDS)
        if folder.is_dir():
            self._git(
                folder,
                *pinned,
                "fetch",
                "--quiet",
                "--force",
                "origin",
                f"+{archive.branch or 'HEAD'}:refs/heads/read",
                fetch=True,
            )
            self._git(folder, "symbolic-ref", "HEAD", "refs/heads/read")
        else:
            self._clone(archive, pinned, folder)
        self._fetched[folder] = self._clock()
        return folder

    def _clone(self, archive: Archive, pinned: Sequence[str], folder: Path) -> None:
        """A copy that is whole or is not there: one that was left half made could never be brought up to date."""
        branch = ("--branch", archive.branch) if archive.branch else ()
        clone = ("clone", "--quiet", "--bare", "--single-branch", *branch, "--", archive.repository)
        self._cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._cache, prefix="new-", ignore_cleanup_errors=True) as made:
            self._git(self._cache, *pinned, *clone, made, fetch=True)
            shutil.move(made, folder)

    def _is_ancestor(self, folder: Path, known: str, head: str) -> bool:
        if not re.fullmatch(r"[0-9a-f]{40,64}", known):
            return False
        return self._run(folder, ("merge-base", "--is-ancestor", known, head)).returncode == 0

    def _blob(self, folder: Path, head: str, path: str) -> str:
        size = self._run(folder, ("cat-file", "-s", f"{head}:{path}"))
        if size.returncode:
            raise UnreadError(Look.MOVED, f"the archive holds no `{path}` any more")
        if int(size.stdout) > MOST_BYTES:
            raise UnreadError(Look.BROKEN, f"`{path}` in the archive is larger than {MOST_BYTES // 1_000_000} MB")
        text = self._git(folder, "cat-file", "blob", f"{head}:{path}")
        if not text.strip():
            raise UnreadError(Look.EMPTIED, f"`{path}` in the archive is empty")
        return text

    def _git(self, folder: Path, *words: str, fetch: bool = False) -> str:
        """What git says; raises ``UnreadError`` where it fails."""
        done = self._run(folder, words, FETCH_SECONDS, {}) if fetch else self._run(folder, words)
        if done.returncode:
            said = " ".join(done.stderr.decode("utf-8", "replace").split())[:200] or "it is no repository, or has no such branch"
            raise UnreadError(Look.BROKEN, f"the archive cannot be read: {said}")
        return done.stdout.decode("utf-8", "replace")

    def _run(
        self, folder: Path, words: Sequence[str], seconds: float = LOOK_SECONDS, reach: Mapping[str, str] = NOWHERE
    ) -> subprocess.CompletedProcess[bytes]:
        """Git with nobody's own settings, without hooks, questions, redirects and any way but https."""
        safe = [word for setting in SAFE for word in ("-c", setting)]
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR") if name in os.environ}
        alone = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            return subprocess.run(
                ("git", *safe, *words),
                cwd=folder,
                env={**kept, **alone, **reach},
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except FileNotFoundError as problem:
            raise UnreadError(Look.BROKEN, "the git program is not installed, which reading an archive needs") from problem
        except subprocess.TimeoutExpired as problem:
            raise UnreadError(Look.BROKEN, f"the archive takes longer than {seconds:.0f} seconds") from problem


def _check(archive: Archive) -> None:
    """Names that are names: nothing that leads out of the repository, or that git would take for an option."""
    names = (archive.service, archive.document)
    if not all(_NAME.fullmatch(name) and name not in (".", "..") and not name.startswith("-") for name in names):
        raise UnreadError(Look.BROKEN, "the archive's service and document are names, without slashes")
    if archive.branch and not _BRANCH.fullmatch(archive.branch):
        raise UnreadError(Look.BROKEN, f"`{archive.branch}` is no name of a branch")
