"""The wheel carries all that the house reads, and works from an empty folder without the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("bot", "playground", "migrations", "prompts", "knowledge")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel is made of, without caches."""
    copy = tmp_path_factory.mktemp("source")
    for name in NEEDED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from that copy."""
    out = tmp_path_factory.mktemp("wheel")
    if find_spec("hatchling"):
        build = ["hatchling", "build", "-t", "wheel", "-d", str(out)]
    else:  # pip fetches hatchling from the package index, as the set-up does
        build = ["pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "-w", str(out), "."]
    done = subprocess.run([sys.executable, "-m", *build], cwd=source, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    return built


def test_everything_that_is_read_at_run_time_is_inside(source: Path, wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [path.relative_to(source) for folder in NEEDED for path in (source / folder).rglob("*") if path.is_file()]
    wanted = {(file if file.parts[0] in ("bot", "playground") else "bot/_shipped" / file).as_posix() for file in files}
    assert wanted - inside == set()
    for ending in ("_tables.py", "read.md", "policy.yaml", "openai.yaml", "nl.po", "app.js"):
        assert any(name.endswith(ending) for name in inside), ending


def test_nothing_else_is_inside(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"bot", "playground", f"may_i-{wheel.name.split('-')[1]}.dist-info"}


@pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling comes with the extra dev")
def test_the_sdist_holds_what_the_wheel_is_made_of_and_nothing_that_only_has_its_name(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert tops - {".gitignore", "PKG-INFO"} == {*NEEDED, "pyproject.toml", "README.md", "LICENSE"}


def test_it_answers_makes_a_ledger_and_finds_its_playground_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    target, empty = tmp_path / "target", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(target)  # noqa: S202 - ours; a wheel of pure Python is its own installed form
    empty.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYI_", "SLACK_"))}
    environment = kept | {"PYTHONPATH": str(target), "HOME": str(empty)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=empty, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("-c", "import bot, playground; print(bot.__file__, playground.__file__)")
    assert where.count(str(target)) == 2
    question = "May I paste a discharge letter into ChatGPT Free?"
    told = json.loads(run("-m", "bot", "ask", question, "--ledger", "sqlite:///mayi.db", "--json"))
    assert told["label"] == "deny"
    assert (empty / "mayi.db").is_file()
    assert "0 faults" in run("-m", "bot", "check")
    assert "app.js" in run(
        "-c", "import playground.server as p; from pathlib import Path; print(*Path(p.__file__).parent.rglob('*.js'))"
    )
