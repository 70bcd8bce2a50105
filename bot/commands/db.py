"""``mayi db``: a ledger's address goes in; it is brought to today's schema, or it is said which one it has."""

from __future__ import annotations

import json

import typer

from bot.environment import SettingsError
from bot.ledger.errors import LedgerError
from bot.ledger.ledger import prepare, read_revision
from bot.ledger.migrate import differences, head
from bot.ledger.status import status_of
from bot.settings import read_settings

LEDGER = typer.Option("", "--ledger", help="Address of the database; else MAYI_DATABASE.")
AS_JSON = typer.Option(False, "--json", help="Print one JSON object.")

db = typer.Typer(help="The ledger's database: upgrade, current, check, status.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(db, name="db")


@db.command()
def upgrade(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Bring the tables to today's schema. Safe to run again, and while others do."""
    try:
        _, before, now = prepare(_address(ledger))
    except LedgerError as problem:
        raise _stop(problem) from None
    words = f"already at {now}" if before == now else f"upgraded from {before or 'an empty database'} to {now}"
    _print({"before": before, "now": now}, words, as_json)


@db.command()
def current(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Say which schema the tables have, and which one this version of may-i wants. Changes nothing."""
    try:
        _, found = read_revision(_address(ledger))
    except LedgerError as problem:
        raise _stop(problem) from None
    _print({"now": found, "wanted": head()}, f"{found or 'no tables yet'} (this may-i wants {head()})", as_json)


@db.command()
def check(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Compare the tables with what this version of may-i expects. Exit code 1 where they differ."""
    try:
        url, _ = read_revision(_address(ledger))
        found = differences(url)
    except LedgerError as problem:
        raise _stop(problem) from None
    _print({"ok": not found, "differences": found}, "\n".join(found) or "the tables are as they should be", as_json)
    if found:
        raise typer.Exit(1)


@db.command()
def status(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Say how the ledger is: its schema, how many rows of each kind, how far it is sealed, its last backup. Changes nothing."""
    try:
        found = status_of(_address(ledger))
    except LedgerError as problem:
        raise _stop(problem) from None
    _print(found, "\n".join(f"{name:<15} {value}" for name, value in found.items()), as_json)


def _address(ledger: str) -> str:
    try:
        return ledger or read_settings().database
    except SettingsError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None


def _stop(problem: LedgerError) -> typer.Exit:
    typer.echo(str(problem), err=True)
    return typer.Exit(2)


def _print(value: dict[str, object], words: str, as_json: bool) -> None:
    typer.echo(json.dumps(value) if as_json else words)
