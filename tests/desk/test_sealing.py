"""The day's root: to the file of ``MAYI_ROOTS``, and to a channel as a line that ``mayi verify --root`` reads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.sealing import Sealing, root_words
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.verifying.verified import read_roots
from bot.ledger.verifying.verify import verify
from bot.settings import read_settings
from tests.databases import app_over
from tests.desk.test_staff_digest import Queue

KEY = b"a secret for tests only, 32 bytes"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    opened = open_ledger(url, KEY)
    opened.keep_question("first", at=MONDAY, text="question one", label="allow", verdict="allowed")
    yield opened
    opened.close()


def sealing(ledger: Ledger, tmp_path: Path, **settings: Any) -> tuple[Sealing, Queue]:
    """The sealing, and the engine that it gives its notices to."""
    app, queue = app_over(ledger), Queue()
    app.settings = app.settings.model_copy(update={"heads": tmp_path / "heads.jsonl", **settings})
    app.engine = queue  # type: ignore[assignment]
    return Sealing(app), queue


def test_the_file_has_one_root_a_day_that_verify_compares_with(ledger: Ledger, url: str, tmp_path: Path) -> None:
    file = tmp_path / "roots.jsonl"
    tick, queue = sealing(ledger, tmp_path, roots=file)
    tick(MONDAY)
    tick(MONDAY + timedelta(hours=8))
    ledger.keep_question("second", at=TUESDAY, text="question two", label="deny", verdict="forbidden")
    tick(TUESDAY)
    roots = read_roots(file.read_text())
    assert [(root.day, root.place) for root in roots] == [("2026-11-23", 1), ("2026-11-24", 3)]
    assert verify(url, roots).ok
    assert "question" not in file.read_text()
    assert queue.queued == {}, "no channel was named"
    with ledger._session() as session:
        session.connection().exec_driver_sql("DELETE FROM roots")
        session.connection().exec_driver_sql("DELETE FROM records WHERE place > 1 OR place IS NULL")
        session.connection().exec_driver_sql("DELETE FROM questions WHERE key = 'second'")
        session.connection().exec_driver_sql("DELETE FROM receipts WHERE key = 'second'")
    assert verify(url).ok, "without the file nobody can tell"
    bad = verify(url, roots).first_bad
    assert bad is not None and (bad.what, bad.place) == ("cut", 2)


def test_roots_of_days_on_which_the_file_could_not_be_written_come_later(
    ledger: Ledger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "share" / "roots.jsonl"
    tick, _ = sealing(ledger, tmp_path, roots=file)
    with caplog.at_level(logging.ERROR, "mayi.sealing"):
        tick(MONDAY)
    assert "cannot be written" in caplog.text and "the next day tries again" in caplog.text
    file.parent.mkdir()
    tick(TUESDAY)
    assert [root.day for root in read_roots(file.read_text())] == ["2026-11-23", "2026-11-24"]


def test_a_log_whose_seals_were_taken_away_is_told_of_once_and_not_begun_anew(
    ledger: Ledger, url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tick, queue = sealing(ledger, tmp_path, root_channel="ai-admins")
    tick(MONDAY)
    with ledger._session() as session:
        session.connection().exec_driver_sql("UPDATE records SET mac = ''")
    with caplog.at_level(logging.ERROR, "mayi.sealing"):
        for hours in range(3):
            tick(TUESDAY + timedelta(hours=hours))
    assert [one.getMessage() for one in caplog.records] == [
        "nothing is sealed into the log any more: its seals were taken away; see mayi verify"
    ]
    assert len(queue.queued) == 1, "no root of such a log"
    assert not verify(url, tick.heads.kept(), key=KEY).ok


def test_the_channel_is_told_once_a_day_with_a_line_that_can_be_copied(ledger: Ledger, url: str, tmp_path: Path) -> None:
    tick, queue = sealing(ledger, tmp_path, root_channel="ai-admins")
    for _ in range(3):
        tick(MONDAY)
    assert queue.queued == {"root:2026-11-23": {"kind": "root", "day": "2026-11-23"}}
    said = root_words(tick.app, queue.queued["root:2026-11-23"])
    assert said is not None and said["channel"] == "ai-admins"
    assert read_roots(said["words"]) == ledger.roots()
    assert verify(url, read_roots(said["words"])).ok
    assert root_words(tick.app, {"day": "1999-01-01"}) is None


def test_the_settings_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAYI_ROOTS", str(tmp_path / "roots.jsonl"))
    monkeypatch.setenv("MAYI_ROOT_CHANNEL", "ai-admins")
    settings = read_settings()
    assert (settings.roots, settings.root_channel) == (tmp_path / "roots.jsonl", "ai-admins")
