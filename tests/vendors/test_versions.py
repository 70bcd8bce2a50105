"""Versions of terms that somebody else keeps in git: which is the newest, and what is a change of the vendor's."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bot.policy.vendors.facts import Archive
from bot.policy.vendors.watching import Found, Look, Text, Unchanged, Unread
from bot.vendors import archive
from bot.vendors.archive import REWRITTEN, Archives
from bot.vendors.errors import UnreadError
from bot.vendors.guard import Guard


class Versions:
    """A repository of versions, as the archive keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> str:
        who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
        env = {**who, "PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(
            ["git", *words], cwd=self.folder, env=env, check=True, capture_output=True, text=True
        ).stdout.strip()

    def record(
        self, words: str | None, subject: str = "Record new changes of Acme Privacy Policy", name: str = "Privacy Policy"
    ) -> str:
        file = self.folder / "Acme" / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        if words is None:
            file.unlink()
        else:
            file.write_text(words, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "versions")


def look(versions: Versions, known: str = "", **more: str) -> Found:
    wanted = replace(Archive(str(versions.folder), "Acme", "Privacy Policy"), **more)
    try:
        return Archives(versions.folder.parent / "cache", Guard()).read(wanted, known)
    except UnreadError as problem:
        return Unread(problem.look, problem.why)


def test_the_newest_version_is_read_with_its_commit(versions: Versions) -> None:
    versions.record("# Old")
    head = versions.record("# Données")
    found = look(versions)
    assert isinstance(found, Text)
    assert (found.text, found.validators, found.technical) == ("# Données", {"commit": head}, False)


def test_nothing_new_is_nothing_new_also_where_others_changed(versions: Versions) -> None:
    first = versions.record("# Terms")
    assert isinstance(look(versions, first), Unchanged)
    versions.record("# Other", name="Terms of Service")
    assert isinstance(look(versions, first), Unchanged)


def test_an_upgrade_of_the_archive_is_told_from_a_change_of_the_vendor(versions: Versions) -> None:
    first = versions.record("# Terms")
    versions.record("Terms\n=====", "Apply technical or declaration upgrade on Acme Privacy Policy")
    found = look(versions, first)
    assert isinstance(found, Text) and found.technical
    versions.record("Terms\n=====\nWe train.")
    found = look(versions, first)
    assert isinstance(found, Text) and not found.technical, "one change of the vendor is enough"


def test_a_history_that_was_rewritten_by_force_is_said_and_compared_with_what_we_kept(versions: Versions) -> None:
    first = versions.record("# Terms")
    known = versions.record("# Terms. We train.")
    versions.git("reset", "--quiet", "--hard", first)
    versions.git("commit", "--quiet", "--amend", "--message", "First record of Acme Privacy Policy, anew")
    found = look(versions, known)
    assert isinstance(found, Text)
    assert (found.text, found.note, found.technical) == ("# Terms", REWRITTEN, False)
    assert look(versions, "--upload-pack=touch /tmp/x") == replace(found), "what is no commit is never given to git"


@pytest.mark.parametrize(
    ("more", "state", "says"),
    [
        ({"document": "Trackers Policy"}, Look.MOVED, "holds no `Acme/Trackers Policy.md`"),
        ({"service": "..", "document": "x"}, Look.BROKEN, "names, without slashes"),
        ({"service": "a/b"}, Look.BROKEN, "names, without slashes"),
        ({"service": "-x"}, Look.BROKEN, "names, without slashes"),
        ({"branch": "--output=x"}, Look.BROKEN, "no name of a branch"),
        ({"branch": "gone"}, Look.BROKEN, "cannot be read"),
        ({"repository": "ext::sh -c touch"}, Look.BROKEN, "neither a folder nor an https address"),
        ({"repository": "http://archive.example/v.git"}, Look.BROKEN, "neither a folder nor an https address"),
        ({"repository": "https://127.0.0.1/v.git"}, Look.BROKEN, "only public addresses"),
        ({"repository": "https://[::ffff:10.0.0.1]/v.git"}, Look.BROKEN, "only public addresses"),
    ],
)
def test_an_archive_that_cannot_be_read_says_why(versions: Versions, more: dict[str, str], state: Look, says: str) -> None:
    versions.record("# Terms")
    found = look(versions, **more)
    assert isinstance(found, Unread)
    assert (found.look, says in found.why) == (state, True), found


