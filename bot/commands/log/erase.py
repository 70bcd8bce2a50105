"""``mayi erase`` and ``mayi my-data``: a person goes in; all that is kept of them is gone, with a proof, or is printed."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, LEDGER
from bot.private import opener
from bot.wiring.log.trust import own_ledger

PERSON = typer.Argument(..., help="Slack's TEAM/USER, such as T0123ABCD/U0456EFGH.")


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command()(erase)
    app.command("my-data")(my_data)


def erase(
    person: str = PERSON,
    yes: bool = typer.Option(False, "--yes", help="Do it: it cannot be undone."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Erase all that is kept of a person.

    In the log and in the engine's database; prints a proof. What a legal hold keeps stays, and is counted.
    """
    if not yes:
        raise typer.BadParameter("it cannot be undone; say that you mean it", param_hint="--yes")
    with stopping(), own_ledger(ledger) as own:
        proof = own.erase(person)
    found = {"questions": proof.questions, "digest": proof.digest, "held": proof.held}
    held = f"\n{proof.held} stay: a legal hold keeps them." if proof.held else ""
    words = f"Erased {proof.questions} questions. Proof (SHA-256 over their receipts, sorted, one a line): {proof.digest}{held}"
    typer.echo(json.dumps(found) if as_json else words)


def my_data(
    person: str = PERSON,
    out: Path = typer.Option(None, "--out", help="File to write; else prints it."),
    ledger: str = LEDGER,
) -> None:
    """Print all that is kept of a person.

    A line of JSON each, as they get it in Slack.
    """
    with stopping(), own_ledger(ledger) as own:
        parts = own.my_data(person)
        if out is None:
            for part in parts:
                typer.echo(part)
            return
        try:
            with open(out, "w", encoding="utf-8", opener=opener) as file:
                file.writelines(f"{part}\n" for part in parts)
        except OSError as problem:
            typer.echo(f"{out}: cannot be written ({problem.strerror}); give another file", err=True)
            raise typer.Exit(2) from problem
