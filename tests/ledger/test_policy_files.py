"""The files of the version that answers are kept at its first use."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.environment import shipped
from bot.knowledge.load import load
from bot.ledger.ledger import open_ledger
from bot.ledger.policy_files import keep_files
from tests.databases import ledger_in

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_files_that_have_moved_on_are_not_kept_as_the_version_that_answered(tmp_path: Path) -> None:
    ledger, folder = (
        open_ledger(ledger_in(tmp_path / "mayi.db"), b"a key of the tests, long enough for all"),
        shipped("knowledge"),
    )
    version = load(folder).or_raise().version
    assert not keep_files(ledger, folder, "another", NOW)
    assert not ledger.has_snapshot("another")
    assert keep_files(ledger, folder, version, NOW)
    assert ledger.has_snapshot(version)
    ledger.close()