def test_an_emptied_and_a_removed_document_are_states_and_no_changes(versions: Versions) -> None:
    known = versions.record("# Terms")
    versions.record("")
    assert look(versions, known).look is Look.EMPTIED  # type: ignore[union-attr]
    versions.record(None)
    assert look(versions, known).look is Look.MOVED  # type: ignore[union-attr]


def test_a_folder_whose_settings_name_programs_runs_none(versions: Versions, tmp_path: Path) -> None:
    versions.record("# Terms")
    ran, missing = tmp_path / "ran", versions.git("rev-parse", "HEAD:Acme/Privacy Policy.md")
    program = tmp_path / "x.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    (versions.folder / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    for name, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("protocol.ext.allow", "always"),
        ("protocol.ssh.allow", "always"),
        ("core.fsmonitor", str(program)),
        ("core.sshCommand", str(program)),
        ("remote.origin.promisor", "true"),
    ):
        versions.git("config", name, value)
    for url in (f"ext::{program}", "ssh://somewhere.example/x"):
        versions.git("config", "remote.origin.url", url)
        found = look(versions)
        assert isinstance(found, Unread) and found.look is Look.MOVED
        assert not ran.exists(), url


def test_a_folder_whose_versions_are_signed_runs_no_program(versions: Versions, tmp_path: Path) -> None:
    first = versions.record("# Terms")
    ran, program = tmp_path / "ran", tmp_path / "x.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    who = "a <a@b> 1 +0000"
    sealed = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    versions.record("# New terms")
    tree = versions.git("rev-parse", "HEAD^{tree}")
    made = tmp_path / "made"
    made.write_text(f"tree {tree}\nparent {first}\nauthor {who}\ncommitter {who}\n{sealed}\n\nhi\n")
    signed = versions.git("hash-object", "-t", "commit", "-w", str(made))
    versions.git("update-ref", "refs/heads/main", signed)
    versions.git("config", "log.showSignature", "true")
    versions.git("config", "gpg.program", str(program))
    versions.git("log", "-1")
    assert ran.exists(), "what the folder holds runs a program"
    ran.unlink()
    found = look(versions, first)
    assert isinstance(found, Text) and found.text == "# New terms"
    assert not ran.exists()


@pytest.fixture
def published(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """The same repository, at an address."""
    address = "https://git.example/versions.git"
    here = (f"url.{versions.folder}.insteadOf={address}", "protocol.file.allow=always")
    monkeypatch.setattr(archive, "SAFE", (*archive.SAFE, *here))
    return Archive(address, "Acme", "Privacy Policy")


class Copies:
    """Reading of one archive, with a clock and a pace of our own."""

    def __init__(self, cache: Path, archive: Archive) -> None:
        self.archive, self.now, self.asked = archive, 0.0, list[str]()
        guard = Guard(resolve=lambda _host, _port: ["93.184.216.34"])
        self.archives = Archives(cache, guard, lambda host, _seconds: self.asked.append(host), lambda: self.now)

    def read(self, known: str = "") -> Found:
        return self.archives.read(self.archive, known)


@pytest.mark.parametrize("branch", ["", "main"])
def test_what_is_new_at_an_address_is_read_on_each_branch(
    versions: Versions, published: Archive, branch: str, tmp_path: Path
) -> None:
    copies = Copies(tmp_path / "cache", replace(published, branch=branch))
    old = versions.record("Old words.")
    found = copies.read()
    assert isinstance(found, Text) and (found.text, found.validators) == ("Old words.", {"commit": old})
    new = versions.record("New words.")
    copies.now = 3600
    found = copies.read(old)
    assert isinstance(found, Text) and (found.text, found.validators) == ("New words.", {"commit": new})


def test_all_documents_of_a_round_are_read_from_one_copy_and_its_host_is_asked_in_turn(
    versions: Versions, published: Archive, tmp_path: Path
) -> None:
    versions.record("Words.")
    copies = Copies(tmp_path / "cache", published)
    for copies.now in (0, 10, 20, 3600):
        copies.read()
    assert copies.asked == ["git.example"] * 2


def test_a_copy_that_could_not_be_made_leaves_nothing_behind(
    versions: Versions, published: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions.record("Words.")
    copies = Copies(tmp_path / "cache", published)
    monkeypatch.setattr(archive, "FETCH_SECONDS", 0)
    with pytest.raises(UnreadError, match="longer than"):
        copies.read()
    assert not list((tmp_path / "cache").iterdir())
    monkeypatch.undo()
