"""The demo's folder: what a demo left there goes at the next start, and nothing else ever does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from bot.commands.run.demo import check
from bot.commands.run.demo_folder import DATABASES, SAMPLE, WAY_IN, database_in, empty, keep_way_in, sample_in
from bot.engine.alone import FileLock
from bot.engine.errors import EngineError
from bot.environment import shipped
from bot.ledger.ledger import open_ledger
from bot.settings import read_settings
from tests.commands.running import KEY, run_in


def test_an_empty_folder_is_taken_and_what_a_demo_left_there_goes(tmp_path: Path) -> None:
    empty(tmp_path)
    (tmp_path / "mayi.db").write_text("of the last demo")
    heads = read_settings(database=f"sqlite:///{tmp_path / 'mayi.db'}").heads_file
    heads.write_text("heads of the last demo's log, which a new one does not cover")
    (tmp_path / "notes.txt").write_text("mine")
    empty(tmp_path)
    assert not (tmp_path / "mayi.db").exists() and not heads.exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_ledger_that_no_demo_made_is_never_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mayi.db").write_text("the real one")
    with pytest.raises(typer.Exit) as stopped:
        empty(tmp_path)
    assert stopped.value.exit_code == 2
    assert "--data" in capsys.readouterr().err
    assert (tmp_path / "mayi.db").read_text() == "the real one"


def test_the_files_of_a_demo_that_runs_are_never_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty(tmp_path)
    (tmp_path / "mayi.db").write_text("in use")
    running = FileLock(tmp_path / "engine.db")
    with pytest.raises(typer.Exit) as stopped:
        empty(tmp_path)
    running.release()
    assert stopped.value.exit_code == 2
    assert "a demo runs" in capsys.readouterr().err
    assert (tmp_path / "mayi.db").read_text() == "in use"


def test_a_faulty_policy_is_told_before_anything_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        check(tmp_path / "nothing-here")
    assert stopped.value.exit_code == 3
    assert capsys.readouterr().err


def test_what_is_edited_in_a_demo_is_a_copy_that_goes_with_it(tmp_path: Path) -> None:
    empty(tmp_path)
    (sample_in(tmp_path) / "policy.yaml").write_text("edited in the demo")
    empty(tmp_path)
    assert not (tmp_path / SAMPLE).exists()
    assert (sample_in(tmp_path) / "policy.yaml").read_bytes() == (shipped("knowledge") / "policy.yaml").read_bytes()


def test_a_folder_that_no_demo_copied_is_never_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / SAMPLE).mkdir()
    (tmp_path / SAMPLE / "policy.yaml").write_text("mine")
    with pytest.raises(typer.Exit):
        empty(tmp_path)
    assert "--data" in capsys.readouterr().err and (tmp_path / SAMPLE / "policy.yaml").read_text() == "mine"


# --- a link from another terminal ------------------------------------------------------------------------------------------


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Path]:
    """A folder in which a demo runs."""
    data = tmp_path / ".demo"
    empty(data)
    open_ledger(database_in(data), KEY.encode()).close()
    keep_way_in(data, KEY, 8766)
    lock = FileLock(data / DATABASES[1])
    yield tmp_path
    lock.release()


@pytest.mark.parametrize("role", ["owner", "admin", "employee"])
def test_beside_a_demo_that_runs_a_link_into_its_console_is_printed(running: Path, role: str) -> None:
    ran = run_in(running, "console", "link", "--role", role)
    address, _, token = ran.out.strip().rpartition("/")
    assert (ran.code, address) == (0, "http://127.0.0.1:8766/console/link") and "demo that runs in .demo" in ran.err
    ledger = open_ledger(database_in(running / ".demo"), KEY.encode())
    assert ledger.use_link(token, datetime.now(UTC)) == (f"@command-line:{role}", role)
    ledger.close()


def test_the_demos_key_is_its_owners_alone_and_goes_with_the_demo(running: Path) -> None:
    assert (running / ".demo" / WAY_IN).stat().st_mode & 0o077 == 0
    empty(running / "other")
    keep_way_in(running / "other", KEY, 1)
    empty(running / "other")
    assert not (running / "other" / WAY_IN).exists()


@pytest.mark.parametrize("given", [{"MAYI_KEY": KEY}, {"MAYI_DATABASE": "sqlite:///mine.db"}], ids=["a key", "a database"])
def test_settings_of_a_real_bot_win_over_a_demo(running: Path, given: dict[str, str]) -> None:
    ran = run_in(running, "console", "link", **given)
    assert "demo" not in ran.out + ran.err
    assert (
        (ran.code == 0 and ":8766/" in ran.out) if "MAYI_KEY" in given else (ran.code == 2 and "MAYI_KEY: is missing" in ran.err)
    )


def test_a_folder_without_a_demos_mark_is_not_looked_at(running: Path) -> None:
    (running / ".demo" / ".mayi-demo").unlink()
    ran = run_in(running, "console", "link")
    assert (ran.code, ran.out) == (2, "") and "MAYI_KEY: is missing" in ran.err


def test_a_demo_that_has_ended_or_serves_no_console_has_no_link(running: Path) -> None:
    (running / ".demo" / WAY_IN).unlink()
    assert "serves no console" in run_in(running, "console", "link").err
    (running / "ended").mkdir()
    empty(running / "ended" / ".demo")
    ran = run_in(running / "ended", "console", "link")
    assert (ran.code, ran.out) == (2, "") and "no demo runs in .demo" in ran.err


def test_a_link_that_somebody_put_in_the_place_of_the_lock_empties_no_file(running: Path) -> None:
    data, mine = running / ".demo", running / "mine.txt"
    mine.write_text("mine")
    (data / "engine.db.lock").unlink()
    (data / "engine.db.lock").symlink_to(mine)
    assert "no demo runs" in run_in(running, "console", "link").err
    with pytest.raises(EngineError):
        FileLock(data / DATABASES[1])
    assert mine.read_text() == "mine"


def test_what_nobody_holds_is_no_demo_that_runs(running: Path) -> None:
    lock = running / ".demo" / "engine.db.lock"
    lock.unlink()
    lock.mkdir()
    ran = run_in(running, "console", "link")
    assert (ran.code, ran.out) == (2, "") and "no demo runs" in ran.err


@pytest.mark.parametrize("said", ["[]", '{"key": "k"}', '{"key": "k", "port": "evil.example"}', "not JSON"])
def test_only_a_port_of_this_machine_is_taken_from_a_demos_folder(running: Path, said: str) -> None:
    (running / ".demo" / WAY_IN).write_text(said)
    ran = run_in(running, "console", "link")
    assert (ran.code, ran.out) == (2, "") and "serves no console" in ran.err


def test_a_demos_file_that_others_may_write_is_not_believed(running: Path) -> None:
    (running / ".demo" / WAY_IN).chmod(0o666)
    ran = run_in(running, "console", "link")
    assert (ran.code, ran.out) == (2, "") and "serves no console" in ran.err
