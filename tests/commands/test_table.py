"""The table of commands says what the commands say of themselves, and an unknown word is refused with what may be meant."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.commands.table import COMMANDS, loaded, unknown
from tests.commands.running import command, environment

import subprocess  # isort: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_table_says_and_says_the_same_of_itself(name: str) -> None:
    assert " ".join(str(loaded(name).help).split()) == COMMANDS[name].help


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
    assert unknown(word) == f"mayi: there is no command `{word}`; `mayi --help` lists all\n"


SAMPLE = Path(__file__).resolve().parents[2] / "knowledge"
HEAVY = {"sqlalchemy", "dbos", "fastapi", "slack_sdk", "openpyxl", "numpy", "wordfreq", "structlog", "langchain_core"}


@pytest.mark.parametrize("words", [["--help"], ["matrix"], []])
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
