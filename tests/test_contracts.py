"""The import contracts are kept, and they can fail: a copy of the house with one forbidden import is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"


def lint(folder: Path) -> tuple[int, str]:
    """What the linter says of the house in a folder."""
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--config", "pyproject.toml"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_contract_is_kept() -> None:
    code, told = lint(ROOT)
    assert code == 0, told
    assert "0 broken" in told


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house that may be broken."""
    copy = tmp_path_factory.mktemp("house")
    for name in ("bot", "playground"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


BREAKS = [
    ("one room asks another", "bot/saying/blank.py", "import bot.reading.reader", "A layer imports what stands below it"),
    (
        "one room asks another inside a function",
        "bot/clock/clock.py",
        "def late():\n    import bot.ledger.store.base",
        "A layer imports what stands below it",
    ),
    ("the core asks a room", "bot/policy/due/days.py", "import bot.knowledge.faults", "A layer imports what stands below it"),
    ("a use asks a door", "bot/desk/incidents.py", "import bot.console.doors", "A layer imports what stands below it"),
    ("an answer asks a door", "bot/answers/answer.py", "import bot.slack.marks", "A layer imports what stands below it"),
    ("a door asks a door", "bot/console/calendars.py", "import bot.slack.marks", "A layer imports what stands below it"),
    ("the core reads files", "bot/policy/due/days.py", "import pathlib", "The core is pure"),
    ("the core asks the clock", "bot/policy/due/days.py", "def late():\n    import time", "The core is pure"),
    ("the bot knows the playground", "bot/commands/run/demo.py", "import playground.server", "never import each other"),
    ("the playground knows the bot", "playground/clock.py", "import bot.policy.words", "The playground stands alone"),
    ("tables outside the ledger", "bot/answers/as_object.py", "import sqlmodel", "sqlmodel and alembic only in the ledger"),
    ("Slack outside its room", "bot/answers/as_object.py", "import slack_sdk", "Slack's libraries only in the slack room"),
    (
        "a model outside its room",
        "bot/reading/model/hearing.py",
        "import langchain_core",
        "langchain and ollama only in the llm room",
    ),
    ("durable work outside its room", "bot/clock/clock.py", "import dbos", "dbos only in the engine"),
    ("advice reads files", "bot/advice/costs.py", "import pathlib", "Advice is arithmetic"),
]


@pytest.mark.parametrize(("file", "line", "contract"), [case[1:] for case in BREAKS], ids=[case[0] for case in BREAKS])
def test_a_forbidden_import_is_refused(house: Path, file: str, line: str, contract: str) -> None:
    broken = house / file
    kept = broken.read_text()
    try:
        broken.write_text(f"{kept}\n\n{line}\n")
        code, told = lint(house)
    finally:
        broken.write_text(kept)
    assert code == 1, told
    assert any(contract in each and "BROKEN" in each for each in told.splitlines()), told


def test_a_room_without_a_place_is_refused(house: Path) -> None:
    room = house / "bot" / "attic"
    room.mkdir()
    (room / "__init__.py").write_text("")
    try:
        code, told = lint(house)
    finally:
        shutil.rmtree(room)
    assert code == 1
    assert "attic" in told
