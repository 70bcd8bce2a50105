"""`mayi try` as a process: it answers what is typed, and tells each save without being asked."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.running import command, environment, run_in
from tests.knowledge.folders import WHOLE, write

LIMIT = 120.0
"""Seconds; only so that a fault does not hang the tests."""
TESTS = """tests:
  - name: names need a condition
    question: May I put customer names into ChatGPT Team?
    verdict: conditional
    conditions: [names-out]
  - name: the same in slots
    slots: {tool: chatgpt/team, data: customer-names}
    verdict: conditional
"""
RULES = WHOLE["rules.yaml"]
FORBIDS = RULES.replace("effect: condition\n", "effect: forbid\n")
QUESTION = "May I put customer names into ChatGPT Team?"


class Running:
    """A process with somebody at it. ``until`` gives all lines up to the one that has the words."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, words: str) -> str:
        seen = ""
        while words not in seen:
            try:
                seen += self._lines.get(timeout=LIMIT)
            except queue.Empty:
                pytest.fail(f"{words!r} was never told; seen was:\n{seen}")
        return seen

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def end(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(timeout=LIMIT)


@contextmanager
def started(place: Path, *words: str) -> Iterator[Running]:
    process = subprocess.Popen(
        command("try", *words),
        cwd=place,
        env=environment(place, {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write(tmp_path / "knowledge", {"tests.yaml": TESTS})
    return tmp_path


def replaced(file: Path, text: str) -> None:
    """As editors save: another file, put in its place."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text)
    beside.replace(file)


def test_an_edit_is_told_as_it_is_saved_and_a_broken_one_changes_no_answer(place: Path) -> None:
    rules = place / "knowledge" / "rules.yaml"
    with started(place) as mayi:
        first = mayi.until("Ctrl-D ends.")
        assert re.fullmatch(
            r"knowledge, version \w+: 2 of 2 tests as expected\. "
            r"Type a question; edits are taken over as you save\. Ctrl-D ends\.\n",
            first,
        )
        mayi.type(QUESTION)
        assert "Yes, if" in mayi.until("R-")

        replaced(rules, FORBIDS)
        flips = mayi.until("your last question")
        assert re.search(r"saved rules\.yaml: version \w+; 0 of 1 test as expected; 1 more to ask\n", flips)
        slots = "  stricter  the same in slots (tests.yaml:6): conditional -> forbidden [-names-out]"
        assert f"{slots}; not as expected: forbidden instead of conditional\n0 of 2 tests as expected\n" in flips
        assert "  stricter  names need a condition (tests.yaml:2): conditional -> forbidden" in flips
        assert flips.endswith("  stricter  your last question: yes, if -> no\n")

        rules.write_text(FORBIDS.replace("forbid", "forbit"))
        broken = mayi.until("goes on answering")
        assert "knowledge/rules.yaml:4:11  unknown effect `forbit`\n" in broken
        assert "           ^^^^^^ did you mean `forbid`?" in broken
        mayi.type(QUESTION)
        assert "Not allowed" in mayi.until("R-")

        rules.write_text(RULES)
        assert "  looser    your last question: no -> yes, if\n" in mayi.until("your last question")
        mayi.type("")
        mayi.type(QUESTION)
        assert "Yes, if" in mayi.until("R-")
        assert mayi.end() == 0


def test_several_files_at_once_are_one_save_and_the_tests_may_be_what_changed(place: Path) -> None:
    folder = place / "knowledge"
    with started(place) as mayi:
        mayi.until("Ctrl-D ends.")
        (folder / "tests.yaml").write_text(
            TESTS.replace("verdict: conditional\n    conditions", "verdict: allowed\n    conditions")
        )
        changed = mayi.until("not as expected")
        assert "saved tests.yaml: version" in changed and "1 of 2 tests as expected\n" in changed
        assert "  changed   names need a condition (tests.yaml:2): conditional as before" in changed

        more = folder / "rules" / "more.yaml"
        more.parent.mkdir()
        more.write_text("- {rule: all, tools: '*', data: recipes, effect: allow}\n")
        (folder / "tests.yaml").write_text(TESTS)
        both = mayi.until("2 looser")
        assert "as expected now" in both
        assert "saved rules/more.yaml, tests.yaml: version" in both
        more.unlink()
        taken = mayi.until("2 stricter")
        assert "saved rules/more.yaml" in taken and "nothing flipped" not in taken
        assert mayi.end() == 0


def test_cells_that_a_save_turns_are_told_where_no_test_and_no_question_is_about_them(tmp_path: Path) -> None:
    folder = write(tmp_path / "knowledge", {})
    with started(tmp_path) as mayi:
        mayi.until("Ctrl-D ends.")
        (folder / "rules.yaml").write_text(FORBIDS)
        told = mayi.until("customer-names")
    assert "nothing flipped" not in told
    assert "  cells     0 looser, 1 stricter, 0 under other conditions: mayi diff tells them\n" in told
    assert "            conditional -> forbidden: chatgpt/team x customer-names  [-names-out]\n" in told


def test_a_question_typed_right_behind_a_save_is_answered_by_what_was_saved(place: Path) -> None:
    with started(place) as mayi:
        mayi.until("Ctrl-D ends.")
        (place / "knowledge" / "rules.yaml").write_text(FORBIDS)
        mayi.type(QUESTION)
        assert "Not allowed" in mayi.until("R-")
        mayi.type("exit")
        assert mayi.process.wait(timeout=LIMIT) == 0


def test_a_pipe_is_answered_line_by_line_as_ask_answers(place: Path) -> None:
    typed = f"{QUESTION}\nand with ChatGPT Free?\nwhy\nnew\nand with ChatGPT Free?\nhelp\n"
    ran = subprocess.run(
        command("try", "knowledge"),
        cwd=place,
        env=environment(place, {}),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    asked = run_in(place, "ask", QUESTION, "--knowledge", "knowledge").out
    follow = run_in(
        place, "ask", "and with ChatGPT Free?", "--knowledge", "knowledge", "--thread", f"user: {QUESTION}", "--why"
    ).out
    alone = run_in(place, "ask", "and with ChatGPT Free?", "--knowledge", "knowledge").out
    first, _, rest = ran.stdout.partition("\n")
    assert first.endswith("Ctrl-D ends.")
    before_help, _, helped = rest.partition("Type a question as staff")
    new = "The next question begins a new thread.\n"
    assert _words_of(before_help) == _words_of(asked + follow + new + alone)
    assert "  why   what was read" in helped


def _words_of(text: str) -> str:
    """Without receipts, and without the boxes, which have numbers in one of the two."""
    return re.sub(r"R-[0-9A-F]{6}", "R-", re.sub(r"^(  \d+  )?[☐☑] .*\n", "", text, flags=re.M))


def test_who_asks_is_taken_into_account(place: Path) -> None:
    write(place / "knowledge", {"rules.yaml": RULES + "  where: {role: nurse}\n", "tests.yaml": "tests: []\n"})
    answers = [
        subprocess.run(
            command("try", *words),
            cwd=place,
            env=environment(place, {}),
            input=QUESTION,
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for words in ((), ("--as", "role=nurse"))
    ]
    assert "no tests yet" in answers[0]
    assert ["◐ Yes, if" in answer for answer in answers] == [False, True]


def test_what_an_answer_asks_has_numbers_and_a_number_is_a_click(place: Path) -> None:
    typed = "May I put customer names into ChatGPT Team?\n1\n1\n"
    told = subprocess.run(
        command("try"), cwd=place, env=environment(place, {}), input=typed, capture_output=True, text=True, check=True
    ).stdout
    assert [line[:6] for line in told.splitlines() if line[5:6] in ("☐", "☑")][:3] == ["  1  ☐", "  1  ☑", "  1  ☐"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nowhere",), 3, "nowhere` cannot be read: No such file or directory"),
        (("--as", "shoe=42"), 2, "write country=NL,role=nurse"),
    ],
)
def test_wrong_use_and_a_folder_that_is_not_there(place: Path, words: tuple[str, ...], code: int, said: str) -> None:
    ran = run_in(place, "try", *words)
    assert ran.code == code
    assert said in " ".join(ran.err.split())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_at_a_terminal_what_is_being_typed_stands_below_what_a_save_tells(place: Path) -> None:
    ours, theirs = os.openpty()
    settings = environment(place, {"TERM": "xterm"})
    process = subprocess.Popen(command("try"), cwd=place, env=settings, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    guard = threading.Timer(LIMIT, process.kill)
    guard.start()
    try:
        screen = Screen(ours)
        screen.until(b"> ")
        os.write(ours, b"May I put")
        screen.until(b"May I put")
        (place / "knowledge" / "rules.yaml").write_text(FORBIDS)
        assert b"\r\x1b[K" in screen.until(b"0 of 2 tests as expected")
        assert b"stricter" in screen.until(b"> May I put")
        os.write(ours, b" customer names into ChatGPT Team?\n")
        screen.until(b"Not allowed")
        screen.until(b"> ")
        os.write(ours, b"quit\n")
        assert process.wait(timeout=LIMIT) == 0
    finally:
        guard.cancel()
        process.kill()
        process.wait()
        os.close(ours)


class Screen:
    """What a terminal shows. ``until`` gives all up to the words; raises OSError where the process has ended."""

    def __init__(self, terminal: int) -> None:
        self._terminal, self._shown = terminal, b""

    def until(self, words: bytes) -> bytes:
        while words not in self._shown:
            self._shown += os.read(self._terminal, 4096)
        before, _, self._shown = self._shown.partition(words)
        return before + words
