"""A release: the fragments are gathered for their readers, and what stands in its way is told at once."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from changes.release import Standing, faults, has_section, refusals, release, section, standing, with_section

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2027, 3, 1)

# --- the fragments of this checkout -------------------------------------------------------------------------------------


def test_every_fragment_has_a_name_a_reader_and_words() -> None:
    assert faults(ROOT / "changes") == []


WRONG = [
    ("a reader that is none", "forms.users.md", "Pick a tool.", "WHO one of staff, owners, admins"),
    ("no reader", "forms.md", "Pick a tool.", "is called NAME.WHO.md"),
    ("two readers", "forms.staff.owners.md", "Pick a tool.", "is called NAME.WHO.md"),
    ("capital letters", "Forms.staff.md", "Pick a tool.", "small letters"),
    ("another ending", "forms.staff.txt", "Pick a tool.", "is called NAME.WHO.md"),
    ("nothing in it", "forms.staff.md", " \n", "it is empty"),
    (
        "more than two sentences hold",
        "forms.staff.md",
        "Pick a tool. " * 40,
        "it has 519 characters; say it in one or two sentences",
    ),
]


@pytest.mark.parametrize(("name", "text", "told"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_fragment_is_told_with_its_name_and_what_to_do(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / "README.md").write_text("Fragments.")
    (tmp_path / "good.owners.md").write_text("Edit a cell.")
    (tmp_path / name).write_text(text)
    (fault,) = faults(tmp_path)
    assert fault.startswith(f"changes/{name}: ")
    assert told in fault


# --- what stands in the way ---------------------------------------------------------------------------------------------

READY = Standing(version="0.2.0", branch="main", tags=("v0.1.0",), fragments=("forms.staff.md",))
IN_THE_WAY = [
    ("nothing stands in the way", {}, []),
    ("a section that was written by hand is enough", {"fragments": (), "is_told": True}, []),
    ("a file that is not committed", {"edited": ("README.md",)}, ["work tree: 1 file (README.md)"]),
    ("many of them are named by the first three", {"edited": ("a", "b", "c", "d")}, ["work tree: 4 files (a, b, c, ...)"]),
    ("another branch", {"branch": "forms"}, ["branch: you are on `forms`"]),
    ("no branch", {"branch": ""}, ["branch: no branch is checked out"]),
    ("a version that has its tag", {"version": "0.1.0"}, ["pyproject.toml: version 0.1.0 has its tag v0.1.0 already"]),
    ("nothing to tell", {"fragments": ()}, ["CHANGELOG.md: it has no section 0.2.0"]),
    ("fragments that a written section would leave out", {"is_told": True}, ["changes/: 1 file (forms.staff.md)"]),
    ("a wrong fragment", {"faults": ("changes/x: call it otherwise",)}, ["changes/x: call it otherwise"]),
    (
        "all of it at once",
        {"edited": ("a",), "branch": "forms", "version": "0.1.0", "fragments": (), "faults": ("changes/x: no",)},
        ["work tree: ", "branch: ", "pyproject.toml: ", "CHANGELOG.md: ", "changes/x: "],
    ),
]


@pytest.mark.parametrize(("changed", "told"), [case[1:] for case in IN_THE_WAY], ids=[case[0] for case in IN_THE_WAY])
def test_every_reason_against_a_release_is_told(changed: dict[str, object], told: list[str]) -> None:
    found = refusals(replace(READY, **changed))  # type: ignore[arg-type]
    assert len(found) == len(told), found
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True)), found


# --- the section --------------------------------------------------------------------------------------------------------


def test_fragments_stand_below_their_readers_and_keep_their_lines() -> None:
    told = {"admins": ["A log.\n"], "staff": ["Pick a tool,\nand data.\n", "Ask.\n\nAnd ask again."]}
    assert section("0.2.0", DAY, told) == (
        "## 0.2.0 - 2027-03-01\n\n"
        "### Staff\n\n- Pick a tool,\n  and data.\n- Ask.\n\n  And ask again.\n\n"
        "### Admins\n\n- A log.\n"
    )


WRITTEN = "# Changelog\n\n## Unreleased\n\nSee `changes/`.\n"
PLACES = [
    ("the first section stands at the end", WRITTEN, f"{WRITTEN}\nNEW\n"),
    (
        "a later one above the earlier ones",
        f"{WRITTEN}\n## 0.1.0 - 2026\n\nAll.\n",
        f"{WRITTEN}\nNEW\n\n## 0.1.0 - 2026\n\nAll.\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_a_new_section_is_put_where_people_look_first(before: str, after: str) -> None:
    assert with_section(before, "NEW\n") == after


def test_a_version_is_not_taken_for_a_longer_one() -> None:
    assert has_section("## 0.1.0 - 2026-11-24\n", "0.1.0")
    assert not has_section("## 0.1.0 - 2026-11-24\n", "0.1")
    assert not has_section("Before ## 0.1.0\n", "0.1.0")


# --- a whole release ----------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one fragment, ready for its release 0.2.0."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)  # a hook that runs the tests has some, of its own repository
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "README.md").write_text("Fragments.")
    (tmp_path / "changes" / "forms.staff.md").write_text("Pick a tool.\n")
    (tmp_path / "CHANGELOG.md").write_text(WRITTEN)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "may-i"\nversion = "0.2.0"\n')
    (tmp_path / ".gitignore").write_text("dist/\n")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "."], [*who, "commit", "-q", "-m", "All"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def built(root: Path) -> bool:
    """Instead of a build."""
    (root / "dist").mkdir()
    return True


def test_a_release_is_gathered_and_built_and_left_for_a_person_to_tag(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release(checkout, DAY, built) == 0
    assert "## 0.2.0 - 2027-03-01\n\n### Staff\n\n- Pick a tool.\n" in (checkout / "CHANGELOG.md").read_text()
    assert [file.name for file in (checkout / "changes").iterdir()] == ["README.md"]
    told = capsys.readouterr().out
    assert told.index("git commit") < told.index('git tag -a v0.2.0 -m "may-i 0.2.0"') < told.index("git push")
    assert standing(checkout).tags == ()
    assert standing(checkout).edited == ("CHANGELOG.md", "changes/forms.staff.md")


def test_a_release_that_is_refused_changes_nothing(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "left.txt").write_text("left")
    assert release(checkout, DAY, built) == 1
    told = capsys.readouterr().err
    assert told.startswith("No release of 0.2.0:\n- work tree: 1 file (left.txt)")
    assert not (checkout / "dist").exists()
    assert standing(checkout).edited == ("left.txt",)


def test_a_build_that_fails_leaves_the_fragments_where_they_are(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release(checkout, DAY, lambda root: False) == 1
    assert "the build above failed" in capsys.readouterr().err
    assert standing(checkout).edited == ()
