"""A folder that people edit while questions come in: what is read, what is kept, what is swapped."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.store import KnowledgeStore
from tests.knowledge.folders import WHOLE, write


class Reads:
    """Reads files and counts how often."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def __call__(self, path: Path) -> bytes:
        self.count[path.name] += 1
        return path.read_bytes()


def test_at_first_every_file_is_read_once(tmp_path: Path) -> None:
    reads = Reads()
    store = KnowledgeStore(write(tmp_path), read_bytes=reads)
    assert set(reads.count.values()) == {1}
    assert len(reads.count) == len(WHOLE)
    assert store.current().organisation.name == "Small House"


def test_an_edit_of_one_file_reads_that_file_only(tmp_path: Path) -> None:
    reads = Reads()
    store = KnowledgeStore(write(tmp_path), read_bytes=reads)
    before = store.current()
    reads.count.clear()

    (tmp_path / "policy.yaml").write_text("organisation: Large House\nowner: owner@example.org\n")
    assert store.refresh(at_once=True) == ()

    assert reads.count == {"policy.yaml": 1}
    assert store.current().organisation.name == "Large House"
    assert store.current().version != before.version


def test_without_an_edit_nothing_is_read_and_nothing_swapped(tmp_path: Path) -> None:
    reads = Reads()
    store = KnowledgeStore(write(tmp_path), read_bytes=reads)
    before = store.current()
    reads.count.clear()
    store.refresh(at_once=True)
    assert not reads.count
    assert store.current() is before


def test_a_broken_edit_keeps_the_good_policy_and_tells_the_fault(tmp_path: Path) -> None:
    store = KnowledgeStore(write(tmp_path))
    good = store.current()

    (tmp_path / "rules.yaml").write_text(WHOLE["rules.yaml"].replace("customer-names", "custmer-names"))
    faults = store.refresh(at_once=True)

    assert [str(fault.at) for fault in faults] == ["rules.yaml:3:9"]
    assert store.faults == faults
    assert store.current() is good

    (tmp_path / "rules.yaml").write_text(WHOLE["rules.yaml"])
    assert store.refresh(at_once=True) == ()
    assert store.current().version == good.version


def test_faults_stay_told_until_they_are_mended(tmp_path: Path) -> None:
    store = KnowledgeStore(write(tmp_path))
    (tmp_path / "rules.yaml").write_text("- rule: [\n")
    assert store.refresh(at_once=True) == store.refresh(at_once=True) == store.faults
    assert len(store.faults) == 1


def test_a_new_file_and_a_deleted_one_are_seen(tmp_path: Path) -> None:
    store = KnowledgeStore(write(tmp_path))
    extra = tmp_path / "rules" / "more.yaml"
    extra.parent.mkdir()
    extra.write_text('- {rule: b, tools: "*", data: recipes, effect: allow}\n')
    store.refresh(at_once=True)
    assert [rule.id for rule in store.current().policy.rules] == ["names-on-contract", "b"]
    extra.unlink()
    store.refresh(at_once=True)
    assert [rule.id for rule in store.current().policy.rules] == ["names-on-contract"]


def test_a_folder_that_is_gone_keeps_the_good_policy(tmp_path: Path) -> None:
    store = KnowledgeStore(write(tmp_path / "here"))
    (tmp_path / "here").rename(tmp_path / "there")
    assert [fault.code for fault in store.refresh(at_once=True)] == ["K001"]
    assert store.current().organisation.name == "Small House"
    (tmp_path / "there").rename(tmp_path / "here")
    assert store.refresh(at_once=True) == ()


def test_a_folder_that_never_was_good_raises_all_its_faults(tmp_path: Path) -> None:
    store = KnowledgeStore(write(tmp_path, {"policy.yaml": "organisation: [\n", "tools/x.yaml": "id: X Y\n"}))
    with pytest.raises(KnowledgeError) as raised:
        store.current()
    assert {fault.at.file for fault in raised.value.faults} == {"policy.yaml", "tools/x.yaml"}
    write(tmp_path, {"tools/x.yaml": "id: x\n"})
    store.refresh(at_once=True)
    assert store.current().organisation.name == "Small House"


