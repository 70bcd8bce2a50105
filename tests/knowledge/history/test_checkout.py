"""An owner's own checkout: versions that are listed, made, gone back to and pushed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.checkout import Checkout, CheckoutError
from bot.knowledge.load import load
from bot.owners.publish import FailedTestsError, NothingToPublishError, go_back, publish
from tests.knowledge.folders import write
from tests.knowledge.repository import commit, edit, make_repository, run_git


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A checkout of a repository that takes pushes."""
    origin = make_repository(tmp_path / "first")
    run_git(tmp_path, "clone", "--quiet", "--bare", str(origin), str(tmp_path / "origin.git"))
    run_git(tmp_path, "clone", "--quiet", str(tmp_path / "origin.git"), str(tmp_path / "mine"))
    for name, value in (("user.name", "Kim Owner"), ("user.email", "kim@example.org"), ("commit.gpgsign", "false")):
        run_git(tmp_path / "mine", "config", name, value)
    return tmp_path / "mine" / "knowledge"


def pushed(policy: Path) -> str:
    return run_git(policy.parent.parent / "origin.git", "rev-parse", "main")[:12]


def name_of(folder: Path) -> str:
    return load(folder).or_raise().organisation.name


def test_an_edit_is_published_as_a_version_with_its_reason(policy: Path) -> None:
    edit(policy.parent)
    (policy.parent / "notes.txt").write_text("not for anybody")
    done = publish(policy, "A larger house")
    assert (done.pushed_to, pushed(policy)) == ("origin/main", done.version)
    assert load(policy).or_raise().version == done.version
    assert [(one.version, one.author, one.subject) for one in Checkout(policy).versions(1)] == [
        (done.version, "Kim Owner", "A larger house")
    ]
    assert "notes.txt" in run_git(policy.parent, "status", "--porcelain"), "what is not the policy was published as well"


def test_a_new_and_a_deleted_file_are_part_of_the_version(policy: Path) -> None:
    (policy / "tools" / "deepl.yaml").write_text("id: deepl\nlabel: DeepL\n")
    (policy / "rules.yaml").unlink()
    (policy / "conditions.yaml").unlink()
    publish(policy, "")
    assert not Checkout(policy).is_edited()
    assert {"tools/deepl.yaml"} == set(run_git(policy, "diff", "--name-only", "--diff-filter=A", "--relative", "HEAD~1").split())


def test_a_faulty_edit_is_not_published(policy: Path) -> None:
    before = pushed(policy)
    (policy / "rules.yaml").write_text("- rule: one\n  effect: maybe\n")
    with pytest.raises(KnowledgeError):
        publish(policy, "oops")
    assert pushed(policy) == before and Checkout(policy).is_edited()


TESTS = """tests:
- {{name: names may go there, slots: {{tool: chatgpt/team, data: [customer-names]}}, verdict: conditional}}
- {{name: names stay here, slots: {{tool: chatgpt/team, data: [customer-names]}}, verdict: {verdict}}}
"""


def test_a_policy_whose_own_tests_fail_is_published_only_where_that_is_wanted(policy: Path) -> None:
    before = pushed(policy)
    (policy / "tests.yaml").write_text(TESTS.format(verdict="forbidden"))
    with pytest.raises(FailedTestsError) as refused:
        publish(policy, "oops")
    assert str(refused.value) == "tests.yaml:3: names stay here: conditional instead of forbidden"
    assert pushed(policy) == before and Checkout(policy).is_edited()
    assert publish(policy, "on purpose", tested=False).version == pushed(policy) != before
    (policy / "tests.yaml").write_text(TESTS.format(verdict="conditional"))
    assert publish(policy, "mended").version == pushed(policy)


def test_what_was_committed_by_hand_is_pushed(policy: Path) -> None:
    edit(policy.parent)
    made = commit(policy.parent, "by hand")
    assert publish(policy, "").version == made[:12] == pushed(policy)


def test_a_push_that_is_refused_says_what_to_do_and_keeps_the_version(policy: Path, tmp_path: Path) -> None:
    run_git(tmp_path, "clone", "--quiet", str(tmp_path / "origin.git"), str(tmp_path / "other"))
    edit(tmp_path / "other", "Other House")
    commit(tmp_path / "other", "faster")
    run_git(tmp_path / "other", "push", "--quiet")
    edit(policy.parent)
    with pytest.raises(CheckoutError, match="git pull --rebase"):
        publish(policy, "slower")
    assert Checkout(policy).versions(1)[0].subject == "slower"


