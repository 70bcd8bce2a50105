"""A policy in a git repository of its own: what is pulled, what is refused, and what goes on answering meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.knowledge.faults import Fault
from bot.knowledge.git import GitError, git, without_password
from bot.knowledge.history.remote import TRIES_BEFORE_TOLD, Remote, home_of, is_allowed
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.load import load
from tests.knowledge.repository import commit, edit, make_repository, run_git


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "origin")


def remote_of(origin: Path, home: Path | None = None) -> Remote:
    return Remote(f"file://{origin}", "main", home or origin.parent / "home")


def name_of(remote: Remote) -> str:
    return load(remote.folder).or_raise().organisation.name


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.code for fault in faults]


@pytest.mark.parametrize("inside", ["knowledge", ""], ids=["below knowledge", "at the top"])
def test_the_first_pull_brings_the_policy_and_its_commit(tmp_path: Path, inside: str) -> None:
    origin = make_repository(tmp_path / "origin", inside)
    remote = remote_of(origin)
    assert remote.pull() == ()
    found = load(remote.folder).or_raise()
    assert (found.organisation.name, found.version) == ("Small House", run_git(origin, "rev-parse", "HEAD")[:12])


def test_a_push_is_taken_over_and_a_store_that_reads_the_folder_sees_it(origin: Path) -> None:
    remote = remote_of(origin)
    remote.pull()
    store = KnowledgeStore(remote.folder)
    edit(origin)
    made = commit(origin, "larger")
    assert remote.pull() == ()
    store.refresh(at_once=True)
    assert (store.current().organisation.name, store.current().version) == ("Large House", made[:12])


def test_a_commit_of_other_files_keeps_the_version(origin: Path) -> None:
    remote = remote_of(origin)
    remote.pull()
    before = load(remote.folder).or_raise().version
    (origin / "README.md").write_text("words")
    commit(origin, "words")
    assert remote.pull() == ()
    assert load(remote.folder).or_raise().version == before


def test_a_broken_push_leaves_the_good_policy_and_tells_file_and_line_until_it_is_mended(origin: Path) -> None:
    remote = remote_of(origin)
    remote.pull()
    (origin / "knowledge" / "rules.yaml").write_text("- rule: one\n  effect: maybe\n")
    commit(origin, "broken")
    faults = remote.pull()
    assert any(fault.at.file == "rules.yaml" and fault.at.line == 2 for fault in faults)
    assert name_of(remote) == "Small House"
    assert remote.pull() == faults, "it is told as long as it is so"
    run_git(origin, "revert", "--no-edit", "HEAD")
    edit(origin)
    commit(origin, "mended")
    assert remote.pull() == ()
    assert name_of(remote) == "Large House"


def test_after_a_start_the_last_good_policy_is_still_there(origin: Path) -> None:
    remote_of(origin).pull()
    (origin / "knowledge" / "policy.yaml").write_text("organisation: [\n")
    commit(origin, "broken")
    again = remote_of(origin)
    assert codes(again.pull()) == ["K004"]
    assert name_of(again) == "Small House"


def test_a_remote_that_is_down_is_told_after_a_few_tries_and_the_policy_stays(origin: Path) -> None:
    remote = remote_of(origin)
    remote.pull()
    origin.rename(origin.with_name("gone"))
    told = [codes(remote.pull()) for _ in range(TRIES_BEFORE_TOLD)]
    assert told == [[]] * (TRIES_BEFORE_TOLD - 1) + [["K060"]]
    assert name_of(remote) == "Small House"
    origin.with_name("gone").rename(origin)
    assert remote.pull() == ()


def test_a_remote_that_was_never_reached_is_told_at_once(tmp_path: Path) -> None:
    remote = remote_of(tmp_path / "nowhere")
    assert codes(remote.pull()) == ["K060"]
    assert not remote.folder.exists()


def test_a_rewritten_history_is_not_taken_until_somebody_accepts_it(origin: Path) -> None:
    remote = remote_of(origin)
    edit(origin, "Second House")
    commit(origin, "second")
    remote.pull()
    run_git(origin, "reset", "--quiet", "--hard", "HEAD~1")
    edit(origin, "Rewritten House")
    made = commit(origin, "by force")
    fault = remote.pull()[0]
    assert fault.code == "K062" and f"mayi publish --accept {made[:12]}" in fault.do
    assert name_of(remote) == "Second House"
    remote.accept(made[:12])
    assert remote.pull() == ()
    assert name_of(remote) == "Rewritten House"


def test_an_accepted_commit_is_no_leave_for_the_next_one(origin: Path) -> None:
    remote = remote_of(origin)
    edit(origin, "Second House")
    commit(origin, "second")
    remote.pull()
    remote.accept("a" * 12)
    run_git(origin, "reset", "--quiet", "--hard", "HEAD~1")
    edit(origin, "Rewritten House")
    commit(origin, "by force")
    assert codes(remote.pull()) == ["K062"]


def test_many_commits_at_once_are_no_rewritten_history(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.history.remote.DEPTH", 2)
    remote = remote_of(origin)
    remote.pull()
    for number in range(5):
        edit(origin, f"House {number}")
        commit(origin, f"house {number}")
    assert remote.pull() == ()
    assert name_of(remote) == "House 4"


def test_the_version_is_the_same_however_much_of_the_history_was_fetched(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = run_git(origin, "rev-parse", "HEAD")[:12]
    for number in range(4):
        (origin / "README.md").write_text(str(number))
        commit(origin, f"words {number}")
    monkeypatch.setattr("bot.knowledge.history.remote.DEPTH", 2)
    late = remote_of(origin, tmp_path / "late")
    late.pull()
    assert load(late.folder).or_raise().version == wanted


def link_out(knowledge: Path) -> None:
    (knowledge / "guidance" / "out.md").symlink_to("/etc/passwd")


def too_large(knowledge: Path) -> None:
    (knowledge / "guidance" / "large.md").write_text("x" * 8_000_001)


def no_policy(knowledge: Path) -> None:
    (knowledge / "policy.yaml").unlink()


@pytest.mark.parametrize(
    ("hurt", "words"),
    [(link_out, "guidance/out.md is a link"), (too_large, "8,000,001 bytes"), (no_policy, "no policy.yaml")],
    ids=["a link that leads out", "a file that is too large", "no policy at all"],
)
def test_what_no_policy_needs_is_refused_and_the_good_policy_stays(origin: Path, hurt: object, words: str) -> None:
    remote = remote_of(origin)
    remote.pull()
    hurt(origin / "knowledge")  # type: ignore[operator]
    commit(origin, "strange")
    fault = remote.pull()[0]
    assert fault.code == "K061" and words in fault.what
    assert name_of(remote) == "Small House"


def test_no_program_of_the_repository_runs(origin: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    remote = remote_of(origin)
    remote.pull()
    for name in ("post-checkout", "reference-transaction", "post-merge"):
        hook = remote.home / "repository.git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {ran}\n")
        hook.chmod(0o755)
    (origin / ".gitattributes").write_text("* filter=evil export-subst\n")
    edit(origin)
    commit(origin, "with attributes")
    assert remote.pull() == ()
    assert name_of(remote) == "Large House" and not ran.exists()


def test_a_fetch_that_was_ended_halfway_does_not_stand_in_the_way(origin: Path) -> None:
    remote = remote_of(origin)
    remote.pull()
    for left in ("shallow.lock", "refs/mayi/there.lock", "packed-refs.lock"):
        (remote.home / "repository.git" / left).write_text("")
    edit(origin)
    commit(origin, "larger")
    assert remote.pull() == ()
    assert name_of(remote) == "Large House"


def test_of_two_processes_one_pulls(origin: Path) -> None:
    one, two = remote_of(origin), remote_of(origin)
    one.pull()
    edit(origin)
    commit(origin, "larger")
    with one._alone() as alone:
        assert alone
        assert two.pull() == ()
        assert name_of(two) == "Small House"
    assert two.pull() == ()
    assert name_of(two) == "Large House"


def test_it_is_pulled_at_its_times_only(origin: Path) -> None:
    now = [0.0]
    remote = Remote(f"file://{origin}", "main", origin.parent / "home", clock=lambda: now[0])
    remote.pull_at_times(60)
    edit(origin)
    commit(origin, "larger")
    now[0] = 59
    remote.pull_at_times(60)
    assert name_of(remote) == "Small House"
    now[0] = 60
    remote.pull_at_times(60)
    assert name_of(remote) == "Large House"


def test_only_a_few_earlier_versions_stay_on_the_disk(origin: Path) -> None:
    remote = remote_of(origin)
    for number in range(6):
        edit(origin, f"House {number}")
        commit(origin, f"house {number}")
        remote.pull()
    assert len(list((remote.home / "trees").iterdir())) == 3


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.org/policy.git", True),
        ("ssh://git@example.org/policy.git", True),
        ("git@example.org:team/policy.git", True),
        ("file:///srv/policy.git", True),
        ("http://example.org/policy.git", False),
        ("git://example.org/policy.git", False),
        ("ext::sh -c whoami", False),
        ("--upload-pack=whoami", False),
        ("-oProxyCommand=whoami@host:path", False),
        ("/srv/policy.git", False),
    ],
)
def test_only_addresses_that_run_no_program_are_allowed(url: str, allowed: bool) -> None:
    assert is_allowed(url) is allowed


def test_a_git_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nsleep 60 & wait\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    began = time.monotonic()
    with pytest.raises(GitError, match="no answer within") as caught:
        git("fetch", at=tmp_path, seconds=0.2)
    assert caught.value.timed_out and time.monotonic() - began < 30


def test_git_that_is_not_there_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="not installed"):
        git("version", at=tmp_path)


def test_a_password_in_the_address_is_never_shown() -> None:
    assert without_password("https://bot:s3cret@example.org/p.git is down") == "https://example.org/p.git is down"


def test_each_branch_has_a_folder_of_its_own(tmp_path: Path) -> None:
    assert home_of(tmp_path, "file:///a", "main") != home_of(tmp_path, "file:///a", "next")


def test_the_newest_commit_is_told_without_fetching_it(origin: Path) -> None:
    remote = remote_of(origin)
    assert remote.newest() == run_git(origin, "rev-parse", "HEAD")[:12]
    assert not remote.folder.exists()
    with pytest.raises(GitError):
        Remote(f"file://{origin}", "nowhere", origin.parent / "home").newest()
