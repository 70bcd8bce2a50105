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


def make_bare(folder: Path, ran: Path) -> None:
    """Files that make the folder a bare repository, whose settings run a program for each look at its log: it makes ``ran``."""
    run_git(folder, "init", "--quiet", "--bare", ".")
    program = folder / "guidance" / "x.sh"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    run_git(folder, "--git-dir=.", "--work-tree=.", "add", "guidance/x.sh")
    tree = run_git(folder, "--git-dir=.", "write-tree")
    who = "Kim Owner <kim@example.org> 1 +0000"
    sealed = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    (folder / "made").write_text(f"tree {tree}\nauthor {who}\ncommitter {who}\n{sealed}\n\nhi\n")
    made = run_git(folder, "--git-dir=.", "hash-object", "-t", "commit", "-w", "made")
    run_git(folder, "--git-dir=.", "update-ref", "refs/heads/main", made)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    settings = "[core]\nrepositoryformatversion = 0\nbare = true\n[log]\nshowSignature = true\n[gpg]\n"
    (folder / "config").write_text(f"{settings}program = {program}\n")
