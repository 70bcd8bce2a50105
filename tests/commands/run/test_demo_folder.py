"""The demo's folder: what a demo left there goes at the next start, and nothing else ever does."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bot.commands.run.demo import check
from bot.commands.run.demo_folder import SAMPLE, empty, sample_in
from bot.engine.alone import FileLock
from bot.environment import shipped
from bot.settings import read_settings


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
