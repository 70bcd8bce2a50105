"""``mayi who``: a receipt and a written reason go in; who asked comes out, and that somebody looked is kept."""

from __future__ import annotations

import getpass
import json

import typer

from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, BY, LEDGER, RECEIPT
from bot.wiring.log.trust import own_ledger


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(who)


def who(
    receipt: str = RECEIPT,
    reason: str = typer.Option(..., "--reason", help="Why you look: it is kept, and whoever asked can see it."),
    by: str = BY,
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Show who asked; that you looked is kept.

    Prints Slack's TEAM/USER. Whoever asked sees the look in their own data.

    mayi who R-7F3K --reason "incident of 3 November"
    """
    with stopping(), own_ledger(ledger) as own:
        found = own.who(receipt, reason, by or getpass.getuser())
    typer.echo(json.dumps({"receipt": receipt.strip().upper(), "who": found}) if as_json else found)
