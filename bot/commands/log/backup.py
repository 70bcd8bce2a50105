"""``mayi backup`` and ``mayi restore``: a ledger in use goes in, a file comes out, and back: then it is verified."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.ledgers import any_ledger, seal
from bot.commands.log.verify import lines_of
from bot.commands.options import AS_JSON, LEDGER
from bot.commands.progress import progress
from bot.ledger.backup import back_up
from bot.ledger.backup import restore as put_back
from bot.ledger.verifying.verify import verify
from bot.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Path = typer.Argument(..., help="File to write."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Write the ledger to one file while the bot runs.

    A file from SQLite can be restored on PostgreSQL, and back. Work under way is in the engine's database, not in this file.
    """
    with stopping(), any_ledger(ledger) as opened, progress("rows") as tell:
        settings = read_settings()
        rows = back_up(opened, ledger or settings.database, file, datetime.now(UTC), tell)
        seal(opened, settings.model_copy(update={"database": ledger or settings.database}))
    size = file.stat().st_size
    typer.echo(
        json.dumps({"file": str(file), "rows": rows, "bytes": size})
        if as_json
        else f"Wrote {rows:,} rows to {file} ({size:,} bytes)"
    )


def restore(
    file: Path = typer.Argument(..., help="A file that `mayi backup` wrote."),
    ledger: str = typer.Option(..., "--ledger", help="Address of an empty database; a new SQLite file is made."),
    as_json: bool = AS_JSON,
) -> None:
    """Put a backup into an empty ledger and verify it.

    Exit code 1 where the log in it is not whole.
    """
    with stopping(), progress("rows") as tell:
        rows = put_back(file, ledger, tell)
        found = verify(ledger, key=read_settings().secret)
    words = "\n".join([f"Put back {rows:,} rows.", *lines_of(found)])
    typer.echo(json.dumps({"rows": rows, "verified": found.as_json()}) if as_json else words)
    if not found.ok:
        raise typer.Exit(1)
