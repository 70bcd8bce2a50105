"""``mayi who``: a receipt and a written reason go in; who asked comes out, and that somebody looked is kept."""

from __future__ import annotations

import getpass
import json

import typer

from bot.commands.doors import stopping
from bot.commands.ledgers import own_ledger
from bot.commands.options import AS_JSON, BY, LEDGER, RECEIPT
from bot.desk.log import asker_of, unknown
from bot.ledger.ledger import Ledger
from bot.ledger.store.errors import LedgerError


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
    with stopping(), own_ledger(ledger) as (opened, _):
        found = _who(opened, receipt, reason, by or getpass.getuser())
    typer.echo(json.dumps({"receipt": receipt.strip().upper(), "who": found}) if as_json else found)


def _who(ledger: Ledger, receipt: str, reason: str, by: str) -> str:
    """``TEAM/USER``. The look is kept before anything is told."""
    row = ledger.question(receipt)
    if row is None:
        raise unknown(receipt)
    if not row.asker:
        raise LedgerError(f"{row.receipt} is kept without its asker", "it was erased, or asked on the command line")
    found = asker_of(ledger, row, by=by, reason=reason)
    if found is None:
        raise LedgerError(
            f"who asked {row.receipt} is not kept any more",
            "addresses are erased after MAYI_ADDRESS_DAYS; this look is in the ledger all the same",
        )
    return "/".join(found)
