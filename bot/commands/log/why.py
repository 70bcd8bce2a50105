"""``mayi why``: a receipt goes in; why its answer was given comes out, years later too."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.ledgers import any_ledger
from bot.commands.options import AS_JSON, LEDGER, RECEIPT
from bot.desk.why import lines_of
from bot.desk.why import why as explain
from bot.environment import shipped


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(why)


def why(
    receipt: str = RECEIPT,
    ledger: str = LEDGER,
    knowledge: Path = typer.Option(
        None, "--knowledge", envvar="MAYI_KNOWLEDGE", help="The policy's folder, for versions that only git knows."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Say why an answer was given, by its receipt.

    Quotes the rules of the version that answered, and decides by them once more; what is not known any more is said.
    """
    with stopping(), any_ledger(ledger) as opened:
        told = explain(opened, receipt, knowledge or shipped("knowledge"))
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines_of(told)))
