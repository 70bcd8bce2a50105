"""A folder that people edit -> the files that were saved since the last look; nothing while they are still written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.history.saves import Saves
from tests.knowledge.folders import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "knowledge")


def test_what_is_there_at_first_is_no_save(folder: Path) -> None:
    saves = Saves(folder)
    assert (saves(), saves()) == ((), ())


def test_a_save_is_told_once_when_two_looks_have_seen_the_same(folder: Path) -> None:
    saves = Saves(folder)
    (folder / "rules.yaml").write_text("[]\n")
    assert not saves.is_moving
    assert saves() == ()
    assert saves.is_moving
    assert (saves(), saves.is_moving, saves()) == (("rules.yaml",), False, ())


def test_files_that_are_written_one_after_the_other_are_one_save(folder: Path) -> None:
    saves = Saves(folder)
    (folder / "rules.yaml").write_text("[]\n")
    assert saves() == ()
    (folder / "data.yaml").write_text("types: []\n")
    assert saves() == ()
    (folder / "tools" / "new.yaml").write_text("id: new\n")
    (folder / "conditions.yaml").unlink()
    assert saves() == ()
    assert saves() == ("conditions.yaml", "data.yaml", "rules.yaml", "tools/new.yaml")


def test_an_editor_that_writes_another_file_and_renames_it_has_saved_one(folder: Path) -> None:
    saves = Saves(folder)
    text = (folder / "rules.yaml").read_text()
    (folder / "rules.yaml").rename(folder / "rules.yaml~")
    assert saves() == ()
    (folder / ".rules.yaml.swp").write_text(text)
    (folder / ".rules.yaml.swp").rename(folder / "rules.yaml")
    assert (saves(), saves()) == ((), ("rules.yaml",))


def test_what_is_wanted_at_once_waits_for_no_other_look(folder: Path) -> None:
    saves = Saves(folder)
    (folder / "rules.yaml").write_text("[]\n")
    assert (saves(at_once=True), saves(), saves()) == (("rules.yaml",), (), ())


def test_hidden_files_and_files_that_nobody_reads_are_no_save(folder: Path) -> None:
    saves = Saves(folder)
    for name in (".rules.yaml.swp", "rules.yaml~", "4913", "notes.txt"):
        (folder / name).write_text("anything")
    assert (saves(), saves()) == ((), ())


def test_a_folder_that_is_gone_is_a_save_of_all_its_files(folder: Path) -> None:
    saves = Saves(folder)
    folder.rename(folder.with_name("elsewhere"))
    assert saves() == ()
    assert "rules.yaml" in saves()
    folder.with_name("elsewhere").rename(folder)
    assert saves() == ()
    assert "rules.yaml" in saves()
