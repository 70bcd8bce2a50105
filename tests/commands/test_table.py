"""The table of commands says what the commands say of themselves, and an unknown word is refused with what may be meant."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from bot.commands.help import about_of, examples_of, page_of, rows_of, tree_of
from bot.commands.table import COMMANDS, GROUPS, loaded, unknown
from tests.commands.running import command, environment, run_in

import subprocess  # isort: skip

COLUMNS = 80


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_table_says_and_says_the_same_of_itself(name: str) -> None:
    assert about_of(loaded(name))[0] == COMMANDS[name].help


def test_each_command_stands_in_one_of_four_groups_with_a_line_of_help() -> None:
    assert len(GROUPS) == 4
    assert sum(map(len, GROUPS.values())) == len(COMMANDS), "a command stands in two groups"
    assert [name for name, listed in COMMANDS.items() if not 0 < len(listed.help) <= 60] == []


def test_the_first_screen_has_ten_commands_of_all_groups_in_at_most_three_words_each() -> None:
    first = {name: listed for name, listed in COMMANDS.items() if listed.word}
    assert len(first) == 10
    assert all(any(name in first for name in group) for group in GROUPS.values())
    assert [listed.word for listed in first.values() if len(listed.word.split()) > 3] == []


def _screen(folder: Path, *words: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    ran = run_in(folder, *words, COLUMNS=str(COLUMNS))
    assert ran.code == (0 if words else 2) and not ran.err
    assert [line for line in ran.out.splitlines() if len(line) > COLUMNS] == []
    return ran.out.splitlines()


def test_help_shows_ten_commands_and_how_to_see_all(tmp_path: Path) -> None:
    shown = _screen(tmp_path / "help", "--help")
    assert [line.split()[0] for line in shown if line.startswith("  ")] == [n for n, one in COMMANDS.items() if one.word]
    assert [line for line in shown if line in GROUPS] == list(GROUPS)
    assert [line for line in shown if line][-1] == "All commands: mayi --help --all"
    assert shown == _screen(tmp_path / "none")


@pytest.mark.parametrize("words", [["--help", "--all"], ["--all", "--help"], ["--all"]], ids=" ".join)
def test_help_with_all_shows_every_command_on_a_line_below_its_group(words: list[str], tmp_path: Path) -> None:
    shown = _screen(tmp_path / "all", *words)
    at = shown.index("Options")
    for group, those in GROUPS.items():
        begin = shown.index(group) + 1
        assert begin < at
        assert [tuple(line.split(None, 1)) for line in shown[begin : begin + len(those)]] == [
            (name, listed.help) for name, listed in those.items()
        ]


EVERY = [pair for name in COMMANDS for pair in tree_of(f"mayi {name}", loaded(name))]


@pytest.mark.parametrize(("path", "one"), EVERY, ids=[path for path, _ in EVERY])
def test_the_help_of_a_command_says_all_that_it_takes_within_the_screen(
    path: str, one: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    lines, examples = page_of(path, one).splitlines(), examples_of(one)
    shown = " ".join(" ".join(lines).split())
    assert [part for part in (*about_of(one), *(meaning for _, meaning in rows_of(one))) if part not in shown] == []
    assert [line for line in examples if f"  {line}" not in lines] == []
    assert [line for line in lines if len(line) > COLUMNS and line.strip() not in examples] == []


EXAMPLES = [line for _, one in EVERY for line in examples_of(one)]


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_can_be_typed(line: str) -> None:
    mayi, name, *args = shlex.split(line, comments=True)
    assert mayi == "mayi"
    found = loaded(name)
    while args and args[0] in getattr(found, "commands", {}):
        found = found.commands[args.pop(0)]
    found.make_context(name, args)  # raises where an argument is missing or an option unknown


def test_a_command_is_helped_with_by_its_own_words(tmp_path: Path) -> None:
    tmp_path.joinpath("in").mkdir()
    ran = run_in(tmp_path / "in", "gaps", "fix", "--help", COLUMNS=str(COLUMNS))
    assert ran.code == 0
    assert ran.out.startswith("Usage: mayi gaps fix NUMBER [OPTIONS]\n\nWrite what is missing into the files")


def test_every_module_of_commands_that_registers_one_stands_in_the_table() -> None:
    folder = Path(sys.modules["bot.commands.table"].__file__ or "").parent
    modules = {
        f"{path.parent.name}.{path.stem}"
        for path in folder.rglob("*.py")
        if "\ndef register(" in path.read_text(encoding="utf-8")
    }
    assert modules == {listed.module for listed in COMMANDS.values()}


MEANT = [
    ("matrix", "export"),
    ("axport", "export"),
    ("tset", "test"),
    ("reminder", "reminders"),
    ("backups", "backup"),
    ("questions", "eval"),
    ("lint", "check"),
    ("validate", "check"),
    ("simulate", "try"),
    ("repl", "try"),
]


@pytest.mark.parametrize(("word", "meant"), MEANT)
def test_an_unknown_word_names_the_command_that_is_meant(word: str, meant: str) -> None:
    assert f"`{meant}`" in unknown(word)


@pytest.mark.parametrize("word", ["xyzzy", "hepl", "help"])
def test_a_word_that_nothing_is_near_to_or_that_means_help_is_pointed_to_it(word: str) -> None:
    assert unknown(word) == f"mayi: there is no command `{word}`; `mayi --help --all` lists all\n"


SAMPLE = Path(__file__).resolve().parents[2] / "knowledge"
HEAVY = {"sqlalchemy", "dbos", "fastapi", "slack_sdk", "openpyxl", "numpy", "wordfreq", "structlog", "langchain_core", "rich"}


@pytest.mark.parametrize("words", [["--help"], ["--help", "--all"], ["matrix"], []])
def test_help_and_an_unknown_command_import_no_room(words: list[str], tmp_path: Path) -> None:
    ran = _modules_of(words, tmp_path)
    assert not HEAVY & ran
    assert not {name for name in ran if name.startswith("bot.") and name not in _LIGHT and not name.startswith("bot.commands")}


_LIGHT = {"bot", "bot.__main__", "bot.logs"}


def test_asking_without_a_ledger_or_a_model_imports_neither(tmp_path: Path) -> None:
    ran = _modules_of(["ask", "May I paste customer names into ChatGPT Free?"], tmp_path)
    assert not ran & {"sqlalchemy", "dbos", "fastapi", "slack_sdk", "openpyxl", "wordfreq", "structlog", "langchain_core"}
    assert not ran & {"stdnum", "phonenumbers", "ssl"}, "a question without a number has none that is to be checked"


@pytest.mark.parametrize("words", [["test"], ["diff", str(SAMPLE), str(SAMPLE)], ["try"], ["check"]], ids=lambda words: words[0])
def test_an_owner_s_commands_wait_for_no_library_of_the_ledger(words: list[str], tmp_path: Path) -> None:
    assert not _modules_of(words, tmp_path) & {"sqlalchemy", "sqlmodel", "alembic", "dbos", "fastapi", "slack_sdk", "openpyxl"}


def test_a_house_at_rest_holds_no_library_of_what_is_rarely_asked_for(tmp_path: Path) -> None:
    house = "import bot.wiring.house, bot.wiring.console.doors"
    assert not _modules_of([], tmp_path, house) & {"openpyxl", "icalendar", "authlib", "numpy"}


def _modules_of(words: list[str], folder: Path, what: str = "import bot.__main__ as m; m.main()") -> set[str]:
    """What is imported once a command has run."""
    say = f"import sys\ntry: exec({what!r})\nfinally: sys.stderr.write('\\n@' + ' '.join(sys.modules))"
    ran = subprocess.run(
        [command()[0], "-c", say, *words],
        cwd=folder,
        env=environment(folder, {}),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return {name for line in ran.stderr.splitlines() if line.startswith("@") for name in line[1:].split(" ")}
