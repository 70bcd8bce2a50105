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
from hypothesis import given
from hypothesis import strategies as st

from bot.environment import shipped
from bot.knowledge.edits import undoing
from bot.knowledge.edits.undoing import (
    MOST_UNDONE,
    UNDO,
    NotTakenBackError,
    alone,
    finish,
    is_whole,
    newest,
    put_aside,
    put_back,
    take_back,
    write,
)
from bot.knowledge.history.remote import looking
from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.sheets.line_ends import with_ends, without_ends
from bot.ledger.ledger import open_ledger
from bot.owners.confirm import Confirming, NotAnsweredError, confirming_of
from bot.policy.confirming import DROP, FORBID, NONE, About, Way
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
    (tmp_path / "data.yaml").write_text("one")
    write(tmp_path, "first", {"data.yaml": "two"})
    write(tmp_path, "second", {"data.yaml": "three", "rules/c.yaml": "new"})
    assert (tmp_path / "data.yaml").read_text() == "three" and (tmp_path / "rules/c.yaml").read_text() == "new"
    put_back(tmp_path)
    assert (tmp_path / "data.yaml").read_text() == "two" and not (tmp_path / "rules/c.yaml").exists()
    last = newest(tmp_path)
    assert last is not None and last.about == "first"
    put_back(tmp_path)
    assert (tmp_path / "data.yaml").read_text() == "one" and newest(tmp_path) is None


AS_IT_WAS = {"data.yaml": "one", "rules.yaml": None, "conditions.yaml": "three", "people.yaml": "four"}
AS_IT_IS = {"data.yaml": "1", "rules.yaml": "2", "conditions.yaml": "3", "people.yaml": None}


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
    (tmp_path / "data.yaml").write_text("one")
    (tmp_path / "conditions.yaml").write_text("three")
    (tmp_path / "people.yaml").write_text("four")
    killed_after(puts, monkeypatch, lambda: write(tmp_path, "it", AS_IT_IS))
    finish(tmp_path)
    assert texts(tmp_path) == (AS_IT_IS if puts else AS_IT_WAS), "before its memory stands nothing of it does"
    if puts:
        killed_after(puts - 1, monkeypatch, lambda: put_back(tmp_path))
        finish(tmp_path)
        assert texts(tmp_path) == (AS_IT_IS if newest(tmp_path) else AS_IT_WAS)