def test_a_repository_that_is_not_reached_is_no_word_about_somebody_else(policy: Path, tmp_path: Path) -> None:
    edit(policy.parent)
    (tmp_path / "origin.git").rename(tmp_path / "away.git")
    with pytest.raises(CheckoutError, match="publish again once it can be reached") as told:
        publish(policy, "a larger house")
    assert "git pull" not in str(told.value)
    (tmp_path / "away.git").rename(tmp_path / "origin.git")
    assert publish(policy, "").version == pushed(policy)


def test_without_another_repository_a_version_is_made_and_pushed_nowhere(tmp_path: Path) -> None:
    policy = make_repository(tmp_path) / "knowledge"
    edit(tmp_path)
    assert publish(policy, "larger").pushed_to == ""
    assert name_of(policy) == "Large House"


def test_going_back_is_a_new_version_and_keeps_the_one_in_between(policy: Path) -> None:
    first = Checkout(policy).versions(1)[0].version
    edit(policy.parent)
    (policy / "tools" / "deepl.yaml").write_text("id: deepl\nlabel: DeepL\n")
    publish(policy, "A larger house")
    done = go_back(policy, "", "")
    assert (name_of(policy), (policy / "tools" / "deepl.yaml").exists()) == ("Small House", False)
    assert (done.back_to, done.version) == (first, pushed(policy))
    assert [one.subject for one in Checkout(policy).versions(9)] == [
        f"Go back to {first}: the first policy",
        "A larger house",
        "the first policy",
    ]


def hook(policy: Path, name: str, script: str) -> None:
    path = policy.parent / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_what_an_owners_hook_refuses_is_told_with_its_reason(policy: Path) -> None:
    hook(
        policy, "pre-commit", "echo 'mayi check...Passed' >&2; echo 'mayi diff...Failed' >&2; echo 'one cell looser' >&2; exit 1"
    )
    edit(policy.parent)
    with pytest.raises(CheckoutError, match=r"mayi check\.\.\.Passed\nmayi diff\.\.\.Failed\none cell looser$"):
        publish(policy, "A larger house")


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg"])
def test_no_hook_stops_going_back(name: str, policy: Path) -> None:
    edit(policy.parent)
    publish(policy, "A larger house")
    hook(policy, name, "exit 1")
    go_back(policy, "", "")
    assert name_of(policy) == "Small House"


def test_where_no_version_is_made_the_folder_stays_as_it_was(policy: Path) -> None:
    edit(policy.parent)
    publish(policy, "A larger house")
    newest = name_of(policy)
    hook(policy, "prepare-commit-msg", "exit 1")
    with pytest.raises(CheckoutError, match="git made no version"):
        go_back(policy, "", "")
    assert name_of(policy) == newest
    assert not Checkout(policy).is_edited()


def test_going_back_to_a_named_version(policy: Path) -> None:
    first = Checkout(policy).versions(1)[0].version
    for name in ("Second House", "Third House"):
        edit(policy.parent, name)
        publish(policy, name)
    go_back(policy, first, "that was better")
    assert name_of(policy) == "Small House"
    assert Checkout(policy).versions(1)[0].subject == "that was better"


def test_a_version_that_was_faulty_is_not_gone_back_to(policy: Path) -> None:
    (policy / "rules.yaml").write_text("- rule: one\n  effect: maybe\n")
    broken = commit(policy.parent, "broken")
    (policy / "rules.yaml").unlink()
    commit(policy.parent, "mended")
    with pytest.raises(KnowledgeError):
        go_back(policy, broken[:12], "")


def edited(policy: Path) -> str:
    edit(policy.parent)
    return ""


def newest(policy: Path) -> str:
    return Checkout(policy).versions(1)[0].version


def unknown(_policy: Path) -> str:
    return "abcdefabcdef"


def an_option(_policy: Path) -> str:
    return "--output=x"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (edited, "not published"),
        (newest, "stands there already"),
        (unknown, "mayi versions"),
        (an_option, "mayi versions"),
        (lambda _policy: "", "no earlier version"),
    ],
    ids=["with open edits", "to the newest", "to an unknown one", "to something that is no version", "where there is only one"],
)
def test_what_cannot_be_gone_back_to_is_said(policy: Path, wish: object, words: str) -> None:
    with pytest.raises((CheckoutError, NothingToPublishError), match=words):
        go_back(policy, wish(policy), "")  # type: ignore[operator]


def test_a_folder_without_git_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(CheckoutError, match="git init"):
        publish(write(tmp_path / "policy"), "")
    with pytest.raises(CheckoutError, match="no folder"):
        publish(tmp_path / "nowhere", "")
