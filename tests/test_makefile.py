"""`make setup` on a fresh machine, with a Python that only says that it installs: what is told meanwhile, and how it fails."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = """#!/bin/sh
case "$2" in
venv)
  mkdir -p "$3/bin" "$3/lib/python3.11/site-packages/pip-1.dist-info"
  cp "$0" "$3/bin/python"
  printf '#!/bin/sh\\necho 28 files\\n' >"$3/bin/mayi"
  chmod +x "$3/bin/mayi" ;;
pip)
  case "$*" in *requirements-dev.lock*)
    for one in 1 2 3; do echo "Collecting one==$one"; mkdir -p .venv/lib/python3.11/site-packages/one_$one.dist-info; done
    sleep ${FAKE_SECONDS:-0}
    [ -z "$FAKE_FAULT" ] || { echo "ERROR: $FAKE_FAULT" >&2; exit 1; } ;;
  esac ;;
esac
"""
STAGES = [
    "Setting up may-i in .venv",
    "1 of 4: a virtual",
    "2 of 4: up to 2 packages",
    "3 of 4: may-i",
    "4 of 4: lists",
    "28 files",
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """As somebody cloned it, as far as `make setup` looks."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements-dev.lock").write_text("one==1 --hash=sha256:x\ntwo==2 --hash=sha256:x\n")
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(tree: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "setup", "PYTHON=./python"], cwd=tree, env=clean | environment, capture_output=True, text=True, check=False
    )


def test_each_stage_is_a_line_and_in_a_log_there_is_no_other(tree: Path) -> None:
    made = make(tree, FAKE_SECONDS="2")
    assert (made.returncode, made.stderr) == (0, "")
    lines = made.stdout.splitlines()
    assert [line.startswith(begin) for line, begin in zip(lines, STAGES, strict=True)] == [True] * len(STAGES)
    assert make(tree).stdout == "make: Nothing to be done for 'setup'.\n", "a second time there is nothing to do"


def test_where_pip_fails_its_words_are_shown_and_nothing_is_taken_for_set_up(tree: Path) -> None:
    made = make(tree, FAKE_FAULT="No matching distribution found for one==1")
    assert made.returncode != 0 and "No matching distribution" in made.stderr and "3 of 4" not in made.stdout
    assert not (tree / ".venv" / ".set-up").exists()
    assert make(tree).returncode == 0, "the next try begins again"


def test_on_a_terminal_one_line_says_how_far_it_is(tree: Path) -> None:
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    made = subprocess.Popen(["make", "setup", "PYTHON=./python"], cwd=tree, env=clean | {"FAKE_SECONDS": "3"}, stdout=theirs)
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 1000):
            said += piece
    except OSError:
        pass  # the terminal's other end is closed: it has ended
    os.close(ours)
    assert made.wait(timeout=60) == 0
    assert b"\r  3 downloaded, 3 installed " in said and b"4 of 4" in said
