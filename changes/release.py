"""Fragments go in; a dated section of ``CHANGELOG.md``, a wheel and an sdist come out (``make release``, docs/release.md).

Nothing is committed, tagged or pushed: the commands that do so are printed. Of all this towncrier (MIT) would only spare
``section`` and ``with_section``, some twenty lines, and would want a template and settings as long as these.
"""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BRANCH = "main"
LONGEST = 400
"""Characters of a fragment: one or two sentences."""
READERS = {"staff": "Staff", "owners": "Policy owners", "admins": "Admins"}
"""WHO in the name of a fragment, and the heading above what is told to them; in this order."""
NAME = re.compile(rf"[a-z0-9-]+\.({'|'.join(READERS)})\.md")
BESIDE = ("README.md", "release.py", "__pycache__")
"""What stands in ``changes/`` and is no fragment."""


@dataclass(frozen=True)
class Standing:
    """What a release hangs on."""

    version: str
    """As pyproject.toml has it."""
    branch: str
    """Empty where none is checked out."""
    edited: tuple[str, ...] = ()
    """Files that are not as they were committed."""
    tags: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    """Of the fragments, ready to be told."""
    is_told: bool = False
    """Whether the changelog has a section of this version."""


def fragments(folder: Path) -> list[Path]:
    """All of them, by name. A file with a wrong name is one as well: see ``faults``."""
    return sorted(file for file in folder.iterdir() if file.name not in BESIDE)


def faults(folder: Path) -> list[str]:
    """What is wrong with the fragments in a folder: which file, what, and what to do."""
    found = []
    for file in fragments(folder):
        if not file.is_file() or not NAME.fullmatch(file.name):
            found.append(
                f"changes/{file.name}: a fragment is called NAME.WHO.md, NAME in small letters, digits and hyphens, "
                f"WHO one of {', '.join(READERS)}; give it such a name"
            )
        elif not (text := file.read_text(encoding="utf-8").strip()):
            found.append(f"changes/{file.name}: it is empty; write what its reader can do now, or delete it")
        elif len(text) > LONGEST:
            found.append(f"changes/{file.name}: it has {len(text)} characters; say it in one or two sentences, {LONGEST} at most")
    return found


def refusals(now: Standing) -> list[str]:
    """Why there can be no release: every reason at once, each with where and what to do."""
    found = []
    if now.edited:
        found.append(
            f"work tree: {_few(now.edited)} not as committed; commit what belongs to the release, stash the rest (git stash -u)"
        )
    if now.branch != BRANCH:
        where = f"you are on `{now.branch}`" if now.branch else "no branch is checked out"
        found.append(f"branch: {where}, and a release is made from `{BRANCH}`; git switch {BRANCH}")
    if tag(now.version) in now.tags:
        found.append(
            f"pyproject.toml: version {now.version} has its tag {tag(now.version)} already; write the next version there"
        )
    if not now.fragments and not now.is_told:
        found.append(
            f"CHANGELOG.md: it has no section {now.version}, and changes/ no fragment to make it of; "
            "write a fragment for what a reader can do that is new (changes/README.md)"
        )
    if now.fragments and now.is_told:
        found.append(
            f"changes/: {_few(now.fragments)} would be left out of section {now.version}, which CHANGELOG.md has already; "
            "write there what they say and delete them, or write the next version into pyproject.toml"
        )
    return [*found, *now.faults]


def section(version: str, day: date, told: Mapping[str, Sequence[str]]) -> str:
    """What is new in a version. ``told``: the texts of the fragments by WHO."""
    parts = [f"## {version} - {day.isoformat()}"]
    for who, heading in READERS.items():
        if told.get(who):
            points = ["- " + textwrap.indent(text.strip(), "  ").lstrip() for text in told[who]]
            parts += [f"### {heading}", "\n".join(points)]
    return "\n\n".join(parts) + "\n"


def has_section(changelog: str, version: str) -> bool:
    """Whether the changelog tells of a version."""
    return re.search(rf"^## {re.escape(version)}(?:\s|$)", changelog, re.M) is not None


def with_section(changelog: str, new: str) -> str:
    """The changelog with a new section above those of earlier versions, and below what it says of the next one."""
    earlier = re.search(r"^## (?!Unreleased\b)", changelog, re.M)
    if earlier is None:
        return f"{changelog.rstrip()}\n\n{new}"
    return f"{changelog[: earlier.start()]}{new}\n{changelog[earlier.start() :]}"


def gather(root: Path, version: str, day: date) -> int:
    """Write the section of a version and delete the fragments that it is made of. How many they were."""
    told: dict[str, list[str]] = {}
    gathered = fragments(root / "changes")
    for file in gathered:
        told.setdefault(file.name.split(".")[1], []).append(file.read_text(encoding="utf-8"))
    page = root / "CHANGELOG.md"
    page.write_text(with_section(page.read_text(encoding="utf-8"), section(version, day, told)), encoding="utf-8")
    for file in gathered:
        file.unlink()
    return len(gathered)


def tag(version: str) -> str:
    """What git calls a version."""
    return f"v{version}"


def standing(root: Path) -> Standing:
    """How the checkout in a folder stands. Raises CalledProcessError where git does not know it."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return Standing(
        version=version,
        branch=_git(root, "branch", "--show-current").strip(),
        edited=tuple(line[3:] for line in _git(root, "status", "--porcelain").splitlines()),
        tags=tuple(_git(root, "tag", "--list").split()),
        fragments=tuple(file.name for file in fragments(root / "changes")),
        faults=tuple(faults(root / "changes")),
        is_told=has_section((root / "CHANGELOG.md").read_text(encoding="utf-8"), version),
    )


def build(root: Path) -> bool:
    """Wheel and sdist in ``dist/``; whether they could be made."""
    return subprocess.run([sys.executable, "-m", "hatchling", "build"], cwd=root, check=False).returncode == 0


def release(root: Path, day: date, build: Callable[[Path], bool]) -> int:
    """Prepare a release in a folder. An exit code: 1 where there can be none, and then nothing was written but ``dist/``."""
    now = standing(root)
    if reasons := refusals(now):
        sys.stderr.write("".join([f"No release of {now.version}:\n", *(f"- {reason}\n" for reason in reasons)]))
        return 1
    if not build(root):
        sys.stderr.write("No release: the build above failed. Mend it and run `make release` again; no other file was changed.\n")
        return 1
    steps = [f'git tag -a {tag(now.version)} -m "may-i {now.version}"', f"git push origin {BRANCH} {tag(now.version)}"]
    told = f"CHANGELOG.md has its section {now.version} already."
    if now.fragments:
        count = gather(root, now.version, day)
        told = f"CHANGELOG.md has a new section {now.version}, of {count} fragment{'s' * (count != 1)}: read it, shorten it."
        steps = ["git add CHANGELOG.md changes", f'git commit -m "Release {now.version}"', *steps]
    sys.stdout.write(f"{told}\nWheel and sdist are in dist/. What is left, by hand:\n" + "".join(f"  {step}\n" for step in steps))
    return 0


def main() -> int:
    """Of this checkout, today."""
    try:
        return release(ROOT, datetime.now(UTC).date(), build)
    except subprocess.CalledProcessError as problem:
        sys.stderr.write(f"No release: {' '.join(problem.cmd)}: {problem.stderr.strip()}\n")
        return 1


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout


def _few(names: Sequence[str]) -> str:
    """``1 file (a)``, ``5 files (a, b, c, ...)``."""
    named = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"{len(names)} file{'s' * (len(names) != 1)} ({named})"


if __name__ == "__main__":
    sys.exit(main())
