"""``mayi who``: a receipt and a written reason go in; who asked comes out, and that somebody looked is kept."""

from __future__ import annotations

import getpass
import json

import typer

from bot.commands.doors import stopping
from bot.wiring.log.trust import own_ledger


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(who)


def who(
    receipt: str = typer.Argument(..., help="The receipt of an answer, like R-7F3K."),
    reason: str = typer.Option(..., "--reason", help="Why you look: it is kept, and who asked can see that you did."),
    by: str = typer.Option("", "--by", help="Your name; else that of your login."),
    ledger: str = typer.Option("", "--ledger", help="Address of the bot's database; else MAYI_DATABASE."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show who asked, as Slack's TEAM/USER. The look is a row of the log, and the asker sees it in their own data."""
    with stopping(), own_ledger(ledger) as own:
        found = own.who(receipt, reason, by or getpass.getuser())
    typer.echo(json.dumps({"receipt": receipt.strip().upper(), "who": found}) if as_json else found)
