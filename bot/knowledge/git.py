"""Words for the git binary go in, what it printed comes out: within a time limit, without prompts, without hooks."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

_LAST = 12
"""So many lines of what a hook says are shown."""
SECONDS = 20.0
ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
)
"""What a hook of another repository leaves in the environment; it would send us there."""
OWN = "repository.git"
"""What a bare repository of our own is called."""
FOUND = ("-c", "safe.bareRepository=explicit")
"""Files that anybody may push (HEAD, objects, refs, config) make a folder a bare repository; git reads its settings if it comes
by, and they may run programs."""
SAFE = (
    *FOUND,
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "log.showSignature=false",
    "-c",
    "protocol.ext.allow=never",
)
SECRET = re.compile(r"(://)[^/@\s]+@")


class GitError(Exception):
    """Git could not do it. The message is git's own last line, without any password."""

    def __init__(self, said: str, *, timed_out: bool = False) -> None:
        super().__init__(said)
        self.timed_out = timed_out


def git(*words: str, at: Path, seconds: float = SECONDS, given: bytes | None = None) -> bytes:
    """Run ``git`` in the folder ``at`` as a program does: nobody is asked anything, and no program of the repository runs.

    ``seconds``: after that long it is ended with all that it started. ``given``: what it reads. Raises ``GitError``.
    """
    own = (f"--git-dir={at.absolute()}",) if at.name == OWN else ()
    return _run([*SAFE, *own, *words], at, seconds, given, _silent())


def git_as_owner(*words: str, at: Path, seconds: float = 300.0) -> str:
    """Run ``git`` in somebody's own checkout, with their settings, their hooks and their keys. Raises ``GitError``."""
    return _run([*FOUND, *words], at, seconds, None, _here()).decode(errors="replace").strip()


def without_password(text: str) -> str:
    """An address, or a sentence with one, as it may be shown."""
    return SECRET.sub(r"\1", text)


def _run(words: Sequence[str], at: Path, seconds: float, given: bytes | None, environment: dict[str, str]) -> bytes:
    source = subprocess.DEVNULL if given is None else subprocess.PIPE
    try:
        run = subprocess.Popen(
            ["git", *words],
            cwd=at,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise GitError("the program git is not installed" if at.is_dir() else f"there is no folder {at}") from None
    except OSError as problem:
        raise GitError(f"git cannot be started in {at}: {problem.strerror}") from None
    with run:
        try:
            out, err = run.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(run)
            raise GitError(f"no answer within {seconds:g} seconds", timed_out=True) from None
    if run.returncode:
        raise GitError(_last_words(err.decode(errors="replace") or out.decode(errors="replace")) or f"git {words[-1]} failed")
    return out


def _end(run: subprocess.Popen[bytes]) -> None:
    """End it with what it started: the program that talks to the other side is a child of git's."""
    if hasattr(os, "killpg"):
        os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
    run.communicate()


def _last_words(said: str) -> str:
    """What git says is wrong: its ``fatal`` or ``error`` line, else the last lines, which may be those of a hook."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:"))]
    if not told:
        return without_password("\n".join(lines[-_LAST:]))
    return without_password(told[0].removeprefix("fatal:").removeprefix("error:").strip())


def _here() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ELSEWHERE} | {"LC_ALL": "C"}


def _silent() -> dict[str, str]:
    never = {"GIT_TERMINAL_PROMPT": "0", "SSH_ASKPASS_REQUIRE": "never", "GIT_ALLOW_PROTOCOL": "https:ssh:file"}
    kept = _here()
    kept.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=15")
    return kept | never | {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ADVICE": "0"}
