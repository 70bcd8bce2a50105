"""The commands go in; ``docs/commands.md`` comes out, whole. ``make docs`` writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from bot.__main__ import app
from bot.commands.help import Row, about_of, examples_of, lines_of, rows_of, tree_of, usage_of
from bot.commands.table import GROUPS, loaded

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
WIDTH = 110
MANY = 5
"""What so many commands have stands at the top of the page, and with a command by its name alone."""
NAMED = re.compile(r"docs/((?:\w+/)?[\w-]+)\.md(#[\w-]+)?")

TOP = """\
# Commands

For whoever types `mayi`, at a terminal or in a script. `make docs` writes this page from the commands: `mayi --help` names ten of
them, `mayi --help --all` all, and `mayi COMMAND --help` says what stands here. After `make setup` the command is `.venv/bin/mayi`.

Standard output holds the result alone, logs go to standard error. Settings come from the environment or from `.env` in the folder
where `mayi` is run; [.env.example](../.env.example) explains each, and an option of a command goes before its variable.

| exit code | means |
|---|---|
| 0 | done, whatever the answer or the score says |
| 1 | what you asked to be checked did not pass |
| 2 | wrong use, wrong settings, or something that cannot be reached; the message says what to do |
| 3 | faulty knowledge; each fault with file, line, column and what to do |
| 70 | a fault of may-i; please report it |

Options of `mayi` itself stand before the command:
"""
SHARED = "These mean the same in every command that has them (*also* below):"


def commands() -> dict[str, Any]:
    """Name -> command: `mayi` itself, then each command and each command of a group, in the order of the help page."""
    return {"mayi": typer.main.get_command(app), **{path: one for group in GROUPS for path, one in _of(group)}}


def page() -> str:
    """The page as the commands say it today."""
    known = commands()
    counted = Counter(row for one in known.values() for row in rows_of(one))
    shared = sorted((row for row, count in counted.items() if count >= MANY), key=lambda row: row[0].lstrip("["))
    parts = [TOP + _block(list(lines_of(rows_of(known["mayi"]), WIDTH))), SHARED, _block(list(lines_of(shared, WIDTH)))]
    for group in GROUPS:
        parts.append(f"## {group}")
        for path, one in _of(group):
            parts += _section(path, one, set(shared))
    return "\n\n".join(parts) + "\n"


def _of(group: str) -> Iterator[tuple[str, Any]]:
    for name in GROUPS[group]:
        yield from tree_of(f"mayi {name}", loaded(name))


def _section(path: str, command: Any, shared: set[Row]) -> Iterator[str]:
    yield f"{'#' * (1 + len(path.split()))} {path}"
    yield from (_linked(one) for one in about_of(command))
    rows = rows_of(command)
    also = ", ".join(words.split()[0].strip("[]") for words, meaning in rows if (words, meaning) in shared)
    own = [row for row in rows if row not in shared]
    yield _block(
        [
            usage_of(path, command),
            *lines_of([*own, *([("also", also)] if also else [])], WIDTH),
            *([""] if examples_of(command) and rows else []),
            *examples_of(command),
        ]
    )


def _linked(paragraph: str) -> str:
    linked = NAMED.sub(lambda found: f"[{found[1].rpartition('/')[2]}]({found[1]}.md{found[2] or ''})", paragraph)
    return linked.replace("`.env.example`", "[.env.example](../.env.example)")


def _block(lines: list[str]) -> str:
    return "\n".join(["```", *lines, "```"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
