"""Answers that several owners give at once: none is lost, whoever writes; and what an answer replaced comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.environment import shipped
from bot.ledger.ledger import open_ledger
from bot.policy.confirming import DROP, FORBID, NONE, About, Way
from bot.wiring.owners import undoing
from bot.wiring.owners.confirming import Confirming, NotAnsweredError, confirming_of
from bot.wiring.owners.undoing import MOST_UNDONE, UNDO, Written, finish, newest, put_back, write
from tests.databases import ledger_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), made)
    return made


def kinds(folder: Path, count: int) -> list[str]:
    """Questions about kinds of data."""
    open_ = (one.question for one in Confirming(folder).questions())
    return [one.id for one in open_ if one.about is About.KIND][:count]


def answered(folder: Path) -> set[str]:
    return {one.question for one in Confirming(folder).knowledge().confirmed}


def test_two_owners_who_click_at_once_both_have_their_answer(folder: Path) -> None:
    asked = kinds(folder, 6)
    doors = [Confirming(folder) for _ in asked]
    with ThreadPoolExecutor(len(asked)) as pool:
        list(pool.map(lambda door, id_: door.answer(id_, Way(NONE), "Ann"), doors, asked))
    assert answered(folder) == set(asked)


def test_of_two_who_answer_the_same_question_at_once_one_is_told(folder: Path) -> None:
    [asked] = kinds(folder, 1)

    def try_it(by: str) -> str:
        try:
            return Confirming(folder).answer(asked, Way(NONE), by).way.id
        except NotAnsweredError as problem:
            return problem.why

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, ("Ann", "Ben"))) == ["gone", NONE]


def test_other_processes_lose_no_answer_either(folder: Path) -> None:
    asked = kinds(folder, 3)
    command = [sys.executable, "-m", "bot", "confirm", str(folder), "--answer"]
    running = [
        subprocess.Popen([*command, f"{id_}={NONE}"], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for id_ in asked
    ]
    assert [one.communicate()[1] for one in running] == [b""] * len(asked)
    assert answered(folder) == set(asked)


def test_all_who_look_at_a_folder_share_what_was_thought_about_it(folder: Path, tmp_path: Path) -> None:
    with closing(open_ledger(ledger_in(tmp_path / "mayi.db"), b"k" * 32)) as ledger:
        door = confirming_of(folder, ledger)
        assert door is confirming_of(folder, ledger)
        _shares(door, folder)


def _shares(door: Confirming, folder: Path) -> None:
    assert door.questions() is door.questions()
    before = door.questions()
    door.answer(kinds(folder, 1)[0], Way(NONE), "Ann")
    assert len(door.questions()) == len(before) - 1, "a file has changed"


def test_what_is_not_said_is_taken_as_proposed_unless_it_is_said_to_be_all(folder: Path) -> None:
    (folder / "guidance" / "more.md").write_text("# More\n\nNobody may type minutes into an AI tool.\n", encoding="utf-8")
    door = Confirming(folder)
    [question] = [one.question for one in door.questions() if one.question.at.file == "guidance/more.md"]
    proposed = question.way(FORBID)
    assert proposed is not None and proposed.data
    assert door.answer(question.id, Way(FORBID), "Ann").way == proposed
    door.undo()
    with pytest.raises(NotAnsweredError, match="names no tool and no data"):
        door.answer(question.id, Way(FORBID), "Ann", exactly=True)
    assert door.answer(question.id, Way(FORBID, ("claude",)), "Ann", exactly=True).way == Way(FORBID, ("claude",))


def test_only_data_that_nobody_knows_does_not_forbid_all_the_rest(folder: Path) -> None:
    (folder / "guidance" / "more.md").write_text("# More\n\nOnly minutes may go into an AI tool.\n", encoding="utf-8")
    door = Confirming(folder)
    [question] = [one.question for one in door.questions() if one.question.at.file == "guidance/more.md"]
    with pytest.raises(NotAnsweredError, match="no data of the policy is called `no-such`"):
        door.answer(question.id, Way("only", (), ("no-such",)), "Ann")
    with pytest.raises(NotAnsweredError, match="names no tool and no data"):
        door.answer(question.id, Way("only", ("claude",)), "Ann", exactly=True)
    assert door.answer(question.id, Way(DROP), "Ann").way == Way(DROP)


def test_what_was_written_comes_back_newest_first_and_new_files_go(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    write(tmp_path, Written("first", {"a.yaml": "one"}, {"a.yaml": "two"}))
    write(tmp_path, Written("second", {"a.yaml": "two", "b/c.yaml": None}, {"a.yaml": "three", "b/c.yaml": "new"}))
    assert (tmp_path / "a.yaml").read_text() == "three" and (tmp_path / "b/c.yaml").read_text() == "new"
    put_back(tmp_path)
    assert (tmp_path / "a.yaml").read_text() == "two" and not (tmp_path / "b/c.yaml").exists()
    last = newest(tmp_path)
    assert last is not None and last.about == "first"
    put_back(tmp_path)
    assert (tmp_path / "a.yaml").read_text() == "one" and newest(tmp_path) is None


AS_IT_WAS, AS_IT_IS = {"a.yaml": "one", "b.yaml": None, "c.yaml": "three"}, {"a.yaml": "1", "b.yaml": "2", "c.yaml": "3"}


def killed_after(puts: int, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """As a process that ends after so many of its files were put in place."""
    real, done = undoing.put, count()

    def put(*said: Any) -> None:
        if next(done) == puts:
            raise SystemExit
        real(*said)

    with monkeypatch.context() as patched, suppress(SystemExit):
        patched.setattr(undoing, "put", put)
        act()


def texts(folder: Path) -> dict[str, str | None]:
    return {name: (folder / name).read_text() if (folder / name).exists() else None for name in AS_IT_IS}


@pytest.mark.parametrize("puts", range(6))
def test_an_edit_of_several_files_that_was_cut_off_is_whole_for_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, puts: int
) -> None:
    (tmp_path / "a.yaml").write_text("one")
    (tmp_path / "c.yaml").write_text("three")
    killed_after(puts, monkeypatch, lambda: write(tmp_path, Written("it", AS_IT_WAS, AS_IT_IS)))
    finish(tmp_path)
    assert texts(tmp_path) == (AS_IT_IS if puts else AS_IT_WAS), "before its memory stands nothing of it does"
    if puts:
        killed_after(puts - 1, monkeypatch, lambda: put_back(tmp_path))
        finish(tmp_path)
        assert texts(tmp_path) == (AS_IT_IS if newest(tmp_path) else AS_IT_WAS)


def test_a_file_that_an_owner_put_back_by_hand_stays_as_they_want_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    write(tmp_path, Written("it", {"a.yaml": "one"}, {"a.yaml": "two"}))
    (tmp_path / "a.yaml").write_text("one")
    finish(tmp_path)
    assert (tmp_path / "a.yaml").read_text() == "one"


def test_the_memory_is_bounded_and_a_broken_one_is_none(tmp_path: Path) -> None:
    for number in range(MOST_UNDONE + 5):
        write(tmp_path, Written(f"q{number}", {}, {"a.yaml": str(number)}))
    for _ in range(MOST_UNDONE):
        put_back(tmp_path)
    assert newest(tmp_path) is None
    (tmp_path / UNDO).write_text("{", encoding="utf-8")
    assert newest(tmp_path) is None
