"""``mayi reminders``: a knowledge folder goes in; the reminders of the next days, or a calendar of all due dates, come out."""

from __future__ import annotations

import json
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import typer

from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, FOLDER, SAME_FOLDER
from bot.desk.reminders import Coming
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import open_existing
from bot.settings import read_settings

WIDE = len("2026-12-01 09:00") + 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(reminders)


def reminders(  # noqa: PLR0917 - Typer reads the arguments
    folder: Path = FOLDER,
    knowledge: Path = SAME_FOLDER,
    days: int = typer.Option(60, "--days", min=0, max=1000, help="How many days ahead."),
    ledger: str = typer.Option("", "--ledger", help="Address of the ledger: also show what became of each."),
    ics: Path = typer.Option(None, "--ics", metavar="FILE", help="Write a calendar of all due dates; `-` prints it."),
    as_json: bool = AS_JSON,
) -> None:
    """Show who will be reminded of what, and what is overdue.

    Posts nothing. The calendar has each day on which something takes effect, ends or is to be looked at again.
    """
    folder = here(knowledge or folder)
    with stopping():
        known = load(folder, load_catalog()).or_raise()
        with closing(open_existing(ledger, read_settings().secret)) if ledger else nullcontext() as kept:
            coming = Coming(known, kept)
            if ics:
                _write(ics, coming.calendar())
                return
            found = coming.rows(days)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)


def _write(path: Path, calendar: bytes) -> None:
    if str(path) == "-":
        typer.echo(calendar.decode(), nl=False)
        return
    try:
        path.write_bytes(calendar)
    except OSError as problem:
        typer.echo(f"{path} cannot be written: {problem.strerror}; name another file", err=True)
        raise typer.Exit(2) from problem


def _print(found: dict[str, Any]) -> None:
    parts = []
    if found["overdue"]:
        parts.append("\n".join(["Overdue", *(_lines(row["day"], row) for row in found["overdue"])]))
    if found["reminders"]:
        head = f"The next {found['days']} days, {found['zone']}"
        parts.append("\n".join([head, *(_lines(row["at"].replace("T", " "), row) for row in found["reminders"])]))
    typer.echo("\n\n".join(parts) or f"Nothing is due in the next {found['days']} days.")


def _lines(when: str, row: dict[str, Any]) -> str:
    place = f"{row['file']}:{row['line']}" if row["file"] else ""
    outcome = row.get("outcome", "")
    about = (f"for {row['day']}", row["owner"], place, outcome)
    return f"  {when:<{WIDE}}{row['title']}\n  {'':<{WIDE}}{' · '.join(part for part in about if part)}"
