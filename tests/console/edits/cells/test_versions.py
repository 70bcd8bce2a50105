"""In a checkout an edit of a cell is a version of whoever saved it; in a copy of a repository it is a proposal."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.knowledge.edits.writing import keep, versioned
from bot.owners.proposals import applied
from tests.console.edits.cells.editing import (
    WIDE,
    Edited,
    from_repository,
    last_of,
    page_of,
    save,
    show,
    undo,
)
from tests.console.edits.confirming import files
from tests.console.place import Place


def git(place: Place, *words: str) -> str:
    run = subprocess.run(["git", *words], cwd=place.settings.knowledge, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def in_git(place: Place) -> None:
    git(place, "init", "-q")
    git(place, "add", ".")
    git(place, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "First")


def test_in_a_checkout_an_edit_is_one_commit_of_whoever_saved_it_and_so_is_taking_it_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    in_git(place)
    _, page = save(place, WIDE, "condition", text="Only in Paris.")
    assert git(place, "log", "-1", "--format=%an|%s") == "Name of U0NOOR0001|Claude Team × Confidential"
    assert set(git(place, "show", "--format=", "--name-only").split()) == {"conditions.yaml", "rules.yaml"}
    assert f"<code>{git(place, 'rev-parse', 'HEAD')[:12]}</code>" in page
    undo(place, last_of(place), meant="yes")
    assert git(place, "log", "-1", "--format=%s") == "Take back: Claude Team × Confidential"
    assert git(place, "diff", "HEAD~2") == ""


def test_edits_that_somebody_else_has_not_published_are_not_swept_along(place: Place) -> None:
    in_git(place)
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + "\n# half a thought\n", encoding="utf-8")
    status, _ = save(place, WIDE, "forbid")
    assert status == 200 and git(place, "log", "--format=%s") == "First"
    assert "# half a thought" in rules.read_text() and "cell-claude-team-confidential" in rules.read_text()


def test_what_a_killed_process_was_writing_keeps_no_edit_from_becoming_a_version(place: Place) -> None:
    in_git(place)
    for left in (".rules.yaml-x7k2", "guidance/.faq.md-11ab", ".cache/half"):
        path = place.settings.knowledge / left
        path.parent.mkdir(exist_ok=True)
        path.write_text("half")
    save(place, WIDE, "forbid")
    assert git(place, "log", "-1", "--format=%s") == "Claude Team × Confidential" and "half" not in git(place, "show")
    assert git(place, "show", "--format=", "--name-only").split() == ["rules.yaml"]


def test_two_who_save_at_once_have_a_version_each_under_their_own_name(place: Edited) -> None:
    in_git(place)
    settings = place.settings

    def edit(number: int) -> str:
        with versioned(settings, f"Edit {number}", f"Owner {number}") as version:
            keep(settings, f"edit {number}", lambda: {f"guidance/more-{number}.md": f"# More {number}\n"})
        return version.made

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(edit, range(4)))
    told = git(place, "log", "-4", "--format=%an|%s").splitlines()
    assert sorted(told) == [f"Owner {number}|Edit {number}" for number in range(4)]
    for back in range(4):
        assert len(git(place, "show", f"HEAD~{back}", "--format=", "--name-only").split()) == 1


def test_where_the_policy_comes_from_a_repository_the_edit_is_a_proposal(place: Edited) -> None:
    from_repository(place)
    before = files(place)
    assert "saved as a proposal for whoever keeps its files" in page_of(place, "cell?tool=claude/team&data=confidential")
    assert ">Save as a proposal</button>" in show(place, WIDE, "forbid")
    status, page = save(place, WIDE, "forbid")
    assert status == 200 and "Proposed: Claude Team × Confidential" in page and "git apply" not in page
    assert files(place) == before and 'name="about"' not in page
    [patch] = place.settings.proposals.glob("*.patch")
    after = applied(place.settings.knowledge, patch)
    assert "cell-claude-team-confidential" in {rule.id for rule in after.policy.rules}