def test_a_file_that_cannot_be_read_is_a_fault_and_is_tried_again(tmp_path: Path) -> None:
    forbidden = {"rules.yaml"}

    def read(path: Path) -> bytes:
        if path.name in forbidden:
            raise PermissionError(13, "Permission denied")
        return path.read_bytes()

    store = KnowledgeStore(write(tmp_path), read_bytes=read)
    assert [str(fault) for fault in store.faults] == [
        "rules.yaml:1:1: cannot be read: Permission denied; give the bot's user the right to read it"
    ]
    forbidden.clear()
    assert store.refresh(at_once=True) == ()


def test_a_file_written_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    class LateWriter:
        """Somebody saves rules.yaml between the look at it and the end of its reading."""

        late: str | None = None

        def __call__(self, path: Path) -> bytes:
            content = path.read_bytes()
            if path.name == "rules.yaml" and self.late:
                path.write_text(self.late)
                self.late = None
            return content

    reader = LateWriter()
    store = KnowledgeStore(write(tmp_path), read_bytes=reader)
    reader.late = WHOLE["rules.yaml"].replace("names-on-contract", "second-save")
    (tmp_path / "rules.yaml").write_text(WHOLE["rules.yaml"].replace("names-on-contract", "first-save"))
    for _ in range(4):
        store.refresh()
        assert [rule.id for rule in store.current().policy.rules] != ["first-save"]
    assert [rule.id for rule in store.current().policy.rules] == ["second-save"]


def test_half_of_a_save_never_answers(tmp_path: Path) -> None:
    whole = WHOLE["rules.yaml"] + '- {rule: no-recipes, tools: "*", data: recipes, effect: forbid}\n'
    store = KnowledgeStore(write(tmp_path))
    rules, answered = tmp_path / "rules.yaml", set()
    for end in (0, 20, whole.rindex("- {"), len(whole)):  # the third is a whole policy without its ban
        rules.write_text(whole[:end])
        assert store.refresh() == ()
        answered.add(tuple(rule.id for rule in store.current().policy.rules))
    assert answered == {("names-on-contract",)}
    assert store.refresh() == ()
    assert [rule.id for rule in store.current().policy.rules] == ["names-on-contract", "no-recipes"]


def test_a_save_that_goes_on_while_it_is_read_does_not_answer(tmp_path: Path) -> None:
    class GoesOn:
        """The rest of the file comes between its reading and the end of the look."""

        rest = ""

        def __call__(self, path: Path) -> bytes:
            content = path.read_bytes()
            if path.name == "rules.yaml" and self.rest:
                path.write_text(content.decode() + self.rest)
                self.rest = ""
            return content

    reader = GoesOn()
    store = KnowledgeStore(write(tmp_path), read_bytes=reader)
    (tmp_path / "rules.yaml").write_text('- {rule: all, tools: "*", data: recipes, effect: allow}\n')
    store.refresh()
    reader.rest = '- {rule: no-recipes, tools: "*", data: recipes, effect: forbid}\n'
    store.refresh()
    assert [rule.id for rule in store.current().policy.rules] == ["names-on-contract"]
    store.refresh()
    assert [rule.id for rule in store.current().policy.rules] == ["all", "no-recipes"]


def test_readers_see_a_whole_policy_while_files_change(tmp_path: Path) -> None:
    store = KnowledgeStore(write(tmp_path))
    torn: list[str] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.001):
            knowledge = store.current()
            if knowledge.version != knowledge.policy.version:
                torn.append(knowledge.version)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        (tmp_path / "policy.yaml").write_text(f"organisation: House {number}\nowner: owner@example.org\n")
        store.refresh(at_once=True)
    stop.set()
    for thread in threads:
        thread.join()
    assert torn == []
    assert store.current().organisation.name == "House 19"
