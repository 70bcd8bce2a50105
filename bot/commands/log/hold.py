"""``mayi hold``: what a court or a dispute needs goes in; retention and erasure leave it alone until the hold is lifted."""

from __future__ import annotations

import getpass
import json
from datetime import datetime
from typing import Any

import typer

from bot.commands.doors import stopping
from bot.commands.ledgers import any_ledger, own_ledger, person_of
from bot.commands.options import AS_JSON, BY, LEDGER
from bot.desk.log import lift_hold, put_up
from bot.ledger.asked.holds import ALL, PERSON, RECEIPT, HoldRow

REASON = typer.Option(..., "--reason", help="Why, for whoever looks at it later.")

hold = typer.Typer(help="Legal holds: keep answers from retention and erasure.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(hold, name="hold")


@hold.command()
def add(  # noqa: PLR0917 - Typer reads the arguments
    reason: str = REASON,
    person: str = typer.Option("", "--person", help="Slack's TEAM/USER: all that they asked and will ask."),
    receipt: str = typer.Option("", "--receipt", help="One answer."),
    everything: bool = typer.Option(False, "--all", help="The whole log."),
    by: str = BY,
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Keep something from retention and erasure until the hold is lifted."""
    if sum(map(bool, (person, receipt, everything))) != 1:
        raise typer.BadParameter("give one of --person, --receipt and --all", param_hint="--person")
    with stopping():
        if person:
            with own_ledger(ledger) as (own, settings):
                row = put_up(own, PERSON, person_of(person, settings), reason, by or getpass.getuser())
        else:
            with any_ledger(ledger) as opened:
                row = put_up(opened, RECEIPT if receipt else ALL, receipt, reason, by or getpass.getuser())
                opened.seal()
    _print(_told(row), f"Hold {row.id} stands. Lift it with: mayi hold lift {row.id} --reason ...", as_json)


@hold.command()
def lift(
    number: str = typer.Argument(..., metavar="HOLD", help="The hold's id."),
    reason: str = REASON,
    by: str = BY,
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Lift a hold.

    Retention goes on at its next look. Erasures that were asked for meanwhile are asked for again.
    """
    with stopping(), any_ledger(ledger) as opened:
        lift_hold(opened, number, reason, by or getpass.getuser())
        opened.seal()
    _print({"id": number, "lifted": True}, f"Hold {number} is lifted.", as_json)


@hold.command("list")
def list_(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Show all holds, also lifted ones."""
    with stopping(), any_ledger(ledger) as opened:
        rows = [_told(row) for row in opened.holds()]
    lines = [
        f"{row['id']}  {'lifted ' + row['lifted_at'][:10] if row['lifted_at'] else 'stands'}  {row['about']}  "
        f"{row['subject'][:12]}  {row['by']}, {row['at'][:10]}: {row['reason']}"
        for row in rows
    ]
    typer.echo(json.dumps(rows, ensure_ascii=False) if as_json else "\n".join(lines) or "No hold stands or ever stood.")


def _told(row: HoldRow) -> dict[str, Any]:
    told = row.model_dump()
    return {name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value for name, value in told.items()}


def _print(found: dict[str, Any], words: str, as_json: bool) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else words)
