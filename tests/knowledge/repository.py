"""A git repository of a policy, made in a folder of the test's own, with nobody's settings."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.knowledge.folders import write

WHO = (
    "-c",
    "user.name=Kim Owner",
    "-c",
    "user.email=kim@example.org",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "commit.gpgsign=false",
)


def run_git(folder: Path, *words: str) -> str:
    """What git printed."""
    done = subprocess.run(["git", *WHO, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def make_repository(folder: Path, inside: str = "knowledge") -> Path:
    """A repository whose first commit holds the small whole policy."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "--quiet", ".")
    for name, value in (("user.name", "Kim Owner"), ("user.email", "kim@example.org"), ("commit.gpgsign", "false")):
        run_git(folder, "config", name, value)
    run_git(folder, "checkout", "--quiet", "-B", "main")
    write(folder / inside)
    commit(folder, "the first policy")
    return folder


def commit(folder: Path, message: str) -> str:
    """Commit all that stands there; gives the commit."""
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return run_git(folder, "rev-parse", "HEAD")


def edit(folder: Path, name: str = "Large House") -> None:
    """Another good policy."""
    file = next(folder.rglob("policy.yaml"))
    file.write_text(f"organisation: {name}\nowner: owner@example.org\n")