def test_a_file_that_an_owner_put_back_by_hand_stays_as_they_want_it(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("one")
    write(tmp_path, "it", {"data.yaml": "two"})
    (tmp_path / "data.yaml").write_text("one")
    finish(tmp_path)
    assert (tmp_path / "data.yaml").read_text() == "one"


def test_the_memory_is_bounded(tmp_path: Path) -> None:
    for number in range(MOST_UNDONE + 5):
        write(tmp_path, f"q{number}", {"data.yaml": str(number)})
    for _ in range(MOST_UNDONE):
        put_back(tmp_path)
    assert newest(tmp_path) is None


def _begun(path: str) -> str:
    return f'[{{"question": "it", "before": {{}}, "after": {{"{path}": "1"}}, "begun": true}}]'


BROKEN = {
    "half of it": "[{",
    "something else": '{"question": "it"}',
    "an edit without its texts": '[{"question": "it"}]',
    "a text that is none": '[{"question": "it", "before": {}, "after": {"data.yaml": 1}}]',
    "a file of somebody else": _begun("../data.yaml"),
    "a file of somebody else by a policy's name": _begun("tools/../../tools/a.yaml"),
    "git's own settings": _begun(".git/config"),
    "a hidden file": _begun("tools/.git/a.yaml"),
    "a file that no policy has": _begun("objects/pack/a.pack"),
    "no name of a file": _begun("tools/\\u0000.yaml"),
    "no text at all": "\x00\udcff",
}


@pytest.mark.parametrize("memory", BROKEN.values(), ids=BROKEN)
def test_a_broken_memory_is_kept_beside_and_none_of_its_edits_is_taken_back(tmp_path: Path, memory: str) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    said = memory.encode(errors="surrogateescape")
    (folder / UNDO).write_bytes(said)
    assert newest(folder) is None and put_aside(folder) == (UNDO,)
    with alone(folder):
        write(folder, "new", {"data.yaml": "one"})
    assert (folder / ".undo-broken.json").read_bytes() == said and put_aside(folder) == (".undo-broken.json",)
    assert [path.name for path in tmp_path.iterdir()] == ["knowledge"]
    last = newest(folder)
    assert last is not None and last.about == "new"
    (folder / UNDO).write_bytes(said)
    finish(folder)
    assert put_aside(folder) == (".undo-broken-2.json", ".undo-broken.json")


def test_an_edit_is_taken_back_by_its_id_and_none_by_what_it_is_about(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    first = write(folder, "a cell", {"guidance/a.md": "one"})
    take_back(folder, first.id)
    second = write(folder, "a cell", {"guidance/a.md": "two"})
    with pytest.raises(NotTakenBackError, match="another one"):
        take_back(folder, first.id)
    assert (folder / "guidance/a.md").read_text() == "two"
    taken = take_back(folder, second.id)
    assert taken is not None and not (folder / "guidance/a.md").exists()


def test_an_edit_of_an_earlier_release_goes_by_what_it_is_about(tmp_path: Path) -> None:
    (tmp_path / UNDO).write_text('[{"question": "kind/x", "before": {"data.yaml": null}, "after": {"data.yaml": "1"}}]')
    last = newest(tmp_path)
    assert last is not None and (last.id, last.about) == ("kind/x", "kind/x")


# --- bytes -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "after", "wanted"),
    [
        pytest.param("a\r\nb\r\n", "a\nc\nb\n", "a\r\nc\r\nb\r\n", id="a file of Windows stays one"),
        pytest.param("\ufeffa\nb\n", "a\nc\n", "\ufeffa\nc\n", id="the mark stays"),
        pytest.param("\ufeffa\r\nb", "a\nb\nc\n", "\ufeffa\r\nb\r\nc\r\n", id="both"),
        pytest.param("a\r\nb\nc\r\n", "a\nb\nx\nc\n", "a\r\nb\nx\nc\r\n", id="of a mixed file each line keeps its own end"),
        pytest.param("", "a\n", "a\n", id="a new file"),
        pytest.param("a\r\n", "a\r\nb\r\n", "a\r\nb\r\n", id="what has its ends already"),
    ],
)
def test_what_nobody_edits_keeps_its_bytes(tmp_path: Path, standing: str, after: str, wanted: str) -> None:
    path = tmp_path / "data.yaml"
    path.write_bytes(standing.encode())
    write(tmp_path, "it", {"data.yaml": after})
    assert path.read_bytes() == wanted.encode()
    put_back(tmp_path)
    assert path.read_bytes() == standing.encode()


@given(
    st.lists(st.sampled_from(["a", "b", ""]), max_size=8), st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=8, max_size=8)
)
def test_a_text_that_nobody_edits_is_the_same_bytes(lines: list[str], ends: list[str]) -> None:
    standing = "".join(line + end for line, end in zip(lines, ends, strict=False))
    assert with_ends(standing, without_ends(standing)) == standing


# --- others who look ---------------------------------------------------------------------------------------------------------

HALF = """
import sys
from pathlib import Path
from bot.knowledge.edits import undoing
folder, real, puts = Path(sys.argv[1]), undoing.put, []
def put(*said):
    if len(puts) == 2:
        print("half", flush=True)
        sys.stdin.read()
    puts.append(said)
    real(*said)
undoing.put = put
with undoing.alone(folder):
    undoing.write(folder, "it", {"data.yaml": "1", "rules.yaml": "2"})
"""


def test_who_looks_while_another_process_is_in_the_middle_of_a_save_looks_later_and_finishes_it_once_that_is_killed(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", HALF, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as saving:
        assert saving.stdout is not None and saving.stdout.readline() == "half\n"
        assert (tmp_path / "data.yaml").exists() and not (tmp_path / "rules.yaml").exists()
        assert not is_whole(tmp_path), "half of it is there, and somebody is writing the rest"
        saving.kill()
    assert is_whole(tmp_path) and (tmp_path / "rules.yaml").read_text() == "2"
    assert is_whole(tmp_path)


def test_a_running_house_takes_nothing_over_while_somebody_saves(tmp_path: Path) -> None:
    folder, whole = tmp_path / "knowledge", [False]
    shutil.copytree(shipped("knowledge"), folder)
    store = KnowledgeStore(folder)
    look, before = looking(store, None, 0, lambda: whole[0]), store.current().version
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text().partition("- rule:")[0] + "[]\n")
    for _ in range(3):
        look()
    assert store.current().version == before
    whole[0] = True
    for _ in range(3):
        look()
    assert store.current().version != before or store.faults
