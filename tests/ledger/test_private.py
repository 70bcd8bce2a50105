"""Whatever the machine's umask says, nobody but the bot's own user reads the files of the log."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.engine.alone import FileLock
from bot.ledger.backup import back_up, restore
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.records import Root
from bot.ledger.verifying.heads import Heads
from tests.commands.running import run_in

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def for_all() -> Iterator[None]:
    """A machine whose files everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/of-the-bot/mayi.db"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    opened = open_ledger(url, b"house")
    yield opened
    opened.close()


def modes(folder: Path) -> dict[str, str]:
    """File or folder -> its mode."""
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in sorted(folder.rglob("*"))}


def test_the_database_and_what_sqlite_puts_beside_it_are_the_bots_alone(ledger: Ledger, url: str, tmp_path: Path) -> None:
    ledger.note("policy", "v1", NOW, {})
    assert modes(tmp_path) == {
        "data": "0o700",
        "of-the-bot": "0o700",
        "mayi.db": "0o600",
        "mayi.db-shm": "0o600",
        "mayi.db-wal": "0o600",
    }


def test_a_backup_and_what_is_put_back_are_the_bots_alone(ledger: Ledger, url: str, tmp_path: Path) -> None:
    """Also where a backup was broken off, or an older file of that name is there."""
    file = tmp_path / "mayi.jsonl.gz"
    for path in (file, tmp_path / "mayi.jsonl.gz.part"):
        path.write_text("older", encoding="utf-8")
    back_up(ledger, url, file, NOW)
    restore(file, f"sqlite:///{tmp_path}/new.db")
    assert {modes(tmp_path)[name] for name in ("mayi.jsonl.gz", "new.db")} == {"0o600"}


def test_the_heads_are_the_bots_alone(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "mayi-heads.jsonl")
    heads(Root("2026-11-20", 1, "a", "2026-11-20T09:00:00+00:00"))
    heads(Root("2026-11-21", 2, "b", "2026-11-21T09:00:00+00:00"))
    assert modes(tmp_path) == {"mayi-heads.jsonl": "0o600"}


def test_heads_that_somebody_let_others_read_stay_so_over_night(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "mayi-heads.jsonl")
    heads(Root("2026-11-20", 1, "a", "2026-11-20T09:00:00+00:00"))
    heads.file.chmod(0o640)
    heads(Root("2026-11-21", 2, "b", "2026-11-21T09:00:00+00:00"))
    assert modes(tmp_path) == {"mayi-heads.jsonl": "0o640"}


def test_the_engines_database_is_the_bots_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "mayi-engine.db"
    FileLock(path).release()
    with create_engine(f"sqlite:///{path}").connect() as connection:
        connection.execute(text("PRAGMA journal_mode=WAL"))
        connection.execute(text("CREATE TABLE work (id INTEGER)"))
        assert set(modes(tmp_path / "data").values()) == {"0o600"}
    assert modes(tmp_path)["data"] == "0o700"


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_an_export_of_the_log_is_for_who_made_it(ledger: Ledger, url: str, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"log.{form}"
    assert not run_in(tmp_path, "log", "export", "--format", form, "--out", str(out), "--ledger", url).code
    assert modes(tmp_path)[out.name] == "0o600"
