"""`mayi db upgrade|current|check`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from bot.commands.log import db
from bot.ledger.ledger import open_ledger
from bot.ledger.store.migrate import head

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
app = typer.Typer()
db.register(app)


@app.command()
def other() -> None:
    """With one command alone, Typer would leave its name out."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["db", *words])
    return result.exit_code, result.stdout, result.stderr


def test_upgrading_makes_the_tables_and_says_so(url: str) -> None:
    assert run("upgrade", "--ledger", url) == (0, f"upgraded from an empty database to {head()}\n", "")
    assert run("upgrade", "--ledger", url) == (0, f"already at {head()}\n", "")


def test_the_schema_is_told_in_words_and_as_json(url: str) -> None:
    run("upgrade", "--ledger", url)
    assert run("current", "--ledger", url) == (0, f"{head()} (this may-i wants {head()})\n", "")
    code, out, _ = run("current", "--ledger", url, "--json")
    assert (code, json.loads(out)) == (0, {"now": head(), "wanted": head()})


def test_a_good_ledger_passes_the_check(url: str) -> None:
    run("upgrade", "--ledger", url)
    code, out, _ = run("check", "--ledger", url, "--json")
    assert (code, json.loads(out)) == (0, {"ok": True, "differences": []})


def test_a_ledger_that_differs_fails_the_check(url: str) -> None:
    run("upgrade", "--ledger", url)
    with create_engine(url).begin() as connection:
        connection.execute(text("DROP TABLE outbox"))
    code, out, _ = run("check", "--ledger", url)
    assert code == 1
    assert "outbox" in out


@pytest.mark.parametrize("command", ["current", "check"])
def test_looking_at_a_ledger_that_is_not_there_does_not_make_one(tmp_path: Path, url: str, command: str) -> None:
    code, out, err = run(command, "--ledger", url)
    assert (code, out) == (2, "")
    assert "mayi db upgrade" in err
    assert not list(tmp_path.iterdir())


def test_the_key_of_the_log_is_changed_once_what_the_old_one_wrote_is_sealed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = "the old key of these tests, long enough", "the new key of these tests, long enough"
    monkeypatch.setenv("MAYI_DATABASE", url)
    monkeypatch.setenv("MAYI_KEY", old)
    run("upgrade")
    code, _, err = run("rekey", "--yes")
    assert (code, "no key yet" in err) == (2, True)
    ledger = open_ledger(url, old.encode())
    ledger.keep_question("a", at=NOW, text="question", label="allow", verdict="allowed")
    ledger.seal()
    ledger.keep_question("b", at=NOW, text="question", label="allow", verdict="allowed")
    ledger.close()
    assert run("rekey", "--yes") == (0, "this key seals the log already\n", "")
    monkeypatch.setenv("MAYI_KEY", new)
    code, _, err = run("rekey", "--yes")
    assert (code, "mayi db upgrade" in err, "--lost" in err) == (2, True, True)
    monkeypatch.setenv("MAYI_KEY", old)
    assert run("upgrade")[0] == 0
    monkeypatch.setenv("MAYI_KEY", new)
    assert run("rekey", "--yes") == (0, "from place 3 on\n", "")
    monkeypatch.setenv("MAYI_KEY", old)
    code, _, err = run("rekey", "--yes")
    assert (code, "restore a backup" in err) == (2, True), "it sealed a part of this log"


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    code, _, err = run("upgrade", "--ledger", "nonsense")
    assert code == 2
    assert "write sqlite:///" in err


def test_the_address_comes_from_the_environment_where_none_is_given(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYI_DATABASE", url)
    assert run("upgrade")[0] == 0
    assert run("check")[0] == 0
