"""The version in receipts: the commit where there is one, and the hash of the files where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import version
from bot.knowledge.git import GitError, git_as_owner
from bot.knowledge.history.checkout import Checkout, CheckoutError
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.load import load
from bot.knowledge.version import STAMP
from tests.knowledge.folders import write
from tests.knowledge.repository import commit, edit, make_bare, make_repository, run_git


def version_of(folder: Path) -> str:
    return load(folder).or_raise().version


def test_without_git_equal_files_are_of_one_version(tmp_path: Path) -> None:
    assert version_of(write(tmp_path / "one")) == version_of(write(tmp_path / "two"))


def test_in_a_checkout_it_is_the_commit(tmp_path: Path) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    assert version_of(policy) == run_git(tmp_path, "rev-parse", "HEAD")[:12]


def test_a_commit_of_other_files_is_no_other_version(tmp_path: Path) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    before = version_of(policy)
    (tmp_path / "README.md").write_text("more words")
    commit(tmp_path, "words about it")
    assert version_of(policy) == before


@pytest.mark.parametrize(
    ("path", "is_edit"),
    [("policy.yaml", True), ("tools/new.yaml", True), ("notes.txt", False)],
    ids=["an edited file", "a new file", "a file that no policy has"],
)
def test_what_is_not_committed_is_told_by_edits(tmp_path: Path, path: str, is_edit: bool) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    before = version_of(policy)
    if path == "policy.yaml":
        edit(tmp_path)
    else:
        (policy / path).write_text("id: new\nlabel: New\n")
    now = version_of(policy)
    assert now.startswith(f"{before}+edits-") if is_edit else now == before


def test_two_edits_are_two_versions(tmp_path: Path) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    edit(tmp_path, "One")
    one = version_of(policy)
    edit(tmp_path, "Two")
    assert version_of(policy) != one


def test_a_file_that_git_ignores_counts_as_an_edit(tmp_path: Path) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    (tmp_path / ".gitignore").write_text("extra.yaml\n")
    commit(tmp_path, "ignore it")
    (policy / "tools" / "extra.yaml").write_text("id: extra\nlabel: Extra\n")
    assert "+edits-" in version_of(policy)


def test_a_folder_that_git_does_not_know_has_the_hash(tmp_path: Path) -> None:
    make_repository(tmp_path / "somewhere")
    alone, within = write(tmp_path / "alone"), write(tmp_path / "somewhere" / "new")
    assert version_of(alone) == version_of(within)


def test_a_repository_without_a_commit_has_the_hash(tmp_path: Path) -> None:
    alone, within = write(tmp_path / "alone"), write(tmp_path / "empty")
    run_git(within, "init", "--quiet", ".")
    assert version_of(alone) == version_of(within)


def test_git_that_is_away_for_a_moment_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    real = version.git

    def away(*words: str, at: Path) -> bytes:
        if words[0] == "log":
            raise GitError("cannot run git now")
        return real(*words, at=at)

    monkeypatch.setattr(version, "git", away)
    assert version_of(policy) != run_git(tmp_path, "rev-parse", "HEAD")[:12]
    monkeypatch.setattr(version, "git", real)
    assert version_of(policy) == run_git(tmp_path, "rev-parse", "HEAD")[:12]


def test_a_hook_of_another_repository_does_not_lead_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = make_repository(tmp_path / "one") / "knowledge"
    other = make_repository(tmp_path / "two")
    edit(other)
    commit(other, "another")
    before = version_of(policy)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    edit(tmp_path / "one")
    assert version_of(policy).startswith(f"{before}+edits-")


@pytest.mark.parametrize("inside", [True, False], ids=["a checkout", "a plain folder"])
def test_a_stamp_that_somebody_put_into_the_folder_says_nothing(tmp_path: Path, inside: bool) -> None:
    policy = make_repository(tmp_path) / "knowledge" if inside else write(tmp_path / "alone")
    before = version_of(policy)
    edit(tmp_path, "Looser House")
    (policy / STAMP).write_text(f"{before} {load(policy).digest}\n")
    assert version_of(policy) != before
    if inside:
        assert version_of(policy) != commit(tmp_path, "typo")[:12] == version_of(policy)


def test_a_policy_whose_files_make_it_a_repository_runs_no_program(tmp_path: Path) -> None:
    policy, ran = make_repository(tmp_path / "policy") / "knowledge", tmp_path / "ran"
    make_bare(policy, ran)
    pushed = tmp_path / "policy"
    run_git(pushed, "--git-dir=.git", "--work-tree=.", "add", "--force", "--all")
    run_git(pushed, "commit", "--quiet", "-m", "more guidance")
    run_git(tmp_path, "clone", "--quiet", str(pushed), "server")
    server = tmp_path / "server" / "knowledge"
    run_git(server, "--git-dir=.", "log", "-1")
    assert ran.exists(), "what was pushed is a repository that runs a program"
    ran.unlink()
    assert version_of(server) == load(server).digest and not ran.exists()
    with pytest.raises(CheckoutError):
        Checkout(server)
    with pytest.raises(GitError):
        git_as_owner("log", "-1", at=server)
    assert not ran.exists()


def test_a_commit_of_an_edit_that_answers_already_is_taken_over(tmp_path: Path) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    store = KnowledgeStore(policy)
    edit(tmp_path)
    store.refresh(at_once=True)
    assert "+edits-" in store.current().version
    made = commit(tmp_path, "larger")
    store.refresh(at_once=True)
    assert store.current().version == store.current().policy.version == made[:12]
