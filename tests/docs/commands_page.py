"""The commands go in; ``docs/commands.md`` comes out, whole. ``make docs`` writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer.main

from bot.__main__ import app
from bot.commands.help import Row, about_of, examples_of, rows_of, tree_of, usage_of
from bot.commands.table import GROUPS, loaded

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"
MANY = 3
"""What so many commands have is explained once, at the top of the page."""
NAMED = re.compile(r"docs/((?:\w+/)?[\w-]+)\.md(#[\w-]+)?")

TOP = """\
# Commands

For whoever types `mayi` (after `make setup`: `.venv/bin/mayi`), at a terminal or in a script. `mayi COMMAND --help` says the
same; `make docs` writes this page from it.

Standard output holds the result alone, logs go to standard error. Settings come from the environment or from `.env` in the folder
where `mayi` runs ([.env.example](../.env.example) explains each); the knowledge folder of most commands from the environment
alone. An option wins over its variable.

| exit code | means |
|---|---|
| 0 | done, whatever the answer or the score says |
| 1 | what you asked to be checked did not pass |
| 2 | wrong use, wrong settings, or something that cannot be reached; the message says what to do |
| 3 | faulty knowledge; each fault with file, line, column and what to do |
| 70 | a fault of may-i; please report it |

Before the command may stand:"""
SHARED = "These are explained here, and not again with each command that has them:"


def commands() -> dict[str, Any]:
    """Name -> command: `mayi` itself, then each command and each command of a group, in the order of the help page."""
    return {"mayi": typer.main.get_command(app), **{path: one for group in GROUPS for path, one in _of(group)}}


def page() -> str:
    """The page as the commands say it today."""
    known = commands()
    shared = _shared(known)
    parts = ["\n".join((TOP, *_listed(rows_of(known["mayi"])))), "\n".join((SHARED, *_listed(shared)))]
    for group in GROUPS:
        parts.append(f"## {group}")
        for path, one in _of(group):
            parts += _section(path, one, shared)
    return "\n\n".join(part for part in parts if part) + "\n"


def _of(group: str) -> Iterator[tuple[str, Any]]:
    for name in GROUPS[group]:
        yield from tree_of(f"mayi {name}", loaded(name))


def _shared(known: dict[str, Any]) -> list[Row]:
    """Rows of many commands; of two that are written alike, the one that more commands have."""
    counted = Counter(row for one in known.values() for row in rows_of(one))
    most = {row[0]: row for row, count in reversed(counted.most_common()) if count >= MANY}
    return sorted(most.values(), key=lambda row: row[0].lower())


def _section(path: str, command: Any, shared: list[Row]) -> Iterator[str]:
    yield f"{'#' * (1 + len(path.split()))} {path.removeprefix('mayi ')}"
    yield from (_linked(one) for one in about_of(command))
    rows = rows_of(command)
    usage = [usage_of(path, command).partition(" [OPTIONS]")[0]]
    usage += [f"[{words}]" for words, meaning in rows if (words, meaning) in shared and words.startswith("--")]
    own = [row for row in rows if row not in shared]
    yield "\n".join((f"`{' '.join(usage)}`", *_listed(own))) if rows else ""
    yield "\n".join(("```", *examples_of(command), "```")) if examples_of(command) else ""


def _listed(rows: Iterable[Row]) -> list[str]:
    return [f"- `{words}`: {_linked(meaning)}" for words, meaning in rows]


def _linked(words: str) -> str:
    linked = NAMED.sub(lambda found: f"[{found[1].rpartition('/')[2]}]({found[1]}.md{found[2] or ''})", words)
    return linked.replace("`.env.example`", "[.env.example](../.env.example)")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
