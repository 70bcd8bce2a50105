"""What each version of the policy changed: of a ledger, as they came into force, and of git, as they were written."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.console.report import RevisedPage
from bot.desk.versions import Revised, versions_of_git, versions_of_ledger
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.publications import Publications
from bot.policy.house import Knowledge
from tests.databases import ledger_in
from tests.knowledge.folders import WHOLE, write

SECRET = b"a secret for tests only, 32 bytes"
STRICTER = {"rules.yaml": WHOLE["rules.yaml"].replace("condition\n", "forbid\n", 1)}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = datetime.now(UTC).date()


def publish(ledger: Ledger, folder: Path, files: dict[str, str] | None = None) -> Knowledge:
    knowledge = load(write(folder, files or {})).or_raise()
    Publications(ledger).publish(knowledge)
    return knowledge


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(ledger_in(tmp_path / "log.db"), SECRET)


def counts(one: Revised) -> tuple[int, int] | None:
    return (len(one.compared.change.looser), len(one.compared.change.stricter)) if one.compared else None


def test_each_version_of_a_ledger_stands_beside_the_one_before_it_and_what_came_back_is_told_twice(
    ledger: Ledger, tmp_path: Path
) -> None:
    first = publish(ledger, tmp_path / "policy").version
    second = publish(ledger, tmp_path / "policy", STRICTER).version
    publish(ledger, tmp_path / "policy")
    found = versions_of_ledger(ledger).since(LONG_AGO, TODAY)
    assert [(one.version, one.before) for one in found] == [(first, second), (second, first), (first, "")]
    assert [counts(one) for one in found] == [(1, 0), (0, 1), None]


def test_only_what_came_since_a_day_is_told_beside_what_stood_then(ledger: Ledger, tmp_path: Path) -> None:
    first = publish(ledger, tmp_path / "policy").version
    between = datetime.now(UTC)
    second = publish(ledger, tmp_path / "policy", STRICTER).version
    versions = versions_of_ledger(ledger)
    assert [(one.version, one.before, counts(one)) for one in versions.since(between, TODAY)] == [(second, first, (0, 1))]
    assert versions.since(datetime.now(UTC) + timedelta(days=1), TODAY) == []


def test_with_another_secret_no_version_can_be_compared_and_it_is_said(ledger: Ledger, tmp_path: Path) -> None:
    publish(ledger, tmp_path / "policy")
    knowledge = publish(ledger, tmp_path / "policy", STRICTER)
    versions = versions_of_ledger(open_ledger(ledger_in(tmp_path / "log.db"), b"another secret, also of 32 bytes.."))
    section = RevisedPage.of(knowledge, "en", versions, versions.since(LONG_AGO, TODAY)).page()
    assert [row[2].text for row in section.tables[0].rows] == ["could not be compared", "the first that is known"]
    assert section.tables[1].rows == ()


def commit(folder: Path, files: dict[str, str]) -> str:
    write(folder / "policy", files)
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    for words in (["add", "."], [*who, "commit", "-q", "-m", "An edit"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    said = subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return said.stdout[:12]


def test_git_tells_what_each_commit_changed_and_one_that_is_no_policy_hides_nothing(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    first = commit(tmp_path, {})
    broken = commit(tmp_path, {"rules.yaml": "- {rule: "})
    third = commit(tmp_path, STRICTER)
    versions = versions_of_git(tmp_path / "policy")
    found = versions.since(LONG_AGO, TODAY)
    assert [one.version for one in found] == [third, broken, first]
    assert [counts(one) for one in found] == [(0, 1), None, None]


def test_a_page_names_the_rule_the_turn_and_the_cells(ledger: Ledger, tmp_path: Path) -> None:
    publish(ledger, tmp_path / "policy")
    knowledge = publish(ledger, tmp_path / "policy", STRICTER)
    versions = versions_of_ledger(ledger)
    section = RevisedPage.of(knowledge, "en", versions, versions.since(LONG_AGO, TODAY)).page()
    assert section.sentence.startswith("Versions: 2. Cells of the matrix that got looser: 0; stricter: 1;")
    ((_, version, rule, turn, cells),) = section.tables[1].rows
    assert version.text == knowledge.version
    assert rule.text.startswith("names-on-contract (rules.yaml:")
    assert rule.text.endswith("has changed")
    assert (turn.text, turn.mark) == ("Yes, if → Not allowed (stricter)", "forbidden")
    assert cells.text == "ChatGPT Team × Customer names [-names-out]"


def test_where_no_version_is_known_it_is_said_that_nothing_can_be_told(ledger: Ledger, tmp_path: Path) -> None:
    knowledge = load(write(tmp_path / "policy")).or_raise()
    for versions in (versions_of_ledger(ledger), versions_of_git(tmp_path / "policy")):
        section = RevisedPage.of(knowledge, "en", versions, versions.since(LONG_AGO, TODAY)).page()
        assert "What changed cannot be said" in section.sentence
        assert section.tables == ()
