"""``mayi db``: a ledger's address goes in; it is brought to today's schema, or it is said which one it has."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import typer

from bot.commands.options import AS_JSON, LEDGER
from bot.environment import SettingsError
from bot.ledger.ledger import open_existing, open_ledger, prepare, read_revision, rekey
from bot.ledger.status import status_of
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import differences, head
from bot.ledger.store.records import Root
from bot.ledger.verifying.heads import heads_of
from bot.settings import read_settings

db = typer.Typer(help="Upgrade, compare, rekey or reindex the ledger's database.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(db, name="db")


@db.command()
def upgrade(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Bring the tables to today's schema.

    Safe to run again, and while others do. `mayi serve` does it at its start.
    """
    try:
        address = _address(ledger)
        _, before, now = prepare(address)
        if (key := read_settings().secret) and before is not None:
            _seal(address, key, _kept(address))
    except LedgerError as problem:
        raise _stop(problem) from None
    words = f"already at {now}" if before == now else f"upgraded from {before or 'an empty database'} to {now}"
    _print({"before": before, "now": now}, words, as_json)


@db.command()
def current(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Show which schema the tables have, and which one is wanted."""
    try:
        _, found = read_revision(_address(ledger))
    except LedgerError as problem:
        raise _stop(problem) from None
    _print({"now": found, "wanted": head()}, f"{found or 'no tables yet'} (this may-i wants {head()})", as_json)


@db.command()
def check(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Compare the tables with what this version of may-i expects.

    Exit code 1 where they differ.
    """
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
    """Show the schema, counts of rows, how far it is sealed, and the last backup."""
    try:
        found = status_of(_address(ledger))
    except LedgerError as problem:
        raise _stop(problem) from None
    _print(found, "\n".join(f"{name:<15} {value}" for name, value in found.items()), as_json)


@db.command(name="rekey")
def rekey_(
    ledger: str = LEDGER,
    yes: bool = typer.Option(False, "--yes", help="Do it."),
    lost: bool = typer.Option(False, "--lost", help="The old key is lost: what it did not seal never counts as the bot's own."),
    as_json: bool = AS_JSON,
) -> None:
    """Let MAYI_KEY seal the log from now on, in place of another key.

    After a change of MAYI_KEY the bot refuses its log until this was run. Run `mayi db upgrade` with the old key first, to
    seal what came last. What the old key sealed only the old key compares and opens. A key that was used before is refused.
    """
    if not yes:
        raise typer.BadParameter("say that it is meant, with --yes", param_hint="--yes")
    try:
        address = _address(ledger)
        if not (key := read_settings().secret):
            raise LedgerError("MAYI_KEY is missing", "set it to the new key")
        place = rekey(address, key, datetime.now(UTC), is_lost=lost, kept=_kept(address))
    except LedgerError as problem:
        raise _stop(problem) from None
    _print({"from": place or None}, f"from place {place:,} on" if place else "this key seals the log already", as_json)


@db.command()
def reindex(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Make the index of the search anew from the questions.

    For a log of which `mayi verify` says that the index is not as it was written. Stop the bot first: nothing can be
    written meanwhile. What is counted by day is counted again.
    """
    try:
        opened = open_existing(_address(ledger), read_settings().secret)
        try:
            count = opened.reindex()
        finally:
            opened.close()
    except LedgerError as problem:
        raise _stop(problem) from None
    _print({"questions": count}, f"{count:,} questions are in the index", as_json)


def _kept(address: str) -> list[Root]:
    """Heads of the bot's own log."""
    settings = read_settings()
    return heads_of(settings).kept() if address == settings.database else []


def _seal(address: str, key: bytes, kept: list[Root]) -> None:
    """An older log: from here on the key seals it, and a record says so."""
    opened = open_ledger(address, key)
    try:
        opened.seal(kept=lambda: kept)
    finally:
        opened.close()


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
